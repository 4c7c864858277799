// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quantize/corpus_mix.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <map>

namespace moqa {

Result<std::vector<float>> mixFactors(const std::vector<Corpus>& corpora, int64_t window,
                                      const std::vector<std::pair<std::string, double>>& weights) {
    std::vector<float> factors;
    if (weights.empty()) return factors;
    std::map<std::string, double> ofName;
    double sum = 0;
    for (const auto& [name, weight] : weights) {
        if (!(weight > 0) || !std::isfinite(weight))
            return usageError("the weight must be a positive number", "--corpus " + name);
        if (!ofName.emplace(name, weight).second)
            return usageError("this text has two weights", "--corpus " + name);
        if (std::none_of(corpora.begin(), corpora.end(),
                         [n = name](const Corpus& c) { return c.name == n; }))
            return usageError("no calibration text has this name", "--corpus " + name);
        sum += weight;
    }
    int64_t all = 0;
    for (const Corpus& corpus : corpora)
        all += static_cast<int64_t>(corpus.ids.size()) / window * window;
    for (const Corpus& corpus : corpora) {
        const auto weight = ofName.find(corpus.name);
        if (weight == ofName.end())
            return usageError("this calibration text has no weight", "--corpus " + corpus.name);
        const int64_t tokens = static_cast<int64_t>(corpus.ids.size()) / window * window;
        const double factor = weight->second / sum * static_cast<double>(all) /
                              static_cast<double>(std::max<int64_t>(1, tokens));
        factors.insert(factors.end(), static_cast<size_t>(tokens), static_cast<float>(factor));
    }
    return factors;
}

} // namespace moqa
