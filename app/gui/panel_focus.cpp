// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/panel_focus.h"

#include <QApplication>
#include <QDockWidget>
#include <QMainWindow>

namespace moqa {

namespace {

bool takesKeys(const QWidget* widget) {
    return widget->isVisible() && widget->isEnabled() &&
           (widget->focusPolicy() & Qt::TabFocus) == Qt::TabFocus;
}

QList<QWidget*> panelsOf(QMainWindow& window) {
    QList<QWidget*> panels{window.centralWidget()};
    for (QDockWidget* const dock : window.findChildren<QDockWidget*>())
        // A dock behind another tab is "visible" to Qt, but nothing of it is.
        if (dock->isVisible() && !dock->widget()->visibleRegion().isEmpty())
            panels << dock->widget();
    return panels;
}

QWidget* entryOf(QWidget* panel) {
    if (QWidget* const last = panel->focusWidget(); last && takesKeys(last)) return last;
    if (takesKeys(panel)) return panel;
    for (QWidget* const child : panel->findChildren<QWidget*>())
        if (takesKeys(child)) return child;
    return nullptr;
}

} // namespace

void focusNextPanel(QMainWindow& window, int step) {
    const QList<QWidget*> panels = panelsOf(window);
    const QWidget* const focus = QApplication::focusWidget();
    qsizetype at = -1;
    for (qsizetype i = 0; i < panels.size(); ++i)
        if (focus && (panels[i] == focus || panels[i]->isAncestorOf(focus))) at = i;
    if (at < 0) at = step > 0 ? -1 : 0;
    for (qsizetype tried = 0; tried < panels.size(); ++tried) {
        at = (at + step + panels.size()) % panels.size();
        if (QWidget* const entry = entryOf(panels[at])) {
            entry->setFocus(Qt::TabFocusReason);
            return;
        }
    }
}

} // namespace moqa
