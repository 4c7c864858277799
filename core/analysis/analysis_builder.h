// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Collects result arrays while an analysis runs: arrays over all layers are filled row by row,
// whole arrays go in as they are. finish() moves everything into the immutable Analysis.

#include "core/analysis/result_array.h"

#include <map>
#include <set>
#include <span>
#include <string>
#include <vector>

namespace moqa {

class AnalysisBuilder {
public:
    explicit AnalysisBuilder(int layerRows) : m_layerRows(layerRows) {}

    // Row of an array whose first axis is the layer; rows never set stay NaN.
    void setRow(const std::string& metric, const std::string& corpus, int row,
                const std::vector<int64_t>& rowShape, std::span<const double> values,
                int64_t samples);
    void setRow(const std::string& metric, const std::string& corpus, int row, double value,
                int64_t samples) {
        setRow(metric, corpus, row, {}, {&value, 1}, samples);
    }
    void add(ResultKey key, std::vector<int64_t> shape, std::vector<double> values,
             int64_t samples);

    // Takes back everything of the layers from this row on, whose model layer index is `layer`; the
    // transitions from the layer before, previousLayer, lead there and go with them.
    void dropFrom(int row, int layer, int previousLayer);

    void finish(Analysis& analysis);

private:
    int m_layerRows;
    std::map<ResultKey, ResultArray> m_arrays;
    std::set<std::string> m_byRow; // metrics filled row by row
};

} // namespace moqa
