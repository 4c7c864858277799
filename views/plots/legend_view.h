// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A painted view of one kind of source, a part for each row of its table, with a legend of the
// colours under the axes. GUI thread.

#include "views/plots/painted_view.h"
#include "views/plots/swatch_legend.h"

#include <memory>
#include <vector>

namespace moqa {

template <class Source>
class LegendView : public PaintedView {
public:
    explicit LegendView(QWidget* parent) : PaintedView(parent), m_legend(new SwatchLegend(this)) {
        plotLayout()->addElement(kTextRows + 1, 0, m_legend);
    }
    std::shared_ptr<const PlotSource> source() const override { return m_source; }
    const SwatchLegend& legend() const { return *m_legend; }

protected:
    int partCount() const override { return m_source ? m_source->tableRows() : 0; }
    QString partText(int part) const override { return m_source->readout(part); }
    virtual std::vector<Swatch> swatches() const = 0;
    // After source or theme changed.
    void updateLegend() {
        m_legend->setSwatches(swatches());
        m_legend->setTextColour(theme().mutedText);
    }
    void applyTheme(const Theme& theme) override {
        PaintedView::applyTheme(theme);
        updateLegend();
    }

    std::shared_ptr<const Source> m_source;

private:
    SwatchLegend* m_legend;
};

} // namespace moqa
