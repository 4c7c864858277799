// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panels/inspector_panel.h"

#include "views/panels/unit_facts_view.h"
#include "views/state/engine_words.h"
#include "views/theme/row_height.h"

#include <QHeaderView>
#include <QLabel>
#include <QScrollBar>
#include <QSplitter>
#include <QStyle>
#include <QTableView>
#include <QVBoxLayout>
#include <algorithm>

namespace moqa {

void InspectorModel::setLines(UnitLines lines) {
    // The same rows with other values, as a rule: then the view keeps its place.
    if (lines.lines.size() == m_lines.lines.size() && lines.columns == m_lines.columns) {
        m_lines = std::move(lines);
        if (!m_lines.lines.empty())
            emit dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
        return;
    }
    beginResetModel();
    m_lines = std::move(lines);
    endResetModel();
}

int InspectorModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_lines.lines.size());
}
int InspectorModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : 1 + static_cast<int>(m_lines.columns.size());
}

QVariant InspectorModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid() || index.row() >= rowCount()) return {};
    const UnitLines::Line& line = m_lines.lines[static_cast<size_t>(index.row())];
    if (role == Qt::ToolTipRole) return line.tip;
    if (role == Qt::TextAlignmentRole && index.column() > 0)
        return QVariant(Qt::AlignRight | Qt::AlignVCenter);
    if (role != Qt::DisplayRole) return {};
    return index.column() == 0 ? line.name : line.values.value(index.column() - 1);
}

QVariant InspectorModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole) return {};
    return section == 0 ? tr("quantity") : m_lines.columns.value(section - 1);
}

InspectorPanel::InspectorPanel(Workbench& workbench, QWidget* parent)
    : QWidget(parent), m_workbench(workbench), m_title(new QLabel(this)), m_plan(new QLabel(this)),
      m_table(new QTableView(this)), m_model(new InspectorModel(this)) {
    QFont bold = m_title->font();
    bold.setBold(true);
    m_title->setFont(bold);
    m_title->setContentsMargins(8, 6, 8, 2);
    m_title->setWordWrap(true);
    m_plan->setContentsMargins(8, 0, 8, 2);
    m_plan->setWordWrap(true);
    m_table->setTabKeyNavigation(false); // Tab goes on to the next widget
    m_table->setModel(m_model);
    m_table->setAccessibleName(tr("Quantities of the expert"));
    m_table->setFrameShape(QFrame::NoFrame);
    m_table->setShowGrid(false);
    m_table->setAlternatingRowColors(true);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->verticalHeader()->hide();
    keepRowHeight(*m_table, 6);
    m_table->horizontalHeader()->setHighlightSections(false);
    m_facts = new UnitFactsView(workbench, this);
    auto* const split = new QSplitter(Qt::Vertical, this);
    split->addWidget(m_table);
    split->addWidget(m_facts);
    split->setStretchFactor(0, 3);
    split->setStretchFactor(1, 2);
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_title);
    layout->addWidget(m_plan);
    layout->addWidget(split, 1);
    // Once for each set of rows, not for each move of the mouse.
    connect(m_model, &QAbstractItemModel::modelReset, this, &InspectorPanel::fitColumns);
    Selection& selection = workbench.selection();
    connect(&selection, &Selection::hoveredChanged, this, &InspectorPanel::showFocus);
    connect(&selection, &Selection::cursorChanged, this, &InspectorPanel::showFocus);
    connect(&workbench.document(), &Document::planEdited, this, &InspectorPanel::showFocus);
    connect(&workbench.document(), &Document::analysisChanged, this, &InspectorPanel::showFocus);
    connect(&workbench.document(), &Document::activePlanChanged, this, &InspectorPanel::showFocus);
    connect(&workbench.document(), &Document::opened, this, &InspectorPanel::showFocus);
    connect(&workbench.view(), &ViewState::changed, this, &InspectorPanel::showFocus);
    showFocus();
}

// The first text's values are in sight whatever the room: names that are longer take two lines.
void InspectorPanel::fitColumns() {
    if (m_model->columnCount() < 2) return;
    m_table->resizeColumnsToContents();
    const int least = m_table->fontMetrics().averageCharWidth() * 14;
    const int values = std::max(
        m_table->columnWidth(1),
        m_table->fontMetrics().horizontalAdvance(QStringLiteral("0.02282 \u2013 0.02815 ")));
    m_table->setColumnWidth(1, values);
    // The bar may not be there yet that the rows will need.
    const int bar = m_table->style()->pixelMetric(QStyle::PM_ScrollBarExtent);
    const int names = std::min(m_table->columnWidth(0), m_table->width() - bar - values);
    m_table->setColumnWidth(0, std::max(least, names));
    m_table->resizeRowsToContents();
    m_table->horizontalScrollBar()->setValue(0);
}

void InspectorPanel::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    fitColumns();
}

void InspectorPanel::showFocus() {
    const ObjectRef object = m_workbench.selection().focus();
    m_facts->setUnit(object);
    if (object.kind != ObjectKind::Expert) {
        m_title->setText(tr("Point at an expert, or move the cursor with the arrow keys."));
        m_plan->hide();
        m_model->setLines({});
        return;
    }
    m_title->setText(tr("Layer %1, expert %2").arg(object.layer).arg(object.expert));
    showPlan(object);
    const auto analysis = m_workbench.document().analysis();
    m_model->setLines(analysis ? unitLines(*analysis, object.layer, object.expert,
                                           m_workbench.view().corpus().toStdString())
                               : UnitLines());
}

void InspectorPanel::showPlan(const ObjectRef& object) {
    const Document& document = m_workbench.document();
    const Plan* const plan = document.activePlan();
    m_plan->setVisible(plan != nullptr);
    if (!plan) return;
    const int bits = document.bits(object.layer, object.expert);
    QString text =
        bits > 0 ? tr("%n bit in the plan", nullptr, bits) : tr("projections differ in the plan");
    if (document.locked(object.layer, object.expert)) text += tr(", locked");
    const auto unit = std::find_if(plan->units.begin(), plan->units.end(), [&](const auto& u) {
        return u.layer == object.layer && u.expert == object.expert;
    });
    // What decided about the width: a cluster, the budget, a rule or a hand.
    if (unit != plan->units.end() && !unit->why.empty())
        text += QStringLiteral("\n") + engineText(unit->why);
    m_plan->setText(text);
}

} // namespace moqa
