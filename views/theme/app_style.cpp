// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/theme/app_style.h"

#include <QPainter>
#include <QPainterPath>
#include <QStyleFactory>
#include <QStyleOption>
#include <cmath>

namespace moqa {

namespace {

constexpr double kOutlineShare = 0.45; // of the window's colour in the outline, else the text's
constexpr double kDisabledShare = 0.72;

QColor mixed(const QColor& a, const QColor& b, double shareOfB) {
    const auto mix = [shareOfB](double x, double y) { return x + (y - x) * shareOfB; };
    return QColor::fromRgbF(static_cast<float>(mix(a.redF(), b.redF())),
                            static_cast<float>(mix(a.greenF(), b.greenF())),
                            static_cast<float>(mix(a.blueF(), b.blueF())));
}

struct Look {
    QColor outline, fill, mark;
};

Look lookOf(const QStyleOption& option, bool marked) {
    const bool enabled = option.state & QStyle::State_Enabled;
    const bool stressed =
        enabled &&
        option.state & (QStyle::State_HasFocus | QStyle::State_MouseOver | QStyle::State_Sunken);
    const QPalette& palette = option.palette;
    const QColor window = palette.color(QPalette::Active, QPalette::Window);
    const QColor text = palette.color(QPalette::Active, QPalette::WindowText);
    Look look;
    look.outline = mixed(text, window, enabled ? kOutlineShare : kDisabledShare);
    look.fill = enabled ? palette.color(QPalette::Active, QPalette::Base) : window;
    look.mark = palette.color(QPalette::Active, QPalette::HighlightedText);
    const QColor accent = palette.color(QPalette::Active, QPalette::Highlight);
    if (stressed) look.outline = accent.lighter(window.lightnessF() < 0.5 ? 150 : 100);
    if (!marked) return look;
    look.fill = enabled ? accent : look.outline;
    if (!stressed) look.outline = look.fill;
    return look;
}

void drawTick(QPainter& painter, const QRectF& box, const QColor& colour) {
    QPainterPath tick;
    tick.moveTo(box.left() + box.width() * 0.22, box.top() + box.height() * 0.52);
    tick.lineTo(box.left() + box.width() * 0.42, box.top() + box.height() * 0.72);
    tick.lineTo(box.left() + box.width() * 0.78, box.top() + box.height() * 0.28);
    painter.setPen(QPen(colour, box.width() / 7, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.setBrush(Qt::NoBrush);
    painter.drawPath(tick);
}

void drawBox(QPainter& painter, const QStyleOption& option, bool round) {
    const bool on = option.state & QStyle::State_On;
    const bool partly = option.state & QStyle::State_NoChange;
    const double side = std::min(option.rect.width(), option.rect.height()) - 1;
    QRectF box(0, 0, side, side);
    box.moveCenter(QRectF(option.rect).center());
    box.moveTo(std::floor(box.left()) + 0.5, std::floor(box.top()) + 0.5);
    const Look look = lookOf(option, on || partly);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(look.outline, 1.2));
    painter.setBrush(look.fill);
    if (round) {
        painter.drawEllipse(box);
        if (!on) return;
        painter.setPen(Qt::NoPen);
        painter.setBrush(look.mark);
        const double inset = side * 0.3;
        painter.drawEllipse(box.adjusted(inset, inset, -inset, -inset));
        return;
    }
    painter.drawRoundedRect(box, 2.5, 2.5);
    if (on) drawTick(painter, box, look.mark);
    if (!partly) return;
    const double inset = side * 0.25;
    painter.setPen(QPen(look.mark, side / 6, Qt::SolidLine, Qt::RoundCap));
    painter.drawLine(QPointF(box.left() + inset, box.center().y()),
                     QPointF(box.right() - inset, box.center().y()));
}

} // namespace

AppStyle::AppStyle() : QProxyStyle(QStyleFactory::create(QStringLiteral("Fusion"))) {}

void AppStyle::drawPrimitive(PrimitiveElement element, const QStyleOption* option,
                             QPainter* painter, const QWidget* widget) const {
    const bool round = element == PE_IndicatorRadioButton;
    if (!round && element != PE_IndicatorCheckBox && element != PE_IndicatorItemViewItemCheck)
        return QProxyStyle::drawPrimitive(element, option, painter, widget);
    painter->save();
    drawBox(*painter, *option, round);
    painter->restore();
}

} // namespace moqa
