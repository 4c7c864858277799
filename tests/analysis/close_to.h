// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Comparison of doubles in tests, with the values in the message when it fails.

#include <QTest>
#include <cmath>

#define VERIFY_CLOSE(actual, expected, tolerance)                                                  \
    do {                                                                                           \
        const double closeActual = (actual), closeExpected = (expected);                           \
        QVERIFY2(std::abs(closeActual - closeExpected) <= (tolerance),                             \
                 qPrintable(QStringLiteral("%1 is not %2")                                         \
                                .arg(closeActual, 0, 'g', 17)                                      \
                                .arg(closeExpected, 0, 'g', 17)));                                 \
    } while (false)
