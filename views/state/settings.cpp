// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/state/settings.h"

#include <QCryptographicHash>
#include <QDir>

namespace moqa {

namespace {

const QString kRecent = QStringLiteral("recent/paths");
const QString kLastFolder = QStringLiteral("files/lastFolder");
const QString kTheme = QStringLiteral("view/theme");
const QString kGeometry = QStringLiteral("window/geometry");
const QString kState = QStringLiteral("window/state");
const QString kLayout = QStringLiteral("window/layout");
const QString kKeys = QStringLiteral("keys/");
constexpr int kMaxPathLength = 4096;

QString layoutKey(const QString& layout) { return QStringLiteral("layouts/") + layout; }

// Qt's restoreState reads what it gets: a stale or cut blob has crashed programs at start. Ours
// carry their digest, so that only what was written whole ever reaches it.
QByteArray sealed(const QByteArray& blob) {
    return blob.isEmpty() ? blob : QCryptographicHash::hash(blob, QCryptographicHash::Sha1) + blob;
}

QByteArray unsealed(const QByteArray& stored) {
    const int length = QCryptographicHash::hashLength(QCryptographicHash::Sha1);
    const QByteArray blob = stored.mid(length);
    return !blob.isEmpty() && sealed(blob) == stored ? blob : QByteArray();
}

} // namespace

QVariant Settings::value(const QString& id) const {
    const SettingInfo* const setting = findSetting(id);
    if (!setting) return {};
    if (const auto forced = m_overrides.constFind(id); forced != m_overrides.constEnd())
        return *forced;
    const QVariant stored = allowedValue(*setting, m_store.value(id));
    return stored.isValid() ? stored : fallbackOf(*setting);
}

bool Settings::setValue(const QString& id, const QVariant& value) {
    const SettingInfo* const setting = findSetting(id);
    const QVariant allowed = setting ? allowedValue(*setting, value) : QVariant();
    if (!allowed.isValid()) return false;
    const QVariant before = this->value(id);
    m_overrides.remove(id);
    m_store.setValue(id, allowed);
    if (allowed != before) announce(id);
    return true;
}

bool Settings::overrideValue(const QString& id, const QVariant& value) {
    const SettingInfo* const setting = findSetting(id);
    const QVariant allowed = setting ? allowedValue(*setting, value) : QVariant();
    if (!allowed.isValid()) return false;
    const QVariant before = this->value(id);
    m_overrides.insert(id, allowed);
    if (allowed != before) announce(id);
    return true;
}

void Settings::announce(const QString& id) {
    emit valueChanged(id);
    if (id == kTheme) emit themeChanged();
    if (id == QLatin1String("view/fontPercent")) emit fontPercentChanged();
}

ThemeChoice Settings::theme() const {
    const QString name = value(kTheme).toString();
    if (name == QLatin1String("light")) return ThemeChoice::Light;
    if (name == QLatin1String("dark")) return ThemeChoice::Dark;
    return ThemeChoice::System;
}

void Settings::setTheme(ThemeChoice choice) {
    const char* const name = choice == ThemeChoice::Light  ? "light"
                             : choice == ThemeChoice::Dark ? "dark"
                                                           : "system";
    setValue(kTheme, QLatin1String(name));
}

QStringList Settings::recentPaths() const {
    QStringList paths;
    for (const QString& path : m_store.value(kRecent).toStringList())
        if (!path.isEmpty() && path.size() <= kMaxPathLength && !path.contains(QChar(0)) &&
            !paths.contains(path))
            paths << path;
    return paths.mid(0, kMaxRecent);
}

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

std::optional<QStringList> Settings::keys(const QString& actionId) const {
    const QString key = kKeys + actionId;
    if (!m_store.contains(key)) return std::nullopt;
    return m_store.value(key).toStringList();
}

void Settings::setKeys(const QString& actionId, const QStringList& keys) {
    m_store.setValue(kKeys + actionId, keys);
}

void Settings::clearKeys(const QString& actionId) { m_store.remove(kKeys + actionId); }

QStringList Settings::actionsWithKeys() const {
    QStringList ids;
    for (const QString& key : m_store.allKeys())
        if (key.startsWith(kKeys)) ids << key.mid(kKeys.size());
    return ids;
}

QByteArray Settings::windowGeometry() const {
    return unsealed(m_store.value(kGeometry).toByteArray());
}
QByteArray Settings::windowState() const { return unsealed(m_store.value(kState).toByteArray()); }

void Settings::setWindowLayout(const QByteArray& geometry, const QByteArray& state) {
    m_store.setValue(kGeometry, sealed(geometry));
    m_store.setValue(kState, sealed(state));
}

void Settings::clearWindowLayout() {
    for (const QString& key : {kGeometry, kState, kLayout}) m_store.remove(key);
    m_store.remove(QStringLiteral("layouts"));
}

QByteArray Settings::layoutState(const QString& layout) const {
    return unsealed(m_store.value(layoutKey(layout)).toByteArray());
}

void Settings::setLayoutState(const QString& layout, const QByteArray& state) {
    if (state.isEmpty())
        m_store.remove(layoutKey(layout));
    else
        m_store.setValue(layoutKey(layout), sealed(state));
}

QString Settings::currentLayout() const { return m_store.value(kLayout).toString(); }
void Settings::setCurrentLayout(const QString& layout) { m_store.setValue(kLayout, layout); }


} // namespace moqa
