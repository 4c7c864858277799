// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quantize/router_align.h"

#include "core/base/half.h"
#include "core/base/parallel.h"
#include "core/model/forward.h"
#include "core/quantize/calibration_stream.h"
#include "core/quantize/factor.h"
#include "core/quantize/moments.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <optional>

namespace moqa {

namespace {

// Inputs and routing, with its logits, of a layer's FFN.
class RouterCapture final : public LayerObserver {
public:
    RouterCapture(int64_t tokens, int64_t hidden) : m_inputs(tokens, hidden) {}

    void ffnInput(int, MatrixView x, const Routing* chunk) override {
        for (int64_t r = 0; r < x.rows; ++r)
            std::copy_n(x.row(r), x.cols, m_inputs.row(m_nextRow + r));
        m_nextRow += x.rows;
        if (chunk == nullptr) return;
        m_routing.experts = chunk->experts;
        m_routing.topK = chunk->topK;
        m_routing.tokens += chunk->tokens;
        m_routing.ids.insert(m_routing.ids.end(), chunk->ids.begin(), chunk->ids.end());
        m_routing.logits.insert(m_routing.logits.end(), chunk->logits.begin(), chunk->logits.end());
    }
    bool wantsExperts() const override { return false; }
    const Matrix& inputs() const { return m_inputs; }
    const Routing& routing() const { return m_routing; }

private:
    Matrix m_inputs;
    Routing m_routing;
    int64_t m_nextRow = 0;
};

// Share of tokens whose sets of experts differ.
double shiftBetween(const Routing& a, const Routing& b) {
    const auto k = static_cast<size_t>(a.topK);
    int64_t moved = 0;
    std::vector<int32_t> x(k), y(k);
    for (size_t begin = 0; begin < a.ids.size(); begin += k) {
        std::copy_n(a.ids.begin() + static_cast<std::ptrdiff_t>(begin), k, x.begin());
        std::copy_n(b.ids.begin() + static_cast<std::ptrdiff_t>(begin), k, y.begin());
        std::sort(x.begin(), x.end());
        std::sort(y.begin(), y.end());
        moved += x != y;
    }
    return static_cast<double>(moved) / static_cast<double>(std::max<int64_t>(1, a.tokens));
}

float rounded(float value, DType dtype) {
    if (dtype == DType::BF16) return bf16ToF32(f32ToBf16(value));
    if (dtype == DType::F16) return f16ToF32(f32ToF16(value));
    return value;
}

class Alignment {
public:
    Alignment(const ModelSource& full, const ModelSource& quantized,
              const RouterAlignOptions& options, RouterOverlay& routers)
        : m_full(full), m_options(options), m_routers(routers), m_aligned(quantized),
          m_fullForward(full), m_forward(m_aligned) {}

    Status begin(const std::vector<Corpus>& calibration) {
        MOQA_TRY(m_fullStream, CalibrationStream::create(m_full, calibration, m_options.window, 0,
                                                         m_fullForward));
        MOQA_TRY(m_stream,
                 CalibrationStream::create(m_aligned, calibration, m_options.window, 0, m_forward));
        return {};
    }
    Status layer(int layer, const Progress& progress);
    std::vector<RouterShift> take() { return std::move(m_shifts); }

private:
    Status align(int layer, const RouterCapture& full, const RouterCapture& own,
                 const Progress& progress);

    const ModelSource& m_full;
    const RouterAlignOptions& m_options;
    RouterOverlay& m_routers;
    RouterOverlay m_aligned; // the quantized model with the routers so far
    Forward m_fullForward, m_forward;
    std::optional<CalibrationStream> m_fullStream, m_stream;
    std::vector<RouterShift> m_shifts;
};

Status Alignment::layer(int layer, const Progress& progress) {
    const ModelSpec& spec = m_full.spec();
    MOQA_CHECK(m_fullStream->attention(m_fullForward, layer, nullptr, true, progress));
    MOQA_CHECK(m_stream->attention(m_forward, layer, nullptr, true, progress));
    const WeightEntry* const entry = m_aligned.find({Role::Router, layer, -1});
    if (spec.layers[static_cast<size_t>(layer)].moe && entry != nullptr && entry->bits >= 16) {
        RouterCapture full(m_fullStream->tokens(), spec.hidden);
        RouterCapture own(m_stream->tokens(), spec.hidden);
        MOQA_CHECK(
            m_fullStream->ffn(m_fullForward, layer, &full, m_fullStream->hidden(), progress));
        Matrix unused(m_stream->tokens(), spec.hidden);
        MOQA_CHECK(m_stream->ffn(m_forward, layer, &own, unused, progress));
        MOQA_CHECK(align(layer, full, own, progress));
    } else {
        MOQA_CHECK(
            m_fullStream->ffn(m_fullForward, layer, nullptr, m_fullStream->hidden(), progress));
    }
    MOQA_CHECK(m_stream->ffn(m_forward, layer, nullptr, m_stream->hidden(), progress));
    m_full.releaseLayer(layer);
    m_aligned.releaseLayer(layer);
    return {};
}

Status Alignment::align(int layer, const RouterCapture& full, const RouterCapture& own,
                        const Progress& progress) {
    const Routing &target = full.routing(), &routing = own.routing();
    const int64_t tokens = routing.tokens, experts = routing.experts;
    Matrix residual(tokens, experts);
    for (size_t i = 0; i < residual.data.size(); ++i)
        residual.data[i] = target.logits[i] - routing.logits[i];
    std::vector<uint8_t> chosen(residual.data.size(), 0);
    for (const Routing* one : {&target, &routing})
        for (size_t i = 0; i < one->ids.size(); ++i)
            chosen[i / static_cast<size_t>(one->topK) * static_cast<size_t>(experts) +
                   static_cast<size_t>(one->ids[i])] = 1;
    MOQA_TRY(Matrix router, m_aligned.readAll({Role::Router, layer, -1}));
    MOQA_TRY(const Matrix correction,
             routerCorrection({own.inputs(), &residual, &chosen}, m_options, progress));
    const Matrix before = router;
    for (size_t i = 0; i < router.data.size(); ++i) router.data[i] += correction.data[i];
    if (!std::all_of(router.data.begin(), router.data.end(),
                     [](float v) { return std::isfinite(v); }))
        return badInput(fmt::format("the aligned router of layer {} is not finite", layer),
                        m_full.path(), "the model's numbers overflow; leave --router-align out");
    m_aligned.put(layer, router);
    RouterShift shift{layer, shiftBetween(target, routing), 0};
    MOQA_TRY(const Routing after, m_forward.route(layer, own.inputs()));
    shift.after = shiftBetween(target, after);
    // More tokens astray than before: this layer keeps its own.
    if (shift.after > shift.before) {
        m_aligned.put(layer, before);
        shift.after = shift.before;
    } else {
        m_routers.put(layer, std::move(router));
    }
    m_shifts.push_back(shift);
    return {};
}

} // namespace

void RouterOverlay::put(int layer, Matrix router) {
    const WeightEntry* const entry = find({Role::Router, layer, -1});
    for (float& value : router.data) value = rounded(value, entry->dtype);
    m_routers[layer] = std::move(router);
}

Status RouterOverlay::readRows(WeightId id, int64_t row, int64_t count, float* out) const {
    if (!replaces(id)) return base().readRows(id, row, count, out);
    const Matrix& router = m_routers.at(id.layer);
    std::copy_n(router.row(row), count * router.cols, out);
    return {};
}

const void* RouterOverlay::mappedBf16(WeightId id, int64_t row, int64_t count) const {
    return replaces(id) ? nullptr : base().mappedBf16(id, row, count);
}

std::optional<kernels::PackedMatrix> RouterOverlay::packed(WeightId id) const {
    return replaces(id) ? std::nullopt : base().packed(id);
}

// Normal equations of each expert: background * all tokens + (1 - background) * those that chose
// it, so that the moment of all tokens is made once.
Result<Matrix> routerCorrection(const RouterTask& task, const RouterAlignOptions& options,
                                const Progress& progress) {
    const int64_t tokens = task.inputs.rows, n = task.inputs.cols, experts = task.residual->cols;
    Moment all(n);
    MOQA_CHECK(all.add(task.inputs, nullptr, progress));
    Matrix correction(experts, n);
    std::vector<Status> states(static_cast<size_t>(experts));
    parallelFor(experts, [&](int64_t e, int) {
        states[static_cast<size_t>(e)] = [&]() -> Status {
            const auto weightOf = [&](int64_t t) {
                return (*task.chosen)[static_cast<size_t>(t * experts + e)] != 0
                           ? 1.0
                           : options.background;
            };
            std::vector<double> right(static_cast<size_t>(n), 0.0);
            Matrix rows(0, n);
            for (int64_t t = 0; t < tokens; ++t) {
                const float* const x = task.inputs.row(t);
                const double r = weightOf(t) * static_cast<double>(task.residual->row(t)[e]);
                for (int64_t k = 0; k < n; ++k)
                    right[static_cast<size_t>(k)] += r * static_cast<double>(x[k]);
                if (weightOf(t) < 1.0) continue;
                rows.data.insert(rows.data.end(), x, x + n);
                ++rows.rows;
            }
            Moment own(n);
            MOQA_CHECK(own.add(rows, nullptr, progress));
            std::vector<double> left(static_cast<size_t>(n * n));
            double diagonal = 0;
            for (size_t i = 0; i < left.size(); ++i)
                left[i] =
                    options.background * all.data()[i] + (1 - options.background) * own.data()[i];
            for (int64_t k = 0; k < n; ++k) diagonal += left[static_cast<size_t>(k * n + k)];
            // No token, or inputs that are all zero: nothing to correct by.
            if (!(diagonal > 0)) return {};
            for (int64_t k = 0; k < n; ++k)
                left[static_cast<size_t>(k * n + k)] +=
                    options.damp * diagonal / static_cast<double>(n);
            MOQA_TRY(const bool positive, choleskyLower(left.data(), n, progress));
            if (!positive) return {};
            solveFactored(left.data(), n, right.data());
            for (int64_t k = 0; k < n; ++k)
                correction.row(e)[k] = static_cast<float>(right[static_cast<size_t>(k)]);
            return {};
        }();
    });
    for (const Status& status : states) MOQA_CHECK(status);
    return correction;
}

Result<std::vector<RouterShift>> alignRouters(const ModelSource& full, const ModelSource& quantized,
                                              const std::vector<Corpus>& calibration,
                                              const RouterAlignOptions& options,
                                              RouterOverlay& routers, Progress& progress) {
    if (full.fingerprint() != quantized.fingerprint() ||
        full.spec().layerCount() != quantized.spec().layerCount())
        return badInput("the quantized model was made from another model", quantized.name(),
                        "give the model that it was made from");
    Alignment alignment(full, quantized, options, routers);
    MOQA_CHECK(alignment.begin(calibration));
    const int layers = full.spec().layerCount();
    for (int layer = 0; layer < layers; ++layer) {
        MOQA_CHECK(checkCancelled(progress));
        progress.report(static_cast<double>(layer) / layers,
                        fmt::format("routers: layer {} of {}", layer + 1, layers));
        if (options.load) MOQA_CHECK(options.load(layer));
        MOQA_CHECK(alignment.layer(layer, progress));
    }
    return alignment.take();
}

} // namespace moqa
