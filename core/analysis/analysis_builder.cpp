// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/analysis_builder.h"

#include "core/analysis/statistics.h"

#include <algorithm>
#include <cstddef>

namespace moqa {

void AnalysisBuilder::setRow(const std::string& metric, const std::string& corpus, int row,
                             const std::vector<int64_t>& rowShape, std::span<const double> values,
                             int64_t samples) {
    const ResultKey key{metric, corpus, -1};
    m_byRow.insert(metric);
    ResultArray& array = m_arrays[key];
    if (array.values.empty()) {
        array.key = key;
        array.shape = {m_layerRows};
        array.shape.insert(array.shape.end(), rowShape.begin(), rowShape.end());
        array.values.assign(static_cast<size_t>(m_layerRows) * values.size(), kNotSeen);
    }
    array.samples = samples;
    std::copy(values.begin(), values.end(),
              array.values.begin() +
                  static_cast<std::ptrdiff_t>(row) * static_cast<std::ptrdiff_t>(values.size()));
}

void AnalysisBuilder::add(ResultKey key, std::vector<int64_t> shape, std::vector<double> values,
                          int64_t samples) {
    ResultArray array{key, std::move(shape), std::move(values), samples};
    m_arrays.insert_or_assign(std::move(key), std::move(array));
}

void AnalysisBuilder::dropFrom(int row, int layer, int previousLayer) {
    std::erase_if(m_arrays, [&](const auto& entry) {
        const ResultKey& key = entry.first;
        return key.layer >= layer ||
               (key.layer == previousLayer && key.metric.starts_with("transition"));
    });
    for (const std::string& metric : m_byRow)
        for (auto it = m_arrays.lower_bound({metric, "", -1});
             it != m_arrays.end() && it->first.metric == metric; ++it) {
            std::vector<double>& values = it->second.values;
            const size_t width = values.size() / static_cast<size_t>(m_layerRows);
            std::fill(values.begin() +
                          static_cast<std::ptrdiff_t>(static_cast<size_t>(row) * width),
                      values.end(), kNotSeen);
        }
}

void AnalysisBuilder::finish(Analysis& analysis) {
    for (auto& [key, array] : m_arrays)
        analysis.results[key] = std::make_shared<const ResultArray>(std::move(array));
    m_arrays.clear();
}

} // namespace moqa
