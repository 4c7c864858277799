// SPDX-License-Identifier: GPL-3.0-or-later
// PLAN.json (cli.md) to a Plan and back. What is read comes from strangers: every key is checked
// for its type and range, and the error names it.
#include "core/plan/plan_columns.h"
#include "core/plan/plan_totals_json.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

namespace moqa {

namespace {

constexpr size_t kMaxOverrides = 10'000;
constexpr size_t kMaxPattern = 1024;
constexpr int64_t kMaxRank = 65536;

// In the order in which cli.md writes them.
constexpr std::pair<Part, const char*> kDefaultKeys[] = {
    {Part::Attention, "attention"}, {Part::Shared, "shared"}, {Part::Router, "router"},
    {Part::Embedding, "embedding"}, {Part::Head, "head"},     {Part::Norm, "norm"},
    {Part::Dense, "dense"}};

Json unitToJson(const PlanUnit& unit) {
    return {{"layer", unit.layer},
            {"expert", unit.expert},
            {"projection", projectionName(unit.projection)},
            {"bits", unit.format.bits},
            {"group", unit.format.group},
            {"symmetric", unit.format.symmetric},
            {"locked", unit.locked},
            {"why", unit.why}};
}

Json unitsToJson(const std::vector<PlanUnit>& units) {
    Json list = Json::array();
    for (const PlanUnit& unit : units) list.push_back(unitToJson(unit));
    return list;
}

// A child that must be there with the given type; error names it.
Result<const Json*> child(const Json& object, const char* key, Json::value_t type,
                          const std::string& where) {
    const char* wanted = type == Json::value_t::object ? "an object" : "a list";
    const auto it = object.find(key);
    if (it == object.end()) return badInput(fmt::format("\"{}\" is missing", key), where);
    if (it->type() != type) return badInput(fmt::format("\"{}\" must be {}", key, wanted), where);
    return &*it;
}

Result<int> boundedInt(const Json& object, const char* key, int64_t fallback, int64_t low,
                       int64_t high, const std::string& where) {
    MOQA_TRY(const int64_t value, jsonInt(object, key, fallback, where));
    if (value < low || value > high)
        return badInput(fmt::format("\"{}\" is {}, outside [{}, {}]", key, value, low, high),
                        where);
    return static_cast<int>(value);
}

// Absent (or null) is refused too: a plan that does not say its width is not a plan.
Result<int> readBits(const Json& object, const std::string& where) {
    MOQA_TRY(const int64_t bits, jsonInt(object, "bits", 0, where));
    if (!isPlanWidth(bits)) return badInput("\"bits\" must be 1, 2, 3, 4, 5, 6, 8 or 16", where);
    return static_cast<int>(bits);
}

// -1 = whole row; fallback where the key is absent.
Result<int> readGroup(const Json& object, int fallback, const std::string& where) {
    MOQA_TRY(const int group, boundedInt(object, "group", fallback, -1, kMaxPlanGroup, where));
    if (group == 0 && fallback != 0)
        return badInput("\"group\" must be a number of columns, or -1 for the whole row", where);
    return group;
}

Result<Projection> readProjection(const Json& object, const std::string& where) {
    MOQA_TRY(const std::string name, jsonString(object, "projection", "all", where));
    for (Projection p : {Projection::Gate, Projection::Up, Projection::Down, Projection::All})
        if (name == projectionName(p)) return p;
    return badInput("\"projection\" must be gate, up, down or all", where);
}

Result<PlanUnit> unitFromJson(const Json& json, const UnitFormat& common,
                              const std::string& where) {
    if (!json.is_object()) return badInput("a unit must be an object", where);
    PlanUnit unit;
    MOQA_TRY(unit.layer, boundedInt(json, "layer", -1, 0, kMaxPlanIndex, where));
    MOQA_TRY(unit.expert, boundedInt(json, "expert", -1, 0, kMaxPlanIndex, where));
    MOQA_TRY(unit.projection, readProjection(json, where));
    MOQA_TRY(unit.format.bits, readBits(json, where));
    MOQA_TRY(unit.format.group, readGroup(json, common.group, where));
    MOQA_TRY(unit.format.symmetric, jsonBool(json, "symmetric", common.symmetric, where));
    MOQA_TRY(unit.locked, jsonBool(json, "locked", false, where));
    MOQA_TRY(unit.why, jsonString(json, "why", "", where));
    return unit;
}

Result<std::vector<PlanUnit>> unitsFromJson(const Json& list, const UnitFormat& common,
                                            const std::string& where) {
    if (list.size() > kMaxPlanUnits) return badInput("more units than any model has", where);
    std::vector<PlanUnit> units;
    units.reserve(list.size());
    for (size_t i = 0; i < list.size(); ++i) {
        MOQA_TRY(PlanUnit unit, unitFromJson(list[i], common, fmt::format("{}[{}]", where, i)));
        units.push_back(std::move(unit));
    }
    MOQA_CHECK(settleUnits(units, where));
    return units;
}

Result<std::map<Part, int>> defaultsFromJson(const Json& object, const std::string& where) {
    std::map<Part, int> defaults;
    for (const auto& [key, value] : object.items()) {
        const auto* known =
            std::find_if(std::begin(kDefaultKeys), std::end(kDefaultKeys),
                         [&, name = key](const auto& k) { return name == k.second; });
        if (known == std::end(kDefaultKeys))
            return badInput(fmt::format("\"{}\" is not a part of a model", key), where);
        if (!value.is_object())
            return badInput(fmt::format("\"{}\" must be an object", key), where);
        MOQA_TRY(defaults[known->first], readBits(value, where + "." + key));
    }
    return defaults;
}

Result<std::vector<PlanOverride>> overridesFromJson(const Json& list, const std::string& where) {
    if (list.size() > kMaxOverrides) return badInput("too many overrides", where);
    std::vector<PlanOverride> overrides;
    for (size_t i = 0; i < list.size(); ++i) {
        const std::string at = fmt::format("{}[{}]", where, i);
        if (!list[i].is_object()) return badInput("an override must be an object", at);
        PlanOverride o;
        MOQA_TRY(o.pattern, jsonString(list[i], "pattern", "", at));
        if (o.pattern.empty() || o.pattern.size() > kMaxPattern)
            return badInput("\"pattern\" must be a glob of 1 to 1024 bytes", at);
        MOQA_TRY(o.bits, readBits(list[i], at));
        MOQA_TRY(o.group, readGroup(list[i], 0, at));
        overrides.push_back(std::move(o));
    }
    return overrides;
}

Status checkFormat(const Json& json, const std::string& where) {
    if (!json.is_object()) return badInput("a plan must be a JSON object", where);
    MOQA_TRY(const std::string format, jsonString(json, "format", "", where));
    if (format != "moqa-plan") return badInput("\"format\" is not \"moqa-plan\"", where);
    MOQA_TRY(const int64_t version, jsonInt(json, "version", 0, where));
    if (version != 1)
        return badInput(fmt::format("\"version\" is {}; this program reads version 1", version),
                        where, "use a newer program for a newer plan");
    return {};
}

} // namespace

Json totalsToJson(const PlanTotals& t) {
    return {{"mean_bits", t.meanBits},
            {"mean_bits_model", t.meanBitsModel},
            {"true_bits", t.trueBits},
            {"bytes", t.bytes},
            {"bytes_full", t.bytesFull},
            {"routed_bytes", t.routedBytes},
            {"predicted_loss", t.predictedLoss ? Json(*t.predictedLoss) : Json(nullptr)}};
}

Result<PlanTotals> totalsFromJson(const Json& object, const std::string& where) {
    PlanTotals t;
    MOQA_TRY(t.meanBits, jsonNumber(object, "mean_bits", 0, where));
    MOQA_TRY(t.meanBitsModel, jsonNumber(object, "mean_bits_model", 0, where));
    MOQA_TRY(t.trueBits, jsonNumber(object, "true_bits", 0, where));
    MOQA_TRY(t.bytes, jsonInt(object, "bytes", 0, where));
    MOQA_TRY(t.bytesFull, jsonInt(object, "bytes_full", 0, where));
    MOQA_TRY(t.routedBytes, jsonInt(object, "routed_bytes", 0, where));
    if (const auto loss = object.find("predicted_loss"); loss != object.end() && !loss->is_null()) {
        MOQA_TRY(t.predictedLoss, jsonNumber(object, "predicted_loss", 0, where));
    }
    return t;
}

Json Plan::toJson() const {
    Json parts = Json::object();
    for (const auto& [part, key] : kDefaultKeys)
        if (const auto it = defaults.find(part); it != defaults.end())
            parts[key] = {{"bits", it->second}};
    Json overrideList = Json::array();
    for (const PlanOverride& o : overrides) {
        Json item = {{"pattern", o.pattern}, {"bits", o.bits}};
        if (o.group != 0) item["group"] = o.group;
        overrideList.push_back(std::move(item));
    }
    Json json = {{"format", "moqa-plan"}, {"version", 1}};
    json["model"] = {{"fingerprint", modelFingerprint}, {"name", modelName}};
    json["method"] = method;
    json["options"] = options;
    json["defaults"] = std::move(parts);
    json["format_of_units"] = {{"group", unitFormat.group}, {"symmetric", unitFormat.symmetric}};
    if (unitFormat.realZeros) json["format_of_units"]["real_zeros"] = true;
    if (unitFormat.rank > 0) json["format_of_units"]["low_rank"] = unitFormat.rank;
    json["units"] = unitsToJson(units);
    json["overrides"] = std::move(overrideList);
    json["totals"] = totalsToJson(totals);
    if (!unrepaired.empty()) json["unrepaired"] = unitsToJson(unrepaired);
    return json;
}

Result<Plan> Plan::fromJson(const Json& json, const std::string& where) {
    using Type = Json::value_t;
    MOQA_CHECK(checkFormat(json, where));
    const auto at = [&](const char* key) { return where + ": " + key; };
    Plan plan;
    MOQA_TRY(const Json* model, child(json, "model", Type::object, where));
    MOQA_TRY(plan.modelFingerprint, jsonString(*model, "fingerprint", "", at("model")));
    MOQA_TRY(plan.modelName, jsonString(*model, "name", "", at("model")));
    MOQA_TRY(plan.method, jsonString(json, "method", "", where));
    MOQA_TRY(const Json* options, child(json, "options", Type::object, where));
    plan.options = *options;
    MOQA_TRY(const Json* parts, child(json, "defaults", Type::object, where));
    MOQA_TRY(plan.defaults, defaultsFromJson(*parts, at("defaults")));
    MOQA_TRY(const Json* common, child(json, "format_of_units", Type::object, where));
    MOQA_TRY(plan.unitFormat.group, readGroup(*common, 64, at("format_of_units")));
    MOQA_TRY(plan.unitFormat.symmetric,
             jsonBool(*common, "symmetric", false, at("format_of_units")));
    MOQA_TRY(plan.unitFormat.realZeros,
             jsonBool(*common, "real_zeros", false, at("format_of_units")));
    MOQA_TRY(plan.unitFormat.rank,
             boundedInt(*common, "low_rank", 0, 0, kMaxRank, at("format_of_units")));
    MOQA_TRY(const Json* units, child(json, "units", Type::array, where));
    MOQA_TRY(plan.units, unitsFromJson(*units, plan.unitFormat, at("units")));
    MOQA_TRY(const Json* overrides, child(json, "overrides", Type::array, where));
    MOQA_TRY(plan.overrides, overridesFromJson(*overrides, at("overrides")));
    MOQA_TRY(const Json* totals, child(json, "totals", Type::object, where));
    MOQA_TRY(plan.totals, totalsFromJson(*totals, at("totals")));
    if (!json.contains("unrepaired")) return plan;
    MOQA_TRY(const Json* before, child(json, "unrepaired", Type::array, where));
    MOQA_TRY(plan.unrepaired, unitsFromJson(*before, plan.unitFormat, at("unrepaired")));
    return plan;
}

} // namespace moqa
