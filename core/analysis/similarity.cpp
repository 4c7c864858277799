// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/similarity.h"

#include "core/analysis/statistics.h"
#include "core/base/parallel.h"
#include "core/base/random.h"
#include "core/model/weights.h"
#include "moqa/kernels.h"

#include <algorithm>
#include <cmath>

namespace moqa {

namespace {

double dot(const float* a, const float* b, int64_t n) {
    double sum = 0.0;
    for (int64_t i = 0; i < n; ++i) sum += static_cast<double>(a[i]) * static_cast<double>(b[i]);
    return sum;
}

float inverseNorm(const float* a, int64_t n) {
    const double square = dot(a, a, n);
    return square > 0.0 ? static_cast<float>(1.0 / std::sqrt(square)) : 0.0f;
}

void gemmNT(const Matrix& a, const Matrix& b, Matrix& c) {
    kernels::cpuBackend().gemmNT(a.rows, b.rows, a.cols, 1.0f, a.data.data(), a.cols, b.data.data(),
                                 b.cols, 0.0f, c.data.data(), c.cols);
}

// Subtracts row and column means: the Gram of centred features from that of raw ones.
void centre(Matrix& gram) {
    const size_t n = static_cast<size_t>(gram.rows);
    std::vector<double> mean(n, 0.0);
    double all = 0.0;
    for (size_t i = 0; i < n; ++i) {
        for (size_t j = 0; j < n; ++j) mean[i] += static_cast<double>(gram.data[i * n + j]);
        mean[i] /= static_cast<double>(n);
        all += mean[i] / static_cast<double>(n);
    }
    for (size_t i = 0; i < n; ++i)
        for (size_t j = 0; j < n; ++j)
            gram.data[i * n + j] = static_cast<float>(static_cast<double>(gram.data[i * n + j]) -
                                                      mean[i] - mean[j] + all);
}

} // namespace

Result<ExpertWeights> readExpert(const ModelSource& source, int layer, int expert) {
    ExpertWeights weights;
    MOQA_TRY(weights.gate, readFinite(source, {Role::ExpertGate, layer, expert}));
    MOQA_TRY(weights.up, readFinite(source, {Role::ExpertUp, layer, expert}));
    MOQA_TRY(weights.down, readFinite(source, {Role::ExpertDown, layer, expert}));
    return weights;
}

void evaluateExpert(const ExpertWeights& weights, MatrixView x, Matrix& hidden, Matrix& output) {
    const kernels::Backend& backend = kernels::cpuBackend();
    hidden = Matrix(x.rows, weights.gate.rows);
    Matrix up(x.rows, weights.up.rows);
    output = Matrix(x.rows, weights.down.rows);
    backend.gemmNT(x.rows, hidden.cols, x.cols, 1.0f, x.data, x.stride, weights.gate.data.data(),
                   weights.gate.cols, 0.0f, hidden.data.data(), hidden.cols);
    backend.gemmNT(x.rows, up.cols, x.cols, 1.0f, x.data, x.stride, weights.up.data.data(),
                   weights.up.cols, 0.0f, up.data.data(), up.cols);
    backend.siluMul(hidden.rows * hidden.cols, hidden.data.data(), up.data.data(),
                    hidden.data.data());
    gemmNT(hidden, weights.down, output);
}

namespace {

void roundGroup(const float* in, int64_t count, float levels, float* out) {
    const auto [lowest, highest] = std::minmax_element(in, in + count);
    const float low = std::min(0.0f, *lowest), high = std::max(0.0f, *highest);
    const float scale = (high - low) / levels;
    if (scale == 0.0f) return; // all zero, as out is
    const float zero = std::round(-low / scale);
    for (int64_t c = 0; c < count; ++c) {
        const float code = std::clamp(std::round(in[c] / scale) + zero, 0.0f, levels);
        out[c] = (code - zero) * scale;
    }
}

} // namespace

Matrix roundToNearest(const Matrix& weight, int bits, int group) {
    Matrix out(weight.rows, weight.cols);
    const float levels = static_cast<float>((1 << bits) - 1);
    parallelFor(
        weight.rows,
        [&](int64_t r, int) {
            for (int64_t begin = 0; begin < weight.cols; begin += group)
                roundGroup(weight.row(r) + begin, std::min<int64_t>(group, weight.cols - begin),
                           levels, out.row(r) + begin);
        },
        64);
    return out;
}

std::vector<double> cosineMatrix(const Matrix& rows) {
    constexpr int64_t kBlock = 2048; // products summed in f32 before they go to double
    const size_t n = static_cast<size_t>(rows.rows);
    std::vector<double> gram(n * n, 0.0);
    Matrix part(rows.rows, rows.rows);
    for (int64_t begin = 0; begin < rows.cols; begin += kBlock) {
        const int64_t count = std::min(kBlock, rows.cols - begin);
        const float* block = rows.data.data() + begin;
        kernels::cpuBackend().gemmNT(rows.rows, rows.rows, count, 1.0f, block, rows.cols, block,
                                     rows.cols, 0.0f, part.data.data(), part.cols);
        for (size_t i = 0; i < gram.size(); ++i) gram[i] += static_cast<double>(part.data[i]);
    }
    std::vector<double> cosine(n * n);
    for (size_t a = 0; a < n; ++a)
        for (size_t b = 0; b < n; ++b) {
            const double norms = std::sqrt(gram[a * n + a]) * std::sqrt(gram[b * n + b]);
            const double both = (gram[a * n + b] + gram[b * n + a]) / 2.0; // exactly symmetric
            cosine[a * n + b] = norms > 0.0 ? std::clamp(both / norms, -1.0, 1.0) : kNotSeen;
        }
    return cosine;
}

int64_t ExpertSimilarity::sketchColumns(int experts, int64_t hidden) {
    constexpr int64_t kLeast = 128, kBytes = 128'000'000;
    const int64_t stacked = 3 * hidden;
    const int64_t affordable = kBytes / (experts * stacked * static_cast<int64_t>(sizeof(float)));
    return std::min(stacked, std::max(kLeast, affordable));
}

ExpertSimilarity::ExpertSimilarity(int experts, Matrix sample, int64_t hidden, uint64_t seed,
                                   std::optional<int64_t> columns)
    : m_sample(std::move(sample)), m_outputs(experts, m_sample.rows * hidden),
      m_grams(experts, m_sample.rows * m_sample.rows) {
    const int64_t stacked = 3 * hidden;
    const int64_t directions = columns.value_or(sketchColumns(experts, hidden));
    m_projection = Matrix(directions, stacked);
    m_sketches = Matrix(experts, directions * stacked);
    if (directions == stacked) {
        for (int64_t i = 0; i < directions; ++i) m_projection.row(i)[i] = 1.0f;
        return;
    }
    Random random(seed);
    for (float& v : m_projection.data) v = static_cast<float>(random.normal());
}

void ExpertSimilarity::add(int expert, const ExpertWeights& weights) {
    Matrix hidden, output;
    evaluateExpert(weights, m_sample, hidden, output);
    for (int64_t t = 0; t < output.rows; ++t) {
        const float scale = inverseNorm(output.row(t), output.cols);
        float* to = m_outputs.row(expert) + t * output.cols;
        for (int64_t c = 0; c < output.cols; ++c) to[c] = output.row(t)[c] * scale;
    }
    // Scaled first: squares of squares of raw activations could leave the range of f32.
    const float scale = inverseNorm(hidden.data.data(), hidden.rows * hidden.cols);
    for (float& v : hidden.data) v *= scale;
    Matrix gram(hidden.rows, hidden.rows);
    gemmNT(hidden, hidden, gram);
    centre(gram);
    std::copy(gram.data.begin(), gram.data.end(), m_grams.row(expert));
    addSketch(expert, weights);
}

void ExpertSimilarity::addSketch(int expert, const ExpertWeights& weights) {
    const int64_t width = weights.gate.rows, hidden = weights.gate.cols;
    Matrix stacked(width, 3 * hidden);
    const auto norm = [](const Matrix& m) { return inverseNorm(m.data.data(), m.rows * m.cols); };
    const float gate = norm(weights.gate), up = norm(weights.up), down = norm(weights.down);
    constexpr int64_t kBlock = 16; // channels whose down weights share a cache line
    parallelFor((width + kBlock - 1) / kBlock, [&](int64_t block, int) {
        const int64_t begin = block * kBlock, end = std::min(width, begin + kBlock);
        for (int64_t c = begin; c < end; ++c)
            for (int64_t i = 0; i < hidden; ++i) {
                stacked.row(c)[i] = weights.gate.row(c)[i] * gate;
                stacked.row(c)[hidden + i] = weights.up.row(c)[i] * up;
            }
        for (int64_t i = 0; i < hidden; ++i)
            for (int64_t c = begin; c < end; ++c)
                stacked.row(c)[2 * hidden + i] = weights.down.row(i)[c] * down;
    });
    Matrix projected(m_projection.rows, width); // (Z R)^T
    gemmNT(m_projection, stacked, projected);
    kernels::cpuBackend().gemmNN(projected.rows, stacked.cols, width, 1.0f, projected.data.data(),
                                 projected.cols, stacked.data.data(), stacked.cols, 0.0f,
                                 m_sketches.row(expert), stacked.cols);
}

ErrorCorrelation::ErrorCorrelation(int experts, ProbeSample sample)
    : m_experts(experts), m_sample(std::move(sample)),
      m_delta(m_sample.input.rows * m_sample.topK, m_sample.input.cols) {}

void ErrorCorrelation::add(int expert, const ExpertWeights& weights) {
    std::vector<int64_t> slots; // rows of m_delta that belong to this expert
    for (size_t i = 0; i < m_sample.ids.size(); ++i)
        if (m_sample.ids[i] == expert) slots.push_back(static_cast<int64_t>(i));
    if (slots.empty()) return;
    Matrix x(static_cast<int64_t>(slots.size()), m_sample.input.cols);
    for (int64_t i = 0; i < x.rows; ++i)
        std::copy_n(m_sample.input.row(slots[static_cast<size_t>(i)] / m_sample.topK), x.cols,
                    x.row(i));
    const ExpertWeights rounded{roundToNearest(weights.gate, kProbeBits, kProbeGroup),
                                roundToNearest(weights.up, kProbeBits, kProbeGroup),
                                roundToNearest(weights.down, kProbeBits, kProbeGroup)};
    Matrix hidden, exact, quantized;
    evaluateExpert(weights, x, hidden, exact);
    evaluateExpert(rounded, x, hidden, quantized);
    for (int64_t i = 0; i < x.rows; ++i) {
        float* to = m_delta.row(slots[static_cast<size_t>(i)]);
        for (int64_t c = 0; c < exact.cols; ++c) to[c] = quantized.row(i)[c] - exact.row(i)[c];
    }
}

std::vector<double> ErrorCorrelation::matrix() const {
    const size_t n = static_cast<size_t>(m_experts), topK = static_cast<size_t>(m_sample.topK);
    std::vector<double> products(static_cast<size_t>(tokens()) * topK * topK);
    parallelFor(
        tokens(),
        [&](int64_t index, int) {
            const size_t t = static_cast<size_t>(index);
            for (size_t i = 0; i < topK; ++i)
                for (size_t j = 0; j <= i; ++j) {
                    const double gates = static_cast<double>(m_sample.gates[t * topK + i]) *
                                         static_cast<double>(m_sample.gates[t * topK + j]);
                    const double value =
                        m_sample.weights[t] * gates *
                        dot(m_delta.row(static_cast<int64_t>(t * topK + i)),
                            m_delta.row(static_cast<int64_t>(t * topK + j)), m_delta.cols);
                    products[(t * topK + i) * topK + j] = products[(t * topK + j) * topK + i] =
                        value;
                }
        },
        64);
    std::vector<double> sums(n * n, 0.0);
    for (size_t t = 0; t < static_cast<size_t>(tokens()); ++t)
        for (size_t i = 0; i < topK; ++i)
            for (size_t j = 0; j < topK; ++j)
                sums[static_cast<size_t>(m_sample.ids[t * topK + i]) * n +
                     static_cast<size_t>(m_sample.ids[t * topK + j])] +=
                    products[(t * topK + i) * topK + j];
    return sums;
}

double offDiagonalShare(std::span<const double> matrix, int experts) {
    const size_t n = static_cast<size_t>(experts);
    double all = 0.0, trace = 0.0;
    for (size_t i = 0; i < matrix.size(); ++i) all += matrix[i];
    for (size_t e = 0; e < n; ++e) trace += matrix[e * n + e];
    return trace > 0.0 ? (all - trace) / trace : kNotSeen;
}

} // namespace moqa
