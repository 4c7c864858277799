// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quantize/moments.h"

#include "moqa/kernels.h"

#include <algorithm>

namespace moqa {

namespace {

// About 4e9 multiplications at a time: a tenth of a second between two looks at cancelled().
int64_t sliceRows(int64_t n) {
    return std::clamp<int64_t>(int64_t{4'000'000'000} / (n * n), 256, 4096);
}

} // namespace

Status Moment::add(MatrixView x, const float* weights, const Progress& progress) {
    const int64_t step = sliceRows(m_n);
    for (int64_t row = 0; row < x.rows; row += step) {
        MOQA_CHECK(checkCancelled(progress));
        const int64_t count = std::min(step, x.rows - row);
        const float* sliceWeights = weights != nullptr ? weights + row : nullptr;
        kernels::cpuBackend().addSecondMoment(count, m_n, x.row(row), x.stride, sliceWeights,
                                              m_sum.data(), m_n);
        for (int64_t t = 0; t < count; ++t)
            m_weight += sliceWeights != nullptr ? static_cast<double>(sliceWeights[t]) : 1.0;
        m_tokens += count;
    }
    return {};
}

void Moment::normalize() {
    if (empty()) return;
    for (double& value : m_sum) value /= m_weight;
    m_weight = 1;
}

void Moment::shrinkToward(const Moment& layer, double k) {
    const double own = empty() ? 0.0 : static_cast<double>(m_tokens);
    if (own + k <= 0) return;
    for (size_t i = 0; i < m_sum.size(); ++i)
        m_sum[i] = (own * m_sum[i] + k * layer.m_sum[i]) / (own + k);
    m_weight = layer.empty() ? m_weight : 1;
}

Result<double> outputEnergy(MatrixView a, const Moment& moment, const Progress& progress) {
    // The moment is symmetric: panels of its rows from the diagonal on, doubled beyond it, halve
    // the work and need no f32 copy of the whole.
    constexpr int64_t kPanel = 128;
    const int64_t n = moment.size();
    std::vector<float> panel(static_cast<size_t>(kPanel * n));
    std::vector<float> product(static_cast<size_t>(kPanel * a.rows));
    double energy = 0;
    for (int64_t p = 0; p < n; p += kPanel) {
        MOQA_CHECK(checkCancelled(progress));
        const int64_t height = std::min(kPanel, n - p), width = n - p;
        for (int64_t i = 0; i < height; ++i)
            for (int64_t j = 0; j < width; ++j)
                panel[static_cast<size_t>(i * width + j)] = static_cast<float>(
                    moment.data()[(p + i) * n + p + j] * (j < height ? 1.0 : 2.0));
        kernels::cpuBackend().gemmNT(a.rows, height, width, 1.0f, a.data + p, a.stride,
                                     panel.data(), width, 0.0f, product.data(), height);
        for (int64_t r = 0; r < a.rows; ++r)
            for (int64_t i = 0; i < height; ++i)
                energy += static_cast<double>(product[static_cast<size_t>(r * height + i)]) *
                          static_cast<double>(a.row(r)[p + i]);
    }
    return energy;
}

} // namespace moqa
