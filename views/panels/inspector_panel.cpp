// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panels/inspector_panel.h"

#include "views/heatmap/grid_source.h"
#include "views/state/text.h"

#include <QHeaderView>
#include <QLabel>
#include <QTableView>
#include <QVBoxLayout>
#include <algorithm>

namespace moqa {

void InspectorModel::setLines(std::vector<Line> lines) {
    // The same rows with other values, as a rule: then the view keeps its place.
    if (lines.size() == m_lines.size()) {
        m_lines = std::move(lines);
        if (!m_lines.empty()) emit dataChanged(index(0, 0), index(rowCount() - 1, 1));
        return;
    }
    beginResetModel();
    m_lines = std::move(lines);
    endResetModel();
}

int InspectorModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_lines.size());
}
int InspectorModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : 2;
}

QVariant InspectorModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid() || index.row() >= rowCount()) return {};
    const Line& line = m_lines[static_cast<size_t>(index.row())];
    if (role == Qt::ToolTipRole) return line.tip;
    if (role == Qt::TextAlignmentRole && index.column() == 1)
        return QVariant(Qt::AlignRight | Qt::AlignVCenter);
    if (role != Qt::DisplayRole) return {};
    return index.column() == 0 ? line.name : line.value;
}

InspectorPanel::InspectorPanel(Workbench& workbench, QWidget* parent)
    : QWidget(parent), m_workbench(workbench), m_title(new QLabel(this)),
      m_model(new InspectorModel(this)) {
    QFont bold = m_title->font();
    bold.setBold(true);
    m_title->setFont(bold);
    m_title->setContentsMargins(8, 6, 8, 2);
    m_title->setWordWrap(true);
    auto* const table = new QTableView(this);
    table->setModel(m_model);
    table->setAccessibleName(tr("Quantities of the expert"));
    table->setFrameShape(QFrame::NoFrame);
    table->setShowGrid(false);
    table->setAlternatingRowColors(true);
    table->setSelectionBehavior(QAbstractItemView::SelectRows);
    table->verticalHeader()->hide();
    table->verticalHeader()->setDefaultSectionSize(table->fontMetrics().height() + 6);
    table->horizontalHeader()->hide();
    table->horizontalHeader()->setSectionResizeMode(0, QHeaderView::Stretch);
    table->horizontalHeader()->setSectionResizeMode(1, QHeaderView::ResizeToContents);
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_title);
    layout->addWidget(table, 1);
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

void InspectorPanel::showFocus() {
    const ObjectRef object = m_workbench.selection().focus();
    if (object.kind != ObjectKind::Expert) {
        m_title->setText(tr("Point at an expert, or move the cursor with the arrow keys."));
        m_model->setLines({});
        return;
    }
    const QString corpus = m_workbench.view().corpus();
    m_title->setText(tr("Layer %1, expert %2").arg(object.layer).arg(object.expert) +
                     (corpus.isEmpty() ? QString() : QStringLiteral(" \u2013 ") + corpus));
    m_model->setLines(linesOf(object));
}

std::vector<InspectorModel::Line> InspectorPanel::linesOf(const ObjectRef& object) {
    std::vector<InspectorModel::Line> lines;
    Document& document = m_workbench.document();
    if (const int bits = document.bits(object.layer, object.expert); bits > 0)
        lines.push_back({tr("Bits in the plan"),
                         document.locked(object.layer, object.expert) ? tr("%1, locked").arg(bits)
                                                                      : QString::number(bits),
                         {}});
    if (const Plan* const plan = document.activePlan()) {
        const auto unit = std::find_if(plan->units.begin(), plan->units.end(), [&](const auto& u) {
            return u.layer == object.layer && u.expert == object.expert;
        });
        if (unit != plan->units.end() && !unit->why.empty())
            lines.push_back({tr("Why"), qstr(unit->why),
                             tr("What decided about the width: the cluster of the expert's "
                                "significance, the budget, a rule or a hand")});
    }
    const auto analysis = document.analysis();
    if (!analysis) return lines;
    const auto& layers = analysis->moeLayers;
    const auto at = std::find(layers.begin(), layers.end(), object.layer);
    if (at == layers.end() || object.expert >= analysis->experts) return lines;
    const size_t index =
        static_cast<size_t>(at - layers.begin()) * static_cast<size_t>(analysis->experts) +
        static_cast<size_t>(object.expert);
    for (const MetricInfo* const metric : metricsWithAxes(*analysis, "layer,expert")) {
        ResultPtr array = analysis->find(metric->id, m_workbench.view().corpus().toStdString());
        if (!array) array = analysis->find(metric->id, "");
        if (!array || index >= array->values.size()) continue;
        lines.push_back({qstr(metric->title),
                         figure(array->values[index]) + unitSuffix(qstr(metric->unit)),
                         qstr(metric->description)});
    }
    return lines;
}

} // namespace moqa
