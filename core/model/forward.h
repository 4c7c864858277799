// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The forward pass on the CPU: one layer at a time over all tokens at once. Weights are read from
// a ModelSource tile by tile into reused buffers; tokens are gathered per expert; hooks hand every
// intermediate that analysis and quantization need to a LayerObserver, one layer at a time.

#include "core/base/progress.h"
#include "core/base/tensor.h"
#include "core/checkpoint/model_source.h"

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace moqa {

// Sequences laid end to end; attention and positions start anew at each.
struct TokenBatch {
    std::vector<int32_t> ids;
    std::vector<int64_t> starts; // begin of each sequence, rising, starts[0] == 0

    int64_t tokens() const { return static_cast<int64_t>(ids.size()); }
    int64_t sequences() const { return static_cast<int64_t>(starts.size()); }
    int64_t sequenceEnd(int64_t s) const {
        return s + 1 < sequences() ? starts[static_cast<size_t>(s + 1)] : tokens();
    }
    // Disjoint windows of exactly `window` tokens; the remainder is dropped. BadInput if not one
    // window fits.
    static Result<TokenBatch> windows(std::span<const int32_t> ids, int64_t window,
                                      const std::string& corpusName);
    static TokenBatch single(std::vector<int32_t> ids);
};

struct Routing {
    int64_t tokens = 0;
    int experts = 0, topK = 0;
    std::vector<float> logits;  // [tokens, experts], router output before softmax or sigmoid
    std::vector<int32_t> ids;   // [tokens, topK]
    std::vector<float> weights; // [tokens, topK], the combine weights g
};

// A run of tokens of one expert. All matrices have tokens.size() rows.
struct ExpertSlice {
    int layer = 0; // model layer index
    int expert = 0;
    std::span<const int32_t> tokens; // rows of the batch, rising
    std::span<const float> gates;    // combine weight of each
    MatrixView input;                // [t, H], the FFN's input after its norm
    MatrixView hidden;               // [t, m], act(Wg x) * (Wu x)
    MatrixView output;               // [t, H], Wd h, before the gate
};

// Hooks, called in the order of the declarations for each layer. expert() may be called from
// several threads at once but never concurrently for one expert, and comes in several slices per
// expert when it has many tokens; all other hooks come from the calling thread.
class LayerObserver {
public:
    virtual ~LayerObserver() = default;
    virtual void attentionInput(int layer, MatrixView x) { (void)layer, (void)x; } // [T, H]
    virtual void attentionContext(int layer, MatrixView context) {
        (void)layer, (void)context;
    } // [T, heads*headDim], input of AttnO
    // routing is null for a dense layer.
    virtual void ffnInput(int layer, MatrixView x, const Routing* routing) {
        (void)layer, (void)x, (void)routing;
    }
    virtual void expert(const ExpertSlice& slice) { (void)slice; }
    // Input x is that of ffnInput; hidden [T, width] of the shared expert or the dense FFN.
    virtual void wideFfn(int layer, bool shared, MatrixView hidden) {
        (void)layer, (void)shared, (void)hidden;
    }
    // hidden [T, H]: the residual stream after this layer. An error stops the pass.
    virtual Status layerDone(int layer, MatrixView hidden) {
        (void)layer, (void)hidden;
        return {};
    }
    // False lets the pass skip keeping expert outputs alive for expert() (all other hooks still
    // come).
    virtual bool wantsExperts() const { return true; }
};

class Forward {
public:
    // The source must outlive this object. One Forward is used by one thread at a time (it has
    // scratch buffers, and is parallel inside).
    explicit Forward(const ModelSource& source);
    ~Forward();
    Forward(Forward&&) noexcept;

    // Embedding rows [T, H] as they enter the first layer. BadInput for ids outside the vocabulary.
    Result<Matrix> embed(const TokenBatch& batch);
    // The two halves of layer l, in place on the residual stream hidden [T, H]. A cancel is looked
    // for at every sequence and every weight tile.
    Status attentionBlock(int layer, const TokenBatch& batch, Matrix& hidden,
                          LayerObserver* observer, Progress& progress = silentProgress());
    Status ffnBlock(int layer, Matrix& hidden, LayerObserver* observer,
                    Progress& progress = silentProgress());
    // Both halves, the check for non-finite values (BadInput naming the tensor or the layer) and
    // layerDone.
    Status layer(int layer, const TokenBatch& batch, Matrix& hidden, LayerObserver* observer,
                 Progress& progress);
    // Final norm, in place.
    Status finalNorm(Matrix& hidden);
    // logits [rows, vocab] of final-normed hidden rows. Call with a few hundred rows at a time.
    Status logits(MatrixView hidden, Matrix& out, const Progress& progress = silentProgress());
    // embed, all layers, final norm.
    Result<Matrix> run(const TokenBatch& batch, LayerObserver* observer, Progress& progress);

    // y [rows, out] = x [rows, in] W^T (+ bias) of any Linear of the model, tile by tile.
    Status linear(WeightId id, MatrixView x, Matrix& y);
    // Routing of FFN inputs x [T, H] in a MoE layer.
    Result<Routing> route(int layer, MatrixView x);

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace moqa
