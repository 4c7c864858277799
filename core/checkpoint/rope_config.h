// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Rotary embedding settings from config.json, in both spellings: top-level rope_theta and
// rope_scaling (transformers 4) or rope_parameters (transformers 5), which wins.

#include "core/checkpoint/config_reader.h"
#include "core/checkpoint/model_spec.h"

namespace moqa {

struct RopeDefaults {
    double theta = 10000.0;
    double partialFactor = 1.0; // share of a head's dims that turn
};

// Refuses (through the reader) scaling types other than default, linear, yarn and llama3. spec's
// headDim and maxPosition must be set. Formulas: model-formats.md 2.0.5.
RopeSpec readRope(ConfigReader& config, const ModelSpec& spec, const RopeDefaults& defaults);

} // namespace moqa
