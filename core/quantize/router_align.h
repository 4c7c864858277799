// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Routers re-aligned after quantization: the quantized layers before a router disturb what it
// reads, so that tokens change their experts. Ridge regression of each router on the quantized
// stream's inputs to the logits that the full model's router gave (EAC-MoE, arXiv 2508.01625,
// calibrates routers with a loss on the logits of the chosen experts; closed form: ours).

#include "core/base/progress.h"
#include "core/checkpoint/model_source.h"
#include "core/text/corpus.h"

#include <functional>
#include <map>
#include <vector>

namespace moqa {

struct RouterAlignOptions {
    int64_t window = 0; // 0 = min(2048, the model's limit)
    // Weight of a token in the regression of an expert that neither stream chose for it, beside 1
    // where one of them did.
    double background = 0.1;
    double damp = 0.001; // of the correction: share of the mean diagonal of the inputs' moment
    // Called before the quantized model's layer is read, so that no more than one is held; or none.
    std::function<Status(int layer)> load;
};

// What the alignment of one layer did on the calibration tokens.
struct RouterShift {
    int layer = 0;
    // Share of tokens whose set of experts is not the full model's, before (routers behind the
    // layer's inputs as they are with the layers before it aligned) and after.
    double before = 0, after = 0;
};

// A model with other routers, of the shape and the type in store of its own. Not thread-safe while
// routers are put; the base must outlive it.
class RouterOverlay final : public ForwardingSource {
public:
    using ForwardingSource::ForwardingSource;

    // Rounds router [experts, H] to the type that the base stores it in.
    void put(int layer, Matrix router);
    bool empty() const { return m_routers.empty(); }

    Status readRows(WeightId id, int64_t row, int64_t count, float* out) const override;
    const void* mappedBf16(WeightId id, int64_t row, int64_t count) const override;
    std::optional<kernels::PackedMatrix> packed(WeightId id) const override;

private:
    bool replaces(WeightId id) const {
        return id.role == Role::Router && m_routers.count(id.layer) != 0;
    }

    std::map<int, Matrix> m_routers;
};

// Aligns the routers of `quantized` (a quantized form of `full`) layer by layer, each with the
// layers before it aligned, and puts them into `routers`, an overlay whose base may be any form of
// the model with the same routers. A router whose plan quantizes it (below 16 bits) is left alone.
// BadInput: no tokens, models that do not fit, values that are not finite. Cancelled.
Result<std::vector<RouterShift>> alignRouters(const ModelSource& full, const ModelSource& quantized,
                                              const std::vector<Corpus>& calibration,
                                              const RouterAlignOptions& options,
                                              RouterOverlay& routers, Progress& progress);

// The regression of one layer: what is added to router [experts, H] so that its logits on inputs
// [T, H] come near to target [T, experts], row-major. chosen [T, experts]: 1 where the token counts
// fully for the expert.
struct RouterTask {
    MatrixView inputs;
    const Matrix* residual = nullptr; // [T, experts]: target less the router's own logits
    const std::vector<uint8_t>* chosen = nullptr;
};
Result<Matrix> routerCorrection(const RouterTask& task, const RouterAlignOptions& options,
                                const Progress& progress);

} // namespace moqa
