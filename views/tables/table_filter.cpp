// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/tables/table_filter.h"

#include <QLocale>

namespace moqa {

Result<TableFilter> TableFilter::parse(const QString& text) {
    TableFilter filter;
    const QString trimmed = text.trimmed();
    if (trimmed.isEmpty()) return filter;
    if (trimmed.startsWith(QLatin1Char('/'))) {
        if (trimmed.size() < 2 || !trimmed.endsWith(QLatin1Char('/')))
            return badInput("the pattern is not closed", trimmed.toStdString(),
                            "end it with another /");
        filter.m_kind = Kind::Pattern;
        filter.m_pattern = QRegularExpression(trimmed.mid(1, trimmed.size() - 2),
                                              QRegularExpression::CaseInsensitiveOption);
        if (!filter.m_pattern.isValid())
            return badInput("the pattern is not valid: " +
                                filter.m_pattern.errorString().toStdString(),
                            trimmed.toStdString(), "close every bracket, or type plain words");
        return filter;
    }
    static const QRegularExpression comparison(QStringLiteral("^(<=|>=|!=|<|>|=)\\s*(.*)$"));
    if (const auto match = comparison.match(trimmed); match.hasMatch()) {
        filter.m_kind = Kind::Compare;
        filter.m_operator = match.captured(1);
        const QString number = match.captured(2);
        bool ok = false;
        filter.m_bound = QLocale::c().toDouble(number, &ok);
        if (!ok) filter.m_bound = QLocale().toDouble(number, &ok);
        if (!ok)
            return badInput("a number must follow " + filter.m_operator.toStdString(),
                            trimmed.toStdString(), "for example > 1.5");
        return filter;
    }
    filter.m_kind = Kind::Words;
    filter.m_words = trimmed;
    return filter;
}

bool TableFilter::takesValue(const QVariant& value) const {
    bool ok = false;
    const double number = value.toDouble(&ok);
    if (!value.isValid() || !ok) return false;
    if (m_operator == QLatin1String("<")) return number < m_bound;
    if (m_operator == QLatin1String("<=")) return number <= m_bound;
    if (m_operator == QLatin1String(">")) return number > m_bound;
    if (m_operator == QLatin1String(">=")) return number >= m_bound;
    if (m_operator == QLatin1String("!=")) return number != m_bound;
    return number == m_bound;
}

bool TableFilter::takesText(const QString& text) const {
    if (m_kind == Kind::Pattern) return m_pattern.match(text).hasMatch();
    return text.contains(m_words, Qt::CaseInsensitive);
}

} // namespace moqa
