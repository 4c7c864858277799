// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/seen_units.h"
#include "views/heatmap/grid_source.h"
#include "views/state/metric_text.h"
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

QString corpusText(const QString& corpus) {
    if (corpus.isEmpty()) return Text::tr("all corpora");
    return QString(corpus).replace(QLatin1Char('|'), Text::tr(" against "));
}

void describe(GridSource& grid, const MetricInfo& metric, const ResultArray& array) {
    grid.title = metricTitle(metric);
    grid.unit = qstr(metric.unit);
    grid.samples = array.samples;
    grid.kind = metric.isSigned ? GridKind::Signed : GridKind::Amount;
    grid.notSeenText = Text::tr("not seen: no token came here");
    grid.caption = corpusText(qstr(array.key.corpus));
    if (array.samples > 0) grid.caption += Text::tr(", %1 tokens").arg(count(array.samples));
    grid.explanation = metricHelp(metric);
}

// Rows for the layers of the analysis and, before and between them, for layers without experts.
void addLayerRows(GridSource& grid, const std::vector<int>& layers) {
    for (const int layer : layers) {
        for (int dense = grid.rowIds.empty() ? 0 : grid.rowIds.back() + 1; dense < layer; ++dense) {
            grid.rowIds.push_back(dense);
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

// Empty if it is not known.
std::vector<int> clusterOrder(const Analysis& analysis, const std::string& corpus, int layer,
                              int experts) {
    const std::vector<int> order = firstIds(experts);
    ResultPtr array = analysis.find("cluster_order", corpus, layer);
    if (!array) array = analysis.find("cluster_order", "", layer);
    if (!array || array->values.size() != order.size()) return {};
    std::vector<int> found;
    for (const double v : array->values) found.push_back(static_cast<int>(v));
    // Only a permutation may reorder what is drawn.
    return std::is_permutation(found.begin(), found.end(), order.begin()) ? found
                                                                          : std::vector<int>();
}

ResultPtr orderingArray(const Analysis& analysis, const std::string& corpus, ExpertOrder order) {
    const auto first = [&](std::initializer_list<const char*> metrics) -> ResultPtr {
        for (const char* metric : metrics)
            for (const std::string& name : {corpus, std::string()})
                if (ResultPtr array = analysis.find(metric, name)) return array;
        return nullptr;
    };
    if (order == ExpertOrder::Load) return first({"load", "frequency", "count"});
    return first({"significance", "baseline_significance"});
}

// Experts of the row-th analysed layer, most first; empty if the order is not known.
std::vector<int> expertOrder(const Analysis& analysis, const std::string& corpus, size_t row,
                             int experts, ExpertOrder order) {
    if (order == ExpertOrder::Cluster)
        return clusterOrder(analysis, corpus, analysis.moeLayers[row], experts);
    const ResultPtr array = orderingArray(analysis, corpus, order);
    const size_t first = row * static_cast<size_t>(experts);
    if (!array || array->values.size() < first + static_cast<size_t>(experts)) return {};
    std::vector<int> ids = firstIds(experts);
    const auto value = [&](int expert) {
        const double v = array->values[first + static_cast<size_t>(expert)];
        return std::isnan(v) ? -HUGE_VAL : v;
    };
    std::stable_sort(ids.begin(), ids.end(), [&](int a, int b) { return value(a) > value(b); });
    return ids;
}

QString orderText(ExpertOrder order) {
    switch (order) {
    case ExpertOrder::Index: break;
    case ExpertOrder::Load: return Text::tr("expert, by load");
    case ExpertOrder::Significance: return Text::tr("expert, by significance");
    case ExpertOrder::Cluster: return Text::tr("expert, by cluster");
    }
    return Text::tr("expert");
}

// Layers x experts without values yet; order of the experts and its name on the axis.
void layOut(GridSource& grid, const Analysis& analysis, const std::string& corpus, int experts,
            ExpertOrder order) {
    grid.rowAxis = Text::tr("layer");
    grid.columnAxis = Text::tr("expert");
    grid.columnIds = firstIds(experts);
    addLayerRows(grid, analysis.moeLayers);
    grid.values.assign(grid.rowIds.size() * grid.columnIds.size(), kNan);
    if (order == ExpertOrder::Index) return;
    std::vector<int> ids(grid.values.size(), -1);
    for (size_t l = 0; l < analysis.moeLayers.size(); ++l) {
        const std::vector<int> ordered = expertOrder(analysis, corpus, l, experts, order);
        if (ordered.empty()) return;
        std::copy(ordered.begin(), ordered.end(),
                  ids.begin() + grid.rowOf(analysis.moeLayers[l]) * experts);
    }
    grid.cellIds = std::move(ids);
    grid.columnAxis = orderText(order);
    grid.cellAxis = Text::tr("expert");
    std::iota(grid.columnIds.begin(), grid.columnIds.end(), 1);
}

// Fills cells by (row of the analysis, expert).
template <class Value>
void fillCells(const GridSource& grid, const Analysis& analysis, std::vector<double>& cells,
               const Value& value) {
    cells.resize(grid.values.size(), kNan);
    for (size_t l = 0; l < analysis.moeLayers.size(); ++l) {
        const int row = grid.rowOf(analysis.moeLayers[l]);
        for (int column = 0; column < grid.columns(); ++column)
            cells[static_cast<size_t>(row * grid.columns() + column)] =
                value(l, grid.idAt(row, column));
    }
}

bool isUnitArray(const Analysis& analysis, const ResultPtr& array) {
    return array && array->shape.size() == 2 &&
           array->shape[0] == static_cast<int64_t>(analysis.moeLayers.size()) &&
           array->values.size() == static_cast<size_t>(array->shape[0] * array->shape[1]);
}

// Ends of the metric's 95 % intervals. Load is frequency times N / K, and so are its.
void addIntervals(GridSource& grid, const Analysis& analysis) {
    const bool isLoad = grid.key.metric == "load";
    const std::string metric = isLoad ? "frequency" : grid.key.metric;
    const ResultPtr low = analysis.find(metric + "_low", grid.key.corpus);
    const ResultPtr high = analysis.find(metric + "_high", grid.key.corpus);
    if (!isUnitArray(analysis, low) || !isUnitArray(analysis, high) || analysis.topK < 1) return;
    const double factor = isLoad ? static_cast<double>(analysis.experts) / analysis.topK : 1.0;
    const auto end = [&](const ResultArray& array) {
        return [&array, factor](size_t row, int expert) {
            return factor * array.values[row * static_cast<size_t>(array.shape[1]) +
                                         static_cast<size_t>(expert)];
        };
    };
    fillCells(grid, analysis, grid.low, end(*low));
    fillCells(grid, analysis, grid.high, end(*high));
}

// An expert that one text never chose is the strongest difference of all: the test has it.
void addTest(GridSource& grid, const Analysis& analysis, const CorpusDifference& test) {
    const auto experts = static_cast<size_t>(analysis.experts);
    if (test.experts != grid.columns() || test.moeLayers != analysis.moeLayers) return;
    const auto of = [experts](const std::vector<double>& values) {
        return [&values, experts](size_t row, int expert) {
            return values[row * experts + static_cast<size_t>(expert)];
        };
    };
    fillCells(grid, analysis, grid.values, of(test.difference));
    fillCells(grid, analysis, grid.low, of(test.low));
    fillCells(grid, analysis, grid.high, of(test.high));
    fillCells(grid, analysis, grid.pAdjusted, of(test.pAdjusted));
    grid.testedCells = test.cells;
    grid.notSeenText = Text::tr("not analysed");
    grid.caption += Text::tr("; 95 % intervals of each cell, p by %1").arg(grid.testText());
    if (!test.clustered)
        grid.caption += Text::tr("; too few windows: the intervals are likely too narrow");
}

} // namespace

std::shared_ptr<const GridSource> unitGrid(const std::shared_ptr<const Analysis>& analysis,
                                           const QString& metric, const QString& corpus,
                                           ExpertOrder order) {
    const ResultPtr array =
        analysis ? analysis->find(metric.toStdString(), corpus.toStdString()) : nullptr;
    const MetricInfo* const info = findMetric(metric.toStdString());
    if (!info || !analysis || !isUnitArray(*analysis, array)) return nullptr;
    auto grid = std::make_shared<GridSource>();
    describe(*grid, *info, *array);
    grid->analysis = analysis;
    grid->key = array->key;
    const auto experts = static_cast<int>(array->shape[1]);
    layOut(*grid, *analysis, array->key.corpus, experts, order);
    // An expert that no token chose has a true zero in the analysis; on the map it must not look
    // like one that is seldom chosen.
    const SeenUnits seen(*analysis, array->key.corpus);
    fillCells(*grid, *analysis, grid->values, [&](size_t row, int expert) {
        return seen.contains(row, expert)
                   ? array->values[row * static_cast<size_t>(experts) + static_cast<size_t>(expert)]
                   : kNan;
    });
    addIntervals(*grid, *analysis);
    return grid;
}

std::shared_ptr<const GridSource> differenceGrid(const std::shared_ptr<const Analysis>& analysis,
                                                 const QString& metric, const QString& corpus,
                                                 const QString& minus, ExpertOrder order,
                                                 const CorpusDifference* test) {
    const auto one = unitGrid(analysis, metric, corpus, order);
    const auto other = unitGrid(analysis, metric, minus);
    if (!one || !other || one->columns() != other->columns()) return nullptr;
    auto grid = std::make_shared<GridSource>(*one);
    grid->kind = GridKind::Signed;
    grid->title = Text::tr("%1: %2 less %3").arg(one->title, corpusText(corpus), corpusText(minus));
    grid->caption =
        Text::tr("%1: %2 tokens; %3: %4 tokens")
            .arg(corpusText(corpus), count(one->samples), corpusText(minus), count(other->samples));
    grid->samples = std::min(one->samples, other->samples);
    grid->notSeenText = Text::tr("not seen in one of them");
    grid->key.metric += "-difference"; // its own limits of colours
    grid->analysis.reset();            // no command prints it: the CSV is the table's
    grid->low.clear();
    grid->high.clear();
    for (int row = 0; row < grid->rows(); ++row)
        for (int column = 0; column < grid->columns(); ++column)
            grid->values[static_cast<size_t>(row * grid->columns() + column)] -=
                other->isGap(row) ? kNan : other->at(row, one->idAt(row, column));
    if (test) addTest(*grid, *analysis, *test);
    return grid;
}

std::shared_ptr<const GridSource> pairGrid(const std::shared_ptr<const Analysis>& analysis,
                                           const QString& metric, const QString& corpus, int layer,
                                           bool clustered) {
    const ResultPtr array =
        analysis ? analysis->find(metric.toStdString(), corpus.toStdString(), layer) : nullptr;
    const MetricInfo* const info = findMetric(metric.toStdString());
    if (!array || !info || array->shape.size() != 2 || array->shape[0] != array->shape[1] ||
        array->values.size() != static_cast<size_t>(array->shape[0] * array->shape[1]))
        return nullptr;
    auto grid = std::make_shared<GridSource>();
    describe(*grid, *info, *array);
    grid->analysis = analysis;
    grid->key = array->key;
    grid->title = Text::tr("%1, layer %2").arg(metricTitle(*info)).arg(layer);
    grid->notSeenText = Text::tr("no value: never chosen, or the expert itself");
    grid->rowAxis = grid->columnAxis = Text::tr("expert");
    const int experts = static_cast<int>(array->shape[0]);
    if (clustered) grid->rowIds = clusterOrder(*analysis, corpus.toStdString(), layer, experts);
    const bool ordered = !grid->rowIds.empty();
    if (!ordered) grid->rowIds = firstIds(experts);
    grid->columnIds = grid->rowIds;
    grid->columnAxis = Text::tr("other expert");
    if (ordered) grid->caption += Text::tr(", experts in cluster order");
    grid->values.reserve(array->values.size());
    for (const int row : grid->rowIds)
        for (const int column : grid->columnIds)
            grid->values.push_back(array->values[static_cast<size_t>(row * experts + column)]);
    return grid;
}

std::shared_ptr<const GridSource> planGrid(const Plan& plan, const QString& name) {
    // Of some 100 000 units, and made anew at each move of the brush: no tree of cells.
    std::set<int> layers;
    int experts = 0, lastLayer = -1;
    for (const PlanUnit& unit : plan.units) {
        if (unit.layer != lastLayer) layers.insert(lastLayer = unit.layer);
        experts = std::max(experts, unit.expert + 1);
    }
    if (layers.empty()) return nullptr;
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
    std::vector<bool> met(grid->values.size());
    int row = -1;
    lastLayer = -1;
    for (const PlanUnit& unit : plan.units) {
        if (unit.layer != lastLayer) row = grid->rowOf(lastLayer = unit.layer);
        const size_t cell =
            static_cast<size_t>(row) * grid->columnIds.size() + static_cast<size_t>(unit.expert);
        const double width = unit.format.bits;
        if (!met[cell])
            grid->values[cell] = width;
        else if (grid->values[cell] != width)
            grid->values[cell] = kNan;
        met[cell] = true;
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
