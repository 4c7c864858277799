// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/views/fake_model.h"
#include "views/heatmap/colour_maps.h"
#include "views/heatmap/heat_map_view.h"
#include "views/heatmap/selection_link.h"

#include <QSignalSpy>
#include <QTest>

using namespace moqa;

namespace {

QPoint centreOf(const HeatMapView& view, int row, int column) {
    return cellBox(view, row, column).center().toPoint();
}

std::unique_ptr<HeatMapView> shownView(std::shared_ptr<const GridSource> grid) {
    auto view = std::make_unique<HeatMapView>();
    view->resize(640, 480);
    view->setGrid(std::move(grid));
    view->show();
    view->replot();
    return view;
}

} // namespace

class TestHeatMap : public QObject {
    Q_OBJECT
private slots:
    void gridFollowsTheAnalysis() {
        const auto grid = unitGrid(fakeAnalysis(), QStringLiteral("load"), QStringLiteral("prose"));
        QVERIFY(grid);
        // Layers 0 and 2 have experts; layer 1 is dense and stands as a gap.
        QCOMPARE(grid->rowIds, (std::vector<int>{0, 1, 2}));
        QVERIFY(grid->isGap(1));
        QCOMPARE(grid->at(0, 1), 1.5);
        QCOMPARE(grid->at(2, 0), 2.0);
        QVERIFY(std::isnan(grid->at(2, 3)));
        QCOMPARE(grid->rowOf(2), 2);
        QCOMPARE(grid->rowOf(1), -1);
        QCOMPARE(grid->tableRows(), 2);
        QCOMPARE(grid->tableCell(1, 0).toInt(), 2);
        QVERIFY(!grid->tableCell(1, 4).isValid()); // not seen
        QCOMPARE(grid->rankInRow(0, 1), 1);
        QCOMPARE(grid->rankInRow(0, 0), 4);
        QCOMPARE(grid->rankInRow(2, 3), 0);
    }

    void readoutSaysAllThereIs() {
        const auto grid = unitGrid(fakeAnalysis(), QStringLiteral("load"), QStringLiteral("prose"));
        QCOMPARE(grid->readout(0, 1),
                 QStringLiteral("layer 0, expert 1: 1.5, rank 1 of 4 in layer 0; 100 tokens"));
        QCOMPARE(grid->readout(2, 3), QStringLiteral("layer 2, expert 3: not seen; 100 tokens"));
        QCOMPARE(grid->readout(1, 0), QStringLiteral("layer 1: dense, no experts"));
        QVERIFY(grid->readout(9, 9).isEmpty());
    }

    void clusterOrderPermutesBothSides() {
        const auto plain =
            pairGrid(fakeAnalysis(), QStringLiteral("lift"), QStringLiteral("prose"), 0, false);
        const auto ordered =
            pairGrid(fakeAnalysis(), QStringLiteral("lift"), QStringLiteral("prose"), 0, true);
        QVERIFY(plain && ordered);
        QCOMPARE(ordered->rowIds, (std::vector<int>{2, 0, 3, 1}));
        for (int row = 0; row < 4; ++row)
            for (int column = 0; column < 4; ++column)
                QCOMPARE(ordered->at(row, column),
                         plain->at(ordered->rowIds[static_cast<size_t>(row)],
                                   ordered->columnIds[static_cast<size_t>(column)]));
        QVERIFY(
            !pairGrid(fakeAnalysis(), QStringLiteral("lift"), QStringLiteral("prose"), 2, false));
    }

    void limitsAreRobustAndSignedOnesSymmetric() {
        GridSource grid;
        grid.rowIds = {0};
        for (int i = 0; i < 200; ++i) {
            grid.columnIds.push_back(i);
            grid.values.push_back(i == 199 ? 1000.0 : i);
        }
        QCOMPARE(grid.limits(ColourScale::FullRange).upper, 1000.0);
        QVERIFY(grid.limits(ColourScale::Robust).upper < 200.0);
        grid.kind = GridKind::Signed;
        QCOMPARE(grid.limits(ColourScale::FullRange).lower, -1000.0);
    }

    void bitsTakeTheColourOfTheirWidth() {
        const Theme theme = Theme::of(QPalette());
        QCPColorGradient gradient = widthGradient(theme);
        for (const int bits : drawnWidths())
            QCOMPARE(QColor::fromRgb(gradient.color(widthSlot(bits), widthSlotRange())),
                     widthColour(bits));
        QVERIFY(std::isnan(widthSlot(7)));
        QVERIFY(inkOn(Qt::white) != inkOn(Qt::black));
    }

    void notSeenIsApartFromTheLowEnd() {
        auto view =
            shownView(unitGrid(fakeAnalysis(), QStringLiteral("load"), QStringLiteral("prose")));
        const QColor lowest = view->cellColour(view->shownLimits().lower);
        const QColor unseen = view->cellColour(std::numeric_limits<double>::quiet_NaN());
        QVERIFY(lowest != unseen);
        const QImage picture = view->toPixmap().toImage();
        // Off the centre, where no value is written: the pixel is what the legend says.
        const auto pixel = [&](int row, int column) {
            return picture.pixelColor(cellBox(*view, row, column).topLeft().toPoint() +
                                      QPoint(5, 5));
        };
        QCOMPARE(pixel(0, 1), view->cellColour(1.5));
        QCOMPARE(pixel(2, 0), view->cellColour(2.0));
        QVERIFY(pixel(2, 3) != view->cellColour(0.5));
    }

    void arrowsMoveTheCellCursor() {
        auto view =
            shownView(unitGrid(fakeAnalysis(), QStringLiteral("load"), QStringLiteral("prose")));
        QSignalSpy moved(view.get(), &HeatMapView::cursorMoved);
        view->setCurrentCell({0, 0});
        QTest::keyClick(view.get(), Qt::Key_Right);
        QTest::keyClick(view.get(), Qt::Key_Down);
        QCOMPARE(view->currentCell(), QPoint(1, 1));
        QTest::keyClick(view.get(), Qt::Key_End);
        QTest::keyClick(view.get(), Qt::Key_Down);
        QTest::keyClick(view.get(), Qt::Key_Down); // stays in the grid
        QCOMPARE(view->currentCell(), QPoint(3, 2));
        QCOMPARE(moved.count(), 5);
        QVERIFY(view->readout().startsWith(QStringLiteral("layer 2, expert 3: not seen")));
    }

    void theMouseReadsOutAndTheFrameStays() {
        auto view =
            shownView(unitGrid(fakeAnalysis(), QStringLiteral("load"), QStringLiteral("prose")));
        QTest::mouseMove(view.get(), centreOf(*view, 0, 1));
        QVERIFY(view->readout().startsWith(QStringLiteral("layer 0, expert 1: 1.5")));
        view->setFrame({QCPRange(0.5, 2.5), QCPRange(-0.5, 1.5)});
        const PlotRange zoomed = view->frame();
        view->setGrid(unitGrid(fakeAnalysis(), QStringLiteral("load"), QStringLiteral("code")));
        QCOMPARE(view->frame().x.lower, zoomed.x.lower);
        view->back();
        QCOMPARE(view->frame().x.lower, -0.5);
        view->setFrame({QCPRange(-100, 100), QCPRange(-100, 100)}); // never out of the grid
        QCOMPARE(view->frame().x.upper, 3.5);
    }

    void aFastStrokeSkipsNoCell() {
        auto view =
            shownView(unitGrid(fakeAnalysis(), QStringLiteral("load"), QStringLiteral("prose")));
        view->setTool(PlotTool::Paint);
        QList<QPoint> painted;
        connect(view.get(), &HeatMapView::strokePainted, this,
                [&](const QList<QPoint>& cells) { painted << cells; });
        QSignalSpy ended(view.get(), &HeatMapView::strokeEnded);
        QTest::mousePress(view.get(), Qt::LeftButton, {}, centreOf(*view, 0, 0));
        QTest::mouseMove(view.get(), centreOf(*view, 0, 3));
        QTest::mouseRelease(view.get(), Qt::LeftButton, {}, centreOf(*view, 0, 3));
        for (int column = 0; column < 4; ++column) QVERIFY(painted.contains(QPoint(column, 0)));
        QCOMPARE(ended.count(), 1);
    }

    void selectionIsSharedBothWays() {
        Selection selection;
        auto view =
            shownView(unitGrid(fakeAnalysis(), QStringLiteral("load"), QStringLiteral("prose")));
        new SelectionLink(*view, selection);
        QSignalSpy changed(&selection, &Selection::objectsChanged);
        QTest::mousePress(view.get(), Qt::LeftButton, {}, centreOf(*view, 0, 0));
        QTest::mouseMove(view.get(), centreOf(*view, 2, 1));
        QTest::mouseRelease(view.get(), Qt::LeftButton, {}, centreOf(*view, 2, 1));
        // Two layers of two experts; the dense layer between has none.
        QCOMPARE(selection.objects().size(), size_t{4});
        QCOMPARE(changed.count(), 1);
        QVERIFY(selection.contains(ObjectRef::ofExpert(2, 1)));
        QTest::mouseClick(view.get(), Qt::LeftButton, Qt::ControlModifier, centreOf(*view, 2, 1));
        QCOMPARE(selection.objects().size(), size_t{3});
        selection.setCursor(ObjectRef::ofExpert(2, 3));
        QCOMPARE(view->currentCell(), QPoint(3, 2));
    }
};

QTEST_MAIN(TestHeatMap)
#include "tst_heat_map.moc"
