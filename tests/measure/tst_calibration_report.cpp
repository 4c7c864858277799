// SPDX-License-Identifier: GPL-3.0-or-later
// Starved experts named before anything runs: conditions of moments worked out by hand, counts of a
// routing pass against the router's own, an analysis' counts against the pass.
#include "core/analysis/analyze.h"
#include "core/base/parallel.h"
#include "core/measure/calibration_report.h"
#include "core/model/router.h"
#include "core/quantize/moment_condition.h"
#include "tests/quantize/tiny_model.h"

#include <QTest>
#include <cmath>
#include <map>

using namespace moqa;

namespace {

constexpr int64_t kWindow = 16;

Moment momentOf(int64_t n, const std::vector<float>& rows) {
    Moment moment(n);
    const auto count = static_cast<int64_t>(rows.size()) / n;
    if (!moment.add({rows.data(), count, n, n}, nullptr, silentProgress()).ok()) qFatal("add");
    moment.normalize();
    return moment;
}

bool near(double a, double b) { return std::abs(a - b) <= 1e-6 * std::abs(b); }

CalibrationReport report(const ModelSource& model, int64_t tokens, bool condition = true) {
    const CalibrationCheck check{kWindow, 0, 0.01, condition};
    auto made = calibrationReport(model, TinyModel::corpora(tokens), check, silentProgress());
    if (!made.ok()) qFatal("%s", made.error().message().c_str());
    return std::move(*made);
}

struct RoutingCounts final : LayerObserver {
    std::map<std::pair<int, int>, int64_t> tokens;
    void ffnInput(int layer, MatrixView, const Routing* routing) override {
        if (routing == nullptr) return;
        for (const int32_t expert : routing->ids) ++tokens[{layer, expert}];
    }
};

} // namespace

class TestCalibrationReport : public QObject {
    Q_OBJECT
private slots:
    void cleanup() { setThreadLimit(2); }

    // Rows (1, 1) and (1, -1) twice over: the mean of x x^T is the identity.
    void conditionOfMomentsByHand() {
        QVERIFY(near(*dampedCondition(momentOf(2, {1, 1, 1, -1}), 0.01, silentProgress()), 1.0));
        // diag(4, 1): eigenvalues 4 and 1, damping 0.1 x 2.5.
        const Moment uneven = momentOf(2, {std::sqrt(8.0f), 0, 0, std::sqrt(2.0f)});
        QVERIFY(near(*dampedCondition(uneven, 0.1, silentProgress()), 4.25 / 1.25));
        // (2, 2), (0, 0), (2, 0) and (0, 2): [[2, 1], [1, 2]], eigenvalues 3 and 1.
        const float two = 2;
        const Moment tied = momentOf(2, {two, two, 0, 0, two, 0, 0, two});
        QVERIFY(near(*dampedCondition(tied, 0.0, silentProgress()), 3.0));
    }

    // One token: rank one, and the damping is all that stands against it.
    void oneTokenLeavesTheDamping() {
        const Moment one = momentOf(3, {1, 1, 1});
        QVERIFY(near(*dampedCondition(one, 0.01, silentProgress()), 3.01 / 0.01));
        // A column that was never used has the mean of the live ones: eigenvalues 2, 0 and 1.
        const Moment dead = momentOf(3, {1, 1, 0});
        QVERIFY(near(*dampedCondition(dead, 0.5, silentProgress()), 2.5 / 0.5));
        QVERIFY(std::isinf(*dampedCondition(Moment(3), 0.01, silentProgress())));
        QVERIFY(std::isinf(*dampedCondition(momentOf(2, {0, 0}), 0.01, silentProgress())));
    }

    void countsAreTheRouters() {
        const TinyModel model;
        const CalibrationReport made = report(model, 256);
        RoutingCounts counts;
        TokenBatch batch;
        for (const Corpus& corpus : TinyModel::corpora(256))
            for (size_t begin = 0; begin < corpus.ids.size(); begin += kWindow) {
                batch.starts.push_back(batch.tokens());
                batch.ids.insert(batch.ids.end(), corpus.ids.begin() + static_cast<long>(begin),
                                 corpus.ids.begin() + static_cast<long>(begin + kWindow));
            }
        QVERIFY(Forward(model).run(batch, &counts, silentProgress()).ok());
        QCOMPARE(made.tokens, int64_t{512});
        QCOMPARE(made.rows.size(), size_t{16}); // two of the three layers have experts
        for (const ExpertCoverage& row : made.rows) {
            const int64_t expected = counts.tokens[{row.layer, row.expert}];
            QCOMPARE(row.tokens, expected);
            QCOMPARE(made.starved(row), row.tokens < 512);
            QCOMPARE(made.starvedDown(row), row.tokens < 256);
            QCOMPARE(made.rankBound(row), std::min<int64_t>(row.tokens, 64));
        }
    }

    void starvedAndUnseenAreNamed() {
        const TinyModel model;
        const CalibrationReport few = report(model, 256);
        QCOMPARE(few.neededTokens(), int64_t{512});
        QCOMPARE(few.unseenCount(), int64_t{2}); // the one that the bias keeps out, in each layer
        QVERIFY(few.starvedCount() > few.unseenCount());
        const std::string sentence = starvedSentence(few);
        QVERIFY2(sentence.find("of 16 experts see fewer than 512 tokens") != std::string::npos,
                 sentence.c_str());
        QVERIFY(sentence.find("2 of them none: layer 1 expert 7, layer 2 expert 7") !=
                std::string::npos);
        int64_t least = 1 << 20;
        for (const ExpertCoverage& row : few.rows) {
            if (row.tokens > 0) least = std::min(least, row.tokens);
            if (row.tokens == 0) QVERIFY(std::isinf(row.condition));
            if (row.tokens > 0) QVERIFY(row.condition >= 1 && row.condition < 1e4);
        }
        QCOMPARE(few.tokensForAllSeen(), (512 * 512 + least - 1) / least);
        CalibrationReport fed = few;
        for (ExpertCoverage& row : fed.rows) row.tokens = 512;
        QVERIFY(starvedSentence(fed).empty());
        QVERIFY(calibrationText(fed).find("no expert is starved") != std::string::npos);
    }

    void formsSayTheSame() {
        const CalibrationReport made = report(TinyModel(), 128);
        const Json json = calibrationJson(made);
        QCOMPARE(json["experts"].size(), made.rows.size());
        QCOMPARE(json["unseen"].get<int64_t>(), int64_t{2});
        QVERIFY(json["experts"][7]["condition"].is_null() && json["experts"][7]["unseen"] == true);
        const std::string csv = calibrationCsv(made);
        QCOMPARE(std::count(csv.begin(), csv.end(), '\n'), 17);
        QVERIFY(csv.find("\n1,7,0,512,0,64,inf,1,1,1\n") != std::string::npos);
        const std::string text = calibrationText(made);
        QVERIFY(text.find("unseen") != std::string::npos &&
                text.find("--csv") == std::string::npos);
    }

    void doesNotDependOnThreads() {
        const TinyModel model;
        setThreadLimit(1);
        const std::string one = calibrationCsv(report(model, 128));
        setThreadLimit(3);
        QCOMPARE(calibrationCsv(report(model, 128)), one);
    }

    void analysisGivesTheSameCounts() {
        const TinyModel model;
        std::vector<Corpus> corpora = TinyModel::corpora(250);
        AnalyzeOptions options;
        options.window = kWindow;
        options.stage2 = options.stage3 = false;
        const auto analysis = analyze(model, corpora, options, silentProgress());
        QVERIFY2(analysis.ok(), analysis.ok() ? "" : analysis.error().message().c_str());
        const CalibrationCheck check{kWindow, 0, 0.01, false};
        const auto pass = calibrationReport(model, corpora, check, silentProgress());
        const auto counted = calibrationReport(model, *analysis, corpora, kWindow);
        QVERIFY(pass.ok() && counted.has_value());
        QCOMPARE(calibrationCsv(*counted), calibrationCsv(*pass));
        QVERIFY(!calibrationReport(model, *analysis, corpora, 32));
        corpora.pop_back();
        const auto one = calibrationReport(model, *analysis, corpora, kWindow);
        QVERIFY(one.has_value());
        QCOMPARE(one->tokens, int64_t{240});
        corpora[0].textSha256 = "of another text";
        QVERIFY(!calibrationReport(model, *analysis, corpora, kWindow));
    }

    void refusals() {
        const TinyModel model;
        const auto none = calibrationReport(model, {}, {}, silentProgress());
        QVERIFY(!none.ok() && none.error().code == ErrorCode::BadInput);
        const auto brief =
            calibrationReport(model, TinyModel::corpora(1), {kWindow}, silentProgress());
        QVERIFY(!brief.ok() && brief.error().code == ErrorCode::BadInput);
    }
};

QTEST_GUILESS_MAIN(TestCalibrationReport)
#include "tst_calibration_report.moc"
