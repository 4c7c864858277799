// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// AWQ (Lin et al., arXiv 2306.00978; quantizers.md 1.2): input channels that carry much are scaled
// up before rounding and their inputs down. All that reads a norm shares one scale (router, every
// expert, the shared expert and its gate), which is folded into the norm; the scale between up and
// down is each expert's own. Then the range of every group is clipped by its output error. Pure
// functions; any thread, parallel inside when called from a serial one.
//
// Deviations: the scale that is folded into a norm is rounded to powers of two, so that norm,
// router and whatever is kept hold the same numbers as before in the type they had, at no byte
// more; the error of a clipped range is exact on the moments (published: on 512 tokens); the
// magnitude of a hidden channel is its root mean square.

#include "core/quantize/ffn_quantizer.h"

namespace moqa {

// s_i = max(m_i, 1e-4)^r over sqrt(greatest * least). r = 0: ones.
std::vector<float> awqScale(std::span<const float> magnitudes, double r);
void roundToPowersOfTwo(std::vector<float>& scale);
// The shares that are tried: 0, 0.05 ... 0.95.
inline constexpr int kAwqShares = 20;

// mean |x| of each column.
std::vector<float> meanMagnitudes(MatrixView x);

// The shared scale of a block, powers of two: of the kAwqShares candidates the one whose rounded
// gates and ups change the block's output least, over at most `sample` of the inputs x [T, H].
// jobs: the block's FFNs with the formats that they will have. All ones where nothing beats them.
Result<std::vector<float>> findBlockScale(const ModelSource& model, std::span<const FfnJob> jobs,
                                          MatrixView x, int64_t sample, const Progress& progress);

// The scale of the columns of a weight [out, in] by the output error of its rounding over the
// moment of its inputs, not rounded to powers of two.
Result<std::vector<float>> findLinearScale(MatrixView weight, const UnitFormat& format,
                                           const Moment& moment, const Progress& progress);

// Rounds to nearest on ranges clipped by 1, 0.95 ... 0.55 of their width, each group by the least
// d H d^T of its own columns; without a moment, by the least d d^T. clip false: whole ranges.
Result<QuantizedTensor> quantizeAwq(MatrixView weight, WeightId id, const UnitFormat& format,
                                    const Moment* moment, bool clip, const Progress& progress);

} // namespace moqa
