// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/evaluate/token_scores.h"

#include "core/base/parallel.h"

#include <algorithm>
#include <cmath>

namespace moqa {

namespace {

int64_t argmaxOf(const float* logits, int64_t vocab) {
    return std::max_element(logits, logits + vocab) - logits;
}

// At most 64 MB of logits per model: 512 rows of a vocabulary of 32,000, 110 of one of 152,000.
int64_t rowsPerChunk(int64_t vocab) {
    constexpr int64_t kChunkElements = int64_t{1} << 24;
    return std::clamp<int64_t>(kChunkElements / std::max<int64_t>(vocab, 1), 1, 512);
}

MatrixView rowRange(const MatrixView& m, int64_t begin, int64_t count) {
    return {m.row(begin), count, m.cols, m.stride};
}

} // namespace

LogitRow logitRow(const float* logits, int64_t vocab) {
    LogitRow row;
    row.argmax = argmaxOf(logits, vocab);
    const double top = static_cast<double>(logits[row.argmax]);
    double sum = 0.0;
    for (int64_t i = 0; i < vocab; ++i) sum += std::exp(static_cast<double>(logits[i]) - top);
    row.logSum = top + std::log(sum);
    return row;
}

TokenScore tokenScore(const float* logits, const float* full, int64_t vocab, int32_t target) {
    const LogitRow row = logitRow(logits, vocab);
    TokenScore score;
    score.nll = row.logSum - static_cast<double>(logits[target]);
    score.greedy = row.argmax == target;
    if (!full) return score;
    // KL = sum p (f - q) - (logSum f - logSum q): one exponential per entry of each model.
    const int64_t fullTop = argmaxOf(full, vocab);
    const double top = static_cast<double>(full[fullTop]);
    double sum = 0.0, weighted = 0.0;
    for (int64_t i = 0; i < vocab; ++i) {
        const double f = static_cast<double>(full[i]);
        const double e = std::exp(f - top);
        sum += e;
        weighted += e * (f - static_cast<double>(logits[i]));
    }
    const double difference = weighted / sum - (top + std::log(sum) - row.logSum);
    score.kl = difference < 0.0 ? 0.0 : difference; // below 0 only by rounding; keeps NaN
    score.sameTop1 = fullTop == row.argmax;
    return score;
}

Status scoreRows(Forward& model, Forward* full, const RowsToScore& rows, const Progress& progress,
                 std::vector<TokenScore>& out) {
    const int64_t count = rows.hidden.rows;
    out.assign(static_cast<size_t>(count), {});
    const bool compared = full && rows.fullHidden.data;
    Matrix logits, fullLogits;
    const int64_t chunk = rowsPerChunk(rows.vocab);
    for (int64_t begin = 0; begin < count; begin += chunk) {
        const int64_t rowCount = std::min(chunk, count - begin);
        MOQA_CHECK(model.logits(rowRange(rows.hidden, begin, rowCount), logits, progress));
        if (compared)
            MOQA_CHECK(
                full->logits(rowRange(rows.fullHidden, begin, rowCount), fullLogits, progress));
        // 512 rows of two models are some 60 million exponentials: half a second on one core.
        parallelFor(rowCount, [&](int64_t i, int) {
            if (progress.cancelled()) return;
            out[static_cast<size_t>(begin + i)] =
                tokenScore(logits.row(i), compared ? fullLogits.row(i) : nullptr, logits.cols,
                           rows.targets[static_cast<size_t>(begin + i)]);
        });
        MOQA_CHECK(checkCancelled(progress));
    }
    for (const TokenScore& score : out)
        if (!std::isfinite(score.nll) || !std::isfinite(score.kl))
            return badInput("the logits are not finite", "head",
                            "the model's weights are damaged or its arithmetic overflows");
    return {};
}

} // namespace moqa
