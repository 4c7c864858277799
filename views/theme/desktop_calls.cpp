// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/theme/desktop_calls.h"

#include <QCoreApplication>
#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#include <QDBusUnixFileDescriptor>
#include <QVariantMap>

namespace moqa {

namespace {

const QString kProgram = QStringLiteral("MoQa Workbench");
const QString kScreenSaver = QStringLiteral("org.freedesktop.ScreenSaver");
const QString kScreenSaverPath = QStringLiteral("/org/freedesktop/ScreenSaver");
const QString kLogin = QStringLiteral("org.freedesktop.login1");
const QString kNotifications = QStringLiteral("org.freedesktop.Notifications");

// Without an address Qt would try to start a bus of its own.
bool hasSessionBus() {
    return !qEnvironmentVariableIsEmpty("DBUS_SESSION_BUS_ADDRESS") &&
           QDBusConnection::sessionBus().isConnected();
}

template <class Reply, class Verb>
void ask(const QDBusConnection& bus, const QDBusMessage& question, QObject* asker, Verb answer) {
    auto* const watcher = new QDBusPendingCallWatcher(bus.asyncCall(question), asker);
    QObject::connect(watcher, &QDBusPendingCallWatcher::finished, asker, [watcher, answer] {
        answer(QDBusPendingReply<Reply>(*watcher));
        watcher->deleteLater();
    });
}

void giveBack(uint cookie) {
    QDBusMessage message = QDBusMessage::createMethodCall(
        kScreenSaver, kScreenSaverPath, kScreenSaver, QStringLiteral("UnInhibit"));
    message << cookie;
    QDBusConnection::sessionBus().send(message);
}

} // namespace

DesktopCalls::DesktopCalls(QObject* parent) : QObject(parent) {}
DesktopCalls::~DesktopCalls() { letSleep(); }

void DesktopCalls::keepAwake(bool on, const QString& reason) {
    if (on == m_awake) return;
    if (!on) {
        letSleep();
        return;
    }
    m_awake = true;
    ++m_request;
    inhibitScreenSaver(reason);
    inhibitSleep(reason);
}

void DesktopCalls::letSleep() {
    m_awake = false;
    m_sleepLock.reset();
    if (m_screenSaverCookie != 0) giveBack(std::exchange(m_screenSaverCookie, 0));
}

void DesktopCalls::inhibitScreenSaver(const QString& reason) {
    if (!hasSessionBus()) return;
    QDBusMessage question = QDBusMessage::createMethodCall(kScreenSaver, kScreenSaverPath,
                                                           kScreenSaver, QStringLiteral("Inhibit"));
    question << kProgram << reason;
    ask<uint>(QDBusConnection::sessionBus(), question, this,
              [this, request = m_request](const QDBusPendingReply<uint>& reply) {
                  if (!reply.isValid()) return;
                  if (m_awake && request == m_request)
                      m_screenSaverCookie = reply.value();
                  else
                      giveBack(reply.value());
              });
}

void DesktopCalls::inhibitSleep(const QString& reason) {
    const QDBusConnection bus = QDBusConnection::systemBus();
    if (!bus.isConnected()) return;
    QDBusMessage question = QDBusMessage::createMethodCall(
        kLogin, QStringLiteral("/org/freedesktop/login1"),
        QStringLiteral("org.freedesktop.login1.Manager"), QStringLiteral("Inhibit"));
    question << QStringLiteral("sleep:idle") << kProgram << reason << QStringLiteral("block");
    ask<QDBusUnixFileDescriptor>(
        bus, question, this,
        [this, request = m_request](const QDBusPendingReply<QDBusUnixFileDescriptor>& reply) {
            if (reply.isValid() && m_awake && request == m_request)
                m_sleepLock = std::make_unique<QDBusUnixFileDescriptor>(reply.value());
        });
}

void DesktopCalls::notify(const QString& title, const QString& text) {
    if (!hasSessionBus()) {
        emit notificationRefused();
        return;
    }
    QDBusMessage message = QDBusMessage::createMethodCall(
        kNotifications, QStringLiteral("/org/freedesktop/Notifications"), kNotifications,
        QStringLiteral("Notify"));
    constexpr int kServersChoice = -1; // of how long it is shown
    message << kProgram << uint(0) << QStringLiteral("moqa-workbench") << title << text
            << QStringList()
            << QVariantMap{{QStringLiteral("desktop-entry"), QStringLiteral("moqa-workbench")}}
            << kServersChoice;
    ask<uint>(QDBusConnection::sessionBus(), message, this,
              [this](const QDBusPendingReply<uint>& reply) {
                  if (!reply.isValid()) emit notificationRefused();
              });
}

} // namespace moqa
