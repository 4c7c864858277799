// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/presenter.h"

#include "views/theme/app_look.h"

#include <QDockWidget>
#include <QMainWindow>

namespace moqa {

Presenter::Presenter(QMainWindow& window, AppLook& look)
    : QObject(&window), m_window(window), m_look(look) {}

void Presenter::setOn(bool on) {
    if (on == m_on) return;
    m_on = on;
    if (on) {
        m_geometry = m_window.saveGeometry();
        m_state = m_window.saveState();
        m_windowState = m_window.windowState();
        for (QDockWidget* const dock : m_window.findChildren<QDockWidget*>()) dock->hide();
        m_look.setPresenting(true);
        m_window.setWindowState(m_windowState | Qt::WindowFullScreen);
    } else {
        // Colours and fonts first: panels get their sizes back with the fonts they had.
        m_look.setPresenting(false);
        m_window.setWindowState(m_windowState);
        m_window.restoreGeometry(m_geometry);
        m_window.restoreState(m_state);
        // Again when the layouts have taken the small fonts: the least size of the large ones holds
        // until then, and the window would stay larger than it was.
        QMetaObject::invokeMethod(
            &m_window,
            [this] {
                if (m_on) return;
                m_window.restoreGeometry(m_geometry);
                m_window.restoreState(m_state);
            },
            Qt::QueuedConnection);
    }
    emit changed(on);
}

} // namespace moqa
