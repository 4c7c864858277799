// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Where the tokens of each expert go in the next layer with experts: two columns of experts, as
// tall as their tokens, and bands for the strongest flows between them, coloured by how far they
// are from chance. GUI thread.

#include "core/analysis/result_array.h"
#include "views/plots/legend_view.h"

#include <memory>
#include <vector>

namespace moqa {

struct FlowSource final : PlotSource {
    struct Flow {
        int from = 0, to = 0; // experts
        double tokens = 0;
        double lift = 0; // 1 = chance; NaN = not known
    };
    int fromLayer = 0, toLayer = 0;
    std::vector<Flow> flows;                  // strongest first
    double shownShare = 0;                    // of all tokens' transitions, in [0, 1]
    std::vector<double> fromTotals, toTotals; // [experts], of all flows

    QString readout(int flow) const;
    QString summary() const override;
    int tableRows() const override { return static_cast<int>(flows.size()); }
    int tableColumns() const override { return 4; }
    QString tableHeader(int column) const override;
    QVariant tableCell(int row, int column) const override;
};

// The `most` strongest transitions out of a layer. Null if the analysis has none for it.
std::shared_ptr<const FlowSource> layerFlow(const Analysis& analysis, const std::string& corpus,
                                            int layer, int most);

class FlowView : public LegendView<FlowSource> {
    Q_OBJECT
public:
    explicit FlowView(QWidget* parent = nullptr);
    std::shared_ptr<const FlowSource> flows() const { return m_source; }
    void setFlows(std::shared_ptr<const FlowSource> source);

protected:
    PlotRange fullFrame() const override;
    std::vector<Swatch> swatches() const override;
    int partAt(const QPointF& position) const override;
    QPainterPath partOutline(int part) const override;
    void paintParts(QCPPainter& painter) override;

private:
    struct Band {
        double from = 0, to = 0; // upper ends on both sides, in tokens
    };
    void layOut();
    QColor colourOf(double lift) const;
    void paintSide(QCPPainter& painter, const std::vector<double>& starts,
                   const std::vector<double>& totals, double x, bool left);

    std::vector<Band> m_bands;                    // of each flow
    std::vector<double> m_fromStarts, m_toStarts; // of each expert
};

} // namespace moqa
