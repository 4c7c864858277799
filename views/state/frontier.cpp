// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/state/frontier.h"

#include "core/plan/plan_units.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace moqa {

namespace {

constexpr int kCurvePoints = 64;
constexpr double kBitsPerByte = 8;
constexpr size_t kLookEvery = 4096; // units, a few milliseconds

bool sameKind(const UnitFormat& a, const UnitFormat& b) {
    return a.group == b.group && a.symmetric == b.symmetric;
}

} // namespace

Result<std::shared_ptr<const Frontier>> Frontier::build(std::shared_ptr<const ModelSource> model,
                                                        std::shared_ptr<const LossTable> table,
                                                        PlanOptions options,
                                                        const Progress& progress) {
    options.method = PlanMethod::Optimal;
    options.objective = PlanObjective::Mean;
    options.bytes = 0;
    options.widths.clear();
    for (const UnitFormat& format : table->formats)
        if (sameKind(format, options.unitFormat)) options.widths.push_back(format.bits);
    if (options.widths.empty())
        return badInput("no width was measured in the format of this plan", table->modelName,
                        "measure losses with its group of columns");
    options.bits = options.widths.front();
    std::shared_ptr<Frontier> made(new Frontier(std::move(model), std::move(table), options));
    MOQA_CHECK(made->addUniforms(progress));
    MOQA_CHECK(made->traceCurve(progress));
    return std::shared_ptr<const Frontier>(std::move(made));
}

Status Frontier::addUniforms(const Progress& progress) {
    for (const int bits : m_options.widths) {
        MOQA_CHECK(checkCancelled(progress));
        PlanOptions options = m_options;
        options.method = PlanMethod::Uniform;
        options.bits = bits;
        options.corpusWeights.clear();
        MOQA_TRY(const Plan plan, makePlan(*m_model, PlanInputs(), options));
        if (m_uniforms.empty() && !m_planner) {
            MOQA_CHECK(addCosts(plan, progress));
            MOQA_CHECK(checkCancelled(progress));
            MOQA_TRY(m_planner,
                     OptimalPlanner::create(*m_model, *m_table, m_options, plan, progress));
        }
        MOQA_CHECK(checkCancelled(progress));
        const int layers = m_model->spec().layerCount();
        auto byLayer = tableLossByLayer(*m_table, plan, layers);
        if (!byLayer) continue; // a rule gives a format that was not measured
        const double loss = std::accumulate(byLayer->begin(), byLayer->end(), 0.0);
        m_uniforms.push_back(
            {bits, {plan.totals.meanBits, loss, plan.totals.bytes, 0}, std::move(*byLayer)});
    }
    return {};
}

// plan: any of the plans on the frontier, for its rules and parts.
Status Frontier::addCosts(const Plan& plan, const Progress& progress) {
    MOQA_CHECK(m_table->fits(*m_model));
    const LossTable& table = *m_table;
    const auto corpora = static_cast<double>(table.corpusCount());
    const PlanBudget bits = PlanBudget::of(*m_model, plan, m_options);
    m_routedWeights = bits.routedWeights;
    m_fixedBytes = plan.totals.bytes - plan.totals.routedBytes;
    const ExpertWeights experts = expertWeights(*m_model);
    int64_t lowest = 0, highest = 0;
    for (size_t u = 0; u < table.unitCount(); ++u) {
        if (u % kLookEvery == 0) MOQA_CHECK(checkCancelled(progress));
        const LossUnit& unit = table.units[u];
        const auto expert = experts.find({unit.layer, unit.expert});
        if (expert == experts.end())
            return badInput("the loss table names an expert that the model does not have",
                            table.modelName, "measure this model anew");
        int64_t least = INT64_MAX, most = 0;
        for (size_t f = 0; f < table.formatCount(); ++f) {
            double loss = 0;
            for (size_t c = 0; c < table.corpusCount(); ++c) loss += table.loss(u, f, c);
            m_losses.push_back(loss / corpora);
            int64_t nominal = 0, stored = 0;
            for (const WeightEntry* const entry : expert->second) {
                if (!coversProjection(unit.part, projectionOf(entry->id.role))) continue;
                const UnitFormat format = resolveFormat(plan, *entry, table.formats[f]);
                nominal += bits.cost(*entry, format);
                stored += storedBytes(*entry, format);
            }
            m_bits.push_back(nominal);
            m_bytes.push_back(stored);
            if (!sameKind(table.formats[f], m_options.unitFormat)) continue;
            least = std::min(least, nominal);
            most = std::max(most, nominal);
        }
        lowest += least;
        highest += most;
    }
    m_lowest = static_cast<double>(lowest) / static_cast<double>(m_routedWeights);
    m_highest = static_cast<double>(highest) / static_cast<double>(m_routedWeights);
    return {};
}

Status Frontier::traceCurve(const Progress& progress) {
    for (int i = 0; i <= kCurvePoints; ++i) {
        MOQA_CHECK(checkCancelled(progress));
        MOQA_TRY(const FrontierPoint point,
                 at(m_lowest + (m_highest - m_lowest) * i / kCurvePoints));
        m_curve.push_back(point);
    }
    return {};
}

Result<FrontierPoint> Frontier::at(double meanBits) const {
    MOQA_TRY(const OptimalAnswer answer,
             m_planner->solve(options(meanBits), KnapsackEffort::Quick));
    FrontierPoint point;
    int64_t bits = 0;
    point.bytes = m_fixedBytes;
    for (size_t u = 0; u < answer.columns.size(); ++u) {
        // Where rules decide, any column has their cost.
        const int column = answer.columns[u];
        const size_t at = u * m_table->formatCount() + static_cast<size_t>(std::max(0, column));
        bits += m_bits[at];
        point.bytes += m_bytes[at];
        if (column >= 0) point.loss += m_losses[at];
    }
    point.meanBits = static_cast<double>(bits) / static_cast<double>(m_routedWeights);
    point.savedByByte = answer.dual * kBitsPerByte;
    return point;
}

PlanOptions Frontier::options(double meanBits) const {
    PlanOptions options = m_options;
    options.bits = std::clamp(meanBits, m_lowest, m_highest);
    return options;
}

const UniformPoint& Frontier::uniformNear(double meanBits) const {
    return *std::min_element(
        m_uniforms.begin(), m_uniforms.end(), [&](const auto& a, const auto& b) {
            return std::abs(a.point.meanBits - meanBits) < std::abs(b.point.meanBits - meanBits);
        });
}

std::optional<std::vector<double>> tableLossByLayer(const LossTable& table, const Plan& plan,
                                                    int layers) {
    const auto losses = predictedLossByLayer(table, plan, layers);
    if (!losses.ok()) return std::nullopt;
    const size_t corpora = table.corpusCount();
    std::vector<double> means(static_cast<size_t>(layers), 0.0);
    for (size_t i = 0; i < losses->size(); ++i)
        means[i / corpora] += (*losses)[i] / static_cast<double>(corpora);
    return means;
}

std::optional<double> tableLoss(const LossTable& table, const Plan& plan) {
    const auto losses = predictedLoss(table, plan);
    if (!losses.ok()) return std::nullopt;
    return std::accumulate(losses->begin(), losses->end(), 0.0) /
           static_cast<double>(losses->size());
}

PlanOptions frontierOptions(const LossTable& table, const Plan* beside) {
    PlanOptions options;
    options.unitFormat = table.formats.front();
    if (!beside) return options;
    const bool measured =
        std::any_of(table.formats.begin(), table.formats.end(),
                    [&](const UnitFormat& f) { return sameKind(f, beside->unitFormat); });
    if (measured) options.unitFormat = beside->unitFormat;
    options.overrides = beside->overrides;
    const auto bitsOf = [&](Part part, int otherwise) {
        const auto found = beside->defaults.find(part);
        return found == beside->defaults.end() ? otherwise : found->second;
    };
    options.attentionBits = bitsOf(Part::Attention, options.attentionBits);
    options.sharedBits = bitsOf(Part::Shared, options.sharedBits);
    options.denseBits = bitsOf(Part::Dense, options.denseBits);
    return options;
}

} // namespace moqa
