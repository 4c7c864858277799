// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/adapt/usage_monitor.h"

#include "core/base/quantile.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace moqa {

namespace {

using Shares = std::vector<double>;

double sumOf(std::span<const double> values) {
    return std::accumulate(values.begin(), values.end(), 0.0);
}

void addSequence(std::span<const int32_t> usage, size_t sequence, double sign, Shares& sum) {
    for (size_t e = 0; e < sum.size(); ++e) sum[e] += sign * usage[sequence * sum.size() + e];
}

// Sequences [begin, begin + count) of a usage table.
Shares windowOf(std::span<const int32_t> usage, size_t experts, size_t begin, size_t count) {
    Shares sum(experts);
    for (size_t s = begin; s < begin + count; ++s) addSequence(usage, s, 1, sum);
    return sum;
}

// Of one layer: usage of each calibration text, and their mix by weight.
class Mix {
public:
    Mix(const LayerCache& cache, const std::vector<double>& weights)
        : m_weights(weights), m_texts(weights.size(), Shares(cache.baseline.size())) {
        for (size_t s = 0; s < cache.sequenceCorpus.size(); ++s)
            addSequence(cache.usage, s, 1, m_texts[static_cast<size_t>(cache.sequenceCorpus[s])]);
    }
    // Without a window of one of the texts; -1 = with all.
    Shares without(int text, const Shares& window) const {
        Shares mix(m_texts.front().size());
        for (size_t d = 0; d < m_texts.size(); ++d) {
            Shares usage = m_texts[d];
            if (static_cast<int>(d) == text)
                for (size_t e = 0; e < usage.size(); ++e) usage[e] -= window[e];
            const double sum = sumOf(usage);
            for (size_t e = 0; sum > 0 && e < mix.size(); ++e)
                mix[e] += m_weights[d] * usage[e] / sum;
        }
        return mix;
    }

private:
    const std::vector<double>& m_weights;
    std::vector<Shares> m_texts;
};

std::vector<double> weightsOf(const CachedModel& model) {
    std::vector<double> weights;
    const auto named = model.plan.options.find("corpora");
    for (const std::string& name : model.corpora) {
        const bool given = named != model.plan.options.end() && named->is_object() &&
                           named->contains(name) && named->at(name).is_number();
        weights.push_back(given ? named->at(name).get<double>() : 1.0);
    }
    return weights;
}

// A run of sequences of one calibration text.
struct Window {
    size_t begin = 0;
    int text = 0;
};

std::vector<Window> calibrationWindows(const std::vector<int32_t>& corpusOf, size_t length) {
    std::vector<Window> windows;
    for (size_t begin = 0; begin + length <= corpusOf.size(); ++begin)
        if (corpusOf[begin] == corpusOf[begin + length - 1])
            windows.push_back({begin, corpusOf[begin]});
    return windows;
}

// Sequences of the shortest text.
size_t shortestText(const std::vector<int32_t>& corpusOf, size_t texts) {
    std::vector<size_t> lengths(texts);
    for (const int32_t text : corpusOf) ++lengths[static_cast<size_t>(text)];
    return *std::min_element(lengths.begin(), lengths.end());
}

double meanOf(const std::vector<double>& values) {
    return sumOf(values) / static_cast<double>(values.size());
}

double highOf(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    return quantileOfSorted(values, kNullLevel);
}

} // namespace

double jensenShannon(std::span<const double> a, std::span<const double> b) {
    const double sumA = sumOf(a), sumB = sumOf(b);
    if (!(sumA > 0) || !(sumB > 0)) return std::numeric_limits<double>::quiet_NaN();
    double divergence = 0;
    for (size_t i = 0; i < a.size(); ++i) {
        const double p = a[i] / sumA, q = b[i] / sumB, middle = (p + q) / 2;
        if (p > 0) divergence += p / 2 * std::log2(p / middle);
        if (q > 0) divergence += q / 2 * std::log2(q / middle);
    }
    return std::clamp(divergence, 0.0, 1.0);
}

Result<UsageDrift> usageDrift(const CachedModel& model, const std::vector<UsageCounts>& usage,
                              int64_t windowTokens) {
    const LayerCache& first = model.layers.front();
    const size_t experts = first.baseline.size(), known = first.sequenceCorpus.size();
    if (known < 2 || first.window < 1)
        return badInput("the file does not say how calibration used the experts", model.path,
                        "quantize it with calibration texts of two windows or more");
    const size_t sequences = usage.front().size() / experts;
    if (sequences == 0)
        return badInput("the text is shorter than one window", {}, "give a longer text");
    const size_t most =
        std::min(sequences,
                 std::max<size_t>(1, shortestText(first.sequenceCorpus, model.corpora.size()) / 2));
    const size_t length = std::clamp<size_t>(
        static_cast<size_t>(std::max<int64_t>(0, windowTokens) / first.window), 1, most);
    const std::vector<Window> nulls = calibrationWindows(first.sequenceCorpus, length);
    const size_t windows = sequences - length + 1;
    const std::vector<double> weights = weightsOf(model);

    UsageDrift drift;
    drift.windowTokens = static_cast<int64_t>(length) * first.window;
    drift.windows = static_cast<int64_t>(windows);
    drift.nullWindows = static_cast<int64_t>(nulls.size());
    std::vector<double> means(windows), nullMeans(nulls.size());
    const double layers = static_cast<double>(model.layers.size());
    for (size_t l = 0; l < model.layers.size(); ++l) {
        const LayerCache& cache = model.layers[l];
        const Mix mix(cache, weights);
        const Shares all = mix.without(-1, {});
        std::vector<double> now, null;
        for (size_t w = 0; w < windows; ++w) {
            now.push_back(jensenShannon(windowOf(usage[l], experts, w, length), all));
            means[w] += now.back() / layers;
        }
        for (size_t w = 0; w < nulls.size(); ++w) {
            const Shares window = windowOf(cache.usage, experts, nulls[w].begin, length);
            null.push_back(jensenShannon(window, mix.without(nulls[w].text, window)));
            nullMeans[w] += null.back() / layers;
        }
        drift.layers.push_back({cache.layer, meanOf(now), *std::max_element(now.begin(), now.end()),
                                meanOf(null), highOf(null)});
    }
    drift.mean = meanOf(means);
    drift.nullMean = meanOf(nullMeans);
    drift.nullHigh = highOf(nullMeans);
    const auto above = std::count_if(means.begin(), means.end(),
                                     [&](double value) { return value > drift.nullHigh; });
    drift.beyond = static_cast<double>(above) / static_cast<double>(windows);
    return drift;
}

} // namespace moqa
