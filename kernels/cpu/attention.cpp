// SPDX-License-Identifier: GPL-3.0-or-later
#include "cpu/attention.h"

#include "cpu/gemm.h"
#include "cpu/parallel.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace moqa::kernels {

namespace {

constexpr int64_t kQueries = 128;
constexpr int64_t kKeys = 128;

// Running state of one tile of queries of one head.
struct Tile {
    const Loops& loop;
    int64_t first, rows, dim, window;
    float* scores;  // [rows, kKeys]
    float* sums;    // [rows, dim], not yet divided
    float* highest; // [rows], of the scores seen
    float* total;   // [rows], sum of exp(score - highest)

    // Turns the scores of keys [key, key + count) into probabilities relative to `highest`, which
    // they may raise; hidden ones become 0.
    void softmaxStep(int64_t key, int64_t count) {
        for (int64_t r = 0; r < rows; ++r) {
            const int64_t position = first + r;
            const int64_t oldest = window > 0 ? position - window + 1 : 0;
            const int64_t begin = std::clamp<int64_t>(oldest - key, 0, count);
            const int64_t end = std::clamp<int64_t>(position + 1 - key, begin, count);
            float* row = scores + r * kKeys;
            std::fill(row, row + begin, 0.0f);
            std::fill(row + end, row + count, 0.0f);
            if (begin == end) continue;
            raiseHighest(r, loop.maximum(end - begin, row + begin));
            total[r] += loop.expSum(end - begin, highest[r], row + begin);
        }
    }

    void raiseHighest(int64_t r, float score) {
        if (!(score > highest[r])) return;
        const float correction = std::exp(highest[r] - score); // 0 at the first key
        highest[r] = score;
        total[r] *= correction;
        loop.scaleRow(dim, correction, sums + r * dim, sums + r * dim);
    }
};

} // namespace

void attentionTiled(int64_t tokens, int heads, int kvHeads, int64_t dim, float scale,
                    int64_t window, const float* q, int64_t ldq, const float* k, int64_t ldk,
                    const float* v, int64_t ldv, float* out, int64_t ldout) {
    const int64_t tiles = (tokens + kQueries - 1) / kQueries;
    const double seen =
        static_cast<double>(window > 0 ? std::min(window, tokens) : tokens) * 0.5 + 1;
    const double work = 4.0 * static_cast<double>(tokens * heads * dim) * seen;
    forEach(tiles * heads, work, [&](int64_t item) {
        const int64_t head = item / tiles;
        const int64_t kvHead = head / (heads / kvHeads);
        const int64_t first = item % tiles * kQueries;
        const int64_t rows = std::min(kQueries, tokens - first);
        Scratch scratch(kQueries * (kKeys + 2 * dim + 2));
        float* query = scratch.data();
        Tile tile{loops(), first,   rows,   dim, window, query + kQueries * dim,
                  nullptr, nullptr, nullptr};
        tile.sums = tile.scores + kQueries * kKeys;
        tile.highest = tile.sums + kQueries * dim;
        tile.total = tile.highest + kQueries;
        // Scaling the queries costs dim products a row, scaling the scores as many as keys.
        for (int64_t r = 0; r < rows; ++r)
            tile.loop.scaleRow(dim, scale, q + (first + r) * ldq + head * dim, query + r * dim);
        std::fill(tile.sums, tile.sums + rows * dim, 0.0f);
        std::fill(tile.highest, tile.highest + rows, -std::numeric_limits<float>::infinity());
        std::fill(tile.total, tile.total + rows, 0.0f);

        const int64_t oldest = window > 0 ? std::max<int64_t>(0, first - window + 1) : 0;
        for (int64_t key = oldest / kKeys * kKeys; key < first + rows; key += kKeys) {
            const int64_t count = std::min(kKeys, first + rows - key);
            gemmSerial(rows, count, dim, 1.0f, {query, dim, 1},
                       {k + key * ldk + kvHead * dim, 1, ldk}, 0.0f, tile.scores, kKeys);
            tile.softmaxStep(key, count);
            gemmSerial(rows, dim, count, 1.0f, {tile.scores, kKeys, 1},
                       {v + key * ldv + kvHead * dim, ldv, 1}, 1.0f, tile.sums, dim);
        }
        for (int64_t r = 0; r < rows; ++r)
            tile.loop.scaleRow(dim, 1.0f / tile.total[r], tile.sums + r * dim,
                               out + (first + r) * ldout + head * dim);
    });
}

} // namespace moqa::kernels
