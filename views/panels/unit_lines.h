// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The quantities of one expert as lines of text, a column for each text that was analysed.

#include "core/analysis/result_array.h"

#include <QString>
#include <QStringList>
#include <vector>

namespace moqa {

struct UnitLines {
    struct Line {
        QString name, tip;
        QStringList values; // a value for each column; empty = there is none
    };
    QStringList columns; // names of texts; the chosen one first, over all texts last
    std::vector<Line> lines;
};

// Metrics with the axes layer,expert in the order of the metric table; ends of intervals follow
// their metric in a line of their own. "not seen" where no token of the text chose the expert.
// Empty if the analysis does not know the expert.
UnitLines unitLines(const Analysis& analysis, int layer, int expert, const std::string& corpus);

} // namespace moqa
