// SPDX-License-Identifier: GPL-3.0-or-later
// Both protocols against perplexities computed with transformers (tests/data/golden/ppl.json),
// divergence from a reference, and what is refused. MOQA_ALL_CASES=1 runs every golden case, which
// takes minutes: give QTEST_FUNCTION_TIMEOUT=3600000 with it.
#include "core/base/files.h"
#include "core/base/json.h"
#include "core/base/parallel.h"
#include "core/evaluate/evaluate.h"
#include "core/evaluate/scoring_windows.h"
#include "demo_model.h"
#include "tests/quantize/look_counter.h"

#include <QElapsedTimer>
#include <QTest>
#include <cmath>
#include <numeric>

using namespace moqa;
using moqa::test::demoCorpus;
using moqa::test::demoModel;

namespace {

// Cancels as soon as a report comes past a fraction.
class CancelAt final : public Progress {
public:
    explicit CancelAt(double fraction) : m_at(fraction) {}
    void report(double fraction, std::string_view) override {
        if (fraction >= m_at) m_cancelled = true;
    }
    void note(std::string_view) override {}
    bool cancelled() const override { return m_cancelled; }

private:
    double m_at;
    std::atomic<bool> m_cancelled = false;
};

Corpus counting(int32_t first, int64_t tokens) {
    Corpus corpus;
    corpus.name = "counting";
    corpus.ids.resize(static_cast<size_t>(tokens));
    std::iota(corpus.ids.begin(), corpus.ids.end(), first);
    return corpus;
}

std::string messageOf(const Error& error) { return error.message(); }

} // namespace

class TestPerplexity : public QObject {
    Q_OBJECT
    std::shared_ptr<const ModelSource> m_model;

private slots:
    void initTestCase() {
        m_model = demoModel();
        QVERIFY(m_model);
    }

    void protocolsScoreTheirTokens() {
        ModelSpec spec;
        spec.bosToken = 7;
        const Corpus corpus = counting(7, 20); // the stream begins with BOS
        const auto gptq = scoringWindows(spec, corpus, Protocol::Gptq, 8);
        QVERIFY(gptq.ok());
        QCOMPARE(gptq->windows(), int64_t{2});
        QCOMPARE(gptq->scoredPerWindow(), int64_t{7});
        QCOMPARE(gptq->batch.ids[8], 15); // no BOS per window
        const auto llama = scoringWindows(spec, corpus, Protocol::LlamaCpp, 8);
        QCOMPARE(llama->firstScored, int64_t{4});
        QCOMPARE(llama->scoredPerWindow(), int64_t{3}); // 8 - 1 - 4
        QCOMPARE(llama->batch.ids[8], 7);
        QCOMPARE(llama->batch.ids[9], 16);
        spec.bosToken = 3; // not what the stream begins with: the tokenizer adds none
        QCOMPARE(scoringWindows(spec, corpus, Protocol::LlamaCpp, 8)->batch.ids[8], 15);
        QCOMPARE(scoringWindows(spec, corpus, Protocol::LlamaCpp, 512).error().code,
                 ErrorCode::BadInput);
        QCOMPARE(scoringWindows(spec, corpus, Protocol::LlamaCpp, 9)->scoredPerWindow(),
                 int64_t{4});
    }

    void windowsDefaultAndLimits() {
        ModelSpec spec;
        QCOMPARE(*evaluationWindow(spec, {}), int64_t{2048});
        spec.maxPosition = 1024;
        QCOMPARE(*evaluationWindow(spec, {}), int64_t{1024});
        QCOMPARE(*evaluationWindow(spec, {Protocol::Gptq, 2}), int64_t{2});
        for (int64_t bad : {int64_t{1}, int64_t{-5}, int64_t{1025}})
            QCOMPARE(evaluationWindow(spec, {Protocol::Gptq, bad}).error().code, ErrorCode::Usage);
    }

    void agreesWithTheGoldenFigures_data() {
        QTest::addColumn<int>("index");
        const bool all = qEnvironmentVariableIntValue("MOQA_ALL_CASES") != 0;
        const std::vector<int> chosen = {5, 11}; // one of each protocol
        const Json golden = goldenCases();
        for (int i = 0; i < static_cast<int>(golden.size()); ++i) {
            if (!all && std::find(chosen.begin(), chosen.end(), i) == chosen.end()) continue;
            const Json& c = golden[static_cast<size_t>(i)];
            QTest::addRow("%s %s %s %d", c["model"].get<std::string>().c_str(),
                          c["file"].get<std::string>().c_str(),
                          c["protocol"].get<std::string>().c_str(), c["window"].get<int>())
                << i;
        }
    }
    void agreesWithTheGoldenFigures() {
        QFETCH(int, index);
        const Json golden = goldenCases()[static_cast<size_t>(index)];
        const auto model = demoModel(golden["model"].get<std::string>());
        if (!model) QSKIP("this model is not shipped with the project");
        std::string name = golden["file"].get<std::string>();
        name = name.substr(name.rfind('/') + 1);
        name.resize(name.size() - 4);
        const Corpus corpus = demoCorpus(*model, name, 0);
        EvaluateOptions options;
        options.protocol = golden["protocol"] == "gptq" ? Protocol::Gptq : Protocol::LlamaCpp;
        options.window = golden["window"].get<int64_t>();
        QElapsedTimer timer;
        timer.start();
        const auto report = evaluate(*model, {corpus}, options, nullptr, silentProgress());
        QVERIFY2(report.ok(), report.ok() ? "" : messageOf(report.error()).c_str());
        const CorpusScore& score = report->corpora[0];
        const double expected = golden["ppl"].get<double>();
        qInfo("ppl %.9g, golden %.9g, relative %.2g, %lld ms", score.ppl, expected,
              score.ppl / expected - 1.0, static_cast<long long>(timer.elapsed()));
        QCOMPARE(score.tokens, golden["tokens"].get<int64_t>());
        QCOMPARE(score.windows, golden["windows"].get<int64_t>());
        QCOMPARE(score.scored, golden["scored"].get<int64_t>());
        QVERIFY(std::abs(score.ppl / expected - 1.0) < 1e-4);
        QVERIFY(std::abs(score.nll - golden["nll"].get<double>()) < 1e-4);
    }

    void theHeadLooksForACancelAtEveryRow() {
        const std::vector<Corpus> corpora = {demoCorpus(*m_model, "code", 600)};
        LookCounter progress;
        const auto report = evaluate(*m_model, corpora, {Protocol::Gptq, 256}, nullptr, progress);
        QVERIFY(report.ok());
        QVERIFY(progress.looks() >= report->corpora[0].scored);
        qInfo("the longest time without a look %.1f ms", progress.longestMs());
        LookCounter late(progress.looks() - 100); // among the last rows
        const auto cancelled = evaluate(*m_model, corpora, {Protocol::Gptq, 256}, nullptr, late);
        QVERIFY(!cancelled.ok());
        QCOMPARE(cancelled.error().code, ErrorCode::Cancelled);
    }

    void aModelDoesNotDivergeFromItself() {
        const std::vector<Corpus> corpora = {demoCorpus(*m_model, "code", 600)};
        const EvaluateOptions options{Protocol::Gptq, 256};
        const auto reference = makeReference(*m_model, corpora, options, silentProgress());
        QVERIFY(reference.ok());
        const auto report =
            evaluate(*m_model, corpora, options, reference->get(), silentProgress());
        QVERIFY2(report.ok(), report.ok() ? "" : messageOf(report.error()).c_str());
        const CorpusScore& score = report->corpora[0];
        QVERIFY(score.hasReference);
        QCOMPARE(score.kl, 0.0);
        QCOMPARE(score.sameTop1, 1.0);
        QCOMPARE(score.routingShift, std::vector<double>(6, 0.0));
        QCOMPARE(score.windowNll.size(), size_t{2});
        QCOMPARE(report->against, m_model->name());
        const auto alone = evaluate(*m_model, corpora, options, nullptr, silentProgress());
        // Rows that are compared are summed in f32 vectors.
        QVERIFY(std::abs(alone->corpora[0].nll - score.nll) <= 1e-7 * score.nll);
        QVERIFY(!alone->corpora[0].hasReference && alone->corpora[0].routingShift.empty());
    }

    void aChangedModelDivergesWhereItWasChanged() {
        // Layer 3's router mixes up two experts' rows; what comes before cannot change.
        OverlaySource changed(*m_model);
        const WeightId router = {Role::Router, 3, -1};
        Matrix weight = *m_model->readAll(router);
        std::swap_ranges(weight.row(0), weight.row(1), weight.row(1));
        changed.replace(router, weight);
        const std::vector<Corpus> corpora = {demoCorpus(*m_model, "stories", 700),
                                             demoCorpus(*m_model, "maths", 300)};
        const EvaluateOptions options{Protocol::LlamaCpp, 128};
        const auto reference = makeReference(*m_model, corpora, options, silentProgress());
        const auto report = evaluate(changed, corpora, options, reference->get(), silentProgress());
        QVERIFY2(report.ok(), report.ok() ? "" : messageOf(report.error()).c_str());
        for (const CorpusScore& score : report->corpora) {
            for (size_t layer = 0; layer < 3; ++layer) QCOMPARE(score.routingShift[layer], 0.0);
            QVERIFY(score.routingShift[3] > 0.0 && score.routingShift[3] <= 1.0);
            QVERIFY(score.kl > 0.0 && score.sameTop1 <= 1.0);
            const double windows = static_cast<double>(score.windows);
            const auto mean = [&](const std::vector<double>& v) {
                return std::accumulate(v.begin(), v.end(), 0.0) / windows;
            };
            QVERIFY(std::abs(mean(score.windowNll) - score.nll) < 1e-12);
            QVERIFY(std::abs(mean(score.windowKl) - score.kl) < 1e-12);
            QVERIFY(std::abs(std::log(score.ppl) - score.nll) < 1e-12);
        }
    }

    void resultsDoNotDependOnThreads() {
        const std::vector<Corpus> corpora = {demoCorpus(*m_model, "drama", 300)};
        const EvaluateOptions options{Protocol::Gptq, 128};
        const int before = threadLimit();
        setThreadLimit(1);
        const auto one = evaluate(*m_model, corpora, options, nullptr, silentProgress());
        setThreadLimit(3);
        const auto three = evaluate(*m_model, corpora, options, nullptr, silentProgress());
        setThreadLimit(before);
        QVERIFY(std::abs(one->corpora[0].nll / three->corpora[0].nll - 1.0) < 1e-6);
    }

    void whatDoesNotFitIsRefused() {
        const Corpus code = demoCorpus(*m_model, "code", 300);
        const EvaluateOptions options{Protocol::Gptq, 128};
        const auto run = [&](const std::vector<Corpus>& corpora, const EvaluateOptions& o,
                             const ReferenceRun* reference) {
            const auto report = evaluate(*m_model, corpora, o, reference, silentProgress());
            return report.ok() ? std::string("ok") : messageOf(report.error());
        };
        const auto has = [](const std::string& text, const char* words) {
            if (text.find(words) == std::string::npos) qWarning("message: %s", text.c_str());
            return text.find(words) != std::string::npos;
        };
        QVERIFY(has(run({}, options, nullptr), "no corpus"));
        QVERIFY(has(run({code, code}, options, nullptr), "twice"));
        QVERIFY(has(run({demoCorpus(*m_model, "code", 100)}, options, nullptr), "code"));
        const auto reference = makeReference(*m_model, {code}, options, silentProgress());
        QVERIFY(
            has(run({code}, {Protocol::Gptq, 64}, reference->get()), "another protocol or window"));
        QVERIFY(has(run({code}, {Protocol::LlamaCpp, 128}, reference->get()), "another protocol"));
        Corpus other = code;
        other.ids[5] ^= 1;
        QVERIFY(has(run({other}, options, reference->get()), "other tokens"));
        other.name = "new";
        QVERIFY(has(run({other}, options, reference->get()), "not run on \"new\""));
        // Another vocabulary or other experts.
        moqa::test::RedescribedModel changed(*m_model);
        const auto against = [&] {
            const auto r = evaluate(changed, {code}, options, reference->get(), silentProgress());
            return r.ok() ? std::string("ok") : messageOf(r.error());
        };
        changed.own.vocab = 99;
        QVERIFY(has(against(), "vocabulary"));
        changed.own = m_model->spec();
        changed.own.topK = 2;
        QVERIFY(has(against(), "experts"));
    }

    void nonFiniteWeightsAreNamed() {
        OverlaySource broken(*m_model);
        const WeightId norm = {Role::FinalNorm, -1, -1};
        Matrix weight = *m_model->readAll(norm);
        weight.data[3] = std::nanf("");
        broken.replace(norm, weight);
        const auto report = evaluate(broken, {demoCorpus(*m_model, "code", 200)},
                                     {Protocol::Gptq, 64}, nullptr, silentProgress());
        QVERIFY(!report.ok());
        QCOMPARE(report.error().code, ErrorCode::BadInput);
        QVERIFY(messageOf(report.error()).find("finite") != std::string::npos);
    }

    void cancelEndsEarly() {
        const std::vector<Corpus> corpora = {demoCorpus(*m_model, "code", 2000)};
        for (double at : {0.0, 0.8}) {
            CancelAt progress(at);
            const auto report =
                evaluate(*m_model, corpora, {Protocol::Gptq, 128}, nullptr, progress);
            QVERIFY(!report.ok());
            QCOMPARE(report.error().code, ErrorCode::Cancelled);
        }
        CancelAt progress(0.0);
        QCOMPARE(makeReference(*m_model, corpora, {Protocol::Gptq, 128}, progress).error().code,
                 ErrorCode::Cancelled);
    }

private:
    static Json goldenCases() {
        const auto text = readFile(MOQA_SOURCE_DIR "/tests/data/golden/ppl.json");
        return (*parseJson(*text, "ppl.json"))["cases"];
    }
};

QTEST_GUILESS_MAIN(TestPerplexity)
#include "tst_perplexity.moc"
