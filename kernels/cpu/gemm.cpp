// SPDX-License-Identifier: GPL-3.0-or-later
#include "cpu/gemm.h"

#include "cpu/parallel.h"

#include <algorithm>
#include <limits>
#include <string>

#ifdef MOQA_HAVE_OPENBLAS
#include <cblas.h>
// Weak: other libraries that offer cblas.h lack them.
extern "C" {
void openblas_set_num_threads(int threads) __attribute__((weak));
char* openblas_get_config(void) __attribute__((weak));
}
#endif

namespace moqa::kernels {

namespace {

// 512 x 512 tiles of C keep OpenBLAS at 95 % of its rate on large matrices (k = 1024).
constexpr int64_t kTile = 512;

#ifdef MOQA_HAVE_OPENBLAS

// We cut the work ourselves, so OpenBLAS must not start threads of its own.
void useOneBlasThread() {
    static const bool done = [] {
        if (openblas_set_num_threads != nullptr) openblas_set_num_threads(1);
        return true;
    }();
    (void)done;
}

bool fitsBlasInt(int64_t value) { return value <= std::numeric_limits<int>::max(); }

void gemmOpenBlas(int64_t m, int64_t n, int64_t k, float alpha, Strided a, Strided b, float beta,
                  float* c, int64_t ldc) {
    useOneBlasThread();
    // A stride of 1 both ways (one column) may be read either way; the leading dimension must then
    // still be at least the row length.
    const bool aT = a.colStride != 1;
    const bool bT = b.colStride != 1;
    const int64_t lda = std::max(aT ? a.colStride : a.rowStride, aT ? m : k);
    const int64_t ldb = std::max(bT ? b.colStride : b.rowStride, bT ? k : n);
    cblas_sgemm(CblasRowMajor, aT ? CblasTrans : CblasNoTrans, bT ? CblasTrans : CblasNoTrans,
                static_cast<int>(m), static_cast<int>(n), static_cast<int>(k), alpha, a.data,
                static_cast<int>(lda), b.data, static_cast<int>(ldb), beta, c,
                static_cast<int>(ldc));
}

#endif

} // namespace

void gemmSerial(int64_t m, int64_t n, int64_t k, float alpha, Strided a, Strided b, float beta,
                float* c, int64_t ldc) {
    if (m <= 0 || n <= 0) return;
#ifdef MOQA_HAVE_OPENBLAS
    const int64_t longest =
        std::max({m, n, k, ldc, a.rowStride, a.colStride, b.rowStride, b.colStride});
    if (k > 0 && fitsBlasInt(longest)) {
        gemmOpenBlas(m, n, k, alpha, a, b, beta, c, ldc);
        return;
    }
#endif
    gemmBlocked(loops(), m, n, k, alpha, a, b, beta, c, ldc);
}

void gemmParallel(int64_t m, int64_t n, int64_t k, float alpha, Strided a, Strided b, float beta,
                  float* c, int64_t ldc) {
    const int64_t tileRows = (m + kTile - 1) / kTile;
    const int64_t tileCols = (n + kTile - 1) / kTile;
    const double work =
        2.0 * static_cast<double>(m) * static_cast<double>(n) * static_cast<double>(k);
    forEach(tileRows * tileCols, work, [&](int64_t tile) {
        const int64_t i = tile / tileCols * kTile;
        const int64_t j = tile % tileCols * kTile;
        const Strided aTile{a.data + i * a.rowStride, a.rowStride, a.colStride};
        const Strided bTile{b.data + j * b.colStride, b.rowStride, b.colStride};
        gemmSerial(std::min(kTile, m - i), std::min(kTile, n - j), k, alpha, aTile, bTile, beta,
                   c + i * ldc + j, ldc);
    });
}

const char* gemmLibrary() {
#ifdef MOQA_HAVE_OPENBLAS
    static const std::string name =
        openblas_get_config != nullptr ? openblas_get_config() : "BLAS with cblas.h";
    return name.c_str();
#else
    return "own blocked product";
#endif
}

} // namespace moqa::kernels
