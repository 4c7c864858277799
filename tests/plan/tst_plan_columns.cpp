// SPDX-License-Identifier: GPL-3.0-or-later
// Units as columns: back as they were, and every impossible value refused.
#include "core/plan/plan_columns.h"

#include <QTest>
#include <functional>

using namespace moqa;

namespace {

std::vector<PlanUnit> sampleUnits() {
    return {{0, 0, Projection::Gate, {3, 64, false}, false, "score"},
            {0, 0, Projection::Down, {4, -1, true}, true, ""},
            {0, 1, Projection::All, {16, 64, false}, false, "score"},
            {2, 0, Projection::All, {1, 32, false}, false, std::string("a\0b ü", 6)}};
}

} // namespace

class TestPlanColumns : public QObject {
    Q_OBJECT
private slots:
    void unitsComeBack() {
        const UnitColumns columns = columnsOf(sampleUnits());
        QCOMPARE(columns.reasons.size(), size_t{3}); // each once
        QCOMPARE(columns.why, (std::vector<int32_t>{0, 1, 0, 2}));
        const auto units = unitsOf(columns, "here");
        QVERIFY(units.ok());
        QVERIFY(*units == sampleUnits());
        QVERIFY(unitsOf(columnsOf({}), "here")->empty());
    }

    void unsortedUnitsAreSorted() {
        std::vector<PlanUnit> units = sampleUnits();
        std::swap(units[0], units[3]);
        QVERIFY(*unitsOf(columnsOf(units), "here") == sampleUnits());
    }

    void impossibleValuesAreRefused_data() {
        using Damage = std::function<void(UnitColumns&)>;
        QTest::addColumn<Damage>("damage");
        const auto row = [](const char* name, Damage damage) { QTest::newRow(name) << damage; };
        row("short column", [](UnitColumns& c) { c.bits.pop_back(); });
        row("long column", [](UnitColumns& c) { c.why.push_back(0); });
        row("layer below 0", [](UnitColumns& c) { c.layer[0] = -1; });
        row("layer too large", [](UnitColumns& c) { c.layer[3] = kMaxPlanIndex + 1; });
        row("expert below 0", [](UnitColumns& c) { c.expert[1] = -5; });
        row("width 7", [](UnitColumns& c) { c.bits[2] = 7; });
        row("width 0", [](UnitColumns& c) { c.bits[2] = 0; });
        row("group 0", [](UnitColumns& c) { c.group[0] = 0; });
        row("group -2", [](UnitColumns& c) { c.group[0] = -2; });
        row("group too large", [](UnitColumns& c) { c.group[0] = kMaxPlanGroup + 1; });
        row("projection 4", [](UnitColumns& c) { c.projection[0] = 4; });
        row("symmetric 2", [](UnitColumns& c) { c.symmetric[0] = 2; });
        row("locked 2", [](UnitColumns& c) { c.locked[0] = 2; });
        row("reason -1", [](UnitColumns& c) { c.why[0] = -1; });
        row("reason past the end", [](UnitColumns& c) { c.why[0] = 3; });
        row("decided twice", [](UnitColumns& c) { c.projection[1] = 0; });
        row("whole beside part", [](UnitColumns& c) { c.projection[1] = 3; });
    }

    void impossibleValuesAreRefused() {
        QFETCH(std::function<void(UnitColumns&)>, damage);
        UnitColumns columns = columnsOf(sampleUnits());
        damage(columns);
        const auto units = unitsOf(columns, "file.moqa");
        QVERIFY(!units.ok());
        QCOMPARE(units.error().code, ErrorCode::BadInput);
        QCOMPARE(units.error().where, std::string("file.moqa"));
    }
};

QTEST_APPLESS_MAIN(TestPlanColumns)
#include "tst_plan_columns.moc"
