// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Part of the precompiled header of the window's tests: Qt gives a condition five seconds, which a
// machine that is busy with other things may need for one job. A minute costs nothing where the
// condition comes true.

#include <QTest>

#undef QTRY_VERIFY
#undef QTRY_VERIFY2
#undef QTRY_COMPARE
#define QTRY_VERIFY(condition) QTRY_VERIFY_WITH_TIMEOUT((condition), 60'000)
#define QTRY_VERIFY2(condition, message) QTRY_VERIFY2_WITH_TIMEOUT((condition), message, 60'000)
#define QTRY_COMPARE(found, wanted) QTRY_COMPARE_WITH_TIMEOUT((found), wanted, 60'000)
