// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quantize/awq.h"

#include "core/base/half.h"
#include "core/base/parallel.h"
#include "core/model/weights.h"
#include "core/quantize/rtn.h"
#include "moqa/kernels.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace moqa {

namespace {

constexpr int kClipSteps = 10; // down to 0.55 of the range

double shareOf(int index) { return static_cast<double>(index) / kAwqShares; }

void scaleColumns(Matrix& m, std::span<const float> scale, bool divide) {
    for (int64_t r = 0; r < m.rows; ++r) {
        float* row = m.row(r);
        for (int64_t c = 0; c < m.cols; ++c) {
            const float s = scale[static_cast<size_t>(c)];
            row[c] = divide ? row[c] / s : row[c] * s;
        }
    }
}

// What rounding makes of a weight whose columns were scaled, back in the old scale.
Result<Matrix> roundedWith(Matrix weight, const UnitFormat& format, std::span<const float> scale,
                           const Progress& progress) {
    scaleColumns(weight, scale, false);
    UnitFormat codes = format;
    codes.rank = 0; // what low rank gives back is found afterwards
    MOQA_TRY(const QuantizedTensor tensor,
             quantizeRtn(weight, {}, codes, GridSearch::Off, nullptr, progress));
    Matrix rounded = dequantize(tensor);
    scaleColumns(rounded, scale, true);
    return rounded;
}

// One FFN on its tokens of the sample.
struct SampledFfn {
    const FfnJob* job = nullptr;
    std::vector<int64_t> rows; // of the sample
    std::vector<float> gates;  // of each
    Matrix input, output;      // output: the full one

    Matrix run(const Matrix& gate, const Matrix& up, const Matrix& down) const {
        const kernels::Backend& cpu = kernels::cpuBackend();
        const int64_t n = input.rows, width = gate.rows, hidden = input.cols;
        Matrix a(n, width), b(n, width), out(n, hidden);
        cpu.gemmNT(n, width, hidden, 1.0f, input.data.data(), hidden, gate.data.data(), hidden,
                   0.0f, a.data.data(), width);
        cpu.gemmNT(n, width, hidden, 1.0f, input.data.data(), hidden, up.data.data(), hidden, 0.0f,
                   b.data.data(), width);
        cpu.siluMul(n * width, a.data.data(), b.data.data(), a.data.data());
        cpu.gemmNT(n, hidden, width, 1.0f, a.data.data(), width, down.data.data(), width, 0.0f,
                   out.data.data(), hidden);
        return out;
    }
};

std::vector<SampledFfn> sampleFfns(std::span<const FfnJob> jobs, MatrixView x, int64_t stride) {
    std::vector<SampledFfn> ffns;
    for (const FfnJob& job : jobs) {
        if (!job.gate.quantized() && !job.up.quantized()) continue;
        SampledFfn ffn;
        ffn.job = &job;
        const auto add = [&](int64_t token, float gate) {
            if (token % stride != 0) return;
            ffn.rows.push_back(token / stride);
            ffn.gates.push_back(gate);
        };
        if (job.routed)
            for (size_t i = 0; i < job.tokens.size(); ++i)
                add(job.tokens[i], std::sqrt(job.weights[i]));
        else
            for (int64_t t = 0; t < x.rows; t += stride) add(t, 1.0f);
        if (ffn.rows.empty()) continue;
        ffn.input = Matrix(static_cast<int64_t>(ffn.rows.size()), x.cols);
        for (size_t i = 0; i < ffn.rows.size(); ++i)
            std::copy_n(x.row(ffn.rows[i] * stride), x.cols,
                        ffn.input.row(static_cast<int64_t>(i)));
        ffns.push_back(std::move(ffn));
    }
    return ffns;
}

// sum of squares of the block's change over the sample, in the order of the FFNs.
double blockError(const std::vector<SampledFfn>& ffns, const std::vector<Matrix>& changes,
                  int64_t rows, int64_t hidden) {
    Matrix block(rows, hidden);
    for (size_t f = 0; f < ffns.size(); ++f)
        for (size_t i = 0; i < ffns[f].rows.size(); ++i) {
            const float* change = changes[f].row(static_cast<int64_t>(i));
            float* out = block.row(ffns[f].rows[i]);
            for (int64_t c = 0; c < hidden; ++c) out[c] += ffns[f].gates[i] * change[c];
        }
    double sum = 0;
    for (const float value : block.data) sum += static_cast<double>(value) * value;
    return sum;
}

// What one candidate changes in one FFN's output.
Result<Matrix> changeOf(const ModelSource& model, const SampledFfn& ffn,
                        std::span<const float> scale, const Progress& progress) {
    const auto rounded = [&](const PlannedWeight& weight) -> Result<Matrix> {
        MOQA_TRY(Matrix full, readFinite(model, weight.entry->id));
        if (!weight.quantized()) return full;
        return roundedWith(std::move(full), weight.format, scale, progress);
    };
    MOQA_TRY(const Matrix gate, rounded(ffn.job->gate));
    MOQA_TRY(const Matrix up, rounded(ffn.job->up));
    MOQA_TRY(const Matrix down, model.readAll(ffn.job->down.entry->id));
    Matrix out = ffn.run(gate, up, down);
    for (size_t i = 0; i < out.data.size(); ++i) out.data[i] -= ffn.output.data[i];
    return out;
}

} // namespace

std::vector<float> awqScale(std::span<const float> magnitudes, double r) {
    std::vector<float> scale;
    float least = std::numeric_limits<float>::infinity(), greatest = 0;
    for (const float m : magnitudes) {
        constexpr double kFloor = 1e-4;
        const auto s = static_cast<float>(std::pow(std::max(static_cast<double>(m), kFloor), r));
        least = std::min(least, s);
        greatest = std::max(greatest, s);
        scale.push_back(s);
    }
    const float middle = std::sqrt(least * greatest);
    for (float& s : scale) s /= middle;
    return scale;
}

void roundToPowersOfTwo(std::vector<float>& scale) {
    for (float& s : scale) s = std::exp2(std::nearbyint(std::log2(s)));
}

std::vector<float> meanMagnitudes(MatrixView x) {
    std::vector<double> sums(static_cast<size_t>(x.cols));
    for (int64_t t = 0; t < x.rows; ++t)
        for (int64_t c = 0; c < x.cols; ++c)
            sums[static_cast<size_t>(c)] += std::fabs(static_cast<double>(x.row(t)[c]));
    std::vector<float> means;
    for (const double sum : sums)
        means.push_back(
            static_cast<float>(sum / static_cast<double>(std::max<int64_t>(1, x.rows))));
    return means;
}

Result<std::vector<float>> findBlockScale(const ModelSource& model, std::span<const FfnJob> jobs,
                                          MatrixView x, int64_t sample, const Progress& progress) {
    const std::vector<float> magnitudes = meanMagnitudes(x);
    std::vector<float> best = awqScale(magnitudes, 0);
    const int64_t stride = std::max<int64_t>(1, x.rows / std::max<int64_t>(1, sample));
    std::vector<SampledFfn> ffns = sampleFfns(jobs, x, stride);
    if (ffns.empty()) return best;
    std::vector<Result<Matrix>> changes(ffns.size(), Result<Matrix>(Matrix()));
    const auto count = static_cast<int64_t>(ffns.size());
    std::vector<Status> read(ffns.size());
    parallelFor(count, [&](int64_t f, int) {
        SampledFfn& ffn = ffns[static_cast<size_t>(f)];
        read[static_cast<size_t>(f)] = [&]() -> Status {
            MOQA_TRY(const Matrix gate, readFinite(model, ffn.job->gate.entry->id));
            MOQA_TRY(const Matrix up, readFinite(model, ffn.job->up.entry->id));
            MOQA_TRY(const Matrix down, readFinite(model, ffn.job->down.entry->id));
            ffn.output = ffn.run(gate, up, down);
            return {};
        }();
    });
    for (const Status& status : read) MOQA_CHECK(status);
    double least = std::numeric_limits<double>::infinity();
    for (int k = 0; k < kAwqShares; ++k) {
        std::vector<float> scale = awqScale(magnitudes, shareOf(k));
        roundToPowersOfTwo(scale);
        parallelFor(count, [&](int64_t f, int) {
            const auto at = static_cast<size_t>(f);
            changes[at] = changeOf(model, ffns[at], scale, progress);
        });
        std::vector<Matrix> found;
        for (Result<Matrix>& change : changes) {
            if (!change.ok()) return change.error();
            found.push_back(std::move(*change));
        }
        const double error = blockError(ffns, found, (x.rows + stride - 1) / stride, x.cols);
        if (error >= least) continue;
        least = error;
        best = std::move(scale);
    }
    return best;
}

Result<std::vector<float>> findLinearScale(MatrixView weight, const UnitFormat& format,
                                           const Moment& moment, const Progress& progress) {
    Matrix full(weight.rows, weight.cols);
    for (int64_t r = 0; r < weight.rows; ++r) std::copy_n(weight.row(r), weight.cols, full.row(r));
    std::vector<float> magnitudes;
    for (int64_t i = 0; i < weight.cols; ++i)
        magnitudes.push_back(
            static_cast<float>(std::sqrt(std::max(0.0, moment.data()[i * (weight.cols + 1)]))));
    std::vector<float> best;
    double least = std::numeric_limits<double>::infinity();
    for (int k = 0; k < kAwqShares; ++k) {
        std::vector<float> scale = awqScale(magnitudes, shareOf(k));
        MOQA_TRY(Matrix difference, roundedWith(full, format, scale, progress));
        for (size_t i = 0; i < difference.data.size(); ++i) difference.data[i] -= full.data[i];
        MOQA_TRY(const double error, outputEnergy(difference, moment, progress));
        if (error >= least) continue;
        least = error;
        best = std::move(scale);
    }
    return best.empty() ? awqScale(magnitudes, 0) : best;
}

namespace {

float codeOf(float x, const GroupGrid& grid, float maxCode) {
    return std::clamp(std::nearbyint(x / grid.step) + grid.zero, 0.0f, maxCode);
}

// Clips one group; block: the moment of its n columns [n, n], null for ones.
class GroupClipper {
public:
    GroupClipper(const UnitFormat& format, bool clip)
        : m_rule{format.bits, format.symmetric, GridSearch::Off},
          m_steps(clip && format.bits > 1 ? kClipSteps : 1) {}

    GroupGrid find(const float* x, int64_t n, const float* block) {
        if (m_steps == 1) return findGrid(x, n, m_rule);
        m_scaled.resize(static_cast<size_t>(n));
        m_errors.resize(static_cast<size_t>(n));
        GroupGrid best;
        double least = std::numeric_limits<double>::infinity();
        for (int step = 0; step < m_steps; ++step) {
            const float factor = 1.0f - static_cast<float>(step) / (2 * kClipSteps);
            for (int64_t i = 0; i < n; ++i) m_scaled[static_cast<size_t>(i)] = factor * x[i];
            const GroupGrid grid = findGrid(m_scaled.data(), n, m_rule);
            const double error = errorOf(x, n, grid, block);
            if (error >= least) continue;
            least = error;
            best = grid;
        }
        return best;
    }
    float code(float x, const GroupGrid& grid) const {
        if (m_rule.bits == 1) return x > 0 ? 1.0f : 0.0f;
        return codeOf(x, grid, m_rule.maxCode());
    }

private:
    double errorOf(const float* x, int64_t n, const GroupGrid& grid, const float* block) {
        float* d = m_errors.data();
        for (int64_t i = 0; i < n; ++i)
            d[i] = x[i] - (codeOf(x[i], grid, m_rule.maxCode()) - grid.zero) * grid.step;
        double sum = 0;
        for (int64_t i = 0; i < n; ++i) {
            float row = block == nullptr ? d[i] : 0.0f;
            if (block != nullptr)
                for (int64_t j = 0; j < n; ++j) row += block[i * n + j] * d[j];
            sum += static_cast<double>(row) * d[i];
        }
        return sum;
    }

    GridRule m_rule;
    int m_steps;
    std::vector<float> m_scaled, m_errors;
};

// The blocks on the diagonal of the moment, group by group.
std::vector<float> diagonalBlocks(const Moment& moment, int64_t width) {
    const int64_t n = moment.size();
    std::vector<float> blocks;
    for (int64_t begin = 0; begin < n; begin += width)
        for (int64_t i = begin; i < std::min(n, begin + width); ++i)
            for (int64_t j = begin; j < std::min(n, begin + width); ++j)
                blocks.push_back(static_cast<float>(moment.data()[i * n + j]));
    return blocks;
}

} // namespace

Result<QuantizedTensor> quantizeAwq(MatrixView weight, WeightId id, const UnitFormat& format,
                                    const Moment* moment, bool clip, const Progress& progress) {
    QuantizedTensor tensor;
    tensor.id = id;
    tensor.format = format;
    tensor.rows = weight.rows;
    tensor.cols = weight.cols;
    const int64_t rowBytes = tensor.rowBytes(), groups = tensor.groups();
    const int64_t width = groupWidth(format, weight.cols);
    tensor.codes.resize(static_cast<size_t>(weight.rows * rowBytes));
    tensor.scales.resize(static_cast<size_t>(weight.rows * groups));
    if (format.hasZeroPoints()) tensor.zeroPoints.resize(tensor.scales.size());
    std::vector<float> blocks;
    // A whole row of thousands of columns has its own diagonal alone.
    if (moment != nullptr && clip && width <= 512) blocks = diagonalBlocks(*moment, width);
    constexpr int64_t kRows = 16; // per task
    parallelFor((weight.rows + kRows - 1) / kRows, [&](int64_t task, int) {
        GroupClipper clipper(format, clip);
        std::vector<uint8_t> codes(static_cast<size_t>(weight.cols));
        const int64_t end = std::min(weight.rows, (task + 1) * kRows);
        for (int64_t row = task * kRows; row < end && !progress.cancelled(); ++row) {
            for (int64_t g = 0; g < groups; ++g) {
                const float* x = weight.row(row) + g * width;
                const int64_t n = std::min(width, weight.cols - g * width);
                const GroupGrid grid = clipper.find(
                    x, n, blocks.empty() ? nullptr : blocks.data() + g * width * width);
                for (int64_t i = 0; i < n; ++i)
                    codes[static_cast<size_t>(g * width + i)] =
                        static_cast<uint8_t>(clipper.code(x[i], grid));
                const auto at = static_cast<size_t>(row * groups + g);
                tensor.scales[at] = f32ToF16(format.bits == 1 ? grid.step / 2.0f : grid.step);
                if (!tensor.zeroPoints.empty())
                    tensor.zeroPoints[at] = static_cast<uint8_t>(grid.zero);
            }
            packRow(codes.data(), weight.cols, format.bits, tensor.codes.data() + row * rowBytes,
                    rowBytes);
        }
    });
    MOQA_CHECK(checkCancelled(progress));
    return tensor;
}

} // namespace moqa
