// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// From logits to the numbers of one token: log-probability, greedy choice, divergence from another
// model. Logits are f32 as a head gives them; every sum is in double.

#include "core/model/forward.h"

#include <cstdint>
#include <span>
#include <vector>

namespace moqa {

struct LogitRow {
    double logSum = 0;  // log sum exp of the row
    int64_t argmax = 0; // lowest index of the largest
};
LogitRow logitRow(const float* logits, int64_t vocab);

struct TokenScore {
    double nll = 0;        // -log p(target), nats
    bool greedy = false;   // the target is the most probable token
    double kl = 0;         // KL(full || this), nats; with a reference
    bool sameTop1 = false; // with a reference
};

// Scores of one row. full is the reference's row of the same length, or null.
TokenScore tokenScore(const float* logits, const float* full, int64_t vocab, int32_t target);

// Rows of final-normed hidden states, the token each is to predict, and where a reference is, its
// hidden states of the same rows. Logits are made a few hundred rows at a time. out has one score
// per row. BadInput naming the model if a score is not finite.
struct RowsToScore {
    int64_t vocab = 0;
    MatrixView hidden;
    MatrixView fullHidden; // data null = no reference
    std::span<const int32_t> targets;
};
Status scoreRows(Forward& model, Forward* full, const RowsToScore& rows, const Progress& progress,
                 std::vector<TokenScore>& out);

// One of several models that are scored on the same rows.
struct RowsOfModel {
    Forward* model = nullptr;
    MatrixView hidden;
    std::vector<TokenScore> scores; // filled
};
// As scoreRows with a reference, whose logits and probabilities are made once for all models.
Status scoreRowsOf(std::span<RowsOfModel> models, Forward& full, MatrixView fullHidden,
                   std::span<const int32_t> targets, int64_t vocab, const Progress& progress);

} // namespace moqa
