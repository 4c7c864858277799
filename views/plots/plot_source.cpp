// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/plots/plot_source.h"

#include <fmt/format.h>
#include <numeric>

namespace moqa {

namespace {

std::string quoted(const QString& text) {
    std::string bytes = text.toStdString();
    if (bytes.find_first_of(",\"\n") == std::string::npos) return bytes;
    std::string out = "\"";
    for (const char c : bytes) {
        if (c == '"') out += '"';
        out += c;
    }
    return out + '"';
}

std::string cellText(const QVariant& value) {
    if (!value.isValid()) return {};
    // fmt prints the shortest digits that are read back exactly.
    if (value.typeId() == QMetaType::Double) return fmt::format("{}", value.toDouble());
    return quoted(value.toString());
}

// Of a spreadsheet's cell: no tab and no line break.
QString plainText(const PlotSource& source, int row, int column) {
    const QVariant value = source.tableCell(row, column);
    QString text = source.tableText(row, column);
    if (text.isEmpty())
        text = value.typeId() == QMetaType::Double
                   ? QString::fromStdString(fmt::format("{}", value.toDouble()))
                   : value.toString();
    for (QChar& c : text)
        if (c == QLatin1Char('\t') || c == QLatin1Char('\n')) c = QLatin1Char(' ');
    return text;
}

} // namespace

std::string PlotSource::tableCsv() const { return tableCsv(allRows()); }

std::string PlotSource::tableCsv(const std::vector<int>& rows) const {
    std::string out;
    for (int column = 0; column < tableColumns(); ++column)
        out += (column ? "," : "") + quoted(tableHeader(column));
    out += '\n';
    for (const int row : rows) {
        for (int column = 0; column < tableColumns(); ++column)
            out += (column ? "," : "") + cellText(tableCell(row, column));
        out += '\n';
    }
    return out;
}

QString PlotSource::tabText(const std::vector<int>& rows) const {
    QString out;
    for (int column = 0; column < tableColumns(); ++column)
        out += (column ? QStringLiteral("\t") : QString()) + tableHeader(column);
    for (const int row : rows) {
        out += QLatin1Char('\n');
        for (int column = 0; column < tableColumns(); ++column)
            out += (column ? QStringLiteral("\t") : QString()) + plainText(*this, row, column);
    }
    return out + QLatin1Char('\n');
}

QString PlotSource::htmlTable(const std::vector<int>& rows) const {
    QString out = QStringLiteral("<table><tr>");
    for (int column = 0; column < tableColumns(); ++column)
        out += QStringLiteral("<th>%1</th>").arg(tableHeader(column).toHtmlEscaped());
    out += QStringLiteral("</tr>");
    for (const int row : rows) {
        out += QStringLiteral("<tr>");
        for (int column = 0; column < tableColumns(); ++column)
            out += QStringLiteral("<td>") + plainText(*this, row, column).toHtmlEscaped() +
                   QStringLiteral("</td>");
        out += QStringLiteral("</tr>");
    }
    return out + QStringLiteral("</table>");
}

std::vector<int> PlotSource::allRows() const {
    std::vector<int> rows(static_cast<size_t>(tableRows()));
    std::iota(rows.begin(), rows.end(), 0);
    return rows;
}

} // namespace moqa
