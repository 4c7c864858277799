// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What is typed into the filter of a table: words ("expert 3"), a pattern ("/^1\d$/") or a
// comparison of the value ("> 1.5", "<= 0", "= 4", "!= 0").

#include "core/base/result.h"

#include <QRegularExpression>
#include <QString>
#include <QVariant>

namespace moqa {

class TableFilter {
public:
    TableFilter() = default; // takes everything
    // Numbers in the C locale or the user's. BadInput for a pattern or a number that is none.
    static Result<TableFilter> parse(const QString& text);

    bool takesAll() const { return m_kind == Kind::All; }
    // True: compares values; false: matches what is displayed.
    bool isComparison() const { return m_kind == Kind::Compare; }
    bool takesValue(const QVariant& value) const; // not seen is never taken
    bool takesText(const QString& text) const;

private:
    enum class Kind { All, Words, Pattern, Compare };
    Kind m_kind = Kind::All;
    QString m_words, m_operator;
    QRegularExpression m_pattern;
    double m_bound = 0;
};

} // namespace moqa
