// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/measure/divergence_probe.h"

#include "core/base/cancel_only.h"
#include "core/base/parallel.h"
#include "core/evaluate/row_divergence.h"

#include <algorithm>
#include <cmath>

namespace moqa {

namespace {

MatrixView rowRange(const Matrix& m, int64_t begin, int64_t count) {
    return {m.row(begin), count, m.cols, m.cols};
}

} // namespace

Result<std::unique_ptr<DivergenceProbe>>
DivergenceProbe::create(const ModelSource& model, const ProbeRows& rows, Progress& progress) {
    auto probe = std::unique_ptr<DivergenceProbe>(new DivergenceProbe(model, rows));
    MOQA_TRY(probe->m_final, probe->m_forward.run(rows.batch, nullptr, progress));
    return probe;
}

Result<std::vector<double>> DivergenceProbe::divergence(int layer, Matrix disturbed,
                                                        const Progress& progress) {
    CancelOnly cancel(progress);
    for (int next = layer + 1; next < m_layers; ++next)
        MOQA_CHECK(m_forward.layer(next, m_rows->batch, disturbed, nullptr, cancel));
    MOQA_CHECK(m_forward.finalNorm(disturbed));
    std::vector<double> sums(m_rows->tokens.size(), 0.0);
    MOQA_CHECK(score(disturbed, sums, progress));
    for (size_t c = 0; c < sums.size(); ++c) sums[c] /= static_cast<double>(m_rows->tokens[c]);
    return sums;
}

Status DivergenceProbe::score(const Matrix& final, std::vector<double>& sums,
                              const Progress& progress) {
    constexpr int64_t kChunkRows = 256;
    Matrix full, other;
    for (int64_t begin = 0; begin < m_final.rows; begin += kChunkRows) {
        const int64_t count = std::min(kChunkRows, m_final.rows - begin);
        MOQA_CHECK(m_forward.logits(rowRange(m_final, begin, count), full, progress));
        MOQA_CHECK(m_forward.logits(rowRange(final, begin, count), other, progress));
        Matrix p(count, full.cols);
        std::vector<double> rows(static_cast<size_t>(count));
        parallelFor(
            count,
            [&](int64_t i, int) {
                softmaxRow(full.row(i), full.cols, p.row(i));
                rows[static_cast<size_t>(i)] =
                    rowDifference(full.row(i), p.row(i), other.row(i), full.cols).kl;
            },
            16);
        for (int64_t i = 0; i < count; ++i) {
            const double kl = rows[static_cast<size_t>(i)];
            if (!std::isfinite(kl))
                return badInput("the logits are not finite", "head",
                                "the model's weights are damaged or its arithmetic overflows");
            sums[static_cast<size_t>(m_rows->corpus[static_cast<size_t>(begin + i)])] += kl;
        }
        MOQA_CHECK(checkCancelled(progress));
    }
    return {};
}

} // namespace moqa
