// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A plot whose parts we paint ourselves: bars, cells of text, bands. What it shares with the others
// is done here: frame and gestures, one part under the mouse and one under the cursor, their
// outlines on a buffered layer, read-out, keys and clicks. Parts are numbered as the rows of the
// table twin are. GUI thread.

#include "views/plots/plot_view.h"

namespace moqa {

class PaintedView : public PlotView {
    Q_OBJECT
public:
    explicit PaintedView(QWidget* parent = nullptr);

    int currentPart() const { return m_current; } // -1 = none
    // Without a signal: for who follows a selection.
    void setCurrentPart(int part);
    int currentRow() const override { return m_current; }
    void goToRow(int tableRow) override;

signals:
    void partHovered(int part); // -1 when the mouse left all parts
    // A click, or the cursor moved by keys.
    void partChosen(int part, Qt::KeyboardModifiers modifiers);

protected:
    virtual int partCount() const = 0;
    virtual int partAt(const QPointF& position) const = 0; // -1 = none
    virtual QPainterPath partOutline(int part) const = 0;  // pixels
    virtual QString partText(int part) const = 0;          // the read-out
    // Where an arrow key leads to; -1 = the key means nothing here.
    virtual int partBeside(int part, int key) const;
    virtual void paintParts(QCPPainter& painter) = 0;
    // Under the outlines of the cursor: what belongs to the moment.
    virtual void paintMoment(QCPPainter& painter) { Q_UNUSED(painter) }

    // Call after the data changed. The frame is kept where the shape is the same.
    void dataChanged(bool sameShape);
    void replotMarks();

    void showMarks(bool on) override;
    void hover(const QPointF& position) override;
    void hoverEnded() override;
    void toolPress(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    class Item;
    void paintMarks(QCPPainter& painter);
    void choose(int part, Qt::KeyboardModifiers modifiers);
    void updateReadout();
    // The latest of the two is read out.
    int shownPart() const { return m_hoverIsLatest && m_hovered >= 0 ? m_hovered : m_current; }

    int m_current = -1, m_hovered = -1;
    bool m_hoverIsLatest = false;
};

} // namespace moqa
