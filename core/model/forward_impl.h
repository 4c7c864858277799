// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What Forward keeps between calls, and the steps its public functions are made of. Scratch grows
// to the largest batch seen and stays.

#include "core/model/expert_pass.h"
#include "core/model/forward.h"
#include "core/model/rope.h"
#include "core/model/weights.h"

namespace moqa {

struct Forward::Impl {
    const ModelSource& source;
    const ModelSpec& spec;
    const kernels::Backend& backend;
    Weights weights;
    RopeTable rope;
    ExpertPass experts;
    Progress* progress = &silentProgress(); // of the call that is running

    Buffer normed;     // [T, H], input of the block that is running
    Buffer query;      // [T, heads*headDim], then the attention context; [T, H] sum of the experts
    Buffer key, value; // [T, kvHeads*headDim]
    Buffer wideGate, wideUp; // [rows, width] of the dense or shared FFN
    Buffer tile;             // one tile of a weight

    explicit Impl(const ModelSource& from);

    // Makes a call's progress that of the steps it runs, until it returns.
    class Running {
    public:
        Running(Impl& impl, Progress& progress) : m_impl(impl), m_before(impl.progress) {
            impl.progress = &progress;
        }
        ~Running() { m_impl.progress = m_before; }
        Running(const Running&) = delete;
        Running& operator=(const Running&) = delete;

    private:
        Impl& m_impl;
        Progress* m_before;
    };

    // forward_attention.cpp
    Status attention(int layer, const TokenBatch& batch, Matrix& hidden, LayerObserver* observer);
    Status projectQkv(int layer, MatrixView x);
    Status project(int layer, Role role, Role biasRole, bool bias, MatrixView x, int64_t outputs,
                   float* y);
    Status normaliseHeads(int layer, Role role, int64_t tokens, int64_t heads, float* y);
    void rotate(const TokenBatch& batch);
    Status attend(int layer, const TokenBatch& batch);

    // forward_ffn.cpp
    Status ffn(int layer, Matrix& hidden, LayerObserver* observer);
    Status routed(int layer, MatrixView x, const Routing& routing, Matrix& hidden,
                  LayerObserver* observer);
    Status wideFfn(int layer, bool shared, MatrixView x, Matrix& hidden, LayerObserver* observer);
    Result<Routing> route(int layer, MatrixView x);

    // forward.cpp
    Status norm(WeightId weight, WeightId bias, const Matrix& x, float* y);
    Status checkLayer(int layer, const Matrix& hidden) const;
    Status reserve(int64_t tokens);
    int64_t queryWidth() const { return spec.heads * spec.headDim; }
    int64_t keyWidth() const { return spec.kvHeads * spec.headDim; }
};

} // namespace moqa
