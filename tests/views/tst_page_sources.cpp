// SPDX-License-Identifier: GPL-3.0-or-later
// What the pages Mapping and Correlation draw, by hand-computed cases; and the views of it.
#include "tests/views/fake_model.h"
#include "views/heatmap/dendrogram_rail.h"
#include "views/pages/correlation_page.h"
#include "views/pages/correlation_sources.h"
#include "views/pages/mapping_page.h"
#include "views/pages/mapping_sources.h"
#include "views/plots/flow_view.h"
#include "views/state/workbench_actions.h"

#include <QPushButton>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTabWidget>
#include <QTableView>
#include <QTest>
#include <cmath>
#include <limits>

using namespace moqa;

namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

std::shared_ptr<Analysis> richAnalysis() {
    auto analysis = std::make_shared<Analysis>(*fakeAnalysis());
    addResult(*analysis, {"dynamics_concentration", "", -1}, {2, 4},
              {0.1, 0.3, 0.5, 0.6, 0.2, 0.4, 0.6, 0.7});
    addResult(*analysis, {"significance_concentration", "code", -1}, {2, 4},
              {0.05, 0.2, 0.4, 0.5, 0.1, 0.3, 0.5, 0.6});
    addResult(*analysis, {"dynamics_null_concentration", "prose", -1}, {2, 4},
              {kNan, kNan, kNan, kNan, 0.1, 0.2, 0.3, 0.4});
    addResult(*analysis, {"channel_significance", "prose", 0}, {4, 3},
              {1, 4, 5, 0, 0, 0, 1, 1, 1, 3, 2, 1});
    addResult(*analysis, {"channel_dynamics", "", 0}, {4, 3},
              {0.1, 0.2, 0.1, 0, 0, 0, 0, 0, 0, 0.5, 0, 0});
    addResult(*analysis, {"transition", "prose", 0}, {4, 4},
              {10, 0, 2, 0, 1, 30, 0, 0, 0, 0, 0, 0, 4, 0, 0, 3});
    addResult(*analysis, {"transition_lift", "prose", 0}, {4, 4},
              {2, 0, 1, 0, 0.5, 4, 0, 0, kNan, kNan, kNan, kNan, 1, 0, 0, 1});
    // (2 0) at 0.1, (3 1) at 0.2, both at 0.5; order 2 0 3 1.
    addResult(*analysis, {"dendrogram", "prose", 0}, {3, 4},
              {2, 0, 0.1, 2, 3, 1, 0.2, 2, 4, 5, 0.5, 4});
    addResult(*analysis, {"overlap_pairs", "", 0}, {1, 4}, {1, 3, 5, 0.9});
    addResult(*analysis, {"complement_pairs", "", 0}, {2, 4}, {0, 2, 3, -0.5, 0, 3, 2, kNan});
    addResult(*analysis, {"error_offdiagonal", "prose", -1}, {2}, {-0.25, 0.5});
    return analysis;
}

} // namespace

class TestPageSources : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() { QStandardPaths::setTestModeEnabled(true); }

    void drawsConcentrationWithItsNulls() {
        const auto analysis = richAnalysis();
        const auto layers = concentration(*analysis, -1);
        QVERIFY(layers);
        QCOMPARE(layers->xs, (std::vector<int>{0, 2}));
        QCOMPARE(layers->series.size(), size_t{3});
        QCOMPARE(layers->series[0].values, (std::vector<double>{0.3, 0.4})); // top 1 %
        QVERIFY(std::isnan(layers->series[2].values[0]));
        const auto one = concentration(*analysis, 2);
        QCOMPARE(one->xs, (std::vector<int>{1, 10, 50, 100}));
        QCOMPARE(one->series[0].values, (std::vector<double>{0.2, 0.4, 0.6, 0.7}));
        QVERIFY(!concentration(*fakeAnalysis(), -1));
        // Of the chosen texts alone; what is within a text is dashed.
        QCOMPARE(concentration(*analysis, -1, {QStringLiteral("none")})->series.size(), size_t{1});
        QVERIFY(layers->series[2].isFit && !layers->series[1].isFit);
    }

    void linesExpertsUpWithTexts() {
        const auto grid = expertsByTexts(*richAnalysis(), QStringLiteral("significance"), 2);
        QVERIFY(grid);
        QCOMPARE(grid->rows(), 4);
        QCOMPARE(grid->columnNames, QStringLiteral("prose,code").split(QLatin1Char(',')));
        QCOMPARE(grid->at(0, 0), 0.5);
        QCOMPARE(grid->at(0, 1), 0.25);
        QVERIFY(std::isnan(grid->at(3, 0))); // saw no token of prose
        QVERIFY2(grid->readout(3, 1).contains(QStringLiteral("text code: 0.25, rank 1 of 1")),
                 qPrintable(grid->readout(3, 1)));
        QVERIFY(!expertsByTexts(*richAnalysis(), QStringLiteral("significance"), 1));
    }

    void marksTheChannelsThatChange() {
        const auto analysis = richAnalysis();
        const auto bars = channelBars(*analysis, 0, 0, "prose");
        QVERIFY(bars);
        QCOMPARE(bars->ids, (std::vector<int>{2, 1, 0}));
        QCOMPARE(bars->values, (std::vector<double>{0.5, 0.4, 0.1}));
        QCOMPARE(bars->markedFrom, 0.2);
        QVERIFY(bars->logarithmic);
        QVERIFY(bars->readout(0).startsWith(QStringLiteral("channel 2: 0.5, rank 1 of 3")));
        // An expert without a token has channels, all of them nothing.
        const auto none = channelBars(*analysis, 0, 1, "prose");
        QCOMPARE(none->values, (std::vector<double>{0, 0, 0}));
        QVERIFY(!none->logarithmic);
        QVERIFY(!channelBars(*analysis, 2, 0, "prose"));
    }

    void setsChanceInTheMiddle() {
        const auto plain =
            pairGrid(richAnalysis(), QStringLiteral("lift"), QStringLiteral("prose"), 0, false);
        const auto grid = aroundChance(plain);
        QVERIFY(grid->kind == GridKind::Signed);
        QCOMPARE(grid->at(0, 1), 0.0);
        QCOMPARE(grid->at(0, 2), 1.0);
        QCOMPARE(grid->at(1, 2), 2.0);
        QVERIFY(std::isnan(grid->at(0, 0)));
        const ColourLimits limits = grid->limits(ColourScale::FullRange);
        QCOMPARE(limits.lower, -limits.upper);
        QVERIFY(!aroundChance(nullptr));
    }

    void followsTokensToTheNextLayer() {
        const auto analysis = richAnalysis();
        const auto flow = layerFlow(*analysis, "prose", 0, 3);
        QVERIFY(flow);
        QCOMPARE(flow->toLayer, 2);
        QCOMPARE(flow->flows.size(), size_t{3});
        QCOMPARE(flow->flows[0].from, 1);
        QCOMPARE(flow->flows[0].to, 1);
        QCOMPARE(flow->flows[0].lift, 4.0);
        QCOMPARE(flow->flows[2].tokens, 4.0);
        QCOMPARE(flow->fromTotals, (std::vector<double>{12, 31, 0, 7}));
        QCOMPARE(flow->toTotals, (std::vector<double>{15, 30, 2, 3}));
        QCOMPARE(flow->shownShare, 44.0 / 50.0);
        QVERIFY(!layerFlow(*analysis, "prose", 2, 3)); // the last layer
        FlowView view;
        view.resize(600, 500);
        view.setFlows(flow);
        view.show();
        QVERIFY(QTest::qWaitForWindowExposed(&view));
        view.replot();
        QSignalSpy chosen(&view, &PaintedView::partChosen);
        QTest::keyClick(&view, Qt::Key_Right);
        QTest::keyClick(&view, Qt::Key_Right);
        QCOMPARE(chosen.count(), 2);
        QVERIFY(
            view.readout().startsWith(QStringLiteral("layer 0, expert 0 to layer 2, expert 0")));
    }

    void joinsTheTreeAtItsRows() {
        const auto analysis = richAnalysis();
        const auto tree = analysis->find("dendrogram", "prose", 0);
        const auto joints = treeJoints(*tree, {2, 0, 3, 1});
        QCOMPARE(joints.size(), size_t{3});
        QCOMPARE(joints[0].firstRow, 0.0);
        QCOMPARE(joints[0].secondRow, 1.0);
        QCOMPARE(joints[0].row, 0.5);
        QCOMPARE(joints[2].firstRow, 0.5);
        QCOMPARE(joints[2].secondRow, 2.5);
        QCOMPARE(joints[2].firstDistance, 0.1);
        QCOMPARE(joints[2].distance, 0.5);
        QCOMPARE(joints[0].lastLeaf, 1);
        QCOMPARE(joints[2].firstLeaf, 0);
        QCOMPARE(joints[2].lastLeaf, 3);
        QVERIFY(treeJoints(*tree, {0, 1}).empty());
        ResultArray broken = *tree;
        broken.values[8] = 6; // joins what is not there yet
        QVERIFY(treeJoints(broken, {2, 0, 3, 1}).empty());
        broken.values[8] = kNan;
        QVERIFY(treeJoints(broken, {2, 0, 3, 1}).empty());
    }

    void tabulatesPairs() {
        const auto pairs = notablePairs(*richAnalysis(), 0);
        QVERIFY(pairs);
        QCOMPARE(pairs->tableRows(), 3);
        QVERIFY(pairs->pairs[0].overlap && !pairs->pairs[1].overlap);
        QCOMPARE(pairs->tableCell(0, 2).toInt(), 3);
        QCOMPARE(pairs->tableCell(1, 4).toDouble(), -0.5);
        QVERIFY(!pairs->tableCell(2, 4).isValid());
        QVERIFY(!notablePairs(*richAnalysis(), 2));
    }

    void leavesRoomForDenseLayers() {
        const auto bars = jointErrors(*richAnalysis(), "prose");
        QVERIFY(bars);
        QCOMPARE(bars->ids, (std::vector<int>{0, 1, 2}));
        QCOMPARE(bars->values[0], -0.25);
        QVERIFY(std::isnan(bars->values[1]));
        QVERIFY(!bars->tableCell(1, 1).isValid());
    }

    void showsThePagesOfAnAnalysis() {
        Workbench workbench;
        addWorkbenchActions(workbench);
        workbench.document().openModel(std::make_shared<FakeModel>());
        workbench.document().setAnalysis(richAnalysis(), {});
        workbench.view().setCorpus(QStringLiteral("prose"));
        CorrelationPage page(workbench);
        page.resize(1000, 700);
        page.show();
        QVERIFY(QTest::qWaitForWindowExposed(&page));
        auto* const matrix = page.findChild<HeatMapView*>(QStringLiteral("pairs"));
        QVERIFY(matrix->grid());
        auto* const rail = matrix->findChild<DendrogramRail*>();
        QVERIFY(rail && !rail->isShown());
        workbench.view().setClusteredOrder(true);
        QVERIFY(rail->isShown());
        QCOMPARE(matrix->axisRects().first(), matrix->axisRect()); // the map stays the first
        QVERIFY(matrix->xAxis->axisRect() == matrix->axisRect());
        matrix->replot();
        matrix->replot(); // margins of the map reach the rail with the next drawing
        // Its rows stand beside the map's.
        QCOMPARE(matrix->axisRects()[1]->top(), matrix->axisRect()->top());
        QCOMPARE(matrix->axisRects()[1]->bottom(), matrix->axisRect()->bottom());
        clustersUnderTheMouse(workbench, *matrix, *rail);
        QTest::keyClick(matrix, Qt::Key_Home);
        QTest::keyClick(matrix, Qt::Key_Down);
        QCOMPARE(workbench.selection().cursor().layer, 0);
        QCOMPARE(workbench.selection().cursor().expert, 0); // the second of 2 0 3 1
        workbench.view().setClusteredOrder(false);
        QVERIFY(!rail->isShown());
        // A pair of the table selects both of its experts.
        page.findChild<QTabWidget*>()->setCurrentIndex(1);
        page.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&page));
        for (QTableView* const table : page.findChildren<QTableView*>()) {
            if (!table->isVisible()) continue;
            table->setFocus(); // rows follow a hand, not a refill
            table->setCurrentIndex(table->model()->index(0, 0));
        }
        QCOMPARE(workbench.selection().objects(),
                 (Selection::Objects{ObjectRef::ofExpert(0, 1), ObjectRef::ofExpert(0, 3)}));
    }

private:
    // Of the tree over 2 0 3 1: its first joint has the rows 0 and 1, its last one all.
    void clustersUnderTheMouse(Workbench& workbench, HeatMapView& matrix, DendrogramRail& rail) {
        QSignalSpy readout(&matrix, &PlotView::readoutChanged);
        const QPoint first = rail.pixelOf(0.05, 0.4).toPoint();
        QTest::mouseMove(&matrix, first);
        QTRY_VERIFY(!readout.isEmpty() && readout.last().front().toString().startsWith(
                                              QStringLiteral("Cluster of 2 experts")));
        QVERIFY(readout.last().front().toString().endsWith(QStringLiteral(": 2, 0")));
        QTest::mouseClick(&matrix, Qt::LeftButton, {}, first);
        QCOMPARE(workbench.selection().objects(),
                 (Selection::Objects{ObjectRef::ofExpert(0, 0), ObjectRef::ofExpert(0, 2)}));
        QTest::mouseClick(&matrix, Qt::LeftButton, {}, rail.pixelOf(0.45, 0.4).toPoint());
        QCOMPARE(workbench.selection().objects().size(), size_t{4});
        QVERIFY(!rail.clusterAt(0.6, 0)); // beyond the root
        workbench.selection().clear();
    }

private slots:
    void offersToKeepChannels() {
        Workbench workbench;
        addWorkbenchActions(workbench);
        workbench.document().openModel(std::make_shared<FakeModel>());
        workbench.document().setAnalysis(richAnalysis(), {});
        MappingPage page(workbench);
        page.resize(1000, 700);
        page.show();
        QVERIFY(QTest::qWaitForWindowExposed(&page));
        auto* const tabs = page.findChild<QTabWidget*>();
        tabs->setCurrentIndex(3);
        auto* const button = page.findChild<QPushButton*>(QStringLiteral("keepChannels"));
        workbench.selection().setCursor(ObjectRef::ofExpert(2, 1)); // layer 2: none kept
        QVERIFY(button->isVisible());
        workbench.selection().setCursor(ObjectRef::ofExpert(0, 0));
        QVERIFY(!button->isVisible());
        QVERIFY(page.findChild<BarsView*>()->bars());
        auto* const map = page.findChild<HeatMapView*>(QStringLiteral("experts"));
        QVERIFY(map->grid());
        QCOMPARE(map->currentCell().y(), 0);
    }
};

QTEST_MAIN(TestPageSources)
#include "tst_page_sources.moc"
