// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/token_walk.h"

#include "core/analysis/routing_tally.h"
#include "core/model/forward.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

namespace moqa {

namespace {

// Probability of each chosen expert, relative to the largest logit so that nothing overflows.
std::vector<float> probabilities(const Routing& routing, RouterKind kind) {
    const auto experts = static_cast<size_t>(routing.experts);
    const auto topK = static_cast<size_t>(routing.topK);
    std::vector<float> out(routing.ids.size());
    for (size_t t = 0; t < static_cast<size_t>(routing.tokens); ++t) {
        const float* logits = routing.logits.data() + t * experts;
        const double top = static_cast<double>(*std::max_element(logits, logits + experts));
        const auto value = [&](size_t e) {
            const double logit = static_cast<double>(logits[e]);
            return kind == RouterKind::SigmoidTopK ? 1.0 / (1.0 + std::exp(-logit))
                                                   : std::exp(logit - top);
        };
        double sum = 0.0;
        for (size_t e = 0; e < experts; ++e) sum += value(e);
        for (size_t k = 0; k < topK; ++k)
            out[t * topK + k] =
                static_cast<float>(value(static_cast<size_t>(routing.ids[t * topK + k])) / sum);
    }
    return out;
}

class WalkObserver final : public LayerObserver {
public:
    WalkObserver(const TokenBatch& batch, RouterKind kind) : m_batch(batch), m_kind(kind) {}

    void ffnInput(int layer, MatrixView, const Routing* routing) override {
        if (!routing) return;
        // A router with values that are not numbers may choose nothing; the pass reports the cause.
        m_badRouting = std::any_of(routing->ids.begin(), routing->ids.end(),
                                   [&](int32_t id) { return id < 0 || id >= routing->experts; });
        if (m_badRouting) return;
        RoutingTally tally = tallyRouting(*routing, m_batch, m_kind);
        layers.push_back({layer, routing->ids, routing->weights, probabilities(*routing, m_kind),
                          std::move(tally.marginTop), std::move(tally.marginCut),
                          std::move(tally.entropyBits)});
    }
    Status layerDone(int layer, MatrixView) override {
        if (!m_badRouting) return {};
        return badInput("the router chose experts that do not exist",
                        "layer " + std::to_string(layer),
                        "check the router's weights for values that are not finite");
    }
    bool wantsExperts() const override { return false; }

    std::vector<WalkLayer> layers;

private:
    const TokenBatch& m_batch;
    RouterKind m_kind;
    bool m_badRouting = false;
};

Status checkLength(const ModelSpec& spec, int64_t tokens) {
    if (tokens == 0) return badInput("the text gives no token", "text", "type a few words");
    const int64_t limit =
        spec.maxPosition > 0 ? std::min(spec.maxPosition, kMaxWalkTokens) : kMaxWalkTokens;
    if (tokens > limit)
        return badInput(
            fmt::format("the text has {} tokens, more than the {} of a walk", tokens, limit),
            "text", "shorten it, or analyse it as a corpus");
    return {};
}

} // namespace

Result<TokenWalk> walkTokens(const ModelSource& model, const Tokenizer& tokenizer,
                             std::string_view text, Progress& progress) {
    const ModelSpec& spec = model.spec();
    if (spec.experts < 1 || spec.moeLayers().empty())
        return badInput("the model has no layer with routed experts", model.path(),
                        "choose a Mixture-of-Experts model");
    if (text.empty()) return badInput("the text is empty", "text", "type a few words");
    if (static_cast<int64_t>(text.size()) > kMaxWalkBytes)
        return badInput(fmt::format("the text has {} bytes, more than the {} of a walk",
                                    text.size(), kMaxWalkBytes),
                        "text", "shorten it, or analyse it as a corpus");
    MOQA_TRY(Encoding encoding, tokenizer.encode(text, true));
    MOQA_CHECK(checkLength(spec, static_cast<int64_t>(encoding.ids.size())));
    TokenWalk walk{
        model.name(), model.fingerprint(), std::string(text), spec.experts, spec.topK, {}, {}};
    for (size_t t = 0; t < encoding.ids.size(); ++t) {
        const int32_t id = encoding.ids[t];
        const auto [begin, end] = encoding.offsets[t];
        walk.tokens.push_back({id, tokenizer.tokenText(id), begin, end});
    }
    const TokenBatch batch = TokenBatch::single(std::move(encoding.ids));
    WalkObserver observer(batch, spec.router);
    Forward forward(model);
    MOQA_CHECK(forward.run(batch, &observer, progress));
    walk.layers = std::move(observer.layers);
    return walk;
}

Result<TokenWalk> walkTokens(const ModelSource& model, std::string_view text, Progress& progress) {
    const auto json = model.sideFile("tokenizer.json");
    if (!json.ok())
        return badInput("the model carries no tokenizer.json", model.path(),
                        "put the tokenizer.json of the model beside its weights");
    MOQA_TRY(const Tokenizer tokenizer, Tokenizer::fromJson(*json, "tokenizer.json"));
    return walkTokens(model, tokenizer, text, progress);
}

} // namespace moqa
