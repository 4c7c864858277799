// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/plan/loss_table.h"

#include "core/base/sha256.h"
#include "core/plan/plan_units.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <tuple>

namespace moqa {

namespace {

// Rising in bits, then from coarse groups to fine: the whole row first.
auto formatOrder(const UnitFormat& format) {
    const int64_t columns = format.group < 0 ? INT64_MAX : format.group;
    return std::tuple(format.bits, -columns, format.symmetric ? 0 : 1);
}

std::string unitText(const LossUnit& unit) {
    return fmt::format("layer {}, expert {}, {}", unit.layer, unit.expert, unitPartName(unit.part));
}

bool allLosses(const std::vector<double>& values) {
    return std::all_of(values.begin(), values.end(),
                       [](double v) { return std::isfinite(v) && v >= 0; });
}

// The format that a plan gives to a unit of the table.
Result<UnitFormat> formatOf(const Plan& plan, const LossUnit& unit) {
    std::optional<UnitFormat> found;
    for (const auto& [role, projection] :
         {std::pair{Role::ExpertGate, Projection::Gate}, std::pair{Role::ExpertUp, Projection::Up},
          std::pair{Role::ExpertDown, Projection::Down}}) {
        if (!coversProjection(unit.part, projection)) continue;
        const PlanUnit* const planned = findUnit(plan.units, {role, unit.layer, unit.expert});
        if (planned == nullptr)
            return badInput("the plan has no unit for a row of the loss table", unitText(unit));
        UnitFormat format = planned->format;
        if (format.bits >= 16) format = UnitFormat{16, -1, false};
        if (found && *found != format)
            return badInput("the plan splits what the loss table measured as one", unitText(unit),
                            "measure with --unit projection");
        found = format;
    }
    return *found;
}

template <typename Add>
Status visitLosses(const LossTable& table, const Plan& plan, const Add& add) {
    if (plan.modelFingerprint != table.modelFingerprint)
        return badInput("the plan and the loss table are of different models", plan.modelName);
    for (size_t u = 0; u < table.unitCount(); ++u) {
        MOQA_TRY(const UnitFormat format, formatOf(plan, table.units[u]));
        if (format.bits == 16) continue;
        const int64_t column = table.find(format);
        if (column < 0)
            return badInput(
                fmt::format("width {} with group {} was not measured", format.bits, format.group),
                unitText(table.units[u]), "measure it: moqa measure --widths");
        for (size_t c = 0; c < table.corpusCount(); ++c)
            add(table.units[u], c, table.loss(u, static_cast<size_t>(column), c));
    }
    return {};
}

} // namespace

const char* unitPartName(UnitPart part) {
    switch (part) {
    case UnitPart::Expert: return "expert";
    case UnitPart::GateUp: return "gate_up";
    case UnitPart::Down: return "down";
    }
    return "expert";
}

bool coversProjection(UnitPart part, Projection projection) {
    if (part == UnitPart::Expert) return true;
    return (projection == Projection::Down) == (part == UnitPart::Down);
}

int64_t LossTable::find(const LossUnit& unit) const {
    const auto it = std::lower_bound(units.begin(), units.end(), unit);
    return it != units.end() && *it == unit ? it - units.begin() : -1;
}

int64_t LossTable::find(const UnitFormat& format) const {
    const auto it = std::find_if(formats.begin(), formats.end(), [&](const UnitFormat& f) {
        return f.bits == format.bits && f.group == format.group && f.symmetric == format.symmetric;
    });
    return it != formats.end() ? it - formats.begin() : -1;
}

Status LossTable::check(const std::string& where) const {
    const auto refuse = [&](const std::string& what) { return badInput(what, where); };
    if (units.empty() || formats.empty() || corpora.empty())
        return refuse("the loss table has no rows, formats or corpora");
    const size_t rows = units.size();
    if (errors.size() != rows * formats.size() * corpora.size() ||
        scales.size() != rows * corpora.size() || unseen.size() != rows * formats.size() ||
        uncertainty.size() != rows)
        return refuse("the parts of the loss table do not have the sizes its rows say");
    for (size_t u = 1; u < rows; ++u) {
        const LossUnit &before = units[u - 1], &unit = units[u];
        if (!(before < unit)) return refuse("the rows of the loss table do not rise");
        // Its parts would count a second time.
        if (before.part == UnitPart::Expert && before.layer == unit.layer &&
            before.expert == unit.expert)
            return refuse("the loss table has an expert both whole and in parts");
    }
    for (size_t f = 0; f < formats.size(); ++f) {
        if (!isPlanWidth(formats[f].bits) || formats[f].bits == 16)
            return refuse(fmt::format("{} bits is not a width to measure", formats[f].bits));
        if (f > 0 && !(formatOrder(formats[f - 1]) < formatOrder(formats[f])))
            return refuse("the formats of the loss table do not rise");
    }
    if (!allLosses(errors) || !allLosses(scales) || !allLosses(unseen) || !allLosses(uncertainty))
        return refuse("the loss table holds a number that is negative or not finite");
    return {};
}

std::string lossTableKey(const std::map<std::string, std::shared_ptr<const LossTable>>& tables,
                         const std::string& name, const LossTable& table) {
    const auto free = [&](const std::string& key) {
        const auto found = tables.find(key);
        return found == tables.end() || (found->second->optionsJson == table.optionsJson &&
                                         found->second->corpora == table.corpora);
    };
    std::string recipe = table.optionsJson;
    for (const LossCorpus& corpus : table.corpora)
        recipe += corpus.name + corpus.textSha256 + std::to_string(corpus.tokens);
    return free(name) ? name : name + "-" + sha256Hex(recipe).substr(0, 8);
}

Status LossTable::fits(const ModelSource& model) const {
    if (modelFingerprint != model.fingerprint())
        return badInput("the loss table was measured on another model", modelName,
                        "measure " + model.name() + " anew");
    const ExpertWeights experts = expertWeights(model);
    for (const LossUnit& unit : units)
        if (!experts.contains({unit.layer, unit.expert}))
            return badInput("the loss table has an expert that the model has not",
                            "layer " + std::to_string(unit.layer) + ", expert " +
                                std::to_string(unit.expert),
                            "measure " + model.name() + " anew");
    for (const auto& [where, weights] : experts)
        for (const UnitPart part : {UnitPart::GateUp, UnitPart::Down})
            if (find(LossUnit{where.first, where.second, part}) < 0 &&
                find(LossUnit{where.first, where.second, UnitPart::Expert}) < 0)
                return badInput("the loss table lacks an expert of the model",
                                unitText({where.first, where.second, part}));
    return {};
}

Result<std::vector<double>> predictedLoss(const LossTable& table, const Plan& plan) {
    std::vector<double> losses(table.corpusCount(), 0.0);
    MOQA_CHECK(visitLosses(
        table, plan, [&](const LossUnit&, size_t corpus, double loss) { losses[corpus] += loss; }));
    return losses;
}

Result<std::vector<double>> predictedLossByLayer(const LossTable& table, const Plan& plan,
                                                 int layers) {
    std::vector<double> losses(static_cast<size_t>(layers) * table.corpusCount(), 0.0);
    for (const LossUnit& unit : table.units)
        if (unit.layer < 0 || unit.layer >= layers)
            return badInput("the loss table names a layer that the model does not have",
                            unitText(unit));
    MOQA_CHECK(visitLosses(table, plan, [&](const LossUnit& unit, size_t corpus, double loss) {
        losses[static_cast<size_t>(unit.layer) * table.corpusCount() + corpus] += loss;
    }));
    return losses;
}

} // namespace moqa
