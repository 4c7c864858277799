// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Experts as points: one quantity of two corpora with the diagonal of equality (what lies off it
// changed its importance with the text), or two quantities, coloured by the depth of the layer. GUI
// thread.

#include "views/plots/plot_view.h"
#include "views/plots/scatter_source.h"
#include "views/plots/swatch_legend.h"

#include <set>

namespace moqa {

class ScatterView : public PlotView {
    Q_OBJECT
public:
    explicit ScatterView(QWidget* parent = nullptr);

    std::shared_ptr<const PlotSource> source() const override { return m_source; }
    void setScatter(std::shared_ptr<const ScatterSource> source);
    void setLogAxes(bool on);                              // of a source of one quantity
    void setSelected(std::set<std::pair<int, int>> units); // (layer, expert)
    void setCurrent(int layer, int expert);
    std::vector<int> visibleRows() const override;
    int currentRow() const override { return m_current; }
    void goToRow(int tableRow) override;
    std::vector<int> selectedRows() const override;
    void chooseRows(const std::vector<int>& tableRows) override;

signals:
    void pointHovered(int layer, int expert); // (-1, -1) when off all points
    void pointClicked(int layer, int expert, Qt::KeyboardModifiers modifiers);
    void pinRequested(int layer, int expert);
    void cursorWanted(int layer, int expert); // what is selected stays
    // A rubber band in the tool Select: (layer, expert) of the points inside.
    void pointsEnclosed(const std::vector<std::pair<int, int>>& units,
                        Qt::KeyboardModifiers modifiers);

protected:
    PlotRange fullFrame() const override;
    void applyTheme(const Theme& theme) override;
    void toolPress(QMouseEvent* event) override;
    void toolMove(QMouseEvent* event) override;
    void toolRelease(QMouseEvent* event) override;
    void toolCancel() override;
    void showMarks(bool on) override;
    void hover(const QPointF& position) override;
    void hoverEnded() override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    void fillGraphs();
    void fillSelected();
    void stylePoints();
    void setScales(bool logX, bool logY);
    void fillBands();
    size_t bandOf(int layer) const;
    QColor bandColour(size_t band) const;
    std::vector<Swatch> pointSwatches() const;
    void replotMarks();
    int stepOf(int key) const;
    int nearest(const QPointF& position) const;
    void setHovered(int index);
    void updateMark();
    bool drawable(const ScatterPoint& point) const;

    std::shared_ptr<const ScatterSource> m_source;
    std::set<std::pair<int, int>> m_selected;
    int m_hovered = -1, m_current = -1;
    bool m_logX = true, m_logY = true;
    QPoint m_bandFrom;
    QRubberBand* m_selectBand;
    QCPGraph *m_points, *m_selectedPoints, *m_mark;
    std::vector<QCPGraph*> m_bands;             // points by depth, where the source asks for it
    std::vector<std::vector<int>> m_bandLayers; // rising; empty = no bands
    QCPItemStraightLine* m_diagonal;
    SwatchLegend* m_legend;
};

} // namespace moqa
