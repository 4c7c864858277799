// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What a study says, in a few findings: how far predictions can be trusted, which methods gain on
// uniform bits, and which do not help. Read off the study's numbers alone; pure functions.

#include "core/measure/study.h"

#include <string>
#include <vector>

namespace moqa {

// What the rank correlation of predicted and measured losses must reach before a plan is chosen by
// its prediction: over plans of all budgets, where the budget itself does much of the ordering, and
// among plans of one budget, which is what an allocation is chosen from.
constexpr double kRequiredOrder = 0.95;
constexpr double kRequiredOrderOfBudget = 0.7;
// A range of mean bits up to this wide is one budget.
constexpr double kOneBudget = 0.1;

struct OrderFinding {
    std::string calibration;
    int group = 64;
    PlanRange range;
    size_t plans = 0;
    double correlation = 0; // NaN: too few plans to tell
    bool isOneBudget = false;
    double required = 0;
    bool holds() const { return correlation >= required; } // false for NaN
};

// A plan's share of the divergence that the uniform baseline has; interval of a paired bootstrap.
struct ShareFinding {
    std::string method, calibration;
    double bits = 0;
    int group = 64;
    bool isKnown = true; // on known texts; else on new ones
    ShareInterval share;
};

// Against the plan of least divergence of the same budget, texts and cell.
struct TieFinding {
    StudyComparison comparison; // a is not to be told from b: its interval includes zero
};

struct StudySummary {
    size_t plans = 0, refused = 0; // made and scored; the budgets that a method did not reach
    bool complete = true;
    double baselineBits = 3;
    std::vector<OrderFinding> order;
    // Plans that recover something of the baseline's loss for sure, at no more bits than it has.
    std::vector<ShareFinding> better;
    // At no fewer bits than the baseline: intervals that include zero, and those that lie below it.
    std::vector<ShareFinding> unclear, worse;
    std::vector<TieFinding> ties;
};

StudySummary summarize(const Study& study);
// The same as sentences, a line each, for people.
std::string summaryText(const StudySummary& summary);

} // namespace moqa
