// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The border between the engine's UTF-8 strings and Qt's, and how figures are written on screen.

#include <QLocale>
#include <QString>
#include <cmath>
#include <string>

namespace moqa {

inline QString qstr(const std::string& text) { return QString::fromStdString(text); }
inline QString qstr(const char* text) { return QString::fromUtf8(text); }

// Four significant digits in the user's locale; "not seen" for NaN.
QString figure(double value);
// 1 234 567 in the user's locale.
inline QString count(qint64 value) { return QLocale().toString(value); }
inline QString byteText(qint64 bytes) {
    return QLocale().formattedDataSize(bytes, 2, QLocale::DataSizeSIFormat);
}
// "12.34 MB": a million bytes, as the command line prints sizes of plans.
inline QString megabyteText(qint64 bytes) {
    return QLocale().toString(static_cast<double>(bytes) / 1e6, 'f', 2) + QStringLiteral(" MB");
}
// "3 min 20 s", "45 s", "0.4 s".
QString durationText(qint64 ms);
// A metric's unit as it follows a figure: "" for ratios and counts ("1"), else " nats".
QString unitSuffix(const QString& unit);

} // namespace moqa
