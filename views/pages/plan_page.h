// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Where bits are decided: the map of a plan, painted by mouse or keys, with its cost in sight.

#include "views/pages/page.h"

class QComboBox;

namespace moqa {

class HeatMapView;
class WidthBrush;

class PlanPage : public Page {
    Q_OBJECT
public:
    explicit PlanPage(Workbench& workbench, QWidget* parent = nullptr);

protected:
    void build() override;
    void refresh() override;

private:
    void buildControls();
    void connectStrokes();
    void showPlan();
    Document::Cells unitsOf(const QList<QPoint>& cells) const;

    HeatMapView* m_map = nullptr;
    QComboBox* m_plans = nullptr;
    WidthBrush* m_brush = nullptr;
};

} // namespace moqa
