// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Preferences, recent files, keys and window layout, typed; the only place that knows QSettings
// keys. A value that the store holds but the table does not allow reads as its default, and a
// layout that was not written whole as none. GUI thread.

#include "views/state/setting_table.h"

#include <QByteArray>
#include <QHash>
#include <QObject>
#include <QSettings>
#include <QStringList>
#include <optional>

namespace moqa {

enum class ThemeChoice { System, Light, Dark };

class Settings : public QObject {
    Q_OBJECT
public:
    static constexpr int kMaxRecent = 10;

    explicit Settings(QObject* parent = nullptr) : QObject(parent) {}
    // In this file instead of the user's own.
    explicit Settings(const QString& iniPath, QObject* parent = nullptr)
        : QObject(parent), m_store(iniPath, QSettings::IniFormat) {}

    // Of the table, by id. setValue is false where the table does not allow the value.
    QVariant value(const QString& id) const;
    bool setValue(const QString& id, const QVariant& value);
    // From the command line: holds until the value is set by hand, and is not stored.
    bool overrideValue(const QString& id, const QVariant& value);

    ThemeChoice theme() const;
    void setTheme(ThemeChoice choice);
    int fontPercent() const { return value(QStringLiteral("view/fontPercent")).toInt(); }
    QString language() const { return value(QStringLiteral("view/language")).toString(); }
    int threads() const { return value(QStringLiteral("work/threads")).toInt(); }
    bool keepAwake() const { return value(QStringLiteral("work/keepAwake")).toString() == on(); }
    bool notifies() const { return value(QStringLiteral("work/notify")).toString() == on(); }
    int memoryGiB() const { return value(QStringLiteral("work/memoryGiB")).toInt(); }

    QStringList recentPaths() const; // newest first
    void addRecentPath(const QString& path);
    void removeRecentPath(const QString& path);
    void clearRecentPaths();
    QString lastFolder() const;
    void setLastFolder(const QString& folder);

    // Keys that the user gave an action, as portable text; nullopt where it has its default.
    std::optional<QStringList> keys(const QString& actionId) const;
    void setKeys(const QString& actionId, const QStringList& keys);
    void clearKeys(const QString& actionId);
    QStringList actionsWithKeys() const;

    // Dock states by layout name; empty if none or not whole.
    QByteArray windowGeometry() const;
    QByteArray windowState() const;
    void setWindowLayout(const QByteArray& geometry, const QByteArray& state);
    void clearWindowLayout();
    QByteArray layoutState(const QString& layout) const;
    void setLayoutState(const QString& layout, const QByteArray& state); // empty: forgets it
    QString currentLayout() const;
    void setCurrentLayout(const QString& layout);

signals:
    void valueChanged(const QString& id);
    void recentPathsChanged();
    void themeChanged();
    void fontPercentChanged();

private:
    void announce(const QString& id);
    static QString on() { return QStringLiteral("on"); }
    QSettings m_store;
    QHash<QString, QVariant> m_overrides;
};

} // namespace moqa
