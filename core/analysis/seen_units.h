// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Which experts the tokens of one corpus chose, for views that ask of every cell: the counts are
// looked up once, where Analysis::isSeen looks them up at each question (4 us, and a map of 32,768
// cells asks 32,768 times). Immutable; any thread.

#include "core/analysis/result_array.h"

namespace moqa {

class SeenUnits {
public:
    // corpus "" = of any. Keeps the counts, not the analysis.
    SeenUnits(const Analysis& analysis, const std::string& corpus);
    // row: of moeLayers. True where stage 1 was not run and outside the counts.
    bool contains(size_t row, int expert) const;

private:
    ResultPtr m_counts; // may be null
    int m_experts;
};

} // namespace moqa
