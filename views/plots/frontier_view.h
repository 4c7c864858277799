// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The least predicted loss at each budget as a curve, uniform widths as squares, the document's
// plans as discs, and a ring where the budget slider stands. A click or Return on a plan chooses
// it. GUI thread.

#include "views/plots/frontier_source.h"
#include "views/plots/plot_view.h"
#include "views/plots/swatch_legend.h"

#include <memory>
#include <optional>

namespace moqa {

class FrontierView : public PlotView {
    Q_OBJECT
public:
    explicit FrontierView(QWidget* parent = nullptr);
    std::shared_ptr<const PlotSource> source() const override { return m_source; }
    std::shared_ptr<const FrontierSource> frontier() const { return m_source; }
    void setFrontier(std::shared_ptr<const FrontierSource> source, const std::string& active);
    void setBudget(const std::optional<FrontierPoint>& point);
    int currentRow() const override { return m_current; }
    void goToRow(int tableRow) override;
    QPointF placeOf(int row) const; // in pixels

signals:
    void planChosen(const std::string& name);

protected:
    PlotRange fullFrame() const override;
    void applyTheme(const Theme& theme) override;
    void hover(const QPointF& position) override;
    void hoverEnded() override;
    void showMarks(bool on) override;
    void toolRelease(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    void fill();
    void updateMark();
    int nearest(const QPointF& position) const;
    int marked() const { return m_source ? m_source->marked() : 0; }

    std::shared_ptr<const FrontierSource> m_source;
    std::string m_active;
    std::optional<FrontierPoint> m_budget;
    int m_current = -1, m_hovered = -1;
    QCPGraph *m_curve, *m_uniforms, *m_plans, *m_activePlan, *m_mark, *m_budgetMark;
    SwatchLegend* m_legend;
};

} // namespace moqa
