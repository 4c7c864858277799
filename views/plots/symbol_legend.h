// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A legend of symbols that goes on in further rows where one is too narrow, as part of the plot's
// layout: stands in exports too.

#include "views/plots/qcp.h"

#include <vector>

namespace moqa {

struct LegendSymbol {
    QCPScatterStyle style;
    QString label;
};

class SymbolLegend : public QCPLayoutElement {
    Q_OBJECT
public:
    explicit SymbolLegend(QCustomPlot* plot);
    void setSymbols(std::vector<LegendSymbol> symbols);
    void setTextColour(const QColor& colour) { m_textColour = colour; }

    QSize minimumOuterSizeHint() const override;
    QSize maximumOuterSizeHint() const override;

protected:
    void draw(QCPPainter* painter) override;

private:
    int labelWidth(const LegendSymbol& symbol) const;
    int rowHeight() const;
    int height() const;
    std::vector<LegendSymbol> m_symbols;
    QColor m_textColour;
};

} // namespace moqa
