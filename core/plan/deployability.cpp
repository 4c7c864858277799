// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/plan/deployability.h"

#include "core/plan/plan_units.h"

#include <optional>

namespace moqa {

const char* runtimeName(Runtime runtime) {
    switch (runtime) {
    case Runtime::Workbench: return "MoQa HDF5";
    case Runtime::LlamaCpp: return "llama.cpp";
    case Runtime::Vllm: return "vLLM";
    case Runtime::TensorRtLlm: return "TensorRT-LLM";
    }
    return "";
}

namespace {

// The first format of a group of weights and the first other one.
struct Formats {
    std::optional<UnitFormat> first, other;
    void add(const UnitFormat& format) {
        if (!first)
            first = format;
        else if (!other && format != *first)
            other = format;
    }
};

bool fusedWidth(int bits) { return bits == 4 || bits == 8 || bits == 16; }

void stopAt(RuntimeFit& fit, Obstacle obstacle, int layer, const Formats& formats) {
    if (!fit.fits()) return;
    fit.obstacle = obstacle;
    fit.layer = layer;
    fit.firstBits = formats.first->bits;
    fit.otherBits = formats.other ? formats.other->bits : 0;
}

} // namespace

Deployability deployabilityOf(const Plan& plan, const ModelSource& model) {
    std::map<int, Formats> byLayer;
    std::map<std::pair<int, Role>, Formats> byTensor;
    for (const WeightEntry& entry : model.weights()) {
        if (partOf(entry.id.role) != Part::Routed) continue;
        const UnitFormat format = plan.formatOf(entry);
        byLayer[entry.id.layer].add(format);
        byTensor[{entry.id.layer, entry.id.role}].add(format);
    }
    Deployability result;
    result.layers = static_cast<int>(byLayer.size());
    for (const Runtime runtime :
         {Runtime::Workbench, Runtime::LlamaCpp, Runtime::Vllm, Runtime::TensorRtLlm})
        result.runtimes.push_back({runtime});
    for (const auto& [key, formats] : byTensor)
        if (formats.other) stopAt(result.runtimes[1], Obstacle::MixedTensor, key.first, formats);
    for (const auto& [layer, formats] : byLayer) {
        if (formats.other) ++result.mixedLayers;
        for (const size_t fused : {size_t{2}, size_t{3}}) {
            if (formats.other)
                stopAt(result.runtimes[fused], Obstacle::MixedLayer, layer, formats);
            else if (!fusedWidth(formats.first->bits))
                stopAt(result.runtimes[fused], Obstacle::Width, layer, formats);
        }
    }
    return result;
}

} // namespace moqa
