// SPDX-License-Identifier: GPL-3.0-or-later
#include "cpu/gemm.h"
#include "test/check.h"

#include <array>

namespace moqa::kernels::check {

namespace {

// Sums of k products in f32 stray by about sqrt(k) * 2^-24 relative to their norm: 4e-6 at 4096.
constexpr double kProductLimit = 4e-6;

struct Shape {
    int64_t m, n, k;
    std::string text() const {
        return std::to_string(m) + " x " + std::to_string(n) + " x " + std::to_string(k);
    }
};

// Around the tile edges of every version (6, 16, 32, 512), one row, one column, empty.
constexpr std::array<Shape, 11> kShapes{{{1, 1, 1},
                                         {1, 7, 3},
                                         {7, 1, 5},
                                         {6, 32, 256},
                                         {13, 33, 257},
                                         {5, 17, 0},
                                         {0, 4, 4},
                                         {193, 65, 31},
                                         {513, 3, 64},
                                         {70, 1030, 40},
                                         {515, 514, 37}}};

using Product = void (*)(int64_t, int64_t, int64_t, float, const float*, int64_t, const float*,
                         int64_t, float, float*, int64_t);

void compareProduct(const Backend& backend, Product tested, Product reference, bool transposed,
                    const Shape& shape, float alpha, float beta) {
    const int64_t lda = shape.k + 3;
    const int64_t ldb = (transposed ? shape.k : shape.n) + 2;
    const int64_t ldc = shape.n + 1;
    const Floats a = randomFloats(shape.m * lda, 1);
    const Floats b = randomFloats((transposed ? shape.n : shape.k) * ldb, 2);
    Floats expected = randomFloats(shape.m * ldc, 3);
    if (beta == 0.0f) // what C held must not matter, not even NaN
        for (int64_t i = 0; i < shape.m; ++i) expected[static_cast<size_t>(i * ldc)] = NAN;
    Floats got = expected;
    if (shape.n > 0) {
        reference(shape.m, shape.n, shape.k, alpha, a.data(), lda, b.data(), ldb, beta,
                  expected.data(), ldc);
        tested(shape.m, shape.n, shape.k, alpha, a.data(), lda, b.data(), ldb, beta, got.data(),
               ldc);
    }
    expect(relativeError(got, expected) <= kProductLimit,
           std::string(backend.name) + (transposed ? " gemmNT " : " gemmNN ") + shape.text());
}

void checkMoment(const Backend& backend, int64_t rows, int64_t n, bool weighted) {
    const int64_t ldx = n + 2;
    const Floats x = randomFloats(rows * ldx, 4);
    Floats w = randomFloats(rows, 5);
    for (float& value : w) value *= value;
    std::vector<double> expected(static_cast<size_t>(n * (n + 1)), 0.25);
    std::vector<double> got = expected;
    const float* weights = weighted ? w.data() : nullptr;
    referenceBackend().addSecondMoment(rows, n, x.data(), ldx, weights, expected.data(), n + 1);
    backend.addSecondMoment(rows, n, x.data(), ldx, weights, got.data(), n + 1);
    const std::string what = std::string(backend.name) + " addSecondMoment " +
                             std::to_string(rows) + " x " + std::to_string(n);
    expect(relativeError(got, expected) <= kProductLimit, what);
    bool symmetric = true;
    for (int64_t i = 0; i < n; ++i)
        for (int64_t j = 0; j < n; ++j)
            symmetric = symmetric && got[static_cast<size_t>(i * (n + 1) + j)] ==
                                         got[static_cast<size_t>(j * (n + 1) + i)];
    expect(symmetric, what + " symmetric");
}

void checkUpdate(const Backend& backend) {
    const Floats e = randomFloats(33 * 20, 6);
    const Floats u = randomFloats(17 * 70, 7);
    Floats expected = randomFloats(33 * 65, 8);
    Floats got = expected;
    referenceBackend().blockUpdate(33, 61, 17, e.data(), 20, u.data(), 70, expected.data(), 65);
    backend.blockUpdate(33, 61, 17, e.data(), 20, u.data(), 70, got.data(), 65);
    expect(relativeError(got, expected) <= kProductLimit,
           std::string(backend.name) + " blockUpdate");
}

} // namespace

void checkProducts(const Backend& backend) {
    const Backend& reference = referenceBackend();
    for (const Shape& shape : kShapes)
        for (const auto& [alpha, beta] : {std::pair{1.0f, 0.0f}, {1.0f, 1.0f}, {-0.5f, 2.0f}}) {
            compareProduct(backend, backend.gemmNT, reference.gemmNT, true, shape, alpha, beta);
            compareProduct(backend, backend.gemmNN, reference.gemmNN, false, shape, alpha, beta);
        }
    for (const bool weighted : {false, true}) {
        checkMoment(backend, 0, 5, weighted);
        checkMoment(backend, 37, 1, weighted);
        checkMoment(backend, 101, 259, weighted);
        checkMoment(backend, 4101, 19, weighted); // more rows than one f32 sum may have
    }
    checkUpdate(backend);
}

void checkBlockedProduct() {
    std::vector<const Loops*> all{&kLoopsBaseline};
#ifdef MOQA_X86_LOOPS
    __builtin_cpu_init();
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) all.push_back(&kLoopsAvx2);
    if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") &&
        __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512bw"))
        all.push_back(&kLoopsAvx512);
#endif
    for (const Loops* loop : all)
        for (const Shape& s : kShapes)
            for (const bool transposed : {false, true}) {
                const Floats a = randomFloats(s.m * s.k, 1);
                const Floats b = randomFloats(s.n * s.k, 2);
                Floats expected = randomFloats(s.m * s.n, 3);
                Floats got = expected;
                const int64_t ldb = transposed ? s.k : s.n;
                (transposed ? referenceBackend().gemmNT : referenceBackend().gemmNN)(
                    s.m, s.n, s.k, 2.0f, a.data(), s.k, b.data(), ldb, 0.5f, expected.data(), s.n);
                const Strided right =
                    transposed ? Strided{b.data(), 1, ldb} : Strided{b.data(), ldb, 1};
                gemmBlocked(*loop, s.m, s.n, s.k, 2.0f, {a.data(), s.k, 1}, right, 0.5f, got.data(),
                            s.n);
                expect(relativeError(got, expected) <= kProductLimit,
                       std::string("blocked product ") + loop->isa + " " + s.text());
            }
}

void checkThreadIndependence() {
    const int64_t m = 1100;
    const int64_t n = 1130; // >= m: its rows are also keys and values
    const int64_t k = 300;
    const Floats a = randomFloats(m * k, 1);
    const Floats b = randomFloats(n * k, 2);
    const auto run = [&](int threads) {
        setCpuThreads(threads);
        Floats c(static_cast<size_t>(m * n));
        cpuBackend().gemmNT(m, n, k, 1.0f, a.data(), k, b.data(), k, 0.0f, c.data(), n);
        std::vector<double> moment(static_cast<size_t>(k * k));
        cpuBackend().addSecondMoment(m, k, a.data(), k, nullptr, moment.data(), k);
        Floats context(static_cast<size_t>(m * k));
        cpuBackend().attention(m, 6, 2, 50, 0.1f, 0, a.data(), k, b.data(), k, b.data() + 100, k,
                               context.data(), k);
        for (const double value : moment) c.push_back(static_cast<float>(value));
        c.insert(c.end(), context.begin(), context.end());
        return c;
    };
    const Floats one = run(1);
    for (const int threads : {2, 3, 8})
        expect(run(threads) == one, "same bits with " + std::to_string(threads) + " threads");
}

} // namespace moqa::kernels::check
