// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/pages/mapping_sources.h"

#include "core/analysis/seen_units.h"
#include "views/state/metric_text.h"
#include "views/state/text.h"
#include "views/state/unit_facts.h"

#include <QCoreApplication>
#include <algorithm>
#include <cmath>
#include <limits>

namespace moqa {

namespace {

struct Text {
    Q_DECLARE_TR_FUNCTIONS(moqa::MappingSources)
};

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
// The shares of the axis "share", in channels of a thousand, and the paper's one among them.
const std::vector<int> kPerMille{1, 10, 50, 100};
constexpr size_t kOnePercent = 1;

// [layer, share] of a metric as what is drawn; empty if it is not there.
std::vector<double> curve(const Analysis& analysis, const char* metric, const std::string& corpus,
                          int layer) {
    const auto array = analysis.find(metric, corpus);
    const size_t shares = kPerMille.size();
    if (!array || array->values.size() != analysis.moeLayers.size() * shares) return {};
    std::vector<double> values;
    for (size_t row = 0; row < analysis.moeLayers.size(); ++row) {
        const double* const of = &array->values[row * shares];
        if (layer < 0)
            values.push_back(of[kOnePercent]);
        else if (analysis.moeLayers[row] == layer)
            values.assign(of, of + shares);
    }
    return values;
}

} // namespace

std::shared_ptr<const SeriesSource> concentration(const Analysis& analysis, int layer,
                                                  const QStringList& texts) {
    auto source = std::make_shared<SeriesSource>();
    const auto add = [&](const QString& name, const char* metric, const std::string& corpus,
                         bool dashed = false) {
        if (!corpus.empty() && !texts.isEmpty() && !texts.contains(qstr(corpus))) return;
        std::vector<double> values = curve(analysis, metric, corpus, layer);
        if (!values.empty()) source->series.push_back({name, std::move(values), {}, {}, dashed});
    };
    add(Text::tr("change between texts"), "dynamics_concentration", "");
    if (source->series.empty()) return nullptr;
    for (const CorpusInfo& corpus : analysis.corpora)
        add(Text::tr("significance on %1").arg(qstr(corpus.name)), "significance_concentration",
            corpus.name);
    for (const CorpusInfo& corpus : analysis.corpora)
        add(Text::tr("change within %1").arg(qstr(corpus.name)), "dynamics_null_concentration",
            corpus.name, true);
    for (const CorpusInfo& corpus : analysis.corpora) source->samples += corpus.tokens;
    source->unit = QStringLiteral("1");
    source->yName = Text::tr("share of the sum, 0 to 1");
    if (layer < 0) {
        source->title = Text::tr("What the top 1 % of the channels carry");
        source->xName = Text::tr("layer");
        source->xs = analysis.moeLayers;
    } else {
        source->title = Text::tr("What few channels carry, layer %1").arg(layer);
        source->xName = Text::tr("top channels of a thousand");
        source->xs = kPerMille;
    }
    source->caption =
        Text::tr("%n text(s), %1 tokens", nullptr, static_cast<int>(analysis.corpora.size()))
            .arg(count(source->samples));
    const MetricInfo* const info = findMetric("dynamics_concentration");
    source->explanation = metricHelp(*info);
    return source;
}

std::shared_ptr<const GridSource> expertsByTexts(const Analysis& analysis, const QString& metric,
                                                 int layer) {
    const MetricInfo* const info = findMetric(metric.toStdString());
    const auto at = std::find(analysis.moeLayers.begin(), analysis.moeLayers.end(), layer);
    if (!info || at == analysis.moeLayers.end()) return nullptr;
    const auto row = static_cast<size_t>(at - analysis.moeLayers.begin());
    const auto experts = static_cast<size_t>(analysis.experts);
    std::vector<std::vector<double>> columns;
    auto grid = std::make_shared<GridSource>();
    QStringList sizes;
    for (const CorpusInfo& corpus : analysis.corpora) {
        const auto array = analysis.find(metric.toStdString(), corpus.name);
        if (!array || array->values.size() != analysis.moeLayers.size() * experts) continue;
        const SeenUnits seen(analysis, corpus.name);
        std::vector<double> values;
        for (size_t expert = 0; expert < experts; ++expert)
            values.push_back(seen.contains(row, static_cast<int>(expert))
                                 ? array->values[row * experts + expert]
                                 : kNan);
        columns.push_back(std::move(values));
        grid->columnIds.push_back(static_cast<int>(grid->columnIds.size()));
        grid->columnNames << qstr(corpus.name);
        sizes << Text::tr("%1: %2 tokens").arg(qstr(corpus.name), count(array->samples));
    }
    if (columns.empty()) return nullptr;
    grid->kind = info->isSigned ? GridKind::Signed : GridKind::Amount;
    grid->title = Text::tr("%1, layer %2").arg(metricTitle(*info)).arg(layer);
    grid->unit = qstr(info->unit);
    grid->caption = sizes.join(QStringLiteral("; "));
    grid->explanation = metricHelp(*info);
    grid->notSeenText = Text::tr("not seen: no token came here");
    grid->rowAxis = Text::tr("expert");
    grid->columnAxis = Text::tr("text");
    for (size_t expert = 0; expert < experts; ++expert) {
        grid->rowIds.push_back(static_cast<int>(expert));
        for (const auto& column : columns) grid->values.push_back(column[expert]);
    }
    return grid;
}

std::shared_ptr<const BarsSource> channelBars(const Analysis& analysis, int layer, int expert,
                                              const std::string& corpus) {
    const auto found = channelsOf(analysis, layer, expert, corpus);
    if (!found || found->facts.empty()) return nullptr;
    auto bars = std::make_shared<BarsSource>();
    double sum = 0;
    std::vector<double> changes;
    for (const ChannelFact& one : found->facts) {
        sum += one.significance;
        if (std::isfinite(one.dynamics)) changes.push_back(one.dynamics);
    }
    bars->title = Text::tr("Channels of layer %1, expert %2").arg(layer).arg(expert);
    bars->samples = found->samples;
    bars->caption = Text::tr("%1, %2 tokens; %n channel(s) by falling significance", nullptr,
                             static_cast<int>(found->facts.size()))
                        .arg(found->corpus.empty() ? Text::tr("all corpora") : qstr(found->corpus),
                             count(found->samples));
    bars->explanation = metricHelp(*findMetric("channel_significance"));
    bars->xName = Text::tr("rank of the channel");
    bars->yName = Text::tr("share of the expert");
    bars->idName = Text::tr("channel");
    bars->ranked = true;
    bars->unit = QStringLiteral("1");
    bars->logarithmic = sum > 0;
    bars->edges.push_back(0.5);
    for (const ChannelFact& one : found->facts) {
        bars->edges.push_back(bars->edges.back() + 1);
        bars->values.push_back(sum > 0 ? one.significance / sum : 0);
        bars->ids.push_back(one.channel);
        if (!changes.empty()) bars->marks.push_back(one.dynamics);
    }
    if (changes.empty()) return bars;
    constexpr double kMarkedShare = 0.01;
    const auto marked = std::max<size_t>(
        1, static_cast<size_t>(static_cast<double>(changes.size()) * kMarkedShare));
    std::nth_element(changes.begin(), changes.begin() + static_cast<ptrdiff_t>(marked - 1),
                     changes.end(), std::greater<>());
    bars->markedFrom = std::max(changes[marked - 1], std::numeric_limits<double>::min());
    bars->markName = Text::tr("dynamics");
    bars->plainText = Text::tr("channel");
    bars->markedText = Text::tr("among the 1 % that change most between texts");
    return bars;
}

} // namespace moqa
