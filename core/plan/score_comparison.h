// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// How well a score predicts the measured loss: rank correlation over all experts, within layers,
// and by projection, with a warning where the pooled number says something that no layer says. Pure
// functions.

#include "core/plan/unit_scores.h"

#include <span>

namespace moqa {

// Spearman's rank correlation, ties by mean rank, over pairs in which both are finite. NaN for
// fewer than three such pairs or where one side is constant.
double rankCorrelation(std::span<const double> a, std::span<const double> b);

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
    ScoreAgreement agreement;
    std::string missing; // why there is no agreement: what the score needs; empty if there is one
};
// Every score of the table but the measured loss itself, then the user's if it is given, against
// the measured loss. A score that cannot be had keeps its row and says why. Usage error without a
// loss table; Cancelled.
Result<std::vector<ScoreRow>> compareScores(const ScoreSources& sources, const UnitScore* userScore,
                                            Progress& progress);

} // namespace moqa
