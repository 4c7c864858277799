// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Preferences and window layout, typed; the only place that knows QSettings keys. GUI thread.

#include <QByteArray>
#include <QObject>
#include <QSettings>
#include <QStringList>

namespace moqa {

enum class ThemeChoice { System, Light, Dark };

class Settings : public QObject {
    Q_OBJECT
public:
    static constexpr int kMaxRecent = 10;

    explicit Settings(QObject* parent = nullptr) : QObject(parent) {}

    QStringList recentPaths() const; // newest first
    void addRecentPath(const QString& path);
    void removeRecentPath(const QString& path);
    void clearRecentPaths();

    QString lastFolder() const;
    void setLastFolder(const QString& folder);
    ThemeChoice theme() const;
    void setTheme(ThemeChoice choice);

    QByteArray windowGeometry() const;
    QByteArray windowState() const;
    void setWindowLayout(const QByteArray& geometry, const QByteArray& state);
    void clearWindowLayout();

signals:
    void recentPathsChanged();
    void themeChanged();

private:
    QSettings m_store;
};

} // namespace moqa
