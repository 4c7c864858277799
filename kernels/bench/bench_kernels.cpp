// SPDX-License-Identifier: GPL-3.0-or-later
// Time, rate and share of the limit of every kernel. The limit of products is the best rate seen of
// a 1024^3 product on the same threads, that of the others the measured bandwidth of a copy.
// Packed products are compared with a product or a read that alternates with them.
//   bench_kernels [threads [packed]]
#include "bench/bench.h"
#include "cpu/gemm.h"
#include "moqa/kernels.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <thread>

using namespace moqa::kernels;
using namespace moqa::kernels::bench;

namespace {

void benchProducts(const Backend& backend, const Limits& limits) {
    struct Shape {
        int64_t m, n, k;
        const char* what;
    };
    for (const Shape& s : {Shape{1024, 1024, 1024, "square"},
                           {2048, 512, 1024, "expert gate or up"},
                           {2048, 1024, 512, "expert down"},
                           {8192, 1024, 1024, "attention q"},
                           {8192, 32, 1024, "router"},
                           {16, 512, 1024, "expert with 16 tokens"},
                           {1, 512, 1024, "expert with 1 token"}}) {
        const Floats a = filled(s.m * s.k);
        const Floats b = filled(s.n * s.k);
        Floats c(static_cast<size_t>(s.m * s.n));
        const double time = timeOf([&] {
            backend.gemmNT(s.m, s.n, s.k, 1.0f, a.data(), s.k, b.data(), s.k, 0.0f, c.data(), s.n);
        });
        print(std::string("gemmNT ") + s.what, time, 2.0 * static_cast<double>(s.m * s.n * s.k),
              limits.flops, "GFLOP/s");
    }
    const int64_t rows = 2048;
    const int64_t n = 1024;
    const Floats x = filled(rows * n);
    const Floats w(static_cast<size_t>(rows), 0.5f);
    std::vector<double> moment(static_cast<size_t>(n * n));
    for (const float* weights : {static_cast<const float*>(nullptr), w.data()}) {
        const double time = timeOf(
            [&] { backend.addSecondMoment(rows, n, x.data(), n, weights, moment.data(), n); });
        // Half of the symmetric product is what must be computed.
        print(weights == nullptr ? "addSecondMoment 2048 x 1024" : "addSecondMoment weighted", time,
              static_cast<double>(rows * n * (n + 1)), limits.flops, "GFLOP/s");
    }
    const Floats e = filled(512 * 128);
    const Floats u = filled(128 * 896);
    Floats updated = filled(512 * 896);
    print("blockUpdate 512 x 896, 128 columns", timeOf([&] {
              backend.blockUpdate(512, 896, 128, e.data(), 128, u.data(), 896, updated.data(), 896);
          }),
          2.0 * 512 * 896 * 128, limits.flops, "GFLOP/s");
}

void benchAttention(const Backend& backend, const Limits& limits) {
    for (const int64_t tokens : {512, 2048}) {
        const int64_t width = 1024;
        const Floats q = filled(tokens * width);
        Floats out(q.size());
        const double time = timeOf([&] {
            backend.attention(tokens, 16, 16, 64, 0.125f, 0, q.data(), width, q.data(), width,
                              q.data(), width, out.data(), width);
        });
        // Only the visible half counts.
        print("attention, 16 heads of 64, " + std::to_string(tokens) + " tokens", time,
              2.0 * static_cast<double>(tokens * (tokens + 1) * width), limits.flops, "GFLOP/s");
    }
}

void benchRows(const Backend& backend, const Limits& limits) {
    const int64_t rows = 8192;
    const int64_t n = 1024;
    const auto count = static_cast<double>(rows * n);
    const Floats x = filled(rows * n);
    Floats y(x.size());
    print("widenBf16, 8 M", timeOf([&] { backend.widenBf16(rows * n, x.data(), y.data()); }),
          6.0 * count, limits.bytes, "GB/s   ");
    print("rmsNorm 8192 x 1024",
          timeOf([&] { backend.rmsNorm(rows, n, x.data(), n, x.data(), 1e-5f, y.data(), n); }),
          8.0 * count, limits.bytes, "GB/s   ");
    print("siluMul, 8 M", timeOf([&] { backend.siluMul(rows * n, x.data(), x.data(), y.data()); }),
          12.0 * count, limits.bytes, "GB/s   ");
    std::vector<int32_t> ids(static_cast<size_t>(rows * 8));
    print("softmaxTopK, 8 of 64, 131072 rows", timeOf([&] {
              for (int i = 0; i < 16; ++i)
                  backend.softmaxTopK(rows, 64, 8, x.data(), ids.data(), y.data());
          }),
          16.0 * static_cast<double>(rows) * (64 + 16) * 4.0, limits.bytes, "GB/s   ");
}

Limits measureLimits(int threads) {
    Limits limits;
    const int64_t n = 1024;
    const Floats a = filled(n * n);
    Floats c(a.size());
    for (int i = 0; i < 20; ++i) {
        const double start = seconds();
        cpuBackend().gemmNT(n, n, n, 1.0f, a.data(), n, a.data(), n, 0.0f, c.data(), n);
        limits.flops = std::max(limits.flops, 2.0 * n * n * n / (seconds() - start));
    }
    const size_t part = size_t{64} << 20;
    std::vector<char> from(part * static_cast<size_t>(threads), 'a');
    std::vector<char> to(from.size());
    const double time = timeOf([&] {
        std::vector<std::thread> copies;
        for (size_t t = 0; t < static_cast<size_t>(threads); ++t)
            copies.emplace_back([&, t] { std::memcpy(&to[t * part], &from[t * part], part); });
        for (std::thread& copy : copies) copy.join();
    });
    limits.bytes = 2.0 * static_cast<double>(from.size()) / time;
    return limits;
}

// What a machine without OpenBLAS gets.
void benchOwnProduct(const Limits& limits, int threads) {
    const int64_t n = 1024;
    const Floats a = filled(n * n);
    Floats c(a.size());
    const double time = timeOf([&] {
        gemmBlocked(loops(), n, n, n, 1.0f, {a.data(), n, 1}, {a.data(), 1, n}, 0.0f, c.data(), n);
    });
    print("own blocked product 1024^3, 1 thread", time, 2.0 * n * n * n, limits.flops / threads,
          "GFLOP/s");
}

} // namespace

int main(int argc, char** argv) {
    int threads = argc > 1 ? std::atoi(argv[1]) : 0;
    if (threads < 1) threads = std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
    setCpuThreads(threads);
    if (argc > 2 && std::strcmp(argv[2], "packed") == 0) {
        benchPacked(threads);
        return 0;
    }
    const Limits limits = measureLimits(threads);
    std::printf("%s\n%d threads; limits: %.1f GFLOP/s in f32 products, %.1f GB/s copied\n",
                backendReport(), threads, limits.flops * 1e-9, limits.bytes * 1e-9);
    for (const Backend* backend : {&cpuBackend(), cudaBackend()}) {
        if (backend == nullptr) continue;
        std::printf("%s: %s\n", backend->name, backend->description);
        benchProducts(*backend, limits);
        benchAttention(*backend, limits);
        benchRows(*backend, limits);
    }
    benchOwnProduct(limits, threads);
    benchPacked(threads);
    return 0;
}
