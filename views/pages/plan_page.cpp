// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/pages/plan_page.h"

#include "views/heatmap/heat_map_view.h"
#include "views/heatmap/selection_link.h"
#include "views/pages/choosers.h"
#include "views/panels/budget_panel.h"
#include "views/panels/width_brush.h"
#include "views/plots/plot_frame.h"
#include "views/state/text.h"

#include <QComboBox>
#include <QLabel>
#include <QPushButton>
#include <QToolBar>
#include <QToolButton>
#include <QVBoxLayout>

namespace moqa {

PlanPage::PlanPage(Workbench& workbench, QWidget* parent)
    : Page(workbench, QStringLiteral("plan"), parent) {
    setHeading(tr("Plan"), tr("How many bits each expert gets. Paint with the brush, or select "
                              "and press [ and ]; L locks."));
}

void PlanPage::build() {
    m_map = new HeatMapView;
    m_map->setPlaceholder(tr("No plan yet.\n\n\"Make plan\" (Ctrl+P) builds one by a method: "
                             "uniform needs nothing, MoQa needs an analysis."));
    new SelectionLink(*m_map, workbench().selection());
    buildControls();
    PlotFrame* const frame = addPlot(m_map, tr("Bits of the experts"), true);
    body().addWidget(new BudgetPanel(workbench(), this));
    body().addWidget(frame, 1);
    for (const char* id : {"plan.fewerBits", "plan.moreBits", "plan.lock"}) {
        QAction* const action = workbench().actions().action(QLatin1String(id));
        m_map->addAction(action);
        frame->toolBar().addAction(action);
    }
    for (const char* id : {"edit.undo", "edit.redo"})
        frame->toolBar().addAction(workbench().actions().action(QLatin1String(id)));
    connectStrokes();
    connect(&document(), &Document::opened, this, &PlanPage::refreshIfVisible);
    connect(&document(), &Document::plansChanged, this, &PlanPage::refreshIfVisible);
    connect(&document(), &Document::activePlanChanged, this, &PlanPage::refreshIfVisible);
    connect(&document(), &Document::planEdited, this, [this] {
        if (isVisible()) showPlan();
    });
}

void PlanPage::buildControls() {
    QHBoxLayout* const row = addControls();
    m_plans = addChooser(*row, tr("&Plan:"));
    connect(m_plans, &QComboBox::activated, this,
            [this] { document().setActivePlan(m_plans->currentData().toString().toStdString()); });
    auto* const make = new QToolButton(this);
    make->setDefaultAction(workbench().actions().action(QStringLiteral("work.plan")));
    make->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    make->setAccessibleName(tr("Make a plan"));
    row->addWidget(make);
    row->addSpacing(16);
    auto* const label = new QLabel(tr("Brush:"), this);
    row->addWidget(label);
    m_brush = new WidthBrush(this);
    row->addWidget(m_brush);
    auto* const apply = new QPushButton(tr("&Set selected"), this);
    apply->setToolTip(tr("Give the selected experts the brush's width"));
    row->addWidget(apply);
    row->addStretch(1);
    connect(apply, &QPushButton::clicked, this,
            [this] { document().setBits(workbench().targetCells(), m_brush->brushBits()); });
    connect(m_brush, &WidthBrush::brushChosen, m_map, [this] { m_map->setTool(PlotTool::Paint); });
}

void PlanPage::connectStrokes() {
    connect(m_map, &HeatMapView::strokeBegan, &document(), &Document::beginGesture);
    connect(m_map, &HeatMapView::strokePainted, this, [this](const QList<QPoint>& cells) {
        document().paint(unitsOf(cells), m_brush->brushBits());
    });
    connect(m_map, &HeatMapView::strokeEnded, &document(), &Document::endGesture);
}

Document::Cells PlanPage::unitsOf(const QList<QPoint>& cells) const {
    Document::Cells units;
    const auto grid = m_map->grid();
    for (const QPoint& cell : cells)
        if (grid && grid->inside(cell.y(), cell.x()) && !grid->isGap(cell.y()))
            units.emplace_back(grid->rowIds[static_cast<size_t>(cell.y())],
                               grid->idAt(cell.y(), cell.x()));
    return units;
}

void PlanPage::refresh() {
    QList<Choice> choices;
    for (const std::string& name : document().planNames()) choices.append({qstr(name), qstr(name)});
    setChoices(*m_plans, choices, qstr(document().activePlanName()));
    m_brush->setEnabled(document().isEditable());
    showPlan();
}

void PlanPage::showPlan() {
    const Plan* const plan = document().activePlan();
    m_map->setGrid(plan ? planGrid(*plan, qstr(document().activePlanName())) : nullptr);
    std::set<std::pair<int, int>> locked;
    if (const auto grid = m_map->grid())
        for (const PlanUnit& unit : plan->units)
            if (unit.locked) {
                const int row = grid->rowOf(unit.layer);
                locked.insert({row, grid->columnOf(row, unit.expert)});
            }
    m_map->setLocked(std::move(locked));
}

} // namespace moqa
