// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/routing_tally.h"

#include "core/base/parallel.h"
#include "core/base/random.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <numeric>

namespace moqa {

namespace {

void addTo(std::vector<double>& into, const std::vector<double>& values) {
    if (into.size() < values.size()) into.resize(values.size(), 0.0);
    for (size_t i = 0; i < values.size(); ++i) into[i] += values[i];
}

void append(std::vector<double>& into, const std::vector<double>& values) {
    into.insert(into.end(), values.begin(), values.end());
}

double entropyBitsOf(std::span<const float> logits, RouterKind kind) {
    const double top = *std::max_element(logits.begin(), logits.end());
    double sum = 0.0, sumLog = 0.0; // with p = v / sum: H = log(sum) - sum(v log v) / sum
    for (const float logit : logits) {
        const double shifted = static_cast<double>(logit) - top;
        const double logValue = kind == RouterKind::SigmoidTopK
                                    ? -std::log1p(std::exp(-static_cast<double>(logit)))
                                    : shifted;
        const double value = std::exp(logValue);
        if (value == 0.0) continue;
        sum += value;
        sumLog += value * logValue;
    }
    return std::max(0.0, (std::log(sum) - sumLog / sum) / std::log(2.0));
}

void tallyTokenValues(const Routing& routing, RouterKind kind, RoutingTally& tally) {
    const size_t tokens = static_cast<size_t>(routing.tokens);
    const size_t experts = static_cast<size_t>(routing.experts);
    const size_t topK = static_cast<size_t>(routing.topK);
    tally.entropyBits.resize(tokens);
    if (experts > 1) tally.marginTop.resize(tokens);
    if (topK < experts) tally.marginCut.resize(tokens);
    std::vector<std::vector<float>> scratch(static_cast<size_t>(threadLimit()));
    parallelFor(
        routing.tokens,
        [&](int64_t index, int worker) {
            const size_t t = static_cast<size_t>(index);
            const std::span<const float> logits(routing.logits.data() + t * experts, experts);
            tally.entropyBits[t] = entropyBitsOf(logits, kind);
            std::vector<float>& sorted = scratch[static_cast<size_t>(worker)];
            sorted.assign(logits.begin(), logits.end());
            const size_t needed = std::min(experts, std::max<size_t>(2, topK + 1));
            std::partial_sort(sorted.begin(), sorted.begin() + static_cast<std::ptrdiff_t>(needed),
                              sorted.end(), std::greater<>());
            if (experts > 1)
                tally.marginTop[t] =
                    static_cast<double>(sorted[0]) - static_cast<double>(sorted[1]);
            if (topK < experts)
                tally.marginCut[t] =
                    static_cast<double>(sorted[topK - 1]) - static_cast<double>(sorted[topK]);
        },
        256);
}

} // namespace

void RoutingTally::merge(const RoutingTally& other) {
    experts = other.experts;
    topK = other.topK;
    tokens += other.tokens;
    addTo(count, other.count);
    addTo(gateMass, other.gateMass);
    addTo(gateSquare, other.gateSquare);
    addTo(pairs, other.pairs);
    append(sequenceCounts, other.sequenceCounts);
    append(marginTop, other.marginTop);
    append(marginCut, other.marginCut);
    append(entropyBits, other.entropyBits);
}

RoutingTally tallyRouting(const Routing& routing, const TokenBatch& batch, RouterKind kind) {
    const size_t experts = static_cast<size_t>(routing.experts);
    const size_t topK = static_cast<size_t>(routing.topK);
    RoutingTally tally;
    tally.experts = routing.experts;
    tally.topK = routing.topK;
    tally.tokens = routing.tokens;
    tally.count.assign(experts, 0.0);
    tally.gateMass.assign(experts, 0.0);
    tally.gateSquare.assign(experts, 0.0);
    tally.pairs.assign(experts * experts, 0.0);
    tally.sequenceCounts.assign(static_cast<size_t>(batch.sequences()) * experts, 0.0);
    for (int64_t s = 0; s < batch.sequences(); ++s)
        for (int64_t t = batch.starts[static_cast<size_t>(s)]; t < batch.sequenceEnd(s); ++t) {
            const int32_t* ids = routing.ids.data() + static_cast<size_t>(t) * topK;
            const float* gates = routing.weights.data() + static_cast<size_t>(t) * topK;
            for (size_t k = 0; k < topK; ++k) {
                const size_t e = static_cast<size_t>(ids[k]);
                const double gate = gates[k];
                tally.count[e] += 1.0;
                tally.gateMass[e] += gate;
                tally.gateSquare[e] += gate * gate;
                tally.sequenceCounts[static_cast<size_t>(s) * experts + e] += 1.0;
                for (size_t j = 0; j < topK; ++j)
                    tally.pairs[e * experts + static_cast<size_t>(ids[j])] += 1.0;
            }
        }
    tallyTokenValues(routing, kind, tally);
    return tally;
}

std::vector<double> frequencyErrors(const RoutingTally& tally) {
    const size_t experts = static_cast<size_t>(tally.experts);
    const double sequences = static_cast<double>(tally.sequences());
    std::vector<double> errors(experts, kNotSeen);
    if (tally.sequences() < 2) return errors;
    for (size_t e = 0; e < experts; ++e) {
        const double mean = tally.count[e] / sequences;
        double square = 0.0;
        for (size_t i = e; i < tally.sequenceCounts.size(); i += experts)
            square += (tally.sequenceCounts[i] - mean) * (tally.sequenceCounts[i] - mean);
        errors[e] =
            std::sqrt(square * sequences / (sequences - 1.0)) / static_cast<double>(tally.tokens);
    }
    return errors;
}

Imbalance imbalanceOf(std::span<const double> count) {
    return {coefficientOfVariation(count), gini(count), maxOverMean(count)};
}

ImbalanceInterval bootstrapImbalance(const RoutingTally& tally, uint64_t seed) {
    const int64_t sequences = tally.sequences();
    if (sequences < 2) return {};
    const size_t experts = static_cast<size_t>(tally.experts);
    Random random(seed);
    std::array<std::vector<double>, 3> draws;
    std::vector<double> count(experts);
    for (int r = 0; r < kBootstrapResamples; ++r) {
        std::fill(count.begin(), count.end(), 0.0);
        for (int64_t i = 0; i < sequences; ++i) {
            const size_t s = static_cast<size_t>(random.below(static_cast<uint64_t>(sequences)));
            for (size_t e = 0; e < experts; ++e) count[e] += tally.sequenceCounts[s * experts + e];
        }
        const Imbalance one = imbalanceOf(count);
        draws[0].push_back(one.cv);
        draws[1].push_back(one.gini);
        draws[2].push_back(one.maxOverMean);
    }
    const auto interval = [](std::vector<double>& values) {
        std::sort(values.begin(), values.end());
        return Interval{quantileOfSorted(values, 0.025), quantileOfSorted(values, 0.975)};
    };
    return {interval(draws[0]), interval(draws[1]), interval(draws[2])};
}

namespace {

// Sequences of all corpora end to end, with the corpus each belongs to.
struct LabelledSequences {
    size_t corpora = 0, experts = 0;
    std::vector<const double*> counts; // [experts] each
    std::vector<size_t> labels;

    double information() const {
        std::vector<double> table(corpora * experts, 0.0);
        for (size_t i = 0; i < labels.size(); ++i)
            for (size_t e = 0; e < experts; ++e) table[labels[i] * experts + e] += counts[i][e];
        for (size_t d = 0; d < corpora; ++d) {
            double sum = 0.0;
            for (size_t e = 0; e < experts; ++e) sum += table[d * experts + e];
            for (size_t e = 0; e < experts && sum > 0.0; ++e) table[d * experts + e] /= sum;
        }
        return mutualInformationBits(table, static_cast<int64_t>(corpora));
    }
};

} // namespace

Specialisation specialisation(std::span<const RoutingTally> corpora, uint64_t seed) {
    if (corpora.size() < 2) return {};
    LabelledSequences sequences{corpora.size(), static_cast<size_t>(corpora[0].experts), {}, {}};
    for (size_t d = 0; d < corpora.size(); ++d)
        for (int64_t s = 0; s < corpora[d].sequences(); ++s) {
            sequences.labels.push_back(d);
            sequences.counts.push_back(corpora[d].sequenceCounts.data() +
                                       static_cast<size_t>(s) * sequences.experts);
        }
    Specialisation result;
    result.bits = sequences.information();
    Random random(seed);
    std::vector<double> null;
    for (int r = 0; r < kLabelShuffles; ++r) {
        for (size_t i = sequences.labels.size(); i > 1; --i)
            std::swap(sequences.labels[i - 1], sequences.labels[random.below(i)]);
        null.push_back(sequences.information());
    }
    std::sort(null.begin(), null.end());
    result.nullMean =
        std::accumulate(null.begin(), null.end(), 0.0) / static_cast<double>(null.size());
    result.nullHigh = quantileOfSorted(null, 0.95);
    return result;
}

std::vector<double> transitions(std::span<const int32_t> from, std::span<const int32_t> to,
                                int topK, int experts) {
    const size_t k = static_cast<size_t>(topK);
    const size_t n = static_cast<size_t>(experts);
    std::vector<double> flow(n * n, 0.0);
    for (size_t t = 0; t + k <= from.size(); t += k)
        for (size_t i = 0; i < k; ++i)
            for (size_t j = 0; j < k; ++j)
                flow[static_cast<size_t>(from[t + i]) * n + static_cast<size_t>(to[t + j])] += 1.0;
    return flow;
}

} // namespace moqa
