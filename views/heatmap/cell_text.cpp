// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/heatmap/cell_text.h"

#include <QLocale>
#include <cmath>

namespace moqa {

namespace {
constexpr double kMargins = 4; // pixels beside a text, both sides together
constexpr int kMostDigits = 3;
} // namespace

CellText::CellText(const QFont& font) : m_metrics(font) {}

double CellText::width(const QString& text) {
    double sum = 0;
    for (const QChar c : text) {
        auto known = m_advances.constFind(c);
        if (known == m_advances.constEnd())
            known = m_advances.insert(c, m_metrics.horizontalAdvance(c));
        sum += *known;
    }
    return sum;
}

bool CellText::fits(const QString& text, double room) { return width(text) + kMargins <= room; }

double CellText::leastWidth() { return width(QStringLiteral("0.1")) + kMargins; }

QString CellText::amount(double value, double room) {
    const QLocale locale;
    QString last;
    for (int digits = kMostDigits; digits > 0; --digits) {
        const QString text = locale.toString(value, 'g', digits);
        // Fewer digits than the number has before its point: a power of ten, longer than it was.
        if (!last.isEmpty() && text.size() > last.size()) return {};
        if (fits(text, room)) return text;
        last = text;
    }
    return {};
}

QString CellText::bits(int value, double room) {
    const QString text = QString::number(value);
    // "16" may touch the edges, as it is alone in them.
    return width(text) <= room ? text : QString();
}

} // namespace moqa
