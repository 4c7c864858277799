// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/plots/painted_view.h"

#include <algorithm>
#include <utility>

namespace moqa {

namespace {
const QString kMarkLayer = QStringLiteral("marks");
}

class PaintedView::Item final : public QCPAbstractItem {
public:
    Item(PaintedView& view, void (PaintedView::*paint)(QCPPainter&))
        : QCPAbstractItem(&view), m_view(view), m_paint(paint) {}
    double selectTest(const QPointF&, bool, QVariant*) const override { return -1; }

protected:
    void draw(QCPPainter* painter) override { (m_view.*m_paint)(*painter); }

private:
    PaintedView& m_view;
    void (PaintedView::*m_paint)(QCPPainter&);
};

PaintedView::PaintedView(QWidget* parent) : PlotView(parent) {
    addLayer(kMarkLayer, layer(QStringLiteral("overlay")), QCustomPlot::limBelow);
    layer(kMarkLayer)->setMode(QCPLayer::lmBuffered);
    new Item(*this, &PaintedView::paintParts);
    (new Item(*this, &PaintedView::paintMarks))->setLayer(kMarkLayer);
    for (QCPAxis* const axis : {xAxis, yAxis}) axis->setSubTicks(false);
}

void PaintedView::dataChanged(bool sameShape) {
    m_hovered = -1;
    if (!sameShape || m_current >= partCount()) m_current = -1;
    frameData(sameShape);
    showTexts(source().get());
    updateReadout();
    refresh();
}

void PaintedView::setCurrentPart(int part) {
    if (part == m_current) return;
    m_current = part;
    m_hoverIsLatest = false;
    updateReadout();
    replotMarks();
}

void PaintedView::goToRow(int tableRow) {
    if (tableRow >= 0 && tableRow < partCount()) choose(tableRow, Qt::NoModifier);
}

void PaintedView::showMarks(bool on) { layer(kMarkLayer)->setVisible(on); }

void PaintedView::updateReadout() {
    const int part = shownPart();
    setReadout(part >= 0 && part < partCount() ? partText(part) : QString());
}

void PaintedView::replotMarks() {
    if (isVisible()) layer(kMarkLayer)->replot();
}

void PaintedView::paintMarks(QCPPainter& painter) {
    paintMoment(painter);
    painter.setBrush(Qt::NoBrush);
    painter.setAntialiasing(true);
    const auto outline = [&](int part, const QColor& colour, double width) {
        if (part < 0 || part >= partCount()) return;
        painter.setPen(QPen(colour, width));
        painter.drawPath(partOutline(part));
    };
    // Light under dark: seen on any colour.
    outline(m_current, theme().background, 4);
    outline(m_current, theme().accent, 2);
    if (m_hovered != m_current) outline(m_hovered, theme().text, 1);
}

void PaintedView::hover(const QPointF& position) {
    const int part = insideAxes(position) ? partAt(position) : -1;
    if (part == m_hovered) return;
    m_hovered = part;
    m_hoverIsLatest = true;
    updateReadout();
    replotMarks();
    emit partHovered(part);
}

void PaintedView::hoverEnded() {
    if (std::exchange(m_hovered, -1) < 0) return;
    updateReadout();
    replotMarks();
    emit partHovered(-1);
}

void PaintedView::choose(int part, Qt::KeyboardModifiers modifiers) {
    setCurrentPart(part);
    emit partChosen(part, modifiers);
}

void PaintedView::toolPress(QMouseEvent* event) {
    if (!insideAxes(event->position())) return;
    if (const int part = partAt(event->position()); part >= 0) choose(part, event->modifiers());
}

int PaintedView::partBeside(int part, int key) const {
    switch (key) {
    case Qt::Key_Left:
    case Qt::Key_Up: return part - 1;
    case Qt::Key_Right:
    case Qt::Key_Down: return part + 1;
    case Qt::Key_Home: return 0;
    case Qt::Key_End: return partCount() - 1;
    default: return -1;
    }
}

void PaintedView::keyPressEvent(QKeyEvent* event) {
    constexpr int kMoves[] = {Qt::Key_Left, Qt::Key_Right, Qt::Key_Up,     Qt::Key_Down,
                              Qt::Key_Home, Qt::Key_End,   Qt::Key_PageUp, Qt::Key_PageDown};
    const bool isMove =
        std::find(std::begin(kMoves), std::end(kMoves), event->key()) != std::end(kMoves);
    if (!isMove || event->modifiers() != Qt::NoModifier || partCount() == 0) {
        PlotView::keyPressEvent(event);
        return;
    }
    const int next = m_current < 0 ? 0 : partBeside(m_current, event->key());
    if (next >= 0 && next < partCount()) choose(next, Qt::NoModifier);
}

} // namespace moqa
