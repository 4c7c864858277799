// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The value that stands in a cell, as long as the cell has room for: three digits, two, one, or
// nothing. Measured with the font, glyph by glyph: a map draws thousands of them in a frame.

#include <QFont>
#include <QFontMetricsF>
#include <QHash>
#include <QString>

namespace moqa {

class CellText {
public:
    explicit CellText(const QFont& font);

    double height() const { return m_metrics.height(); }
    double width(const QString& text);
    // Cells narrower than this are not worth measuring: "0.1" and its margins.
    double leastWidth();
    // In the user's locale; empty where not even one digit fits between the margins.
    QString amount(double value, double room);
    // A whole number of bits; its digits are not dropped.
    QString bits(int value, double room);

private:
    bool fits(const QString& text, double room);

    QFontMetricsF m_metrics;
    QHash<QChar, double> m_advances;
};

} // namespace moqa
