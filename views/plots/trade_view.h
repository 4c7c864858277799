// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Size against divergence, a disc for each evaluated plan on known texts and a square on new ones,
// where they were measured. A plan that was edited since keeps these marks, hollow; where its size
// is now a dotted line says that nothing was measured. A click or Return on a plan shows it. GUI
// thread.

#include "views/plots/plot_view.h"
#include "views/plots/swatch_legend.h"
#include "views/tables/plan_comparison.h"

#include <memory>

namespace moqa {

class TradeView : public PlotView {
    Q_OBJECT
public:
    explicit TradeView(QWidget* parent = nullptr);
    std::shared_ptr<const PlotSource> source() const override { return m_source; }
    void setPlans(std::shared_ptr<const PlanComparison> source, const std::string& active);
    int currentIndex() const { return m_current; } // of the source's plans; -1 = none
    QPointF placeOf(int index) const;              // in pixels, of its known or else new figure
    std::vector<double> unmeasured() const;        // MB, where the dotted lines stand

signals:
    void planChosen(const std::string& name);

protected:
    PlotRange fullFrame() const override;
    void applyTheme(const Theme& theme) override;
    void hover(const QPointF& position) override;
    void hoverEnded() override;
    void toolRelease(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    void fill();
    void updateMark();
    int nearest(const QPointF& position) const;
    bool drawn(int index) const;
    void showUnmeasured();
    void showLegend();

    std::shared_ptr<const PlanComparison> m_source;
    std::string m_active;
    int m_current = -1, m_hovered = -1;
    QCPGraph *m_known, *m_new, *m_mark;
    QCPGraph *m_knownBefore, *m_newBefore; // of plans that were edited since
    std::vector<QCPItemStraightLine*> m_unmeasured;
    SwatchLegend* m_legend;
};

} // namespace moqa
