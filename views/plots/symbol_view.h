// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Points of a few series with symbols, lines and error bars, on linear or logarithmic axes. Left
// and Right go over the points in the order of x, Return or a click chooses one. GUI thread.

#include "views/plots/plot_view.h"
#include "views/plots/symbol_legend.h"
#include "views/plots/symbol_source.h"

#include <memory>

namespace moqa {

class SymbolView : public PlotView {
    Q_OBJECT
public:
    explicit SymbolView(QWidget* parent = nullptr);
    std::shared_ptr<const PlotSource> source() const override { return m_source; }
    std::shared_ptr<const SymbolSource> symbols() const { return m_source; }
    // sameAxes: other values of what was shown, so that the frame need not move.
    void setSymbols(std::shared_ptr<const SymbolSource> source, bool sameAxes = false);
    int currentRow() const override { return m_current; }
    void goToRow(int tableRow) override;
    std::vector<int> visibleRows() const override;
    QPointF placeOf(int row) const; // in pixels

signals:
    void rowChosen(int tableRow); // by the user

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
    void addSeries(int index);
    void fillLegend();
    void updateAxes();
    void updateMark();
    int nearest(const QPointF& position) const;
    QCPScatterStyle styleOf(const SymbolSource::Series& series) const;

    std::shared_ptr<const SymbolSource> m_source;
    int m_current = -1, m_hovered = -1;
    std::vector<QCPAbstractPlottable*> m_plottables; // of the series
    QCPGraph* m_mark;
    QCPItemStraightLine* m_diagonal;
    SymbolLegend* m_legend;
};

} // namespace moqa
