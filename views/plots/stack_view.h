// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Rows of segments laid end to end: the bytes of a model by part, the gates of a token's experts
// by layer. A segment carries its label where there is room. GUI thread.

#include "views/plots/legend_view.h"

#include <memory>
#include <vector>

namespace moqa {

struct StackSource final : PlotSource {
    struct Segment {
        double value = 0; // length, >= 0
        QString label;    // "17"
        int group = 0;    // colour, and place in groups
        int id = 0;       // for who made it
    };
    struct Row {
        QString name;
        int id = 0;
        std::vector<Segment> segments;
    };
    QString rowAxis, valueAxis;
    QString labelAxis;      // what the labels are: "expert", "part"
    QStringList groups;     // legend; empty = none
    std::vector<int> tones; // of the groups, into Theme::series; empty = in order
    std::vector<Row> rows;
    bool inBytes = false;

    struct Place {
        int row = -1, segment = -1;
    };
    int segmentCount() const;
    Place placeOf(int index) const; // of the segments in order
    int indexOf(int row, int segment) const;
    double total(int row) const;
    QString valueText(double value) const;
    QString readout(int index) const;

    QString summary() const override;
    int tableRows() const override { return segmentCount(); }
    int tableColumns() const override { return 4; }
    QString tableHeader(int column) const override;
    QVariant tableCell(int row, int column) const override;
};

class StackView : public LegendView<StackSource> {
    Q_OBJECT
public:
    explicit StackView(QWidget* parent = nullptr);
    std::shared_ptr<const StackSource> stacks() const { return m_source; }
    void setStacks(std::shared_ptr<const StackSource> source);

protected:
    PlotRange fullFrame() const override;
    std::vector<Swatch> swatches() const override;
    int partAt(const QPointF& position) const override;
    QPainterPath partOutline(int part) const override;
    int partBeside(int part, int key) const override;
    void paintParts(QCPPainter& painter) override;

private:
    QColor colourOf(int group) const;
    QRectF boxOf(int row, double from, double to) const;

    QSharedPointer<QCPAxisTickerText> m_rowTicker;
};

} // namespace moqa
