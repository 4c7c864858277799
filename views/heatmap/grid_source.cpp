// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/heatmap/grid_source.h"

#include "core/analysis/show.h"
#include "views/state/text.h"

#include <QCoreApplication>
#include <algorithm>
#include <charconv>
#include <cmath>
#include <set>

namespace moqa {

namespace {

struct Text {
    Q_DECLARE_TR_FUNCTIONS(moqa::GridSource)
};

int indexOf(const std::vector<int>& ids, int id) {
    const auto found = std::find(ids.begin(), ids.end(), id);
    return found == ids.end() ? -1 : static_cast<int>(found - ids.begin());
}

QVariant known(double value) { return std::isnan(value) ? QVariant() : QVariant(value); }

} // namespace

bool GridSource::hasNotSeen() const {
    for (int row = 0; row < rows(); ++row) {
        if (isGap(row)) continue;
        for (int column = 0; column < columns(); ++column)
            if (std::isnan(at(row, column))) return true;
    }
    return false;
}

bool GridSource::isInsignificant(int row, int column) const {
    if (pAdjusted.empty()) return false;
    const double p =
        pAdjusted[static_cast<size_t>(row) * columnIds.size() + static_cast<size_t>(column)];
    return p > kFalseDiscoveryRate; // NaN was not tested
}

QString GridSource::testText() const {
    return Text::tr("Benjamini-Hochberg over %1 cells").arg(count(testedCells));
}

QString GridSource::insignificantText() const {
    return Text::tr("not significant at a false discovery rate of %1 % (Benjamini-Hochberg)")
        .arg(QLocale().toString(100 * kFalseDiscoveryRate));
}

int GridSource::rowOf(int id) const {
    const int row = indexOf(rowIds, id);
    return row >= 0 && isGap(row) ? -1 : row;
}
int GridSource::columnOf(int row, int id) const {
    if (cellIds.empty()) return indexOf(columnIds, id);
    if (row < 0 || row >= rows()) return -1;
    const auto first = cellIds.begin() + row * columns(), last = first + columns();
    const auto found = std::find(first, last, id);
    return found == last ? -1 : static_cast<int>(found - first);
}

ColourLimits GridSource::limits(ColourScale scale) const {
    std::vector<double> finite;
    for (const double v : values)
        if (std::isfinite(v)) finite.push_back(v);
    if (finite.empty()) return {0, 1};
    std::sort(finite.begin(), finite.end());
    const double cut = scale == ColourScale::Robust ? 0.01 : 0.0;
    const auto quantile = [&](double q) {
        return finite[static_cast<size_t>(std::lround(q * static_cast<double>(finite.size() - 1)))];
    };
    ColourLimits limits{quantile(cut), quantile(1 - cut)};
    if (kind == GridKind::Signed) {
        const double most = std::max(std::abs(limits.lower), std::abs(limits.upper));
        limits = {-most, most};
    }
    if (limits.lower == limits.upper) limits = {limits.lower - 0.5, limits.upper + 0.5};
    return limits;
}

int GridSource::rankInRow(int row, int column) const {
    const double value = at(row, column);
    if (std::isnan(value)) return 0;
    int rank = 1;
    for (int other = 0; other < columns(); ++other)
        if (at(row, other) > value) ++rank;
    return rank;
}

int GridSource::knownInRow(int row) const {
    int known = 0;
    for (int column = 0; column < columns(); ++column) known += std::isnan(at(row, column)) ? 0 : 1;
    return known;
}

QString GridSource::cellText(int row, int column) const {
    return columnNames.isEmpty() ? QString::number(idAt(row, column)) : columnNames[column];
}

QString GridSource::readout(int row, int column) const {
    if (!inside(row, column)) return {};
    const QString place =
        QStringLiteral("%1 %2").arg(rowAxis).arg(rowIds[static_cast<size_t>(row)]);
    if (isGap(row)) return Text::tr("%1: dense, no experts").arg(place);
    const double value = at(row, column);
    QString text = QStringLiteral("%1, %2 %3: ")
                       .arg(place, cellAxis.isEmpty() ? columnAxis : cellAxis)
                       .arg(cellText(row, column));
    if (kind == GridKind::Bits)
        return text + (std::isnan(value) ? Text::tr("projections differ")
                                         : Text::tr("%n bit", nullptr, static_cast<int>(value)));
    if (kind == GridKind::Signed && value > 0) text += QLatin1Char('+');
    text += figure(value);
    if (!std::isnan(value)) {
        text += unitSuffix(unit);
        const size_t cell =
            static_cast<size_t>(row) * columnIds.size() + static_cast<size_t>(column);
        if (!low.empty())
            text += Text::tr(" (95 %: %1 to %2)").arg(figure(low[cell]), figure(high[cell]));
        if (!pAdjusted.empty() && !std::isnan(pAdjusted[cell]))
            text += (isInsignificant(row, column) ? Text::tr(", not significant: p = %1, %2")
                                                  : Text::tr(", significant: p = %1, %2"))
                        .arg(figure(pAdjusted[cell]), testText());
        text += Text::tr(", rank %1 of %2 in %3")
                    .arg(rankInRow(row, column))
                    .arg(knownInRow(row))
                    .arg(place);
    }
    if (samples > 0) text += Text::tr("; %1 tokens").arg(count(samples));
    return text;
}

QString GridSource::summary() const {
    const ColourLimits range = limits(ColourScale::FullRange);
    return Text::tr("%1, %2: %3 rows of %4, %5 columns of %6, values from %7 to %8%9")
        .arg(title, caption)
        .arg(rows() - std::count(gapRows.begin(), gapRows.end(), true))
        .arg(rowAxis)
        .arg(columns())
        .arg(columnAxis, figure(range.lower), figure(range.upper), unitSuffix(unit));
}

int GridSource::tableRows() const {
    return (rows() - static_cast<int>(std::count(gapRows.begin(), gapRows.end(), true))) *
           columns();
}

int GridSource::tableColumns() const {
    if (kind == GridKind::Bits) return 3;
    return low.empty() ? 4 : pAdjusted.empty() ? 6 : 7;
}

QString GridSource::tableHeader(int column) const {
    switch (column) {
    case 0: return rowAxis;
    case 1: return cellAxis.isEmpty() ? columnAxis : cellAxis;
    case 2:
        return title + (unitSuffix(unit).isEmpty() ? QString() : QStringLiteral(" [%1]").arg(unit));
    case 3: return Text::tr("rank in %1").arg(rowAxis);
    case 4: return Text::tr("95 % from");
    case 5: return Text::tr("95 % to");
    default: return Text::tr("p, Benjamini-Hochberg");
    }
}

GridPosition GridSource::positionOf(int tableRow) const {
    GridPosition at{tableRow / columns(), tableRow % columns()};
    // The n-th row that is no gap.
    for (int row = 0; row <= at.row && row < rows(); ++row)
        if (isGap(row)) ++at.row;
    return at;
}

QVariant GridSource::tableCell(int tableRow, int column) const {
    const auto [row, cellColumn] = positionOf(tableRow);
    const size_t cell =
        static_cast<size_t>(row) * columnIds.size() + static_cast<size_t>(cellColumn);
    switch (column) {
    case 0: return rowIds[static_cast<size_t>(row)];
    case 1:
        return columnNames.isEmpty() ? QVariant(idAt(row, cellColumn))
                                     : QVariant(columnNames[cellColumn]);
    case 2: return known(values[cell]);
    case 3: {
        const int rank = rankInRow(row, cellColumn);
        return rank == 0 ? QVariant() : QVariant(rank);
    }
    case 4: return known(low[cell]);
    case 5: return known(high[cell]);
    default: return known(pAdjusted[cell]);
    }
}

std::string GridSource::csv() const {
    if (analysis) {
        const auto text = showCsv(*analysis, key.metric, key.corpus, key.layer);
        if (text.ok()) return text.value();
    }
    return tableCsv();
}

std::string GridSource::csvOf(const std::vector<int>& tableRows) const {
    if (!analysis) return tableCsv(tableRows);
    std::set<std::pair<int, int>> wanted;
    for (const int tableRow : tableRows) {
        const auto [row, column] = positionOf(tableRow);
        wanted.insert({rowIds[static_cast<size_t>(row)], idAt(row, column)});
    }
    // Each line begins with its two coordinates.
    const std::string all = csv();
    std::string out = all.substr(0, all.find('\n') + 1);
    for (size_t begin = out.size(); begin < all.size();) {
        const size_t end = all.find('\n', begin) + 1;
        int row = -1, column = -1;
        const char* const stop = all.data() + end;
        const auto first = std::from_chars(all.data() + begin, stop, row);
        std::from_chars(first.ptr + 1, stop, column);
        if (wanted.contains({row, column})) out.append(all, begin, end - begin);
        begin = end;
    }
    return out;
}

} // namespace moqa
