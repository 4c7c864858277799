// SPDX-License-Identifier: GPL-3.0-or-later
// The channel cache as a quantization leaves it: cached columns come last and hand nothing on, so
// that putting one back disturbs nothing; what is kept and what it weighs.
#include "core/adapt/channel_choice.h"
#include "core/base/half.h"
#include "core/base/parallel.h"
#include "core/base/random.h"
#include "core/plan/plan_totals.h"
#include "core/quantize/gptq.h"
#include "core/quantize/memory_sink.h"
#include "tests/quantize/tiny_model.h"

#include <QTest>
#include <cmath>
#include <limits>
#include <numeric>

using namespace moqa;

namespace {

constexpr int64_t kCols = 96, kRows = 40;
const std::vector<int32_t> kCached = {5, 17, 90};

// X^T X of random rows whose columns are mixed, so that errors spread.
std::vector<double> mixedMoment(uint64_t seed) {
    Random random(seed);
    std::vector<double> moment(kCols * kCols);
    std::vector<double> x(kCols);
    for (int t = 0; t < 400; ++t) {
        for (double& value : x) value = random.normal();
        for (size_t c = 1; c < x.size(); ++c) x[c] += 0.7 * x[c - 1];
        for (size_t i = 0; i < x.size(); ++i)
            for (size_t j = 0; j < x.size(); ++j) moment[i * kCols + j] += x[i] * x[j] / 400;
    }
    return moment;
}

Matrix randomWeight(uint64_t seed) {
    Random random(seed);
    Matrix w(kRows, kCols);
    for (float& value : w.data) value = static_cast<float>(random.normal());
    return w;
}

struct Rounded {
    GptqFactor factor;
    GptqResult result;
    bool ok = false;
};

Rounded roundColumns(const Matrix& w, const std::vector<double>& moment, const UnitFormat& format,
                     bool actOrder, const std::vector<int32_t>& cached) {
    Rounded out;
    auto factor = makeGptqFactor(moment.data(), kCols, actOrder, 0.01, silentProgress(), cached);
    if (!factor.ok() || !factor->has_value()) return out;
    out.factor = std::move(**factor);
    auto result = quantizeGptq(w, out.factor, {}, format, GridSearch::Off, silentProgress());
    if (!result.ok()) return out;
    out.result = std::move(*result);
    out.ok = true;
    return out;
}

// Sum over rows of |(D H e_c)|, D = w - q: zero where column c is the best it can be for the errors
// of the others.
double pull(const Matrix& w, const Matrix& q, const std::vector<double>& moment, double damping,
            int64_t column) {
    double sum = 0;
    for (int64_t r = 0; r < kRows; ++r) {
        double dot = 0;
        for (int64_t c = 0; c < kCols; ++c) {
            const double d = static_cast<double>(w.row(r)[c]) - static_cast<double>(q.row(r)[c]);
            dot += d * (moment[static_cast<size_t>(c * kCols + column)] +
                        (c == column ? damping : 0.0));
        }
        sum += std::fabs(dot);
    }
    return sum;
}

// Two cached channels of two experts in both layers with experts.
std::shared_ptr<const CacheRequest> tinyRequest() {
    CacheRequest request;
    request.share = 4.0 / 256;
    for (const int layer : {1, 2}) {
        request.layers[layer] = {{0, 3}, {0, 30}, {2, 0}, {TinyModel::kUnusedExpert, 9}};
        request.baseline[layer] = std::vector<double>(TinyModel::kExperts, 0.125);
    }
    return std::make_shared<const CacheRequest>(std::move(request));
}

} // namespace

class TestChannelCache : public QObject {
    Q_OBJECT
private slots:
    void cachedColumnsComeLastAndHandNothingOn() {
        const auto moment = mixedMoment(1);
        for (const bool actOrder : {true, false}) {
            const Rounded run =
                roundColumns(randomWeight(2), moment, {3, 32, false}, actOrder, kCached);
            QVERIFY(run.ok);
            QCOMPARE(run.factor.cached, 3);
            for (size_t k = 0; k < 3; ++k) {
                const size_t at = static_cast<size_t>(kCols) - 3 + k;
                QCOMPARE(run.factor.order[at], kCached[k]);
                for (size_t j = at + 1; j < kCols; ++j)
                    QCOMPARE(run.factor.upper[at * kCols + j], 0.0f);
            }
        }
    }

    // For the errors that rounding the other columns left, the cached values are the best there
    // are: the gradient of the output error vanishes at each of them, in any subset, with the rest
    // of the cached columns rounded or not.
    void restoringACachedColumnDisturbsNothing_data() {
        QTest::addColumn<int>("bits");
        QTest::addColumn<bool>("actOrder");
        for (const int bits : {1, 2, 4})
            for (const bool actOrder : {true, false})
                QTest::addRow("%d bits, act-order %d", bits, actOrder) << bits << actOrder;
    }
    void restoringACachedColumnDisturbsNothing() {
        QFETCH(int, bits);
        QFETCH(bool, actOrder);
        const auto moment = mixedMoment(3);
        const Matrix w = randomWeight(4);
        const Rounded run = roundColumns(w, moment, {bits, 32, false}, actOrder, kCached);
        QVERIFY(run.ok);
        QCOMPARE(run.result.cached.cols, 3);
        Matrix q = dequantize(run.result.tensor);
        double mean = 0;
        for (int64_t c = 0; c < kCols; ++c) mean += moment[static_cast<size_t>(c * (kCols + 1))];
        const double damping = 0.01 * mean / kCols;
        const double before = pull(w, q, moment, damping, kCached[0]);
        for (int64_t r = 0; r < kRows; ++r)
            for (size_t k = 0; k < 3; ++k) q.row(r)[kCached[k]] = run.result.cached.row(r)[k];
        // Weights and factors are f32: a thousandth of the pull of a rounded column is far above
        // their noise and far below any real one.
        for (const int32_t column : kCached)
            QVERIFY(pull(w, q, moment, damping, column) < 1e-3 * before);
        QVERIFY(pull(w, q, moment, damping, 40) > 1e-2 * before);
    }

    void withoutCachedColumnsNothingChanges() {
        const auto moment = mixedMoment(5);
        const Matrix w = randomWeight(6);
        const Rounded plain = roundColumns(w, moment, {3, 32, false}, true, {});
        const auto factor = makeGptqFactor(moment.data(), kCols, true, 0.01, silentProgress());
        const auto same =
            quantizeGptq(w, **factor, {}, {3, 32, false}, GridSearch::Off, silentProgress());
        QVERIFY(plain.result.tensor.codes == same->tensor.codes);
        QCOMPARE(plain.result.cached.cols, 0);
    }

    // A column that no calibration token used is dead, but another text may use it.
    void aDeadCachedColumnKeepsItsWeights() {
        auto moment = mixedMoment(7);
        for (size_t i = 0; i < kCols; ++i) moment[17 * kCols + i] = moment[i * kCols + 17] = 0;
        const Matrix w = randomWeight(8);
        const Rounded run = roundColumns(w, moment, {4, 32, false}, true, kCached);
        QVERIFY(run.ok);
        for (int64_t r = 0; r < kRows; ++r) QCOMPARE(run.result.cached.row(r)[1], w.row(r)[17]);
    }

    void halfPrecisionRefusesWhatItCannotHold() {
        std::vector<uint16_t> out;
        const float fine[] = {1.0f, -0.5f};
        QVERIFY(appendHalf(fine, 2, "w", out).ok());
        QCOMPARE(f16ToF32(out[1]), -0.5f);
        const float large[] = {70000.0f};
        const Status refused = appendHalf(large, 1, "w", out);
        QVERIFY(!refused.ok());
        QCOMPARE(refused.error().code, ErrorCode::BadInput);
    }

    void aRunKeepsItsChannels_data() {
        QTest::addColumn<int>("method");
        QTest::addRow("gptq") << static_cast<int>(QuantMethod::Gptq);
        QTest::addRow("rtn") << static_cast<int>(QuantMethod::Rtn);
    }
    void aRunKeepsItsChannels() {
        QFETCH(int, method);
        TinyModel model;
        const auto corpora = TinyModel::corpora(1280);
        QuantizeOptions options;
        options.method = static_cast<QuantMethod>(method);
        options.window = 64;
        MemorySink plain, cached;
        QVERIFY(
            quantizeModel(model, model.plan(3), corpora, options, plain, silentProgress()).ok());
        options.cache = tinyRequest();
        const auto report =
            quantizeModel(model, model.plan(3), corpora, options, cached, silentProgress());
        QVERIFY(report.ok());
        QVERIFY(plain.caches().empty());
        QCOMPARE(cached.caches().size(), size_t{2});
        const LayerCache& cache = cached.caches().at(1);
        QVERIFY(cache.channels == options.cache->layers.at(1));
        QCOMPARE(cache.window, 64);
        QCOMPARE(cache.sequenceCorpus.size(), size_t{40});
        QCOMPARE(cache.sequenceCorpus[19], 0);
        QCOMPARE(cache.sequenceCorpus[20], 1);
        // Every token chose two experts.
        QCOMPARE(std::accumulate(cache.usage.begin(), cache.usage.end(), 0), 2 * 2560);
        const Matrix& gate = model.weight({Role::ExpertGate, 1, 0});
        const Matrix& up = model.weight({Role::ExpertUp, 1, 2});
        for (size_t c = 0; c < 64; ++c) {
            QCOMPARE(cache.gate[64 + c], f32ToF16(gate.row(30)[c]));
            QCOMPARE(cache.up[2 * 64 + c], f32ToF16(up.row(0)[c]));
        }
        if (options.method == QuantMethod::Rtn) {
            const Matrix& down = model.weight({Role::ExpertDown, 1, 0});
            for (int64_t r = 0; r < 64; ++r)
                QCOMPARE(cache.down[static_cast<size_t>(r)], f32ToF16(down.row(r)[3]));
        }
        checkLedger(plain.ledger(), cached.ledger());
    }

    void threadsDoNotMatter() {
        TinyModel model;
        QuantizeOptions options;
        options.window = 64;
        options.cache = tinyRequest();
        std::vector<std::vector<uint16_t>> downs;
        for (const int threads : {1, 2}) {
            setThreadLimit(threads);
            MemorySink sink;
            QVERIFY(quantizeModel(model, model.plan(2), TinyModel::corpora(640), options, sink,
                                  silentProgress())
                        .ok());
            downs.push_back(sink.caches().at(2).down);
        }
        setThreadLimit(2);
        QVERIFY(downs[0] == downs[1]);
    }

    void totalsCountTheCache() {
        TinyModel model;
        Plan plan = model.plan(3);
        const PlanTotals without = planTotals(plan, model);
        plan.options["cache"] = 0.01;
        const PlanTotals with = planTotals(plan, model);
        // ceil(0.01 * 8 * 32) = 3 channels of 3 rows of 64 f16 values and 8 bytes, two layers.
        QCOMPARE(with.routedBytes - without.routedBytes, 2 * 3 * (3 * 64 * 2 + 8));
        QCOMPARE(with.bytes - without.bytes, with.routedBytes - without.routedBytes);
        QVERIFY(with.trueBits > without.trueBits);
        QCOMPARE(with.meanBits, without.meanBits);
        for (const Json& nonsense : {Json("much"), Json(-1), Json(2), Json(nullptr)}) {
            plan.options["cache"] = nonsense;
            QCOMPARE(planTotals(plan, model).bytes, without.bytes);
        }
    }

    void theChannelsOfTheLargestChangeAreChosen() {
        // Two experts of three channels.
        const double nan = std::numeric_limits<double>::quiet_NaN();
        const std::vector<double> dynamics = {0.1, 0.5, nan, 0.5, 0.2, 0.9};
        using Ids = std::vector<ChannelId>;
        QVERIFY((chooseChannels(dynamics, 3, 2, {true, true}) == Ids{{0, 1}, {1, 2}}));
        QVERIFY((chooseChannels(dynamics, 3, 3, {true, true}) == Ids{{0, 1}, {1, 0}, {1, 2}}));
        QVERIFY((chooseChannels(dynamics, 3, 1, {true, false}) == Ids{{0, 1}}));
        QCOMPARE(chooseChannels(dynamics, 3, 9, {true, false}).size(), size_t{3});
    }

    void aRequestComesFromTheTexts() {
        TinyModel model;
        const auto corpora = TinyModel::corpora(1280);
        const auto made =
            makeCacheRequest(model, model.plan(3), nullptr, corpora, 64, 0.02, silentProgress());
        QVERIFY2(made.ok(), made.ok() ? "" : made.error().message().c_str());
        QCOMPARE(made->layers.size(), size_t{2});
        for (const auto& [layer, channels] : made->layers) {
            QCOMPARE(channels.size(), size_t{6}); // ceil(0.02 * 256)
            for (const ChannelId& id : channels) QVERIFY(id.expert != TinyModel::kUnusedExpert);
            const auto& baseline = made->baseline.at(layer);
            QVERIFY(std::fabs(std::accumulate(baseline.begin(), baseline.end(), 0.0) - 1) < 1e-12);
        }
        // The same from an analysis that keeps channels, and from one that does not.
        AnalyzeOptions options;
        options.window = 64;
        for (const bool keep : {true, false}) {
            options.keepChannels = keep;
            const auto analysis = analyze(model, corpora, options, silentProgress());
            QVERIFY(analysis.ok());
            const auto again = makeCacheRequest(model, model.plan(3), &*analysis, corpora, 64, 0.02,
                                                silentProgress());
            QVERIFY(again.ok() && again->layers == made->layers);
        }
        const auto single = makeCacheRequest(model, model.plan(3), nullptr, {corpora[0]}, 64, 0.02,
                                             silentProgress());
        QVERIFY(!single.ok());
        QCOMPARE(single.error().code, ErrorCode::Usage);
        QVERIFY(!makeCacheRequest(model, model.plan(3), nullptr, corpora, 64, 1.5, silentProgress())
                     .ok());
    }

private:
    // Rows of cached experts weigh more by their channels, all others the same.
    static void checkLedger(const std::vector<LedgerRow>& plain,
                            const std::vector<LedgerRow>& cached) {
        QCOMPARE(plain.size(), cached.size());
        int64_t more = 0;
        for (size_t i = 0; i < plain.size(); ++i) {
            const int64_t difference = cached[i].storedBytes - plain[i].storedBytes;
            const bool touched = plain[i].id.expert == 0 || plain[i].id.expert == 2 ||
                                 plain[i].id.expert == TinyModel::kUnusedExpert;
            QCOMPARE(difference > 0, touched);
            more += difference;
        }
        QCOMPARE(more, 2 * channelCacheBytes(4, 64));
    }
};

QTEST_GUILESS_MAIN(TestChannelCache)
#include "tst_channel_cache.moc"
