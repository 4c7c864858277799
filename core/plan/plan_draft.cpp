// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/plan/plan_draft.h"

#include "core/plan/plan_units.h"

#include <algorithm>
#include <fmt/format.h>
#include <set>

namespace moqa {

PlanDelta PlanDelta::inverted() const {
    PlanDelta result;
    for (auto it = changes.rbegin(); it != changes.rend(); ++it)
        result.changes.push_back({it->layer, it->expert, it->projection, it->newBits, it->oldBits,
                                  it->newLocked, it->oldLocked});
    return result;
}

PlanDraft::PlanDraft(Plan plan, const ModelSource& model)
    : m_plan(std::move(plan)), m_original(m_plan.units) {
    for (const WeightEntry& entry : model.weights()) m_sums.add(entry, m_plan.formatOf(entry));
    m_sums.addRoutedBytes(cacheBytes(m_plan, model.spec()));
    m_plan.totals = m_sums.totals();
    ExpertWeights weights = expertWeights(model);
    for (size_t i = 0; i < m_plan.units.size(); ++i) {
        const CellKey key = {m_plan.units[i].layer, m_plan.units[i].expert};
        Cell& cell = m_cells[key];
        if (cell.count++ > 0) continue;
        cell.first = i;
        cell.weights = std::move(weights[key]);
    }
}

int PlanDraft::bits(int layer, int expert) const {
    const auto it = m_cells.find({layer, expert});
    if (it == m_cells.end()) return -1;
    const int first = m_plan.units[it->second.first].format.bits;
    for (size_t i = 1; i < it->second.count; ++i)
        if (m_plan.units[it->second.first + i].format.bits != first) return -1;
    return first;
}

bool PlanDraft::locked(int layer, int expert) const {
    const auto it = m_cells.find({layer, expert});
    if (it == m_cells.end()) return false;
    const auto begin = m_plan.units.begin() + static_cast<std::ptrdiff_t>(it->second.first);
    return std::all_of(begin, begin + static_cast<std::ptrdiff_t>(it->second.count),
                       [](const PlanUnit& u) { return u.locked; });
}

bool PlanDraft::pinned(const PlanUnit& unit, const Cell& cell) const {
    if (m_plan.overrides.empty()) return false;
    return std::all_of(cell.weights.begin(), cell.weights.end(), [&](const WeightEntry* w) {
        const bool mine =
            unit.projection == Projection::All || unit.projection == projectionOf(w->id.role);
        return !mine || lastMatch(m_plan.overrides, w->name) != nullptr;
    });
}

// newState sets bits and lock of a change; changes that change nothing are dropped.
template <class NewState>
PlanDelta PlanDraft::deltaOf(const std::vector<CellKey>& layerExpert, NewState newState) const {
    PlanDelta delta;
    std::set<CellKey> seen; // a brush stroke may name a cell twice
    for (const CellKey& key : layerExpert) {
        const auto it = m_cells.find(key);
        if (it == m_cells.end() || !seen.insert(key).second) continue;
        const Cell& cell = it->second;
        for (size_t i = cell.first; i < cell.first + cell.count; ++i) {
            const PlanUnit& unit = m_plan.units[i];
            if (pinned(unit, cell)) continue;
            const int now = unit.format.bits;
            UnitChange change{unit.layer, unit.expert, unit.projection, now,
                              now,        unit.locked, unit.locked};
            newState(change);
            if (change.newBits != now || change.newLocked != unit.locked)
                delta.changes.push_back(change);
        }
    }
    return delta;
}

PlanDelta PlanDraft::setBits(const std::vector<CellKey>& layerExpert, int bits) const {
    if (!isPlanWidth(bits)) return {};
    return deltaOf(layerExpert, [&](UnitChange& c) {
        if (!c.oldLocked) c.newBits = bits;
    });
}

PlanDelta PlanDraft::stepBits(const std::vector<CellKey>& layerExpert, int direction) const {
    return deltaOf(layerExpert, [&](UnitChange& c) {
        if (c.oldLocked) return;
        const auto now = std::find(kPlanWidths.begin(), kPlanWidths.end(), c.oldBits);
        if (now == kPlanWidths.end()) return;
        const auto last = static_cast<std::ptrdiff_t>(kPlanWidths.size()) - 1;
        const std::ptrdiff_t index = now - kPlanWidths.begin() + (direction > 0 ? 1 : -1);
        c.newBits = kPlanWidths[static_cast<size_t>(std::clamp(index, std::ptrdiff_t{0}, last))];
    });
}

PlanDelta PlanDraft::setLocked(const std::vector<CellKey>& layerExpert, bool locked) const {
    return deltaOf(layerExpert, [&](UnitChange& c) { c.newLocked = locked; });
}

PlanUnit* PlanDraft::unitOf(const UnitChange& change, const Cell& cell) {
    for (size_t i = cell.first; i < cell.first + cell.count; ++i)
        if (m_plan.units[i].projection == change.projection) return &m_plan.units[i];
    return nullptr;
}

void PlanDraft::addCell(const Cell& cell, int sign) {
    for (const WeightEntry* entry : cell.weights) m_sums.add(*entry, m_plan.formatOf(*entry), sign);
}

void PlanDraft::apply(const PlanDelta& delta) {
    for (const UnitChange& change : delta.changes) {
        const auto it = m_cells.find({change.layer, change.expert});
        PlanUnit* unit = it == m_cells.end() ? nullptr : unitOf(change, it->second);
        if (!unit || !isPlanWidth(change.newBits)) continue;
        unit->locked = change.newLocked;
        if (unit->format.bits == change.newBits) continue;
        addCell(it->second, -1);
        unit->format.bits = change.newBits;
        addCell(it->second, 1);
        const PlanUnit& original = m_original[static_cast<size_t>(unit - m_plan.units.data())];
        unit->why = change.newBits == original.format.bits
                        ? original.why
                        : fmt::format("by hand: {} -> {}", original.format.bits, change.newBits);
    }
    m_plan.totals = m_sums.totals();
}

Plan PlanDraft::freeze() const {
    Plan plan = m_plan;
    if (m_plan.units != m_original) plan.method = "manual";
    return plan;
}

} // namespace moqa
