// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/evaluate/token_scores.h"

#include "core/base/parallel.h"
#include "core/evaluate/row_divergence.h"

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

namespace {

Status checkScores(const std::vector<TokenScore>& scores) {
    for (const TokenScore& score : scores)
        if (!std::isfinite(score.nll) || !std::isfinite(score.kl))
            return badInput("the logits are not finite", "head",
                            "the model's weights are damaged or its arithmetic overflows");
    return {};
}

// A chunk of the reference's rows.
struct FullRows {
    Matrix logits, p;
    std::vector<double> logSum;
    std::vector<int64_t> top;

    void take(const Progress& progress) {
        if (p.rows != logits.rows || p.cols != logits.cols) p = Matrix(logits.rows, logits.cols);
        logSum.resize(static_cast<size_t>(logits.rows));
        top.resize(static_cast<size_t>(logits.rows));
        parallelFor(logits.rows, [&](int64_t i, int) {
            if (progress.cancelled()) return;
            logSum[static_cast<size_t>(i)] = softmaxRow(logits.row(i), logits.cols, p.row(i));
            top[static_cast<size_t>(i)] = largestIndex(logits.row(i), logits.cols);
        });
    }
    TokenScore score(int64_t i, const float* other, int32_t target) const {
        const auto row = static_cast<size_t>(i);
        const RowDifference d = rowDifference(logits.row(i), p.row(i), other, logits.cols);
        const int64_t best = largestIndex(other, logits.cols);
        return {logSum[row] + d.logSum - static_cast<double>(other[target]), best == target, d.kl,
                best == top[row]};
    }
};

} // namespace

Status scoreRowsOf(std::span<RowsOfModel> models, Forward& full, MatrixView fullHidden,
                   std::span<const int32_t> targets, int64_t vocab, const Progress& progress) {
    for (RowsOfModel& one : models) one.scores.assign(static_cast<size_t>(fullHidden.rows), {});
    FullRows reference;
    Matrix logits;
    const int64_t chunk = rowsPerChunk(vocab);
    for (int64_t begin = 0; begin < fullHidden.rows; begin += chunk) {
        const int64_t count = std::min(chunk, fullHidden.rows - begin);
        MOQA_CHECK(full.logits(rowRange(fullHidden, begin, count), reference.logits, progress));
        reference.take(progress);
        for (RowsOfModel& one : models) {
            MOQA_CHECK(one.model->logits(rowRange(one.hidden, begin, count), logits, progress));
            parallelFor(count, [&](int64_t i, int) {
                if (progress.cancelled()) return;
                const auto at = static_cast<size_t>(begin + i);
                one.scores[at] = reference.score(i, logits.row(i), targets[at]);
            });
            MOQA_CHECK(checkCancelled(progress));
        }
    }
    for (const RowsOfModel& one : models) MOQA_CHECK(checkScores(one.scores));
    return {};
}

Status scoreRows(Forward& model, Forward* full, const RowsToScore& rows, const Progress& progress,
                 std::vector<TokenScore>& out) {
    if (full && rows.fullHidden.data) {
        RowsOfModel one{&model, rows.hidden, {}};
        MOQA_CHECK(
            scoreRowsOf({&one, 1}, *full, rows.fullHidden, rows.targets, rows.vocab, progress));
        out = std::move(one.scores);
        return {};
    }
    const int64_t count = rows.hidden.rows;
    out.assign(static_cast<size_t>(count), {});
    Matrix logits;
    const int64_t chunk = rowsPerChunk(rows.vocab);
    for (int64_t begin = 0; begin < count; begin += chunk) {
        const int64_t rowCount = std::min(chunk, count - begin);
        MOQA_CHECK(model.logits(rowRange(rows.hidden, begin, rowCount), logits, progress));
        // 512 rows are some 30 million exponentials: a quarter of a second on one core.
        parallelFor(rowCount, [&](int64_t i, int) {
            if (progress.cancelled()) return;
            out[static_cast<size_t>(begin + i)] = tokenScore(
                logits.row(i), nullptr, logits.cols, rows.targets[static_cast<size_t>(begin + i)]);
        });
        MOQA_CHECK(checkCancelled(progress));
    }
    return checkScores(out);
}

} // namespace moqa
