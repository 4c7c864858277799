// SPDX-License-Identifier: GPL-3.0-or-later
// Quick looks and cancelled analyses of the demo model: what they hold is right, what they lack is
// said, and the label survives the workspace.
#include "core/analysis/coverage.h"
#include "core/analysis/findings.h"
#include "core/analysis/show.h"
#include "core/checkpoint/checkpoint.h"
#include "core/plan/make_plan.h"
#include "core/store/workspace.h"
#include "core/text/tokenizer.h"
#include "tests/analysis/close_to.h"

#include <QTemporaryDir>
#include <algorithm>
#include <cmath>

using namespace moqa;

namespace {

const std::string kDemo = MOQA_SOURCE_DIR "/resources/demo/";

class CancelFrom final : public Progress {
public:
    explicit CancelFrom(double fraction) : m_from(fraction) {}
    void report(double fraction, std::string_view) override { m_last = fraction; }
    void note(std::string_view text) override { notes += text; }
    bool cancelled() const override { return m_last >= m_from; }
    std::string notes;

private:
    double m_from, m_last = 0.0;
};

bool same(double a, double b) { return a == b || (std::isnan(a) && std::isnan(b)); }

} // namespace

class TestCoverage : public QObject {
    Q_OBJECT
private:
    std::shared_ptr<const Checkpoint> m_model;
    std::vector<Corpus> m_corpora;
    Analysis m_whole;

    static AnalyzeOptions options() {
        AnalyzeOptions options;
        options.window = 64;
        options.similaritySample = 16;
        options.keepPartial = true;
        return options;
    }
    Result<Analysis> cancelledAt(double fraction, AnalyzeOptions with) const {
        CancelFrom progress(fraction);
        return analyze(*m_model, m_corpora, with, progress);
    }

private slots:
    void initTestCase() {
        auto model = Checkpoint::open(kDemo + "demo-olmoe");
        QVERIFY(model.ok());
        m_model = *model;
        const auto tokenizer = Tokenizer::fromJson(*m_model->sideFile("tokenizer.json"), "t");
        QVERIFY(tokenizer.ok());
        for (const char* name : {"code", "stories"})
            m_corpora.push_back(
                *loadCorpus({name, kDemo + "corpora/" + name + ".txt"}, *tokenizer, 521));
        auto whole = analyze(*m_model, m_corpora, options(), silentProgress());
        QVERIFY2(whole.ok(), whole.ok() ? "" : whole.error().message().c_str());
        m_whole = std::move(*whole);
    }

    void aWholeAnalysisHasNoLabel() {
        const Coverage coverage = coverageOf(m_whole);
        QVERIFY(!coverage.partial());
        QCOMPARE(coverage.tokensSeen, int64_t{1024});
        QCOMPARE(coverage.layersComplete, 6);
        QVERIFY(coverage.text().empty());
        QVERIFY(m_whole.optionsJson.find("coverage") == std::string::npos);
    }

    void completeLayersOfACancelledAnalysis_data() {
        QTest::addColumn<double>("fraction");
        // Of six layers, each a third a corpus: within a corpus, within the comparison of experts.
        QTest::newRow("in the pass") << 0.4;
        QTest::newRow("while comparing") << 0.48;
    }

    void completeLayersOfACancelledAnalysis() {
        QFETCH(const double, fraction);
        const auto partial = cancelledAt(fraction, options());
        QVERIFY2(partial.ok(), partial.ok() ? "" : partial.error().message().c_str());
        const Coverage coverage = coverageOf(*partial);
        QCOMPARE(coverage.layersComplete, 2);
        QCOMPARE(coverage.layersPlanned, 6);
        QVERIFY(coverage.partial());
        QCOMPARE(coverage.text(), std::string("2 of 6 layers"));
        QCOMPARE(partial->moeLayers, m_whole.moeLayers);
        for (const auto& [key, array] : m_whole.results) {
            const ResultPtr part = partial->find(key.metric, key.corpus, key.layer);
            const MetricInfo* info = findMetric(key.metric);
            QVERIFY(info);
            const bool leadsOn = key.metric.starts_with("transition");
            if (info->perLayer && key.layer + (leadsOn ? 1 : 0) >= 2) {
                QVERIFY2(!part, key.metric.c_str());
                continue;
            }
            QVERIFY2(part, key.metric.c_str());
            QCOMPARE(part->shape, array->shape);
            const bool byLayer = axesOf(*info).front() == "layer";
            const size_t known = byLayer ? array->values.size() / 3 : array->values.size();
            for (size_t i = 0; i < array->values.size(); ++i)
                QVERIFY2(i < known ? same(part->values[i], array->values[i])
                                   : std::isnan(part->values[i]),
                         key.metric.c_str());
        }
        QVERIFY(!partial->isSeen(5, 0, "code")); // drawn apart, not as dead
    }

    void nothingIsKeptUnasked() {
        AnalyzeOptions plain = options();
        plain.keepPartial = false;
        const auto refused = cancelledAt(0.5, plain);
        QVERIFY(!refused.ok());
        QCOMPARE(refused.error().code, ErrorCode::Cancelled);
        const auto tooEarly = cancelledAt(0.1, options()); // no layer is complete
        QVERIFY(!tooEarly.ok());
        QCOMPARE(tooEarly.error().code, ErrorCode::Cancelled);
    }

    void theLabelTravels() {
        const auto partial = cancelledAt(0.4, options());
        QVERIFY(partial.ok());
        Workspace workspace;
        workspace.modelPath = m_model->path();
        workspace.modelName = m_model->name();
        workspace.modelFingerprint = m_model->fingerprint();
        workspace.corpora = m_corpora;
        workspace.analysis = std::make_shared<const Analysis>(*partial);
        QTemporaryDir dir;
        const std::string path = dir.filePath(QStringLiteral("part.moqa")).toStdString();
        const Status saved = saveWorkspace(workspace, path);
        QVERIFY2(saved.ok(), saved.ok() ? "" : saved.error().message().c_str());
        const auto loaded = loadWorkspace(path);
        QVERIFY2(loaded.ok(), loaded.ok() ? "" : loaded.error().message().c_str());
        QCOMPARE(coverageOf(*loaded->analysis).layersComplete, 2);
        const auto shown = showJson(*loaded->analysis, "load", "code", -1);
        QVERIFY(shown.ok());
        QCOMPARE((*shown)["partial"].get<std::string>(), std::string("2 of 6 layers"));
        QVERIFY(!showJson(m_whole, "load", "code", -1)->contains("partial"));
        QVERIFY(!stageFindings(*loaded->analysis).empty());
    }

    void aPlanNeedsAllLayers() {
        const auto partial = cancelledAt(0.4, options());
        QVERIFY(partial.ok());
        const auto plan = makePlan(*m_model, &*partial, {});
        QVERIFY(!plan.ok());
        QCOMPARE(plan.error().code, ErrorCode::BadInput);
        QVERIFY2(plan.error().what.find("2 of 6 layers") != std::string::npos,
                 plan.error().what.c_str());
    }

    void quickLookHasAllLayers() {
        const QuickLook look = quickLook(m_model->spec(), m_corpora, options(), 256);
        QCOMPARE(look.options.window, int64_t{32});
        QVERIFY(!look.options.stage3);
        QCOMPARE(look.options.plannedTokens, int64_t{1024}); // whole windows of 64
        for (size_t d = 0; d < 2; ++d) {
            QCOMPARE(look.corpora[d].ids.size(), size_t{128});
            // Four windows at distances of a quarter of the text.
            for (size_t w = 0; w < 4; ++w)
                QVERIFY(std::equal(look.corpora[d].ids.begin() + std::ptrdiff_t(w * 32),
                                   look.corpora[d].ids.begin() + std::ptrdiff_t(w * 32 + 32),
                                   m_corpora[d].ids.begin() + std::ptrdiff_t(w * 130)));
        }
        const auto first = analyze(*m_model, look.corpora, look.options, silentProgress());
        QVERIFY2(first.ok(), first.ok() ? "" : first.error().message().c_str());
        const Coverage coverage = coverageOf(*first);
        QCOMPARE(coverage.tokensSeen, int64_t{256});
        QCOMPARE(coverage.text(), std::string("256 of 1024 tokens"));
        const std::vector<double>& load = first->find("load", "code")->values;
        QVERIFY(std::none_of(load.begin(), load.end(), [](double v) { return std::isnan(v); }));
    }

    void quickLookOfLittle() {
        std::vector<Corpus> tiny = m_corpora;
        tiny[0].ids.resize(20);
        const QuickLook look = quickLook(m_model->spec(), tiny, options());
        QCOMPARE(look.options.window, int64_t{20});
        QCOMPARE(look.corpora[0].ids, tiny[0].ids);
        QVERIFY(quickLook(m_model->spec(), {}, options()).corpora.empty());
        tiny[1].ids.clear(); // refused by the analysis, not by a crash here
        const QuickLook empty = quickLook(m_model->spec(), tiny, options());
        QVERIFY(!analyze(*m_model, empty.corpora, empty.options, silentProgress()).ok());
    }

    void strangeLabelsAreComplete() {
        for (const char* options : {"", "[]", "{\"coverage\":3}", "{\"coverage\":{}}", "{\"cov",
                                    "{\"coverage\":{\"layers_complete\":-4}}",
                                    "{\"coverage\":{\"layers_complete\":1e300}}"}) {
            Analysis analysis = m_whole;
            analysis.optionsJson = options;
            QVERIFY2(!coverageOf(analysis).partial(), options);
        }
        Analysis analysis = m_whole;
        Coverage coverage = coverageOf(analysis);
        coverage.layersComplete = 4;
        setCoverage(analysis, coverage);
        QCOMPARE(coverageOf(analysis).layersComplete, 4);
        coverage.layersComplete = 6;
        setCoverage(analysis, coverage);
        QVERIFY(!coverageOf(analysis).partial());
        QCOMPARE(analysis.optionsJson, m_whole.optionsJson);
    }
};

QTEST_GUILESS_MAIN(TestCoverage)
#include "tst_coverage.moc"
