// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quantize/linear_quantizer.h"

#include "core/base/half.h"
#include "core/model/weights.h"
#include "core/quantize/awq.h"
#include "core/quantize/hqq.h"
#include "core/quantize/input_drift.h"
#include "core/quantize/low_rank.h"
#include "core/quantize/quant_method.h"
#include "core/quantize/rtn.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <limits>

namespace moqa {

namespace {

double squareSum(const Matrix& m) {
    double sum = 0;
    for (float value : m.data) sum += static_cast<double>(value) * static_cast<double>(value);
    return sum;
}

// sqrt(error / whole); a weight or an output that is zero throughout has no error.
double relative(double error, double whole) {
    return whole > 0 ? std::sqrt(std::max(0.0, error) / whole) : 0.0;
}

Status measure(const Matrix& weight, const QuantizedTensor& tensor, const LinearInput& input,
               LedgerRow& row, const Progress& progress) {
    Matrix difference = dequantize(tensor);
    for (size_t i = 0; i < difference.data.size(); ++i)
        difference.data[i] = weight.data[i] - difference.data[i];
    row.weightError = relative(squareSum(difference), squareSum(weight));
    row.outputError = std::numeric_limits<double>::quiet_NaN();
    if (!input.moment.has_value()) return {};
    MOQA_TRY(const double error, outputEnergy(difference, *input.moment, progress));
    MOQA_TRY(const double whole, outputEnergy(weight, *input.moment, progress));
    row.outputError = relative(error, whole);
    return {};
}

// Rounding to nearest moves no error: what comes before it are the weights.
Matrix columnsOf(const Matrix& weight, const std::vector<int32_t>& columns) {
    Matrix out(weight.rows, static_cast<int64_t>(columns.size()));
    for (int64_t r = 0; r < weight.rows; ++r)
        for (size_t k = 0; k < columns.size(); ++k) out.row(r)[k] = weight.row(r)[columns[k]];
    return out;
}

} // namespace

Result<LinearInput> prepareInput(std::optional<Moment> moment, int64_t tokens, std::string fallback,
                                 std::string reason, const QuantizeOptions& options,
                                 const Progress& progress, std::vector<int32_t> cached) {
    LinearInput input;
    input.tokens = tokens;
    input.cached = std::move(cached);
    if (moment.has_value() && !moment->empty()) input.moment = std::move(moment);
    if (!needsTokens(options.method)) return input;
    input.fallback = std::move(fallback);
    input.reason = std::move(reason);
    if (options.method == QuantMethod::Awq) {
        if (input.moment.has_value()) return input;
        input.fallback = "no moments";
        input.reason = fmt::format("{} tokens seen and no shrinkage", tokens);
        return input;
    }
    if (input.moment.has_value()) {
        MOQA_TRY(input.factor,
                 makeGptqFactor(input.moment->data(), input.moment->size(), options.actOrder,
                                options.damp, progress, input.cached));
    }
    if (!input.moment.has_value()) {
        input.fallback = "rtn";
        input.reason = fmt::format("{} tokens seen and no shrinkage", tokens);
    } else if (!input.factor.has_value()) {
        input.fallback = "rtn";
        input.reason = fmt::format("moments of {} tokens not positive definite at a damping of {}",
                                   tokens, options.damp * 100);
    } else if (input.factor->damp > options.damp) {
        input.fallback = "more damping";
        input.reason = fmt::format("moments of {} tokens not positive definite at {}, used {}",
                                   tokens, options.damp, input.factor->damp);
    }
    return input;
}

namespace {

struct Rounded {
    QuantizedTensor tensor;
    const char* method = "rtn";
    Matrix cached;
};

// The weight [rows, cols] to codes by the run's method.
Result<Rounded> roundWeight(const Matrix& weight, const WeightEntry& entry,
                            const UnitFormat& format, const LinearInput& input,
                            const QuantizeOptions& options, const Progress& progress) {
    Rounded result;
    if (input.factor.has_value()) {
        MOQA_TRY(GptqResult gptq,
                 quantizeGptq(weight, *input.factor, entry.id, format, options.grid, progress));
        return Rounded{std::move(gptq.tensor), "gptq", std::move(gptq.cached)};
    }
    result.cached = columnsOf(weight, input.cached);
    if (options.method == QuantMethod::Hqq) {
        MOQA_TRY(result.tensor, quantizeHqq(weight, entry.id, format, progress));
        if (result.tensor.format.realZeros) result.method = "hqq";
        return result;
    }
    if (options.method == QuantMethod::Awq) {
        // Queries meet keys: clipping either bends the attention (quantizers.md 1.2).
        const bool clip = options.grid != GridSearch::Off && entry.id.role != Role::AttnQ &&
                          entry.id.role != Role::AttnK;
        MOQA_TRY(result.tensor,
                 quantizeAwq(weight, entry.id, format,
                             input.moment.has_value() ? &*input.moment : nullptr, clip, progress));
        result.method = "awq";
        return result;
    }
    std::vector<float> diagonal;
    if (input.moment.has_value())
        for (int64_t i = 0; i < entry.cols; ++i)
            diagonal.push_back(static_cast<float>(input.moment->data()[i * (entry.cols + 1)]));
    MOQA_TRY(result.tensor, quantizeRtn(weight, entry.id, format, options.grid,
                                        diagonal.empty() ? nullptr : diagonal.data(), progress));
    return result;
}

void subtract(const Matrix& from, const Matrix& what, Matrix& out) {
    for (size_t i = 0; i < out.data.size(); ++i) out.data[i] = from.data[i] - what.data[i];
}

std::vector<uint16_t> halves(const Matrix& m) {
    std::vector<uint16_t> values;
    for (const float x : m.data) values.push_back(f32ToF16(std::clamp(x, -65504.0f, 65504.0f)));
    return values;
}

// Rounds the weight, and where the format has a rank gives back what rounding left of it; more
// rounds round what the product leaves. Keeps the round of the least error, on the moment where
// there is one.
Result<Rounded> roundCompensated(const Matrix& weight, const WeightEntry& entry,
                                 const UnitFormat& format, const LinearInput& input,
                                 const QuantizeOptions& options, const Progress& progress) {
    UnitFormat codes = format;
    codes.rank = 0;
    if (format.rank == 0) return roundWeight(weight, entry, codes, input, options, progress);
    const Moment* moment = input.moment.has_value() ? &*input.moment : nullptr;
    Rounded best;
    double least = std::numeric_limits<double>::infinity();
    Matrix work = weight; // what is rounded
    for (int i = 0; i < options.lowRankRounds; ++i) {
        MOQA_TRY(Rounded now, roundWeight(work, entry, codes, input, options, progress));
        Matrix left = dequantize(now.tensor);
        subtract(weight, left, left);
        MOQA_TRY(const LowRankFactors factors, approximate(left, format.rank, moment, progress));
        now.tensor.format.rank = format.rank;
        now.tensor.left = halves(factors.left);
        now.tensor.right = halves(factors.right);
        // left is W - Q; the product is what the compensated tensor has beyond Q.
        const Matrix whole = dequantize(now.tensor);
        Matrix error(weight.rows, weight.cols);
        subtract(weight, whole, error);
        double size = squareSum(error);
        if (moment != nullptr) {
            MOQA_TRY(size, outputEnergy(error, *moment, progress));
        }
        subtract(left, error, work); // the product
        subtract(weight, work, work);
        if (size >= least) continue;
        least = size;
        best = std::move(now);
    }
    return best;
}

} // namespace

Result<QuantizedLinear> quantizeLinear(const ModelSource& model, const WeightEntry& entry,
                                       const UnitFormat& format, const LinearInput& input,
                                       const QuantizeOptions& options, const Progress& progress,
                                       const LinearScale& scale) {
    MOQA_CHECK(checkCancelled(progress));
    MOQA_TRY(Matrix weight, readFinite(model, entry.id));
    applyScale(scale, weight);
    Matrix fitted = weight;
    if (!input.correction.data.empty()) correctDrift(input.correction, fitted);
    MOQA_TRY(Rounded rounded, roundCompensated(fitted, entry, format, input, options, progress));
    QuantizedLinear result;
    result.cached = std::move(rounded.cached);
    result.row.method = rounded.method;
    auto tensor = std::make_shared<QuantizedTensor>(std::move(rounded.tensor));
    result.row.id = entry.id;
    result.row.name = entry.name;
    result.row.format = tensor->format;
    result.row.tokensSeen = input.tokens;
    result.row.fallback = input.fallback;
    result.row.reason = input.reason;
    result.row.storedBytes = tensor->storedBytes();
    MOQA_CHECK(measure(weight, *tensor, input, result.row, progress));
    result.tensor = std::move(tensor);
    return result;
}

void applyScale(const LinearScale& scale, Matrix& weight) {
    for (int64_t r = 0; r < weight.rows; ++r) {
        float* row = weight.row(r);
        const float factor = scale.rows.empty() ? 1.0f : scale.rows[static_cast<size_t>(r)];
        for (int64_t c = 0; c < weight.cols; ++c)
            row[c] *=
                scale.columns.empty() ? factor : factor * scale.columns[static_cast<size_t>(c)];
    }
}

QuantizedLinear keptLinear(const WeightEntry& entry, int64_t tokens) {
    QuantizedLinear result;
    result.row.id = entry.id;
    result.row.name = entry.name;
    result.row.format = {16, -1, false};
    result.row.method = "kept";
    result.row.tokensSeen = tokens;
    result.row.storedBytes = entry.bytes;
    return result;
}

} // namespace moqa
