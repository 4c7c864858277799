// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Rows of logits against those of the undisturbed model, in vectors: what is left of scoring where
// many models are compared with one. Free functions of plain arrays.

#include <cstdint>

namespace moqa {

// p [vocab] = softmax of logits, exponentials good to 2e-7 relative; log sum exp of the row.
double softmaxRow(const float* logits, int64_t vocab, float* p);

// Lowest index of the largest; of rows that hold NaN any index.
int64_t largestIndex(const float* logits, int64_t vocab);

struct RowDifference {
    double kl = 0;     // KL(full || other), nats
    double logSum = 0; // log sum exp of other minus that of full
};
// p [vocab] is the softmax of full. Exact to a few 1e-9 however small it is: with d = other - full
// it is log(sum p e^d) - sum p d, and both terms are summed without their common first order. Not
// finite where a logit is not.
RowDifference rowDifference(const float* full, const float* p, const float* other, int64_t vocab);

} // namespace moqa
