// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Which runtimes could hold a plan's widths. llama.cpp packs one projection of all experts of a
// layer into one tensor of one type; vLLM and TensorRT-LLM run all experts of a layer in one fused
// kernel of one format, of 4 or 8 bits or not quantized. Widths alone: each has its own layout of
// codes. A pure function.

#include "core/plan/plan.h"

namespace moqa {

enum class Runtime : uint8_t { Workbench, LlamaCpp, Vllm, TensorRtLlm };
const char* runtimeName(Runtime runtime); // "llama.cpp"

enum class Obstacle : uint8_t { None, MixedTensor, MixedLayer, Width };

struct RuntimeFit {
    Runtime runtime = Runtime::Workbench;
    Obstacle obstacle = Obstacle::None;
    int layer = -1;                   // the first that does not fit
    int firstBits = 0, otherBits = 0; // the widths found there; of Width only firstBits
    bool fits() const { return obstacle == Obstacle::None; }
};

struct Deployability {
    int layers = 0, mixedLayers = 0;  // with routed experts; where formats of experts differ
    std::vector<RuntimeFit> runtimes; // in the order of Runtime
};
Deployability deployabilityOf(const Plan& plan, const ModelSource& model);

} // namespace moqa
