// SPDX-License-Identifier: GPL-3.0-or-later
// One meaning for each gesture, on every kind of plot.
#include "tests/views/fake_model.h"
#include "views/heatmap/heat_map_view.h"
#include "views/plots/plot_frame.h"
#include "views/plots/scatter_view.h"
#include "views/plots/series_view.h"
#include "views/state/settings.h"

#include <QAction>
#include <QApplication>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTest>
#include <QToolBar>
#include <QWheelEvent>
#include <cmath>

using namespace moqa;

namespace {

std::shared_ptr<const SeriesSource> threeLayers(double top) {
    auto source = std::make_shared<SeriesSource>();
    source->title = QStringLiteral("Imbalance");
    source->xName = QStringLiteral("layer");
    source->xs = {0, 1, 2};
    source->samples = 100;
    source->series = {
        {QStringLiteral("prose"), {0.1, 0.2, top}, {0.05, 0.1, 0.2}, {0.2, 0.3, 0.6}}};
    return source;
}

PlotView* makePlot(const QString& kind) {
    if (kind == QLatin1String("heat map")) {
        auto* const view = new HeatMapView;
        view->setGrid(unitGrid(fakeAnalysis(), QStringLiteral("load"), QStringLiteral("prose")));
        return view;
    }
    if (kind == QLatin1String("scatter")) {
        auto* const view = new ScatterView;
        view->setScatter(corpusScatter(*fakeAnalysis(), QStringLiteral("significance"),
                                       QStringLiteral("prose"), QStringLiteral("code"), -1));
        return view;
    }
    auto* const view = new SeriesView;
    view->setSeries(threeLayers(0.4));
    return view;
}

void turnWheel(PlotView& view, int turn, Qt::KeyboardModifiers modifiers) {
    const QPointF at = view.axisRect()->rect().center();
    QWheelEvent event(at, view.mapToGlobal(at), {}, {0, turn}, Qt::NoButton, modifiers,
                      Qt::NoScrollPhase, false);
    QApplication::sendEvent(&view, &event);
}

bool close(const QCPRange& a, const QCPRange& b) {
    return std::abs(a.lower - b.lower) < 1e-9 * (1 + std::abs(b.lower)) &&
           std::abs(a.upper - b.upper) < 1e-9 * (1 + std::abs(b.upper));
}

} // namespace

class TestGestures : public QObject {
    Q_OBJECT
    void everyPlot() {
        QTest::addColumn<QString>("kind");
        for (const char* kind : {"heat map", "scatter", "series"})
            QTest::newRow(kind) << QString::fromLatin1(kind);
    }
    void open() {
        QFETCH(QString, kind);
        m_view = makePlot(kind);
        m_frame = std::make_unique<PlotFrame>(m_view, kind, m_settings);
        m_frame->resize(640, 480);
        m_frame->show();
        m_view->replot();
        m_view->setFocus();
    }
    QPoint centre() const { return m_view->axisRect()->rect().center(); }

private slots:
    void initTestCase() { QStandardPaths::setTestModeEnabled(true); }
    void cleanup() { m_frame.reset(); }

    void wheelZooms_data() { everyPlot(); }
    void wheelZooms() {
        open();
        const PlotRange full = m_view->frame();
        turnWheel(*m_view, 120, Qt::NoModifier);
        QVERIFY(m_view->frame().x.size() < full.x.size());
        QVERIFY(m_view->frame().y.size() < full.y.size());
        m_view->fit();
        turnWheel(*m_view, 120, Qt::ShiftModifier);
        QVERIFY(m_view->frame().x.size() < full.x.size());
        QVERIFY(close(m_view->frame().y, full.y));
        m_view->fit();
        turnWheel(*m_view, 120, Qt::ControlModifier);
        QVERIFY(close(m_view->frame().x, full.x));
        QVERIFY(m_view->frame().y.size() < full.y.size());
        turnWheel(*m_view, -1200, Qt::NoModifier); // never farther than all
        QVERIFY(close(m_view->frame().x, full.x) && close(m_view->frame().y, full.y));
    }

    void middleDragPansInEveryTool_data() { everyPlot(); }
    void middleDragPansInEveryTool() {
        open();
        for (const PlotTool tool : {PlotTool::Select, PlotTool::Pan, PlotTool::Zoom}) {
            m_view->setTool(tool);
            m_view->fit();
            turnWheel(*m_view, 480, Qt::NoModifier);
            const PlotRange before = m_view->frame();
            QTest::mousePress(m_view, Qt::MiddleButton, {}, centre());
            QTest::mouseMove(m_view, centre() + QPoint(20, 0));
            QTest::mouseRelease(m_view, Qt::MiddleButton, {}, centre() + QPoint(20, 0));
            QVERIFY(m_view->frame().x.lower < before.x.lower);
            QVERIFY(close(m_view->frame().y, before.y));
            QTest::keyClick(m_view, Qt::Key_Left, Qt::AltModifier); // one step of the history
            QVERIFY(close(m_view->frame().x, before.x));
        }
    }

    void escapeTakesAPanBack_data() { everyPlot(); }
    void escapeTakesAPanBack() {
        open();
        turnWheel(*m_view, 480, Qt::NoModifier);
        const PlotRange before = m_view->frame();
        QTest::mousePress(m_view, Qt::MiddleButton, {}, centre());
        QTest::mouseMove(m_view, centre() + QPoint(30, 10));
        QVERIFY(m_view->inGesture());
        QTest::keyClick(m_view, Qt::Key_Escape);
        QVERIFY(!m_view->inGesture());
        QVERIFY(close(m_view->frame().x, before.x));
        QTest::mouseMove(m_view, centre() + QPoint(60, 10));
        QVERIFY(close(m_view->frame().x, before.x));
        QTest::mouseRelease(m_view, Qt::MiddleButton, {}, centre());
    }

    void doubleClickAndCtrl0ShowAll_data() { everyPlot(); }
    void doubleClickAndCtrl0ShowAll() {
        open();
        const PlotRange full = m_view->frame();
        turnWheel(*m_view, 240, Qt::NoModifier);
        QTest::mouseDClick(m_view, Qt::LeftButton, {}, centre());
        QVERIFY(close(m_view->frame().x, full.x));
        turnWheel(*m_view, 240, Qt::NoModifier);
        QTest::keyClick(m_view, Qt::Key_0, Qt::ControlModifier);
        QVERIFY(close(m_view->frame().y, full.y));
    }

    void framesGoBackAndForward_data() { everyPlot(); }
    void framesGoBackAndForward() {
        open();
        const PlotRange full = m_view->frame();
        const auto inner = [](const QCPRange& range, double part) {
            return QCPRange(range.lower + range.size() * part, range.upper - range.size() * part);
        };
        m_view->setFrame({inner(full.x, 0.1), full.y});
        m_view->setFrame({inner(full.x, 0.2), full.y});
        const PlotRange last = m_view->frame();
        QTest::keyClick(m_view, Qt::Key_Left, Qt::AltModifier);
        QTest::keyClick(m_view, Qt::Key_Left, Qt::AltModifier);
        QVERIFY(close(m_view->frame().x, full.x));
        QVERIFY(!m_view->canGoBack() && m_view->canGoForward());
        QTest::keyClick(m_view, Qt::Key_Right, Qt::AltModifier);
        QTest::keyClick(m_view, Qt::Key_Right, Qt::AltModifier);
        QVERIFY(close(m_view->frame().x, last.x));
        QVERIFY(!m_view->canGoForward());
        m_view->back();
        m_view->setFrame({inner(full.x, 0.3), full.y}); // a new way: the old future is gone
        QVERIFY(!m_view->canGoForward());
    }

    void zoomDragTakesTheRectangle_data() { everyPlot(); }
    void zoomDragTakesTheRectangle() {
        open();
        const PlotRange full = m_view->frame();
        m_view->setTool(PlotTool::Zoom);
        QTest::mousePress(m_view, Qt::LeftButton, {}, centre());
        QTest::mouseMove(m_view, centre() + QPoint(60, 50));
        QTest::mouseRelease(m_view, Qt::LeftButton, {}, centre() + QPoint(60, 50));
        QVERIFY(m_view->frame().x.size() < full.x.size() * 0.5);
    }

    void keysMoveTheCursorAndAreTheWidgetsOwn_data() { everyPlot(); }
    void keysMoveTheCursorAndAreTheWidgetsOwn() {
        open();
        // A scatter's cursor is set by the selection that it asks for.
        if (auto* const scatter = qobject_cast<ScatterView*>(m_view))
            connect(scatter, &ScatterView::pointClicked, scatter,
                    [scatter](int layer, int expert) { scatter->setCurrent(layer, expert); });
        QTest::keyClick(m_view, Qt::Key_Home);
        const QString first = m_view->readout();
        QTest::keyClick(m_view, Qt::Key_Right);
        const QString second = m_view->readout();
        QTest::keyClick(m_view, Qt::Key_End);
        QVERIFY(!first.isEmpty() && first != second && m_view->readout() != second);
        QTest::keyClick(m_view, Qt::Key_Home);
        QCOMPARE(m_view->readout(), first);
        for (QAction* const action : m_frame->toolBar().actions())
            QVERIFY2(action->shortcut().isEmpty(), qPrintable(action->text()));
    }

    void aLockedFrameOutlivesOtherData() {
        SeriesView view;
        view.resize(400, 300);
        view.setSeries(threeLayers(0.4));
        const PlotRange all = view.frame();
        view.setSeries(threeLayers(4.0)); // shows all again, as all was shown
        QVERIFY(view.frame().y.upper > 4.0);
        view.setFrame({QCPRange(0.5, 2.0), QCPRange(0, 1)});
        view.setSeries(threeLayers(3.0)); // a frame of the user's stays
        QCOMPARE(view.frame().y.upper, 1.0);
        view.fit();
        view.setFrameLocked(true);
        const double top = view.frame().y.upper;
        view.setSeries(threeLayers(40.0));
        QCOMPARE(view.frame().y.upper, top);
        QVERIFY(all.y.upper < top);
    }

    void theLockIsOnTheToolBar() {
        m_view = makePlot(QStringLiteral("heat map"));
        m_frame = std::make_unique<PlotFrame>(m_view, QStringLiteral("x"), m_settings);
        QAction* lock = nullptr;
        for (QAction* const action : m_frame->toolBar().actions())
            if (action->text() == QLatin1String("Lock frame")) lock = action;
        QVERIFY(lock && lock->isCheckable() && !lock->isChecked());
        lock->trigger();
        QVERIFY(m_view->frameLocked());
        m_view->setFrameLocked(false);
        QVERIFY(!lock->isChecked());
    }

    void seriesReadOutIntervalAndSample() {
        SeriesView view;
        view.resize(400, 300);
        view.setSeries(threeLayers(0.4));
        view.show();
        view.setFocus();
        QTest::keyClick(&view, Qt::Key_Home);
        QCOMPARE(view.readout(),
                 QStringLiteral("layer 0: prose 0.1 (95 %: 0.05 to 0.2); 100 tokens"));
        QCOMPARE(view.source()->tableColumns(), 4);
        QCOMPARE(view.source()->tableCell(2, 3).toDouble(), 0.6);
    }

    void aRubberBandTakesThePointsInside() {
        ScatterView view;
        view.resize(500, 500);
        view.setScatter(corpusScatter(*fakeAnalysis(), QStringLiteral("significance"),
                                      QStringLiteral("prose"), QStringLiteral("code"), -1));
        view.setLogAxes(false);
        view.show();
        view.replot();
        size_t taken = 0;
        connect(&view, &ScatterView::pointsEnclosed, &view,
                [&](const auto& units) { taken = units.size(); });
        const QRect area = view.axisRect()->rect();
        QTest::mousePress(&view, Qt::LeftButton, {}, area.topLeft() + QPoint(1, 1));
        QTest::mouseMove(&view, area.bottomRight() - QPoint(1, 1));
        QTest::mouseRelease(&view, Qt::LeftButton, {}, area.bottomRight() - QPoint(1, 1));
        QCOMPARE(taken, size_t{8});
        taken = 0;
        QTest::mousePress(&view, Qt::LeftButton, {}, area.topLeft() + QPoint(1, 1));
        QTest::mouseMove(&view, area.bottomRight() - QPoint(1, 1));
        QTest::keyClick(&view, Qt::Key_Escape);
        QTest::mouseRelease(&view, Qt::LeftButton, {}, area.bottomRight() - QPoint(1, 1));
        QCOMPARE(taken, size_t{0});
    }

private:
    Settings m_settings;
    PlotView* m_view = nullptr;
    std::unique_ptr<PlotFrame> m_frame;
};

QTEST_MAIN(TestGestures)
#include "tst_gestures.moc"
