// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/theme/desktop_colours.h"

#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#include <QDBusVariant>

namespace moqa {

namespace {
const QString kService = QStringLiteral("org.freedesktop.portal.Desktop");
const QString kPath = QStringLiteral("/org/freedesktop/portal/desktop");
const QString kInterface = QStringLiteral("org.freedesktop.portal.Settings");
const QString kGroup = QStringLiteral("org.freedesktop.appearance");
const QString kKey = QStringLiteral("color-scheme");
constexpr uint kNoPreference = 0, kDark = 1;
} // namespace

DesktopColours::DesktopColours(QObject* parent) : QObject(parent) {
    // Without an address Qt would try to start a bus of its own.
    if (qEnvironmentVariableIsEmpty("DBUS_SESSION_BUS_ADDRESS")) return;
    QDBusConnection bus = QDBusConnection::sessionBus();
    if (!bus.isConnected()) return;
    bus.connect(kService, kPath, kInterface, QStringLiteral("SettingChanged"), this,
                SLOT(settingChanged(QString, QString, QDBusVariant)));
    ask();
}

void DesktopColours::ask() {
    QDBusMessage question =
        QDBusMessage::createMethodCall(kService, kPath, kInterface, QStringLiteral("Read"));
    question << kGroup << kKey;
    auto* const watcher =
        new QDBusPendingCallWatcher(QDBusConnection::sessionBus().asyncCall(question), this);
    connect(watcher, &QDBusPendingCallWatcher::finished, this, [this, watcher] {
        const QDBusPendingReply<QDBusVariant> reply = *watcher;
        if (reply.isValid()) take(reply.value().variant());
        watcher->deleteLater();
    });
}

void DesktopColours::settingChanged(const QString& group, const QString& key,
                                    const QDBusVariant& value) {
    if (group == kGroup && key == kKey) take(value.variant());
}

void DesktopColours::take(const QVariant& value) {
    // Read wraps the value in a second variant.
    const QVariant inner =
        value.canConvert<QDBusVariant>() ? value.value<QDBusVariant>().variant() : value;
    const uint scheme = inner.toUInt();
    const std::optional<bool> prefers =
        scheme == kNoPreference ? std::nullopt : std::optional(scheme == kDark);
    if (prefers == m_prefersDark) return;
    m_prefersDark = prefers;
    emit changed();
}

} // namespace moqa
