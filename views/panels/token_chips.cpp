// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panels/token_chips.h"

#include "views/a11y/announce.h"
#include "views/state/token_text.h"
#include "views/theme/theme.h"

#include <QAccessible>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QPainter>
#include <QToolTip>
#include <algorithm>
#include <cmath>

namespace moqa {

namespace {
constexpr int kPadding = 5, kGap = 3;
constexpr int kLongest = 24; // characters of a chip
} // namespace

TokenChips::TokenChips(QWidget* parent) : QWidget(parent) {
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(tr("Tokens of the text"));
    QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Preferred);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
}

void TokenChips::setTokens(const QStringList& tokens) {
    if (tokens == m_tokens) return;
    m_tokens = tokens;
    m_marked.clear();
    if (m_current >= count()) m_current = -1;
    layOut(width(), &m_boxes);
    updateGeometry();
    update();
}

void TokenChips::setCurrent(int token) {
    if (token == m_current || token >= count()) return;
    m_current = token;
    setAccessibleDescription(
        token < 0 ? QString()
                  : tr("Token %1 of %2: %3").arg(token + 1).arg(count()).arg(m_tokens[token]));
    QAccessibleEvent event(this, QAccessible::DescriptionChanged);
    announce(event);
    update();
}

void TokenChips::setMarked(std::vector<bool> marked) {
    if (marked == m_marked) return;
    m_marked = std::move(marked);
    update();
}

int TokenChips::layOut(int width, std::vector<QRect>* boxes) const {
    const QFontMetrics metrics(font());
    const int height = metrics.height() + 2 * kPadding - 4;
    if (boxes) boxes->clear();
    int x = 0, y = 0;
    for (const QString& token : m_tokens) {
        const int chip = metrics.horizontalAdvance(shortToken(token, kLongest)) + 2 * kPadding;
        if (x > 0 && x + chip > width) {
            x = 0;
            y += height + kGap;
        }
        if (boxes) boxes->push_back({x, y, chip, height});
        x += chip + kGap;
    }
    return y + height + 1;
}

int TokenChips::heightForWidth(int width) const { return layOut(width, nullptr); }
QSize TokenChips::sizeHint() const { return {400, heightForWidth(std::max(width(), 200))}; }
QSize TokenChips::minimumSizeHint() const { return {120, fontMetrics().height() + 2 * kPadding}; }

void TokenChips::resizeEvent(QResizeEvent*) { layOut(width(), &m_boxes); }

void TokenChips::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() != QEvent::FontChange) return;
    layOut(width(), &m_boxes);
    updateGeometry();
}

void TokenChips::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const Theme theme = Theme::of(palette());
    for (int i = 0; i < count(); ++i) {
        const auto index = static_cast<size_t>(i);
        const QRectF box = QRectF(m_boxes[index]).adjusted(0.5, 0.5, -0.5, -0.5);
        const bool chosen = i == m_current;
        const bool marked = index < m_marked.size() && m_marked[index];
        painter.setBrush(chosen ? palette().highlight() : palette().button());
        painter.setPen(marked   ? QPen(theme.series[1], 2)
                       : chosen ? QPen(palette().highlight(), 1)
                                : QPen(palette().mid(), 1));
        painter.drawRoundedRect(box, 4, 4);
        painter.setPen(palette().color(chosen ? QPalette::HighlightedText : QPalette::ButtonText));
        painter.drawText(box, Qt::AlignCenter, shortToken(m_tokens[i], kLongest));
    }
    if (!hasFocus()) return;
    painter.setPen(QPen(palette().color(QPalette::Highlight), 1, Qt::DotLine));
    painter.setBrush(Qt::NoBrush);
    painter.drawRect(rect().adjusted(0, 0, -1, -1));
}

int TokenChips::tokenAt(QPoint position) const {
    for (size_t i = 0; i < m_boxes.size(); ++i)
        if (m_boxes[i].contains(position)) return static_cast<int>(i);
    return -1;
}

void TokenChips::choose(int token) {
    setCurrent(token);
    emit tokenChosen(token);
}

void TokenChips::mousePressEvent(QMouseEvent* event) {
    const int token = tokenAt(event->pos());
    if (event->button() == Qt::LeftButton && token >= 0) choose(token);
}

void TokenChips::keyPressEvent(QKeyEvent* event) {
    int next = m_current;
    switch (event->key()) {
    case Qt::Key_Left: --next; break;
    case Qt::Key_Right: ++next; break;
    case Qt::Key_Home: next = 0; break;
    case Qt::Key_End: next = count() - 1; break;
    default: QWidget::keyPressEvent(event); return;
    }
    if (count() > 0) choose(std::clamp(next, 0, count() - 1));
}

bool TokenChips::event(QEvent* event) {
    if (event->type() != QEvent::ToolTip) return QWidget::event(event);
    const auto* const help = static_cast<QHelpEvent*>(event);
    const int token = tokenAt(help->pos());
    if (token < 0)
        QToolTip::hideText();
    else
        QToolTip::showText(help->globalPos(),
                           tr("token %1: %2").arg(token + 1).arg(m_tokens[token]), this);
    return true;
}

} // namespace moqa
