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

Json scoresJson(const StudyScores& scores) {
    const auto& interval = scores.klInterval;
    return {{"kl", scores.kl},
            {"kl_low", interval ? Json(interval->low) : Json(nullptr)},
            {"kl_high", interval ? Json(interval->high) : Json(nullptr)},
            {"nll", scores.nll},
            {"recovered_kl", intervalJson(scores.klShare)},
            {"recovered_log_ppl", intervalJson(scores.logPerplexityShare)}};
}

Json rowJson(const StudyRow& row, size_t known) {
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
    json["known"] = scoresJson(row.known);
    json["new"] = scoresJson(row.fresh);
    json["seconds"] = row.seconds;
    Json corpora = Json::object();
    for (size_t c = 0; c < row.report.corpora.size(); ++c) {
        const CorpusScore& score = row.report.corpora[c];
        corpora[score.corpus] = {{"known", c < known},
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

std::string shareText(const std::optional<ShareInterval>& share) {
    if (!share) return fmt::format("{:>22}", "-");
    return fmt::format("{:6.1f} [{:5.1f}, {:5.1f}] ", 100 * share->value, 100 * share->low,
                       100 * share->high);
}

std::string pText(const Study& study, const StudyRow& row, bool isKnown) {
    for (const StudyComparison& c : study.comparisons)
        if (c.a == row.method && c.bits == row.bits && c.calibration == row.calibration &&
            c.group == row.group && c.isKnown == isKnown)
            return c.p < 0.001 ? "< .001" : fmt::format("{:6.3f}", c.p);
    return "      ";
}

} // namespace

Json studyJson(const Study& study) {
    Json rows = Json::array(), comparisons = Json::array();
    for (const StudyRow& row : study.rows) rows.push_back(rowJson(row, study.grid.known.size()));
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
                      "known,scored,nll,ppl,kl,same_top1\n";
    for (const StudyRow& row : study.rows)
        for (size_t c = 0; c < row.report.corpora.size(); ++c) {
            const CorpusScore& score = row.report.corpora[c];
            csv += fmt::format("{},{},{},{},{},{},{},{},{},{},{},{},{},{},{}\n",
                               csvField(row.method), row.bits, csvField(row.calibration), row.group,
                               row.totals.meanBits, row.totals.trueBits, row.totals.bytes,
                               row.predicted >= 0 ? fmt::format("{}", row.predicted) : "",
                               csvField(score.corpus), c < study.grid.known.size() ? 1 : 0,
                               score.scored, score.nll, score.ppl, score.kl, score.sameTop1);
        }
    return csv;
}

std::string studyText(const Study& study) {
    std::string text = fmt::format(
        "{}: recovered share of what uniform {:g} bit loses, per cent [95 % interval]\n",
        study.model, study.grid.baselineBits);
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
        text += fmt::format("{:22} {:5g} {:6.3f} {:6.3f} {:10.6f} {}{} {} {:10.6f} {}{} {}\n",
                            row.method, row.bits, row.totals.meanBits, row.totals.trueBits,
                            row.known.kl, shareText(row.known.klShare),
                            shareText(row.known.logPerplexityShare), pText(study, row, true),
                            row.fresh.kl, shareText(row.fresh.klShare),
                            shareText(row.fresh.logPerplexityShare), pText(study, row, false));
    }
    for (const StudyPredictions& cell : study.predictions)
        for (const PredictionCheck& check : cell.checks)
            text += fmt::format("predicted against measured KL, {} random plans of {:g} to {:g} "
                                "bits, calibrated on {}, group {}: rank correlation {:.3f}\n",
                                check.points.size(), check.range.low, check.range.high,
                                cell.calibration, cell.group, check.rankCorrelation);
    return text +
           "p: of the difference to the method of least KL in the same row of budget and texts, "
           "which these windows chose too; paired bootstrap over windows, not corrected for "
           "the number of methods\n";
}

std::string studyReport(const Study& study, const std::string& path) {
    if (path.ends_with(".json")) return studyJson(study).dump(1) + "\n";
    return path.ends_with(".csv") ? studyCsv(study) : studyText(study);
}

} // namespace moqa
