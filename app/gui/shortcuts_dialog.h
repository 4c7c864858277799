// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The shortcut sheet: what every key and gesture does, and other keys for an action. A key that
// another action has is told, and taken over only when asked. Changes hold at once. GUI thread.

#include "views/state/action_catalogue.h"

#include <QDialog>

class QKeySequenceEdit;
class QLabel;
class QLineEdit;
class QPushButton;
class QTreeWidget;
class QTreeWidgetItem;

namespace moqa {

class ShortcutsDialog : public QDialog {
    Q_OBJECT
public:
    explicit ShortcutsDialog(ActionCatalogue& actions, QWidget* parent = nullptr);
    void choose(const QString& actionId);
    QString chosen() const;

private:
    QWidget* newEditor();
    void fill();
    void filter(const QString& letters);
    void showChosen();
    void judgeKey();
    void assign();
    void showKeysOf(const QString& id);

    ActionCatalogue& m_actions;
    QTreeWidget* m_list;
    QKeySequenceEdit* m_key;
    QLabel* m_verdict;
    QPushButton *m_assign, *m_none, *m_default;
    QMap<QString, QTreeWidgetItem*> m_items;
};

// "Ctrl+Y or Ctrl+Shift+Z", as the platform writes them; empty without keys.
QString keysText(const QAction& action);

} // namespace moqa
