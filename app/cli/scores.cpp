// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/common.h"
#include "app/cli/loss_choice.h"
#include "app/cli/verb.h"
#include "core/base/files.h"
#include "core/plan/score_comparison.h"

#include <cmath>
#include <fmt/format.h>
#include <memory>
#include <optional>

namespace moqa::cli {

namespace {

struct Options {
    std::string work, losses, scoreFile;
    std::vector<std::string> corpora, flipped;
    bool csv = false;
};

Json numberOrNull(double value) { return std::isfinite(value) ? Json(value) : Json(nullptr); }

Json rowJson(const ScoreRow& row) {
    const ScoreAgreement& a = row.agreement;
    Json json = {{"score", a.id}};
    if (row.info) {
        json["title"] = row.info->title;
        json["formula"] = row.info->formula;
        json["source"] = row.info->source;
    }
    json["higher_needs_bits"] = row.score.higherNeedsBits;
    json["flipped"] = row.isFlipped;
    if (!row.missing.empty()) {
        json["missing"] = row.missing;
        return json;
    }
    json["pooled"] = numberOrNull(a.pooled);
    json["within_layers"] = numberOrNull(a.within);
    Json& layers = json["by_layer"] = Json::array();
    for (const double r : a.byLayer) layers.push_back(numberOrNull(r));
    json["by_projection"] = {{"gate", numberOrNull(a.byProjection[0])},
                             {"up", numberOrNull(a.byProjection[1])},
                             {"down", numberOrNull(a.byProjection[2])}};
    json["warning"] = a.warning;
    return json;
}

std::string rowText(const ScoreRow& row) {
    const ScoreAgreement& a = row.agreement;
    if (!row.missing.empty()) return fmt::format("{:14}  {}\n", a.id, row.missing);
    std::string text = fmt::format("{:14}", a.id);
    for (const double r :
         {a.pooled, a.within, a.byProjection[0], a.byProjection[1], a.byProjection[2]})
        text += std::isfinite(r) ? fmt::format("  {:+7.3f}", r) : fmt::format("  {:>7}", "-");
    if (row.isFlipped) text += "  turned round";
    return text + (a.warning.empty() ? "\n" : "  " + a.warning + "\n");
}

Status run(const Options& options, Context& context) {
    MOQA_TRY(const Workspace workspace, loadWorkspace(options.work));
    MOQA_TRY(const auto model, openWorkspaceModel(workspace));
    MOQA_TRY(const auto losses, chooseLosses(workspace, options.losses, true));
    ScoreRequest request;
    request.sources = {model.get(), workspace.analysis.get(), losses.get(), {}};
    MOQA_TRY(request.sources.corpora, parseWeights(options.corpora));
    request.flipped = {options.flipped.begin(), options.flipped.end()};
    std::optional<UnitScore> userScore;
    if (!options.scoreFile.empty()) {
        MOQA_TRY(const std::string text, readFile(options.scoreFile, kMostScoreBytes));
        MOQA_TRY(userScore, scoreFromCsv(text, *model, options.scoreFile));
        request.userScore = &*userScore;
    }
    MOQA_TRY(const ScoreComparison comparison, compareScores(request, context.console));
    if (options.csv) return printText(scoresCsv(comparison));
    if (context.json) {
        Json list = Json::array();
        for (const ScoreRow& row : comparison.rows) list.push_back(rowJson(row));
        return printJson(list);
    }
    std::string text =
        fmt::format("rank correlation with the measured loss, in the direction of "
                    "each score's source\n{:14}  {:>7}  {:>7}  {:>7}  {:>7}  {:>7}\n",
                    "score", "pooled", "within", "gate", "up", "down");
    for (const ScoreRow& row : comparison.rows) text += rowText(row);
    return printText(text);
}

} // namespace

Run addScores(CLI::App& command) {
    auto options = std::make_shared<Options>();
    command.add_option("WORK", options->work, "workspace with a loss table")->required();
    command.add_option("--losses", options->losses,
                       "loss table of the workspace (default: the only one)");
    command.add_option("--corpus", options->corpora,
                       "NAME[:WEIGHT] to compare on (default: all, equal)");
    command
        .add_option("--score-file", options->scoreFile,
                    "a score of your own: lines of layer,expert,value or tensor,value")
        ->type_name("FILE.csv");
    command
        .add_option("--flip", options->flipped,
                    "scores to read the other way round than their source: ID,ID; csv = your own")
        ->delimiter(',');
    command.add_flag("--csv", options->csv, "comma-separated, with a column for each layer");
    return [options](Context& context) -> Status {
        if (options->csv && context.json)
            return usageError("--csv and --json contradict each other", {}, "choose one");
        return run(*options, context);
    };
}

} // namespace moqa::cli
