// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/plan/unit_scores.h"

#include "core/base/parallel.h"
#include "core/base/translatable.h"
#include "core/plan/plan_units.h"
#include "core/plan/weight_scores.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <functional>
#include <limits>
#include <numeric>

namespace moqa {

const std::vector<ScoreInfo>& scoreTable() {
    using enum ScoreNeeds;
    static const std::vector<ScoreInfo> table = {
        {"frequency", MOQA_TEXT("Routing frequency"), "n_e / T",
         MOQA_TEXT(
             "Share of tokens that chose the expert: blind to gates and to the size of outputs."),
         "QuantMoE-Bench, arXiv 2406.08155", Analysis, true, false},
        {"gate_mass", MOQA_TEXT("Gate mass"), MOQA_TEXT("sum_t g, share of the layer"),
         MOQA_TEXT("As frequency, weighted by how much the expert counts where it is chosen."),
         "MC-MoE, arXiv 2410.06270", Analysis, true, false},
        {"exposure", MOQA_TEXT("Gate mass times output norm"),
         MOQA_TEXT("sqrt(n_e sum_t g^2 ||y||^2), share of layer"),
         MOQA_TEXT("Upper bound of sum g ||y|| (Cauchy-Schwarz): output norms are not kept token "
                   "by token, "
                   "their gated energy is."),
         "TyloQuant MFQ", Analysis, true, false},
        {"significance", MOQA_TEXT("Expert significance"),
         "sum_c S_ch(e,c) / sum_e' sum_c S_ch(e',c)",
         MOQA_TEXT("Share of the layer's routed contribution."), "arXiv 2503.21135, eq. 1",
         Analysis, true, false},
        {"block_cosine", MOQA_TEXT("Cosine of the block's input and output"),
         "mean_t cos(x, x + F(x))",
         MOQA_TEXT("One value for all experts of a layer; a low one means a block that turns the "
                   "stream. Measured, where the paper trains a small network to predict it."),
         "QuantMoE-Bench, arXiv 2406.08155", Analysis, false, false},
        {"entropy", MOQA_TEXT("Softmax entropy of the weights"), MOQA_TEXT("H(softmax(W)) in nats"),
         MOQA_TEXT("For weights this is ln n - variance / 2 to second order: it ranks experts of "
                   "one size by "
                   "falling variance and says nothing else. EWQ gives high entropy more bits."),
         "EWQ, arXiv 2503.04704", Weights, true, true},
        {"spectral_hill", MOQA_TEXT("Spectral exponent, Hill"), "1 + k / sum_i ln(l_i / l_(k+1))",
         MOQA_TEXT(
             "Tail exponent of the eigenvalues of 128 x 128 tiles, top 10 %: a low one means heavy "
             "tails, read as well-trained and sensitive."),
         "AlphaQ, arXiv 2606.04980", Weights, false, true},
        {"spectral_fit", MOQA_TEXT("Spectral exponent, fitted"),
         MOQA_TEXT("maximum likelihood above the best threshold"),
         MOQA_TEXT("As Hill, with the threshold of least Kolmogorov-Smirnov distance."),
         "Clauset, Shalizi & Newman 2009", Weights, false, true},
        {"kurtosis", MOQA_TEXT("Kurtosis of the weights"), "m4 / m2^2",
         MOQA_TEXT("3 = normal; more = heavier tails, which a uniform grid covers badly."),
         "MiLo, arXiv 2504.02658", Weights, true, true},
        {"outlier", MOQA_TEXT("Outlier ratio"), "max_j max_i |W_ij| / mean_i |W_ij|",
         MOQA_TEXT("Largest element of a column over its mean; of an expert the largest of its "
                   "projections."),
         "QuantMoE-Bench, arXiv 2406.08155", Weights, true, true},
        {"router_norm", MOQA_TEXT("Norm of the router's vector"), "||W_router[e]||",
         MOQA_TEXT(
             "A long vector gives the expert large logits: a guess of frequency without data."),
         "MoQa Workbench", Weights, true, false},
        {"hessian_trace", MOQA_TEXT("Trace of the input moments"),
         MOQA_TEXT("sum_t g^2, share of the layer"),
         MOQA_TEXT("tr H_in = sum g^2 ||x||^2 with ||x||^2 taken as equal, since x comes from a "
                   "norm; the "
                   "moments themselves are not kept after the analysis."),
         MOQA_TEXT("MoPEQ, arXiv 2509.02512 (there the loss's Hessian)"), Analysis, true, false},
        {"measured_loss", MOQA_TEXT("Measured loss"),
         MOQA_TEXT("loss at 3 bits, else at the lowest width measured"),
         MOQA_TEXT("What the others try to predict."), "moqa.md 5", Losses, true, true},
    };
    return table;
}

const ScoreInfo* findScore(const std::string& id) {
    for (const ScoreInfo& info : scoreTable())
        if (id == info.id) return &info;
    return nullptr;
}

std::string scoreNames() {
    std::string names;
    for (const ScoreInfo& info : scoreTable())
        names += (names.empty() ? "" : ", ") + std::string(info.id);
    return names;
}

namespace {

constexpr double kUndefined = std::numeric_limits<double>::quiet_NaN();

UnitScore emptyScore(const ScoreInfo& info, const ModelSource& model) {
    UnitScore score;
    score.id = info.id;
    score.higherNeedsBits = info.higherNeedsBits;
    score.moeLayers = model.spec().moeLayers();
    score.experts = model.spec().experts;
    const size_t cells = score.moeLayers.size() * static_cast<size_t>(score.experts);
    score.values.assign(cells, kUndefined);
    if (info.perProjection)
        for (auto& values : score.byProjection) values.assign(cells, kUndefined);
    return score;
}

// Row of a model layer, -1 if it has no routed experts.
int64_t rowOf(const UnitScore& score, int layer) {
    const auto it = std::lower_bound(score.moeLayers.begin(), score.moeLayers.end(), layer);
    return it != score.moeLayers.end() && *it == layer ? it - score.moeLayers.begin() : -1;
}

void shareOfLayer(std::vector<double>& values, size_t experts) {
    for (size_t begin = 0; begin + experts <= values.size(); begin += experts) {
        double sum = 0;
        for (size_t e = 0; e < experts; ++e) sum += values[begin + e];
        for (size_t e = 0; sum > 0 && e < experts; ++e) values[begin + e] /= sum;
    }
}

Result<std::vector<double>> layerExpertValues(const Analysis& analysis, const char* metric,
                                              const std::string& corpus, size_t cells) {
    MOQA_TRY(const ResultPtr array, analysis.get({metric, corpus, -1}));
    if (array->values.size() != cells)
        return badInput("the result does not have the model's layers and experts",
                        nameOf(array->key), "run moqa analyze again");
    std::vector<double> values = array->values;
    for (double& v : values)
        if (!std::isfinite(v)) v = 0.0; // not a token: nothing to protect
    return values;
}

// Per corpus, then mixed by the corpora's weights.
Status fillFromAnalysis(const ScoreSources& sources, UnitScore& score) {
    const Analysis& analysis = *sources.analysis;
    MOQA_TRY(const CorpusWeights weights, normalisedCorpusWeights(analysis, sources.corpora));
    const size_t cells = score.values.size();
    const auto experts = static_cast<size_t>(score.experts);
    std::fill(score.values.begin(), score.values.end(), 0.0);
    for (const auto& [corpus, weight] : weights) {
        const char* metric = score.id == "exposure"        ? "significance_energy"
                             : score.id == "hessian_trace" ? "gate_square"
                                                           : score.id.c_str();
        if (score.id == "block_cosine") { // of the layer: the same for all its experts
            MOQA_TRY(const std::vector<double> blocks,
                     layerExpertValues(analysis, metric, corpus, cells / experts));
            for (size_t i = 0; i < cells; ++i) score.values[i] += weight * blocks[i / experts];
            continue;
        }
        MOQA_TRY(std::vector<double> values, layerExpertValues(analysis, metric, corpus, cells));
        if (score.id == "exposure") {
            MOQA_TRY(const std::vector<double> counts,
                     layerExpertValues(analysis, "count", corpus, cells));
            for (size_t i = 0; i < cells; ++i) values[i] = std::sqrt(values[i] * counts[i]);
        }
        if (score.id != "frequency") shareOfLayer(values, experts);
        for (size_t i = 0; i < cells; ++i) score.values[i] += weight * values[i];
    }
    return {};
}

double scoreOfWeight(const std::string& id, const Matrix& weight, const Progress& progress) {
    if (id == "entropy") return softmaxEntropy(weight.data, progress);
    if (id == "kurtosis") return weightMoments(weight.data).kurtosis;
    if (id == "outlier") return outlierRatio(weight);
    const std::vector<double> eigenvalues = tileEigenvalues(weight, progress);
    return id == "spectral_hill" ? hillExponent(eigenvalues) : powerLawExponent(eigenvalues);
}

// Of an expert: the largest outlier, else the mean over its projections by their size.
double joined(const std::string& id, const std::array<double, 3>& values,
              const std::array<double, 3>& sizes) {
    if (id == "outlier") return *std::max_element(values.begin(), values.end());
    return std::inner_product(values.begin(), values.end(), sizes.begin(), 0.0) /
           std::accumulate(sizes.begin(), sizes.end(), 0.0);
}

Status fillFromWeights(const ModelSource& model, UnitScore& score, Progress& progress) {
    const size_t cells = score.values.size();
    const auto experts = static_cast<size_t>(score.experts);
    std::vector<Status> states(cells);
    for (size_t row = 0; row < score.moeLayers.size(); ++row) {
        MOQA_CHECK(checkCancelled(progress));
        progress.report(static_cast<double>(row) / static_cast<double>(score.moeLayers.size()),
                        fmt::format("{} of layer {}", score.id, score.moeLayers[row]));
        parallelFor(score.experts, [&](int64_t e, int) {
            const size_t cell = row * experts + static_cast<size_t>(e);
            std::array<double, 3> values{}, sizes{};
            const Role roles[] = {Role::ExpertGate, Role::ExpertUp, Role::ExpertDown};
            for (size_t p = 0; p < 3; ++p) {
                if (progress.cancelled()) return;
                const WeightId id{roles[p], score.moeLayers[row], static_cast<int>(e)};
                auto weight = model.readAll(id);
                if (!weight.ok()) {
                    states[cell] = weight.error();
                    return;
                }
                values[p] = scoreOfWeight(score.id, *weight, progress);
                sizes[p] = static_cast<double>(weight->data.size());
                score.byProjection[p][cell] = values[p];
            }
            score.values[cell] = joined(score.id, values, sizes);
        });
        model.releaseLayer(score.moeLayers[row]);
    }
    MOQA_CHECK(checkCancelled(progress)); // scores of a layer that was cut short
    for (const Status& status : states) MOQA_CHECK(status);
    return {};
}

Status fillFromRouters(const ModelSource& model, UnitScore& score) {
    for (size_t row = 0; row < score.moeLayers.size(); ++row) {
        MOQA_TRY(const Matrix router, model.readAll({Role::Router, score.moeLayers[row], -1}));
        if (router.rows != score.experts)
            return badInput("the router does not have a row for each expert",
                            fmt::format("layer {}", score.moeLayers[row]));
        for (int e = 0; e < score.experts; ++e) {
            double square = 0;
            for (int64_t c = 0; c < router.cols; ++c)
                square +=
                    static_cast<double>(router.row(e)[c]) * static_cast<double>(router.row(e)[c]);
            score.values[row * static_cast<size_t>(score.experts) + static_cast<size_t>(e)] =
                std::sqrt(square);
        }
    }
    return {};
}

Status fillFromLosses(const ScoreSources& sources, UnitScore& score) {
    const LossTable& table = *sources.losses;
    MOQA_CHECK(table.fits(*sources.model));
    std::vector<std::string> known;
    for (const LossCorpus& corpus : table.corpora) known.push_back(corpus.name);
    MOQA_TRY(const CorpusWeights weights,
             normalisedCorpusWeights(known, sources.corpora, "the loss table"));
    size_t column = 0; // the lowest width
    for (size_t f = 0; f < table.formatCount(); ++f)
        if (table.formats[f].bits == 3 && table.formats[column].bits != 3) column = f;
    std::fill(score.values.begin(), score.values.end(), 0.0);
    for (size_t u = 0; u < table.unitCount(); ++u) {
        const LossUnit& unit = table.units[u];
        const int64_t row = rowOf(score, unit.layer);
        if (row < 0 || unit.expert < 0 || unit.expert >= score.experts) continue;
        double loss = 0;
        for (const auto& [name, weight] : weights)
            loss += weight *
                    table.loss(u, column,
                               static_cast<size_t>(std::find(known.begin(), known.end(), name) -
                                                   known.begin()));
        const size_t cell = static_cast<size_t>(row) * static_cast<size_t>(score.experts) +
                            static_cast<size_t>(unit.expert);
        score.values[cell] += loss;
        // Gate and up were measured as one; each shows what they lose together.
        const std::array<Projection, 3> all = {Projection::Gate, Projection::Up, Projection::Down};
        for (size_t p = 0; p < 3 && unit.part != UnitPart::Expert; ++p)
            if (coversProjection(unit.part, all[p])) score.byProjection[p][cell] = loss;
    }
    return {};
}

} // namespace

Result<UnitScore> unitScore(const std::string& id, const ScoreSources& sources,
                            Progress& progress) {
    const ScoreInfo* const info = findScore(id);
    if (info == nullptr)
        return usageError(fmt::format("there is no score \"{}\"", id), "score",
                          "choose one of " + scoreNames());
    if (info->needs == ScoreNeeds::Analysis && !sources.analysis)
        return usageError(fmt::format("the score {} needs an analysis", id), "score",
                          "run moqa analyze and give its workspace");
    if (info->needs == ScoreNeeds::Losses && !sources.losses)
        return usageError(fmt::format("the score {} needs a table of measured losses", id), "score",
                          "fill it with moqa measure");
    UnitScore score = emptyScore(*info, *sources.model);
    switch (info->needs) {
    case ScoreNeeds::Analysis: MOQA_CHECK(fillFromAnalysis(sources, score)); break;
    case ScoreNeeds::Losses: MOQA_CHECK(fillFromLosses(sources, score)); break;
    case ScoreNeeds::Weights:
        MOQA_CHECK(id == "router_norm" ? fillFromRouters(*sources.model, score)
                                       : fillFromWeights(*sources.model, score, progress));
        break;
    }
    return score;
}

} // namespace moqa
