// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// How well a few typed letters fit a text.

#include <QString>

namespace moqa {

// 0 if the letters of pattern do not all come in text in this order; else higher is better: letters
// in a row, at the start of words and of the text count more, and shorter texts win. Case is
// ignored, blanks of the pattern too. An empty pattern fits everything alike (1).
int fuzzyScore(QStringView pattern, QStringView text);

} // namespace moqa
