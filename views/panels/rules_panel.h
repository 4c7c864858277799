// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The rules of the active plan: a list in the order that decides, and one line to write a rule.
// Each button is one undoable step. GUI thread.

#include "views/state/workbench.h"

#include <QWidget>

class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QTableView;
class QVBoxLayout;

namespace moqa {

class PlanRulesModel;

class RulesPanel : public QWidget {
    Q_OBJECT
public:
    explicit RulesPanel(Workbench& workbench, QWidget* parent = nullptr);

private:
    void buildEditor(QVBoxLayout& column);
    void buildButtons(QVBoxLayout& column);
    QPushButton* addButton(const QString& text, const QString& tip, void (RulesPanel::*verb)());
    int currentRow() const;
    PlanOverride typedRule() const;
    void showCurrent();
    void showReach();
    void updateButtons();
    void put(std::vector<PlanOverride> rules, int rowAfter);
    void add();
    void change();
    void remove();
    void moveUp() { move(-1); }
    void moveDown() { move(+1); }
    void move(int by);

    Workbench& m_workbench;
    PlanRulesModel* m_model;
    QTableView* m_table;
    QLineEdit* m_pattern;
    QComboBox *m_bits, *m_group;
    QLabel* m_reach;
    QPushButton *m_add, *m_change, *m_remove, *m_up, *m_down;
};

} // namespace moqa
