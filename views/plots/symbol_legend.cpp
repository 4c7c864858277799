// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/plots/symbol_legend.h"

namespace moqa {

namespace {

constexpr int kBetweenSymbols = 16, kSymbolWidth = 14, kAfterSymbol = 5;

} // namespace

SymbolLegend::SymbolLegend(QCustomPlot* plot) : QCPLayoutElement(plot) {
    setMargins(QMargins(8, 2, 8, 6));
}

void SymbolLegend::setSymbols(std::vector<LegendSymbol> symbols) { m_symbols = std::move(symbols); }

int SymbolLegend::rowHeight() const { return QFontMetrics(parentPlot()->font()).height() + 2; }

int SymbolLegend::labelWidth(const LegendSymbol& symbol) const {
    return kSymbolWidth + kAfterSymbol +
           QFontMetrics(parentPlot()->font()).horizontalAdvance(symbol.label) + kBetweenSymbols;
}

// The plot's width, not our own: we are asked before we have one.
int SymbolLegend::height() const {
    if (m_symbols.empty()) return 0;
    const int width = parentPlot()->viewport().width() - mMargins.left() - mMargins.right();
    int rows = 1, x = 0;
    for (const LegendSymbol& symbol : m_symbols) {
        const int wide = labelWidth(symbol);
        if (x > 0 && x + wide - kBetweenSymbols > width) {
            ++rows;
            x = 0;
        }
        x += wide;
    }
    return rows * rowHeight() + mMargins.top() + mMargins.bottom();
}

QSize SymbolLegend::minimumOuterSizeHint() const { return {0, height()}; }
QSize SymbolLegend::maximumOuterSizeHint() const { return {QWIDGETSIZE_MAX, height()}; }

void SymbolLegend::draw(QCPPainter* painter) {
    painter->setFont(parentPlot()->font());
    int x = rect().left(), y = rect().top();
    for (const LegendSymbol& symbol : m_symbols) {
        const int wide = labelWidth(symbol);
        if (x > rect().left() && x + wide - kBetweenSymbols > rect().right() + 1) {
            x = rect().left();
            y += rowHeight();
        }
        painter->setAntialiasing(true);
        symbol.style.applyTo(painter, symbol.style.pen());
        symbol.style.drawShape(painter, QPointF(x + kSymbolWidth / 2.0, y + rowHeight() / 2.0));
        painter->setPen(m_textColour);
        painter->drawText(QRect(x + kSymbolWidth + kAfterSymbol, y, wide, rowHeight()),
                          Qt::AlignVCenter | Qt::AlignLeft, symbol.label);
        x += wide;
    }
}

} // namespace moqa
