// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Calibration texts that count by weight instead of by length: in the moments of the routed experts
// every text has its share of the mix, however many tokens it is. A pure function.

#include "core/text/corpus.h"

#include <string>
#include <utility>
#include <vector>

namespace moqa {

// Factor of each token of the calibration stream (whole windows of the corpora, end to end), of
// mean 1 over all of them: weight / sum of weights * tokens of all / tokens of its corpus. Empty
// where no weight is given: every token counts alike. Usage error for a name that no corpus has or
// given twice, a corpus without a weight, or a weight that is not positive.
Result<std::vector<float>> mixFactors(const std::vector<Corpus>& corpora, int64_t window,
                                      const std::vector<std::pair<std::string, double>>& weights);

} // namespace moqa
