// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Plans of least predicted loss (moqa.md section 5): the units of a loss table, each with the
// formats that were measured, as a knapsack within mean bits or real bytes. A planner is built once
// and answers any budget; const functions may be called from any thread.

#include "core/plan/loss_table.h"
#include "core/plan/plan_budget.h"
#include "core/plan/plan_choices.h"
#include "core/plan/robust_choice.h"

#include <memory>
#include <optional>

namespace moqa {

struct OptimalAnswer {
    std::vector<int> columns;   // [table unit] its format, kKeptColumn or kPinnedColumn
    double loss = 0;            // of the objective, the unseen share included; nats per token
    double bound = 0, gap = 0;  // knapsack.h
    double dual = 0;            // nats per token that one more byte (or bit-weight) saves
    std::vector<double> corpus; // weights that the objective came down to, by planned corpus
};
inline constexpr int kKeptColumn = -1;   // not quantized
inline constexpr int kPinnedColumn = -2; // overrides decide, with a format that was not measured

class OptimalPlanner {
public:
    // plan: parts, overrides and unit format that the answer will have. Borrows nothing but the
    // model and the table, which must outlive the planner; options.bits or options.bytes says what
    // the budget counts. BadInput where the table does not fit the model, no measured format has
    // one of the widths, or bounds contradict; Usage for corpora that the table does not have;
    // Cancelled.
    static Result<OptimalPlanner> create(const ModelSource& model, const LossTable& table,
                                         const PlanOptions& options, const Plan& plan,
                                         const Progress& progress = silentProgress());

    // Least objective within target.bits or target.bytes, the kind that create was given.
    // Objective mean: under 5 ms for 100,000 units with Quick. BadInput below the smallest plan;
    // Cancelled.
    Result<OptimalAnswer> solve(const PlanOptions& target,
                                KnapsackEffort effort = KnapsackEffort::Exact,
                                const Progress& progress = silentProgress()) const;
    // Rising by (layer, expert), what unitsOf wants.
    std::vector<PlanChoice> choices(const OptimalAnswer& answer) const;

    const std::vector<std::pair<std::string, double>>& corpora() const { return m_corpora; }
    bool countsBytes() const { return m_budget.inBytes; } // not mean bits

private:
    OptimalPlanner(const ModelSource& model, const LossTable& table, const PlanOptions& options)
        : m_model(&model), m_table(&table), m_options(options) {}
    Status chooseCorpora();
    Status chooseColumns();
    Status addUnit(const LossUnit& unit, size_t row, const Plan& plan, const ExpertWeights& all);
    Status checkPins(const LossUnit& unit, const std::vector<const WeightEntry*>& weights,
                     const Plan& plan) const;
    void addOptions(size_t row, const std::vector<const WeightEntry*>& weights, const Plan& plan);
    void addOption(size_t row, int column, int64_t cost);
    // Where the budget counts bytes, a layer's mean bits stand for the bytes that its experts have
    // with so many in the plan's common format.
    std::vector<KnapsackBlock> layerBlocks(const Plan& plan) const;
    // That formats and pins leave each layer room for its bounds, which bring the smallest and the
    // largest plan nearer.
    Status keepBounds();
    double lossOf(const OptimalAnswer& answer, size_t row) const;

    const ModelSource* m_model;
    const LossTable* m_table;
    PlanOptions m_options;
    PlanBudget m_budget;                                   // its target is that of create
    std::vector<std::pair<std::string, double>> m_corpora; // planned for, weights of sum 1
    std::vector<size_t> m_corpusIndex;                     // of them in the table
    std::vector<int> m_columns;                            // formats to choose among
    std::vector<int> m_optionColumn;                       // of each option
    RobustProblem m_problem;
    std::shared_ptr<const KnapsackHulls> m_hulls; // objective mean
    int64_t m_lowestCost = 0, m_highestCost = 0;  // of the routed experts
};

// SHA-256 of all that a table holds: which table a plan came from. Empty if it was cancelled.
std::string lossTableDigest(const LossTable& table, const Progress& progress = silentProgress());

// Weights over the corpora of a plan's options that the table has, of sum 1; all alike where the
// plan names none. Empty if the plan names one that the table lacks.
std::vector<double> planCorpusWeights(const Plan& plan, const LossTable& table);

// Mean of predictedLoss over the corpora of the plan, nats per token; nothing where the table does
// not cover the plan.
std::optional<double> meanPredictedLoss(const LossTable& table, const Plan& plan);

} // namespace moqa
