// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What each layer adds to the predicted loss of a plan, as bars, with the uniform plan of about the
// same bits beside it. GUI thread.

#include "views/plots/legend_view.h"

#include <memory>
#include <vector>

namespace moqa {

struct LayerLossSource final : PlotSource {
    QString planName, baselineName;       // baselineName empty = there is none
    std::vector<int> layers;              // of the model, those with routed experts
    std::vector<double> losses, baseline; // [layers], nats a token; baseline may be empty

    QString readout(int bar) const;
    QString summary() const override;
    int tableRows() const override { return static_cast<int>(layers.size()); }
    int tableColumns() const override { return baseline.empty() ? 2 : 3; }
    int valueColumn() const override { return 1; }
    QString tableHeader(int column) const override;
    QVariant tableCell(int row, int column) const override;
};

class LayerLossView : public LegendView<LayerLossSource> {
    Q_OBJECT
public:
    explicit LayerLossView(QWidget* parent = nullptr);
    std::shared_ptr<const LayerLossSource> losses() const { return m_source; }
    void setLosses(std::shared_ptr<const LayerLossSource> source);

protected:
    PlotRange fullFrame() const override;
    std::vector<Swatch> swatches() const override;
    int partAt(const QPointF& position) const override;
    QPainterPath partOutline(int part) const override;
    void paintParts(QCPPainter& painter) override;
};

} // namespace moqa
