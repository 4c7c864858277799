// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/window_layouts.h"

#include "views/state/settings.h"

#include <QDockWidget>
#include <QMainWindow>

namespace moqa {

namespace {

const QString kExplore = QStringLiteral("Explore");
const QString kQuantize = QStringLiteral("Quantize");
const QString kCompare = QStringLiteral("Compare");

QDockWidget* dockOf(const QMainWindow& window, const char* id) {
    return window.findChild<QDockWidget*>(QLatin1String(id));
}

} // namespace

WindowLayouts::WindowLayouts(QMainWindow& window, Settings& settings)
    : QObject(&window), m_window(window), m_settings(settings),
      m_shipped(window.saveState(kVersion)), m_current(kExplore) {}

QStringList WindowLayouts::names() { return {kExplore, kQuantize, kCompare}; }

void WindowLayouts::arrangeAsShipped(const QString& name) {
    m_window.restoreState(m_shipped, kVersion);
    QDockWidget* const inspector = dockOf(m_window, "dock.inspector");
    QDockWidget* const model = dockOf(m_window, "dock.model");
    QDockWidget* const jobs = dockOf(m_window, "dock.jobs");
    QDockWidget* const log = dockOf(m_window, "dock.log");
    if (name == kQuantize) { // jobs and log large, the model out of the way
        model->close();
        m_window.resizeDocks({jobs, log}, {240, 240}, Qt::Vertical);
    } else if (name == kCompare) { // all room for two plots side by side
        for (QDockWidget* const dock : {jobs, log, dockOf(m_window, "dock.history")}) dock->close();
        m_window.tabifyDockWidget(inspector, model);
        inspector->raise();
    }
}

void WindowLayouts::use(const QString& name) {
    if (!names().contains(name)) return;
    m_settings.setLayoutState(m_current, m_window.saveState(kVersion));
    m_current = name;
    m_settings.setCurrentLayout(name);
    const QByteArray kept = m_settings.layoutState(name);
    if (kept.isEmpty() || !m_window.restoreState(kept, kVersion)) arrangeAsShipped(name);
    emit changed();
}

void WindowLayouts::reset() {
    m_settings.clearWindowLayout();
    m_settings.setCurrentLayout(m_current);
    arrangeAsShipped(m_current);
    emit changed();
}

void WindowLayouts::restoreLast() {
    if (const QString last = m_settings.currentLayout(); names().contains(last)) m_current = last;
    const QByteArray geometry = m_settings.windowGeometry();
    if (!geometry.isEmpty()) m_window.restoreGeometry(geometry);
    const QByteArray state = m_settings.windowState();
    if (state.isEmpty() || !m_window.restoreState(state, kVersion)) arrangeAsShipped(m_current);
    emit changed();
}

void WindowLayouts::storeLast() {
    m_settings.setWindowLayout(m_window.saveGeometry(), m_window.saveState(kVersion));
    m_settings.setCurrentLayout(m_current);
}

} // namespace moqa
