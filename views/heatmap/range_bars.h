// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The histogram of what a heat map shows, with the two limits of its colours to be dragged. The
// same limits can be typed beside it, so that it needs no keys of its own. GUI thread.

#include "views/heatmap/colour_spread.h"

#include <QWidget>

namespace moqa {

class RangeBars : public QWidget {
    Q_OBJECT
public:
    explicit RangeBars(QWidget* parent = nullptr);
    void setContent(ValueHistogram histogram, ColourLimits limits);
    ColourLimits limits() const { return m_limits; }
    double pixelOf(double value) const; // for tests too
    QSize sizeHint() const override { return {180, 30}; }
    QSize minimumSizeHint() const override { return {90, 26}; }

signals:
    void limitsDragged(double lower, double upper);

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;

private:
    enum class Handle { None, Lower, Upper };
    ColourLimits axis() const; // of values and limits together
    double valueAt(double pixel) const;

    ValueHistogram m_histogram;
    ColourLimits m_limits;
    ColourLimits m_dragAxis; // held while a limit is dragged, lest it runs away from the mouse
    Handle m_handle = Handle::None;
};

} // namespace moqa
