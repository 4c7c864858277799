// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quantize/input_drift.h"

#include "moqa/kernels.h"

#include <algorithm>

namespace moqa {

namespace {
constexpr int64_t kSliceTokens = 1024; // sums of so many are f32, these are added in double
}

Status InputDrift::add(MatrixView full, MatrixView seen, const float* weights,
                       const Progress& progress) {
    Matrix difference(m_n, kSliceTokens), inputs(m_n, kSliceTokens), product(m_n, m_n);
    for (int64_t begin = 0; begin < seen.rows; begin += kSliceTokens) {
        MOQA_CHECK(checkCancelled(progress));
        const int64_t count = std::min(kSliceTokens, seen.rows - begin);
        for (int64_t t = 0; t < count; ++t) {
            const float weight = weights != nullptr ? weights[begin + t] : 1.0f;
            const float *of = full.row(begin + t), *is = seen.row(begin + t);
            for (int64_t i = 0; i < m_n; ++i) {
                difference.row(i)[t] = weight * (of[i] - is[i]);
                inputs.row(i)[t] = is[i];
            }
            m_weight += static_cast<double>(weight);
        }
        kernels::cpuBackend().gemmNT(m_n, m_n, count, 1.0f, difference.data.data(), kSliceTokens,
                                     inputs.data.data(), kSliceTokens, 0.0f, product.data.data(),
                                     m_n);
        for (size_t i = 0; i < m_sum.size(); ++i) m_sum[i] += static_cast<double>(product.data[i]);
    }
    return {};
}

Result<Matrix> InputDrift::correction(const GptqFactor& factor, double share,
                                      const Progress& progress) const {
    const bool still = std::all_of(m_sum.begin(), m_sum.end(), [](double d) { return d == 0; });
    if (still || !(m_weight > 0)) return Matrix();
    // In the factor's order of columns (H + damping)^-1 = U^T U.
    Matrix drift(m_n, m_n), half(m_n, m_n);
    for (int64_t i = 0; i < m_n; ++i)
        for (int64_t j = 0; j < m_n; ++j)
            drift.row(i)[j] = static_cast<float>(
                m_sum[static_cast<size_t>(i * m_n + factor.order[static_cast<size_t>(j)])] * share /
                m_weight);
    const kernels::Backend& cpu = kernels::cpuBackend();
    MOQA_CHECK(checkCancelled(progress));
    cpu.gemmNT(m_n, m_n, m_n, 1.0f, drift.data.data(), m_n, factor.upper.data(), m_n, 0.0f,
               half.data.data(), m_n);
    MOQA_CHECK(checkCancelled(progress));
    cpu.gemmNN(m_n, m_n, m_n, 1.0f, half.data.data(), m_n, factor.upper.data(), m_n, 0.0f,
               drift.data.data(), m_n);
    Matrix result(m_n, m_n);
    for (int64_t i = 0; i < m_n; ++i)
        for (int64_t j = 0; j < m_n; ++j)
            result.row(i)[factor.order[static_cast<size_t>(j)]] = drift.row(i)[j];
    return result;
}

void correctDrift(const Matrix& correction, Matrix& weight) {
    const Matrix before = weight;
    kernels::cpuBackend().gemmNN(weight.rows, weight.cols, weight.cols, 1.0f, before.data.data(),
                                 weight.cols, correction.data.data(), weight.cols, 1.0f,
                                 weight.data.data(), weight.cols);
}

} // namespace moqa
