// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A plan being edited: bits, locks and running totals. An edit is a delta (old and new state of the
// units it touches), so undo is the delta turned round; totals follow in O(units touched).

#include "core/plan/plan.h"

namespace moqa {

struct UnitChange {
    int layer = 0, expert = 0;
    int oldBits = 0, newBits = 0;
    bool oldLocked = false, newLocked = false;
};

struct PlanDelta {
    std::vector<UnitChange> changes;
    bool empty() const { return changes.empty(); }
    PlanDelta inverted() const;
};

class PlanDraft {
public:
    // model must outlive the draft (it gives the sizes).
    PlanDraft(Plan plan, const ModelSource& model);

    int bits(int layer, int expert) const; // -1: no such unit, or its projections differ
    bool locked(int layer, int expert) const;
    const PlanTotals& totals() const { return m_plan.totals; }
    const Plan& plan() const { return m_plan; } // current state

    // The delta that sets these cells to `bits`, leaving locked and unchanged ones out.
    PlanDelta setBits(const std::vector<std::pair<int, int>>& layerExpert, int bits) const;
    // Next wider (+1) or narrower (-1) width of 1,2,3,4,5,6,8,16 for each cell.
    PlanDelta stepBits(const std::vector<std::pair<int, int>>& layerExpert, int direction) const;
    PlanDelta setLocked(const std::vector<std::pair<int, int>>& layerExpert, bool locked) const;
    void apply(const PlanDelta& delta);
    Plan freeze() const; // immutable copy; method becomes "manual" once edited

private:
    struct Cell {
        size_t first = 0, count = 0; // run of units in m_plan.units
    };
    const ModelSource& m_model;
    Plan m_plan;
    std::map<std::pair<int, int>, Cell> m_cells;
};

} // namespace moqa
