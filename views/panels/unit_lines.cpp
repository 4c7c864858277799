// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panels/unit_lines.h"

#include "views/heatmap/grid_source.h"
#include "views/state/metric_text.h"
#include "views/state/text.h"

#include <QCoreApplication>
#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

namespace moqa {

namespace {

struct Text {
    Q_DECLARE_TR_FUNCTIONS(moqa::UnitLines)
};

struct Unit {
    const Analysis& analysis;
    int layer, expert;
    size_t cell; // in [layer, expert] arrays

    // None: the analysis has no such array.
    std::optional<double> value(const std::string& metric, const std::string& corpus) const {
        const auto array = analysis.find(metric, corpus);
        if (!array || cell >= array->values.size()) return std::nullopt;
        return array->values[cell];
    }
};

bool isEnd(const std::string& id) {
    return id.ends_with("_low") || id.ends_with("_high") || id.ends_with("_se");
}

// Texts with results: the chosen one, the others as they were named, all together.
std::vector<std::string> textsOf(const Analysis& analysis, const std::string& chosen) {
    std::vector<std::string> names;
    for (const CorpusInfo& info : analysis.corpora)
        if (info.name == chosen) names.push_back(info.name);
    for (const CorpusInfo& info : analysis.corpora)
        if (info.name != chosen) names.push_back(info.name);
    if (chosen.empty())
        names.insert(names.begin(), "");
    else
        names.push_back("");
    return names;
}

QString valueText(const Unit& unit, const MetricInfo& metric, const std::string& corpus) {
    const auto value = unit.value(metric.id, corpus);
    if (!value) return {};
    // Counts are true zeros; a share of nothing is not a small share.
    if (!unit.analysis.isSeen(unit.layer, unit.expert, corpus) && std::string(metric.id) != "count")
        return Text::tr("not seen");
    return figure(*value) + unitSuffix(qstr(metric.unit));
}

// Load is frequency times N / K, and so are the ends of its interval.
QString intervalText(const Unit& unit, const MetricInfo& metric, const std::string& corpus) {
    const bool isLoad = std::string(metric.id) == "load";
    const std::string base = isLoad ? "frequency" : metric.id;
    const auto low = unit.value(base + "_low", corpus), high = unit.value(base + "_high", corpus);
    if (!low || !high || std::isnan(*low) || std::isnan(*high)) return {};
    const double factor = isLoad && unit.analysis.topK > 0
                              ? static_cast<double>(unit.analysis.experts) / unit.analysis.topK
                              : 1.0;
    return Text::tr("%1 \u2013 %2").arg(figure(factor * *low), figure(factor * *high));
}

bool anyOf(const QStringList& values) {
    return std::any_of(values.begin(), values.end(), [](const QString& v) { return !v.isEmpty(); });
}

} // namespace

UnitLines unitLines(const Analysis& analysis, int layer, int expert, const std::string& corpus) {
    UnitLines out;
    const auto at = std::find(analysis.moeLayers.begin(), analysis.moeLayers.end(), layer);
    if (at == analysis.moeLayers.end() || expert < 0 || expert >= analysis.experts) return out;
    const Unit unit{analysis, layer, expert,
                    static_cast<size_t>(at - analysis.moeLayers.begin()) *
                            static_cast<size_t>(analysis.experts) +
                        static_cast<size_t>(expert)};
    const std::vector<std::string> texts = textsOf(analysis, corpus);
    for (const std::string& text : texts)
        out.columns << (text.empty() ? Text::tr("all texts") : qstr(text));
    for (const MetricInfo* const metric : metricsWithAxes(analysis, "layer,expert")) {
        if (isEnd(metric->id)) continue;
        UnitLines::Line line{metricTitle(*metric), metricHelp(*metric), {}};
        UnitLines::Line interval{Text::tr("   95 % interval"), line.tip, {}};
        for (const std::string& text : texts) {
            line.values << valueText(unit, *metric, text);
            interval.values << intervalText(unit, *metric, text);
        }
        if (!anyOf(line.values)) continue;
        out.lines.push_back(std::move(line));
        if (anyOf(interval.values)) out.lines.push_back(std::move(interval));
    }
    return out;
}

} // namespace moqa
