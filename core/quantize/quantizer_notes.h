// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Whether a plan is quantized with what it was made for. Other quantizers are compared on one plan
// on purpose, so that nothing is refused: what differs is said. Pure functions, any thread.

#include "core/plan/plan.h"
#include "core/quantize/quantize_model.h"

#include <string>
#include <vector>

namespace moqa {

// A sentence where the losses behind the plan (its options' "quantizer") were measured with another
// quantizer, and one where this one stores the weights in other bytes than the plan counts. plan:
// as it was made, before planFor.
std::vector<std::string> quantizerNotes(const Plan& plan, const ModelSource& model,
                                        const QuantizeOptions& options);

} // namespace moqa
