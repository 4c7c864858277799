// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/measure/calibration_report.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

namespace moqa {

namespace {

Json numberOrNull(double value) { return std::isfinite(value) ? Json(value) : Json(nullptr); }

std::string conditionText(double condition) {
    if (std::isnan(condition)) return "-";
    return std::isfinite(condition) ? fmt::format("{:.3g}", condition) : "no data";
}

// Starved experts, those with the fewest tokens first.
std::vector<const ExpertCoverage*> starvedRows(const CalibrationReport& report) {
    std::vector<const ExpertCoverage*> rows;
    for (const ExpertCoverage& row : report.rows)
        if (report.starved(row)) rows.push_back(&row);
    std::stable_sort(
        rows.begin(), rows.end(),
        [](const ExpertCoverage* a, const ExpertCoverage* b) { return a->tokens < b->tokens; });
    return rows;
}

std::string layerLine(const CalibrationReport& report, size_t begin, size_t end) {
    std::vector<int64_t> tokens;
    int64_t starved = 0, unseen = 0;
    double worst = std::numeric_limits<double>::quiet_NaN();
    for (size_t i = begin; i < end; ++i) {
        const ExpertCoverage& row = report.rows[i];
        tokens.push_back(row.tokens);
        starved += report.starved(row) ? 1 : 0;
        unseen += row.tokens == 0 ? 1 : 0;
        if (!(row.condition <= worst)) worst = row.condition;
    }
    std::sort(tokens.begin(), tokens.end());
    return fmt::format("{:5}  {:8}  {:8}  {:8}  {:7}  {:6}  {:>9}\n", report.rows[begin].layer,
                       tokens.front(), tokens[tokens.size() / 2], tokens.back(), starved, unseen,
                       conditionText(worst));
}

} // namespace

std::string starvedSentence(const CalibrationReport& report) {
    const std::vector<const ExpertCoverage*> starved = starvedRows(report);
    if (starved.empty()) return {};
    std::string text =
        fmt::format("{} of {} experts see fewer than {} tokens (8 for each of {} input channels)",
                    starved.size(), report.rows.size(), report.neededTokens(), report.inputWidth);
    const int64_t unseen = report.unseenCount();
    if (unseen == 0) return text;
    text += fmt::format(", {} of them none: ", unseen);
    constexpr size_t kNamed = 6;
    for (size_t i = 0; i < std::min<size_t>(kNamed, static_cast<size_t>(unseen)); ++i)
        text += fmt::format("{}layer {} expert {}", i == 0 ? "" : ", ", starved[i]->layer,
                            starved[i]->expert);
    return text + (static_cast<size_t>(unseen) > kNamed ? ", ..." : "");
}

Json calibrationJson(const CalibrationReport& report) {
    Json rows = Json::array();
    for (const ExpertCoverage& row : report.rows)
        rows.push_back({{"layer", row.layer},
                        {"expert", row.expert},
                        {"tokens", row.tokens},
                        {"rank_bound", report.rankBound(row)},
                        {"condition", numberOrNull(row.condition)},
                        {"starved", report.starved(row)},
                        {"starved_down", report.starvedDown(row)},
                        {"unseen", row.tokens == 0}});
    return {{"model", report.modelName},
            {"tokens", report.tokens},
            {"input_channels", report.inputWidth},
            {"inner_channels", report.innerWidth},
            {"top_k", report.topK},
            {"tokens_needed", report.neededTokens()},
            {"starved", report.starvedCount()},
            {"unseen", report.unseenCount()},
            {"tokens_for_all_seen", report.tokensForAllSeen()},
            {"experts", std::move(rows)}};
}

std::string calibrationCsv(const CalibrationReport& report) {
    std::string csv = "layer,expert,tokens,tokens_needed,rank_bound,input_channels,condition,"
                      "starved,starved_down,unseen\n";
    for (const ExpertCoverage& row : report.rows)
        csv += fmt::format("{},{},{},{},{},{},{},{},{},{}\n", row.layer, row.expert, row.tokens,
                           report.neededTokens(), report.rankBound(row), report.inputWidth,
                           std::isnan(row.condition) ? "" : fmt::format("{}", row.condition),
                           report.starved(row) ? 1 : 0, report.starvedDown(row) ? 1 : 0,
                           row.tokens == 0 ? 1 : 0);
    return csv;
}

std::string calibrationText(const CalibrationReport& report) {
    std::string text = fmt::format(
        "{}: {} tokens, {} of {} experts each; an expert needs {} tokens, 8 for each of its {} "
        "input channels\n\nlayer     least    median      most  starved  unseen  condition\n",
        report.modelName, report.tokens, report.topK, report.experts, report.neededTokens(),
        report.inputWidth);
    for (size_t begin = 0, end = 0; begin < report.rows.size(); begin = end) {
        while (end < report.rows.size() && report.rows[end].layer == report.rows[begin].layer)
            ++end;
        text += layerLine(report, begin, end);
    }
    const std::vector<const ExpertCoverage*> starved = starvedRows(report);
    if (starved.empty()) return text + "\nno expert is starved\n";
    text += "\nstarved   layer  expert    tokens  rank at most  condition\n";
    constexpr size_t kShown = 24;
    for (size_t i = 0; i < std::min(kShown, starved.size()); ++i) {
        const ExpertCoverage& row = *starved[i];
        text += fmt::format("{:8}  {:5}  {:6}  {:8}  {:6} of {:4}  {:>9}\n",
                            row.tokens == 0 ? "unseen" : "", row.layer, row.expert, row.tokens,
                            report.rankBound(row), report.inputWidth, conditionText(row.condition));
    }
    if (starved.size() > kShown)
        text += fmt::format("and {} more (--csv lists all)\n", starved.size() - kShown);
    text += fmt::format("\n{}\n", starvedSentence(report));
    if (const int64_t more = report.tokensForAllSeen(); more > report.tokens)
        text += fmt::format(
            "about {} tokens of such text would feed every expert that it reaches\n", more);
    return text;
}

} // namespace moqa
