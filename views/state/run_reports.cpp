// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/state/run_reports.h"

#include "core/base/sha256.h"
#include "core/plan/plan_totals_json.h"

#include <limits>

namespace moqa {

namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

const Json& member(const Json& object, const char* key) {
    static const Json empty;
    const auto found = object.is_object() ? object.find(key) : object.end();
    return found == object.end() ? empty : *found;
}

Json toJson(const CorpusScore& score) {
    return {{"corpus", score.corpus},
            {"tokens", score.tokens},
            {"windows", score.windows},
            {"scored", score.scored},
            {"nll", score.nll},
            {"ppl", score.ppl},
            {"has_reference", score.hasReference},
            {"kl", score.kl},
            {"same_top1", score.sameTop1},
            {"routing_shift", score.routingShift}};
}

Result<CorpusScore> scoreFromJson(const Json& json, const std::string& where) {
    CorpusScore score;
    MOQA_TRY(score.corpus, jsonString(json, "corpus", {}, where));
    MOQA_TRY(score.tokens, jsonInt(json, "tokens", 0, where));
    MOQA_TRY(score.windows, jsonInt(json, "windows", 0, where));
    MOQA_TRY(score.scored, jsonInt(json, "scored", 0, where));
    MOQA_TRY(score.nll, jsonNumber(json, "nll", kNan, where));
    MOQA_TRY(score.ppl, jsonNumber(json, "ppl", kNan, where));
    MOQA_TRY(score.hasReference, jsonBool(json, "has_reference", false, where));
    MOQA_TRY(score.kl, jsonNumber(json, "kl", kNan, where));
    MOQA_TRY(score.sameTop1, jsonNumber(json, "same_top1", kNan, where));
    for (const Json& value : member(json, "routing_shift"))
        score.routingShift.push_back(value.is_number() ? value.get<double>() : kNan);
    return score;
}

Json toJson(const EvaluateReport& report) {
    Json corpora = Json::array();
    for (const CorpusScore& score : report.corpora) corpora.push_back(toJson(score));
    return {{"model", report.model}, {"window", report.window}, {"corpora", corpora}};
}

Result<EvaluateReport> reportFromJson(const Json& json, const std::string& where) {
    EvaluateReport report;
    MOQA_TRY(report.model, jsonString(json, "model", {}, where));
    MOQA_TRY(report.window, jsonInt(json, "window", 0, where));
    for (const Json& entry : member(json, "corpora")) {
        MOQA_TRY(CorpusScore score, scoreFromJson(entry, where));
        report.corpora.push_back(std::move(score));
    }
    return report;
}

} // namespace

std::string planHash(const Plan& plan) {
    Json decisions = Json::array();
    for (const PlanUnit& unit : plan.units)
        decisions.push_back({unit.layer, unit.expert, static_cast<int>(unit.projection),
                             unit.format.bits, unit.format.group, unit.format.symmetric});
    for (const auto& [part, bits] : plan.defaults)
        decisions.push_back({static_cast<int>(part), bits});
    for (const PlanOverride& rule : plan.overrides)
        decisions.push_back({rule.pattern, rule.bits, rule.group});
    return sha256Hex(decisions.dump());
}

std::vector<std::string> calibrationNames(const std::vector<Corpus>& corpora) {
    std::vector<std::string> names;
    for (const Corpus& corpus : corpora) names.push_back(corpus.name + "=" + corpus.textSha256);
    return names;
}

namespace {

Json optionalToJson(const std::optional<PlanTotals>& totals) {
    return totals ? totalsToJson(*totals) : Json();
}

Result<std::optional<PlanTotals>> optionalTotals(const Json& json, const std::string& where) {
    if (!json.is_object()) return std::optional<PlanTotals>();
    MOQA_TRY(const PlanTotals totals, totalsFromJson(json, where));
    return std::optional(totals);
}

Json optionsToJson(const QuantizeOptions& options) {
    return {{"method", static_cast<int>(options.method)},
            {"act_order", options.actOrder},
            {"damp", options.damp},
            {"shrink", options.shrink ? Json(*options.shrink) : Json()},
            {"sequential", options.sequential},
            {"window", options.window},
            {"reweight", options.reweight},
            {"grid", static_cast<int>(options.grid)},
            {"seed", static_cast<int64_t>(options.seed)}};
}

// What an earlier program did not write keeps its default.
Result<QuantizeOptions> optionsFromJson(const Json& json, const std::string& where) {
    QuantizeOptions options;
    MOQA_TRY(const int64_t method,
             jsonInt(json, "method", static_cast<int64_t>(options.method), where));
    MOQA_TRY(options.actOrder, jsonBool(json, "act_order", options.actOrder, where));
    MOQA_TRY(options.damp, jsonNumber(json, "damp", options.damp, where));
    if (const Json& shrink = member(json, "shrink"); !shrink.is_null()) {
        MOQA_TRY(options.shrink, jsonNumber(json, "shrink", 0, where));
    }
    MOQA_TRY(options.sequential, jsonBool(json, "sequential", options.sequential, where));
    MOQA_TRY(options.window, jsonInt(json, "window", options.window, where));
    MOQA_TRY(options.reweight, jsonNumber(json, "reweight", options.reweight, where));
    MOQA_TRY(const int64_t grid, jsonInt(json, "grid", static_cast<int64_t>(options.grid), where));
    MOQA_TRY(const int64_t seed, jsonInt(json, "seed", 0, where));
    options.seed = static_cast<uint64_t>(seed);
    if (method >= 0 && method <= static_cast<int64_t>(kLastQuantMethod))
        options.method = static_cast<QuantMethod>(method);
    if (grid >= 0 && grid <= static_cast<int64_t>(GridSearch::Hessian))
        options.grid = static_cast<GridSearch>(grid);
    return options;
}

} // namespace

Json QuantizeRun::toJson() const {
    Json rows = Json::array();
    for (const LayerReport& layer : layers)
        rows.push_back({{"layer", layer.layer},
                        {"weight_error", layer.weightError},
                        {"output_error", layer.outputError},
                        {"fallbacks", layer.fallbacks},
                        {"seconds", layer.seconds}});
    return {{"plan", planName},
            {"plan_hash", planHash},
            {"output", outputPath},
            {"method", method},
            {"complete", complete},
            {"cache", cacheShare},
            {"seconds", seconds},
            {"calibration", calibration},
            {"layers", std::move(rows)},
            {"totals", optionalToJson(totals)},
            {"options", optionsToJson(options)}};
}

Result<QuantizeRun> QuantizeRun::fromJson(const Json& json, const std::string& where) {
    QuantizeRun run;
    MOQA_TRY(run.planName, jsonString(json, "plan", {}, where));
    MOQA_TRY(run.planHash, jsonString(json, "plan_hash", {}, where));
    MOQA_TRY(run.outputPath, jsonString(json, "output", {}, where));
    MOQA_TRY(run.method, jsonString(json, "method", {}, where));
    MOQA_TRY(run.complete, jsonBool(json, "complete", false, where));
    MOQA_TRY(run.cacheShare, jsonNumber(json, "cache", 0, where));
    MOQA_TRY(run.seconds, jsonNumber(json, "seconds", 0, where));
    if (const auto options = json.find("options"); options != json.end() && options->is_object()) {
        MOQA_TRY(run.options, optionsFromJson(*options, where));
    }
    MOQA_TRY(run.totals, optionalTotals(member(json, "totals"), where));
    for (const Json& name : member(json, "calibration"))
        if (name.is_string()) run.calibration.push_back(name.get<std::string>());
    for (const Json& row : member(json, "layers")) {
        LayerReport layer;
        MOQA_TRY(const int64_t index, jsonInt(row, "layer", -1, where));
        layer.layer = static_cast<int>(index);
        MOQA_TRY(layer.weightError, jsonNumber(row, "weight_error", kNan, where));
        MOQA_TRY(layer.outputError, jsonNumber(row, "output_error", kNan, where));
        MOQA_TRY(const int64_t fallbacks, jsonInt(row, "fallbacks", 0, where));
        layer.fallbacks = static_cast<int>(fallbacks);
        MOQA_TRY(layer.seconds, jsonNumber(row, "seconds", 0, where));
        run.layers.push_back(layer);
    }
    return run;
}

Json EvaluateRun::toJson() const {
    return {{"plan", planName},
            {"plan_hash", planHash},
            {"quantized_path", quantizedPath},
            {"known", knownCorpora},
            {"totals", optionalToJson(totals)},
            {"full", moqa::toJson(full)},
            {"quantized", moqa::toJson(quantized)}};
}

Result<EvaluateRun> EvaluateRun::fromJson(const Json& json, const std::string& where) {
    EvaluateRun run;
    MOQA_TRY(run.planName, jsonString(json, "plan", {}, where));
    MOQA_TRY(run.planHash, jsonString(json, "plan_hash", {}, where));
    MOQA_TRY(run.quantizedPath, jsonString(json, "quantized_path", {}, where));
    MOQA_TRY(run.totals, optionalTotals(member(json, "totals"), where));
    for (const Json& name : member(json, "known"))
        if (name.is_string()) run.knownCorpora.push_back(name.get<std::string>());
    MOQA_TRY(run.full, reportFromJson(member(json, "full"), where));
    MOQA_TRY(run.quantized, reportFromJson(member(json, "quantized"), where));
    return run;
}

} // namespace moqa
