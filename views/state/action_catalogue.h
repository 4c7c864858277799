// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Every action of the window under a stable id: menus, tool bars and tests take them from here, so
// that text, icon and keys are said once. Owns the actions. GUI thread.

#include <QAction>
#include <QList>
#include <QMap>
#include <QObject>

namespace moqa {

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

    // id is new; the action's objectName becomes it.
    QAction* add(const QString& id, const ActionSpec& spec);
    QAction* action(const QString& id) const; // null if unknown
    const QMap<QString, QAction*>& actions() const { return m_actions; }

private:
    QMap<QString, QAction*> m_actions;
};

} // namespace moqa
