// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// How well a score predicts the measured loss: rank correlation over all experts, within layers,
// and by projection, with a warning where the pooled number says something that no layer says. Pure
// functions.

#include "core/plan/unit_scores.h"

#include <set>

namespace moqa {

struct ScoreAgreement {
    std::string id;
    // Turned so that +1 means: what the score calls worth bits does lose most.
    double pooled = 0;
    double within = 0;                  // mean over layers, weighted by the experts compared
    std::vector<double> byLayer;        // [moe layer]
    std::array<double, 3> byProjection; // pooled within layers, gate, up, down; NaN = not of parts
    // Simpson's paradox in the sense used here: pooled and within have opposite signs while
    // |pooled| >= 0.2, or |pooled| exceeds |within| by 0.25 or more. Losses differ between layers
    // by orders of magnitude, so that a score which merely changes with depth correlates when
    // pooled, and says nothing about which expert of a layer needs bits.
    bool isArtefact = false;
    std::string warning; // empty unless isArtefact
};

// Both must be of the same model. BadInput where their layers or experts differ.
Result<ScoreAgreement> compareScore(const UnitScore& score, const UnitScore& measured);

struct ScoreRow {
    const ScoreInfo* info = nullptr; // null for a user's score
    UnitScore score;                 // without values where it cannot be had
    ScoreAgreement agreement;        // of nothing where there is no score or no measured loss
    std::string missing;             // why there is no score: what it needs; empty if there is one
    bool isFlipped = false;          // read the other way round than its source does
};
struct ScoreComparison {
    UnitScore measured; // without values where nothing was measured
    std::vector<ScoreRow> rows;
};

struct ScoreRequest {
    ScoreSources sources;
    const UnitScore* userScore = nullptr;
    std::set<std::string> flipped; // ids to read the other way round; "csv" = the user's
    // Of the same model: its scores of weights are taken, not computed anew. Null = none.
    const ScoreComparison* earlier = nullptr;
    bool readsWeights = true; // false: scores of weights that are not in earlier stay missing
};
// Every score of the table but the measured loss itself, then the user's if it is given. A score
// that cannot be had keeps its row and says why. Usage error for an unknown id to flip; Cancelled.
Result<ScoreComparison> gatherScores(const ScoreRequest& request, Progress& progress);
// Fills in what was measured and how the scores agree with it. Usage error without a loss table,
// BadInput for one of another model; the scores then stay as they were.
Status compareWithLosses(ScoreComparison& comparison, const ScoreSources& sources);
// Both; the losses are looked at first.
Result<ScoreComparison> compareScores(const ScoreRequest& request, Progress& progress);

// C locale, full precision, a line for each score: direction, correlations pooled, within layers,
// by projection and by model layer, the warning, and why there are none. Empty = not defined.
std::string scoresCsv(const ScoreComparison& comparison);

} // namespace moqa
