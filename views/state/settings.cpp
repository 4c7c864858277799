// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/state/settings.h"

#include <QDir>

namespace moqa {

namespace {
const QString kRecent = QStringLiteral("recent/paths");
const QString kLastFolder = QStringLiteral("files/lastFolder");
const QString kTheme = QStringLiteral("view/theme");
const QString kGeometry = QStringLiteral("window/geometry");
const QString kState = QStringLiteral("window/state");
} // namespace

QStringList Settings::recentPaths() const { return m_store.value(kRecent).toStringList(); }

void Settings::addRecentPath(const QString& path) {
    QStringList paths = recentPaths();
    paths.removeAll(path);
    paths.prepend(path);
    m_store.setValue(kRecent, QStringList(paths.mid(0, kMaxRecent)));
    emit recentPathsChanged();
}

void Settings::removeRecentPath(const QString& path) {
    QStringList paths = recentPaths();
    if (paths.removeAll(path) == 0) return;
    m_store.setValue(kRecent, paths);
    emit recentPathsChanged();
}

void Settings::clearRecentPaths() {
    m_store.remove(kRecent);
    emit recentPathsChanged();
}

QString Settings::lastFolder() const {
    return m_store.value(kLastFolder, QDir::homePath()).toString();
}
void Settings::setLastFolder(const QString& folder) { m_store.setValue(kLastFolder, folder); }

ThemeChoice Settings::theme() const {
    const QString name = m_store.value(kTheme).toString();
    if (name == QLatin1String("light")) return ThemeChoice::Light;
    if (name == QLatin1String("dark")) return ThemeChoice::Dark;
    return ThemeChoice::System;
}

void Settings::setTheme(ThemeChoice choice) {
    if (choice == theme()) return;
    const char* const name = choice == ThemeChoice::Light  ? "light"
                             : choice == ThemeChoice::Dark ? "dark"
                                                           : "system";
    m_store.setValue(kTheme, QLatin1String(name));
    emit themeChanged();
}

QByteArray Settings::windowGeometry() const { return m_store.value(kGeometry).toByteArray(); }
QByteArray Settings::windowState() const { return m_store.value(kState).toByteArray(); }

void Settings::setWindowLayout(const QByteArray& geometry, const QByteArray& state) {
    m_store.setValue(kGeometry, geometry);
    m_store.setValue(kState, state);
}

void Settings::clearWindowLayout() {
    m_store.remove(kGeometry);
    m_store.remove(kState);
}

} // namespace moqa
