// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/pages/plan_page.h"

#include "views/heatmap/heat_map_view.h"
#include "views/heatmap/selection_link.h"
#include "views/pages/choosers.h"
#include "views/panels/budget_panel.h"
#include "views/panels/deploy_badge.h"
#include "views/panels/frontier_panel.h"
#include "views/panels/layer_loss_panel.h"
#include "views/panels/membership_panel.h"
#include "views/panels/rules_panel.h"
#include "views/panels/size_bar.h"
#include "views/panels/width_brush.h"
#include "views/panels/wrap_box.h"
#include "views/plots/plot_frame.h"
#include "views/state/text.h"

#include <QComboBox>
#include <QDoubleSpinBox>
#include <QLabel>
#include <QPushButton>
#include <QSplitter>
#include <QTabBar>
#include <QTabWidget>
#include <QToolBar>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>

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
    addMapActions(*frame);
    buildReshaping();
    m_budget = new BudgetPanel(workbench(), this);
    body().addWidget(m_budget);
    // Over the map alone: the panels beside it need the height.
    auto* const left = new QWidget(this);
    auto* const column = new QVBoxLayout(left);
    column->setContentsMargins(0, 0, 0, 0);
    m_sizes = new SizeBar(document(), left);
    column->addWidget(m_sizes);
    column->addWidget(frame, 1);
    auto* const split = new QSplitter(Qt::Horizontal, this);
    split->addWidget(left);
    split->addWidget(sideTabs());
    split->setStretchFactor(0, 5);
    split->setStretchFactor(1, 3);
    split->setChildrenCollapsible(false);
    body().addWidget(split, 1);
    connectStrokes();
    for (const auto signal : {&Document::opened, &Document::plansChanged,
                              &Document::activePlanChanged, &Document::readOnlyChanged})
        connect(&document(), signal, this, &PlanPage::refreshIfVisible);
    connect(&document(), &Document::planEdited, this, [this] {
        if (isVisible()) showPlan();
    });
}

void PlanPage::addMapActions(PlotFrame& frame) {
    for (const char* id : {"plan.fewerBits", "plan.moreBits", "plan.lock"}) {
        QAction* const action = workbench().actions().action(QLatin1String(id));
        m_map->addAction(action);
        frame.toolBar().addAction(action);
    }
    for (const char* id : {"edit.undo", "edit.redo"})
        frame.toolBar().addAction(workbench().actions().action(QLatin1String(id)));
}

void PlanPage::buildControls() {
    WrapBox* const row = addControls();
    m_plans = addChooser(*row->newGroup(), tr("&Plan:"));
    connect(m_plans, &QComboBox::activated, this,
            [this] { document().setActivePlan(m_plans->currentData().toString().toStdString()); });
    auto* const make = new QToolButton(this);
    make->setDefaultAction(workbench().actions().action(QStringLiteral("work.plan")));
    make->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    make->setAccessibleName(tr("Make a plan"));
    row->newGroup()->addWidget(make);
    QHBoxLayout* const brush = row->newGroup();
    brush->addWidget(new QLabel(tr("Brush:"), this));
    m_brush = new WidthBrush(this);
    brush->addWidget(m_brush);
    m_shape = new QComboBox(this);
    m_shape->setObjectName(QStringLiteral("brushShape"));
    m_shape->setAccessibleName(tr("Size of the brush"));
    m_shape->setToolTip(tr("How far a stroke of the brush reaches"));
    for (const auto& [shape, text] :
         {std::pair{BrushShape::Cell, tr("one expert")}, std::pair{BrushShape::Block, tr("3 x 3")},
          std::pair{BrushShape::Row, tr("whole layer")},
          std::pair{BrushShape::Column, tr("whole column")},
          std::pair{BrushShape::Selection, tr("the selection")}})
        m_shape->addItem(text, static_cast<int>(shape));
    brush->addWidget(m_shape);
    m_apply = new QPushButton(tr("&Set selected"), this);
    m_apply->setToolTip(tr("Give the selected experts the brush's width"));
    row->newGroup()->addWidget(m_apply);
    connect(m_apply, &QPushButton::clicked, this,
            [this] { document().setBits(workbench().targetCells(), m_brush->brushBits()); });
    connect(m_brush, &WidthBrush::brushChosen, m_map, [this] { m_map->setTool(PlotTool::Paint); });
    connect(m_shape, &QComboBox::activated, m_map, [this] { m_map->setTool(PlotTool::Paint); });
}

void PlanPage::buildReshaping() {
    WrapBox* const row = addControls();
    m_fill = new QPushButton(tr("&Fill to"), this);
    m_fill->setToolTip(tr("Move the unlocked experts by their significance until the plan has "
                          "these mean bits; what is locked stays"));
    m_target = new QDoubleSpinBox(this);
    m_target->setAccessibleName(tr("Mean bits to fill to"));
    m_target->setRange(1, 16);
    m_target->setDecimals(3);
    m_target->setSingleStep(0.25);
    m_target->setSuffix(tr(" mean bits"));
    m_uniform = new QPushButton(tr("Make &uniform per layer"), this);
    m_uniform->setToolTip(tr("Each layer gets one width for its unlocked experts: the narrowest "
                             "that is not below their mean. The plan grows; Fill to brings it "
                             "back, and mixes widths again."));
    m_badge = new DeployBadge(document(), this);
    QHBoxLayout* const fill = row->newGroup();
    fill->addWidget(m_fill);
    fill->addWidget(m_target);
    QHBoxLayout* const deploy = row->newGroup();
    deploy->addWidget(m_badge);
    deploy->addWidget(m_uniform);
    connect(m_fill, &QPushButton::clicked, this,
            [this] { workbench().fillToBudget(m_target->value()); });
    connect(m_uniform, &QPushButton::clicked, &workbench(), &Workbench::makeUniformPerLayer);
    const auto follow = [this] {
        m_uniform->setEnabled(m_badge->mixedLayers() > 0 && document().isEditable());
    };
    connect(m_badge, &DeployBadge::mixedLayersChanged, this, follow);
    follow();
}

QWidget* PlanPage::sideTabs() {
    auto* const tabs = m_side = new QTabWidget(this);
    tabs->setObjectName(QStringLiteral("planSide"));
    tabs->setAccessibleName(tr("Rules, clusters and losses"));
    tabs->setDocumentMode(true);
    tabs->addTab(new RulesPanel(workbench(), tabs), tr("Rules"));
    tabs->addTab(new MembershipPanel(workbench(), tabs), tr("Clusters"));
    auto* const keeper = new FrontierKeeper(workbench(), this);
    tabs->addTab(new FrontierPanel(workbench(), *keeper, tabs), tr("Frontier"));
    tabs->addTab(new LayerLossPanel(workbench(), *keeper, tabs), tr("Layers"));
    fitSideTabs();
    return tabs;
}

void PlanPage::fitSideTabs() {
    m_side->setMinimumWidth(
        std::max(300, m_side->tabBar()->sizeHint().width() + 8)); // all in sight
}

void PlanPage::setDense(bool on) {
    m_budget->setDense(on);
    m_sizes->setDense(on);
}

void PlanPage::changeEvent(QEvent* event) {
    Page::changeEvent(event);
    if (event->type() == QEvent::FontChange && m_side) fitSideTabs();
}

BrushShape PlanPage::brushShape() const {
    return static_cast<BrushShape>(m_shape->currentData().toInt());
}

void PlanPage::connectStrokes() {
    connect(m_map, &HeatMapView::strokeBegan, &document(), &Document::beginGesture);
    connect(m_map, &HeatMapView::strokePainted, this, [this](const QList<QPoint>& cells) {
        if (const auto grid = m_map->grid())
            document().paint(brushedUnits(*grid, cells, brushShape(), workbench().targetCells()),
                             m_brush->brushBits());
    });
    connect(m_map, &HeatMapView::strokeEnded, &document(), &Document::endGesture);
}

void PlanPage::refresh() {
    QList<Choice> choices;
    for (const std::string& name : document().planNames()) choices.append({qstr(name), qstr(name)});
    setChoices(*m_plans, choices, qstr(document().activePlanName()));
    const bool editable = document().isEditable();
    for (QWidget* const widget : {static_cast<QWidget*>(m_brush), static_cast<QWidget*>(m_shape),
                                  static_cast<QWidget*>(m_apply), static_cast<QWidget*>(m_fill),
                                  static_cast<QWidget*>(m_target)})
        widget->setEnabled(editable);
    showPlan();
    const Plan* const plan = document().activePlan();
    if (plan && document().activePlanName() != m_shownPlan) {
        m_shownPlan = document().activePlanName();
        m_target->setValue(plan->totals.meanBits);
    }
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
