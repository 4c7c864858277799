// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Every action of the window under a stable id: menus, tool bars, palette, shortcut sheet and tests
// take them from here, so that text, icon and keys are said once. Owns the actions. GUI thread.

#include <QAction>
#include <QList>
#include <QMap>
#include <QObject>

namespace moqa {

class Settings;

struct ActionSpec {
    QString text;
    QString tip = {};              // one sentence; also status tip
    QList<QKeySequence> keys = {}; // all of them; the first is shown
    QString icon = {};             // name in resources/icons
    bool checkable = false;
    // Keys of one letter belong to the plot that has the focus, all others to the window.
    Qt::ShortcutContext context = Qt::WindowShortcut;
};

class ActionCatalogue : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;

    // id is new; the action's objectName becomes it. Keys that the user chose replace the spec's.
    QAction* add(const QString& id, const ActionSpec& spec);
    QAction* action(const QString& id) const; // null if unknown
    const QMap<QString, QAction*>& actions() const { return m_actions; }

    // reason: what is missing, shown where a disabled action is listed ("open a model first").
    void setEnabled(const QString& id, bool on, const QString& reason = {});
    QString disabledReason(const QString& id) const; // empty while enabled

    // Keys chosen by the user are read from and kept in settings, which outlive the catalogue.
    void followSettings(Settings& settings);
    QList<QKeySequence> defaultKeys(const QString& id) const { return m_defaultKeys.value(id); }
    bool hasDefaultKeys(const QString& id) const;
    // The action that answers to the key already, but for the id itself; empty if none. A key has
    // one meaning in the whole window, whatever has the focus.
    QString ownerOf(const QKeySequence& key, const QString& exceptId) const;
    void setKeys(const QString& id, const QList<QKeySequence>& keys);
    void resetKeys(const QString& id);

signals:
    void keysChanged(const QString& id);

private:
    void applyKeys(const QString& id, const QList<QKeySequence>& keys);
    void applyStoredKeys(const QString& id);

    QMap<QString, QAction*> m_actions;
    QMap<QString, QList<QKeySequence>> m_defaultKeys;
    QMap<QString, QString> m_reasons;
    Settings* m_settings = nullptr;
};

// "Open demo model" of "Open &demo model...": for lists and screen readers.
QString plainText(const QAction& action);

} // namespace moqa
