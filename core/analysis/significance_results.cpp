// SPDX-License-Identifier: GPL-3.0-or-later
// Stage 2 of one layer: significance of experts and channels, and its change between corpora.
#include "core/analysis/stage_results.h"
#include "core/analysis/statistics.h"

#include <numeric>

namespace moqa {

namespace {

using Arrays = std::vector<std::vector<double>>; // [corpus][value]

void addVariants(AnalysisBuilder& builder, LayerPlace place, const CorpusInfo& corpus,
                 const ChannelSums& sums, std::span<const double> downNormSquare) {
    const std::pair<const char*, Significance> variants[] = {
        {"significance_energy", Significance::Energy},
        {"significance_magnitude", Significance::Magnitude},
        {"significance_activation", Significance::Activation}};
    for (const auto& [metric, kind] : variants) {
        const auto channels = sums.significance(kind, SampleHalf::Both, downNormSquare);
        builder.setRow(metric, corpus.name, place.row, {sums.experts()},
                       expertSignificance(channels, sums.experts()), corpus.tokens);
    }
}

void addConcentration(AnalysisBuilder& builder, LayerPlace place, const char* metric,
                      const std::string& corpus, std::vector<double> values, int64_t samples) {
    const auto carried = concentration(std::move(values));
    builder.setRow(metric, corpus, place.row, {static_cast<int64_t>(carried.size())}, carried,
                   samples);
}

void addNullLevel(AnalysisBuilder& builder, LayerPlace place, const CorpusInfo& corpus,
                  const ChannelSums& sums, Significance kind,
                  std::span<const double> downNormSquare) {
    const std::vector<double> null =
        channelDynamics({normalised(sums.significance(kind, SampleHalf::First, downNormSquare)),
                         normalised(sums.significance(kind, SampleHalf::Second, downNormSquare))});
    builder.setRow("dynamics_null_total", corpus.name, place.row,
                   std::accumulate(null.begin(), null.end(), 0.0), corpus.tokens);
    addConcentration(builder, place, "dynamics_null_concentration", corpus.name, null,
                     corpus.tokens);
}

void addDynamics(AnalysisBuilder& builder, LayerPlace place, const Arrays& significance,
                 const Arrays& p, int64_t tokens, bool keepChannels) {
    const int64_t corpora = static_cast<int64_t>(significance.size());
    const int64_t experts = static_cast<int64_t>(significance[0].size());
    const JointDistribution joint = jointDistribution(significance);
    builder.setRow("joint_mean", "", place.row, {corpora}, joint.mean, tokens);
    builder.setRow("joint_covariance", "", place.row, {corpora, corpora}, joint.covariance, tokens);
    if (corpora < 2) return; // one corpus cannot change
    builder.setRow("dynamics", "", place.row, {experts}, joint.dynamics, tokens);
    std::vector<double> dynamics = channelDynamics(p);
    builder.setRow("dynamics_total", "", place.row,
                   std::accumulate(dynamics.begin(), dynamics.end(), 0.0), tokens);
    addConcentration(builder, place, "dynamics_concentration", "", dynamics, tokens);
    if (keepChannels) {
        const int64_t width = static_cast<int64_t>(dynamics.size()) / experts;
        builder.add({"channel_dynamics", "", place.layer}, {experts, width}, std::move(dynamics),
                    tokens);
    }
}

} // namespace

void addSignificanceResults(AnalysisBuilder& builder, LayerPlace place,
                            const std::vector<CorpusInfo>& corpora,
                            std::span<const LayerTrace> traces,
                            std::span<const double> downNormSquare, const AnalyzeOptions& options) {
    Arrays significance, p;
    std::vector<double> shares;
    int64_t tokens = 0;
    for (size_t d = 0; d < corpora.size(); ++d) {
        const ChannelSums& sums = *traces[d].channels;
        std::vector<double> channels =
            sums.significance(options.significance, SampleHalf::Both, downNormSquare);
        significance.push_back(expertSignificance(channels, sums.experts()));
        p.push_back(normalised(channels));
        shares.push_back(corpora[d].weight);
        tokens += corpora[d].tokens;
        builder.setRow("significance", corpora[d].name, place.row, {sums.experts()},
                       significance.back(), corpora[d].tokens);
        addVariants(builder, place, corpora[d], sums, downNormSquare);
        addConcentration(builder, place, "significance_concentration", corpora[d].name, channels,
                         corpora[d].tokens);
        addNullLevel(builder, place, corpora[d], sums, options.significance, downNormSquare);
        if (options.keepChannels)
            builder.add({"channel_significance", corpora[d].name, place.layer},
                        {sums.experts(), sums.width()}, std::move(channels), corpora[d].tokens);
    }
    builder.setRow("baseline_significance", "", place.row,
                   {static_cast<int64_t>(significance[0].size())},
                   baselineSignificance(significance, shares), tokens);
    addDynamics(builder, place, significance, p, tokens, options.keepChannels);
}

} // namespace moqa
