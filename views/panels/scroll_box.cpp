// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panels/scroll_box.h"

#include <QEvent>
#include <QScrollBar>
#include <QVBoxLayout>
#include <algorithm>

namespace moqa {

namespace {
constexpr int kLeastLines = 4; // of text: something of the content is always in sight
}

ScrollBox::ScrollBox(QWidget* content, QWidget* parent) : QScrollArea(parent) {
    setFrameShape(QFrame::NoFrame);
    setWidgetResizable(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setFocusPolicy(Qt::NoFocus);
    setWidget(content);
}

// Room for the bar is kept, so that nothing moves sideways when it comes.
QSize ScrollBox::sizeHint() const {
    const QSize inner = widget() ? widget()->sizeHint() : QSize();
    return {inner.width() + verticalScrollBar()->sizeHint().width(), inner.height()};
}

QSize ScrollBox::minimumSizeHint() const {
    const QSize inner = widget() ? widget()->minimumSizeHint() : QSize();
    return {inner.width() + verticalScrollBar()->sizeHint().width(),
            std::min(inner.height(), kLeastLines * fontMetrics().lineSpacing())};
}

// The width that the content needs is this one's too.
bool ScrollBox::eventFilter(QObject* watched, QEvent* event) {
    if (watched == widget() && event->type() == QEvent::LayoutRequest) updateGeometry();
    return QScrollArea::eventFilter(watched, event);
}

QVBoxLayout* scrolledColumn(QWidget& panel, int margin) {
    auto* const content = new QWidget(&panel);
    auto* const column = new QVBoxLayout(content);
    column->setContentsMargins(margin, margin, margin, margin);
    auto* const outer = new QVBoxLayout(&panel);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->addWidget(new ScrollBox(content, &panel));
    return column;
}

} // namespace moqa
