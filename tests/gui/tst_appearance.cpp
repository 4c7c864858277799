// SPDX-License-Identifier: GPL-3.0-or-later
// How the window looks and where its panels are, by real events: theme and font, colours of the
// widths, layouts, presenter, going round the panels.
#include "app/gui/presenter.h"
#include "app/gui/window_layouts.h"
#include "tests/gui/shell_test.h"
#include "views/heatmap/heat_map_view.h"
#include "views/theme/theme.h"

#include <QApplication>
#include <QCheckBox>
#include <QDockWidget>
#include <QMenuBar>
#include <QPushButton>
#include <QRadioButton>
#include <QSettings>
#include <QStandardPaths>
#include <QStyleOptionButton>
#include <QTest>
#include <cmath>

using namespace moqa;

namespace {

QStringList visibleDocks(const MainWindow& window) {
    QStringList names;
    for (const QDockWidget* const dock : window.findChildren<QDockWidget*>())
        if (!dock->isHidden()) names << dock->objectName();
    names.sort();
    return names;
}

} // namespace

class TestAppearance : public ShellTest {
    Q_OBJECT
private slots:
    void initTestCase() { QStandardPaths::setTestModeEnabled(true); }
    void init() { begin(); }
    void cleanup() { end(); }

    void themeAndPlotsFollowAtOnce() {
        m_window->showPage(QStringLiteral("activation"));
        QApplication::processEvents();
        auto* const map = m_window->findChild<HeatMapView*>();
        QVERIFY(map);
        trigger("view.themeDark");
        QApplication::processEvents();
        QVERIFY(Theme::of(qApp->palette()).dark);
        QVERIFY(Theme::of(map->palette()).dark);
        QVERIFY(map->grab().toImage().pixelColor(8, 8).lightnessF() < 0.5);
        QVERIFY(action("view.themeDark")->isChecked());
        trigger("view.themeLight");
        QApplication::processEvents();
        QVERIFY(map->grab().toImage().pixelColor(8, 8).lightnessF() > 0.5);
        m_workbench->settings().setTheme(ThemeChoice::Dark); // from the dialog
        QVERIFY(action("view.themeDark")->isChecked());
    }

    // WCAG 2.1, 1.4.11: what makes out a control stands out from what is around it by three to one.
    void uncheckedBoxesAreSeen() {
        const auto luminance = [](const QColor& colour) {
            const auto linear = [](double c) {
                return c <= 0.03928 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4);
            };
            return 0.2126 * linear(colour.redF()) + 0.7152 * linear(colour.greenF()) +
                   0.0722 * linear(colour.blueF());
        };
        for (const ThemeChoice choice : {ThemeChoice::Dark, ThemeChoice::Light}) {
            m_workbench->settings().setTheme(choice);
            QCheckBox box;
            QRadioButton ring;
            for (QAbstractButton* const button :
                 {static_cast<QAbstractButton*>(&box), static_cast<QAbstractButton*>(&ring)}) {
                button->resize(button->sizeHint());
                QStyleOptionButton option;
                option.initFrom(button);
                const QRect place = button->style()->subElementRect(
                    button == &box ? QStyle::SE_CheckBoxIndicator : QStyle::SE_RadioButtonIndicator,
                    &option, button);
                const QImage picture = button->grab().toImage();
                const double around = luminance(button->palette().color(QPalette::Window));
                double most = 1;
                for (int x = place.left(); x <= place.right(); ++x) {
                    const double at = luminance(picture.pixelColor(x, place.center().y()));
                    most = std::max(most,
                                    (std::max(at, around) + 0.05) / (std::min(at, around) + 0.05));
                }
                QVERIFY2(most >= 3, qPrintable(QString::number(most)));
                // And checked is not the same.
                button->setChecked(true);
                QVERIFY(button->grab().toImage() != picture);
            }
        }
    }

    void fontSizeScalesEverything() {
        const double before = m_window->menuBar()->font().pointSizeF();
        QVERIFY(m_workbench->settings().setValue(QStringLiteral("view/fontPercent"), 150));
        QApplication::processEvents();
        QCOMPARE(m_window->menuBar()->font().pointSizeF(), before * 1.5);
        QVERIFY(m_workbench->settings().setValue(QStringLiteral("view/fontPercent"), 100));
        QApplication::processEvents();
        QCOMPARE(m_window->menuBar()->font().pointSizeF(), before);
    }

    void widthColoursStayApartForAllEyes() {
        // Brightness falls or rises steadily enough that neighbours differ without any hue.
        const auto& widths = drawnWidths();
        for (size_t i = 1; i < widths.size(); ++i) {
            const QColor a = widthColour(widths[i - 1]), b = widthColour(widths[i]);
            const auto grey = [](const QColor& c) {
                return 0.2126 * c.redF() + 0.7152 * c.greenF() + 0.0722 * c.blueF();
            };
            QVERIFY2(std::abs(grey(a) - grey(b)) > 0.04,
                     qPrintable(QString::number(widths[i - 1]) + QLatin1Char(' ') +
                                QString::number(widths[i])));
        }
    }

    void layoutsKeepWhatWasMadeOfThem() {
        const QStringList explore = visibleDocks(*m_window);
        trigger("view.layoutCompare");
        QVERIFY(visibleDocks(*m_window) != explore);
        QVERIFY(action("view.layoutCompare")->isChecked());
        QVERIFY(!action("view.layoutExplore")->isChecked());
        m_window->findChild<QDockWidget*>(QStringLiteral("dock.log"))->show();
        const QStringList mine = visibleDocks(*m_window);
        trigger("view.layoutExplore");
        QCOMPARE(visibleDocks(*m_window), explore);
        trigger("view.layoutCompare");
        QCOMPARE(visibleDocks(*m_window), mine);
        m_window->close();
        open();
        QCOMPARE(m_window->layouts().current(), QStringLiteral("Compare"));
        QCOMPARE(visibleDocks(*m_window), mine);
        trigger("view.resetLayout");
        QVERIFY(visibleDocks(*m_window) != mine);
        trigger("view.layoutQuantize");
        QVERIFY(visibleDocks(*m_window).contains(QStringLiteral("dock.jobs")));
    }

    void garbageLayoutsLeaveTheShippedOne() {
        const QStringList shipped = visibleDocks(*m_window);
        const QByteArray state = m_window->saveState(WindowLayouts::kVersion);
        for (const QByteArray& blob :
             {QByteArray("rubbish"), state.left(state.size() / 2), m_window->saveState(99),
              QByteArray(200'000, '\xff'), state.left(8) + QByteArray(64, '\x7f')}) {
            m_workbench->settings().setWindowLayout(blob, blob);
            m_workbench->settings().setLayoutState(QStringLiteral("Quantize"), blob);
            m_workbench->settings().setCurrentLayout(QStringLiteral("\x01?"));
            open();
            QCOMPARE(visibleDocks(*m_window), shipped);
            trigger("view.layoutQuantize");
            QVERIFY(m_window->isVisible());
            QSettings().clear();
        }
    }

    void presenterModeAndBackExactly() {
        m_workbench->settings().setTheme(ThemeChoice::Dark);
        m_window->findChild<QDockWidget*>(QStringLiteral("dock.jobs"))->close();
        QApplication::processEvents();
        const QByteArray state = m_window->saveState();
        const QStringList docks = visibleDocks(*m_window);
        const QRect geometry = m_window->geometry();
        const double points = qApp->font().pointSizeF();
        QTest::keyClick(m_window.get(), Qt::Key_F11);
        QVERIFY(m_window->presenter().isOn());
        QVERIFY(visibleDocks(*m_window).isEmpty());
        QVERIFY(!Theme::of(qApp->palette()).dark);
        QVERIFY(qApp->font().pointSizeF() > points * 1.4);
        QVERIFY(m_window->isFullScreen());
        QTest::keyClick(m_window.get(), Qt::Key_F11);
        QVERIFY(!m_window->presenter().isOn());
        QCOMPARE(visibleDocks(*m_window), docks);
        QVERIFY(Theme::of(qApp->palette()).dark);
        QCOMPARE(qApp->font().pointSizeF(), points);
        QVERIFY(!m_window->isFullScreen());
        QTRY_COMPARE(m_window->size(), geometry.size());
        QTRY_COMPARE(m_window->saveState(), state);
    }

    void closingWhilePresentingKeepsThePanels() {
        const QStringList docks = visibleDocks(*m_window);
        QTest::keyClick(m_window.get(), Qt::Key_F11);
        m_window->close();
        open();
        QCOMPARE(visibleDocks(*m_window), docks);
    }

    void aDisabledButtonGetsItsFocusBack() {
        QApplication::setActiveWindow(m_window.get());
        QWidget box(m_window.get());
        QPushButton run(&box), next(&box), further(&box);
        box.show();
        run.setFocus();
        QVERIFY(run.hasFocus());
        run.setEnabled(false);
        QVERIFY(!run.hasFocus());
        run.setEnabled(true);
        QVERIFY(run.hasFocus());
        // The user went on meanwhile, or began to type where the focus came to.
        run.setEnabled(false);
        further.setFocus();
        run.setEnabled(true);
        QVERIFY(!run.hasFocus());
        run.setFocus();
        run.setEnabled(false);
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_X);
        run.setEnabled(true);
        QVERIFY(!run.hasFocus());
    }

    void f6GoesRoundThePanels() {
        QApplication::setActiveWindow(m_window.get());
        m_window->centralWidget()->setFocus();
        QSet<QString> panels;
        for (int i = 0; i < 8; ++i) {
            QTest::keyClick(m_window.get(), Qt::Key_F6);
            const QWidget* widget = QApplication::focusWidget();
            QVERIFY(widget);
            while (widget && !qobject_cast<const QDockWidget*>(widget) &&
                   widget != m_window->centralWidget())
                widget = widget->parentWidget();
            panels.insert(widget ? widget->objectName() : QStringLiteral("nowhere"));
        }
        QVERIFY2(panels.size() >= 4, qPrintable(panels.values().join(QLatin1Char(' '))));
        QVERIFY(!panels.contains(QStringLiteral("nowhere")));
    }
};

QTEST_MAIN(TestAppearance)
#include "tst_appearance.moc"
