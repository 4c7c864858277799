// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/plan/optimal_plan.h"

#include "core/base/sha256.h"
#include "core/plan/base_rule.h"
#include "core/plan/width_list.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <numeric>
#include <set>

namespace moqa {

namespace {
constexpr size_t kLookEvery = 256;                 // units, where rules are matched by name
constexpr size_t kDigestNumbers = size_t{1} << 20; // 8 MB, 20 ms
} // namespace

Result<OptimalPlanner> OptimalPlanner::create(const ModelSource& model, const LossTable& table,
                                              const PlanOptions& options, const Plan& plan,
                                              const Progress& progress) {
    MOQA_CHECK(table.check("loss table"));
    MOQA_CHECK(checkCancelled(progress));
    MOQA_CHECK(table.fits(model));
    OptimalPlanner planner(model, table, options);
    MOQA_CHECK(planner.chooseCorpora());
    MOQA_CHECK(planner.chooseColumns());
    planner.m_budget = PlanBudget::of(model, plan, options);
    planner.m_problem.losses.resize(planner.m_corpora.size());
    const ExpertWeights experts = expertWeights(model);
    for (size_t row = 0; row < table.unitCount(); ++row) {
        if (row % kLookEvery == 0) MOQA_CHECK(checkCancelled(progress));
        MOQA_CHECK(planner.addUnit(table.units[row], row, plan, experts));
    }
    planner.m_problem.blocks = planner.layerBlocks(plan);
    MOQA_CHECK(planner.keepBounds());
    if (options.objective == PlanObjective::Mean) {
        KnapsackProblem mixed = planner.m_problem.shape;
        for (size_t o = 0; o < mixed.losses.size(); ++o)
            for (size_t c = 0; c < planner.m_corpora.size(); ++c)
                mixed.losses[o] += planner.m_corpora[c].second * planner.m_problem.losses[c][o];
        MOQA_CHECK(checkCancelled(progress));
        MOQA_TRY(KnapsackHulls hulls,
                 KnapsackHulls::build(std::move(mixed), planner.m_problem.blocks));
        planner.m_hulls = std::make_shared<const KnapsackHulls>(std::move(hulls));
    }
    return planner;
}

Status OptimalPlanner::chooseCorpora() {
    std::vector<std::string> known;
    for (const LossCorpus& corpus : m_table->corpora) known.push_back(corpus.name);
    MOQA_TRY(m_corpora, normalisedCorpusWeights(known, m_options.corpusWeights, "the loss table"));
    for (const auto& [name, weight] : m_corpora)
        m_corpusIndex.push_back(
            static_cast<size_t>(std::find(known.begin(), known.end(), name) - known.begin()));
    return {};
}

Status OptimalPlanner::chooseColumns() {
    const auto contains = [](const std::vector<int>& list, int value) {
        return std::find(list.begin(), list.end(), value) != list.end();
    };
    std::set<int> found;
    for (size_t f = 0; f < m_table->formatCount(); ++f) {
        const UnitFormat& format = m_table->formats[f];
        if (std::any_of(m_options.pairs.begin(), m_options.pairs.end(), [&](const UnitFormat& p) {
                return m_table->find(p) == static_cast<int64_t>(f);
            })) {
            m_columns.push_back(static_cast<int>(f));
            if (contains(m_options.widths, format.bits) &&
                format.group == m_options.unitFormat.group)
                found.insert(format.bits);
            continue;
        }
        const bool group = m_options.groups.empty() ? format.group == m_options.unitFormat.group
                                                    : contains(m_options.groups, format.group);
        if (!contains(m_options.widths, format.bits) || !group ||
            format.symmetric != m_options.unitFormat.symmetric)
            continue;
        m_columns.push_back(static_cast<int>(f));
        found.insert(format.bits);
    }
    if (contains(m_options.widths, 16)) {
        m_columns.push_back(kKeptColumn);
        found.insert(16);
    }
    for (const UnitFormat& pair : m_options.pairs)
        if (m_table->find(pair) < 0)
            return badInput(fmt::format("{} was not measured", pairName(pair)), "--widths",
                            "measure it (moqa measure --widths), or leave it out");
    for (const int width : m_options.widths)
        if (!found.count(width))
            return badInput(fmt::format("width {} was not measured with group {}{}", width,
                                        m_options.groups.empty()
                                            ? fmt::format("{}", m_options.unitFormat.group)
                                            : fmt::format("{}", fmt::join(m_options.groups, ", ")),
                                        m_options.unitFormat.symmetric ? ", symmetric" : ""),
                            "--widths", "measure it (moqa measure --widths), or leave it out");
    return {};
}

Status OptimalPlanner::addUnit(const LossUnit& unit, size_t row, const Plan& plan,
                               const ExpertWeights& all) {
    const auto expert = all.find({unit.layer, unit.expert});
    if (expert == all.end())
        return badInput("the loss table names an expert that the model does not have",
                        fmt::format("layer {}, expert {}", unit.layer, unit.expert),
                        "measure this model anew");
    std::vector<const WeightEntry*> weights;
    for (const WeightEntry* entry : expert->second)
        if (coversProjection(unit.part, projectionOf(entry->id.role))) weights.push_back(entry);
    MOQA_CHECK(checkPins(unit, weights, plan));
    addOptions(row, weights, plan);
    return {};
}

// A loss is of a unit whose weights have one format: with a part pinned, no loss is known.
Status OptimalPlanner::checkPins(const LossUnit& unit,
                                 const std::vector<const WeightEntry*>& weights,
                                 const Plan& plan) const {
    const WeightEntry* free = nullptr;
    const PlanOverride* pin = nullptr;
    for (const WeightEntry* entry : weights) {
        const PlanOverride* const rule = lastMatch(plan.overrides, entry->name);
        if (rule == nullptr)
            free = entry;
        else
            pin = rule;
    }
    if (free == nullptr || pin == nullptr) return {};
    return badInput(
        fmt::format("'{}' pins a part of what was measured as one: layer {}, expert {}, {}",
                    pin->pattern, unit.layer, unit.expert, unitPartName(unit.part)),
        "--set",
        unit.part == UnitPart::Expert
            ? fmt::format("pin {} too, or measure with --unit projection", free->name)
            : fmt::format("pin {} too", free->name));
}

void OptimalPlanner::addOptions(size_t row, const std::vector<const WeightEntry*>& weights,
                                const Plan& plan) {
    const auto costAs = [&](const UnitFormat& base) {
        int64_t cost = 0;
        for (const WeightEntry* entry : weights)
            cost += m_budget.cost(*entry, resolveFormat(plan, *entry, base));
        return cost;
    };
    const bool pinned = std::all_of(weights.begin(), weights.end(), [&](const WeightEntry* e) {
        return lastMatch(plan.overrides, e->name) != nullptr;
    });
    const size_t firstOption = m_problem.shape.costs.size();
    if (pinned) {
        const UnitFormat format = resolveFormat(plan, *weights.front(), {});
        const bool alike = std::all_of(weights.begin(), weights.end(), [&](const WeightEntry* e) {
            return resolveFormat(plan, *e, {}) == format;
        });
        const auto measured = static_cast<int>(m_table->find(format));
        const int column = format.bits == 16 && alike ? kKeptColumn
                           : alike && measured >= 0   ? measured
                                                      : kPinnedColumn;
        addOption(row, column, costAs(format));
    } else {
        for (const int column : m_columns) {
            const UnitFormat base = column == kKeptColumn
                                        ? UnitFormat{}
                                        : m_table->formats[static_cast<size_t>(column)];
            addOption(row, column, costAs(base));
        }
    }
    const auto first = m_problem.shape.costs.begin() + static_cast<std::ptrdiff_t>(firstOption);
    const auto [low, high] = std::minmax_element(first, m_problem.shape.costs.end());
    m_lowestCost += *low;
    m_highestCost += *high;
    m_problem.shape.endGroup();
}

// A pin to what was not measured loses the same in every plan: nothing is added.
void OptimalPlanner::addOption(size_t row, int column, int64_t cost) {
    m_optionColumn.push_back(column);
    m_problem.shape.addOption(cost, 0.0);
    for (size_t c = 0; c < m_corpora.size(); ++c) {
        double loss = 0;
        if (column >= 0) {
            const auto format = static_cast<size_t>(column);
            loss = m_table->loss(row, format, m_corpusIndex[c]) +
                   m_options.unseen * m_table->unseenLoss(row, format);
        }
        m_problem.losses[c].push_back(loss);
    }
}

std::vector<KnapsackBlock> OptimalPlanner::layerBlocks(const Plan& plan) const {
    std::vector<KnapsackBlock> blocks;
    const auto& [lowBits, highBits] = m_options.layerBits;
    if (lowBits <= 0 && highBits <= 0) return blocks;
    struct Layer {
        double weights = 0, codeless = 0;
    };
    std::map<int, Layer> layers;
    for (const auto& [key, weights] : expertWeights(*m_model))
        for (const WeightEntry* entry : weights) {
            layers[key.first].weights += static_cast<double>(entry->count());
            layers[key.first].codeless += static_cast<double>(codelessBytes(plan, *entry));
        }
    for (size_t row = 0; row < m_table->unitCount(); ++row) {
        const int layer = m_table->units[row].layer;
        if (row > 0 && m_table->units[row - 1].layer == layer) {
            ++blocks.back().end;
            continue;
        }
        const auto costOf = [&](double bits) {
            const Layer& of = layers[layer];
            return m_budget.inBytes ? of.codeless + bits / 8.0 * of.weights : bits * of.weights;
        };
        KnapsackBlock block{row, row + 1};
        block.name = fmt::format("--layer-bits, layer {}", layer);
        if (lowBits > 0) block.low = static_cast<int64_t>(std::ceil(costOf(lowBits) * (1 - 1e-12)));
        if (highBits > 0)
            block.high = static_cast<int64_t>(std::floor(costOf(highBits) * (1 + 1e-12)));
        blocks.push_back(block);
    }
    return blocks;
}

Status OptimalPlanner::keepBounds() {
    const KnapsackProblem& shape = m_problem.shape;
    for (const KnapsackBlock& block : m_problem.blocks) {
        int64_t least = 0, most = 0;
        for (size_t row = block.first; row < block.end; ++row) {
            const auto first = shape.costs.begin() + shape.begin[row];
            const auto [low, high] =
                std::minmax_element(first, shape.costs.begin() + shape.begin[row + 1]);
            least += *low;
            most += *high;
        }
        if (most < block.low)
            return badInput(fmt::format("layer {} cannot keep its floor of {:g} mean bits",
                                        m_table->units[block.first].layer, m_options.layerBits.low),
                            "--layer-bits", "lower the floor, or pin its experts to wider formats");
        if (least > block.high)
            return badInput(
                fmt::format("layer {} cannot keep its ceiling of {:g} mean bits",
                            m_table->units[block.first].layer, m_options.layerBits.high),
                "--layer-bits", "raise the ceiling, or pin its experts to narrower formats");
        m_lowestCost += std::max<int64_t>(0, block.low - least);
        m_highestCost -= std::max<int64_t>(0, most - block.high);
    }
    return {};
}

Result<OptimalAnswer> OptimalPlanner::solve(const PlanOptions& target, KnapsackEffort effort,
                                            const Progress& progress) const {
    PlanBudget budget = m_budget;
    budget.target = budget.targetOf(target);
    const KnapsackProblem& shape = m_problem.shape;
    // Each layer's ceiling is rounded down: a target that is their sum may lie a unit higher.
    const auto ceilings = static_cast<int64_t>(m_problem.blocks.size());
    if (Status reach = budget.check(m_lowestCost, m_highestCost, m_options.widths, ceilings);
        !reach.ok()) {
        Error error = reach.error();
        if (ceilings > 0) error.hint = "move the target, or give --layer-bits more room";
        return error;
    }

    KnapsackAnswer answer;
    OptimalAnswer result;
    const int64_t available = budget.target - budget.fixed;
    if (m_hulls) {
        MOQA_TRY(answer, m_hulls->solve(available, effort, progress));
        for (const auto& [name, weight] : m_corpora) result.corpus.push_back(weight);
    } else {
        RobustProblem problem = m_problem;
        if (m_options.objective == PlanObjective::Regret) {
            MOQA_TRY(problem.offsets, leastPerCorpus(problem, available, progress));
        }
        MOQA_TRY(RobustAnswer robust, leastWorst(problem, available, progress));
        answer = std::move(robust.answer);
        result.corpus = std::move(robust.weights);
    }
    for (size_t g = 0; g < shape.groups(); ++g)
        result.columns.push_back(m_optionColumn[shape.begin[g] + answer.chosen[g]]);
    result.loss = answer.loss;
    result.bound = answer.bound;
    result.gap = answer.gap();
    result.dual = answer.dual;
    return result;
}

std::vector<PlanChoice> OptimalPlanner::choices(const OptimalAnswer& answer) const {
    std::vector<PlanChoice> choices;
    const auto formatOf = [&](size_t row) {
        const int column = answer.columns[row];
        if (column >= 0) return m_table->formats[static_cast<size_t>(column)];
        return UnitFormat{16, m_options.unitFormat.group, m_options.unitFormat.symmetric};
    };
    for (size_t begin = 0, end = 0; begin < m_table->unitCount(); begin = end) {
        const LossUnit& unit = m_table->units[begin];
        double loss = 0;
        bool alike = true;
        for (end = begin; end < m_table->unitCount() && m_table->units[end].layer == unit.layer &&
                          m_table->units[end].expert == unit.expert;
             ++end) {
            loss += lossOf(answer, end);
            alike = alike && formatOf(end) == formatOf(begin);
        }
        for (const Projection p : {Projection::Gate, Projection::Up, Projection::Down})
            for (size_t row = begin; row < end; ++row)
                if (coversProjection(m_table->units[row].part, p))
                    choices.push_back({unit.layer, unit.expert, p, formatOf(row),
                                       fmt::format("predicted loss {:.3g} nats per token",
                                                   alike ? loss : lossOf(answer, row))});
    }
    return choices;
}

// Mean over the planned corpora, without the unseen share.
double OptimalPlanner::lossOf(const OptimalAnswer& answer, size_t row) const {
    if (answer.columns[row] < 0) return 0.0;
    double loss = 0;
    for (size_t c = 0; c < m_corpora.size(); ++c)
        loss += m_corpora[c].second *
                m_table->loss(row, static_cast<size_t>(answer.columns[row]), m_corpusIndex[c]);
    return loss;
}

std::string lossTableDigest(const LossTable& table, const Progress& progress) {
    Sha256 sha;
    const auto addNumbers = [&](const std::vector<double>& values) {
        for (size_t at = 0; at < values.size() && !progress.cancelled(); at += kDigestNumbers)
            sha.add(std::as_bytes(
                std::span(values).subspan(at, std::min(kDigestNumbers, values.size() - at))));
    };
    sha.add(table.modelFingerprint + '\n' + table.optionsJson + '\n');
    for (const LossCorpus& c : table.corpora)
        sha.add(fmt::format("{}\n{}\n{}\n", c.name, c.textSha256, c.tokens));
    for (const UnitFormat& f : table.formats)
        sha.add(fmt::format("{},{},{}\n", f.bits, f.group, f.symmetric));
    for (const LossUnit& u : table.units)
        sha.add(fmt::format("{},{},{}\n", u.layer, u.expert, unitPartName(u.part)));
    addNumbers(table.errors);
    addNumbers(table.scales);
    addNumbers(table.unseen);
    return progress.cancelled() ? std::string() : sha.hex();
}

std::vector<double> planCorpusWeights(const Plan& plan, const LossTable& table) {
    std::vector<double> weights(table.corpusCount(), 0.0);
    const auto named = plan.options.find("corpora");
    if (named == plan.options.end() || !named->is_object() || named->empty()) {
        std::fill(weights.begin(), weights.end(), 1.0 / static_cast<double>(weights.size()));
        return weights;
    }
    double sum = 0;
    for (const auto& [name, weight] : named->items()) {
        const auto corpus =
            std::find_if(table.corpora.begin(), table.corpora.end(),
                         [&, n = name](const LossCorpus& c) { return c.name == n; });
        if (corpus == table.corpora.end() || !weight.is_number()) return {};
        weights[static_cast<size_t>(corpus - table.corpora.begin())] = weight.get<double>();
        sum += weight.get<double>();
    }
    if (!(sum > 0)) return {};
    for (double& weight : weights) weight /= sum;
    return weights;
}

std::optional<double> meanPredictedLoss(const LossTable& table, const Plan& plan) {
    const std::vector<double> weights = planCorpusWeights(plan, table);
    const auto losses = predictedLoss(table, plan);
    if (weights.empty() || !losses.ok()) return std::nullopt;
    return std::inner_product(weights.begin(), weights.end(), losses->begin(), 0.0);
}

} // namespace moqa
