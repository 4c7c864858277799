// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/export_targets.h"

namespace moqa {

namespace {

constexpr ExportTarget kTargets[] = {
    {"safetensors", "the quantized values widened to bf16, original names; no size gain",
     "transformers, vLLM, llama.cpp's converter: everything that loads the original", true},
    {"gguf", "one type per layer and projection", "llama.cpp", false},
    {"gptq", "per-module GPTQ layout", "GPTQModel", false},
    {"compressed-tensors", "one scheme per layer", "vLLM, SGLang", false},
    {"auto-round", "per-module bits", "transformers with auto-round", false},
};

} // namespace

std::span<const ExportTarget> exportTargets() { return kTargets; }

int64_t containerBytes(const Plan& plan, const ModelSource& model) {
    // Averages over files of 430 to 630 modules.
    constexpr int64_t kModule = 2030, kDataset = 322, kKeptWeight = 1000;
    int64_t bytes = 0;
    for (const WeightEntry& entry : model.weights()) {
        const UnitFormat format = plan.formatOf(entry);
        if (format.bits == 16) {
            bytes += kKeptWeight;
            continue;
        }
        const int further = (format.hasZeroPoints() ? 1 : 0) + (format.rank > 0 ? 2 : 0);
        bytes += kModule + further * kDataset;
    }
    return bytes;
}

int64_t sideFileBytes(const ModelSource& model) {
    int64_t bytes = 0;
    for (const std::string& name : model.sideFiles())
        if (const auto text = model.sideFile(name); text.ok())
            bytes += static_cast<int64_t>(text->size());
    return bytes;
}

} // namespace moqa
