// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/plan/plan.h"

#include "core/base/files.h"
#include "core/plan/plan_units.h"

#include <algorithm>
#include <fmt/format.h>

namespace moqa {

bool isPlanWidth(int64_t bits) {
    return std::find(kPlanWidths.begin(), kPlanWidths.end(), bits) != kPlanWidths.end();
}

const char* projectionName(Projection p) {
    switch (p) {
    case Projection::Gate: return "gate";
    case Projection::Up: return "up";
    case Projection::Down: return "down";
    case Projection::All: break;
    }
    return "all";
}

const PlanUnit* findUnit(const std::vector<PlanUnit>& units, WeightId id) {
    const auto key = std::pair(id.layer, id.expert);
    auto it = std::lower_bound(units.begin(), units.end(), key, [](const PlanUnit& u, auto k) {
        return std::pair(u.layer, u.expert) < k;
    });
    for (; it != units.end() && std::pair(it->layer, it->expert) == key; ++it)
        if (it->projection == Projection::All || it->projection == projectionOf(id.role))
            return &*it;
    return nullptr;
}

Projection projectionOf(Role role) {
    switch (role) {
    case Role::ExpertGate: return Projection::Gate;
    case Role::ExpertUp: return Projection::Up;
    case Role::ExpertDown: return Projection::Down;
    default: return Projection::All;
    }
}

ExpertWeights expertWeights(const ModelSource& model) {
    ExpertWeights result;
    for (const WeightEntry& entry : model.weights())
        if (partOf(entry.id.role) == Part::Routed)
            result[{entry.id.layer, entry.id.expert}].push_back(&entry);
    return result;
}

const PlanOverride* lastMatch(const std::vector<PlanOverride>& overrides,
                              const std::string& tensorName) {
    for (auto it = overrides.rbegin(); it != overrides.rend(); ++it)
        if (it->matches(tensorName)) return &*it;
    return nullptr;
}

int compensationRank(const WeightEntry& entry, int rank) {
    return static_cast<int>(std::min<int64_t>({rank, entry.rows, entry.cols}));
}

UnitFormat resolveFormat(const Plan& plan, const WeightEntry& entry, UnitFormat base) {
    constexpr UnitFormat kKept = {16, -1, false};
    if (entry.rows == 1) return kKept;
    if (const PlanOverride* o = lastMatch(plan.overrides, entry.name))
        base = {o->bits, o->group ? o->group : plan.unitFormat.group, plan.unitFormat.symmetric};
    if (base.bits == 16) return kKept;
    if (base.group > entry.cols) base.group = -1;
    base.realZeros = plan.unitFormat.realZeros && base.hasZeroPoints();
    const Part part = partOf(entry.id.role);
    const bool compensated = part == Part::Routed || part == Part::Shared;
    base.rank = compensated ? compensationRank(entry, plan.unitFormat.rank) : 0;
    return base;
}

UnitFormat Plan::formatOf(const WeightEntry& entry) const {
    UnitFormat format = unitFormat;
    const Part part = partOf(entry.id.role);
    if (part == Part::Routed) {
        const PlanUnit* unit = findUnit(units, entry.id);
        format = unit ? unit->format : UnitFormat{};
    } else {
        const auto it = defaults.find(part);
        format.bits = it == defaults.end() ? 16 : it->second;
    }
    return resolveFormat(*this, entry, format);
}

namespace {

Status checkUnitsExist(const Plan& plan, const ModelSource& model) {
    const ExpertWeights known = expertWeights(model);
    for (const PlanUnit& unit : plan.units)
        if (!known.count({unit.layer, unit.expert}))
            return badInput(
                fmt::format("the plan names expert {} of layer {}, which {} does not have",
                            unit.expert, unit.layer, model.name()),
                "units", "make the plan anew from this model's workspace");
    return {};
}

} // namespace

Status Plan::fits(const ModelSource& model) const {
    if (modelFingerprint != model.fingerprint())
        return badInput(fmt::format("the plan was made for another model ({}) than {}",
                                    modelName.empty() ? "unnamed" : modelName, model.name()),
                        "model.fingerprint", "make the plan anew from this model's workspace");
    MOQA_CHECK(checkUnitsExist(*this, model));
    for (const WeightEntry& entry : model.weights()) {
        if (partOf(entry.id.role) == Part::Routed && !findUnit(units, entry.id))
            return badInput("the plan has no unit for this expert", entry.name,
                            "make the plan anew from this model's workspace");
        const UnitFormat format = formatOf(entry);
        if (format.bits != 16 && format.group > 0 && entry.cols % format.group != 0)
            return badInput(fmt::format("groups of {} columns do not divide its rows of {}",
                                        format.group, entry.cols),
                            entry.name,
                            "choose another --group, or --set 'PATTERN=WIDTH:GROUP' for it");
    }
    return {};
}

Result<Plan> Plan::load(const std::string& path) {
    constexpr int64_t kMaxBytes = int64_t{1} << 29; // 100,000 units take about 20 MB
    MOQA_TRY(const std::string text, readFile(path, kMaxBytes));
    MOQA_TRY(const Json json, parseJson(text, path));
    return fromJson(json, path);
}

Status Plan::save(const std::string& path) const {
    return writeFileAtomically(path,
                               toJson().dump(1, ' ', false, Json::error_handler_t::replace) + "\n");
}

} // namespace moqa
