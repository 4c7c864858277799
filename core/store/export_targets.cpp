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

} // namespace moqa
