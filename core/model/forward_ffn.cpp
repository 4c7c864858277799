// SPDX-License-Identifier: GPL-3.0-or-later
// The second half of a layer: x += residualMultiplier * FFN(norm(x)), routed, shared or dense.
#include "core/base/memory.h"
#include "core/model/forward_impl.h"
#include "core/model/router.h"
#include "core/model/rows.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

namespace moqa {

Status Forward::Impl::ffn(int layer, Matrix& hidden, LayerObserver* observer) {
    MOQA_CHECK(reserve(hidden.rows));
    float* x = normed.get(0);
    MOQA_CHECK(norm({Role::FfnNorm, layer}, {Role::FfnNormBias, layer}, hidden, x));
    const MatrixView input(x, hidden.rows, spec.hidden, spec.hidden);
    if (!spec.layers[static_cast<size_t>(layer)].moe) {
        if (observer != nullptr) observer->ffnInput(layer, input, nullptr);
        return wideFfn(layer, false, input, hidden, observer);
    }
    MOQA_TRY(const Routing routing, route(layer, input));
    if (observer != nullptr) observer->ffnInput(layer, input, &routing);
    MOQA_CHECK(routed(layer, input, routing, hidden, observer));
    if (spec.sharedWidth == 0) return {};
    return wideFfn(layer, true, input, hidden, observer);
}

Result<Routing> Forward::Impl::route(int layer, MatrixView x) {
    Routing routing;
    routing.tokens = x.rows;
    routing.experts = spec.experts;
    routing.topK = spec.topK;
    if (spec.experts < 1 || spec.topK < 1 || spec.topK > spec.experts)
        return badInput(fmt::format("{} of {} experts cannot be chosen", spec.topK, spec.experts),
                        source.path(), "check config.json");
    routing.logits.resize(static_cast<size_t>(x.rows * spec.experts));
    const WeightId router{Role::Router, layer};
    MOQA_CHECK(weights.multiply({router, x, 1.0f, 0.0f, routing.logits.data()}, spec.experts, tile,
                                *progress));
    MOQA_TRY(const std::vector<float> bias,
             weights.optional({Role::RouterBias, layer}, spec.experts));
    if (!bias.empty()) addBias(x.rows, spec.experts, 1.0f, bias.data(), routing.logits.data());
    MOQA_TRY(const std::vector<float> correction,
             weights.optional({Role::RouterCorrection, layer}, spec.experts));
    chooseExperts(spec, correction, backend, routing);
    return routing;
}

Status Forward::Impl::routed(int layer, MatrixView x, const Routing& routing, Matrix& hidden,
                             LayerObserver* observer) {
    // The queries are no longer needed. Experts are summed apart from the residual stream, which
    // may be a thousand times larger, and added to it once.
    float* sum = query.get(0);
    const int64_t count = hidden.rows * hidden.cols;
    std::fill(sum, sum + count, 0.0f);
    MOQA_CHECK(experts.run(layer, x, routing, sum, observer, *progress));
    addScaled(count, static_cast<float>(spec.residualMultiplier), sum, hidden.data.data());
    return {};
}

Status Forward::Impl::wideFfn(int layer, bool shared, MatrixView x, Matrix& hidden,
                              LayerObserver* observer) {
    const Role gateRole = shared ? Role::SharedGate : Role::DenseGate;
    const Role upRole = shared ? Role::SharedUp : Role::DenseUp;
    const Role downRole = shared ? Role::SharedDown : Role::DenseDown;
    const int64_t width = shared ? spec.sharedWidth : spec.denseWidth;
    // An observer is promised all rows at once; else 4096 bound the memory and widen each weight
    // once per 4096 rows, under 0.1 % of the work.
    const int64_t step = observer != nullptr ? x.rows : std::min<int64_t>(x.rows, 4096);
    const int64_t bytes = step * width * static_cast<int64_t>(sizeof(float));
    if (2 * bytes > wideGate.bytes() + wideUp.bytes())
        MOQA_CHECK(requireMemory(2 * bytes, fmt::format("FFN activations of {} tokens", step)));
    float* gate = wideGate.get(step * width);
    float* up = wideUp.get(step * width);
    std::vector<float> mix(static_cast<size_t>(step));
    for (int64_t row = 0; row < x.rows; row += step) {
        const MatrixView part(x.row(row), std::min(step, x.rows - row), x.cols, x.stride);
        MOQA_CHECK(
            weights.multiply({{gateRole, layer}, part, 1.0f, 0.0f, gate}, width, tile, *progress));
        MOQA_CHECK(
            weights.multiply({{upRole, layer}, part, 1.0f, 0.0f, up}, width, tile, *progress));
        backend.siluMul(part.rows * width, gate, up, gate);
        const MatrixView inner(gate, part.rows, width, width);
        if (observer != nullptr) observer->wideFfn(layer, shared, inner);
        if (shared && spec.sharedMix) { // scaling the inner rows scales the output
            MOQA_CHECK(weights.multiply({{Role::SharedMix, layer}, part, 1.0f, 0.0f, mix.data()}, 1,
                                        tile, *progress));
            for (float& m : mix) m = 1.0f / (1.0f + std::exp(-m));
            scaleRows(part.rows, width, mix.data(), gate);
        }
        const auto factor = static_cast<float>(spec.residualMultiplier);
        MOQA_CHECK(weights.multiply({{downRole, layer}, inner, factor, 1.0f, hidden.row(row)},
                                    spec.hidden, tile, *progress));
    }
    return {};
}

} // namespace moqa
