// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A few series over the layers of a model or the ranks of a text's tokens, with the bands of their
// intervals and a cursor that the arrow keys move. GUI thread.

#include "views/plots/plot_view.h"
#include "views/plots/swatch_legend.h"

#include <memory>
#include <vector>

namespace moqa {

struct SeriesSource final : PlotSource {
    struct Series {
        QString name;
        std::vector<double> values;              // NaN = none
        std::vector<double> low = {}, high = {}; // 95 % intervals; empty = none known
        bool isFit = false;                      // a curve through the others: dashed
    };
    QString xName; // "layer"
    QString yName;
    std::vector<int> xs;        // rising
    bool logarithmic = false;   // both axes; what is not positive is not drawn
    std::vector<Series> series; // each as long as xs

    QString readout(int index) const;
    QString summary() const override;
    int tableRows() const override { return static_cast<int>(xs.size()); }
    int tableColumns() const override;
    int valueColumn() const override { return 1; }
    QString tableHeader(int column) const override;
    QVariant tableCell(int row, int column) const override;
};

class SeriesView : public PlotView {
    Q_OBJECT
public:
    explicit SeriesView(QWidget* parent = nullptr);
    std::shared_ptr<const PlotSource> source() const override { return m_source; }
    void setSeries(std::shared_ptr<const SeriesSource> source);
    int currentIndex() const { return m_current; } // of xs; -1 = none
    std::vector<int> visibleRows() const override;

protected:
    PlotRange fullFrame() const override;
    void applyTheme(const Theme& theme) override;
    void hover(const QPointF& position) override;
    void hoverEnded() override;
    void showMarks(bool on) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    void fill();
    void addBand(const SeriesSource::Series& one, const QVector<double>& x, const QColor& colour);
    void updateAxes();
    void updateMark();
    int m_current = -1, m_hovered = -1;
    QCPItemStraightLine* m_mark;
    std::shared_ptr<const SeriesSource> m_source;
    SwatchLegend* m_legend;
};

} // namespace moqa
