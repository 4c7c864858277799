// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/result_array.h"

#include "core/analysis/seen_units.h"
#include "core/analysis/statistics.h"

#include <algorithm>

namespace moqa {

ResultPtr Analysis::find(const std::string& metric, const std::string& corpus, int layer) const {
    const auto it = results.find({metric, corpus, layer});
    if (it == results.end()) return nullptr;
    if (it->second || !source) return it->second;
    const Result<ResultPtr> read = source->get(it->first);
    return read.ok() ? read.value() : nullptr;
}

Result<ResultPtr> Analysis::get(const ResultKey& key) const {
    const auto it = results.find(key);
    if (it != results.end() && it->second) return it->second;
    if (it != results.end() && source) return source->get(key);
    return badInput("the analysis has no such result", nameOf(key), "run the analysis again");
}

std::string nameOf(const ResultKey& key) {
    return key.metric + (key.corpus.empty() ? "" : " of " + key.corpus) +
           (key.layer < 0 ? "" : ", layer " + std::to_string(key.layer));
}

bool Analysis::isSeen(int layer, int expert, const std::string& corpus) const {
    const auto row = std::find(moeLayers.begin(), moeLayers.end(), layer);
    if (row == moeLayers.end()) return true;
    return SeenUnits(*this, corpus).contains(static_cast<size_t>(row - moeLayers.begin()), expert);
}

namespace {

// Length of an axis that the analysis fixes; -1 = any (ranks, pairs).
int64_t axisLength(const Analysis& analysis, const std::string& axis) {
    if (axis == "layer") return static_cast<int64_t>(analysis.moeLayers.size());
    if (axis == "expert" || axis == "expert_b" || axis == "next_expert" || axis == "position")
        return analysis.experts;
    if (axis == "corpus" || axis == "corpus_b")
        return static_cast<int64_t>(analysis.corpora.size());
    if (axis == "decile") return kDecileCount;
    if (axis == "merge") return analysis.experts - 1;
    if (axis == "merge_field" || axis == "pair_field") return 4;
    return -1;
}

} // namespace

bool Analysis::fits(const ResultArray& array) const {
    const MetricInfo* metric = findMetric(array.key.metric);
    if (!metric) return true;
    const std::vector<std::string> axes = axesOf(*metric);
    if (array.shape.size() != axes.size()) return false;
    for (size_t a = 0; a < axes.size(); ++a) {
        const int64_t length = axisLength(*this, axes[a]);
        if (length >= 0 && array.shape[a] != length) return false;
    }
    return true;
}

} // namespace moqa
