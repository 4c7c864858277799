// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Presenter mode: the whole screen, large fonts, light colours, panels away; leaving it puts every
// panel and the window back where they were. GUI thread.

#include <QByteArray>
#include <QObject>

class QMainWindow;

namespace moqa {

class AppLook;

class Presenter : public QObject {
    Q_OBJECT
public:
    Presenter(QMainWindow& window, AppLook& look);
    bool isOn() const { return m_on; }
    void setOn(bool on);

signals:
    void changed(bool on);

private:
    QMainWindow& m_window;
    AppLook& m_look;
    QByteArray m_geometry, m_state;
    Qt::WindowStates m_windowState;
    bool m_on = false;
};

} // namespace moqa
