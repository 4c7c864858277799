// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/focus_keeper.h"

#include <QApplication>
#include <QEvent>

namespace moqa {

FocusKeeper::FocusKeeper(QObject* parent) : QObject(parent) { qApp->installEventFilter(this); }

bool FocusKeeper::eventFilter(QObject* watched, QEvent* event) {
    if (!watched->isWidgetType()) return false;
    auto* const widget = static_cast<QWidget*>(watched);
    switch (event->type()) {
    case QEvent::FocusOut:
        if (widget->isEnabled()) break;
        m_lost = widget;
        m_now.clear();
        break;
    case QEvent::FocusIn:
        if (!m_lost) break;
        if (m_now && m_now != widget) m_lost.clear(); // moved on
        m_now = widget;
        break;
    case QEvent::KeyPress:
    case QEvent::MouseButtonPress: m_lost.clear(); break; // the user is at work elsewhere
    case QEvent::EnabledChange:
        if (widget != m_lost || !widget->isEnabled()) break;
        if (QApplication::focusWidget() == m_now) widget->setFocus(Qt::OtherFocusReason);
        m_lost.clear();
        break;
    default: break;
    }
    return false;
}

} // namespace moqa
