// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/pages/correlation_sources.h"

#include "views/state/metric_text.h"
#include "views/state/text.h"

#include <QCoreApplication>
#include <algorithm>
#include <cmath>
#include <limits>

namespace moqa {

namespace {
struct Text {
    Q_DECLARE_TR_FUNCTIONS(moqa::CorrelationSources)
};
constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
} // namespace

bool isRatioToChance(const QString& metric) {
    return metric == QLatin1String("lift") || metric == QLatin1String("transition_lift");
}

std::shared_ptr<const GridSource> aroundChance(std::shared_ptr<const GridSource> ratios) {
    if (!ratios) return nullptr;
    auto grid = std::make_shared<GridSource>(*ratios);
    grid->kind = GridKind::Signed;
    grid->title = Text::tr("%1, log2").arg(ratios->title);
    grid->caption += Text::tr("; 0 = chance, 1 = twice, -1 = half");
    grid->notSeenText = Text::tr("never together, or the expert itself");
    grid->key.metric += "-log2"; // its own limits of colours
    grid->analysis.reset();      // no command prints it: the CSV is the table's
    for (double& value : grid->values) value = value > 0 ? std::log2(value) : kNan;
    return grid;
}

std::shared_ptr<const GridSource> flowGrid(const std::shared_ptr<const Analysis>& analysis,
                                           const QString& metric, const QString& corpus,
                                           int layer) {
    const auto plain = pairGrid(analysis, metric, corpus, layer, false);
    if (!plain) return nullptr;
    auto grid = std::make_shared<GridSource>(*plain);
    const auto next =
        std::upper_bound(analysis->moeLayers.begin(), analysis->moeLayers.end(), layer);
    if (next == analysis->moeLayers.end()) return nullptr;
    grid->rowAxis = Text::tr("expert of layer %1").arg(layer);
    grid->columnAxis = Text::tr("expert of layer %1").arg(*next);
    grid->notSeenText = Text::tr("no value: one of them saw no token");
    return grid;
}

QString PairSource::summary() const {
    return Text::tr("%1: %n pair(s)", nullptr, tableRows()).arg(title);
}

QString PairSource::tableHeader(int column) const {
    switch (column) {
    case 0: return Text::tr("kind");
    case 1: return Text::tr("expert");
    case 2: return Text::tr("other expert");
    case 3: return Text::tr("lift");
    default: return Text::tr("output similarity");
    }
}

QVariant PairSource::tableCell(int row, int column) const {
    const Pair& pair = pairs[static_cast<size_t>(row)];
    const auto known = [](double v) { return std::isnan(v) ? QVariant() : QVariant(v); };
    switch (column) {
    case 0: return pair.overlap ? Text::tr("overlap") : Text::tr("complement");
    case 1: return pair.expert;
    case 2: return pair.other;
    case 3: return known(pair.lift);
    default: return known(pair.similarity);
    }
}

std::shared_ptr<const PairSource> notablePairs(const Analysis& analysis, int layer) {
    auto source = std::make_shared<PairSource>();
    bool known = false;
    for (const bool overlap : {true, false}) {
        const auto array = analysis.find(overlap ? "overlap_pairs" : "complement_pairs", "", layer);
        constexpr size_t kFields = 4;
        if (!array || array->values.size() % kFields != 0) continue;
        known = true;
        source->samples = array->samples;
        for (size_t i = 0; i < array->values.size(); i += kFields) {
            const double* const field = &array->values[i];
            if (!std::isfinite(field[0]) || !std::isfinite(field[1])) continue;
            source->pairs.push_back({overlap, static_cast<int>(field[0]),
                                     static_cast<int>(field[1]), field[2], field[3]});
        }
    }
    if (!known) return nullptr;
    source->title = Text::tr("Pairs of layer %1 that stand out").arg(layer);
    source->caption = Text::tr("all corpora, %1 tokens").arg(count(source->samples));
    source->explanation = Text::tr("%1 %2").arg(metricDescription(*findMetric("overlap_pairs")),
                                                metricDescription(*findMetric("complement_pairs")));
    return source;
}

std::shared_ptr<const BarsSource> jointErrors(const Analysis& analysis, const std::string& corpus) {
    auto array = analysis.find("error_offdiagonal", corpus);
    if (!array) array = analysis.find("error_offdiagonal", "");
    for (const CorpusInfo& info : analysis.corpora)
        if (!array) array = analysis.find("error_offdiagonal", info.name);
    const MetricInfo* const info = findMetric("error_offdiagonal");
    if (!array || array->values.size() != analysis.moeLayers.size() || analysis.moeLayers.empty())
        return nullptr;
    auto bars = std::make_shared<BarsSource>();
    bars->title = metricTitle(*info);
    bars->samples = array->samples;
    bars->caption =
        Text::tr("%1, %2 tokens")
            .arg(array->key.corpus.empty() ? Text::tr("all corpora") : qstr(array->key.corpus),
                 count(array->samples));
    bars->explanation = metricHelp(*info);
    bars->xName = bars->idName = Text::tr("layer");
    bars->yName = Text::tr("share of the experts' own errors");
    bars->unit = qstr(info->unit);
    const int first = analysis.moeLayers.front(), last = analysis.moeLayers.back();
    bars->edges.push_back(first - 0.5);
    for (int layer = first; layer <= last; ++layer) {
        const auto at = std::find(analysis.moeLayers.begin(), analysis.moeLayers.end(), layer);
        bars->values.push_back(
            at == analysis.moeLayers.end()
                ? kNan
                : array->values[static_cast<size_t>(at - analysis.moeLayers.begin())]);
        bars->ids.push_back(layer);
        bars->edges.push_back(layer + 0.5);
    }
    return bars;
}

} // namespace moqa
