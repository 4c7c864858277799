// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A legend of flat colours, as part of the plot's layout: stands in exports too. In a row, and in
// further ones where the plot is too narrow for all.

#include "views/plots/qcp.h"

#include <vector>

namespace moqa {

struct Swatch {
    QColor colour;
    QString label;
    QColor hatch = {}; // valid = hatched with it
};

class SwatchLegend : public QCPLayoutElement {
    Q_OBJECT
public:
    explicit SwatchLegend(QCustomPlot* plot);
    void setSwatches(std::vector<Swatch> swatches);
    void setTextColour(const QColor& colour) { m_textColour = colour; }
    // Boxes with their labels, one for each swatch, from (0, 0) on, within a width.
    std::vector<QRect> places(int width) const;

    QSize minimumOuterSizeHint() const override;
    QSize maximumOuterSizeHint() const override;

protected:
    void draw(QCPPainter* painter) override;

private:
    int height() const;
    std::vector<Swatch> m_swatches;
    QColor m_textColour;
};

} // namespace moqa
