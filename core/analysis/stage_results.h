// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// From what one layer left (traces of all corpora) to the result arrays of the three stages. Called
// once per layer with routed experts; nothing of the layer is needed afterwards but the chosen ids,
// for the transitions to the next.

#include "core/analysis/analysis_builder.h"
#include "core/analysis/analyze.h"
#include "core/analysis/favourite_tokens.h"
#include "core/analysis/layer_collector.h"

#include <span>
#include <string>
#include <vector>

namespace moqa {

// Where a layer's results go.
struct LayerPlace {
    int row = 0;   // of the arrays over all layers
    int layer = 0; // model layer index
    uint64_t seed = 0;
};

// Token statistics of a corpus and the long-tail fits of all, from the ids alone.
void addTokenResults(AnalysisBuilder& builder, const std::vector<CorpusInfo>& corpora,
                     std::span<const TokenContext> contexts, int topK);

// All corpora as one sample of tokens.
RoutingTally pool(std::span<const RoutingTally> tallies);

// Stage 1 of the layer; corpora run parallel to tallies, which pooled joins.
void addRoutingResults(AnalysisBuilder& builder, LayerPlace place,
                       const std::vector<CorpusInfo>& corpora,
                       std::span<const RoutingTally> tallies, const RoutingTally& pooled);

// What the layer's block leaves of the stream's direction, per corpus and over all; cosines run
// parallel to corpora and contexts.
void addBlockResults(AnalysisBuilder& builder, LayerPlace place,
                     const std::vector<CorpusInfo>& corpora, std::span<const TokenContext> contexts,
                     std::span<const double> cosines);

// Favourite tokens of the layer's experts. indexes: of every corpus, then of all corpora end to
// end; ids: chosen [tokens, topK] of every corpus.
void addFavouriteResults(AnalysisBuilder& builder, LayerPlace place,
                         const std::vector<CorpusInfo>& corpora,
                         std::span<const TokenIndex> indexes, std::span<const LayerTrace> traces,
                         int topK, int experts);

// Stage 2. downNormSquare [experts, width].
void addSignificanceResults(AnalysisBuilder& builder, LayerPlace place,
                            const std::vector<CorpusInfo>& corpora,
                            std::span<const LayerTrace> traces,
                            std::span<const double> downNormSquare, const AnalyzeOptions& options);

// Stage 3 from the choices alone.
void addCoactivationResults(AnalysisBuilder& builder, LayerPlace place,
                            const std::vector<CorpusInfo>& corpora,
                            std::span<const RoutingTally> tallies, const RoutingTally& pooled);
// from and to: chosen ids [tokens, topK] per corpus, of fromLayer and of the next layer with
// experts.
void addTransitionResults(AnalysisBuilder& builder, int fromLayer,
                          const std::vector<CorpusInfo>& corpora,
                          std::span<const std::vector<int32_t>> from,
                          std::span<const std::vector<int32_t>> to, int topK, int experts);

// The two patterns of a layer from pooled co-activation and output similarity.
void addPatternResults(AnalysisBuilder& builder, LayerPlace place, const RoutingTally& pooled,
                       std::span<const double> outputSimilarity);

} // namespace moqa
