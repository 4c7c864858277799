// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/result_array.h"

#include <algorithm>

namespace moqa {

const ResultArray* Analysis::find(const std::string& metric, const std::string& corpus,
                                  int layer) const {
    const auto it = results.find({metric, corpus, layer});
    return it == results.end() ? nullptr : it->second.get();
}

bool Analysis::isSeen(int layer, int expert, const std::string& corpus) const {
    const ResultArray* count = find("count", corpus);
    const auto row = std::find(moeLayers.begin(), moeLayers.end(), layer);
    if (!count || row == moeLayers.end() || expert < 0 || expert >= experts) return true;
    const size_t cell =
        static_cast<size_t>(row - moeLayers.begin()) * static_cast<size_t>(experts) +
        static_cast<size_t>(expert);
    return cell >= count->values.size() || count->values[cell] > 0.0;
}

} // namespace moqa
