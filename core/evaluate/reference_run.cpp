// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/evaluate/reference_run.h"

#include "core/base/memory.h"

#include <algorithm>
#include <fmt/format.h>

namespace moqa {

namespace {

// Keeps the expert sets, layer by layer.
class RoutingRecorder final : public LayerObserver {
public:
    void ffnInput(int, MatrixView, const Routing* routing) override {
        if (!routing) return;
        std::vector<uint16_t> rows(routing->ids.begin(), routing->ids.end());
        const auto k = static_cast<std::ptrdiff_t>(routing->topK);
        for (auto row = rows.begin(); row != rows.end(); row += k) std::sort(row, row + k);
        m_chosen.push_back(std::move(rows));
    }
    bool wantsExperts() const override { return false; }
    std::vector<std::vector<uint16_t>> take() { return std::move(m_chosen); }

private:
    std::vector<std::vector<uint16_t>> m_chosen;
};

} // namespace

Result<CorpusRun> runCorpus(const ModelSource& model, Forward& forward, const Corpus& corpus,
                            Protocol protocol, int64_t window, bool keepRouting,
                            Progress& progress) {
    const ModelSpec& spec = model.spec();
    if (keepRouting && spec.experts > UINT16_MAX)
        return badInput(
            fmt::format("{} experts a layer are more than a comparison can hold", spec.experts),
            model.name());
    CorpusRun run;
    run.corpus = corpus.name;
    MOQA_TRY(run.windows, scoringWindows(spec, corpus, protocol, window));
    const int64_t tokens = run.windows.batch.tokens();
    MOQA_CHECK(requireMemory(tokens * spec.hidden * int64_t{sizeof(float)},
                             fmt::format("hidden states of {} tokens", tokens)));
    RoutingRecorder recorder;
    MOQA_TRY(run.hidden,
             forward.run(run.windows.batch, keepRouting ? &recorder : nullptr, progress));
    run.chosen = recorder.take();
    return run;
}

std::vector<double> routingShift(const std::vector<std::vector<uint16_t>>& a,
                                 const std::vector<std::vector<uint16_t>>& b, int topK) {
    std::vector<double> shift;
    for (size_t layer = 0; layer < a.size(); ++layer) {
        const auto k = static_cast<std::ptrdiff_t>(topK);
        int64_t moved = 0, tokens = 0;
        auto other = b[layer].begin();
        for (auto row = a[layer].begin(); row != a[layer].end(); row += k, other += k, ++tokens)
            moved += !std::equal(row, row + k, other);
        shift.push_back(tokens ? static_cast<double>(moved) / static_cast<double>(tokens) : 0.0);
    }
    return shift;
}

} // namespace moqa
