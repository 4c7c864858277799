// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What the window asks of the desktop around it: to stay awake while a job computes
// (org.freedesktop.ScreenSaver, and logind's inhibitor of sleep), and to say that a job has ended
// (org.freedesktop.Notifications). Each is asked where it answers; where there is no bus or no such
// service nothing happens, and a notification is refused. GUI thread; never waits.

#include <QObject>
#include <memory>

class QDBusUnixFileDescriptor;

namespace moqa {

class DesktopCalls : public QObject {
    Q_OBJECT
public:
    explicit DesktopCalls(QObject* parent = nullptr);
    ~DesktopCalls() override; // lets sleep again

    // reason: what people see in their power settings.
    virtual void keepAwake(bool on, const QString& reason);
    virtual void notify(const QString& title, const QString& text);

signals:
    void notificationRefused(); // nobody showed it: another way is needed

private:
    void letSleep();
    void inhibitScreenSaver(const QString& reason);
    void inhibitSleep(const QString& reason);

    // Answers may come when they are no longer wanted: then they are given back at once.
    int m_request = 0;
    bool m_awake = false;
    uint m_screenSaverCookie = 0;
    std::unique_ptr<QDBusUnixFileDescriptor> m_sleepLock; // closing it ends the inhibition
};

} // namespace moqa
