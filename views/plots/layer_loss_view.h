// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What each layer adds to the predicted loss of a plan, as bars, with the uniform plan of about the
// same bits beside it. GUI thread.

#include "views/plots/painted_view.h"
#include "views/plots/swatch_legend.h"

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

class LayerLossView : public PaintedView {
    Q_OBJECT
public:
    explicit LayerLossView(QWidget* parent = nullptr);
    std::shared_ptr<const PlotSource> source() const override { return m_source; }
    std::shared_ptr<const LayerLossSource> losses() const { return m_source; }
    void setLosses(std::shared_ptr<const LayerLossSource> source);

protected:
    PlotRange fullFrame() const override;
    void applyTheme(const Theme& theme) override;
    int partCount() const override { return m_source ? m_source->tableRows() : 0; }
    int partAt(const QPointF& position) const override;
    QPainterPath partOutline(int part) const override;
    QString partText(int part) const override { return m_source->readout(part); }
    void paintParts(QCPPainter& painter) override;

private:
    void updateLegend();

    std::shared_ptr<const LayerLossSource> m_source;
    SwatchLegend* m_legend;
};

} // namespace moqa
