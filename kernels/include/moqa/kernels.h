// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The boundary of the number crunching: a Backend is a table of plain functions on raw f32
// pointers. `cpu` always exists; `cuda` is a shared library opened at run time if there. All
// matrices are row-major; ld* are row strides in elements. Functions run on the calling thread and
// its pool, block until done, never throw and never keep a pointer. Preconditions are the caller's:
// sizes
// >= 0, pointers valid, no aliasing unless a comment allows it.
//
// Every function has a plain reference version (referenceBackend) that tests compare all others
// with on odd sizes; kernels/bench times them.

#include <cstdint>

namespace moqa::kernels {

struct Backend {
    const char* name;        // "reference", "cpu", "cuda"
    const char* description; // library, instruction set, device: for reports

    // C[m,n] = alpha * A[m,k] * B[n,k]^T + beta * C. The product of every Linear (B = weight
    // [out,in]).
    void (*gemmNT)(int64_t m, int64_t n, int64_t k, float alpha, const float* a, int64_t lda,
                   const float* b, int64_t ldb, float beta, float* c, int64_t ldc);
    // C[m,n] = alpha * A[m,k] * B[k,n] + beta * C.
    void (*gemmNN)(int64_t m, int64_t n, int64_t k, float alpha, const float* a, int64_t lda,
                   const float* b, int64_t ldb, float beta, float* c, int64_t ldc);
    // C[n,n] += sum_t w[t] x[t,:]^T x[t,:] over rows t of X[rows,n]; both triangles filled. w may
    // be null (all ones), values >= 0. Sums of at most 4096 rows in f32, these added in double to
    // C.
    void (*addSecondMoment)(int64_t rows, int64_t n, const float* x, int64_t ldx, const float* w,
                            double* c, int64_t ldc);
    // Widens bf16 bit patterns (any alignment) to f32.
    void (*widenBf16)(int64_t count, const void* src, float* dst);
    // y = x / sqrt(mean(x^2) + eps) * weight, each of rows; mean square in double. weight may be
    // null. y may be x.
    void (*rmsNorm)(int64_t rows, int64_t n, const float* x, int64_t ldx, const float* weight,
                    float eps, float* y, int64_t ldy);
    // h = silu(gate) * up, element by element; h may be gate.
    void (*siluMul)(int64_t count, const float* gate, const float* up, float* h);
    // Causal attention of one sequence without a [heads,T,T] array: q [T, heads*dim], k and v
    // [T, kvHeads*dim], out [T, heads*dim]; query head j reads kv head j / (heads/kvHeads);
    // window 0 = all earlier positions, else position i sees (i-window, i]. Online softmax over
    // key tiles, scores scaled by scale. out may be q with ldout == ldq.
    void (*attention)(int64_t tokens, int heads, int kvHeads, int64_t dim, float scale,
                      int64_t window, const float* q, int64_t ldq, const float* k, int64_t ldk,
                      const float* v, int64_t ldv, float* out, int64_t ldout);
    // Per row of logits [rows, experts]: softmax over all, the k largest (ties: lowest index) in
    // falling order into ids [rows,k] and their probabilities into weights [rows,k]. 1 <= k <=
    // experts; ids are valid and distinct even where logits are NaN.
    void (*softmaxTopK)(int64_t rows, int experts, int k, const float* logits, int32_t* ids,
                        float* weights);
    // GPTQ's lazy update (quantizers.md 1.1 step 6): W[rows, n] -= E[rows, b] * U[b, n].
    void (*blockUpdate)(int64_t rows, int64_t n, int64_t b, const float* e, int64_t lde,
                        const float* u, int64_t ldu, float* w, int64_t ldw);
};

// Plain loops: the meaning of every function.
const Backend& referenceBackend();
// The fastest for this processor: OpenBLAS products where it was built in, run-time dispatched
// vector code. Threads: see setCpuThreads.
const Backend& cpuBackend();
// libmoqa_cuda.so beside the program or in ../lib, or null where it or a device is missing (a
// normal state). The library exports
//   extern "C" const moqa::kernels::Backend* moqaCudaBackend(char* why, int whySize)
// which answers null and writes the reason, zero-terminated, where there is no usable device.
const Backend* cudaBackend();
// One line for people: which of the above there are and why not the others.
const char* backendReport();

// Threads that cpuBackend may use (n >= 1; default: all cores). No result depends on it.
void setCpuThreads(int n);

// A program with its own parallel loop hands it in, so that a kernel called inside that loop runs
// serially and the cores are never shared out twice. The runner must call body(context, i) once for
// every i in [0, count) and return when all are done. Null: the kernels start threads themselves.
// Call before any work.
using ParallelRunner = void (*)(int64_t count, void (*body)(void* context, int64_t index),
                                void* context);
void setParallelRunner(ParallelRunner runner);

} // namespace moqa::kernels
