// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Likeness of the experts of a layer and correlation of their quantization errors (stage 3). Every
// expert is evaluated on the same small sample of tokens, routed to it or not. Each measure is the
// cosine between one feature vector per expert, so one expert's weights are in memory at a time.
//
// Features of a layer: outputs [experts, sample * hidden], Grams [experts, sample^2], sketches
// [experts, 3 hidden * sketchColumns]. Qwen3-235B with 256 tokens: 0.54 + 0.03 + 0.81 GB, under a
// third of the layer's own weights.

#include "core/base/tensor.h"
#include "core/checkpoint/model_source.h"

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace moqa {

struct ExpertWeights {
    Matrix gate, up; // [width, hidden]
    Matrix down;     // [hidden, width]
};
Result<ExpertWeights> readExpert(const ModelSource& source, int layer, int expert);

// hidden = act(x gate^T) * (x up^T) [rows, width], output = hidden down^T [rows, hidden].
void evaluateExpert(const ExpertWeights& weights, MatrixView x, Matrix& hidden, Matrix& output);

// Round to nearest with an asymmetric min-max grid for every group of kProbeGroup input columns:
// the plainest quantizer, so that the error it makes says something about the expert, not about
// the method.
inline constexpr int kProbeBits = 3;
inline constexpr int kProbeGroup = 64;
Matrix roundToNearest(const Matrix& weight, int bits, int group);

// Cosine of each pair of rows, [rows, rows], in double over blocks; NaN for a row of zeros.
std::vector<double> cosineMatrix(const Matrix& rows);

class ExpertSimilarity {
public:
    // sample [tokens, hidden]: FFN inputs. columns <= 3 hidden: directions of the weights' sketch,
    // sketchColumns() if not given.
    ExpertSimilarity(int experts, Matrix sample, int64_t hidden, uint64_t seed,
                     std::optional<int64_t> columns = {});

    void add(int expert, const ExpertWeights& weights);
    // Mean over the tokens of the cosine between the outputs of two experts on the same token.
    std::vector<double> outputSimilarity() const { return cosineMatrix(m_outputs); }
    // Linear CKA of the hidden intermediates (Kornblith et al. 2019, plain estimator: biased upward
    // when the sample is smaller than the width).
    std::vector<double> cka() const { return cosineMatrix(m_grams); }
    // Overlap of the channel sets: with z_c = (Wg[c,:], Wu[c,:], Wd[:,c]) stacked as rows of Z [m,
    // 3d], each of the three parts scaled to norm 1, and G = Z^T Z: <G, G'> / (|G| |G'|), that is
    // the mean squared inner product of all channel pairs. It does not see the order of channels.
    // 1 = same subspace with the same energies; random experts give about m / (m + 3d). <G, G'> is
    // estimated as <G R, G' R> with sketchColumns random directions R (Hutchinson), exact where
    // there are 3d of them. Relative error about sqrt(2 / columns) |G G'| / tr(G G'): with 128
    // columns 2 % for a flat spectrum of rank 64, 6 % (23 % at worst of 85 pairs) for the experts
    // of the demo model, whose weight lies in a few directions.
    std::vector<double> weightSimilarity() const { return cosineMatrix(m_sketches); }
    int64_t tokens() const { return m_sample.rows; }

    // Directions of the sketch: all 3 hidden ones where the layer's sketches stay within 128 MB,
    // else as many as do, but never fewer than 128.
    static int64_t sketchColumns(int experts, int64_t hidden);

private:
    void addSketch(int expert, const ExpertWeights& weights);

    Matrix m_sample;
    Matrix m_projection; // R^T [columns, 3 hidden]
    Matrix m_outputs, m_grams, m_sketches;
};

// Tokens on which quantization errors are compared: inputs and their routing.
struct ProbeSample {
    Matrix input;                // [tokens, hidden]
    std::vector<int32_t> ids;    // [tokens, topK]
    std::vector<float> gates;    // [tokens, topK]
    std::vector<double> weights; // [tokens] w(t)
    int topK = 0;
};

class ErrorCorrelation {
public:
    ErrorCorrelation(int experts, ProbeSample sample);

    // Keeps delta = y_quantized - y of the tokens routed to this expert.
    void add(int expert, const ExpertWeights& weights);
    // M(e,e') = sum_t w g_e g_e' <delta_e, delta_e'> [experts, experts], in double. The sum of all
    // entries is the squared error of the block's output.
    std::vector<double> matrix() const;
    int64_t tokens() const { return m_sample.input.rows; }

private:
    int m_experts;
    ProbeSample m_sample;
    Matrix m_delta; // [tokens * topK, hidden]
};

// (sum of M - its trace) / its trace: above 0 the errors of experts add up, below 0 they cancel.
double offDiagonalShare(std::span<const double> matrix, int experts);

} // namespace moqa
