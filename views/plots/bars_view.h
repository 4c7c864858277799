// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Bars over places on an axis: the histogram of a tensor, the channels of an expert in order. Bars
// narrower than a pixel are drawn as the largest of those that share it. GUI thread.

#include "views/plots/legend_view.h"

#include <memory>
#include <vector>

namespace moqa {

struct BarsSource final : PlotSource {
    QString xName, yName;
    QString idName;            // what ids are: "channel"; empty = bars have none
    std::vector<double> edges; // [bars + 1], rising
    std::vector<double> values;
    std::vector<int> ids;          // [bars] or empty
    std::vector<double> marks;     // [bars] or empty: a second quantity of each bar
    QString markName;              // its name
    double markedFrom = 0;         // marks of at least this are drawn in another colour
    QString plainText, markedText; // legend, where there are marks
    bool isCount = false;
    bool ranked = false;      // bars stand in the order of their values
    bool logarithmic = false; // of the values

    QString readout(int bar) const;
    QString summary() const override;
    int tableRows() const override { return static_cast<int>(values.size()); }
    int tableColumns() const override;
    QString tableHeader(int column) const override;
    QVariant tableCell(int row, int column) const override;
};

class BarsView : public LegendView<BarsSource> {
    Q_OBJECT
public:
    explicit BarsView(QWidget* parent = nullptr);
    std::shared_ptr<const BarsSource> bars() const { return m_source; }
    void setBars(std::shared_ptr<const BarsSource> source);
    std::vector<int> visibleRows() const override;

protected:
    PlotRange fullFrame() const override;
    std::vector<Swatch> swatches() const override;
    int partAt(const QPointF& position) const override;
    QPainterPath partOutline(int part) const override;
    void paintParts(QCPPainter& painter) override;

private:
    QRectF boxOf(int bar) const;
    bool isMarked(int bar) const;
};

} // namespace moqa
