// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Oracles that a plan is held against: simulated annealing over the loss table, and exchanges of
// bits that are kept when the measured divergence falls. The second sees the text that it is
// scored on, which no method may: what it wins shows what was left, that it wins nothing bounds
// nothing, since it draws its exchanges by chance.

#include "core/evaluate/evaluate.h"
#include "core/plan/loss_table.h"
#include "core/quantize/quantize_model.h"

namespace moqa::fidelity {

// Per unit of the table, the column that it gets.
using Choice = std::vector<int>;

// loss[unit][column] that planning minimises: mean over corpora and the share of unmeasured text.
std::vector<double> plannedLosses(const LossTable& table, double unseen);
double lossOf(const std::vector<double>& losses, const LossTable& table, const Choice& choice);
// Weights of each unit, whose bits make the budget.
std::vector<int64_t> unitWeights(const ModelSource& model, const LossTable& table);
double meanBits(const LossTable& table, const std::vector<int64_t>& weights, const Choice& choice);
// What a plan chose; BadInput for a format that was not measured.
Result<Choice> choiceOf(const LossTable& table, const Plan& plan);

// A unit goes a column up, others go down until the budget holds; from all units at the nearest
// column below, with a temperature that falls geometrically. Deterministic for a seed.
Choice anneal(const LossTable& table, const std::vector<double>& losses,
              const std::vector<int64_t>& weights, double bits, int64_t moves, uint64_t seed);

struct MeasuredOracle {
    Choice choice;
    double startKl = 0, kl = 0; // mean over the texts, nats per token
    int tried = 0, kept = 0;
    EvaluateReport report;
};
// rounds x 8 exchanges from start on all texts at once; the best of each eight is kept if it lowers
// the mean KL. Codes of a weight do not depend on the rest of the plan.
Result<MeasuredOracle> exchangeByMeasure(const ModelSource& model, const LossTable& table,
                                         const std::vector<Corpus>& calibration,
                                         const std::vector<Corpus>& texts,
                                         const QuantizeOptions& quantize,
                                         const EvaluateOptions& evaluate,
                                         const ReferenceRun& reference, const Choice& start,
                                         int rounds, uint64_t seed, Progress& progress);

} // namespace moqa::fidelity
