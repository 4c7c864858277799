// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panels/rules_panel.h"

#include "views/panels/scroll_box.h"
#include "views/state/text.h"
#include "views/tables/plan_rules_model.h"
#include "views/theme/row_height.h"

#include <QComboBox>
#include <QGridLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTableView>
#include <QVBoxLayout>
#include <algorithm>

namespace moqa {

namespace {
const QString kRules = QStringLiteral("rules"); // the action that changes them
constexpr int kLeastRows = 4; // with the header
}

RulesPanel::RulesPanel(Workbench& workbench, QWidget* parent)
    : QWidget(parent), m_workbench(workbench),
      m_model(new PlanRulesModel(workbench.document(), this)), m_table(new QTableView(this)) {
    QVBoxLayout* const column = scrolledColumn(*this, 4);
    m_table->setTabKeyNavigation(false); // Tab goes on to the next widget
    m_table->setModel(m_model);
    m_table->setAccessibleName(tr("Rules of the plan, later ones win"));
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->verticalHeader()->hide();
    keepRowHeight(*m_table, 8);
    m_table->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    m_table->horizontalHeader()->setSectionResizeMode(PlanRulesModel::Pattern,
                                                      QHeaderView::Stretch);
    // What it would like to have counts nothing: the panel is scrolled only below the least.
    m_table->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Ignored);
    m_table->setMinimumHeight(kLeastRows * m_table->verticalHeader()->defaultSectionSize());
    column->addWidget(m_table, 1);
    buildEditor(*column);
    buildButtons(*column);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            &RulesPanel::showCurrent);
    connect(m_model, &QAbstractItemModel::modelReset, this, &RulesPanel::updateButtons);
    connect(m_pattern, &QLineEdit::textChanged, this, &RulesPanel::showReach);
    connect(m_pattern, &QLineEdit::returnPressed, this, &RulesPanel::add);
    connect(&workbench.document(), &Document::opened, this, &RulesPanel::showReach);
    for (const auto signal : {&Document::activePlanChanged, &Document::plansChanged})
        connect(&workbench.document(), signal, this, &RulesPanel::updateButtons);
    showReach();
}

void RulesPanel::buildEditor(QVBoxLayout& column) {
    auto* const grid = new QGridLayout;
    column.addLayout(grid);
    m_pattern = new QLineEdit(this);
    m_pattern->setAccessibleName(tr("Pattern of tensor names"));
    m_pattern->setPlaceholderText(QStringLiteral("model.layers.0.*"));
    m_pattern->setToolTip(tr("Shell pattern: * any text, ? one letter, [0-3] one of these"));
    m_bits = new QComboBox(this);
    m_bits->setAccessibleName(tr("Width of the rule"));
    for (const int width : kPlanWidths)
        m_bits->addItem(width == 16 ? tr("16 bit, as stored") : tr("%n bit", nullptr, width),
                        width);
    m_bits->setCurrentIndex(m_bits->findData(8));
    m_group = new QComboBox(this);
    m_group->setAccessibleName(tr("Group of columns of the rule"));
    m_group->addItem(tr("plan's group"), 0);
    for (const int group : {32, 64, 128}) m_group->addItem(QString::number(group), group);
    m_group->addItem(tr("whole row"), -1);
    m_reach = new QLabel(this);
    m_reach->setWordWrap(true);
    m_reach->setMinimumHeight(2 * m_reach->fontMetrics().lineSpacing());
    m_reach->setForegroundRole(QPalette::PlaceholderText);
    grid->addWidget(m_pattern, 0, 0, 1, 2);
    grid->addWidget(m_bits, 1, 0);
    grid->addWidget(m_group, 1, 1);
    grid->addWidget(m_reach, 2, 0, 1, 2);
}

void RulesPanel::buildButtons(QVBoxLayout& column) {
    auto* const grid = new QGridLayout;
    column.addLayout(grid);
    m_add = addButton(tr("Add"), tr("Add the rule at the end, where it wins"), &RulesPanel::add);
    m_change =
        addButton(tr("Change"), tr("Put the rule in place of the one chosen"), &RulesPanel::change);
    m_remove = addButton(tr("Remove"),
                         tr("Experts that no rule decides about any more keep their width, "
                            "unlocked"),
                         &RulesPanel::remove);
    m_up = addButton(tr("Up"), tr("Move the rule up"), &RulesPanel::moveUp);
    m_down = addButton(tr("Down"), tr("Move the rule down, where it wins"), &RulesPanel::moveDown);
    int i = 0;
    for (QPushButton* const button : {m_add, m_change, m_remove, m_up, m_down}) {
        grid->addWidget(button, i / 3, i % 3);
        ++i;
    }
}

QPushButton* RulesPanel::addButton(const QString& text, const QString& tip,
                                   void (RulesPanel::*verb)()) {
    auto* const button = new QPushButton(text, this);
    button->setToolTip(tip);
    button->setAutoDefault(false);
    connect(button, &QPushButton::clicked, this, verb);
    return button;
}

int RulesPanel::currentRow() const {
    const QModelIndex current = m_table->currentIndex();
    return current.isValid() ? current.row() : -1;
}

PlanOverride RulesPanel::typedRule() const {
    return {m_pattern->text().trimmed().toStdString(), m_bits->currentData().toInt(),
            m_group->currentData().toInt()};
}

void RulesPanel::showCurrent() {
    const int row = currentRow();
    if (row >= 0 && row < m_model->rowCount()) {
        const PlanOverride& rule = m_model->rules()[static_cast<size_t>(row)];
        m_pattern->setText(qstr(rule.pattern));
        m_bits->setCurrentIndex(m_bits->findData(rule.bits));
        if (m_group->findData(rule.group) < 0)
            m_group->addItem(QString::number(rule.group), rule.group);
        m_group->setCurrentIndex(m_group->findData(rule.group));
    }
    updateButtons();
}

void RulesPanel::showReach() {
    const auto model = m_workbench.document().model();
    const PlanOverride rule = typedRule();
    if (!model || rule.pattern.empty()) {
        m_reach->setText(tr("A rule sets every tensor whose name its pattern fits."));
    } else {
        const int matched = ruleReach({rule}, *model).front().matched;
        m_reach->setText(matched == 0 ? tr("Fits no tensor.")
                                      : tr("Fits %n tensor(s).", nullptr, matched));
    }
    updateButtons();
}

void RulesPanel::updateButtons() {
    const bool editable = m_workbench.document().isEditable();
    const int row = currentRow(), rows = m_model->rowCount();
    const bool typed = editable && !typedRule().pattern.empty();
    m_add->setEnabled(typed);
    m_change->setEnabled(typed && row >= 0);
    m_remove->setEnabled(editable && row >= 0);
    m_up->setEnabled(editable && row > 0);
    m_down->setEnabled(editable && row >= 0 && row + 1 < rows);
}

void RulesPanel::put(std::vector<PlanOverride> rules, int rowAfter) {
    const Status done = m_workbench.document().setRules(std::move(rules));
    if (!done.ok()) {
        m_workbench.reportOf(done.error(), kRules);
        return;
    }
    emit m_workbench.succeeded(kRules);
    if (rowAfter >= 0 && rowAfter < m_model->rowCount()) m_table->selectRow(rowAfter);
    updateButtons();
}

void RulesPanel::add() {
    if (!m_add->isEnabled()) return;
    std::vector<PlanOverride> rules = m_model->rules();
    rules.push_back(typedRule());
    const int last = static_cast<int>(rules.size()) - 1;
    put(std::move(rules), last);
}

void RulesPanel::change() {
    std::vector<PlanOverride> rules = m_model->rules();
    rules[static_cast<size_t>(currentRow())] = typedRule();
    put(std::move(rules), currentRow());
}

void RulesPanel::remove() {
    std::vector<PlanOverride> rules = m_model->rules();
    const int row = currentRow();
    rules.erase(rules.begin() + row);
    put(std::move(rules), std::min(row, static_cast<int>(m_model->rowCount()) - 2));
}

void RulesPanel::move(int by) {
    std::vector<PlanOverride> rules = m_model->rules();
    const int row = currentRow();
    std::swap(rules[static_cast<size_t>(row)], rules[static_cast<size_t>(row + by)]);
    put(std::move(rules), row + by);
}

} // namespace moqa
