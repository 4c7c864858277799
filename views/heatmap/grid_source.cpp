// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/heatmap/grid_source.h"

#include "core/analysis/show.h"
#include "views/state/text.h"

#include <QCoreApplication>
#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <numeric>
#include <set>

namespace moqa {

namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

struct Text {
    Q_DECLARE_TR_FUNCTIONS(moqa::GridSource)
};

int indexOf(const std::vector<int>& ids, int id) {
    const auto found = std::find(ids.begin(), ids.end(), id);
    return found == ids.end() ? -1 : static_cast<int>(found - ids.begin());
}

QString corpusText(const QString& corpus) {
    if (corpus.isEmpty()) return Text::tr("all corpora");
    return QString(corpus).replace(QLatin1Char('|'), Text::tr(" against "));
}

void describe(GridSource& grid, const MetricInfo& metric, const ResultArray& array) {
    grid.title = qstr(metric.title);
    grid.unit = qstr(metric.unit);
    grid.samples = array.samples;
    grid.kind = metric.isSigned ? GridKind::Signed : GridKind::Amount;
    grid.notSeenText = Text::tr("not seen: no token came here");
    grid.caption = corpusText(qstr(array.key.corpus));
    if (array.samples > 0) grid.caption += Text::tr(", %1 tokens").arg(count(array.samples));
    grid.explanation =
        QStringLiteral("<p><b>%1</b></p><p>%2</p><p><code>%3</code></p>")
            .arg(grid.title.toHtmlEscaped(), qstr(metric.description).toHtmlEscaped(),
                 qstr(metric.formula).toHtmlEscaped());
}

// Rows for the layers of the analysis and, between them, for layers without experts.
void addLayerRows(GridSource& grid, const std::vector<int>& layers) {
    for (const int layer : layers) {
        while (!grid.rowIds.empty() && grid.rowIds.back() + 1 < layer) {
            grid.rowIds.push_back(grid.rowIds.back() + 1);
            grid.gapRows.push_back(true);
        }
        grid.rowIds.push_back(layer);
        grid.gapRows.push_back(false);
    }
}

std::vector<int> firstIds(int64_t n) {
    std::vector<int> ids(static_cast<size_t>(n));
    std::iota(ids.begin(), ids.end(), 0);
    return ids;
}

std::vector<int> clusterOrder(const Analysis& analysis, const std::string& corpus, int layer,
                              int experts) {
    std::vector<int> order = firstIds(experts);
    const ResultArray* array = analysis.find("cluster_order", corpus, layer);
    if (!array) array = analysis.find("cluster_order", "", layer);
    if (!array || array->values.size() != order.size()) return order;
    std::vector<int> found;
    for (const double v : array->values) found.push_back(static_cast<int>(v));
    // Only a permutation may reorder what is drawn.
    return std::is_permutation(found.begin(), found.end(), order.begin()) ? found : order;
}

} // namespace

bool GridSource::hasNotSeen() const {
    for (int row = 0; row < rows(); ++row) {
        if (isGap(row)) continue;
        for (int column = 0; column < columns(); ++column)
            if (std::isnan(at(row, column))) return true;
    }
    return false;
}

int GridSource::rowOf(int id) const {
    const int row = indexOf(rowIds, id);
    return row >= 0 && isGap(row) ? -1 : row;
}
int GridSource::columnOf(int id) const { return indexOf(columnIds, id); }

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

QString GridSource::readout(int row, int column) const {
    if (!inside(row, column)) return {};
    const QString place =
        QStringLiteral("%1 %2").arg(rowAxis).arg(rowIds[static_cast<size_t>(row)]);
    if (isGap(row)) return Text::tr("%1: dense, no experts").arg(place);
    const double value = at(row, column);
    QString text = QStringLiteral("%1, %2 %3: ")
                       .arg(place, columnAxis)
                       .arg(columnIds[static_cast<size_t>(column)]);
    if (kind == GridKind::Bits)
        return text + (std::isnan(value) ? Text::tr("projections differ")
                                         : Text::tr("%n bit", nullptr, static_cast<int>(value)));
    text += figure(value);
    if (!std::isnan(value)) {
        text += unitSuffix(unit);
        text +=
            Text::tr(", rank %1 of %2 in %3").arg(rankInRow(row, column)).arg(columns()).arg(place);
    }
    if (samples > 0) text += Text::tr("; %1 tokens").arg(count(samples));
    return text;
}

QString GridSource::summary() const {
    const ColourLimits range = limits(ColourScale::FullRange);
    return Text::tr("%1, %2: %3 rows of %4, %5 columns of %6, values from %7 to %8%9")
        .arg(title, caption)
        .arg(tableRows())
        .arg(rowAxis)
        .arg(columns())
        .arg(columnAxis, figure(range.lower), figure(range.upper), unitSuffix(unit));
}

int GridSource::tableRows() const {
    return rows() - static_cast<int>(std::count(gapRows.begin(), gapRows.end(), true));
}

QString GridSource::tableHeader(int column) const {
    return column == 0 ? rowAxis
                       : QStringLiteral("%1 %2")
                             .arg(columnAxis)
                             .arg(columnIds[static_cast<size_t>(column - 1)]);
}

QVariant GridSource::tableCell(int row, int column) const {
    int at_ = -1; // the row-th row that is no gap
    for (int seen = -1; seen < row;) seen += isGap(++at_) ? 0 : 1;
    if (column == 0) return rowIds[static_cast<size_t>(at_)];
    const double value = at(at_, column - 1);
    return std::isnan(value) ? QVariant() : QVariant(value);
}

std::string GridSource::csv() const {
    if (analysis) {
        const auto text = showCsv(*analysis, key.metric, key.corpus, key.layer);
        if (text.ok()) return text.value();
    }
    return tableCsv();
}

std::shared_ptr<const GridSource> unitGrid(const std::shared_ptr<const Analysis>& analysis,
                                           const QString& metric, const QString& corpus) {
    const ResultArray* const array =
        analysis ? analysis->find(metric.toStdString(), corpus.toStdString()) : nullptr;
    const MetricInfo* const info = findMetric(metric.toStdString());
    if (!array || !info || array->shape.size() != 2 ||
        array->shape[0] != static_cast<int64_t>(analysis->moeLayers.size()) ||
        array->values.size() != static_cast<size_t>(array->shape[0] * array->shape[1]))
        return nullptr;
    auto grid = std::make_shared<GridSource>();
    describe(*grid, *info, *array);
    grid->analysis = analysis;
    grid->key = array->key;
    grid->rowAxis = Text::tr("layer");
    grid->columnAxis = Text::tr("expert");
    grid->columnIds = firstIds(array->shape[1]);
    addLayerRows(*grid, analysis->moeLayers);
    grid->values.assign(grid->rowIds.size() * grid->columnIds.size(), kNan);
    for (size_t l = 0; l < analysis->moeLayers.size(); ++l) {
        const auto row = static_cast<size_t>(grid->rowOf(analysis->moeLayers[l]));
        const size_t width = grid->columnIds.size();
        // An expert that no token chose has a true zero in the analysis; on the map it must not
        // look like one that is seldom chosen.
        for (size_t e = 0; e < width; ++e)
            if (analysis->isSeen(analysis->moeLayers[l], static_cast<int>(e), array->key.corpus))
                grid->values[row * width + e] = array->values[l * width + e];
    }
    return grid;
}

std::shared_ptr<const GridSource> pairGrid(const std::shared_ptr<const Analysis>& analysis,
                                           const QString& metric, const QString& corpus, int layer,
                                           bool clustered) {
    const ResultArray* const array =
        analysis ? analysis->find(metric.toStdString(), corpus.toStdString(), layer) : nullptr;
    const MetricInfo* const info = findMetric(metric.toStdString());
    if (!array || !info || array->shape.size() != 2 || array->shape[0] != array->shape[1] ||
        array->values.size() != static_cast<size_t>(array->shape[0] * array->shape[1]))
        return nullptr;
    auto grid = std::make_shared<GridSource>();
    describe(*grid, *info, *array);
    grid->analysis = analysis;
    grid->key = array->key;
    grid->title = Text::tr("%1, layer %2").arg(qstr(info->title)).arg(layer);
    grid->notSeenText = Text::tr("no value: never chosen, or the expert itself");
    grid->rowAxis = grid->columnAxis = Text::tr("expert");
    const int experts = static_cast<int>(array->shape[0]);
    grid->rowIds = clustered ? clusterOrder(*analysis, corpus.toStdString(), layer, experts)
                             : firstIds(experts);
    grid->columnIds = grid->rowIds;
    if (clustered) grid->caption += Text::tr(", experts in cluster order");
    grid->values.reserve(array->values.size());
    for (const int row : grid->rowIds)
        for (const int column : grid->columnIds)
            grid->values.push_back(array->values[static_cast<size_t>(row * experts + column)]);
    return grid;
}

std::shared_ptr<const GridSource> planGrid(const Plan& plan, const QString& name) {
    std::map<std::pair<int, int>, double> bits;
    std::set<int> layers;
    int experts = 0;
    for (const PlanUnit& unit : plan.units) {
        const double width = unit.format.bits;
        const auto [at, fresh] = bits.try_emplace({unit.layer, unit.expert}, width);
        if (!fresh && at->second != width) at->second = kNan;
        layers.insert(unit.layer);
        experts = std::max(experts, unit.expert + 1);
    }
    if (bits.empty()) return nullptr;
    auto grid = std::make_shared<GridSource>();
    grid->kind = GridKind::Bits;
    grid->title = Text::tr("Bits of the routed experts");
    grid->caption =
        Text::tr("%1: %2 mean bits, %3 true bits, %4")
            .arg(name, QLocale().toString(plan.totals.meanBits, 'f', 3),
                 QLocale().toString(plan.totals.trueBits, 'f', 3), byteText(plan.totals.bytes));
    grid->notSeenText = Text::tr("projections differ");
    grid->unit = Text::tr("bit");
    grid->rowAxis = Text::tr("layer");
    grid->columnAxis = Text::tr("expert");
    grid->columnIds = firstIds(experts);
    addLayerRows(*grid, {layers.begin(), layers.end()});
    grid->values.assign(grid->rowIds.size() * grid->columnIds.size(), kNan);
    for (const auto& [cell, width] : bits) {
        const auto row = static_cast<size_t>(grid->rowOf(cell.first));
        grid->values[row * grid->columnIds.size() + static_cast<size_t>(cell.second)] = width;
    }
    return grid;
}

std::vector<const MetricInfo*> metricsWithAxes(const Analysis& analysis, const char* axes) {
    std::set<std::string> present;
    for (const auto& [key, array] : analysis.results) present.insert(key.metric);
    std::vector<const MetricInfo*> found;
    for (const MetricInfo& metric : metricTable())
        if (std::string_view(metric.axes) == axes && present.contains(metric.id))
            found.push_back(&metric);
    return found;
}

std::vector<std::string> corporaOf(const Analysis& analysis, const std::string& metric) {
    std::set<std::string> present;
    for (const auto& [key, array] : analysis.results)
        if (key.metric == metric) present.insert(key.corpus);
    // In the order in which the user named them, "all" first.
    std::vector<std::string> ordered;
    const auto take = [&](const std::string& name) {
        if (present.erase(name)) ordered.push_back(name);
    };
    take("");
    for (const CorpusInfo& info : analysis.corpora) take(info.name);
    ordered.insert(ordered.end(), present.begin(), present.end());
    return ordered;
}

} // namespace moqa
