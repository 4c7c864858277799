// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/fidelity/oracle.h"

#include "core/base/random.h"
#include "core/plan/make_plan.h"
#include "core/plan/plan_units.h"
#include "core/quantize/memory_sink.h"
#include "tests/bench/fidelity/bench.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace moqa::fidelity {

namespace {

bool covers(const LossUnit& unit, Role role) {
    return partOf(role) == Part::Routed && coversProjection(unit.part, projectionOf(role));
}

int64_t bitsOf(const LossTable& table, const std::vector<int64_t>& weights, const Choice& choice) {
    int64_t bits = 0;
    for (size_t u = 0; u < choice.size(); ++u)
        bits += table.formats[static_cast<size_t>(choice[u])].bits * weights[u];
    return bits;
}

// A step of one unit by a column and of another the other way, within the budget; false where the
// draw allows none.
bool exchange(const LossTable& table, const std::vector<int64_t>& weights, int64_t budget,
              int64_t& bits, Choice& choice, Random& random, std::array<size_t, 2>& units) {
    const auto columns = static_cast<int>(table.formatCount());
    units = {random.below(choice.size()), random.below(choice.size())};
    if (units[0] == units[1] || choice[units[0]] + 1 >= columns || choice[units[1]] == 0)
        return false;
    const auto widthOf = [&](int column) {
        return table.formats[static_cast<size_t>(column)].bits;
    };
    const auto up = static_cast<int64_t>(widthOf(choice[units[0]] + 1) - widthOf(choice[units[0]]));
    const auto down =
        static_cast<int64_t>(widthOf(choice[units[1]]) - widthOf(choice[units[1]] - 1));
    const int64_t change = up * weights[units[0]] - down * weights[units[1]];
    if (bits + change > budget) return false;
    bits += change;
    ++choice[units[0]];
    --choice[units[1]];
    return true;
}

} // namespace

std::vector<double> plannedLosses(const LossTable& table, double unseen) {
    std::vector<double> losses;
    for (size_t u = 0; u < table.unitCount(); ++u)
        for (size_t f = 0; f < table.formatCount(); ++f) {
            double loss = unseen * table.unseenLoss(u, f);
            for (size_t c = 0; c < table.corpusCount(); ++c)
                loss += table.loss(u, f, c) / static_cast<double>(table.corpusCount());
            losses.push_back(loss);
        }
    return losses;
}

double lossOf(const std::vector<double>& losses, const LossTable& table, const Choice& choice) {
    double sum = 0;
    for (size_t u = 0; u < choice.size(); ++u)
        sum += losses[u * table.formatCount() + static_cast<size_t>(choice[u])];
    return sum;
}

std::vector<int64_t> unitWeights(const ModelSource& model, const LossTable& table) {
    std::vector<int64_t> weights;
    const ExpertWeights experts = expertWeights(model);
    for (const LossUnit& unit : table.units) {
        int64_t count = 0;
        for (const WeightEntry* entry : experts.at({unit.layer, unit.expert}))
            if (covers(unit, entry->id.role)) count += entry->count();
        weights.push_back(count);
    }
    return weights;
}

double meanBits(const LossTable& table, const std::vector<int64_t>& weights, const Choice& choice) {
    return static_cast<double>(bitsOf(table, weights, choice)) /
           static_cast<double>(std::accumulate(weights.begin(), weights.end(), int64_t{0}));
}

Result<Choice> choiceOf(const LossTable& table, const Plan& plan) {
    Choice choice;
    for (const LossUnit& unit : table.units) {
        const Role role = unit.part == UnitPart::Down ? Role::ExpertDown : Role::ExpertGate;
        const PlanUnit* const planned = findUnit(plan.units, {role, unit.layer, unit.expert});
        const int64_t column = planned ? table.find(planned->format) : -1;
        if (column < 0) return badInput("a unit of the plan was not measured", plan.method);
        choice.push_back(static_cast<int>(column));
    }
    return choice;
}

Choice anneal(const LossTable& table, const std::vector<double>& losses,
              const std::vector<int64_t>& weights, double bits, int64_t moves, uint64_t seed) {
    const int64_t all = std::accumulate(weights.begin(), weights.end(), int64_t{0});
    const auto budget =
        static_cast<int64_t>(std::floor(bits * static_cast<double>(all) * (1 + 1e-12)));
    int start = 0;
    for (size_t f = 0; f < table.formatCount(); ++f)
        if (table.formats[f].bits <= bits) start = static_cast<int>(f);
    Choice choice(table.unitCount(), start), best = choice;
    int64_t used = bitsOf(table, weights, choice);
    double loss = lossOf(losses, table, choice), bestLoss = loss;
    const double hot = loss / static_cast<double>(table.unitCount()), cold = 1e-4 * hot;
    Random random(seed);
    const auto at = [&](size_t unit, int column) {
        return losses[unit * table.formatCount() + static_cast<size_t>(column)];
    };
    const auto step = [&](size_t unit, int by) { // of bits; the change of the loss
        const int from = choice[unit], to = from + by;
        used += (table.formats[static_cast<size_t>(to)].bits -
                 table.formats[static_cast<size_t>(from)].bits) *
                weights[unit];
        choice[unit] = to;
        return at(unit, to) - at(unit, from);
    };
    std::vector<size_t> lowered;
    for (int64_t i = 0; i < moves; ++i) {
        const double temperature =
            hot * std::pow(cold / hot, static_cast<double>(i) / static_cast<double>(moves));
        const size_t raised = random.below(choice.size());
        if (choice[raised] + 1 >= static_cast<int>(table.formatCount())) continue;
        double change = step(raised, 1);
        lowered.clear();
        for (int tries = 0; used > budget && tries < 8; ++tries) {
            const size_t unit = random.below(choice.size());
            if (unit == raised || choice[unit] == 0) continue;
            change += step(unit, -1);
            lowered.push_back(unit);
        }
        if (used > budget || (change > 0 && random.uniform() >= std::exp(-change / temperature))) {
            for (const size_t unit : lowered) step(unit, 1);
            step(raised, -1);
            continue;
        }
        loss += change;
        if (loss < bestLoss) {
            bestLoss = loss;
            best = choice;
        }
    }
    return best;
}

Result<MeasuredOracle> exchangeByMeasure(const ModelSource& model, const LossTable& table,
                                         const std::vector<Corpus>& calibration,
                                         const std::vector<Corpus>& texts,
                                         const QuantizeOptions& quantize,
                                         const EvaluateOptions& evaluateOptions,
                                         const ReferenceRun& reference, const Choice& start,
                                         int rounds, uint64_t seed, Progress& progress) {
    constexpr size_t kAtOnce = 8;
    QuantizeOptions alone = quantize;
    alone.sequential = false;
    std::vector<MemorySink> columns(table.formatCount());
    for (size_t f = 0; f < columns.size(); ++f) {
        PlanOptions options;
        options.method = PlanMethod::Uniform;
        options.bits = table.formats[f].bits;
        options.unitFormat = table.formats[f];
        options.attentionBits = options.sharedBits = options.denseBits = 16;
        MOQA_TRY(const Plan plan, makePlan(model, PlanInputs{}, options));
        MOQA_TRY(const QuantizeReport report,
                 quantizeModel(model, plan, calibration, alone, columns[f], progress));
    }
    const auto overlayOf = [&](const Choice& choice) {
        auto overlay = std::make_unique<QuantizedOverlay>(model);
        for (size_t u = 0; u < choice.size(); ++u)
            for (const Role role : {Role::ExpertGate, Role::ExpertUp, Role::ExpertDown}) {
                const LossUnit& unit = table.units[u];
                if (!covers(unit, role)) continue;
                const auto& tensors = columns[static_cast<size_t>(choice[u])].tensors();
                if (const auto found = tensors.find({role, unit.layer, unit.expert});
                    found != tensors.end())
                    overlay->put(found->second);
            }
        return overlay;
    };
    MeasuredOracle oracle;
    oracle.choice = start;
    const auto first = overlayOf(start);
    MOQA_TRY(auto reports, evaluateAll({first.get()}, texts, evaluateOptions, reference, progress));
    oracle.report = std::move(reports.front());
    oracle.startKl = oracle.kl = meanKl(oracle.report);
    const std::vector<int64_t> weights = unitWeights(model, table);
    const int64_t budget = bitsOf(table, weights, start);
    Random random(seed);
    for (int round = 0; round < rounds; ++round) {
        std::vector<Choice> tried;
        while (tried.size() < kAtOnce) {
            Choice next = oracle.choice;
            int64_t bits = bitsOf(table, weights, next);
            std::array<size_t, 2> units{};
            int made = 0;
            // Several exchanges at once: one alone is lost among a few hundred units.
            for (int k = 0; k < 40 && made < 6; ++k)
                made += exchange(table, weights, budget, bits, next, random, units) ? 1 : 0;
            tried.push_back(std::move(next));
        }
        std::vector<std::unique_ptr<QuantizedOverlay>> overlays;
        std::vector<const ModelSource*> models;
        for (const Choice& choice : tried) {
            overlays.push_back(overlayOf(choice));
            models.push_back(overlays.back().get());
        }
        MOQA_TRY(reports, evaluateAll(models, texts, evaluateOptions, reference, progress));
        oracle.tried += static_cast<int>(kAtOnce);
        for (size_t i = 0; i < tried.size(); ++i)
            if (const double kl = meanKl(reports[i]); kl < oracle.kl) {
                oracle.kl = kl;
                oracle.choice = tried[i];
                oracle.report = reports[i];
                ++oracle.kept;
            }
    }
    return oracle;
}

} // namespace moqa::fidelity
