// SPDX-License-Identifier: GPL-3.0-or-later
// The run: all corpora go through a layer before the next one is read, so that a layer's weights
// are needed once and only one layer's channel sums exist, whatever the depth.
#include "core/analysis/analyze.h"

#include "core/analysis/analysis_builder.h"
#include "core/analysis/analyze_request.h"
#include "core/analysis/coverage.h"
#include "core/analysis/layer_collector.h"
#include "core/analysis/similarity.h"
#include "core/analysis/stage_results.h"
#include "core/base/memory.h"
#include "core/model/rows.h"
#include "core/model/weights.h"
#include "core/text/token_weights.h"
#include "moqa/kernels.h"

#include <algorithm>
#include <fmt/format.h>

namespace moqa {

namespace {

// Co-activated pairs are rarer than tokens: errors are compared on this many times more tokens,
// which costs about as much, since each runs only through its own experts.
constexpr int64_t kProbeFactor = 8;
// Tokens of each corpus whose stream is compared before and behind a block.
constexpr int64_t kBlockTokens = 4096;

class Analyzer {
public:
    Analyzer(const ModelSource& model, const std::vector<Corpus>& corpora,
             const AnalyzeOptions& options, Progress& progress)
        : m_model(model), m_spec(model.spec()), m_corpora(corpora), m_options(options),
          m_progress(progress), m_moeLayers(m_spec.moeLayers()),
          m_builder(static_cast<int>(m_moeLayers.size())), m_forward(model) {}

    Result<Analysis> run();

private:
    Status prepare();
    Status embedAll();
    void indexTokens();
    Status runLayers(int& rows);
    Analysis finish(int rows);
    Status runLayer(int layer);
    Status passLayer(int layer, size_t corpus, Progress& progress);
    Status finishLayer(int row, int layer);
    Status compareExperts(LayerPlace place, const RoutingTally& pooled);
    Matrix pooledSample() const;
    ProbeSample pooledProbe() const;
    uint64_t seedOf(int a, int b) const {
        return m_options.seed + 0x9e3779b97f4a7c15ULL * static_cast<uint64_t>(a + 1) +
               0xd1b54a32d192ed03ULL * static_cast<uint64_t>(b + 1);
    }

    const ModelSource& m_model;
    const ModelSpec& m_spec;
    const std::vector<Corpus>& m_corpora;
    const AnalyzeOptions& m_options;
    Progress& m_progress;
    std::vector<int> m_moeLayers;
    AnalysisBuilder m_builder;
    Forward m_forward;
    int64_t m_window = 0;
    std::vector<CorpusInfo> m_infos;
    std::vector<TokenContext> m_contexts;
    std::vector<TokenIndex> m_indexes; // of every corpus, then of all end to end; stage 1 alone
    std::vector<LayerCollector> m_collectors;
    std::vector<Matrix> m_hidden;
    std::vector<LayerTrace> m_traces;                // of the layer in hand
    std::vector<RoutingTally> m_tallies;             // of the layer in hand
    std::vector<double> m_blockCosines;              // of the layer in hand, per corpus
    std::vector<std::vector<int32_t>> m_previousIds; // of the last layer with experts
};

Status Analyzer::prepare() {
    m_window = analysisWindow(m_spec, m_options);
    const int64_t corpora = static_cast<int64_t>(m_corpora.size());
    for (size_t d = 0; d < m_corpora.size(); ++d) {
        const Corpus& corpus = m_corpora[d];
        TokenContext context;
        MOQA_TRY(context.batch, TokenBatch::windows(corpus.ids, m_window, corpus.name));
        const TokenBatch& batch = context.batch;
        context.weights = tokenWeights(batch.ids, rankTokens(batch.ids), m_options.reweight);
        context.halves = randomHalves(batch, seedOf(static_cast<int>(d), 0));
        if (m_options.stage3) {
            const uint64_t seed = seedOf(static_cast<int>(d), 1);
            const int64_t rest = m_options.similaritySample % corpora;
            const int64_t share =
                m_options.similaritySample / corpora + (static_cast<int64_t>(d) < rest ? 1 : 0);
            context.similarityTokens = sampleTokens(batch.tokens(), share, seed);
            context.probeTokens = sampleTokens(batch.tokens(), share * kProbeFactor, seed);
        }
        if (m_options.stage1)
            context.blockTokens =
                sampleTokens(batch.tokens(), kBlockTokens, seedOf(static_cast<int>(d), 3));
        CorpusInfo info{corpus.name, corpus.source, corpus.textSha256};
        info.tokens = batch.tokens();
        info.droppedTokens = static_cast<int64_t>(corpus.ids.size()) - batch.tokens();
        info.sequences = batch.sequences();
        info.window = m_window;
        for (const auto& [name, weight] : m_options.corpusWeights)
            if (name == corpus.name) info.weight = weight;
        m_infos.push_back(std::move(info));
        m_contexts.push_back(std::move(context));
    }
    for (const TokenContext& context : m_contexts)
        m_collectors.emplace_back(context, m_spec, m_options.stage2);
    return {};
}

Status Analyzer::embedAll() {
    int64_t tokens = 0;
    for (const CorpusInfo& info : m_infos) tokens += info.tokens;
    MOQA_CHECK(requireMemory(tokens * m_spec.hidden * static_cast<int64_t>(sizeof(float)),
                             fmt::format("hidden states of {} tokens", tokens)));
    for (const TokenContext& context : m_contexts) {
        MOQA_TRY(Matrix hidden, m_forward.embed(context.batch));
        m_hidden.push_back(std::move(hidden));
    }
    return {};
}

void Analyzer::indexTokens() {
    std::vector<int32_t> all;
    for (const TokenContext& context : m_contexts) {
        m_indexes.emplace_back(context.batch.ids);
        all.insert(all.end(), context.batch.ids.begin(), context.batch.ids.end());
    }
    m_indexes.emplace_back(all);
}

Result<Analysis> Analyzer::run() {
    MOQA_CHECK(prepare());
    MOQA_CHECK(embedAll());
    if (m_options.stage1) {
        addTokenResults(m_builder, m_infos, m_contexts, m_spec.topK);
        indexTokens();
    }
    int rows = 0; // layers with routed experts that are complete
    const Status status = runLayers(rows);
    if (!status.ok()) {
        const bool keep = status.error().code == ErrorCode::Cancelled && m_options.keepPartial;
        if (!keep || rows == 0) return status.error();
        const auto row = static_cast<size_t>(rows);
        if (row < m_moeLayers.size())
            m_builder.dropFrom(rows, m_moeLayers[row], m_moeLayers[row - 1]);
        m_progress.note(fmt::format("cancelled: kept {} of {} layers", rows, m_moeLayers.size()));
    }
    return finish(rows);
}

Status Analyzer::runLayers(int& rows) {
    for (int layer = 0; layer < m_spec.layerCount(); ++layer) {
        MOQA_CHECK(runLayer(layer));
        if (m_spec.layers[static_cast<size_t>(layer)].moe) {
            MOQA_CHECK(finishLayer(rows, layer));
            ++rows;
        }
        m_model.releaseLayer(layer);
    }
    return {};
}

Analysis Analyzer::finish(int rows) {
    Analysis analysis;
    analysis.modelName = m_model.name();
    analysis.modelPath = m_model.path();
    analysis.modelFingerprint = m_model.fingerprint();
    analysis.moeLayers = m_moeLayers;
    analysis.experts = m_spec.experts;
    analysis.topK = m_spec.topK;
    analysis.corpora = m_infos;
    analysis.optionsJson = optionsJson(m_options, m_window, m_infos);
    m_builder.finish(analysis);
    Coverage coverage = coverageOf(analysis);
    coverage.tokensPlanned = std::max(coverage.tokensSeen, m_options.plannedTokens);
    coverage.layersComplete = rows;
    if (coverage.partial()) setCoverage(analysis, coverage);
    if (rows == coverage.layersPlanned) m_progress.report(1.0, "analysis done");
    return analysis;
}

Status Analyzer::runLayer(int layer) {
    const size_t n = m_corpora.size();
    m_traces.clear();
    m_tallies.clear();
    m_blockCosines.clear();
    for (size_t d = 0; d < n; ++d) {
        MOQA_CHECK(checkCancelled(m_progress));
        // The comparison of experts at the end of a layer counts as one more corpus.
        const double step = 1.0 / (m_spec.layerCount() * static_cast<double>(n + 1));
        const double begin = (layer * static_cast<double>(n + 1) + static_cast<double>(d)) * step;
        SubProgress sub(m_progress, begin, begin + step);
        sub.report(0.0, fmt::format("layer {} of {}: {}", layer + 1, m_spec.layerCount(),
                                    m_corpora[d].name));
        MOQA_CHECK(passLayer(layer, d, sub));
        LayerTrace trace = std::move(m_collectors[d].trace());
        m_tallies.push_back(std::move(trace.tally));
        m_traces.push_back(std::move(trace));
    }
    return {};
}

// As Forward::layer, with a look at the stream before and behind the block.
Status Analyzer::passLayer(int layer, size_t corpus, Progress& progress) {
    const TokenContext& context = m_contexts[corpus];
    Matrix& hidden = m_hidden[corpus];
    LayerCollector& collector = m_collectors[corpus];
    progress.report(0.0, "attention");
    MOQA_CHECK(m_forward.attentionBlock(layer, context.batch, hidden, &collector, progress));
    const Matrix before = gatherRows(hidden, context.blockTokens);
    progress.report(0.3, "experts");
    MOQA_CHECK(m_forward.ffnBlock(layer, hidden, &collector, progress));
    if (!allFinite(hidden.rows * hidden.cols, hidden.data.data())) {
        MOQA_CHECK(Weights(m_model, kernels::cpuBackend()).findNonFinite(layer));
        return badInput(
            fmt::format("the output of layer {} is not finite although its weights are", layer),
            m_model.path(), "its numbers overflow 32-bit floats");
    }
    m_model.releaseLayer(layer);
    m_blockCosines.push_back(meanCosine(before, hidden, context.blockTokens));
    return collector.layerDone(layer, hidden);
}

Status Analyzer::finishLayer(int row, int layer) {
    const LayerPlace place{row, layer, seedOf(layer, 2)};
    const RoutingTally pooled = pool(m_tallies);
    if (m_options.stage1) {
        addRoutingResults(m_builder, place, m_infos, m_tallies, pooled);
        addBlockResults(m_builder, place, m_infos, m_contexts, m_blockCosines);
        addFavouriteResults(m_builder, place, m_infos, m_indexes, m_traces, m_spec.topK,
                            m_spec.experts);
    }
    if (m_options.stage2) {
        std::vector<double> norms;
        for (int e = 0; e < m_spec.experts; ++e) {
            MOQA_CHECK(checkCancelled(m_progress));
            MOQA_TRY(const Matrix down, readFinite(m_model, {Role::ExpertDown, layer, e}));
            const std::vector<double> part = columnNormSquares(down);
            norms.insert(norms.end(), part.begin(), part.end());
        }
        addSignificanceResults(m_builder, place, m_infos, m_traces, norms, m_options);
    }
    if (!m_options.stage3) return {};
    addCoactivationResults(m_builder, place, m_infos, m_tallies, pooled);
    std::vector<std::vector<int32_t>> ids;
    for (LayerTrace& trace : m_traces) ids.push_back(std::move(trace.ids));
    if (row > 0)
        addTransitionResults(m_builder, m_moeLayers[static_cast<size_t>(row - 1)], m_infos,
                             m_previousIds, ids, m_spec.topK, m_spec.experts);
    m_previousIds = std::move(ids);
    return compareExperts(place, pooled);
}

Matrix Analyzer::pooledSample() const {
    Matrix sample(0, m_spec.hidden);
    for (const LayerTrace& trace : m_traces) {
        sample.rows += trace.similarityInput.rows;
        sample.data.insert(sample.data.end(), trace.similarityInput.data.begin(),
                           trace.similarityInput.data.end());
    }
    return sample;
}

ProbeSample Analyzer::pooledProbe() const {
    ProbeSample probe;
    probe.topK = m_spec.topK;
    probe.input = Matrix(0, m_spec.hidden);
    for (size_t d = 0; d < m_traces.size(); ++d) {
        const LayerTrace& trace = m_traces[d];
        probe.input.rows += trace.probeInput.rows;
        probe.input.data.insert(probe.input.data.end(), trace.probeInput.data.begin(),
                                trace.probeInput.data.end());
        probe.ids.insert(probe.ids.end(), trace.probeIds.begin(), trace.probeIds.end());
        probe.gates.insert(probe.gates.end(), trace.probeGates.begin(), trace.probeGates.end());
        for (const int64_t t : m_contexts[d].probeTokens)
            probe.weights.push_back(m_contexts[d].weights[static_cast<size_t>(t)]);
    }
    return probe;
}

Status Analyzer::compareExperts(LayerPlace place, const RoutingTally& pooled) {
    const int64_t n = m_spec.experts;
    // One seed for all layers: the same random directions, so layers can be compared.
    ExpertSimilarity similarity(m_spec.experts, pooledSample(), m_spec.hidden, m_options.seed);
    ErrorCorrelation errors(m_spec.experts, pooledProbe());
    const double layers = m_spec.layerCount();
    for (int e = 0; e < m_spec.experts; ++e) {
        MOQA_CHECK(checkCancelled(m_progress));
        const double part = static_cast<double>(e) / static_cast<double>(n);
        const double corpora = static_cast<double>(m_corpora.size());
        m_progress.report(
            (place.layer + (corpora + part) / (corpora + 1.0)) / layers,
            fmt::format("layer {} of {}: comparing experts", place.layer + 1, m_spec.layerCount()));
        MOQA_TRY(const ExpertWeights weights, readExpert(m_model, place.layer, e));
        similarity.add(e, weights);
        errors.add(e, weights);
    }
    const auto add = [&](const char* metric, std::vector<double> values, int64_t tokens) {
        m_builder.add({metric, "", place.layer}, {n, n}, std::move(values), tokens);
    };
    std::vector<double> outputs = similarity.outputSimilarity();
    addPatternResults(m_builder, place, pooled, outputs);
    add("output_similarity", std::move(outputs), similarity.tokens());
    add("cka", similarity.cka(), similarity.tokens());
    add("weight_similarity", similarity.weightSimilarity(), similarity.tokens());
    std::vector<double> matrix = errors.matrix();
    m_builder.setRow("error_offdiagonal", "", place.row, offDiagonalShare(matrix, m_spec.experts),
                     errors.tokens());
    add("error_correlation", std::move(matrix), errors.tokens());
    return {};
}

} // namespace

int64_t analysisWindow(const ModelSpec& spec, const AnalyzeOptions& options) {
    const int64_t limit = spec.maxPosition > 0 ? spec.maxPosition : 2048;
    return options.window > 0 ? options.window : std::min<int64_t>(2048, limit);
}

Result<Analysis> analyze(const ModelSource& model, const std::vector<Corpus>& corpora,
                         const AnalyzeOptions& options, Progress& progress) {
    MOQA_CHECK(checkRequest(model, corpora, options));
    return Analyzer(model, corpora, options, progress).run();
}

} // namespace moqa
