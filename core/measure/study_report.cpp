// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/measure/study.h"

#include "core/base/csv.h"

#include <cmath>
#include <fmt/format.h>

namespace moqa {

namespace {

Json intervalJson(const std::optional<ShareInterval>& share) {
    if (!share) return nullptr;
    return {{"value", share->value},
            {"low", share->low},
            {"high", share->high},
            {"undefined_resamples", share->undefinedResamples}};
}

bool hasTexts(const StudyGrid& grid, bool isKnown) {
    return !(isKnown ? grid.known : grid.fresh).empty();
}

Json scoresJson(const StudyScores& scores, bool measured) {
    const auto& interval = scores.klInterval;
    return {{"kl", measured ? Json(scores.kl) : Json(nullptr)},
            {"kl_low", interval ? Json(interval->low) : Json(nullptr)},
            {"kl_high", interval ? Json(interval->high) : Json(nullptr)},
            {"nll", measured ? Json(scores.nll) : Json(nullptr)},
            {"recovered_kl", intervalJson(scores.klShare)},
            {"recovered_log_ppl", intervalJson(scores.logPerplexityShare)}};
}

Json rowJson(const StudyRow& row, const StudyGrid& grid) {
    Json json{{"method", row.method},
              {"bits", row.bits},
              {"calibration", row.calibration},
              {"group", row.group}};
    if (!row.failure.empty()) {
        json["failure"] = row.failure;
        return json;
    }
    json["mean_bits"] = row.totals.meanBits;
    json["mean_bits_model"] = row.totals.meanBitsModel;
    json["true_bits"] = row.totals.trueBits;
    json["bytes"] = row.totals.bytes;
    json["predicted_kl"] = row.predicted >= 0 ? Json(row.predicted) : Json(nullptr);
    json["known"] = scoresJson(row.known, hasTexts(grid, true));
    json["new"] = scoresJson(row.fresh, hasTexts(grid, false));
    json["seconds"] = row.seconds;
    Json corpora = Json::object();
    for (size_t c = 0; c < row.report.corpora.size(); ++c) {
        const CorpusScore& score = row.report.corpora[c];
        corpora[score.corpus] = {{"known", c < grid.known.size()},
                                 {"scored", score.scored},
                                 {"nll", score.nll},
                                 {"ppl", score.ppl},
                                 {"kl", score.kl},
                                 {"same_top1", score.sameTop1},
                                 {"routing_shift", score.routingShift}};
    }
    json["corpora"] = std::move(corpora);
    return json;
}

// Of the full model.
Json fullJson(const EvaluateReport& report) {
    Json corpora = Json::object();
    for (const CorpusScore& score : report.corpora)
        corpora[score.corpus] = {{"scored", score.scored}, {"nll", score.nll}, {"ppl", score.ppl}};
    return corpora;
}

// Resamples in which uniform loses nothing have no share: its divisor is near zero.
bool isUnstable(const std::optional<ShareInterval>& share) {
    return share && share->undefinedResamples > 0;
}

std::string shareText(const std::optional<ShareInterval>& share) {
    if (!share) return fmt::format("{:>22}", "-");
    return fmt::format("{:6.1f} [{:5.1f}, {:5.1f}]{}", 100 * share->value, 100 * share->low,
                       100 * share->high, isUnstable(share) ? '*' : ' ');
}

const StudyComparison* comparisonOf(const Study& study, const StudyRow& row, bool isKnown) {
    for (const StudyComparison& c : study.comparisons)
        if (c.a == row.method && c.bits == row.bits && c.calibration == row.calibration &&
            c.group == row.group && c.isKnown == isKnown)
            return &c;
    return nullptr;
}

std::string pText(const StudyComparison* comparison) {
    if (!comparison) return "      ";
    return comparison->p < 0.001 ? "< .001" : fmt::format("{:6.3f}", comparison->p);
}

// KL, both shares and p of one kind of texts.
std::string scoresText(const Study& study, const StudyRow& row, bool isKnown) {
    const StudyScores& scores = isKnown ? row.known : row.fresh;
    const std::string kl = hasTexts(study.grid, isKnown) ? fmt::format("{:10.6f}", scores.kl)
                                                         : fmt::format("{:>10}", "-");
    return fmt::format(" {} {}{} {}", kl, shareText(scores.klShare),
                       shareText(scores.logPerplexityShare),
                       pText(comparisonOf(study, row, isKnown)));
}

bool isBaseline(const Study& study, const StudyRow& row) {
    return row.method == "uniform" && row.bits == study.grid.baselineBits;
}

// Why some shares are missing or stand in intervals that say little, where there are such.
std::string shareNotes(const Study& study) {
    bool lacksShare = false, isShaky = false;
    for (const StudyRow& row : study.rows)
        for (const bool isKnown : {true, false}) {
            const StudyScores& scores = isKnown ? row.known : row.fresh;
            isShaky |= isUnstable(scores.klShare) || isUnstable(scores.logPerplexityShare);
            lacksShare |= row.failure.empty() && !isBaseline(study, row) &&
                          hasTexts(study.grid, isKnown) && !scores.logPerplexityShare;
        }
    std::string text;
    if (lacksShare)
        text += fmt::format("R is - where uniform {:g} bit does not raise the perplexity of these "
                            "texts: there is no loss to win back; R_KL judges there\n",
                            study.grid.baselineBits);
    if (isShaky)
        text +=
            fmt::format("*: what uniform {:g} bit loses, by which the share is divided, is near "
                        "zero and even none in some resamples: the interval says little\n",
                        study.grid.baselineBits);
    return text;
}

// Of both kinds of texts; the same names as the window's table has.
std::string csvHeading() {
    std::string text;
    for (const char* const kind : {"known", "new"})
        text += fmt::format(",kl_{0},kl_{0}_low,kl_{0}_high,recovered_kl_{0},recovered_kl_{0}_low,"
                            "recovered_kl_{0}_high,recovered_log_ppl_{0},recovered_log_ppl_{0}_low,"
                            "recovered_log_ppl_{0}_high,p_{0}",
                            kind);
    return text;
}

// The fields of csvHeading; empty where nothing was measured.
std::string csvScores(const Study& study, const StudyRow& row) {
    std::string text;
    const auto add = [&](bool is, double value) { text += is ? fmt::format(",{}", value) : ","; };
    const auto addShare = [&](const std::optional<ShareInterval>& share) {
        const ShareInterval of = share.value_or(ShareInterval());
        for (const double value : {of.value, of.low, of.high}) add(share.has_value(), value);
    };
    for (const bool isKnown : {true, false}) {
        const StudyScores& scores = isKnown ? row.known : row.fresh;
        const MeanInterval interval = scores.klInterval.value_or(MeanInterval());
        add(row.failure.empty() && hasTexts(study.grid, isKnown), scores.kl);
        add(scores.klInterval.has_value(), interval.low);
        add(scores.klInterval.has_value(), interval.high);
        addShare(scores.klShare);
        addShare(scores.logPerplexityShare);
        const StudyComparison* const comparison = comparisonOf(study, row, isKnown);
        add(comparison != nullptr, comparison ? comparison->p : 0);
    }
    return text;
}

} // namespace

Json studyJson(const Study& study) {
    Json rows = Json::array(), comparisons = Json::array();
    for (const StudyRow& row : study.rows) rows.push_back(rowJson(row, study.grid));
    for (const StudyComparison& c : study.comparisons)
        comparisons.push_back({{"a", c.a},
                               {"b", c.b},
                               {"bits", c.bits},
                               {"calibration", c.calibration},
                               {"group", c.group},
                               {"corpora", c.isKnown ? "known" : "new"},
                               {"kl_difference", c.difference},
                               {"low", c.low},
                               {"high", c.high},
                               {"p", c.p}});
    Json predictions = Json::array();
    for (const StudyPredictions& cell : study.predictions)
        for (const PredictionCheck& check : cell.checks) {
            Json points = Json::array();
            for (const PredictionPoint& point : check.points)
                points.push_back({point.meanBits, point.predicted, point.measured});
            predictions.push_back({{"calibration", cell.calibration},
                                   {"group", cell.group},
                                   {"low", check.range.low},
                                   {"high", check.range.high},
                                   {"rank_correlation", check.rankCorrelation},
                                   {"bits_predicted_measured", std::move(points)}});
        }
    return {{"model", study.model},
            {"complete", study.complete},
            {"baseline_bits", study.grid.baselineBits},
            {"grid", studyGridJson(study.grid)},
            {"full", fullJson(study.full)},
            {"rows", std::move(rows)},
            {"comparisons", std::move(comparisons)},
            {"predictions", std::move(predictions)}};
}

std::string studyCsv(const Study& study) {
    std::string csv = "method,bits,calibration,group,mean_bits,true_bits,bytes,predicted_kl,corpus,"
                      "known,scored,nll,ppl,kl,same_top1" +
                      csvHeading() + ",failure\n";
    for (const StudyRow& row : study.rows) {
        const std::string asked = fmt::format("{},{},{},{}", csvField(row.method), row.bits,
                                              csvField(row.calibration), row.group);
        const std::string scores = csvScores(study, row);
        if (!row.failure.empty()) {
            // Eleven columns of a plan that there is not.
            csv += asked + std::string(11, ',') + scores + ',' + csvField(row.failure) + '\n';
            continue;
        }
        const std::string predicted = row.predicted >= 0 ? fmt::format("{}", row.predicted) : "";
        for (size_t c = 0; c < row.report.corpora.size(); ++c) {
            const CorpusScore& score = row.report.corpora[c];
            csv +=
                fmt::format("{},{},{},{},{},{},{},{},{},{},{},{}{},\n", asked, row.totals.meanBits,
                            row.totals.trueBits, row.totals.bytes, predicted,
                            csvField(score.corpus), c < study.grid.known.size() ? 1 : 0,
                            score.scored, score.nll, score.ppl, score.kl, score.sameTop1, scores);
        }
    }
    return csv;
}

std::string studyText(const Study& study) {
    std::string text = fmt::format(
        "{}: recovered share of what uniform {:g} bit loses, per cent [95 % interval]{}\n",
        study.model, study.grid.baselineBits, study.complete ? "" : "; unfinished");
    std::string heading;
    for (const StudyRow& row : study.rows) {
        const std::string here =
            fmt::format("calibrated on {}, group {}", row.calibration, row.group);
        if (here != heading) {
            heading = here;
            text += fmt::format("\n{}\n{:22} {:>5} {:>6} {:>6} {:>10} {:>22} {:>22} {:>6} {:>10} "
                                "{:>22} {:>22} {:>6}\n",
                                heading, "method", "bits", "mean", "true", "KL known", "R_KL known",
                                "R known", "p", "KL new", "R_KL new", "R new", "p");
        }
        if (!row.failure.empty()) {
            text += fmt::format("{:22} {:5g} no plan: {}\n", row.method, row.bits, row.failure);
            continue;
        }
        text += fmt::format("{:22} {:5g} {:6.3f} {:6.3f}{}{}\n", row.method, row.bits,
                            row.totals.meanBits, row.totals.trueBits, scoresText(study, row, true),
                            scoresText(study, row, false));
    }
    for (const StudyPredictions& cell : study.predictions)
        for (const PredictionCheck& check : cell.checks)
            text += fmt::format("predicted against measured KL, {} random plans of {:g} to {:g} "
                                "bits, calibrated on {}, group {}: rank correlation {:.3f}\n",
                                check.points.size(), check.range.low, check.range.high,
                                cell.calibration, cell.group, check.rankCorrelation);
    return text + shareNotes(study) +
           "p: of the difference to the method of least KL in the same row of budget and texts, "
           "which these windows chose too; paired bootstrap over windows, not corrected for "
           "the number of methods\n";
}

std::string studyReport(const Study& study, const std::string& path) {
    if (path.ends_with(".json")) return studyJson(study).dump(1) + "\n";
    return path.ends_with(".csv") ? studyCsv(study) : studyText(study);
}

} // namespace moqa
