// SPDX-License-Identifier: GPL-3.0-or-later
// Colours and their limits by hand: dragged, typed, reset, robust, locked.
#include "tests/views/fake_model.h"
#include "views/heatmap/colour_controls.h"
#include "views/heatmap/heat_map_view.h"
#include "views/heatmap/range_bars.h"

#include <QCheckBox>
#include <QComboBox>
#include <QLineEdit>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>

using namespace moqa;

class TestColourControls : public QObject {
    Q_OBJECT
    template <class Widget>
    Widget* named(const char* name) {
        for (Widget* const one : m_controls->findChildren<Widget*>())
            if (one->accessibleName() == QLatin1String(name)) return one;
        return nullptr;
    }
    QCheckBox* box(const char* text) {
        for (QCheckBox* const one : m_controls->findChildren<QCheckBox*>())
            if (one->text().remove(QLatin1Char('&')) == QLatin1String(text)) return one;
        return nullptr;
    }
    void showMetric(const QString& metric) {
        m_state->setMetric(metric);
        m_map->setGrid(unitGrid(fakeAnalysis(), metric, QStringLiteral("prose")),
                       m_state->colours(metric));
    }

private slots:
    void init() {
        m_state = std::make_unique<ViewState>();
        m_map = std::make_unique<HeatMapView>();
        m_map->resize(400, 300);
        m_controls = std::make_unique<ColourControls>(*m_map, *m_state);
        m_controls->resize(900, 40);
        m_controls->show();
        connect(m_state.get(), &ViewState::changed, m_map.get(),
                [this] { m_map->setColours(m_state->colours(m_state->metric())); });
        showMetric(QStringLiteral("load")); // 0.5 to 2
    }
    void cleanup() { m_controls.reset(); }

    void draggingALimitMovesTheColours() {
        auto* const bars = m_controls->findChild<RangeBars*>();
        const int y = bars->height() / 2;
        const auto at = [&](double value) {
            return QPoint(static_cast<int>(std::lround(bars->pixelOf(value))), y);
        };
        QTest::mousePress(bars, Qt::LeftButton, {}, at(2.0));
        QTest::mouseMove(bars, at(1.25));
        QTest::mouseRelease(bars, Qt::LeftButton, {}, at(1.25));
        QVERIFY(std::abs(m_map->shownLimits().upper - 1.25) < 0.02);
        QCOMPARE(m_map->shownLimits().lower, 0.5);
        QTest::mousePress(bars, Qt::LeftButton, {}, at(0.5));
        QTest::mouseMove(bars, at(0.8));
        QTest::mouseRelease(bars, Qt::LeftButton, {}, at(0.8));
        QVERIFY(std::abs(m_map->shownLimits().lower - 0.8) < 0.02);
        // Never across the other limit.
        QTest::mousePress(bars, Qt::LeftButton, {}, at(m_map->shownLimits().lower));
        QTest::mouseMove(bars, QPoint(bars->width() + 50, y));
        QTest::mouseRelease(bars, Qt::LeftButton, {}, QPoint(bars->width() + 50, y));
        QVERIFY(m_map->shownLimits().lower < m_map->shownLimits().upper);
    }

    void typedLimitsHoldAndResetForgetsThem() {
        auto* const upper = named<QLineEdit>("Upper limit of the colours");
        QVERIFY(upper);
        upper->selectAll();
        QTest::keyClicks(upper, QStringLiteral("3.5"));
        QTest::keyClick(upper, Qt::Key_Return);
        QCOMPARE(m_map->shownLimits().upper, 3.5);
        upper->selectAll();
        QTest::keyClicks(upper, QStringLiteral("much"));
        QTest::keyClick(upper, Qt::Key_Return);
        QCOMPARE(m_map->shownLimits().upper, 3.5);
        QCOMPARE(upper->text(), QStringLiteral("3.5"));
        QTest::mouseClick(named<QToolButton>("Reset the limits of the colours"), Qt::LeftButton);
        QCOMPARE(m_map->shownLimits().upper, 2.0);
    }

    void limitsBelongToTheirMetricUnlessLocked() {
        m_state->setOwnLimits(QStringLiteral("load"), ColourLimits{0, 4});
        showMetric(QStringLiteral("significance"));
        QCOMPARE(m_map->shownLimits().upper, 0.5);
        showMetric(QStringLiteral("load"));
        QCOMPARE(m_map->shownLimits().upper, 4.0);
        QTest::mouseClick(box("Lock limits"), Qt::LeftButton, {}, QPoint(5, 10));
        QVERIFY(m_state->limitsLocked());
        showMetric(QStringLiteral("significance"));
        QCOMPARE(m_map->shownLimits().upper, 4.0);
    }

    void mapScaleAndDirectionAreChosen() {
        auto* const scale = named<QComboBox>("Scale of the colours");
        QTest::keyClick(scale, Qt::Key_Down); // log
        emit scale->activated(scale->currentIndex());
        QVERIFY(m_map->spread().scale() == ValueScale::Log);
        QTest::mouseClick(box("Reversed"), Qt::LeftButton, {}, QPoint(5, 10));
        QVERIFY(m_state->reversedColours());
        QTest::mouseClick(box("Robust"), Qt::LeftButton, {}, QPoint(5, 10));
        QVERIFY(m_state->colourScale() == ColourScale::Robust);
        for (QWidget* const child : m_controls->findChildren<QWidget*>())
            if (child->focusPolicy() & Qt::TabFocus && !qobject_cast<QCheckBox*>(child))
                QVERIFY2(!child->accessibleName().isEmpty(), child->metaObject()->className());
    }

    void theHistogramCountsEveryValue() {
        const ValueHistogram histogram = histogramOf({0, 0.1, 1, 2, std::nan("")}, 4);
        QCOMPARE(histogram.counts, (std::vector<int>{2, 0, 1, 1}));
        QCOMPARE(histogram.range.upper, 2.0);
        QCOMPARE(histogramOf({}, 2).counts, (std::vector<int>{0, 0}));
        QCOMPARE(histogramOf({3, 3}, 2).counts, (std::vector<int>{2, 0}));
    }

private:
    std::unique_ptr<ViewState> m_state;
    std::unique_ptr<HeatMapView> m_map;
    std::unique_ptr<ColourControls> m_controls;
};

QTEST_MAIN(TestColourControls)
#include "tst_colour_controls.moc"
