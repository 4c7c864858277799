// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/views/fake_model.h"
#include "views/heatmap/cell_text.h"
#include "views/heatmap/colour_maps.h"
#include "views/heatmap/heat_map_view.h"
#include "views/heatmap/selection_link.h"

#include <QSignalSpy>
#include <QTest>
#include <cmath>

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
        // The table has a row for each expert, and none for the dense layer.
        QCOMPARE(grid->tableRows(), 8);
        QCOMPARE(grid->tableCell(4, 0).toInt(), 2); // layer
        QCOMPARE(grid->tableCell(5, 1).toInt(), 1); // expert
        QCOMPARE(grid->tableCell(4, 2).toDouble(), 2.0);
        QVERIFY(!grid->tableCell(7, 2).isValid());  // not seen
        QCOMPARE(grid->tableCell(1, 3).toInt(), 1); // rank
        QCOMPARE(grid->rankInRow(0, 1), 1);
        QCOMPARE(grid->rankInRow(0, 0), 4);
        QCOMPARE(grid->rankInRow(2, 3), 0);
    }

    // Whatever the room and the value, what is written fits; digits go first, then the text.
    void cellTextsFitTheirCells() {
        const QFont font = QApplication::font();
        const QFontMetricsF metrics(font);
        const QLocale locale;
        CellText texts(font);
        for (const double value : {0.12345, 7.0, -1.25, 123.4, 98765.0, 1.234e-7, 0.0, -2e12})
            for (double room = 0; room < 120; room += 0.5) {
                const QString text = texts.amount(value, room);
                QVERIFY2(metrics.horizontalAdvance(text) <= room, qPrintable(text));
                const QString whole = locale.toString(value, 'g', 3);
                if (metrics.horizontalAdvance(whole) + 6 <= room) QCOMPARE(text, whole);
                // What is written is the value, rounded: not another by a lost exponent.
                if (!text.isEmpty() && value != 0)
                    QVERIFY(std::abs(locale.toDouble(text) / value - 1) < 0.5);
            }
        const auto digits = [&](const QString& shown) {
            return texts.amount(0.1234, texts.width(shown) + 5);
        };
        const QString point = locale.decimalPoint();
        for (const QString& shown :
             {QString(u'0' + point + QStringLiteral("123")),
              QString(u'0' + point + QStringLiteral("12")), QString(u'0' + point + u'1')})
            QCOMPARE(digits(shown), shown);
        QCOMPARE(texts.amount(0.1234, texts.width(QStringLiteral("0"))), QString());
        // Not "1e+02": fewer digits than the number has would be longer.
        QCOMPARE(texts.amount(123, texts.width(QStringLiteral("12"))), QString());
        QCOMPARE(texts.bits(16, texts.width(QStringLiteral("16"))), QStringLiteral("16"));
        QCOMPARE(texts.bits(16, texts.width(QStringLiteral("1"))), QString());
    }

    void expertsKeepTheirIdentityInEveryOrder() {
        const auto analysis = fakeAnalysis();
        const auto grid =
            unitGrid(analysis, QStringLiteral("load"), QStringLiteral("prose"), ExpertOrder::Load);
        QVERIFY(grid);
        // Loads 0.5 1.5 1 1 of layer 0 and 2 1 1 0 of layer 2; equal ones by index.
        const std::vector<int> first{1, 2, 3, 0}, last{0, 1, 2, 3};
        for (int column = 0; column < 4; ++column) {
            QCOMPARE(grid->idAt(0, column), first[static_cast<size_t>(column)]);
            QCOMPARE(grid->idAt(2, column), last[static_cast<size_t>(column)]);
            QCOMPARE(grid->columnOf(0, first[static_cast<size_t>(column)]), column);
        }
        QCOMPARE(grid->at(0, 0), 1.5);
        QCOMPARE(grid->columnAxis, QStringLiteral("expert, by load"));
        QVERIFY(grid->readout(0, 3).startsWith(QStringLiteral("layer 0, expert 0: 0.5")));
        QCOMPARE(grid->tableHeader(1), QStringLiteral("expert"));
        // The command's CSV knows no order.
        const auto plain = unitGrid(analysis, QStringLiteral("load"), QStringLiteral("prose"));
        QCOMPARE(grid->csv(), plain->csv());
        // By cluster: known of layer 0 alone, so that no layer is reordered.
        const auto cluster = unitGrid(analysis, QStringLiteral("load"), QStringLiteral("prose"),
                                      ExpertOrder::Cluster);
        QCOMPARE(cluster->columnAxis, QStringLiteral("expert"));
        QVERIFY(cluster->cellIds.empty());
        const auto significance = unitGrid(analysis, QStringLiteral("load"),
                                           QStringLiteral("prose"), ExpertOrder::Significance);
        QCOMPARE(significance->idAt(0, 0), 3);
    }

    void loadHasTheIntervalOfItsFrequency() {
        auto analysis = std::make_shared<Analysis>(*fakeAnalysis());
        const auto add = [&](const char* metric, double offset) {
            auto array = std::make_shared<ResultArray>();
            array->key = {metric, "prose", -1};
            array->shape = {2, 4};
            for (int i = 0; i < 8; ++i) array->values.push_back(0.25 + offset);
            analysis->results[array->key] = array;
        };
        add("frequency_low", -0.05);
        add("frequency_high", 0.15);
        analysis->experts = 4;
        analysis->topK = 2;
        const auto grid = unitGrid(analysis, QStringLiteral("load"), QStringLiteral("prose"));
        // 0.2 and 0.4 times N / K = 2.
        QCOMPARE(grid->low[1], 0.4);
        QCOMPARE(grid->high[1], 0.8);
        QVERIFY(grid->readout(0, 1).contains(QStringLiteral("(95 %: 0.4 to 0.8)")));
        QCOMPARE(grid->tableColumns(), 6);
        QCOMPARE(grid->tableCell(1, 4).toDouble(), 0.4);
    }

    void aDifferenceIsCentredAndUnseenWhereEitherIs() {
        const auto grid = differenceGrid(fakeAnalysis(), QStringLiteral("load"),
                                         QStringLiteral("prose"), QStringLiteral("code"));
        QVERIFY(grid && grid->kind == GridKind::Signed);
        QCOMPARE(grid->at(0, 0), -0.5);
        QCOMPARE(grid->at(2, 0), 1.75);
        QVERIFY(std::isnan(grid->at(2, 3)));
        QCOMPARE(grid->limits(ColourScale::FullRange).lower, -1.75);
        QVERIFY(!differenceGrid(fakeAnalysis(), QStringLiteral("load"), QStringLiteral("prose"),
                                QStringLiteral("none")));
        // Ordered by load, the cells keep their experts.
        const auto ordered =
            differenceGrid(fakeAnalysis(), QStringLiteral("load"), QStringLiteral("prose"),
                           QStringLiteral("code"), ExpertOrder::Load);
        QCOMPARE(ordered->at(0, ordered->columnOf(0, 0)), -0.5);
    }

    void csvOfTheVisibleIsPartOfTheWhole() {
        auto view =
            shownView(unitGrid(fakeAnalysis(), QStringLiteral("load"), QStringLiteral("prose")));
        view->setFrame({QCPRange(0.5, 2.5), QCPRange(-0.5, 1.5)}); // layer 0, experts 1 and 2
        const std::string part = view->grid()->csvOf(view->visibleRows());
        QCOMPARE(QString::fromStdString(part),
                 QStringLiteral("layer,expert,load [1]\n0,1,1.5\n0,2,1\n"));
        view->fit();
        QCOMPARE(view->grid()->csvOf(view->visibleRows()), view->grid()->csv());
    }

    void coloursSpreadAsAsked() {
        const std::vector<double> values{1, 10, 100, 1000, std::nan("")};
        const ColourLimits limits{1, 1000};
        const ColourSpread linear(ValueScale::Linear, false, limits, values);
        QCOMPARE(linear.place(500.5), 0.5);
        QCOMPARE(linear.place(2000), 1.0);
        QVERIFY(std::isnan(linear.place(std::nan(""))));
        const ColourSpread log(ValueScale::Log, false, limits, values);
        QVERIFY(std::abs(log.place(10) - 1.0 / 3) < 1e-12);
        QCOMPARE(log.place(0), 0.0);
        const ColourSpread rank(ValueScale::Rank, false, limits, values);
        QVERIFY(std::abs(rank.place(100) - 2.0 / 3) < 1e-12);
        const ColourSpread narrow(ValueScale::Linear, false, {5, 500}, values);
        QCOMPARE(narrow.shareOutside(), 0.5); // 1 and 1000 of four
        // Around zero: zero is the middle, and a logarithm has no meaning.
        const ColourSpread centred(ValueScale::Log, true, {-4, 4}, {-4, -1, 0, 2});
        QVERIFY(centred.scale() == ValueScale::Linear);
        QCOMPARE(centred.place(0), 0.5);
        const ColourSpread ranked(ValueScale::Rank, true, {-4, 4}, {-4, -1, 0, 2});
        QCOMPARE(ranked.place(0), 0.5);
        QCOMPARE(ranked.place(-4), 0.0);
        // A logarithm of values that reach zero begins at the least positive one.
        QCOMPARE(ColourSpread(ValueScale::Log, false, {0, 8}, {0, 2, 8}).limits().lower, 2.0);
    }

    void reversedColoursSwapTheEnds() {
        auto view =
            shownView(unitGrid(fakeAnalysis(), QStringLiteral("load"), QStringLiteral("prose")));
        const QColor low = view->cellColour(0.5), high = view->cellColour(2.0);
        ColourChoice choice;
        choice.reversed = true;
        view->setColours(choice);
        QCOMPARE(view->cellColour(0.5), high);
        QCOMPARE(view->cellColour(2.0), low);
    }

    void valuesBeyondTheLimitsAreCounted() {
        auto view =
            shownView(unitGrid(fakeAnalysis(), QStringLiteral("load"), QStringLiteral("prose")));
        QVERIFY(!view->captionText().contains(QStringLiteral("outside")));
        ColourChoice choice;
        choice.limits = ColourLimits{0.9, 1.6};
        view->setColours(choice);
        // 0.5 and 2 of the seven values that were seen.
        QVERIFY(view->captionText().contains(QStringLiteral("29 % of the values lie outside")));
        QVERIFY(view->rangeText().contains(QStringLiteral("0.9 to 1.6")));
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

    void pagesAndCornersMoveTheCursorToo() {
        auto view =
            shownView(unitGrid(fakeAnalysis(), QStringLiteral("load"), QStringLiteral("prose")));
        view->setCurrentCell({1, 0});
        QTest::keyClick(view.get(), Qt::Key_PageDown);
        QCOMPARE(view->currentCell(), QPoint(1, 2)); // three rows in sight: two at a time
        QTest::keyClick(view.get(), Qt::Key_PageUp);
        QCOMPARE(view->currentCell(), QPoint(1, 0));
        QTest::keyClick(view.get(), Qt::Key_End, Qt::ControlModifier);
        QCOMPARE(view->currentCell(), QPoint(3, 2));
        QTest::keyClick(view.get(), Qt::Key_Home, Qt::ControlModifier);
        QCOMPARE(view->currentCell(), QPoint(0, 0));
    }

    void spacePinsAndThePinIsReadOut() {
        Selection selection;
        auto view =
            shownView(unitGrid(fakeAnalysis(), QStringLiteral("load"), QStringLiteral("prose")));
        new SelectionLink(*view, selection);
        selection.setCursor(ObjectRef::ofExpert(0, 1));
        QTest::keyClick(view.get(), Qt::Key_Space);
        QCOMPARE(selection.pinned(), ObjectRef::ofExpert(0, 1));
        QTest::keyClick(view.get(), Qt::Key_Right);
        QVERIFY(view->readout().contains(QStringLiteral("pinned: layer 0, expert 1: 1.5")));
        QTest::keyClick(view.get(), Qt::Key_Left);
        QTest::keyClick(view.get(), Qt::Key_Space);
        QVERIFY(!selection.pinned().valid());
    }

    void escapeEndsADragAndKeepsTheSelection() {
        Selection selection;
        auto view =
            shownView(unitGrid(fakeAnalysis(), QStringLiteral("load"), QStringLiteral("prose")));
        new SelectionLink(*view, selection);
        selection.setObjects({ObjectRef::ofExpert(0, 3)});
        QTest::mousePress(view.get(), Qt::LeftButton, {}, centreOf(*view, 0, 0));
        QTest::mouseMove(view.get(), centreOf(*view, 2, 1));
        QTest::keyClick(view.get(), Qt::Key_Escape);
        QTest::mouseRelease(view.get(), Qt::LeftButton, {}, centreOf(*view, 2, 1));
        QCOMPARE(selection.objects(), Selection::Objects{ObjectRef::ofExpert(0, 3)});
    }

    void dataThatVanishEndTheDrag() {
        for (const PlotTool tool : {PlotTool::Select, PlotTool::Paint}) {
            auto view = shownView(
                unitGrid(fakeAnalysis(), QStringLiteral("load"), QStringLiteral("prose")));
            view->setTool(tool);
            QSignalSpy ended(view.get(), &HeatMapView::strokeEnded);
            const QPoint from = centreOf(*view, 0, 0), to = centreOf(*view, 2, 1);
            QTest::mousePress(view.get(), Qt::LeftButton, {}, from);
            view->setGrid(nullptr);
            QTest::mouseMove(view.get(), to);
            QTest::mouseRelease(view.get(), Qt::LeftButton, {}, to);
            QCOMPARE(ended.count(), tool == PlotTool::Paint ? 1 : 0);
        }
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
