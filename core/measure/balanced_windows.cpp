// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/measure/balanced_windows.h"

#include "core/base/parallel.h"
#include "core/base/sha256.h"
#include "core/model/forward.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <limits>
#include <numeric>

namespace moqa {

namespace {

// Counts the choices of a batch of whole windows.
class WindowCounter final : public LayerObserver {
public:
    WindowCounter(int64_t window, const std::vector<int>& moeLayers, int experts)
        : m_window(window), m_layers(moeLayers), m_experts(experts) {}

    void begin(uint32_t* counts) { m_counts = counts; }
    void ffnInput(int layer, MatrixView, const Routing* routing) override {
        if (routing == nullptr) return;
        const auto row = std::lower_bound(m_layers.begin(), m_layers.end(), layer);
        const auto units = static_cast<int64_t>(m_layers.size()) * m_experts;
        const int64_t first = (row - m_layers.begin()) * m_experts;
        for (size_t i = 0; i < routing->ids.size(); ++i) {
            const int64_t token = static_cast<int64_t>(i) / routing->topK;
            ++m_counts[token / m_window * units + first + routing->ids[i]];
        }
    }
    bool wantsExperts() const override { return false; }

private:
    const int64_t m_window;
    const std::vector<int> m_layers;
    const int64_t m_experts;
    uint32_t* m_counts = nullptr; // [window of the batch, unit]
};

Result<WindowLoads> loadsOf(const ModelSource& model, const TokenBatch& all, int64_t window,
                            Progress& progress) {
    constexpr int64_t kBatchTokens = 8192; // as many rows an expert as pay for widening its weights
    const std::vector<int> layers = model.spec().moeLayers();
    WindowLoads loads;
    loads.units = static_cast<int64_t>(layers.size()) * model.spec().experts;
    loads.counts.resize(static_cast<size_t>(all.sequences() * loads.units));
    Forward forward(model);
    WindowCounter counter(window, layers, model.spec().experts);
    const int64_t step = std::max<int64_t>(1, kBatchTokens / window);
    for (int64_t first = 0; first < all.sequences(); first += step) {
        const double share = 1.0 / static_cast<double>(all.sequences());
        SubProgress part(progress, static_cast<double>(first) * share,
                         std::min(1.0, static_cast<double>(first + step) * share));
        TokenBatch batch;
        for (int64_t s = first; s < std::min(all.sequences(), first + step); ++s) {
            batch.starts.push_back(batch.tokens());
            const auto begin = all.ids.begin() + all.starts[static_cast<size_t>(s)];
            batch.ids.insert(batch.ids.end(), begin, begin + window);
        }
        counter.begin(loads.counts.data() + first * loads.units);
        MOQA_CHECK(forward.run(batch, &counter, part));
    }
    return loads;
}

void addTo(std::vector<double>& sum, const WindowLoads& loads, int64_t window) {
    for (int64_t u = 0; u < loads.units; ++u)
        sum[static_cast<size_t>(u)] +=
            static_cast<double>(loads.counts[static_cast<size_t>(window * loads.units + u)]);
}

// |sum + counts|^2 - |sum|^2
double growth(const std::vector<double>& sum, const WindowLoads& loads, int64_t window) {
    const uint32_t* const counts = loads.counts.data() + window * loads.units;
    double result = 0;
    for (int64_t u = 0; u < loads.units; ++u) {
        const auto c = static_cast<double>(counts[u]);
        result += c * (2 * sum[static_cast<size_t>(u)] + c);
    }
    return result;
}

Corpus chosenCorpus(const Corpus& corpus, const std::vector<int64_t>& windows, int64_t window) {
    Corpus chosen;
    chosen.name = corpus.name;
    chosen.source = fmt::format("{}, {} of its windows of {} tokens, balanced over the experts",
                                corpus.source, windows.size(), window);
    chosen.textSha256 = sha256Hex(
        fmt::format("{} windows of {}: {}", corpus.textSha256, window, fmt::join(windows, ",")));
    for (const int64_t w : windows) {
        const auto begin = corpus.ids.begin() + w * window;
        chosen.ids.insert(chosen.ids.end(), begin, begin + window);
    }
    return chosen;
}

} // namespace

std::vector<std::vector<int64_t>> chooseBalanced(const std::vector<WindowLoads>& texts,
                                                 int64_t wanted) {
    std::vector<std::vector<int64_t>> chosen(texts.size());
    std::vector<std::vector<uint8_t>> taken;
    for (const WindowLoads& text : texts) taken.emplace_back(static_cast<size_t>(text.windows()));
    std::vector<double> sum(texts.empty() ? 0 : static_cast<size_t>(texts.front().units));
    for (int64_t round = 0; round < wanted; ++round)
        for (size_t t = 0; t < texts.size(); ++t) {
            const WindowLoads& text = texts[t];
            std::vector<double> cost(taken[t].size(), std::numeric_limits<double>::infinity());
            parallelFor(
                text.windows(),
                [&](int64_t w, int) {
                    if (!taken[t][static_cast<size_t>(w)])
                        cost[static_cast<size_t>(w)] = growth(sum, text, w);
                },
                64);
            const auto best = std::min_element(cost.begin(), cost.end());
            if (best == cost.end() || std::isinf(*best)) continue;
            const int64_t window = best - cost.begin();
            taken[t][static_cast<size_t>(window)] = 1;
            addTo(sum, text, window);
            chosen[t].push_back(window);
        }
    for (std::vector<int64_t>& windows : chosen) std::sort(windows.begin(), windows.end());
    return chosen;
}

double loadVariation(const std::vector<double>& loads, int64_t experts) {
    double sum = 0;
    int64_t layers = 0;
    for (auto begin = loads.begin(); begin != loads.end(); begin += experts, ++layers) {
        const double mean =
            std::accumulate(begin, begin + experts, 0.0) / static_cast<double>(experts);
        double squares = 0;
        for (auto load = begin; load != begin + experts; ++load)
            squares += (*load - mean) * (*load - mean);
        if (mean > 0) sum += std::sqrt(squares / static_cast<double>(experts)) / mean;
    }
    return layers > 0 ? sum / static_cast<double>(layers) : 0.0;
}

Result<BalancedCorpora> balanceCorpora(const ModelSource& model, const std::vector<Corpus>& corpora,
                                       int64_t tokens, int64_t window, Progress& progress) {
    if (model.spec().moeLayers().empty())
        return badInput("the model has no routed experts to balance", model.name());
    const int64_t limit = model.spec().maxPosition;
    if (window == 0) window = limit > 0 ? std::min<int64_t>(2048, limit) : 2048;
    std::vector<WindowLoads> loads;
    for (size_t c = 0; c < corpora.size(); ++c) {
        const auto count = static_cast<double>(corpora.size());
        SubProgress part(progress, static_cast<double>(c) / count,
                         static_cast<double>(c + 1) / count);
        MOQA_TRY(const TokenBatch all,
                 TokenBatch::windows(corpora[c].ids, window, corpora[c].name));
        MOQA_TRY(WindowLoads of, loadsOf(model, all, window, part));
        loads.push_back(std::move(of));
    }
    const int64_t wanted = std::max<int64_t>(1, tokens / window);
    const std::vector<std::vector<int64_t>> chosen = chooseBalanced(loads, wanted);
    BalancedCorpora result;
    result.window = window;
    const auto units = loads.empty() ? size_t{0} : static_cast<size_t>(loads.front().units);
    std::vector<double> sum(units), first(units);
    for (size_t c = 0; c < corpora.size(); ++c) {
        for (const int64_t w : chosen[c]) addTo(sum, loads[c], w);
        for (size_t w = 0; w < chosen[c].size(); ++w)
            addTo(first, loads[c], static_cast<int64_t>(w));
        result.corpora.push_back(chosenCorpus(corpora[c], chosen[c], window));
    }
    result.variation = loadVariation(sum, model.spec().experts);
    result.variationOfFirst = loadVariation(first, model.spec().experts);
    return result;
}

} // namespace moqa
