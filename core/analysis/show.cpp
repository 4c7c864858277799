// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/show.h"

#include "core/analysis/channel_significance.h"
#include "core/analysis/coverage.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <fmt/format.h>
#include <set>
#include <span>

namespace moqa {

namespace {

std::string joined(const std::set<std::string>& names) {
    std::string text;
    for (const std::string& name : names)
        text += (text.empty() ? "" : ", ") + (name.empty() ? "(all corpora)" : name);
    return text;
}

// A whole array or one row of it.
struct Shown {
    const MetricInfo* info = nullptr;
    std::string corpus;
    int layer = -1;
    std::vector<std::string> axes;
    std::vector<int64_t> shape;
    ResultPtr array; // holds what values looks at
    std::span<const double> values;
    int64_t samples = 0;
};

Result<ResultPtr> findArray(const Analysis& analysis, const MetricInfo& info,
                            const std::string& corpus, int layer) {
    const int key = info.perLayer ? layer : -1;
    if (const ResultPtr array = analysis.find(info.id, corpus, key)) return array;
    std::set<std::string> corpora, layers;
    for (const auto& [have, array] : analysis.results)
        if (have.metric == info.id) {
            corpora.insert(have.corpus);
            layers.insert(std::to_string(have.layer));
        }
    if (corpora.empty())
        return badInput("the analysis does not hold this metric", info.id,
                        "`--list` names what it holds; run analyze with the stage that makes it");
    if (corpus.empty() && corpora.size() == 1)
        if (const ResultPtr array = analysis.find(info.id, *corpora.begin(), key)) return array;
    if (!corpora.contains(corpus))
        return badInput(corpus.empty() ? "this metric is kept for each corpus"
                                       : "the analysis has no such corpus for this metric",
                        corpus.empty() ? info.id : corpus, "choose one of: " + joined(corpora));
    return badInput("the analysis has no such layer for this metric",
                    fmt::format("{}, layer {}", info.id, layer),
                    "choose one of: " + joined(layers));
}

Result<Shown> select(const Analysis& analysis, const std::string& metric, const std::string& corpus,
                     int layer) {
    const MetricInfo* info = findMetric(metric);
    if (!info)
        return usageError("there is no such metric", metric, "`show WORK --list` names them all");
    if (info->perLayer && layer < 0)
        return usageError("this metric is kept for each layer", metric, "add --layer L");
    MOQA_TRY(const ResultPtr& array, findArray(analysis, *info, corpus, layer));
    Shown shown{info,  array->key.corpus, layer,         axesOf(*info), array->shape,
                array, array->values,     array->samples};
    if (info->perLayer || layer < 0) return shown;
    const auto& layers = analysis.moeLayers;
    const auto row = std::find(layers.begin(), layers.end(), layer);
    if (shown.axes.empty() || shown.axes[0] != "layer")
        return usageError("this metric has no layers", metric, "leave --layer out");
    if (row == layers.end())
        return badInput(fmt::format("layer {} has no routed experts", layer), metric,
                        "choose a layer with routed experts");
    const size_t size = shown.values.size() / layers.size();
    shown.values = shown.values.subspan(static_cast<size_t>(row - layers.begin()) * size, size);
    shown.axes.erase(shown.axes.begin());
    shown.shape.erase(shown.shape.begin());
    return shown;
}

Json nested(std::span<const double> values, std::span<const int64_t> shape) {
    if (shape.empty()) {
        if (values.empty() || !std::isfinite(values[0])) return nullptr;
        return values[0];
    }
    Json list = Json::array();
    const size_t count = static_cast<size_t>(shape[0]);
    const size_t size = count == 0 ? 0 : values.size() / count;
    for (size_t i = 0; i < count; ++i)
        list.push_back(nested(values.subspan(i * size, size), shape.subspan(1)));
    return list;
}

std::string csvField(const std::string& text) {
    if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
    std::string quoted = "\"";
    for (const char c : text) quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
    return quoted + "\"";
}

std::string number(double value) {
    if (!std::isfinite(value)) return {};
    char buffer[32];
    const auto end = std::to_chars(buffer, buffer + sizeof buffer, value);
    return {buffer, end.ptr};
}

// What stands in the column of an axis for index i.
std::string coordinate(const Analysis& analysis, const std::string& axis, int64_t i) {
    static constexpr const char* kMergeFields[] = {"a", "b", "distance", "size"};
    static constexpr const char* kPairFields[] = {"expert", "expert_b", "lift", "similarity"};
    const size_t at = static_cast<size_t>(i);
    if (axis == "layer" && at < analysis.moeLayers.size())
        return std::to_string(analysis.moeLayers[at]);
    if ((axis == "corpus" || axis == "corpus_b") && at < analysis.corpora.size())
        return csvField(analysis.corpora[at].name);
    if (axis == "decile") return std::to_string(10 * i);
    if (axis == "share" && at < kConcentrationShares.size())
        return number(kConcentrationShares[at]);
    if (axis == "rank") return std::to_string(i + 1);
    if (axis == "merge_field" && at < std::size(kMergeFields)) return kMergeFields[at];
    if (axis == "pair_field" && at < std::size(kPairFields)) return kPairFields[at];
    return std::to_string(i);
}

} // namespace

Result<Json> showJson(const Analysis& analysis, const std::string& metric,
                      const std::string& corpus, int layer) {
    MOQA_TRY(const Shown shown, select(analysis, metric, corpus, layer));
    Json out{{"metric", shown.info->id},
             {"unit", shown.info->unit},
             {"formula", shown.info->formula},
             {"corpus", shown.corpus},
             {"shape", shown.shape},
             {"axes", shown.axes},
             {"values", nested(shown.values, shown.shape)},
             {"samples", shown.samples}};
    if (shown.layer >= 0) out["layer"] = shown.layer;
    if (const Coverage coverage = coverageOf(analysis); coverage.partial())
        out["partial"] = coverage.text();
    return out;
}

Result<std::string> showCsv(const Analysis& analysis, const std::string& metric,
                            const std::string& corpus, int layer) {
    MOQA_TRY(const Shown shown, select(analysis, metric, corpus, layer));
    std::string csv;
    for (const std::string& axis : shown.axes) csv += axis + ",";
    csv += fmt::format("{} [{}]\n", shown.info->id, shown.info->unit);
    std::vector<int64_t> index(shown.shape.size(), 0);
    for (const double value : shown.values) {
        for (size_t a = 0; a < index.size(); ++a)
            csv += coordinate(analysis, shown.axes[a], index[a]) + ",";
        csv += number(value) + "\n";
        for (size_t a = index.size(); a-- > 0 && ++index[a] == shown.shape[a];) index[a] = 0;
    }
    return csv;
}

Json listJson(const Analysis& analysis) {
    Json list = Json::array();
    for (const MetricInfo& info : metricTable()) {
        std::set<std::string> corpora;
        std::set<int> layers;
        ResultPtr first;
        for (auto it = analysis.results.lower_bound({info.id, "", -1});
             it != analysis.results.end() && it->first.metric == info.id; ++it) {
            corpora.insert(it->first.corpus);
            layers.insert(it->first.layer);
            if (!first) first = analysis.find(info.id, it->first.corpus, it->first.layer);
        }
        if (!first) continue;
        Json entry{{"metric", info.id},       {"title", info.title},  {"unit", info.unit},
                   {"formula", info.formula}, {"axes", axesOf(info)}, {"shape", first->shape},
                   {"corpora", corpora}};
        if (info.perLayer) entry["layers"] = layers;
        list.push_back(std::move(entry));
    }
    return list;
}

} // namespace moqa
