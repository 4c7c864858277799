// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A few series over the layers of a model: errors as they arrive. GUI thread.

#include "views/plots/plot_view.h"
#include "views/plots/swatch_legend.h"

#include <memory>
#include <vector>

namespace moqa {

struct SeriesSource final : PlotSource {
    struct Series {
        QString name;
        std::vector<double> values; // NaN = none
    };
    QString xName; // "layer"
    QString yName;
    std::vector<int> xs;
    std::vector<Series> series; // each as long as xs

    QString readout(int index) const;
    QString summary() const override;
    int tableRows() const override { return static_cast<int>(xs.size()); }
    int tableColumns() const override { return static_cast<int>(series.size()) + 1; }
    QString tableHeader(int column) const override;
    QVariant tableCell(int row, int column) const override;
};

class SeriesView : public PlotView {
    Q_OBJECT
public:
    explicit SeriesView(QWidget* parent = nullptr);
    std::shared_ptr<const PlotSource> source() const override { return m_source; }
    void setSeries(std::shared_ptr<const SeriesSource> source);

protected:
    PlotRange fullFrame() const override;
    void applyTheme(const Theme& theme) override;
    void hover(const QPointF& position) override;
    void hoverEnded() override { setReadout({}); }

private:
    void fill();
    std::shared_ptr<const SeriesSource> m_source;
    SwatchLegend* m_legend;
};

} // namespace moqa
