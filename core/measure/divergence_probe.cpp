// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/measure/divergence_probe.h"

#include "core/base/cancel_only.h"
#include "core/base/parallel.h"

#include <algorithm>
#include <cmath>

namespace moqa {

namespace {

constexpr float kSmallStep = 0.25f; // of a logit: the series below is exact to 1e-8 of d^2 there

// e^d - 1 - d without cancellation.
inline float excessOf(float d) {
    constexpr float c2 = 0.5f, c3 = 1.0f / 6, c4 = 1.0f / 24, c5 = 1.0f / 120, c6 = 1.0f / 720,
                    c7 = 1.0f / 5040;
    return d * d * (c2 + d * (c3 + d * (c4 + d * (c5 + d * (c6 + d * c7)))));
}

// Below 0 only by rounding; keeps NaN, which std::max would not.
double notBelowZero(double kl) { return kl < 0 ? 0.0 : kl; }

double wideDivergence(const float* full, const float* p, const float* other, int64_t vocab) {
    double mean = 0, excess = 0, weight = 0;
    for (int64_t i = 0; i < vocab; ++i) {
        const double d = static_cast<double>(other[i]) - static_cast<double>(full[i]);
        const double w = static_cast<double>(p[i]);
        weight += w;
        mean += w * d;
        excess += w * (std::expm1(d) - d);
    }
    mean /= weight;
    excess /= weight;
    return notBelowZero(std::log1p(mean + excess) - mean);
}

void softmax(const float* logits, int64_t vocab, float* p) {
    const float top = *std::max_element(logits, logits + vocab);
    double sum = 0;
    for (int64_t i = 0; i < vocab; ++i) {
        p[i] = std::exp(logits[i] - top);
        sum += static_cast<double>(p[i]);
    }
    const auto scale = static_cast<float>(1.0 / sum);
    for (int64_t i = 0; i < vocab; ++i) p[i] *= scale;
}

MatrixView rowRange(const Matrix& m, int64_t begin, int64_t count) {
    return {m.row(begin), count, m.cols, m.cols};
}

} // namespace

double rowDivergence(const float* full, const float* p, const float* other, int64_t vocab) {
    // Sixteen lanes of f32, each over pieces short enough that its rounding stays below 1e-6 of it.
    constexpr int64_t kPiece = 1024;
    constexpr int kLanes = 16;
    double mean = 0, excess = 0, weight = 0;
    for (int64_t begin = 0; begin < vocab; begin += kPiece) {
        const int64_t end = std::min(vocab, begin + kPiece);
        float means[kLanes] = {}, excesses[kLanes] = {}, weights[kLanes] = {}, widest[kLanes] = {};
        int64_t i = begin;
        for (; i + kLanes <= end; i += kLanes)
            for (int lane = 0; lane < kLanes; ++lane) {
                const float d = other[i + lane] - full[i + lane], w = p[i + lane];
                means[lane] += w * d;
                excesses[lane] += w * excessOf(d);
                weights[lane] += w;
                widest[lane] = std::max(widest[lane], std::fabs(d));
            }
        for (; i < end; ++i) {
            const float d = other[i] - full[i];
            means[0] += p[i] * d;
            excesses[0] += p[i] * excessOf(d);
            weights[0] += p[i];
            widest[0] = std::max(widest[0], std::fabs(d));
        }
        for (int lane = 0; lane < kLanes; ++lane) {
            // Not finite ends here too.
            if (!(widest[lane] <= kSmallStep)) return wideDivergence(full, p, other, vocab);
            mean += static_cast<double>(means[lane]);
            excess += static_cast<double>(excesses[lane]);
            weight += static_cast<double>(weights[lane]);
        }
    }
    mean /= weight;
    excess /= weight;
    return notBelowZero(std::log1p(mean + excess) - mean);
}

int64_t DivergenceProbe::streamsAtATime(int64_t tokens, int64_t hidden) {
    constexpr int64_t kBytes = int64_t{64} << 20;
    return std::clamp<int64_t>(kBytes / std::max<int64_t>(1, tokens * hidden * 4), 1, 16);
}

Result<std::unique_ptr<DivergenceProbe>>
DivergenceProbe::create(const ModelSource& model, const ProbeRows& rows, Progress& progress) {
    auto probe = std::unique_ptr<DivergenceProbe>(new DivergenceProbe(model, rows));
    MOQA_TRY(probe->m_final, probe->m_forward.run(rows.batch, nullptr, progress));
    return probe;
}

Result<std::vector<std::vector<double>>>
DivergenceProbe::divergences(int layer, std::vector<Matrix> disturbed, const Progress& progress) {
    CancelOnly cancel(progress);
    for (Matrix& hidden : disturbed) {
        for (int next = layer + 1; next < m_layers; ++next)
            MOQA_CHECK(m_forward.layer(next, m_rows->batch, hidden, nullptr, cancel));
        MOQA_CHECK(m_forward.finalNorm(hidden));
    }
    std::vector<std::vector<double>> sums(disturbed.size(),
                                          std::vector<double>(m_rows->tokens.size(), 0.0));
    MOQA_CHECK(score(disturbed, sums, progress));
    for (std::vector<double>& sum : sums)
        for (size_t c = 0; c < sum.size(); ++c) sum[c] /= static_cast<double>(m_rows->tokens[c]);
    return sums;
}

// The undisturbed logits are made once for all streams.
Status DivergenceProbe::score(const std::vector<Matrix>& finals,
                              std::vector<std::vector<double>>& sums, const Progress& progress) {
    constexpr int64_t kChunkRows = 256;
    Matrix full, other;
    for (int64_t begin = 0; begin < m_final.rows; begin += kChunkRows) {
        const int64_t count = std::min(kChunkRows, m_final.rows - begin);
        MOQA_CHECK(m_forward.logits(rowRange(m_final, begin, count), full, progress));
        Matrix p(count, full.cols);
        parallelFor(count, [&](int64_t i, int) { softmax(full.row(i), full.cols, p.row(i)); });
        for (size_t s = 0; s < finals.size(); ++s) {
            MOQA_CHECK(m_forward.logits(rowRange(finals[s], begin, count), other, progress));
            std::vector<double> rows(static_cast<size_t>(count));
            parallelFor(
                count,
                [&](int64_t i, int) {
                    rows[static_cast<size_t>(i)] =
                        rowDivergence(full.row(i), p.row(i), other.row(i), full.cols);
                },
                16);
            for (int64_t i = 0; i < count; ++i) {
                const double kl = rows[static_cast<size_t>(i)];
                if (!std::isfinite(kl))
                    return badInput("the logits are not finite", "head",
                                    "the model's weights are damaged or its arithmetic overflows");
                sums[s][static_cast<size_t>(m_rows->corpus[static_cast<size_t>(begin + i)])] += kl;
            }
        }
        MOQA_CHECK(checkCancelled(progress));
    }
    return {};
}

} // namespace moqa
