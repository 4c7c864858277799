// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/plan_store.h"

#include "core/plan/plan_columns.h"
#include "core/store/workspace_layout.h"

namespace moqa {

namespace {

const std::string kPlans = "plans";
const std::string kUnits = "plan_units";

Status writeUnits(h5::OutputFile& file, const std::string& group,
                  const std::vector<PlanUnit>& units) {
    const UnitColumns columns = columnsOf(units);
    MOQA_CHECK(file.column(group + "/layer", columns.layer));
    MOQA_CHECK(file.column(group + "/expert", columns.expert));
    MOQA_CHECK(file.column(group + "/group", columns.group));
    MOQA_CHECK(file.column(group + "/projection", columns.projection));
    MOQA_CHECK(file.column(group + "/bits", columns.bits));
    MOQA_CHECK(file.column(group + "/symmetric", columns.symmetric));
    MOQA_CHECK(file.column(group + "/locked", columns.locked));
    MOQA_CHECK(file.column(group + "/why", columns.why));
    return file.embedFile(
        group + "/reasons", "reasons.json",
        Json(columns.reasons).dump(-1, ' ', false, Json::error_handler_t::replace));
}

Result<std::vector<std::string>> readReasons(const h5::InputFile& file, const std::string& path) {
    MOQA_TRY(const std::string text, file.embeddedFile(path));
    MOQA_TRY(const Json json, parseJson(text, file.path() + ":/" + path));
    if (!json.is_array()) return file.malformed(path, "it is not a list of reasons");
    std::vector<std::string> reasons;
    for (const Json& reason : json) {
        if (!reason.is_string()) return file.malformed(path, "a reason is not a text");
        reasons.push_back(reason.get<std::string>());
    }
    return reasons;
}

Result<std::vector<PlanUnit>> readUnits(const h5::InputFile& file, const std::string& group,
                                        const std::string& where) {
    UnitColumns columns;
    MOQA_TRY(columns.layer, file.column<int32_t>(group + "/layer"));
    MOQA_TRY(columns.expert, file.column<int32_t>(group + "/expert"));
    MOQA_TRY(columns.group, file.column<int32_t>(group + "/group"));
    MOQA_TRY(columns.projection, file.column<uint8_t>(group + "/projection"));
    MOQA_TRY(columns.bits, file.column<uint8_t>(group + "/bits"));
    MOQA_TRY(columns.symmetric, file.column<uint8_t>(group + "/symmetric"));
    MOQA_TRY(columns.locked, file.column<uint8_t>(group + "/locked"));
    MOQA_TRY(columns.why, file.column<int32_t>(group + "/why"));
    MOQA_TRY(columns.reasons, readReasons(file, group + "/reasons"));
    return unitsOf(columns, where);
}

Result<Plan> readPlan(const h5::InputFile& file, const std::string& child, const std::string& where,
                      int64_t version) {
    MOQA_TRY(const std::string text, file.embeddedFile(kPlans + "/" + child));
    MOQA_TRY(const Json json, parseJson(text, where));
    MOQA_TRY(Plan plan, Plan::fromJson(json, where));
    if (version < 3) return plan;
    const std::string group = kUnits + "/" + child;
    MOQA_TRY(plan.units, readUnits(file, group + "/units", where));
    MOQA_TRY(const bool repaired, file.has(group + "/unrepaired"));
    if (repaired) {
        MOQA_TRY(plan.unrepaired, readUnits(file, group + "/unrepaired", where));
    }
    return plan;
}

} // namespace

Status writePlans(h5::OutputFile& file, const std::map<std::string, Plan>& plans) {
    MOQA_CHECK(file.group(kPlans));
    size_t number = 0;
    for (const auto& [name, plan] : plans) {
        const std::string path = numberedPath(kPlans, number);
        const std::string group = numberedPath(kUnits, number++);
        Plan head = plan;
        head.units.clear();
        head.unrepaired.clear();
        MOQA_CHECK(file.embedFile(
            path, name + ".json",
            head.toJson().dump(1, ' ', false, Json::error_handler_t::replace) + "\n"));
        MOQA_CHECK(file.attribute(path, "name", name));
        MOQA_CHECK(writeUnits(file, group + "/units", plan.units));
        if (!plan.unrepaired.empty())
            MOQA_CHECK(writeUnits(file, group + "/unrepaired", plan.unrepaired));
    }
    return {};
}

Result<std::map<std::string, Plan>> readPlans(const h5::InputFile& file, int64_t version) {
    std::map<std::string, Plan> plans;
    MOQA_TRY(const std::vector<std::string> children, file.children(kPlans));
    for (const std::string& child : children) {
        const std::string path = kPlans + "/" + child;
        MOQA_TRY(const std::string name, file.text(path, "name"));
        const std::string where = file.path() + ": plan \"" + name + "\"";
        MOQA_TRY(Plan plan, readPlan(file, child, where, version));
        if (!plans.emplace(name, std::move(plan)).second)
            return file.malformed(path, "this name is there twice");
    }
    return plans;
}

} // namespace moqa
