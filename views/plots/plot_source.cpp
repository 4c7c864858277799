// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/plots/plot_source.h"

#include <fmt/format.h>

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

} // namespace

std::string PlotSource::tableCsv() const {
    std::string out;
    for (int column = 0; column < tableColumns(); ++column)
        out += (column ? "," : "") + quoted(tableHeader(column));
    out += '\n';
    for (int row = 0; row < tableRows(); ++row) {
        for (int column = 0; column < tableColumns(); ++column)
            out += (column ? "," : "") + cellText(tableCell(row, column));
        out += '\n';
    }
    return out;
}

} // namespace moqa
