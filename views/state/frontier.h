// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Everything that the least predicted loss at any mean bits can be asked of, built once for a table
// of measured losses beside the window: a query is a solve of ready hulls, under 5 ms for 100,000
// units. Losses here are means over the texts of the table, in nats a token, so that all plans are
// judged alike. Immutable: const functions may be called from any thread.

#include "core/base/progress.h"
#include "core/plan/optimal_plan.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace moqa {

struct FrontierPoint {
    double meanBits = 0, loss = 0;
    int64_t bytes = 0;      // of the whole model
    double savedByByte = 0; // nats a token that one more byte of codes saves
};

// One width for every routed expert that no rule decides about.
struct UniformPoint {
    int bits = 0;
    FrontierPoint point;
    std::vector<double> lossByLayer; // [layer of the model]
};

class Frontier {
public:
    // options: formats, rules and parts that the plans have; its widths and budget are ignored, all
    // widths that the table holds in options.unitFormat are chosen among. Errors of makePlan and
    // OptimalPlanner::create, Cancelled.
    static Result<std::shared_ptr<const Frontier>> build(std::shared_ptr<const ModelSource> model,
                                                         std::shared_ptr<const LossTable> table,
                                                         PlanOptions options,
                                                         const Progress& progress);

    double lowestBits() const { return m_lowest; }
    double highestBits() const { return m_highest; }
    // The best plan of at most these mean bits, clamped to the range.
    Result<FrontierPoint> at(double meanBits) const;
    // What makePlan takes for the same, exactly.
    PlanOptions options(double meanBits) const;

    const std::vector<FrontierPoint>& curve() const { return m_curve; } // rising in bits
    const std::vector<UniformPoint>& uniforms() const { return m_uniforms; }
    // The uniform plan whose mean bits are nearest; of two equally near ones the narrower.
    const UniformPoint& uniformNear(double meanBits) const;
    const LossTable& table() const { return *m_table; }

private:
    Frontier(std::shared_ptr<const ModelSource> model, std::shared_ptr<const LossTable> table,
             PlanOptions options)
        : m_model(std::move(model)), m_table(std::move(table)), m_options(std::move(options)) {}
    Status addUniforms(const Progress& progress);
    Status addCosts(const Plan& plan, const Progress& progress);
    Status traceCurve(const Progress& progress);

    std::shared_ptr<const ModelSource> m_model;
    std::shared_ptr<const LossTable> m_table;
    PlanOptions m_options;
    std::optional<OptimalPlanner> m_planner;
    // [unit][format of the table]: mean loss, nominal bits and stored bytes.
    std::vector<double> m_losses;
    std::vector<int64_t> m_bits, m_bytes;
    int64_t m_routedWeights = 0, m_fixedBytes = 0;
    double m_lowest = 0, m_highest = 0;
    std::vector<FrontierPoint> m_curve;
    std::vector<UniformPoint> m_uniforms;
};

// Mean over the texts of the table; nothing where the table does not cover the plan.
std::optional<double> tableLoss(const LossTable& table, const Plan& plan);
// The same by layer of the model, `layers` of them.
std::optional<std::vector<double>> tableLossByLayer(const LossTable& table, const Plan& plan,
                                                    int layers);

// The formats, rules and parts of a plan where the table covers its format, else those of the
// table's first format: what a frontier beside that plan has in common with it.
PlanOptions frontierOptions(const LossTable& table, const Plan* beside);

} // namespace moqa
