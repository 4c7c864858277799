// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// One linear of the model from its stored weight to codes and a ledger row, by the run's method,
// with whatever is known of its inputs. Free functions; any thread.

#include "core/quantize/gptq.h"
#include "core/quantize/moments.h"

#include <memory>

namespace moqa {

// What is known of the inputs of one or more linears that read the same rows. Made once by
// prepareInput and shared: the factor is the expensive part.
struct LinearInput {
    std::optional<Moment> moment; // none: no data at all
    std::optional<GptqFactor> factor;
    int64_t tokens = 0;
    std::string fallback, reason; // for the ledger
    std::vector<int32_t> cached;  // columns that go to the channel cache, rising
    Matrix correction;            // of the weight, for the drift of its inputs; or empty
};

// Factors the moment if the method is GPTQ. fallback and reason come from how the moment was made
// (shrunk); they give way to what is worse: more damping, or rounding to nearest.
Result<LinearInput> prepareInput(std::optional<Moment> moment, int64_t tokens, std::string fallback,
                                 std::string reason, const QuantizeOptions& options,
                                 const Progress& progress, std::vector<int32_t> cached = {});

struct QuantizedLinear {
    LedgerRow row;
    std::shared_ptr<const QuantizedTensor> tensor; // null: kept
    Matrix cached; // [rows, input.cached]: those columns just before rounding
};

// Factors of a weight's rows and columns before it is quantized; empty: ones.
struct LinearScale {
    std::vector<float> rows, columns;
};

// BadInput naming the tensor if the weight is not finite; else errors of reading, or Cancelled.
Result<QuantizedLinear> quantizeLinear(const ModelSource& model, const WeightEntry& entry,
                                       const UnitFormat& format, const LinearInput& input,
                                       const QuantizeOptions& options, const Progress& progress,
                                       const LinearScale& scale = {});
void applyScale(const LinearScale& scale, Matrix& weight);

// The ledger row of a weight that stays as it is.
QuantizedLinear keptLinear(const WeightEntry& entry, int64_t tokens);

} // namespace moqa
