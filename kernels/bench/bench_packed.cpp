// SPDX-License-Identifier: GPL-3.0-or-later
// Packed products. With few tokens the limit is a read of as many bytes, with many a product of
// 1024^3 in f32; both alternate with what they limit, so that a busy machine slows both.
#include "bench/bench.h"
#include "moqa/kernels.h"
#include "moqa/packed.h"

#include <cstring>
#include <ctime>
#include <thread>

namespace moqa::kernels::bench {

namespace {

constexpr int64_t kRows = 1024;
constexpr int64_t kCols = 2048;
constexpr int64_t kGroup = 128;
constexpr int64_t kExperts = 8; // in a call

// Matrices of one shape in one piece of memory, enough of them to leave no cache of a server warm.
class Matrices {
public:
    Matrices(int bits, int64_t totalBytes) {
        const int64_t rowBytes = kCols * bits / 8;
        m_bytes = kRows * (rowBytes + 3 * (kCols / kGroup));
        m_count = std::max(kExperts, totalBytes / m_bytes / kExperts * kExperts);
        m_memory.resize(static_cast<size_t>(m_bytes * m_count), 0x35); // a scale of 0.325
        for (int64_t i = 0; i < m_count; ++i) {
            const uint8_t* codes = m_memory.data() + i * m_bytes;
            const auto* scales = reinterpret_cast<const uint16_t*>(codes + kRows * rowBytes);
            const auto* zeros = reinterpret_cast<const uint8_t*>(scales + kRows * (kCols / kGroup));
            m_matrices.push_back(
                {bits, kRows, kCols, rowBytes, kGroup, codes, scales, zeros, nullptr});
        }
    }
    int64_t bytes() const { return m_bytes; }
    const uint8_t* data() const { return m_memory.data(); }
    int64_t count() const { return m_count; }
    const PackedMatrix& operator[](int64_t i) const { return m_matrices[static_cast<size_t>(i)]; }

private:
    int64_t m_bytes = 0, m_count = 0;
    std::vector<uint8_t> m_memory;
    std::vector<PackedMatrix> m_matrices;
};

// The first bytes of every cache line, so that adding costs nothing beside loading.
uint64_t readBytes(const uint8_t* from, int64_t bytes) {
    uint64_t sum[4] = {};
    for (int64_t i = 0; i + 256 <= bytes; i += 256)
        for (int j = 0; j < 4; ++j) {
            uint64_t word = 0;
            std::memcpy(&word, from + i + 64 * j, sizeof word);
            sum[j] += word;
        }
    return sum[0] + sum[1] + sum[2] + sum[3];
}

volatile uint64_t g_sink = 0;

void readByThreads(const uint8_t* from, int64_t bytes, int threads) {
    const int64_t part = bytes / threads;
    std::vector<std::thread> others;
    std::vector<uint64_t> sums(static_cast<size_t>(threads));
    for (int t = 1; t < threads; ++t)
        others.emplace_back(
            [&, t] { sums[static_cast<size_t>(t)] = readBytes(from + t * part, part); });
    sums[0] = readBytes(from, part);
    for (std::thread& other : others) other.join();
    for (const uint64_t sum : sums) g_sink = g_sink + sum;
}

struct Pair {
    double tested, limit; // medians of runs that alternate
};

// One thread is timed by its processor, which other programs do not disturb; of several the wait
// for the last counts.
double clockSeconds(int threads) {
    if (threads > 1) return seconds();
    timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) + 1e-9 * static_cast<double>(time.tv_nsec);
}

template <class Tested, class Limit>
Pair alternate(int threads, Tested&& tested, Limit&& limit) {
    tested();
    limit();
    std::vector<double> testedTimes;
    std::vector<double> limitTimes;
    const double start = seconds();
    while (testedTimes.size() < 15 || seconds() - start < 0.6) {
        const double begin = clockSeconds(threads);
        tested();
        const double middle = clockSeconds(threads);
        limit();
        testedTimes.push_back(middle - begin);
        limitTimes.push_back(clockSeconds(threads) - middle);
    }
    return {median(testedTimes), median(limitTimes)};
}

const char* precisionName(PackedPrecision precision) {
    return precision == PackedPrecision::Exact ? "exact" : "fast";
}

void benchFew(int bits, int64_t tokens, PackedPrecision precision, int threads) {
    // Three times 32 MiB: the last-level cache of the servers we know, per socket part.
    const Matrices matrices(bits, int64_t{96} << 20);
    const Floats x = filled(tokens * kCols);
    Floats y(static_cast<size_t>(kExperts * tokens * kRows));
    PackedProduct products[kExperts];
    int64_t next = 0;
    const auto multiply = [&] {
        for (int64_t e = 0; e < kExperts; ++e)
            products[e] = {matrices[next + e],
                           tokens,
                           x.data(),
                           kCols,
                           nullptr,
                           y.data() + e * tokens * kRows,
                           kRows};
        packedProducts(kExperts, products, precision);
        next = (next + kExperts) % matrices.count();
    };
    int64_t nextRead = matrices.count() / 2 / kExperts * kExperts;
    const int64_t bytes = kExperts * matrices.bytes();
    const auto read = [&] {
        readByThreads(matrices.data() + nextRead * matrices.bytes(), bytes, threads);
        nextRead = (nextRead + kExperts) % matrices.count();
    };
    const Pair times = alternate(threads, multiply, read);
    print(std::to_string(bits) + " bits, " + precisionName(precision) + ", " +
              std::to_string(tokens) + " tokens",
          times.tested, static_cast<double>(bytes), static_cast<double>(bytes) / times.limit,
          "GB/s   ");
}

void benchMany(int bits, int64_t tokens, PackedPrecision precision, int threads,
               bool uneven = false) {
    const Matrices matrices(bits, 0);
    const int64_t all = kExperts * tokens;
    const Floats x = filled(all * kCols);
    Floats y(static_cast<size_t>(all * kRows));
    PackedProduct products[kExperts];
    int64_t first = 0;
    for (int64_t e = 0; e < kExperts; ++e) {
        // One expert with half of all, the others in a falling line.
        const int64_t share = uneven ? (e == 0 ? all / 2 : all / 2 * (kExperts - e) / 28) : tokens;
        products[e] = {matrices[e],
                       std::min(share, all - first),
                       x.data() + first * kCols,
                       kCols,
                       nullptr,
                       y.data() + first * kRows,
                       kRows};
        first += products[e].tokens;
    }
    const int64_t n = 1024;
    const Floats a = filled(n * n);
    Floats c(a.size());
    const Pair times = alternate(
        threads, [&] { packedProducts(kExperts, products, precision); },
        [&] { cpuBackend().gemmNT(n, n, n, 1.0f, a.data(), n, a.data(), n, 0.0f, c.data(), n); });
    print(std::to_string(bits) + " bits, " + precisionName(precision) + ", " +
              std::to_string(tokens) + " tokens" + (uneven ? ", uneven" : ""),
          times.tested, 2.0 * static_cast<double>(first * kRows * kCols),
          2.0 * static_cast<double>(n * n * n) / times.limit, "GFLOP/s");
}

} // namespace

void benchPacked(int threads) {
    std::printf("packed products, %s: 8 matrices of 1024 x 2048 in a call, groups of 128, %d "
                "threads\n tokens per matrix, of a read of the packed bytes:\n",
                packedIsa(), threads);
    for (const auto precision : {PackedPrecision::Exact, PackedPrecision::Fast}) {
        for (const int bits : {1, 2, 3, 4, 5, 6, 8}) benchFew(bits, 1, precision, threads);
        for (const int64_t tokens : {2, 4, 8}) benchFew(4, tokens, precision, threads);
    }
    std::printf(" tokens per matrix, of sgemm 1024^3:\n");
    for (const auto precision : {PackedPrecision::Exact, PackedPrecision::Fast}) {
        for (const int bits : {1, 2, 3, 4, 5, 6, 8}) benchMany(bits, 256, precision, threads);
        for (const int64_t tokens : {1, 4, 8, 12, 13, 16, 32, 64})
            benchMany(4, tokens, precision, threads);
        benchMany(4, 256, precision, threads, true);
    }
}

} // namespace moqa::kernels::bench
