// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/plan/rival_rules.h"

#include "core/plan/budget.h"
#include "core/plan/knapsack.h"
#include "core/plan/layer_programme.h"
#include "core/plan/plan_budget.h"
#include "core/plan/unit_scores.h"
#include "core/plan/weight_scores.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <numeric>

namespace moqa {

namespace {

// QuantMoE-Bench's two widths: 2 and 4 below a mean of 4 bits, else 4 and 8.
struct TwoWidths {
    int low, high;
};
TwoWidths twoWidths(double bits) { return bits <= 4 ? TwoWidths{2, 4} : TwoWidths{4, 8}; }

class Rules {
public:
    Rules(const ModelSource& model, const PlanInputs& inputs, const PlanOptions& options,
          const Plan& plan)
        : m_model(model), m_inputs(inputs), m_options(options), m_plan(plan),
          m_experts(expertWeights(model)), m_budget(PlanBudget::of(model, plan, options)),
          m_layers(model.spec().moeLayers()), m_count(model.spec().experts) {}

    Result<RivalPlan> run() {
        Status status;
        switch (m_options.method) {
        case PlanMethod::McMoe: status = mcMoe(); break;
        case PlanMethod::Gemq: status = gemq(); break;
        case PlanMethod::QuantMoeFrequency: status = mostFrequent(); break;
        case PlanMethod::QuantMoeFirstK: status = firstLayers(); break;
        case PlanMethod::QuantMoeBlock: status = turningLayers(); break;
        case PlanMethod::QuantMoeAttention: status = otherParts(Part::Attention); break;
        case PlanMethod::QuantMoeShared: status = otherParts(Part::Shared); break;
        case PlanMethod::QuantMoeLinear: status = outlyingLinears(); break;
        case PlanMethod::Ewq: status = threeLevels(); break;
        case PlanMethod::AlphaQ: status = spectral(); break;
        case PlanMethod::Score: status = byScore(); break;
        case PlanMethod::Moqa:
        case PlanMethod::Uniform:
        case PlanMethod::Optimal: return internalError("not a rival's method");
        }
        MOQA_CHECK(status);
        std::sort(m_result.widths.begin(), m_result.widths.end());
        return std::move(m_result);
    }

private:
    Result<UnitScore> score(const std::string& id) const {
        if (id == "csv") {
            if (m_inputs.userScore) return *m_inputs.userScore;
            return usageError("score:csv needs a file of values", "--score-file",
                              "give one with lines of layer,expert,value");
        }
        Progress& progress = m_inputs.progress ? *m_inputs.progress : silentProgress();
        return unitScore(
            id, {&m_model, m_inputs.analysis, m_inputs.losses, m_options.corpusWeights}, progress);
    }

    Status look() const {
        return m_inputs.progress ? checkCancelled(*m_inputs.progress) : Status();
    }
    const Progress& progress() const {
        return m_inputs.progress ? *m_inputs.progress : silentProgress();
    }

    void choose(int layer, int expert, Projection projection, int bits, std::string why) {
        PlanChoice choice{layer, expert, projection, m_plan.unitFormat, std::move(why)};
        choice.format.bits = bits;
        m_result.choices.push_back(std::move(choice));
    }

    int64_t cost(int layer, int expert, Projection projection, int bits) const {
        UnitFormat base = m_plan.unitFormat;
        base.bits = bits;
        int64_t sum = 0;
        for (const WeightEntry* entry : m_experts.at({layer, expert}))
            if (projection == Projection::All || projectionOf(entry->id.role) == projection)
                sum += m_budget.cost(*entry, resolveFormat(m_plan, *entry, base));
        return sum;
    }

    // Weighted mean over corpora of the table's loss or error of a whole expert at each width.
    Result<std::vector<std::vector<double>>> expertLosses(const std::vector<int>& widths,
                                                          bool asError) const {
        const LossTable& table = *m_inputs.losses;
        std::vector<std::string> known;
        for (const LossCorpus& corpus : table.corpora) known.push_back(corpus.name);
        MOQA_TRY(const CorpusWeights weights,
                 normalisedCorpusWeights(known, m_options.corpusWeights, "the loss table"));
        std::vector<std::vector<double>> losses(m_layers.size() * static_cast<size_t>(m_count),
                                                std::vector<double>(widths.size(), 0.0));
        for (size_t u = 0; u < table.unitCount(); ++u) {
            if (u % kLookEvery == 0) MOQA_CHECK(look());
            const auto row = std::find(m_layers.begin(), m_layers.end(), table.units[u].layer) -
                             m_layers.begin();
            auto& of = losses[static_cast<size_t>(row * m_count + table.units[u].expert)];
            for (size_t w = 0; w < widths.size(); ++w) {
                UnitFormat format = m_plan.unitFormat;
                format.bits = widths[w];
                const auto column = static_cast<size_t>(table.find(format));
                for (const auto& [name, weight] : weights) {
                    const auto c = static_cast<size_t>(std::find(known.begin(), known.end(), name) -
                                                       known.begin());
                    of[w] +=
                        weight * (asError ? table.error(u, column, c) : table.loss(u, column, c));
                }
            }
        }
        return losses;
    }

    // Of 1, 2 and 3 those that the table has; 2 and 3 must be there.
    Result<std::vector<int>> threeWidths() {
        std::vector<int> widths;
        for (const int bits : {1, 2, 3}) {
            UnitFormat format = m_plan.unitFormat;
            format.bits = bits;
            if (m_inputs.losses->find(format) >= 0)
                widths.push_back(bits);
            else if (bits > 1)
                return badInput(
                    fmt::format("width {} with group {} was not measured", bits, format.group),
                    "--method", "measure it: moqa measure --widths 1,2,3");
        }
        if (widths.size() < 3)
            deviates("1 bit was not measured and is left out; published: widths 1, 2 and 3");
        m_result.widths = widths;
        return widths;
    }

    void deviates(const std::string& text) { m_result.deviations.push_back(text); }

    Status needsMeanBits() const {
        if (m_options.bits > 0) return {};
        return usageError("this method has no byte target", "--bytes", "give --bits");
    }

    Status mcMoe() {
        MOQA_CHECK(needsMeanBits());
        MOQA_TRY(const std::vector<int> widths, threeWidths());
        MOQA_CHECK(m_budget.check(0, widths.back() * m_budget.routedWeights, widths));
        MOQA_TRY(const auto errors, expertLosses(widths, true));
        MOQA_TRY(UnitScore phi, score("frequency"));
        MOQA_TRY(const UnitScore gate, score("gate_mass"));
        const double k = std::max(1, m_model.spec().topK); // frequencies sum to K
        for (double& v : phi.values) v /= k;
        const auto budget = static_cast<int>(std::floor(m_options.bits * m_count * (1 + 1e-12)));
        for (size_t row = 0; row < m_layers.size(); ++row) {
            MOQA_CHECK(look());
            std::vector<std::vector<double>> costs;
            for (int e = 0; e < m_count; ++e) {
                std::vector<double> of;
                // The norm of the change is the root of its energy.
                for (const double energy :
                     errors[row * static_cast<size_t>(m_count) + static_cast<size_t>(e)])
                    of.push_back(phi.at(row, e) * std::pow(gate.at(row, e), kMcBeta) *
                                 std::pow(std::sqrt(energy), m_options.mcGamma));
                costs.push_back(std::move(of));
            }
            MOQA_TRY(const std::vector<int> chosen, solveLayerProgramme(widths, costs, budget));
            for (int e = 0; e < m_count; ++e)
                choose(m_layers[row], e, Projection::All, chosen[static_cast<size_t>(e)],
                       fmt::format("layer programme of {} bits", budget));
        }
        m_result.details = {{"alpha", 1.0}, {"beta", kMcBeta}, {"gamma", m_options.mcGamma}};
        deviates("eps is the norm of the gated change measured with the plan's own quantizer; "
                 "published: rounding to nearest, groups of 128");
        deviates("w is the gate mass after renormalisation, where the model renormalises");
        if (m_inputs.losses->units.front().part != UnitPart::Expert)
            deviates("eps is the root of the sum of the energies of an expert's two halves, each "
                     "measured alone; published: of the whole expert");
        deviates("solved by dynamic programming; published: Gurobi");
        return {};
    }

    // Multiple choice among whole experts, all layers together.
    Status knapsack(const std::vector<int>& widths, const std::vector<std::vector<double>>& losses,
                    const char* why) {
        KnapsackProblem problem;
        int64_t low = 0, high = 0;
        for (size_t i = 0; i < losses.size(); ++i) {
            if (i % kLookEvery == 0) MOQA_CHECK(look());
            for (size_t w = 0; w < widths.size(); ++w)
                problem.addOption(cost(layerOf(i), expertOf(i), Projection::All, widths[w]),
                                  losses[i][w]);
            low += cost(layerOf(i), expertOf(i), Projection::All, widths.front());
            high += cost(layerOf(i), expertOf(i), Projection::All, widths.back());
            problem.endGroup();
        }
        MOQA_CHECK(m_budget.check(low, high, widths));
        MOQA_TRY(const KnapsackHulls hulls, KnapsackHulls::build(std::move(problem)));
        MOQA_TRY(const KnapsackAnswer answer,
                 hulls.solve(m_budget.target - m_budget.fixed, KnapsackEffort::Exact, progress()));
        for (size_t i = 0; i < losses.size(); ++i)
            choose(layerOf(i), expertOf(i), Projection::All, widths[answer.chosen[i]], why);
        m_result.widths = widths;
        return {};
    }
    int layerOf(size_t cell) const { return m_layers[cell / static_cast<size_t>(m_count)]; }
    int expertOf(size_t cell) const {
        return static_cast<int>(cell % static_cast<size_t>(m_count));
    }

    Status gemq() {
        MOQA_TRY(const std::vector<int> widths, threeWidths());
        MOQA_TRY(const auto losses, expertLosses(widths, false));
        deviates(
            "no gradients: g^2 is one factor per layer, from the divergence of the logits that "
            "the layer's error causes; published: squared gradients per token and dimension");
        deviates("errors are of the plan's own quantizer; published: rounding to nearest, g128");
        deviates("without the option c2c3 and without tuning the routers");
        return knapsack(widths, losses, "least gradient-weighted error");
    }

    // Cells that get the higher width: as many of each layer as the budget allows.
    Status mostFrequent() {
        MOQA_CHECK(needsMeanBits());
        MOQA_TRY(const UnitScore frequency, score("frequency"));
        const auto [low, high] = twoWidths(m_options.bits);
        MOQA_TRY(const int k, countAbove(low, high, m_count));
        for (size_t row = 0; row < m_layers.size(); ++row) {
            std::vector<int> order(static_cast<size_t>(m_count));
            std::iota(order.begin(), order.end(), 0);
            std::stable_sort(order.begin(), order.end(), [&](int a, int b) {
                return frequency.at(row, a) > frequency.at(row, b);
            });
            std::vector<bool> top(order.size(), false);
            for (int i = 0; i < k; ++i)
                top[static_cast<size_t>(order[static_cast<size_t>(i)])] = true;
            for (int e = 0; e < m_count; ++e)
                choose(m_layers[row], e, Projection::All, top[static_cast<size_t>(e)] ? high : low,
                       top[static_cast<size_t>(e)] ? fmt::format("among the {} most frequent", k)
                                                   : "not among the most frequent");
        }
        m_result.widths = {low, high};
        m_result.details = {{"k", k}};
        deviates("attention and shared experts keep the widths of the comparison; published: 4 and "
                 "8 bits");
        return {};
    }

    Result<int> countAbove(int low, int high, int of) const {
        const double share = (m_options.bits - low) / (high - low);
        if (share < 0 || share > 1)
            return badInput(fmt::format("the rule has widths {} and {} only", low, high), "--bits",
                            fmt::format("give a mean between them"));
        return static_cast<int>(std::floor(share * of * (1 + 1e-12)));
    }

    Status firstLayers() {
        MOQA_CHECK(needsMeanBits());
        const auto [low, high] = twoWidths(m_options.bits);
        MOQA_TRY(const int k, countAbove(low, high, static_cast<int>(m_layers.size())));
        for (size_t row = 0; row < m_layers.size(); ++row)
            for (int e = 0; e < m_count; ++e)
                choose(m_layers[row], e, Projection::All, static_cast<int>(row) < k ? high : low,
                       fmt::format("layer {} of {}, the first {} are wide", row + 1,
                                   m_layers.size(), k));
        m_result.widths = {low, high};
        m_result.details = {{"k", k}};
        return {};
    }

    // The layers of least cosine of input and output, of equal ones the first.
    Status turningLayers() {
        MOQA_CHECK(needsMeanBits());
        const auto [low, high] = twoWidths(m_options.bits);
        MOQA_TRY(const int k, countAbove(low, high, static_cast<int>(m_layers.size())));
        MOQA_TRY(const UnitScore cosine, score("block_cosine"));
        std::vector<size_t> order(m_layers.size());
        std::iota(order.begin(), order.end(), size_t{0});
        std::stable_sort(order.begin(), order.end(),
                         [&](size_t a, size_t b) { return cosine.at(a, 0) < cosine.at(b, 0); });
        std::vector<size_t> rankOf(order.size());
        for (size_t rank = 0; rank < order.size(); ++rank) rankOf[order[rank]] = rank;
        for (size_t row = 0; row < m_layers.size(); ++row) // choices stand in the layers' order
            for (int e = 0; e < m_count; ++e)
                choose(m_layers[row], e, Projection::All,
                       static_cast<int>(rankOf[row]) < k ? high : low,
                       fmt::format("cosine {:.4f}, rank {} of {}, the first {} are wide",
                                   cosine.at(row, 0), rankOf[row] + 1, order.size(), k));
        m_result.widths = {low, high};
        m_result.details = {{"k", k}};
        deviates("the cosine is measured; published: predicted by a small network");
        return {};
    }

    Status otherParts(Part part) {
        MOQA_CHECK(needsMeanBits());
        const auto& weights = m_model.weights();
        if (std::none_of(weights.begin(), weights.end(),
                         [part](const WeightEntry& w) { return partOf(w.id.role) == part; }))
            return badInput(fmt::format("{} has no {} weights to give more bits", m_model.name(),
                                        partName(part)),
                            "--method");
        if (m_options.bits < 2) return badInput("the rule has no width below 2", "--bits");
        const int bits = m_options.bits < 4 ? 2 : m_options.bits < 8 ? 4 : 8;
        for (const int layer : m_layers)
            for (int e = 0; e < m_count; ++e)
                choose(layer, e, Projection::All, bits, "all experts alike");
        m_result.widths = {bits};
        m_result.parts[part] = part == Part::Shared ? 8 : std::min(8, 2 * bits);
        if (part == Part::Shared) m_result.parts[Part::Attention] = std::min(8, 2 * bits);
        deviates("experts get the widest of 2, 4 and 8 bits within the budget; what is left of it "
                 "is not used");
        return {};
    }

    Status outlyingLinears() {
        MOQA_CHECK(needsMeanBits());
        MOQA_TRY(const UnitScore ratio, score("outlier"));
        const auto [low, high] = twoWidths(m_options.bits);
        MOQA_CHECK(countAbove(low, high, 1));
        const auto& projections = ratio.byProjection;
        const size_t cells = ratio.values.size();
        std::vector<size_t> order(cells * 3);
        std::iota(order.begin(), order.end(), size_t{0});
        const auto valueOf = [&](size_t i) { return projections[i % 3][i / 3]; };
        std::stable_sort(order.begin(), order.end(),
                         [&](size_t a, size_t b) { return valueOf(a) > valueOf(b); });
        int64_t left = m_budget.target;
        const auto costOf = [&](size_t i, int bits) {
            return cost(layerOf(i / 3), expertOf(i / 3), kProjections[i % 3], bits);
        };
        for (size_t i = 0; i < order.size(); ++i) {
            if (i % kLookEvery == 0) MOQA_CHECK(look());
            left -= costOf(i, low);
        }
        if (left < 0) MOQA_CHECK(m_budget.check(m_budget.target - left, INT64_MAX, {low, high}));
        std::vector<bool> wide(order.size(), false);
        for (const size_t i : order) {
            MOQA_CHECK(look());
            const int64_t step = costOf(i, high) - costOf(i, low);
            if (step > left) break;
            left -= step;
            wide[i] = true;
        }
        for (size_t i = 0; i < order.size(); ++i)
            choose(layerOf(i / 3), expertOf(i / 3), kProjections[i % 3], wide[i] ? high : low,
                   wide[i] ? "outlying column" : "no outlying column");
        m_result.widths = {low, high};
        deviates("ranks the linears of routed experts alone");
        return {};
    }

    // Levels around the target among the widths allowed.
    Result<std::array<int, 3>> levelsAround() const {
        std::vector<int> widths = m_options.widths;
        std::sort(widths.begin(), widths.end());
        if (widths.size() < 3)
            return usageError("EWQ has three levels", "--widths", "give three widths or more");
        const auto above = std::upper_bound(widths.begin(), widths.end(), m_options.bits);
        const auto middle =
            std::clamp<std::ptrdiff_t>(above - widths.begin() - 1, 1, std::ssize(widths) - 2);
        const auto at = [&](std::ptrdiff_t i) { return widths[static_cast<size_t>(i)]; };
        return std::array<int, 3>{at(middle - 1), at(middle), at(middle + 1)};
    }

    Status threeLevels() {
        MOQA_CHECK(needsMeanBits());
        MOQA_TRY(const auto levels, levelsAround());
        MOQA_TRY(const UnitScore entropy, score("entropy"));
        const auto n = static_cast<double>(entropy.values.size());
        const double mean = std::accumulate(entropy.values.begin(), entropy.values.end(), 0.0) / n;
        double square = 0;
        for (const double v : entropy.values) square += (v - mean) * (v - mean);
        const double threshold = mean - std::sqrt(square / n);
        std::vector<BudgetUnit> units;
        int64_t low = 0, high = 0;
        for (size_t i = 0; i < entropy.values.size(); ++i) {
            if (i % kLookEvery == 0) MOQA_CHECK(look());
            BudgetUnit unit;
            unit.relative = entropy.values[i];
            unit.level = entropy.values[i] <= threshold ? 0 : entropy.values[i] <= mean ? 1 : 2;
            for (const int bits : levels)
                unit.costs.push_back(cost(layerOf(i), expertOf(i), Projection::All, bits));
            low += unit.costs.front();
            high += unit.costs.back();
            units.push_back(std::move(unit));
        }
        m_result.widths.assign(levels.begin(), levels.end());
        MOQA_CHECK(m_budget.check(low, high, m_result.widths));
        repairToBudget(units, m_budget.fixed, m_budget.target);
        for (size_t i = 0; i < units.size(); ++i)
            choose(layerOf(i), expertOf(i), Projection::All,
                   levels[static_cast<size_t>(units[i].level)],
                   fmt::format("entropy {:.6g}", entropy.values[i]));
        m_result.details = {{"mean", mean}, {"threshold", threshold}};
        deviates("levels of experts; published: of whole blocks");
        deviates(fmt::format("levels {} around the budget, then repaired to it by entropy; "
                             "published: 4, 8 and 16 without a budget",
                             fmt::join(levels, ", ")));
        return {};
    }

    // c = (median alpha / alpha)^gamma Var(W) 4^-b for every linear.
    Status spectral() {
        MOQA_TRY(const UnitScore alpha, score("spectral_hill"));
        std::vector<double> all;
        for (const auto& values : alpha.byProjection)
            for (const double v : values)
                if (std::isfinite(v)) all.push_back(v);
        if (all.empty())
            return badInput("the experts' weights are too small for a spectral exponent",
                            m_model.name());
        std::nth_element(all.begin(), all.begin() + std::ssize(all) / 2, all.end());
        const double median = all[all.size() / 2];
        std::vector<int> widths = m_options.widths;
        std::sort(widths.begin(), widths.end());
        KnapsackProblem problem;
        int64_t low = 0, high = 0;
        for (size_t i = 0; i < alpha.values.size() * 3; ++i) {
            MOQA_CHECK(look());
            const int layer = layerOf(i / 3), expert = expertOf(i / 3);
            const Role roles[] = {Role::ExpertGate, Role::ExpertUp, Role::ExpertDown};
            MOQA_TRY(const Matrix weight, m_model.readAll({roles[i % 3], layer, expert}));
            const double variance = weightMoments(weight.data).variance;
            const double a = alpha.byProjection[i % 3][i / 3];
            for (const int bits : widths)
                problem.addOption(cost(layer, expert, kProjections[i % 3], bits),
                                  (std::isfinite(a) ? median / a : 1.0) * variance *
                                      std::exp2(-2.0 * bits));
            low += cost(layer, expert, kProjections[i % 3], widths.front());
            high += cost(layer, expert, kProjections[i % 3], widths.back());
            problem.endGroup();
        }
        MOQA_CHECK(m_budget.check(low, high, widths));
        MOQA_TRY(const KnapsackHulls hulls, KnapsackHulls::build(std::move(problem)));
        MOQA_TRY(const KnapsackAnswer answer,
                 hulls.solve(m_budget.target - m_budget.fixed, KnapsackEffort::Exact, progress()));
        for (size_t i = 0; i < answer.chosen.size(); ++i)
            choose(layerOf(i / 3), expertOf(i / 3), kProjections[i % 3], widths[answer.chosen[i]],
                   fmt::format("widths by spectral exponent, median {:.3g}", median));
        m_result.widths = widths;
        m_result.details = {{"gamma", 1.0}, {"median_alpha", median}};
        deviates("linears count in the budget by their weights; published: each counts 1");
        deviates("tiles evenly spaced; published: sampled");
        if (widths != std::vector<int>{2, 3, 4, 8} && widths != std::vector<int>{1, 2, 3, 4})
            deviates(fmt::format("widths {}; published: 2, 3, 4, 8 or 1, 2, 3, 4",
                                 fmt::join(widths, ", ")));
        return {};
    }

    // Reverse water-filling: a loss of x 4^-b for a score x.
    Status byScore() {
        MOQA_TRY(UnitScore values, score(m_options.score));
        values.higherNeedsBits = values.higherNeedsBits != m_options.flipScore;
        std::vector<double>& x = values.values;
        const auto perLayer = static_cast<size_t>(m_count);
        for (size_t i = 0; i < x.size(); ++i)
            if (!std::isfinite(x[i]))
                return badInput(fmt::format("the score {} is not defined for expert {} of layer {}",
                                            values.id, expertOf(i), layerOf(i)),
                                "--method", "choose a score that covers every expert");
        if (*std::min_element(x.begin(), x.end()) < 0)
            return badInput(fmt::format("the score {} has negative values", values.id), "--method",
                            "shift them: bits follow ratios");
        const double largest = *std::max_element(x.begin(), x.end());
        // A floor of 1e-6 of the largest keeps ratios finite where a score is 0.
        for (double& v : x) {
            v = std::max(v, largest > 0 ? 1e-6 * largest : 1.0);
            if (!values.higherNeedsBits) v = 1.0 / v;
        }
        if (m_options.scope == PlanScope::Layer)
            for (size_t begin = 0; begin + perLayer <= x.size(); begin += perLayer) {
                const auto first = x.begin() + static_cast<std::ptrdiff_t>(begin);
                const double mean = std::accumulate(first, first + m_count, 0.0) / m_count;
                std::for_each(first, first + m_count, [mean](double& v) { v /= mean; });
            }
        std::vector<int> widths = m_options.widths;
        std::sort(widths.begin(), widths.end());
        std::vector<std::vector<double>> losses;
        for (const double v : x) {
            losses.emplace_back();
            for (const int bits : widths) losses.back().push_back(v * std::exp2(-2.0 * bits));
        }
        m_result.details = {{"score", values.id}, {"rule", "least sum of score * 4^-bits"}};
        if (m_options.flipScore) m_result.details["turned_round"] = true;
        return knapsack(widths, losses, "bits by score");
    }

    static constexpr double kMcBeta = 1.5;
    static constexpr size_t kLookEvery = 256; // units, where rules are matched by name
    static constexpr Projection kProjections[] = {Projection::Gate, Projection::Up,
                                                  Projection::Down};
    const ModelSource& m_model;
    const PlanInputs& m_inputs;
    const PlanOptions& m_options;
    const Plan& m_plan;
    const ExpertWeights m_experts;
    const PlanBudget m_budget;
    const std::vector<int> m_layers;
    const int m_count;
    RivalPlan m_result;
};

} // namespace

Result<RivalPlan> rivalPlan(const ModelSource& model, const PlanInputs& inputs,
                            const PlanOptions& options, const Plan& plan) {
    return Rules(model, inputs, options, plan).run();
}

} // namespace moqa
