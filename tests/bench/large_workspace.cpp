// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/large_workspace.h"

#include "core/store/workspace.h"

#include <cmath>

namespace moqa::bench {

namespace {

const std::vector<const char*> kUnitMetrics = {"count",
                                               "frequency",
                                               "frequency_low",
                                               "frequency_high",
                                               "load",
                                               "gate_mass",
                                               "gate_mean",
                                               "gate_square",
                                               "significance",
                                               "significance_energy",
                                               "significance_magnitude",
                                               "significance_activation"};
const std::vector<const char*> kLayerMetrics = {"imbalance_cv", "imbalance_gini", "router_entropy",
                                                "dead_experts"};
const std::vector<const char*> kPairMetrics = {"lift", "coactivation"};

// Values in (0, 2) that look like a load: a fixed hash of where they stand.
double valueAt(uint64_t seed, uint64_t index) {
    uint64_t x = seed * 0x9E3779B97F4A7C15ULL + index;
    x ^= x >> 31;
    x *= 0xBF58476D1CE4E5B9ULL;
    x ^= x >> 29;
    const double uniform = static_cast<double>(x >> 11) * 0x1.0p-53;
    return 2 * uniform * uniform;
}

class MadeResults final : public ResultSource {
public:
    explicit MadeResults(const LargeShape& shape) : m_shape(shape) {}

    Result<ResultPtr> get(const ResultKey& key) const override {
        auto array = std::make_shared<ResultArray>();
        array->key = key;
        array->samples = 1'000'000;
        array->shape = shapeOf(key);
        size_t count = 1;
        for (const int64_t extent : array->shape) count *= static_cast<size_t>(extent);
        array->values.resize(count);
        const uint64_t seed = std::hash<std::string>()(nameOf(key));
        const bool ordered = key.metric == "cluster_order";
        for (size_t i = 0; i < count; ++i)
            array->values[i] = ordered ? static_cast<double>(count - 1 - i) : valueAt(seed, i);
        return ResultPtr(array);
    }

private:
    std::vector<int64_t> shapeOf(const ResultKey& key) const {
        const int64_t experts = m_shape.experts;
        if (key.layer < 0) {
            for (const char* metric : kLayerMetrics)
                if (key.metric == metric) return {m_shape.layers};
            return {m_shape.layers, experts};
        }
        if (key.metric == "channel_significance") return {experts, m_shape.channels};
        if (key.metric == "cluster_order") return {experts};
        return {experts, experts};
    }
    LargeShape m_shape;
};

std::shared_ptr<const Analysis> madeAnalysis(const LargeShape& shape) {
    auto analysis = std::make_shared<Analysis>();
    analysis->modelName = "large";
    analysis->modelFingerprint = "large";
    analysis->experts = shape.experts;
    analysis->topK = shape.topK;
    for (int layer = 0; layer < shape.layers; ++layer) analysis->moeLayers.push_back(layer);
    std::vector<std::string> corpora = {""};
    for (int corpus = 0; corpus < shape.corpora; ++corpus) {
        CorpusInfo info;
        info.name = "corpus" + std::to_string(corpus);
        info.source = "/texts/" + info.name + ".txt@2/3:head";
        info.tokens = 1'000'000;
        info.window = 2048;
        corpora.push_back(info.name);
        analysis->corpora.push_back(info);
    }
    const auto add = [&](const char* metric, const std::string& corpus, int layer) {
        analysis->results.emplace(ResultKey{metric, corpus, layer}, nullptr);
    };
    for (const std::string& corpus : corpora) {
        for (const char* metric : kUnitMetrics) add(metric, corpus, -1);
        for (const char* metric : kLayerMetrics) add(metric, corpus, -1);
        for (int layer = 0; layer < shape.layers; ++layer) {
            for (const char* metric : kPairMetrics) add(metric, corpus, layer);
            add("cluster_order", corpus, layer);
            if (!corpus.empty()) add("channel_significance", corpus, layer);
        }
    }
    analysis->source = std::make_shared<MadeResults>(shape);
    return analysis;
}

Plan madePlan(const LargeShape& shape) {
    Plan plan;
    plan.modelName = "large";
    plan.modelFingerprint = "large";
    plan.method = "moqa";
    for (int layer = 0; layer < shape.layers; ++layer)
        for (int expert = 0; expert < shape.experts; ++expert)
            for (const Projection projection : {Projection::Gate, Projection::Up, Projection::Down})
                plan.units.push_back(
                    {layer, expert, projection, {2 + expert % 3, 64, false}, false, {}});
    return plan;
}

} // namespace

Status writeLargeWorkspace(const LargeShape& shape, const std::string& path) {
    Workspace workspace;
    workspace.modelPath = "/nowhere/large";
    workspace.modelName = "large";
    workspace.modelFingerprint = "large";
    workspace.window = 2048;
    workspace.analysis = madeAnalysis(shape);
    workspace.plans["mixed"] = madePlan(shape);
    return saveWorkspace(workspace, path);
}

} // namespace moqa::bench
