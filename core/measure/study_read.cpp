// SPDX-License-Identifier: GPL-3.0-or-later
// A study's report, read back. Reports come from strangers: every number is looked at before it
// is believed, and nothing is as large as the report says it is.
#include "core/measure/study.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <limits>

namespace moqa {

namespace {

constexpr size_t kMaxRows = 10'000, kMaxPoints = 100'000, kMaxTextBytes = 4096;
constexpr double kMostBits = 64;
constexpr int64_t kMostColumns = int64_t{1} << 30; // of a group

Error wrong(const std::string& where, const char* key, const char* expected) {
    return badInput(fmt::format("\"{}\" must be {}", key, expected), where,
                    "read a report that moqa study or this page wrote as .json");
}

Result<double> number(const Json& json, const char* key, const std::string& where) {
    if (!json.contains(key) || !json[key].is_number()) return wrong(where, key, "a number");
    return json[key].get<double>();
}

Result<double> numberBetween(const Json& json, const char* key, double low, double high,
                             const char* expected, const std::string& where) {
    MOQA_TRY(const double value, number(json, key, where));
    if (!(value >= low && value <= high)) return wrong(where, key, expected);
    return value;
}

Result<double> bitsOf(const Json& json, const char* key, const std::string& where) {
    return numberBetween(json, key, 0, kMostBits, "bits, at most 64", where);
}

Result<int64_t> wholeNumber(const Json& json, const char* key, const std::string& where) {
    if (!json.contains(key) || !json[key].is_number_integer())
        return wrong(where, key, "a whole number");
    return jsonInt(json, key, 0, where);
}

Result<std::string> text(const Json& json, const char* key, const std::string& where) {
    if (!json.contains(key) || !json[key].is_string()) return wrong(where, key, "a text");
    std::string value = json[key].get<std::string>();
    if (value.size() > kMaxTextBytes) return wrong(where, key, "a text of at most 4096 bytes");
    return value;
}

Result<int> groupOf(const Json& json, const std::string& where) {
    MOQA_TRY(const int64_t group, wholeNumber(json, "group", where));
    if (group != -1 && (group < 1 || group > kMostColumns))
        return wrong(where, "group", "a count of columns, or -1 for a whole row");
    return static_cast<int>(group);
}

Result<const Json*> listOf(const Json& json, const char* key, size_t most,
                           const std::string& where) {
    if (!json.contains(key) || !json[key].is_array()) return wrong(where, key, "a list");
    if (json[key].size() > most)
        return badInput(fmt::format("\"{}\" has {} items, more than the {} that are read", key,
                                    json[key].size(), most),
                        where);
    return &json[key];
}

Result<std::optional<ShareInterval>> readShare(const Json& json, const char* key,
                                               const std::string& where) {
    if (!json.contains(key) || json[key].is_null()) return std::optional<ShareInterval>();
    const Json& share = json[key];
    if (!share.is_object()) return wrong(where, key, "a value with its interval");
    ShareInterval interval;
    MOQA_TRY(interval.value, number(share, "value", where));
    MOQA_TRY(interval.low, number(share, "low", where));
    MOQA_TRY(interval.high, number(share, "high", where));
    if (interval.low > interval.high) return wrong(where, key, "an interval, low before high");
    MOQA_TRY(interval.undefinedResamples,
             numberBetween(share, "undefined_resamples", 0, 1, "a share of 0 to 1", where));
    return std::optional(interval);
}

// measured: there are texts of this kind; the scores of none are null. Earlier reports have zeros.
Result<StudyScores> readScores(const Json& json, const char* key, bool measured,
                               const std::string& where) {
    if (!json.contains(key) || !json[key].is_object()) return wrong(where, key, "scores");
    const Json& item = json[key];
    StudyScores scores;
    if (!measured) return scores;
    MOQA_TRY(scores.kl, number(item, "kl", where));
    MOQA_TRY(scores.nll, number(item, "nll", where));
    if (item.contains("kl_low") && !item["kl_low"].is_null()) {
        MeanInterval interval;
        MOQA_TRY(interval.low, number(item, "kl_low", where));
        MOQA_TRY(interval.high, number(item, "kl_high", where));
        if (interval.low > interval.high)
            return wrong(where, "kl_low", "at most the \"kl_high\" beside it");
        scores.klInterval = interval;
    }
    MOQA_TRY(scores.klShare, readShare(item, "recovered_kl", where));
    MOQA_TRY(scores.logPerplexityShare, readShare(item, "recovered_log_ppl", where));
    return scores;
}

Result<CorpusScore> readCorpus(const std::string& name, const Json& json,
                               const std::string& where) {
    if (!json.is_object()) return wrong(where, name.c_str(), "the scores of a text");
    CorpusScore score;
    score.corpus = name;
    MOQA_TRY(score.scored, wholeNumber(json, "scored", where));
    if (score.scored < 0) return wrong(where, "scored", "a count of tokens");
    MOQA_TRY(score.nll, number(json, "nll", where));
    MOQA_TRY(score.ppl, number(json, "ppl", where));
    return score;
}

Result<EvaluateReport> readFull(const Json& json, const std::string& where) {
    if (!json.contains("full") || !json["full"].is_object())
        return wrong(where, "full", "the scores of the full model");
    EvaluateReport report;
    for (const auto& [name, item] : json["full"].items()) {
        MOQA_TRY(CorpusScore score, readCorpus(name, item, where + ", full model"));
        report.corpora.push_back(std::move(score));
    }
    return report;
}

// Texts of a row stand as in every other row: known ones first, then new ones.
Status readTexts(const Json& json, const std::string& where, const StudyGrid& grid,
                 EvaluateReport& report) {
    if (!json.contains("corpora") || !json["corpora"].is_object())
        return wrong(where, "corpora", "the scores of each text");
    const Json& corpora = json["corpora"];
    if (corpora.size() != grid.known.size() + grid.fresh.size())
        return badInput(fmt::format("{} texts are scored, and the grid names {}", corpora.size(),
                                    grid.known.size() + grid.fresh.size()),
                        where);
    for (const auto& [name, item] : corpora.items()) {
        MOQA_TRY(CorpusScore score, readCorpus(name, item, where));
        MOQA_TRY(const bool isKnown, jsonBool(item, "known", false, where));
        if (isKnown != (report.corpora.size() < grid.known.size()))
            return wrong(where, "known", "true of the texts that the grid names first");
        score.hasReference = true;
        MOQA_TRY(score.kl, number(item, "kl", where));
        MOQA_TRY(score.sameTop1,
                 numberBetween(item, "same_top1", 0, 1, "a share of 0 to 1", where));
        MOQA_TRY(const Json* const shift, listOf(item, "routing_shift", kMaxRows, where));
        for (const Json& layer : *shift) {
            if (!layer.is_number()) return wrong(where, "routing_shift", "a list of numbers");
            score.routingShift.push_back(layer.get<double>());
        }
        report.corpora.push_back(std::move(score));
    }
    return {};
}

Result<StudyRow> readRow(const Json& json, const std::string& where, const StudyGrid& grid) {
    if (!json.is_object()) return badInput("a row is a JSON object", where);
    StudyRow row;
    MOQA_TRY(row.method, text(json, "method", where));
    MOQA_TRY(row.calibration, text(json, "calibration", where));
    MOQA_TRY(row.bits, bitsOf(json, "bits", where));
    MOQA_TRY(row.group, groupOf(json, where));
    if (json.contains("failure")) {
        MOQA_TRY(row.failure, text(json, "failure", where));
        if (row.failure.empty()) return wrong(where, "failure", "the reason of one");
        return row;
    }
    MOQA_TRY(row.totals.meanBits, bitsOf(json, "mean_bits", where));
    MOQA_TRY(row.totals.meanBitsModel, bitsOf(json, "mean_bits_model", where));
    MOQA_TRY(row.totals.trueBits, bitsOf(json, "true_bits", where));
    MOQA_TRY(row.totals.bytes, wholeNumber(json, "bytes", where));
    if (row.totals.bytes < 0) return wrong(where, "bytes", "a size");
    if (json.contains("predicted_kl") && !json["predicted_kl"].is_null()) {
        MOQA_TRY(row.predicted, number(json, "predicted_kl", where));
        if (row.predicted < 0) return wrong(where, "predicted_kl", "at least 0");
    }
    MOQA_TRY(row.known, readScores(json, "known", !grid.known.empty(), where));
    MOQA_TRY(row.fresh, readScores(json, "new", !grid.fresh.empty(), where));
    MOQA_TRY(row.seconds, number(json, "seconds", where));
    MOQA_CHECK(readTexts(json, where, grid, row.report));
    return row;
}

Result<StudyComparison> readComparison(const Json& json, const std::string& where) {
    if (!json.is_object()) return badInput("a comparison is a JSON object", where);
    StudyComparison c;
    MOQA_TRY(c.a, text(json, "a", where));
    MOQA_TRY(c.b, text(json, "b", where));
    MOQA_TRY(c.calibration, text(json, "calibration", where));
    MOQA_TRY(c.bits, bitsOf(json, "bits", where));
    MOQA_TRY(c.group, groupOf(json, where));
    MOQA_TRY(const std::string corpora, text(json, "corpora", where));
    if (corpora != "known" && corpora != "new") return wrong(where, "corpora", "known or new");
    c.isKnown = corpora == "known";
    MOQA_TRY(c.difference, number(json, "kl_difference", where));
    MOQA_TRY(c.low, number(json, "low", where));
    MOQA_TRY(c.high, number(json, "high", where));
    if (c.low > c.high) return wrong(where, "low", "at most the \"high\" beside it");
    MOQA_TRY(c.p, numberBetween(json, "p", 0, 1, "a probability", where));
    return c;
}

Result<PredictionCheck> readCheck(const Json& json, const std::string& where) {
    PredictionCheck check;
    MOQA_TRY(check.range.low, bitsOf(json, "low", where));
    MOQA_TRY(check.range.high, bitsOf(json, "high", where));
    // Of too few plans it is not a number, for which a file has null.
    const Json rank = json.contains("rank_correlation") ? json["rank_correlation"] : Json();
    check.rankCorrelation = std::numeric_limits<double>::quiet_NaN();
    if (!rank.is_null() && !(rank.is_number() && std::isnan(rank.get<double>()))) {
        MOQA_TRY(check.rankCorrelation, numberBetween(json, "rank_correlation", -1.000001, 1.000001,
                                                      "a correlation of -1 to 1", where));
    }
    MOQA_TRY(const Json* const points, listOf(json, "bits_predicted_measured", kMaxPoints, where));
    for (const Json& point : *points) {
        const auto isNumber = [](const Json& value) { return value.is_number(); };
        if (!point.is_array() || point.size() != 3 ||
            !std::all_of(point.begin(), point.end(), isNumber))
            return wrong(where, "bits_predicted_measured", "a list of three numbers each");
        check.points.push_back(
            {point[0].get<double>(), point[1].get<double>(), point[2].get<double>()});
    }
    check.range.count = static_cast<int>(check.points.size());
    return check;
}

Status readPredictions(const Json& json, const std::string& where, Study& study) {
    MOQA_TRY(const Json* const list, listOf(json, "predictions", kMaxRows, where));
    for (size_t i = 0; i < list->size(); ++i) {
        const Json& item = (*list)[i];
        const std::string here = fmt::format("{}, prediction {}", where, i + 1);
        if (!item.is_object()) return badInput("a prediction is a JSON object", here);
        MOQA_TRY(const std::string calibration, text(item, "calibration", here));
        MOQA_TRY(const int group, groupOf(item, here));
        MOQA_TRY(PredictionCheck check, readCheck(item, here));
        auto& cells = study.predictions;
        if (cells.empty() || cells.back().calibration != calibration || cells.back().group != group)
            cells.push_back({calibration, group, {}});
        cells.back().checks.push_back(std::move(check));
    }
    return {};
}

} // namespace

Result<Study> readStudy(const Json& json, const std::string& where) {
    if (!json.is_object() || !json.contains("rows") || !json.contains("grid"))
        return badInput("this is no report of a study", where,
                        "read a report that moqa study or this page wrote as .json");
    Study study;
    MOQA_TRY(study.model, text(json, "model", where));
    MOQA_TRY(study.complete, jsonBool(json, "complete", false, where));
    MOQA_TRY(study.grid, parseStudyGrid(json["grid"], where + ", grid"));
    MOQA_TRY(const double baseline, bitsOf(json, "baseline_bits", where));
    if (baseline != study.grid.baselineBits)
        return wrong(where, "baseline_bits", "those of the grid");
    MOQA_TRY(study.full, readFull(json, where));
    MOQA_TRY(const Json* const rows, listOf(json, "rows", kMaxRows, where));
    for (size_t i = 0; i < rows->size(); ++i) {
        MOQA_TRY(StudyRow row,
                 readRow((*rows)[i], fmt::format("{}, row {}", where, i + 1), study.grid));
        study.rows.push_back(std::move(row));
    }
    MOQA_TRY(const Json* const comparisons, listOf(json, "comparisons", kMaxRows, where));
    for (size_t i = 0; i < comparisons->size(); ++i) {
        MOQA_TRY(StudyComparison comparison,
                 readComparison((*comparisons)[i], fmt::format("{}, comparison {}", where, i + 1)));
        study.comparisons.push_back(std::move(comparison));
    }
    MOQA_CHECK(readPredictions(json, where, study));
    return study;
}

} // namespace moqa
