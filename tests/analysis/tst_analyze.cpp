// SPDX-License-Identifier: GPL-3.0-or-later
// The whole analysis on the demo model: invariants, independence of threads, options, errors.
#include "core/analysis/analyze.h"
#include "core/analysis/findings.h"
#include "core/analysis/layer_collector.h"
#include "core/analysis/show.h"
#include "core/base/json.h"
#include "core/base/parallel.h"
#include "core/checkpoint/checkpoint.h"
#include "core/model/forward.h"
#include "core/text/tokenizer.h"
#include "tests/analysis/close_to.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <set>

using namespace moqa;

namespace {

constexpr int64_t kTokens = 1024, kWindow = 128;
const std::string kDemo = MOQA_SOURCE_DIR "/resources/demo/";

class Cancelling final : public Progress {
public:
    explicit Cancelling(int after) : m_left(after) {}
    void report(double fraction, std::string_view) override {
        m_inOrder = m_inOrder && fraction >= m_last - 1e-9 && fraction <= 1.0 + 1e-9;
        m_last = fraction;
        --m_left;
    }
    void note(std::string_view) override {}
    bool cancelled() const override { return m_left < 0; }
    bool inOrder() const { return m_inOrder; }
    double last() const { return m_last; }

private:
    int m_left;
    double m_last = 0.0;
    bool m_inOrder = true;
};

// A model without routed experts, as far as its description goes.
class DenseSource final : public ModelSource {
public:
    const ModelSpec& spec() const override { return m_spec; }
    std::string path() const override { return "dense"; }
    std::string name() const override { return "dense"; }
    std::string fingerprint() const override { return {}; }
    Result<std::string> sideFile(const std::string&) const override { return badInput("none"); }
    std::vector<std::string> sideFiles() const override { return {}; }
    const std::vector<WeightEntry>& weights() const override { return m_weights; }
    const WeightEntry* find(WeightId) const override { return nullptr; }
    Status readRows(WeightId, int64_t, int64_t, float*) const override { return badInput("none"); }

private:
    ModelSpec m_spec;
    std::vector<WeightEntry> m_weights;
};

// S_exp by energy of layer 0, written down from its formula.
class PlainEnergy final : public LayerObserver {
public:
    explicit PlainEnergy(const ModelSource& source) : m_source(source), m_sum(32, 0.0) {}
    void expert(const ExpertSlice& slice) override {
        if (slice.layer != 0) return;
        const Matrix down = m_source.readAll({Role::ExpertDown, 0, slice.expert}).value();
        for (int64_t i = 0; i < slice.hidden.rows; ++i)
            for (int64_t c = 0; c < slice.hidden.cols; ++c)
                for (int64_t r = 0; r < down.rows; ++r) {
                    const double part = double(slice.gates[static_cast<size_t>(i)]) *
                                        double(slice.hidden.row(i)[c]) * double(down.row(r)[c]);
                    m_sum[static_cast<size_t>(slice.expert)] += part * part;
                }
    }
    const std::vector<double>& sums() const { return m_sum; }

private:
    const ModelSource& m_source;
    std::vector<double> m_sum;
};

} // namespace

class TestAnalyze : public QObject {
    Q_OBJECT
private:
    std::shared_ptr<const Checkpoint> m_model;
    std::vector<Corpus> m_corpora;
    Analysis m_analysis;

    static AnalyzeOptions options() {
        AnalyzeOptions options;
        options.window = kWindow;
        options.similaritySample = 64;
        return options;
    }
    const std::vector<double>& values(const char* metric, const char* corpus = "",
                                      int layer = -1) const {
        static const std::vector<double> kNone;
        const ResultPtr array = m_analysis.find(metric, corpus, layer);
        if (!array) qWarning("no %s of \"%s\" in layer %d", metric, corpus, layer);
        return array ? array->values : kNone;
    }
    Error errorOf(const std::vector<Corpus>& corpora, const AnalyzeOptions& with) const {
        const auto result = analyze(*m_model, corpora, with, silentProgress());
        return result.ok() ? internalError("no error") : result.error();
    }

private slots:
    void initTestCase() {
        auto model = Checkpoint::open(kDemo + "demo-olmoe");
        QVERIFY2(model.ok(), model.ok() ? "" : model.error().message().c_str());
        m_model = *model;
        const auto json = m_model->sideFile("tokenizer.json");
        QVERIFY(json.ok());
        const auto tokenizer = Tokenizer::fromJson(*json, "tokenizer.json");
        QVERIFY(tokenizer.ok());
        for (const char* name : {"code", "stories"}) {
            const auto corpus =
                loadCorpus({name, kDemo + "corpora/" + name + ".txt"}, *tokenizer, kTokens + 5);
            QVERIFY2(corpus.ok(), corpus.ok() ? "" : corpus.error().message().c_str());
            m_corpora.push_back(*corpus);
        }
        Cancelling progress(1'000'000);
        auto analysis = analyze(*m_model, m_corpora, options(), progress);
        QVERIFY2(analysis.ok(), analysis.ok() ? "" : analysis.error().message().c_str());
        QVERIFY(progress.inOrder());
        QCOMPARE(progress.last(), 1.0);
        m_analysis = std::move(*analysis);
    }

    // (1, 0) turned to (1, 1): cos 45 degrees; (0, 2) left alone: 1; a row of zeros does not count.
    void cosineByHand() {
        Matrix before(3, 2), after(4, 2);
        before.data = {1, 0, 0, 2, 0, 0};
        after.data = {1, 1, 9, 9, 0, 5, 1, 1};
        const double expected = 0.5 * (std::sqrt(0.5) + 1);
        QVERIFY(std::abs(meanCosine(before, after, {0, 2, 3}) - expected) < 1e-12);
        QVERIFY(std::isnan(meanCosine(Matrix(1, 2), after, {0})));
    }

    // Of the first block on all tokens of a text, from the two halves of a plain pass.
    void blockCosineIsOfTheStream() {
        Forward forward(*m_model);
        const TokenBatch batch = *TokenBatch::windows(m_corpora[0].ids, kWindow, "code");
        Matrix hidden = *forward.embed(batch);
        QVERIFY(forward.attentionBlock(0, batch, hidden, nullptr).ok());
        const Matrix before = hidden;
        QVERIFY(forward.ffnBlock(0, hidden, nullptr).ok());
        std::vector<int64_t> all(static_cast<size_t>(batch.tokens()));
        std::iota(all.begin(), all.end(), int64_t{0});
        const double expected = meanCosine(before, hidden, all);
        QCOMPARE(values("block_cosine", "code").size(), size_t{6});
        QVERIFY(std::abs(values("block_cosine", "code")[0] - expected) < 1e-6);
        QVERIFY(expected < 0.999 && expected > 0);
        QVERIFY(std::abs(values("block_cosine")[3] - 0.5 * (values("block_cosine", "code")[3] +
                                                            values("block_cosine", "stories")[3])) <
                1e-9);
    }

    void favouritesAndErrorsOfCounts() {
        const std::vector<double>& frequency = values("frequency", "code");
        const std::vector<double>& error = values("frequency_se", "code");
        QCOMPARE(error.size(), frequency.size());
        for (size_t i = 0; i < error.size(); ++i) QVERIFY(error[i] >= 0.0 && error[i] < 0.5);
        int64_t found = 0;
        for (int layer = 0; layer < 6; ++layer)
            for (const char* corpus : {"", "code", "stories"}) {
                const std::vector<double>& ids = values("favourite_tokens", corpus, layer);
                const std::vector<double>& counts = values("favourite_count", corpus, layer);
                const std::vector<double>& lift = values("favourite_lift", corpus, layer);
                QCOMPARE(ids.size(), size_t{32 * 16});
                for (size_t i = 0; i < ids.size(); ++i) {
                    QCOMPARE(std::isnan(ids[i]), std::isnan(lift[i]));
                    if (std::isnan(ids[i])) continue;
                    ++found;
                    const size_t unit = static_cast<size_t>(layer) * 32 + i / 16;
                    QVERIFY(counts[i] >= 3.0 && counts[i] <= values("count", corpus)[unit]);
                    QVERIFY(lift[i] > 1.0 && (i % 16 == 0 || lift[i] <= lift[i - 1]));
                }
            }
        QVERIFY(found > 1000);
    }

    void describesItself() {
        QCOMPARE(m_analysis.moeLayers, (std::vector<int>{0, 1, 2, 3, 4, 5}));
        QCOMPARE(m_analysis.experts, 32);
        QCOMPARE(m_analysis.topK, 4);
        QCOMPARE(m_analysis.modelFingerprint, m_model->fingerprint());
        QCOMPARE(m_analysis.corpora[0].tokens, kTokens);
        QCOMPARE(m_analysis.corpora[0].droppedTokens, int64_t{5});
        QCOMPARE(m_analysis.corpora[0].sequences, kTokens / kWindow);
        QCOMPARE(m_analysis.corpora[1].textSha256, m_corpora[1].textSha256);
        const auto json = parseJson(m_analysis.optionsJson, "options");
        QVERIFY(json.ok());
        QCOMPARE((*json)["window"].get<int64_t>(), kWindow);
        QCOMPARE((*json)["significance"].get<std::string>(), std::string("energy"));
    }

    void everyArrayIsInTheTableAndWhole() {
        std::set<std::string> seen;
        for (const auto& [key, array] : m_analysis.results) {
            const MetricInfo* info = findMetric(key.metric);
            QVERIFY2(info, key.metric.c_str());
            QCOMPARE(key.layer >= 0, info->perLayer);
            int64_t size = 1;
            for (const int64_t n : array->shape) size *= n;
            QVERIFY2(size == static_cast<int64_t>(array->values.size()), key.metric.c_str());
            const std::string axes = info->axes;
            QCOMPARE(std::count(axes.begin(), axes.end(), ',') + 1,
                     static_cast<std::ptrdiff_t>(array->shape.size()));
            QVERIFY2(array->samples > 0, key.metric.c_str());
            QVERIFY2(std::none_of(array->values.begin(), array->values.end(),
                                  [](double v) { return std::isinf(v); }),
                     key.metric.c_str());
            seen.insert(key.metric);
        }
        for (const MetricInfo& info : metricTable())
            QVERIFY2(seen.contains(info.id) || std::string(info.id).starts_with("channel_"),
                     info.id);
    }

    void countsAndSharesAddUp() {
        for (const char* corpus : {"code", "stories"})
            for (size_t row = 0; row < 6; ++row) {
                const auto sum = [&](const char* metric) {
                    const auto begin =
                        values(metric, corpus).begin() + static_cast<std::ptrdiff_t>(row * 32);
                    return std::accumulate(begin, begin + 32, 0.0);
                };
                QCOMPARE(sum("count"), 4.0 * kTokens);
                VERIFY_CLOSE(sum("load"), 32.0, 1e-9);
                for (const char* metric : {"significance", "significance_energy",
                                           "significance_magnitude", "significance_activation"})
                    VERIFY_CLOSE(sum(metric), 1.0, 1e-12);
            }
        const auto& pooled = values("count");
        for (size_t i = 0; i < pooled.size(); ++i) {
            QCOMPARE(pooled[i], values("count", "code")[i] + values("count", "stories")[i]);
            QVERIFY(values("frequency_low")[i] <= values("frequency")[i]);
            QVERIFY(values("frequency")[i] <= values("frequency_high")[i]);
            VERIFY_CLOSE(
                values("baseline_significance")[i],
                (values("significance", "code")[i] + values("significance", "stories")[i]) / 2,
                1e-12);
        }
        QCOMPARE(values("significance"), std::vector<double>());
        QCOMPARE(values("significance_energy", "code"), values("significance", "code"));
    }

    void significanceMatchesItsFormula() {
        const auto batch = TokenBatch::windows(m_corpora[0].ids, kWindow, "code");
        QVERIFY(batch.ok());
        Forward forward(*m_model);
        PlainEnergy energy(*m_model);
        setThreadLimit(1); // the plain observer shares one sum
        auto hidden = forward.embed(*batch);
        QVERIFY(hidden.ok());
        QVERIFY(forward.layer(0, *batch, *hidden, &energy, silentProgress()).ok());
        setThreadLimit(2);
        const auto& sums = energy.sums();
        const double total = std::accumulate(sums.begin(), sums.end(), 0.0);
        for (size_t e = 0; e < sums.size(); ++e)
            VERIFY_CLOSE(values("significance", "code")[e], sums[e] / total, 1e-9);
    }

    void pairsFollowFromCounts() {
        const auto& pairs = values("coactivation", "code", 2);
        double flow = 0.0;
        for (size_t a = 0; a < 32; ++a) {
            const double own = pairs[a * 32 + a];
            QCOMPARE(own, values("count", "code")[2 * 32 + a]);
            double others = -own;
            for (size_t b = 0; b < 32; ++b) others += pairs[a * 32 + b];
            QCOMPARE(others, 3.0 * own);
        }
        for (const double v : values("transition", "code", 2)) flow += v;
        QCOMPARE(flow, 16.0 * kTokens);
        QVERIFY(!m_analysis.find("transition", "code", 5)); // nothing comes after
        std::vector<double> order = values("cluster_order", "", 3);
        std::sort(order.begin(), order.end());
        for (size_t e = 0; e < 32; ++e) QCOMPARE(order[e], static_cast<double>(e));
        QCOMPARE(values("dendrogram", "", 3)[30 * 4 + 3], 32.0);
    }

    void similaritiesHaveTheirRange() {
        for (const char* metric : {"output_similarity", "cka", "weight_similarity"})
            for (size_t a = 0; a < 32; ++a)
                for (size_t b = 0; b < 32; ++b) {
                    const auto& matrix = values(metric, "", 4);
                    QCOMPARE(matrix[a * 32 + b], matrix[b * 32 + a]);
                    if (a == b) VERIFY_CLOSE(matrix[a * 32 + a], 1.0, 1e-9);
                    QVERIFY(std::abs(matrix[a * 32 + b]) <= 1.0);
                }
        for (size_t e = 0; e < 32; ++e) QVERIFY(values("error_correlation", "", 4)[e * 33] >= 0.0);
        QCOMPARE(m_analysis.find("output_similarity", "", 4)->samples, int64_t{64});
        QCOMPARE(m_analysis.find("error_correlation", "", 4)->samples, int64_t{512});
    }

    void codeAndStoriesDiffer() {
        int above = 0;
        for (size_t row = 0; row < 6; ++row)
            above +=
                values("mutual_information")[row] > values("mutual_information_null_high")[row];
        QVERIFY(above >= 4);
        QVERIFY(values("dynamics_total")[2] > values("dynamics_null_total", "code")[2]);
        for (size_t i = 1; i < 4; ++i)
            QVERIFY(values("dynamics_concentration")[i] >= values("dynamics_concentration")[i - 1]);
    }

    void findingsSpeakOfAllStages() {
        const auto lines = stageFindings(m_analysis);
        for (const char* stage : {"Stage 1: ", "Stage 2: ", "Stage 3: "})
            QVERIFY(std::any_of(lines.begin(), lines.end(),
                                [&](const std::string& line) { return line.starts_with(stage); }));
        for (const std::string& line : lines) {
            QVERIFY2(line.find(" tokens") != std::string::npos, line.c_str());
            QVERIFY2(line.find("nan") == std::string::npos, line.c_str());
            qInfo("%s", line.c_str());
        }
        QVERIFY(lines.size() >= 14);
    }

    void threadsDoNotMatter() {
        setThreadLimit(1);
        const auto single = analyze(*m_model, m_corpora, options(), silentProgress());
        setThreadLimit(2);
        QVERIFY(single.ok());
        QCOMPARE(single->results.size(), m_analysis.results.size());
        for (const auto& [key, array] : m_analysis.results) {
            const ResultArray& other = *single->results.at(key);
            QCOMPARE(other.values.size(), array->values.size());
            double scale = 0.0;
            for (const double v : array->values)
                if (!std::isnan(v)) scale = std::max(scale, std::abs(v));
            for (size_t i = 0; i < array->values.size(); ++i) {
                QCOMPARE(std::isnan(other.values[i]), std::isnan(array->values[i]));
                if (!std::isnan(other.values[i]))
                    QVERIFY2(std::abs(other.values[i] - array->values[i]) <= 1e-6 * scale,
                             key.metric.c_str());
            }
        }
    }

    void oneCorpusTwiceNeverChanges() {
        std::vector<Corpus> twice{m_corpora[0], m_corpora[0]};
        twice[1].name = "again";
        AnalyzeOptions with = options();
        with.stage3 = false;
        with.reweight = 0.5;
        const auto result = analyze(*m_model, twice, with, silentProgress());
        QVERIFY(result.ok());
        for (const double v : result->find("dynamics", "")->values) QCOMPARE(v, 0.0);
        for (const double v : result->find("dynamics_total", "")->values) QCOMPARE(v, 0.0);
        for (const double v : result->find("mutual_information", "")->values)
            VERIFY_CLOSE(v, 0.0, 1e-12);
        QVERIFY(!result->find("lift", "code", 0));
        // Weights change significance, not counts.
        QCOMPARE(result->find("count", "code")->values, values("count", "code"));
        QVERIFY(result->find("significance", "code")->values != values("significance", "code"));
    }

    void keptChannelsGiveTheExperts() {
        AnalyzeOptions with = options();
        with.stage1 = with.stage3 = false;
        with.keepChannels = true;
        with.significance = Significance::Magnitude;
        with.corpusWeights = {{"code", 3.0}};
        const auto result = analyze(*m_model, m_corpora, with, silentProgress());
        QVERIFY(result.ok());
        const ResultPtr channels = result->find("channel_significance", "code", 1);
        QVERIFY(channels);
        QCOMPARE(channels->shape, (std::vector<int64_t>{32, 64}));
        const double total = std::accumulate(channels->values.begin(), channels->values.end(), 0.0);
        const double first =
            std::accumulate(channels->values.begin(), channels->values.begin() + 64, 0.0);
        VERIFY_CLOSE(result->find("significance", "code")->values[32], first / total, 1e-12);
        QVERIFY(result->find("channel_dynamics", "", 1));
        QCOMPARE(result->find("significance", "code")->values,
                 result->find("significance_magnitude", "code")->values);
        VERIFY_CLOSE(result->find("baseline_significance", "")->values[0],
                     0.75 * result->find("significance", "code")->values[0] +
                         0.25 * result->find("significance", "stories")->values[0],
                     1e-12);
        QVERIFY(!result->find("count", "code"));
    }

    void oneSequenceHasNoHalves() {
        AnalyzeOptions with = options();
        with.stage3 = false;
        const std::vector<Corpus> one{
            {"short", "", "", {m_corpora[0].ids.begin(), m_corpora[0].ids.begin() + kWindow}}};
        const auto result = analyze(*m_model, one, with, silentProgress());
        QVERIFY(result.ok());
        QVERIFY(std::isnan(result->find("dynamics_null_concentration", "short")->values[0]));
        QVERIFY(std::isnan(result->find("imbalance_cv_low", "short")->values[0]));
        QVERIFY(!result->find("dynamics", "") && !result->find("mutual_information", ""));
        QVERIFY(!stageFindings(*result).empty());
    }

    void cancelStopsAtOnce() {
        Cancelling progress(3);
        const auto result = analyze(*m_model, m_corpora, options(), progress);
        QVERIFY(!result.ok());
        QCOMPARE(result.error().code, ErrorCode::Cancelled);
    }

    void badRequests() {
        QCOMPARE(errorOf({}, options()).code, ErrorCode::Usage);
        QCOMPARE(errorOf({m_corpora[0], m_corpora[0]}, options()).code, ErrorCode::Usage);
        AnalyzeOptions with = options();
        with.corpusWeights = {{"prose", 1.0}};
        QCOMPARE(errorOf(m_corpora, with).where, std::string("prose"));
        with.corpusWeights = {{"code", -1.0}};
        QCOMPARE(errorOf(m_corpora, with).code, ErrorCode::Usage);
        with.corpusWeights = {{"code", 0.0}, {"stories", 0.0}};
        QCOMPARE(errorOf(m_corpora, with).code, ErrorCode::Usage);
        with = options();
        with.window = 100000;
        QCOMPARE(errorOf(m_corpora, with).where, std::string("--window"));
        with = options();
        with.stage1 = with.stage2 = with.stage3 = false;
        QCOMPARE(errorOf(m_corpora, with).where, std::string("--stage"));
        with = options();
        with.reweight = std::numeric_limits<double>::quiet_NaN();
        QCOMPARE(errorOf(m_corpora, with).where, std::string("--reweight"));
        with = options();
        with.similaritySample = 0;
        QCOMPARE(errorOf(m_corpora, with).code, ErrorCode::Usage);
    }

    void badInputs() {
        Corpus shortCorpus = m_corpora[0];
        shortCorpus.name = "tiny";
        shortCorpus.ids.resize(100);
        const Error tooShort = errorOf({shortCorpus}, options());
        QCOMPARE(tooShort.code, ErrorCode::BadInput);
        QVERIFY(tooShort.message().find("tiny") != std::string::npos);
        QVERIFY(tooShort.message().find("100") != std::string::npos);
        Corpus foreign = m_corpora[0];
        foreign.ids[3] = 1'000'000;
        QCOMPARE(errorOf({foreign}, options()).code, ErrorCode::BadInput);
        const auto dense = analyze(DenseSource(), m_corpora, options(), silentProgress());
        QVERIFY(!dense.ok());
        QCOMPARE(dense.error().code, ErrorCode::BadInput);
    }

    void nanWeightsAreNamed() {
        OverlaySource broken(*m_model);
        const WeightId id{Role::ExpertDown, 3, 7};
        Matrix weight = *m_model->readAll(id);
        weight.data[5] = std::numeric_limits<float>::quiet_NaN();
        broken.replace(id, std::move(weight));
        const auto result = analyze(broken, m_corpora, options(), silentProgress());
        QVERIFY(!result.ok());
        QCOMPARE(result.error().code, ErrorCode::BadInput);
        QVERIFY2(result.error().message().find("layers.3") != std::string::npos ||
                     result.error().message().find("layer 3") != std::string::npos,
                 result.error().message().c_str());
    }
};

QTEST_GUILESS_MAIN(TestAnalyze)
#include "tst_analyze.moc"
