// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panels/size_bar.h"

#include "views/state/text.h"
#include "views/theme/theme.h"

#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>

namespace moqa {

namespace {

constexpr int kGap = 3;

QColor partColour(Part part, const Theme& theme) {
    return theme.series[static_cast<size_t>(partTone(part))];
}

} // namespace

int partTone(Part part) {
    switch (part) {
    case Part::Routed: return 0; // what is planned comes first
    case Part::Attention: return 1;
    case Part::Shared: return 2;
    case Part::Embedding: return 3;
    case Part::Head: return 4;
    case Part::Dense: return 5;
    // Next to nothing of the bytes: grey.
    case Part::Router:
    case Part::Norm:
    case Part::Other: break;
    }
    return kGreyTone;
}

QString partText(Part part) {
    switch (part) {
    case Part::Attention: return SizeBar::tr("attention");
    case Part::Router: return SizeBar::tr("router");
    case Part::Shared: return SizeBar::tr("shared experts");
    case Part::Routed: return SizeBar::tr("routed experts");
    case Part::Embedding: return SizeBar::tr("embedding");
    case Part::Head: return SizeBar::tr("head");
    case Part::Norm: return SizeBar::tr("norms");
    case Part::Dense: return SizeBar::tr("dense layers");
    case Part::Other: return SizeBar::tr("other");
    }
    return {};
}

SizeBar::SizeBar(Document& document, QWidget* parent) : QWidget(parent), m_document(document) {
    setAccessibleName(tr("Bytes by part of the model"));
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    for (const auto signal :
         {&Document::opened, &Document::plansChanged, &Document::activePlanChanged})
        connect(&document, signal, this, &SizeBar::measure);
    connect(&document, &Document::planEdited, this, &SizeBar::followEdit);
    measure();
}

QSize SizeBar::sizeHint() const { return {400, minimumSizeHint().height()}; }
QSize SizeBar::minimumSizeHint() const {
    return {160, m_dense ? fontMetrics().height() + 6 : 2 * fontMetrics().height() + 10};
}

void SizeBar::setDense(bool on) {
    m_dense = on;
    updateGeometry();
    update();
}

int64_t SizeBar::total() const {
    int64_t sum = 0;
    for (const auto& [part, size] : m_sizes) sum += size.bytes;
    return sum;
}

void SizeBar::measure() {
    const Plan* const plan = m_document.activePlan();
    m_sizes.clear();
    if (plan && m_document.model()) m_sizes = partSizes(*plan, *m_document.model());
    describe();
}

void SizeBar::followEdit() {
    const Plan* const plan = m_document.activePlan();
    const auto routed = m_sizes.find(Part::Routed);
    if (!plan || routed == m_sizes.end()) return;
    routed->second.bytes = plan->totals.routedBytes;
    describe();
}

void SizeBar::describe() {
    QStringList parts;
    for (const auto& [part, size] : m_sizes)
        parts << tr("%1 %2").arg(partText(part), megabyteText(size.bytes));
    setAccessibleDescription(parts.join(QStringLiteral(", ")));
    setVisible(!m_sizes.empty());
    update();
}

QRectF SizeBar::barBox() const { return {0.5, 1.5, width() - 1.0, fontMetrics().height() + 3.0}; }

std::vector<SizeBar::Piece> SizeBar::pieces() const {
    std::vector<Piece> result;
    const double scale = total() > 0 ? barBox().width() / static_cast<double>(total()) : 0;
    double left = barBox().left();
    for (const auto& [part, size] : m_sizes) {
        const double wide = static_cast<double>(size.bytes) * scale;
        result.push_back({part, {left, barBox().top(), wide, barBox().height()}});
        left += wide;
    }
    return result;
}

void SizeBar::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const Theme theme = Theme::of(palette());
    const QFontMetrics metrics = fontMetrics();
    double legend = 0;
    const double line = barBox().bottom() + kGap + 1;
    for (const Piece& piece : pieces()) {
        const QColor colour = partColour(piece.part, theme);
        painter.fillRect(piece.box, colour);
        painter.setPen(theme.background);
        painter.drawLine(piece.box.topRight(), piece.box.bottomRight());
        const QString name = partText(piece.part);
        const QString text = tr("%1 %2").arg(name, megabyteText(m_sizes.at(piece.part).bytes));
        const auto fits = [&](const QString& words) {
            return metrics.horizontalAdvance(words) + 8 < piece.box.width();
        };
        painter.setPen(inkOn(colour));
        if (m_dense && fits(text))
            painter.drawText(piece.box, Qt::AlignCenter, text);
        else if (fits(name))
            painter.drawText(piece.box, Qt::AlignCenter, name);
        if (m_dense) continue;
        const double wide = metrics.horizontalAdvance(text) + metrics.ascent() + 4 * kGap;
        if (legend + wide > width()) continue;
        painter.fillRect(QRectF(legend, line + kGap, metrics.ascent() - 3, metrics.ascent() - 3),
                         colour);
        painter.setPen(theme.mutedText);
        painter.drawText(QPointF(legend + metrics.ascent(), line + metrics.ascent()), text);
        legend += wide;
    }
}

bool SizeBar::event(QEvent* event) {
    if (event->type() != QEvent::ToolTip) return QWidget::event(event);
    const auto* const help = static_cast<QHelpEvent*>(event);
    QString text;
    for (const Piece& piece : pieces())
        if (piece.box.left() <= help->pos().x() && help->pos().x() < piece.box.right()) {
            const PartSize& size = m_sizes.at(piece.part);
            text =
                tr("%1: %2 of %3 stored, %4 % of the plan, %5 weights")
                    .arg(partText(piece.part), megabyteText(size.bytes),
                         megabyteText(size.bytesFull),
                         QLocale().toString(100.0 * static_cast<double>(size.bytes) /
                                                static_cast<double>(std::max<int64_t>(1, total())),
                                            'f', 1),
                         count(size.weights));
        }
    QToolTip::showText(help->globalPos(), text, this);
    return true;
}

} // namespace moqa
