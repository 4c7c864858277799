// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/plots/byte_ticker.h"

#include <QLocale>
#include <cmath>
#include <iterator>

namespace moqa {

QString byteTickText(double bytes) {
    static const QString units[] = {QStringLiteral(" B"), QStringLiteral(" kB"),
                                    QStringLiteral(" MB"), QStringLiteral(" GB"),
                                    QStringLiteral(" TB")};
    if (bytes == 0) return QStringLiteral("0");
    size_t unit = 0;
    // Not 999.9999 kB: a tick is round but for rounding.
    for (; std::abs(bytes) >= 999.9995 && unit + 1 < std::size(units); ++unit) bytes /= 1000;
    return QLocale().toString(bytes, 'g', 4) + units[unit];
}

} // namespace moqa
