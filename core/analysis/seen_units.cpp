// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/seen_units.h"

namespace moqa {

SeenUnits::SeenUnits(const Analysis& analysis, const std::string& corpus)
    : m_counts(analysis.find("count", corpus)), m_experts(analysis.experts) {}

bool SeenUnits::contains(size_t row, int expert) const {
    if (!m_counts || expert < 0 || expert >= m_experts) return true;
    const size_t cell = row * static_cast<size_t>(m_experts) + static_cast<size_t>(expert);
    return cell >= m_counts->values.size() || m_counts->values[cell] > 0.0;
}

} // namespace moqa
