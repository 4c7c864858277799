// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What the desktop's portal says about light and dark (org.freedesktop.appearance color-scheme).
// GNOME keeps Qt's palette light when it is set to dark: the portal is the only one that knows.
// Silent where there is no session bus or no portal. GUI thread; never waits.

#include <QObject>
#include <optional>

class QDBusVariant;

namespace moqa {

class DesktopColours : public QObject {
    Q_OBJECT
public:
    explicit DesktopColours(QObject* parent = nullptr);
    // Nullopt: no answer, or the desktop has no preference.
    std::optional<bool> prefersDark() const { return m_prefersDark; }

signals:
    void changed();

private slots:
    void settingChanged(const QString& group, const QString& key, const QDBusVariant& value);

private:
    void ask();
    void take(const QVariant& value);
    std::optional<bool> m_prefersDark;
};

} // namespace moqa
