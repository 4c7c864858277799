// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A plan being edited: bits, locks and running totals. An edit is a delta (old and new state of the
// units it touches), so undo is the delta turned round; totals follow in O(units touched).

#include "core/plan/plan_totals.h"

namespace moqa {

struct UnitChange {
    int layer = 0, expert = 0;
    Projection projection = Projection::All; // of the unit; an expert whose units differ has three
    int oldBits = 0, newBits = 0;
    bool oldLocked = false, newLocked = false;
};

struct PlanDelta {
    std::vector<UnitChange> changes;
    bool empty() const { return changes.empty(); }
    PlanDelta inverted() const; // the changes turned round, last first
};

class PlanDraft {
public:
    // model must outlive the draft (it gives the sizes).
    PlanDraft(Plan plan, const ModelSource& model);

    int bits(int layer, int expert) const; // -1: no such unit, or its projections differ
    bool locked(int layer, int expert) const;
    const PlanTotals& totals() const { return m_plan.totals; }
    const Plan& plan() const { return m_plan; } // current state

    // The delta that sets these cells to `bits`, leaving locked and unchanged ones out, and units
    // that an override of the plan decides about (their width is the override's). Empty for a width
    // that is none of 1,2,3,4,5,6,8,16. A cell that is not there is left out.
    PlanDelta setBits(const std::vector<std::pair<int, int>>& layerExpert, int bits) const;
    // Next wider (+1) or narrower (-1) width of 1,2,3,4,5,6,8,16 for each cell.
    PlanDelta stepBits(const std::vector<std::pair<int, int>>& layerExpert, int direction) const;
    PlanDelta setLocked(const std::vector<std::pair<int, int>>& layerExpert, bool locked) const;
    // Puts the new states in place; the delta must come from this draft's current state (or be the
    // inverse of the last one applied). Changes to units that are not there are ignored.
    void apply(const PlanDelta& delta);
    // Immutable copy; method is "manual" while any unit differs from the plan the draft began with.
    Plan freeze() const;

private:
    using CellKey = std::pair<int, int>;
    struct Cell {
        size_t first = 0, count = 0;             // run of units in m_plan.units
        std::vector<const WeightEntry*> weights; // borrowed from the model
    };
    PlanUnit* unitOf(const UnitChange& change, const Cell& cell);
    bool pinned(const PlanUnit& unit, const Cell& cell) const; // by an override
    void addCell(const Cell& cell, int sign);
    template <class NewState>
    PlanDelta deltaOf(const std::vector<CellKey>& layerExpert, NewState newState) const;

    Plan m_plan;
    std::vector<PlanUnit> m_original; // parallel to m_plan.units
    PlanSums m_sums;
    std::map<CellKey, Cell> m_cells;
};

} // namespace moqa
