// SPDX-License-Identifier: GPL-3.0-or-later
// Routing counts, margins, entropy, bootstrap, specialisation and transitions on tiny routings.
#include "core/analysis/layer_collector.h"
#include "core/analysis/routing_tally.h"
#include "core/base/parallel.h"
#include "core/base/random.h"
#include "tests/analysis/close_to.h"

#include <numeric>

using namespace moqa;

namespace {

// Three tokens in two sequences, three experts, two chosen.
Routing smallRouting() {
    Routing routing;
    routing.tokens = 3;
    routing.experts = 3;
    routing.topK = 2;
    routing.logits = {3, 2, 0, 3, 1, 2, 0, 4, 1};
    routing.ids = {0, 1, 0, 2, 1, 2};
    routing.weights = {0.5f, 0.25f, 0.75f, 0.25f, 0.5f, 0.125f};
    return routing;
}

TokenBatch twoSequences() {
    TokenBatch batch;
    batch.ids = {1, 2, 3};
    batch.starts = {0, 2};
    return batch;
}

RoutingTally fromSequenceCounts(int experts, std::vector<double> counts) {
    RoutingTally tally;
    tally.experts = experts;
    tally.topK = 1;
    tally.count.assign(static_cast<size_t>(experts), 0.0);
    for (size_t i = 0; i < counts.size(); ++i)
        tally.count[i % static_cast<size_t>(experts)] += counts[i];
    tally.sequenceCounts = std::move(counts);
    return tally;
}

} // namespace

class TestRoutingTally : public QObject {
    Q_OBJECT
private slots:
    void countsByHand() {
        const RoutingTally tally =
            tallyRouting(smallRouting(), twoSequences(), RouterKind::SoftmaxThenTopK);
        QCOMPARE(tally.count, (std::vector<double>{2, 2, 2}));
        QCOMPARE(tally.gateMass, (std::vector<double>{1.25, 0.75, 0.375}));
        QCOMPARE(tally.gateSquare, (std::vector<double>{0.8125, 0.3125, 0.078125}));
        QCOMPARE(tally.pairs, (std::vector<double>{2, 1, 1, 1, 2, 1, 1, 1, 2}));
        QCOMPARE(tally.sequenceCounts, (std::vector<double>{2, 1, 1, 0, 1, 1}));
        QCOMPARE(tally.marginTop, (std::vector<double>{1, 1, 3}));
        QCOMPARE(tally.marginCut, (std::vector<double>{2, 1, 1}));
        QCOMPARE(tally.sequences(), int64_t{2});
    }

    void frequencyErrorsByHand() {
        // Windows of 10 tokens: expert 0 takes 2, 4 and 6; expert 1 always 5.
        RoutingTally tally = fromSequenceCounts(3, {2, 5, 3, 4, 5, 1, 6, 5, 0});
        tally.tokens = 30;
        const std::vector<double> errors = frequencyErrors(tally);
        // Mean 4, squares 4 + 0 + 4, times 3 / 2: root 12 over 30 = sd 2 / sqrt(3) / 10.
        VERIFY_CLOSE(errors[0], std::sqrt(12.0) / 30, 1e-15);
        QCOMPARE(errors[1], 0.0);
        RoutingTally one = fromSequenceCounts(2, {4, 6});
        one.tokens = 10;
        QVERIFY(std::isnan(frequencyErrors(one)[0]));
    }

    void entropy() {
        Routing routing = smallRouting();
        routing.logits = {5, 5, 5, 0, 0, -1000, 400, 0, 0};
        const RoutingTally tally =
            tallyRouting(routing, twoSequences(), RouterKind::SoftmaxThenTopK);
        VERIFY_CLOSE(tally.entropyBits[0], std::log2(3.0), 1e-12);
        VERIFY_CLOSE(tally.entropyBits[1], 1.0, 1e-12);
        VERIFY_CLOSE(tally.entropyBits[2], 0.0, 1e-12);
        // Sigmoids 1/2, 1/2, 1/4 normalised: 0.4, 0.4, 0.2.
        const float third = static_cast<float>(-std::log(3.0));
        routing.logits = {0, 0, third, 0, 0, third, 0, 0, third};
        const RoutingTally sigmoid = tallyRouting(routing, twoSequences(), RouterKind::SigmoidTopK);
        VERIFY_CLOSE(sigmoid.entropyBits[0], -0.8 * std::log2(0.4) - 0.2 * std::log2(0.2), 1e-7);
    }

    void mergingIsTheUnion() {
        const RoutingTally one =
            tallyRouting(smallRouting(), twoSequences(), RouterKind::SoftmaxThenTopK);
        RoutingTally both;
        both.merge(one);
        both.merge(one);
        QCOMPARE(both.tokens, int64_t{6});
        QCOMPARE(both.count, (std::vector<double>{4, 4, 4}));
        QCOMPARE(both.sequences(), int64_t{4});
        QCOMPARE(both.marginTop.size(), size_t{6});
    }

    void allExpertsChosenHaveNoCut() {
        Routing routing = smallRouting();
        routing.topK = 3;
        routing.ids = {0, 1, 2, 0, 1, 2, 0, 1, 2};
        routing.weights.assign(9, 0.25f);
        const RoutingTally tally =
            tallyRouting(routing, twoSequences(), RouterKind::SoftmaxThenTopK);
        QVERIFY(tally.marginCut.empty());
        QCOMPARE(tally.count, (std::vector<double>{3, 3, 3}));
    }

    void threadsDoNotMatter() {
        Routing routing;
        routing.tokens = 5000;
        routing.experts = 8;
        routing.topK = 2;
        Random random(1);
        for (int i = 0; i < 40000; ++i)
            routing.logits.push_back(static_cast<float>(random.normal()));
        for (int i = 0; i < 5000; ++i) {
            routing.ids.push_back(i % 8);
            routing.ids.push_back((i + 1) % 8);
            routing.weights.insert(routing.weights.end(), {0.5f, 0.5f});
        }
        TokenBatch batch;
        batch.ids.assign(5000, 0);
        batch.starts = {0};
        setThreadLimit(1);
        const auto one = tallyRouting(routing, batch, RouterKind::SoftmaxThenTopK);
        setThreadLimit(2);
        const auto two = tallyRouting(routing, batch, RouterKind::SoftmaxThenTopK);
        QCOMPARE(one.entropyBits, two.entropyBits);
        QCOMPARE(one.marginCut, two.marginCut);
    }

    void bootstrapHoldsTheValue() {
        // Equal sequences: every resample is the same layer, the interval a point.
        const RoutingTally same = fromSequenceCounts(2, {3, 1, 3, 1, 3, 1});
        const ImbalanceInterval point = bootstrapImbalance(same, 1);
        VERIFY_CLOSE(point.gini.low, 0.25, 1e-15);
        VERIFY_CLOSE(point.gini.high, 0.25, 1e-15);
        VERIFY_CLOSE(point.maxOverMean.high, 1.5, 1e-15);
        // Unequal ones: it spreads, around the value of all.
        const RoutingTally mixed = fromSequenceCounts(2, {4, 0, 2, 2, 3, 1, 1, 3, 4, 0, 3, 1});
        const ImbalanceInterval wide = bootstrapImbalance(mixed, 1);
        const Imbalance value = imbalanceOf(mixed.count);
        QVERIFY(wide.cv.low < value.cv && value.cv < wide.cv.high);
        QCOMPARE(bootstrapImbalance(mixed, 1).cv.low, wide.cv.low);
        QVERIFY(std::isnan(bootstrapImbalance(fromSequenceCounts(2, {3, 1}), 1).cv.low));
    }

    void specialisationAgainstShuffledLabels() {
        // Two corpora that never share an expert: one bit, however long each is.
        std::vector<RoutingTally> apart;
        std::vector<double> left, right;
        for (int s = 0; s < 20; ++s) {
            left.insert(left.end(), {4, 0});
            right.insert(right.end(), {0, 12});
        }
        apart.push_back(fromSequenceCounts(2, left));
        apart.push_back(fromSequenceCounts(2, right));
        const Specialisation full = specialisation(apart, 3);
        VERIFY_CLOSE(full.bits, 1.0, 1e-14);
        QVERIFY(full.nullMean < 0.15);
        QVERIFY(full.nullHigh >= full.nullMean && full.nullHigh < 0.5);
        // The same corpus twice: nothing to know.
        const std::vector<RoutingTally> same(2, apart[0]);
        VERIFY_CLOSE(specialisation(same, 3).bits, 0.0, 1e-14);
        QVERIFY(std::isnan(specialisation(std::span(apart).first(1), 3).bits));
    }

    void transitionsByHand() {
        const std::vector<int32_t> from{0, 1, 0, 2}, to{2, 1, 2, 0};
        // Token 0: 0->2, 0->1, 1->2, 1->1; token 1: 0->2, 0->0, 2->2, 2->0.
        QCOMPARE(transitions(from, to, 2, 3), (std::vector<double>{1, 1, 2, 0, 1, 1, 1, 0, 1}));
    }

    void halvesAreWholeSequences() {
        TokenBatch batch;
        batch.ids.assign(50, 0);
        batch.starts = {0, 10, 20, 30, 40};
        const auto halves = randomHalves(batch, 7);
        QCOMPARE(std::accumulate(halves.begin(), halves.end(), 0), 20);
        for (size_t t = 0; t < 50; ++t) QCOMPARE(halves[t], halves[t / 10 * 10]);
        QCOMPARE(randomHalves(batch, 7), halves);
        batch.starts = {0};
        QCOMPARE(randomHalves(batch, 7), std::vector<uint8_t>(50, 0));
    }

    void samplesAreDistinctAndRising() {
        const auto sample = sampleTokens(100, 30, 5);
        QCOMPARE(sample.size(), size_t{30});
        for (size_t i = 1; i < sample.size(); ++i) QVERIFY(sample[i - 1] < sample[i]);
        QVERIFY(sample.front() >= 0 && sample.back() < 100);
        QCOMPARE(sampleTokens(3, 30, 5), (std::vector<int64_t>{0, 1, 2}));
        QVERIFY(sampleTokens(0, 3, 5).empty());
    }

    void collectorFollowsTheHooks() {
        TokenContext context;
        context.batch = twoSequences();
        context.weights = {1, 1, 1};
        context.halves = {0, 0, 1};
        context.similarityTokens = {2};
        context.probeTokens = {0, 2};
        ModelSpec spec;
        spec.experts = 3;
        spec.expertWidth = 1;
        LayerCollector collector(context, spec, true);
        Matrix x(3, 2);
        std::iota(x.data.begin(), x.data.end(), 0.0f);
        Routing routing = smallRouting();
        collector.ffnInput(4, x, &routing);
        const std::vector<int32_t> tokens{1, 2};
        const std::vector<float> gates{0.25f, 0.125f};
        Matrix hidden(2, 1);
        hidden.data = {2.0f, 4.0f};
        collector.expert({4, 2, tokens, gates, {}, hidden, {}});
        QVERIFY(collector.layerDone(4, x).ok());
        const LayerTrace& trace = collector.trace();
        QCOMPARE(trace.similarityInput.data, (std::vector<float>{4, 5}));
        QCOMPARE(trace.probeInput.data, (std::vector<float>{0, 1, 4, 5}));
        QCOMPARE(trace.probeIds, (std::vector<int32_t>{0, 1, 1, 2}));
        QCOMPARE(trace.probeGates, (std::vector<float>{0.5f, 0.25f, 0.5f, 0.125f}));
        const std::vector<double> ones(3, 1.0);
        // 0.25^2 * 2^2 + 0.125^2 * 4^2, in different halves.
        QCOMPARE(trace.channels->significance(Significance::Activation, SampleHalf::Both, ones),
                 (std::vector<double>{0, 0, 0.5}));
        QCOMPARE(trace.channels->significance(Significance::Activation, SampleHalf::First, ones),
                 (std::vector<double>{0, 0, 0.25}));
        collector.ffnInput(5, x, nullptr);
        QCOMPARE(collector.trace().tally.tokens, int64_t{0});
        routing.ids[3] = -1;
        collector.ffnInput(6, x, &routing);
        const Status bad = collector.layerDone(6, x);
        QVERIFY(!bad.ok());
        QCOMPARE(bad.error().code, ErrorCode::BadInput);
        QCOMPARE(bad.error().where, std::string("layer 6"));
    }
};

QTEST_GUILESS_MAIN(TestRoutingTally)
#include "tst_routing_tally.moc"
