// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Where bits are decided: the map of a plan, painted by mouse or keys, with its cost in sight, its
// rules, and the clusters that it came from.

#include "views/pages/page.h"
#include "views/panels/brush_shape.h"

class QComboBox;
class QDoubleSpinBox;
class QLabel;
class QPushButton;
class QTabWidget;

namespace moqa {

class BudgetPanel;
class DeployBadge;
class HeatMapView;
class PlotFrame;
class SizeBar;
class WidthBrush;

class PlanPage : public Page {
    Q_OBJECT
public:
    explicit PlanPage(Workbench& workbench, QWidget* parent = nullptr);

protected:
    void build() override;
    void refresh() override;
    void setDense(bool on) override;
    void changeEvent(QEvent* event) override;

private:
    void buildControls();
    void buildReshaping();
    QWidget* sideTabs();
    void fitSideTabs();
    void addMapActions(PlotFrame& frame);
    void connectStrokes();
    void showPlan();
    BrushShape brushShape() const;

    HeatMapView* m_map = nullptr;
    QComboBox *m_plans = nullptr, *m_shape = nullptr;
    WidthBrush* m_brush = nullptr;
    QPushButton *m_apply = nullptr, *m_fill = nullptr, *m_uniform = nullptr;
    QDoubleSpinBox* m_target = nullptr;
    DeployBadge* m_badge = nullptr;
    BudgetPanel* m_budget = nullptr;
    SizeBar* m_sizes = nullptr;
    QTabWidget* m_side = nullptr;
    std::string m_shownPlan; // whose mean the target began with
};

} // namespace moqa
