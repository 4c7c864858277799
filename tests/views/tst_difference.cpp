// SPDX-License-Identifier: GPL-3.0-or-later
// The difference of two texts on the page Activation: by the key D, with intervals and corrected
// significance in read-out, table, caption and legend.
#include "tests/views/fake_model.h"
#include "views/heatmap/heat_map_view.h"
#include "views/pages/activation_page.h"
#include "views/state/workbench_actions.h"

#include <QComboBox>
#include <QHelpEvent>
#include <QStandardPaths>
#include <QTest>

using namespace moqa;

namespace {

// Of 100 independent tokens each: experts 0 and 3 of layer 2 differ, the others by chance or not.
std::shared_ptr<const Analysis> twoTexts() {
    auto analysis = std::make_shared<Analysis>(*fakeAnalysis());
    const auto add = [&](const char* corpus, std::vector<double> values) {
        addResult(*analysis, {"frequency", corpus, -1}, {2, 4}, std::move(values));
    };
    add("prose", {0.5, 0.5, 0.5, 0.5, 0.8, 0.6, 0.6, 0.0});
    add("code", {0.5, 0.5, 0.55, 0.45, 0.2, 0.65, 0.6, 0.55});
    return analysis;
}

} // namespace

class TestDifference : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() { QStandardPaths::setTestModeEnabled(true); }

    void aTestTellsChanceFromDifference() {
        const auto analysis = twoTexts();
        const auto test = corpusDifference(*analysis, "frequency", "prose", "code");
        QVERIFY(test.ok());
        const auto grid =
            differenceGrid(analysis, QStringLiteral("frequency"), QStringLiteral("prose"),
                           QStringLiteral("code"), ExpertOrder::Index, &test.value());
        QVERIFY(grid);
        QVERIFY(!grid->isInsignificant(2, 0));
        QVERIFY(grid->isInsignificant(0, 0));
        QVERIFY(grid->isInsignificant(0, 2));
        QVERIFY(!grid->isInsignificant(1, 0)); // dense: not tested
        // One text never chose it: no less a difference.
        QCOMPARE(grid->at(2, 3), -0.55);
        QVERIFY(!grid->isInsignificant(2, 3));
        QVERIFY(grid->low[8] < 0.6 && grid->high[8] > 0.6);
        QCOMPARE(grid->testedCells, int64_t{8});
        QCOMPARE(grid->tableColumns(), 7);
        QCOMPARE(grid->tableHeader(6), QStringLiteral("p, Benjamini-Hochberg"));
        QCOMPARE(grid->tableCell(4, 6).toDouble(), test->pAdjusted[4]);
        QVERIFY(grid->tableCell(0, 6).toDouble() > 0.5);
        const QString strong = grid->readout(2, 0), weak = grid->readout(0, 2);
        QVERIFY2(strong.contains(QStringLiteral(", significant: p = ")), qPrintable(strong));
        QVERIFY2(strong.contains(QStringLiteral("(95 %: ")), qPrintable(strong));
        QVERIFY2(weak.contains(QStringLiteral("not significant: p = ")), qPrintable(weak));
        QVERIFY(weak.contains(QStringLiteral("Benjamini-Hochberg over 8 cells")));
        QVERIFY(grid->caption.contains(grid->testText()));
        QVERIFY(grid->caption.contains(QStringLiteral("too narrow"))); // windows were not kept
        // In another order the cells keep their p.
        const auto ordered =
            differenceGrid(analysis, QStringLiteral("frequency"), QStringLiteral("prose"),
                           QStringLiteral("code"), ExpertOrder::Load, &test.value());
        QVERIFY(!ordered->isInsignificant(2, ordered->columnOf(2, 3)));
        QCOMPARE(ordered->at(2, ordered->columnOf(2, 3)), -0.55);
    }

    void theKeyComparesAndBack() {
        Workbench workbench;
        addWorkbenchActions(workbench);
        workbench.document().openModel(std::make_shared<FakeModel>());
        workbench.document().setAnalysis(twoTexts(), {});
        workbench.view().setMetric(QStringLiteral("frequency"));
        workbench.view().setCorpus(QStringLiteral("prose"));
        ActivationPage page(workbench);
        page.resize(1100, 800);
        page.show();
        page.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&page));
        auto* const map = page.findChild<HeatMapView*>(QStringLiteral("map"));
        // The map is what the page is for.
        QVERIFY(map->height() > page.height() * 0.35);
        map->setFocus();
        QTRY_VERIFY(map->hasFocus());
        QVERIFY(map->grid() && map->grid()->kind == GridKind::Amount);
        QTest::keyClick(map, Qt::Key_D);
        QCOMPARE(map->grid()->kind, GridKind::Signed);
        QTRY_VERIFY(!map->grid()->pAdjusted.empty()); // follows when it is known
        QCOMPARE(map->grid()->at(2, 3), -0.55);
        QTest::keyClick(map, Qt::Key_D);
        QCOMPARE(map->grid()->kind, GridKind::Amount);
        QTest::keyClick(map, Qt::Key_D); // what was compared is known still
        QVERIFY(!map->grid()->pAdjusted.empty());
    }

    void whatsThisIsTheMetricsOwn() {
        HeatMapView view;
        view.setGrid(unitGrid(twoTexts(), QStringLiteral("frequency"), QStringLiteral("code")));
        const MetricInfo* const metric = findMetric("frequency");
        QVERIFY(view.whatsThis().contains(qstrOf(metric->formula).toHtmlEscaped()));
        QVERIFY(view.whatsThis().contains(qstrOf(metric->source).toHtmlEscaped()));
        QHelpEvent query(QEvent::QueryWhatsThis, {}, {});
        QVERIFY(QApplication::sendEvent(&view, &query) && query.isAccepted());
    }

private:
    static QString qstrOf(const char* text) { return QString::fromUtf8(text); }
};

QTEST_MAIN(TestDifference)
#include "tst_difference.moc"
