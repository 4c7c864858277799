// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/state/text.h"

#include <QCoreApplication>

namespace moqa {

QString figure(double value) {
    if (std::isnan(value)) return QCoreApplication::translate("moqa", "not seen");
    const double size = std::abs(value);
    // "9.63e-04", as the command line prints it: most locales would write a capital E.
    if (size != 0 && (size < 1e-3 || size >= 1e6))
        return QLocale()
            .toString(value, 'e', 2)
            .replace(QLocale().exponential(), QLatin1String("e"));
    if (value == std::round(value)) return QLocale().toString(value, 'f', 0);
    return QLocale().toString(value, 'g', size >= 1000 ? 7 : 4);
}

QString durationText(qint64 ms) {
    const qint64 seconds = (ms + 500) / 1000;
    if (ms < 10'000)
        return QCoreApplication::translate("moqa", "%1 s")
            .arg(QLocale().toString(static_cast<double>(ms) / 1000.0, 'f', 1));
    if (seconds < 60) return QCoreApplication::translate("moqa", "%1 s").arg(seconds);
    if (seconds < 3600)
        return QCoreApplication::translate("moqa", "%1 min %2 s")
            .arg(seconds / 60)
            .arg(seconds % 60);
    return QCoreApplication::translate("moqa", "%1 h %2 min")
        .arg(seconds / 3600)
        .arg(seconds % 3600 / 60);
}

QString unitSuffix(const QString& unit) {
    if (unit.isEmpty() || unit == QLatin1String("1")) return {};
    // Units of the metric table that are words.
    for (const char* const word :
         {QT_TRANSLATE_NOOP("moqa", "tokens"), QT_TRANSLATE_NOOP("moqa", "bit"),
          QT_TRANSLATE_NOOP("moqa", "experts"), QT_TRANSLATE_NOOP("moqa", "experts/token")})
        if (unit == QLatin1String(word))
            return QLatin1Char(' ') + QCoreApplication::translate("moqa", word);
    return QLatin1Char(' ') + unit;
}

} // namespace moqa
