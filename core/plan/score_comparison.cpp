// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/plan/score_comparison.h"

#include "core/base/rank_correlation.h"

#include <cmath>
#include <fmt/format.h>
#include <limits>
#include <span>

namespace moqa {

namespace {

constexpr double kUndefined = std::numeric_limits<double>::quiet_NaN();

// Mean over layers, weighted by the number of pairs; fills byLayer if it is given.
double withinLayers(const std::vector<double>& score, const std::vector<double>& loss,
                    size_t experts, std::vector<double>* byLayer) {
    double sum = 0, weight = 0;
    for (size_t begin = 0; begin + experts <= score.size(); begin += experts) {
        const double r = rankCorrelation(std::span(score).subspan(begin, experts),
                                         std::span(loss).subspan(begin, experts));
        if (byLayer) byLayer->push_back(r);
        if (!std::isfinite(r)) continue;
        double pairs = 0;
        for (size_t e = begin; e < begin + experts; ++e)
            pairs += std::isfinite(score[e]) && std::isfinite(loss[e]) ? 1.0 : 0.0;
        sum += pairs * r;
        weight += pairs;
    }
    return weight > 0 ? sum / weight : kUndefined;
}

} // namespace

Result<ScoreAgreement> compareScore(const UnitScore& score, const UnitScore& measured) {
    if (score.moeLayers != measured.moeLayers || score.experts != measured.experts)
        return badInput("the score and the measured loss are of different models", score.id);
    ScoreAgreement agreement;
    agreement.id = score.id;
    const double sign = score.higherNeedsBits ? 1.0 : -1.0;
    const auto turned = [sign](std::vector<double> values) {
        for (double& v : values) v *= sign;
        return values;
    };
    const auto experts = static_cast<size_t>(score.experts);
    const std::vector<double> values = turned(score.values);
    agreement.pooled = rankCorrelation(values, measured.values);
    agreement.within = withinLayers(values, measured.values, experts, &agreement.byLayer);
    for (size_t p = 0; p < 3; ++p)
        agreement.byProjection[p] =
            score.byProjection[p].empty() || measured.byProjection[p].empty()
                ? kUndefined
                : withinLayers(turned(score.byProjection[p]), measured.byProjection[p], experts,
                               nullptr);
    const double pooled = agreement.pooled, within = agreement.within;
    agreement.isArtefact = std::isfinite(pooled) && std::isfinite(within) &&
                           ((pooled * within < 0 && std::abs(pooled) >= 0.2) ||
                            std::abs(pooled) >= std::abs(within) + 0.25);
    if (agreement.isArtefact)
        agreement.warning = fmt::format(
            "pooled {:+.2f}, but {:+.2f} within layers: the pooled number comes from differences "
            "between layers and does not say which expert of a layer needs bits",
            pooled, within);
    return agreement;
}

namespace {

const char* const kTarget = "measured_loss";
const char* const kUserScore = "csv";

// A score of the weights that was computed before; null if there is none.
const UnitScore* known(const ScoreRequest& request, const ScoreInfo& info) {
    if (!request.earlier || info.needs != ScoreNeeds::Weights) return nullptr;
    for (const ScoreRow& row : request.earlier->rows)
        if (row.info == &info && row.missing.empty()) return &row.score;
    return nullptr;
}

Result<UnitScore> scoreOf(const ScoreRequest& request, const ScoreInfo& info, Progress& progress) {
    if (const UnitScore* const score = known(request, info)) return *score;
    if (info.needs == ScoreNeeds::Weights && !request.readsWeights)
        return usageError(fmt::format("the score {} needs every weight to be read", info.id),
                          "score");
    return unitScore(info.id, request.sources, progress);
}

Status checkFlips(const ScoreRequest& request) {
    for (const std::string& id : request.flipped)
        if (id == kTarget || (!findScore(id) && !(id == kUserScore && request.userScore)))
            return usageError(fmt::format("there is no score \"{}\" to turn round", id), "--flip",
                              "choose one of those that are compared");
    return {};
}

void setDirection(ScoreRow& row, bool published, bool flipped) {
    row.isFlipped = flipped;
    row.score.higherNeedsBits = published != flipped;
}

} // namespace

Result<ScoreComparison> gatherScores(const ScoreRequest& request, Progress& progress) {
    MOQA_CHECK(checkFlips(request));
    ScoreComparison comparison;
    const auto count = static_cast<double>(scoreTable().size());
    for (const ScoreInfo& info : scoreTable()) {
        if (std::string(info.id) == kTarget) continue;
        MOQA_CHECK(checkCancelled(progress));
        const auto done = static_cast<double>(comparison.rows.size());
        SubProgress step(progress, done / count, (done + 1) / count);
        const auto score = scoreOf(request, info, step);
        if (!score.ok() && score.error().code == ErrorCode::Cancelled) return score.error();
        ScoreRow row;
        row.info = &info;
        if (score.ok())
            row.score = *score;
        else
            row.missing = score.error().what;
        row.agreement.id = info.id;
        setDirection(row, info.higherNeedsBits, request.flipped.contains(info.id));
        comparison.rows.push_back(std::move(row));
    }
    if (request.userScore) {
        ScoreRow row;
        row.score = *request.userScore;
        row.agreement.id = row.score.id;
        setDirection(row, row.score.higherNeedsBits, request.flipped.contains(kUserScore));
        comparison.rows.push_back(std::move(row));
    }
    return comparison;
}

Status compareWithLosses(ScoreComparison& comparison, const ScoreSources& sources) {
    MOQA_TRY(const UnitScore measured, unitScore(kTarget, sources, silentProgress()));
    for (ScoreRow& row : comparison.rows) {
        if (!row.missing.empty()) continue;
        MOQA_TRY(row.agreement, compareScore(row.score, measured));
    }
    comparison.measured = measured;
    return {};
}

Result<ScoreComparison> compareScores(const ScoreRequest& request, Progress& progress) {
    ScoreComparison losses;
    MOQA_CHECK(compareWithLosses(losses, request.sources));
    MOQA_TRY(ScoreComparison comparison, gatherScores(request, progress));
    MOQA_CHECK(compareWithLosses(comparison, request.sources));
    return comparison;
}

} // namespace moqa
