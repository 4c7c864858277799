// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panels/width_brush.h"

#include "views/theme/theme.h"

#include <QButtonGroup>
#include <QEvent>
#include <QHBoxLayout>
#include <QPainter>
#include <QToolButton>

namespace moqa {

namespace {

// A flat patch of the width's colour with the width in it.
class WidthButton final : public QToolButton {
public:
    WidthButton(int bits, QWidget* parent) : QToolButton(parent), m_bits(bits) {
        setCheckable(true);
        setText(QString::number(bits));
        setToolTip(bits == 16 ? WidthBrush::tr("Brush: 16 bit, kept as stored")
                              : WidthBrush::tr("Brush: %n bit", nullptr, bits));
        setAccessibleName(toolTip());
        setFocusPolicy(Qt::TabFocus);
        fitText();
    }

protected:
    void changeEvent(QEvent* event) override {
        QToolButton::changeEvent(event);
        if (event->type() == QEvent::FontChange) fitText();
    }
    void paintEvent(QPaintEvent*) override {
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        const QColor colour = widthColour(m_bits);
        const QRectF box = QRectF(rect()).adjusted(2.5, 2.5, -2.5, -2.5);
        painter.setPen(Qt::NoPen);
        painter.setBrush(isEnabled() ? colour : palette().color(QPalette::Mid));
        painter.drawRoundedRect(box, 3, 3);
        painter.setPen(isEnabled() ? inkOn(colour)
                                   : palette().color(QPalette::Disabled, QPalette::Text));
        painter.drawText(rect(), Qt::AlignCenter, text());
        if (!isChecked() && !hasFocus()) return;
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(palette().color(isChecked() ? QPalette::Text : QPalette::Highlight),
                            isChecked() ? 2 : 1));
        painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), 4, 4);
    }

private:
    void fitText() {
        const int side = fontMetrics().height() + 8;
        setFixedSize(side + 6, side);
    }

    int m_bits;
};

} // namespace

WidthBrush::WidthBrush(QWidget* parent) : QWidget(parent), m_group(new QButtonGroup(this)) {
    auto* const layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(1);
    for (const int bits : drawnWidths()) {
        auto* const button = new WidthButton(bits, this);
        m_group->addButton(button, bits);
        layout->addWidget(button);
    }
    setBrushBits(4);
    connect(m_group, &QButtonGroup::idClicked, this, &WidthBrush::brushChosen);
}

int WidthBrush::brushBits() const { return m_group->checkedId(); }

void WidthBrush::setBrushBits(int bits) {
    if (QAbstractButton* const button = m_group->button(bits)) button->setChecked(true);
}

} // namespace moqa
