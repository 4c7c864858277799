// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/adapt/adapt.h"

#include "core/adapt/channel_choice.h"
#include "core/analysis/layer_collector.h"
#include "core/model/forward.h"
#include "core/text/token_weights.h"

#include <algorithm>
#include <chrono>
#include <fmt/format.h>

namespace moqa {

namespace {

using Clock = std::chrono::steady_clock;

double secondsSince(Clock::time_point start) {
    return std::chrono::duration<double>(Clock::now() - start).count();
}

Status takeLayer(const ModelSource& model, int layer, const LayerTrace& trace,
                 Significance significance, TextSample& sample, const Progress& progress) {
    std::vector<double> norms;
    for (int e = 0; e < model.spec().experts; ++e) {
        MOQA_CHECK(checkCancelled(progress)); // each is read from disk and dequantized
        MOQA_TRY(const Matrix down, model.readAll({Role::ExpertDown, layer, e}));
        const std::vector<double> part = columnNormSquares(down);
        norms.insert(norms.end(), part.begin(), part.end());
    }
    const std::vector<double> experts = expertSignificance(
        trace.channels->significance(significance, SampleHalf::Both, norms), model.spec().experts);
    sample.significance.insert(sample.significance.end(), experts.begin(), experts.end());
    UsageCounts counts;
    for (const double count : trace.tally.sequenceCounts)
        counts.push_back(static_cast<int32_t>(count));
    sample.usage.push_back(std::move(counts));
    sample.unreached += std::count(trace.tally.count.begin(), trace.tally.count.end(), 0.0);
    return {};
}

// Mean over the texts of what each gives an expert.
std::vector<double> meanSignificance(const std::vector<TextSample>& samples) {
    std::vector<double> mean(samples.front().significance.size());
    for (const TextSample& sample : samples)
        for (size_t i = 0; i < mean.size(); ++i)
            mean[i] += sample.significance[i] / static_cast<double>(samples.size());
    return mean;
}

Status checkModel(const ModelSource& model, const CachedModel& cached,
                  const std::vector<Corpus>& corpora) {
    if (corpora.empty())
        return usageError("there is no text to adapt to", "--corpus", "give --corpus NAME=FILE");
    std::vector<int> layers;
    for (const LayerCache& cache : cached.layers) layers.push_back(cache.layer);
    if (layers.empty() || layers != model.spec().moeLayers())
        return badInput("the channel cache is not that of this model", cached.path,
                        "write the file again with moqa quantize --cache");
    return {};
}

} // namespace

Result<TextSample> sampleText(const ModelSource& model, const Corpus& corpus, int64_t window,
                              Significance significance, double reweight, uint64_t seed,
                              Progress& progress) {
    TextSample sample;
    sample.corpus = corpus.name;
    if (static_cast<int64_t>(corpus.ids.size()) < window)
        return badInput(
            fmt::format("the text has {} tokens, and a window is {}", corpus.ids.size(), window),
            corpus.name, "give a longer text");
    TokenContext context;
    MOQA_TRY(context.batch, TokenBatch::windows(corpus.ids, window, corpus.name));
    const std::vector<int32_t>& ids = context.batch.ids;
    context.weights = tokenWeights(ids, rankTokens(ids), reweight);
    context.halves = randomHalves(context.batch, seed);
    sample.tokens = context.batch.tokens();
    sample.droppedTokens = static_cast<int64_t>(corpus.ids.size()) - sample.tokens;
    const ModelSpec& spec = model.spec();
    LayerCollector collector(context, spec, true);
    Forward forward(model);
    MOQA_TRY(Matrix hidden, forward.embed(context.batch));
    for (int layer = 0; layer < spec.layerCount(); ++layer) {
        MOQA_CHECK(checkCancelled(progress));
        progress.report(
            static_cast<double>(layer) / spec.layerCount(),
            fmt::format("{}: layer {} of {}", corpus.name, layer + 1, spec.layerCount()));
        SubProgress quiet(progress, 0, 0);
        MOQA_CHECK(forward.layer(layer, context.batch, hidden, &collector, quiet));
        if (spec.layers[static_cast<size_t>(layer)].moe)
            MOQA_CHECK(takeLayer(model, layer, collector.trace(), significance, sample, progress));
        model.releaseLayer(layer);
    }
    return sample;
}

bool Adaptation::recommendsSwitch() const {
    return std::any_of(drifts.begin(), drifts.end(),
                       [](const UsageDrift& drift) { return drift.recommendsSwitch(); });
}

Result<Adaptation> adapt(const ModelSource& model, const CachedModel& cached,
                         const std::vector<Corpus>& corpora, const AdaptOptions& options,
                         Progress& progress) {
    MOQA_CHECK(checkModel(model, cached, corpora));
    MOQA_TRY(const Significance kind, parseSignificance(cached.significance));
    Adaptation result;
    Clock::time_point start = Clock::now();
    const int64_t window = std::max<int64_t>(1, cached.layers.front().window);
    for (size_t d = 0; d < corpora.size(); ++d) {
        const double share = 1.0 / static_cast<double>(corpora.size());
        SubProgress part(progress, share * static_cast<double>(d),
                         share * static_cast<double>(d + 1));
        MOQA_TRY(TextSample sample,
                 sampleText(model, corpora[d], window, kind, cached.reweight, options.seed, part));
        MOQA_TRY(UsageDrift drift, usageDrift(cached, sample.usage, options.windowTokens));
        drift.corpus = corpora[d].name;
        result.drifts.push_back(std::move(drift));
        result.samples.push_back(std::move(sample));
    }
    result.sampleSeconds = secondsSince(start);
    start = Clock::now();
    std::vector<double> baseline;
    std::vector<int> layers;
    for (const LayerCache& cache : cached.layers) {
        baseline.insert(baseline.end(), cache.baseline.begin(), cache.baseline.end());
        layers.push_back(cache.layer);
        result.cachedChannels += cache.size();
    }
    const std::vector<double> significance = meanSignificance(result.samples);
    result.unreached = std::count(significance.begin(), significance.end(), 0.0);
    MOQA_TRY(result.changes, precisionChanges(cached.plan, baseline, significance, layers,
                                              model.spec().experts, progress));
    MOQA_TRY(result.patch, makePatch(cached, result.changes, options.mode, progress));
    for (const Corpus& corpus : corpora) result.patch.corpora.push_back(corpus.name);
    result.patchSeconds = secondsSince(start);
    return result;
}

} // namespace moqa
