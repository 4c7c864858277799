// SPDX-License-Identifier: GPL-3.0-or-later
// Repair sequences worked out by hand.
#include "core/plan/budget.h"
#include "core/plan/plan_budget.h"

#include <QTest>

using namespace moqa;

namespace {

// Widths 2, 4, 6, 8 on one weight each.
BudgetUnit unit(double relative, int level) { return {relative, level, {2, 4, 6, 8}}; }

std::vector<int> levels(const std::vector<BudgetUnit>& units) {
    std::vector<int> result;
    for (const BudgetUnit& u : units) result.push_back(u.level);
    return result;
}

} // namespace

class TestBudget : public QObject {
    Q_OBJECT
private slots:
    void tooLargeTakesFromTheLeastSignificantFirst() {
        // Sum 8 + 6 + 4 + 8 = 26. The unit at 0.2 falls 8 -> 6 -> 4 -> 2 (24, 22, 20), then the
        // one at 0.5 falls 6 -> 4 (18): the first plan not above 19.
        std::vector<BudgetUnit> units = {unit(2.0, 3), unit(0.5, 2), unit(1.0, 1), unit(0.2, 3)};
        QVERIFY(repairToBudget(units, 0, 19));
        QCOMPARE(levels(units), (std::vector<int>{3, 1, 1, 0}));
    }

    void tooSmallGivesToTheMostSignificantFirst() {
        // Sum 2 + 2 + 4 = 8. The unit at 3.0 rises 2 -> 4 -> 6 -> 8 (10, 12, 14), then the one at
        // 1.0 rises 4 -> 6 (16); 18 would pass 17.
        std::vector<BudgetUnit> units = {unit(3.0, 0), unit(0.1, 0), unit(1.0, 1)};
        QVERIFY(repairToBudget(units, 0, 17));
        QCOMPARE(levels(units), (std::vector<int>{3, 0, 2}));
    }

    void stopsAtTheFirstMoveThatWouldPass() {
        // The large unit would pass the target; the small one behind it is not tried.
        std::vector<BudgetUnit> units = {{2.0, 0, {20, 40}}, {1.0, 0, {2, 4}}};
        QVERIFY(repairToBudget(units, 0, 30));
        QCOMPARE(levels(units), (std::vector<int>{0, 0}));
    }

    void theLargestPlanOfALargeModelIsInReach() {
        // 64 layers x 512 experts x 3 of 2048 x 1024: 1.6e12 bits, where the slack of a target for
        // rounding is whole bits.
        PlanBudget budget;
        budget.routedWeights = int64_t{64} * 512 * 3 * 2048 * 1024;
        const int64_t highest = 8 * budget.routedWeights;
        budget.target = highest + 1;
        QVERIFY(budget.check(2 * budget.routedWeights, highest, {2, 8}).ok());
        budget.target = highest + highest / 1000;
        const Status above = budget.check(2 * budget.routedWeights, highest, {2, 8});
        QVERIFY(!above.ok());
        QCOMPARE(above.error().code, ErrorCode::BadInput);
    }

    void exactTargetMovesNothing() {
        std::vector<BudgetUnit> units = {unit(1.0, 1), unit(2.0, 2)};
        QVERIFY(repairToBudget(units, 5, 15));
        QCOMPARE(levels(units), (std::vector<int>{1, 2}));
    }

    void equalUnitsMoveInIndexOrder() {
        std::vector<BudgetUnit> down = {unit(1.0, 1), unit(1.0, 1), unit(1.0, 1)};
        QVERIFY(repairToBudget(down, 0, 10));
        QCOMPARE(levels(down), (std::vector<int>{0, 1, 1}));
        std::vector<BudgetUnit> up = {unit(1.0, 0), unit(1.0, 0), unit(1.0, 0)};
        QVERIFY(repairToBudget(up, 0, 8));
        QCOMPARE(levels(up), (std::vector<int>{1, 0, 0}));
    }

    void fixedUnitsStayAndTheUnreachableIsSaid() {
        std::vector<BudgetUnit> units = {{0.0, 1, {8, 8, 8, 8}}, unit(1.0, 3)};
        QVERIFY(repairToBudget(units, 0, 10));
        QCOMPARE(levels(units), (std::vector<int>{1, 0}));
        QVERIFY(!repairToBudget(units, 0, 9));
    }
};

QTEST_GUILESS_MAIN(TestBudget)
#include "tst_budget.moc"
