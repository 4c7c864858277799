// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/gui/looker.h"

#include "app/gui/about_dialog.h"
#include "app/gui/settings_dialog.h"
#include "app/gui/shortcuts_dialog.h"
#include "tests/gui/walk_child.h"
#include "tests/gui/window_driver.h"
#include "views/pages/corpora_dialog.h"
#include "views/pages/page.h"
#include "views/panels/measure_form.h"
#include "views/panels/plan_form.h"
#include "views/plots/plot_view.h"
#include "views/state/workbench_actions.h"
#include "views/theme/theme.h"

#include <QAbstractSpinBox>
#include <QComboBox>
#include <QDockWidget>
#include <QLabel>
#include <QLineEdit>
#include <QScrollBar>
#include <QSlider>
#include <QStatusBar>
#include <QTabBar>
#include <QTabWidget>
#include <QTest>
#include <QToolButton>

namespace moqa {

namespace {

constexpr int kLeastPlot = 140;
constexpr int kRoomyHeight = 860; // of the window: from here on no page may scroll

// Texts that have less room than they take. What scrolls, or is told to give way, may.
QStringList cutOff(const QWidget& root) {
    QStringList cut;
    const auto note = [&cut](const QWidget& widget, const QString& text) {
        cut << QLatin1String(widget.parentWidget()->metaObject()->className()) +
                   QStringLiteral(" %1 x %2: ").arg(widget.width()).arg(widget.height()) + text;
    };
    for (const QAbstractButton* const button : root.findChildren<QAbstractButton*>()) {
        const QString text = button->text().remove(QLatin1Char('&'));
        const auto* const tool = qobject_cast<const QToolButton*>(button);
        const bool icon =
            tool && tool->toolButtonStyle() == Qt::ToolButtonIconOnly && !tool->icon().isNull();
        if (button->isVisible() && !text.isEmpty() && !icon &&
            button->width() < button->fontMetrics().horizontalAdvance(text))
            note(*button, text);
    }
    for (const QLabel* const label : root.findChildren<QLabel*>()) {
        if (!label->isVisible() || label->text().isEmpty() ||
            label->sizePolicy().horizontalPolicy() == QSizePolicy::Ignored ||
            qobject_cast<const QStatusBar*>(label->parentWidget())) // of a job that comes and goes
            continue;
        if (label->wordWrap() ? label->height() < label->heightForWidth(label->width())
                              : label->width() < label->sizeHint().width())
            note(*label, label->text());
    }
    return cut;
}

// Controls that reach out of what holds them. What can be scrolled into sight is no fault.
QStringList outOfReach(const QWidget& root) {
    QStringList out;
    for (const QWidget* const widget : root.findChildren<QWidget*>()) {
        const bool isControl =
            qobject_cast<const QAbstractButton*>(widget) ||
            qobject_cast<const QComboBox*>(widget) ||
            qobject_cast<const QAbstractSpinBox*>(widget) || qobject_cast<const QSlider*>(widget) ||
            qobject_cast<const QLineEdit*>(widget) || qobject_cast<const PlotView*>(widget);
        if (!isControl || !widget->isVisible() || widget->inherits("QTableCornerButton")) continue;
        for (const QWidget* holder = widget->parentWidget(); holder && holder != &root;
             holder = holder->parentWidget()) {
            if (qobject_cast<const QAbstractScrollArea*>(holder->parentWidget())) break;
            const QRect place(widget->mapTo(holder, QPoint()), widget->size());
            if (holder->rect().contains(place)) continue;
            out << QStringLiteral("%1 \"%2\" reaches out of %3")
                       .arg(QLatin1String(widget->metaObject()->className()),
                            widget->accessibleName(),
                            QLatin1String(holder->metaObject()->className()));
            break;
        }
    }
    return out;
}

QStringList tooLow(const QWidget& root) {
    QStringList low;
    for (const PlotView* const plot : root.findChildren<PlotView*>())
        if (plot->isVisible() && plot->height() < kLeastPlot)
            low << QStringLiteral("plot \"%1\" is %2 high")
                       .arg(plot->accessibleName())
                       .arg(plot->height());
    for (const QTabBar* const bar : root.findChildren<QTabBar*>())
        if (bar->isVisible() && !qobject_cast<const QMainWindow*>(bar->parentWidget()) &&
            bar->sizeHint().width() > bar->width())
            low << QStringLiteral("tabs \"%1\" are cut").arg(bar->accessibleName());
    return low;
}

} // namespace

LookOptions LookOptions::fromArguments(const QStringList& arguments) {
    LookOptions options;
    if (!arguments.isEmpty()) options.size.setHeight(arguments[0].toInt());
    options.presenter = arguments.value(1) == QLatin1String("presenter");
    options.study = arguments.value(2);
    return options;
}

QStringList Looker::faults(const QWidget& widget) const {
    QStringList faults = cutOff(widget) + outOfReach(widget) + tooLow(widget);
    if (qobject_cast<const QMainWindow*>(&widget) && widget.size() != m_wanted)
        faults << QStringLiteral("the window is %1 x %2").arg(widget.width()).arg(widget.height());
    if (widget.width() > m_wanted.width() || widget.height() > m_wanted.height())
        faults << QStringLiteral("%1 x %2 do not fit the screen")
                      .arg(widget.width())
                      .arg(widget.height());
    return faults;
}

void Looker::look(QWidget& widget, const QString& name) {
    // What a job answers is laid out when it comes.
    if (!QTest::qWaitFor([&] { return faults(widget).isEmpty(); }, 3000))
        for (const QString& text : faults(widget)) m_cut << name + QStringLiteral(", ") + text;
    for (const Page* const page : widget.findChildren<Page*>()) {
        const int down = page->verticalScrollBar()->maximum();
        const int right = page->horizontalScrollBar()->maximum();
        const bool mayScrollDown = m_wanted.height() < kRoomyHeight;
        if (page->isVisible() && (right > 0 || (down > 0 && !mayScrollDown)))
            m_scrolled << QStringLiteral("%1 by %2 x %3").arg(name).arg(right).arg(down);
    }
    const QString folder = qEnvironmentVariable("MOQA_PICTURES");
    if (folder.isEmpty()) return;
    for (const auto& [choice, theme] :
         {std::pair{ThemeChoice::Dark, "dark"}, std::pair{ThemeChoice::Light, "light"}}) {
        applyThemeChoice(*qApp, choice);
        // Plots are drawn in the round of events after the one that tells them.
        for (int round = 0; round < 3; ++round) QTest::qWait(50);
        widget.grab().save(QStringLiteral("%1/%2-%3.png").arg(folder, name, QLatin1String(theme)));
    }
}

void lookAtPages(Looker& looker, MainWindow& window) {
    for (const PageEntry& page : pageEntries()) {
        const QString id = QLatin1String(page.id);
        window.showPage(id);
        looker.look(window, id);
        for (QTabWidget* const tabs : window.findChild<QWidget*>(id)->findChildren<QTabWidget*>())
            for (int i = tabs->count() - 1; i >= 0; --i) {
                if (i == tabs->currentIndex()) continue;
                tabs->setCurrentIndex(i);
                looker.look(window, QStringLiteral("%1-%2-%3").arg(id, tabs->objectName()).arg(i));
            }
    }
}

void lookAtDialogs(Looker& looker, WalkWindow& window) {
    Workbench& workbench = window.workbench;
    PlanForm plan(true, workbench.document().losses(), window.main.get());
    CorporaDialog corpora(workbench.document().corpora(), workbench.settings(), window.main.get());
    SettingsDialog settings(workbench.settings(), window.main.get());
    ShortcutsDialog keys(workbench.actions(), window.main.get());
    AboutDialog about(window.main.get());
    MeasureForm measure(workbench.document().model(), workbench.document().calibrationCorpora(),
                        workbench.measureDefaults(), window.main.get());
    for (const auto& [dialog, name] :
         std::initializer_list<std::pair<QDialog*, const char*>>{{&plan, "dialog-plan"},
                                                                 {&corpora, "dialog-corpora"},
                                                                 {&measure, "dialog-measure"},
                                                                 {&settings, "dialog-settings"},
                                                                 {&keys, "dialog-keys"},
                                                                 {&about, "dialog-about"}}) {
        dialog->show();
        looker.look(*dialog, QLatin1String(name));
        dialog->hide();
    }
}

} // namespace moqa
