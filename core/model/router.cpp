// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/router.h"

#include <cmath>

namespace moqa {

namespace {

double wide(float value) { return static_cast<double>(value); }

// weights[i] /= sum + floor, then times scale.
void normalise(std::span<float> weights, double floor, double scale) {
    double sum = floor;
    for (const float weight : weights) sum += wide(weight);
    for (float& weight : weights) weight = static_cast<float>(wide(weight) / sum * scale);
}

float sigmoid(float x) { return static_cast<float>(1.0 / (1.0 + std::exp(-wide(x)))); }

// DeepSeek-V3: chosen by sigmoid + correction, weighted by sigmoid alone.
void chooseBySigmoid(std::span<const float> correction, const kernels::Backend& backend,
                     Routing& routing) {
    const auto experts = static_cast<size_t>(routing.experts);
    std::vector<float> choice(routing.logits.size());
    for (size_t i = 0; i < choice.size(); ++i)
        choice[i] =
            sigmoid(routing.logits[i]) + (correction.empty() ? 0.0f : correction[i % experts]);
    backend.softmaxTopK(routing.tokens, routing.experts, routing.topK, choice.data(),
                        routing.ids.data(), routing.weights.data());
    for (size_t i = 0; i < routing.ids.size(); ++i) {
        const size_t token = i / static_cast<size_t>(routing.topK);
        routing.weights[i] =
            sigmoid(routing.logits[token * experts + static_cast<size_t>(routing.ids[i])]);
    }
}

} // namespace

void chooseExperts(const ModelSpec& spec, std::span<const float> correction,
                   const kernels::Backend& backend, Routing& routing) {
    const auto chosen = static_cast<size_t>(routing.tokens * routing.topK);
    routing.ids.resize(chosen);
    routing.weights.resize(chosen);
    const bool sigmoidScores = spec.router == RouterKind::SigmoidTopK;
    if (sigmoidScores)
        chooseBySigmoid(correction, backend, routing);
    else
        backend.softmaxTopK(routing.tokens, routing.experts, routing.topK, routing.logits.data(),
                            routing.ids.data(), routing.weights.data());
    // A softmax over the chosen logits is the softmax over all, renormalised.
    const bool divide = spec.normTopK || spec.router == RouterKind::TopKThenSoftmax;
    const auto k = static_cast<size_t>(routing.topK);
    for (size_t at = 0; at < chosen; at += k) {
        const std::span<float> weights(routing.weights.data() + at, k);
        if (divide)
            normalise(weights, sigmoidScores ? 1e-20 : 0.0, spec.routedScaling);
        else if (spec.routedScaling != 1.0)
            for (float& weight : weights)
                weight = static_cast<float>(wide(weight) * spec.routedScaling);
    }
}

ExpertTokens::ExpertTokens(const Routing& routing)
    : begins(static_cast<size_t>(routing.experts) + 1), tokens(routing.ids.size()),
      gates(routing.ids.size()) {
    for (const int32_t expert : routing.ids) ++begins[static_cast<size_t>(expert) + 1];
    for (size_t e = 1; e < begins.size(); ++e) begins[e] += begins[e - 1];
    std::vector<int64_t> next(begins.begin(), begins.end() - 1);
    for (size_t i = 0; i < routing.ids.size(); ++i) {
        const auto at = static_cast<size_t>(next[static_cast<size_t>(routing.ids[i])]++);
        tokens[at] = static_cast<int32_t>(i / static_cast<size_t>(routing.topK));
        gates[at] = routing.weights[i];
    }
}

} // namespace moqa
