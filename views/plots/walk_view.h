// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Layers by tokens: each cell names the experts that the token chose there, in the colour of a
// gate or margin. The column of the chosen token and all cells of the chosen expert stand out.
// GUI thread.

#include "views/heatmap/index_ticker.h"
#include "views/plots/painted_view.h"
#include "views/plots/walk_source.h"

#include <memory>

namespace moqa {

class WalkView : public PaintedView {
    Q_OBJECT
public:
    explicit WalkView(QWidget* parent = nullptr);
    std::shared_ptr<const PlotSource> source() const override { return m_source; }
    std::shared_ptr<const WalkSource> walk() const { return m_source; }
    void setWalk(std::shared_ptr<const WalkSource> source);
    void setToken(int token);              // -1 = none
    void setExpert(int layer, int expert); // outlined wherever it was chosen
    // Its table has a row for each choice: several of a cell.
    int currentRow() const override;
    void goToRow(int tableRow) override;
    std::vector<int> visibleRows() const override;
    int rowOf(int part) const;
    int tokenOf(int part) const;
    int partOf(int row, int token) const;

protected:
    PlotRange fullFrame() const override;
    void applyTheme(const Theme& theme) override;
    int partCount() const override { return m_source ? m_source->rows() * m_source->columns() : 0; }
    int partAt(const QPointF& position) const override;
    QPainterPath partOutline(int part) const override;
    QString partText(int part) const override;
    int partBeside(int part, int key) const override;
    void paintParts(QCPPainter& painter) override;
    void paintMoment(QCPPainter& painter) override;

private:
    class TokenTicker;
    QRectF boxOf(int row, int column) const;
    void paintCell(QCPPainter& painter, int row, int column);
    void updateColours();

    std::shared_ptr<const WalkSource> m_source;
    QCPColorGradient m_gradient;
    QCPRange m_limits;
    QCPColorScale* m_scale;
    QSharedPointer<TokenTicker> m_tokenTicker;
    QSharedPointer<IndexTicker> m_layerTicker;
    int m_token = -1, m_layer = -1, m_expert = -1;
};

} // namespace moqa
