// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/state/document_change.h"

#include "core/plan/plan_totals_json.h"

#include <limits>

namespace moqa {

namespace {

constexpr size_t kUnitFields = 7; // layer, expert, projection, old and new bits, old and new lock
constexpr size_t kObjectFields = 5;

Error malformed(const std::string& where) {
    return badInput("this is not an edit that this program knows", where,
                    "use the program version that made it");
}

// A list of n whole numbers that fit an int.
Result<std::vector<int>> integers(const Json& json, size_t n, const std::string& where) {
    if (!json.is_array() || json.size() != n) return malformed(where);
    std::vector<int> values;
    for (const Json& field : json) {
        if (!field.is_number_integer()) return malformed(where);
        const auto value = field.get<int64_t>();
        if (value < std::numeric_limits<int>::min() || value > std::numeric_limits<int>::max())
            return malformed(where);
        values.push_back(static_cast<int>(value));
    }
    return values;
}

Json encode(const PlanBits& change) {
    Json units = Json::array();
    for (const UnitChange& unit : change.delta.changes)
        units.push_back({unit.layer, unit.expert, static_cast<int>(unit.projection), unit.oldBits,
                         unit.newBits, static_cast<int>(unit.oldLocked),
                         static_cast<int>(unit.newLocked)});
    return {{"kind", "bits"}, {"plan", change.plan}, {"units", std::move(units)}};
}
Json encode(const PlanPut& change) {
    Json json{{"kind", "plan"}, {"name", change.name}, {"active", change.activeAfter}};
    if (change.plan) {
        json["plan"] = change.plan->plan.toJson();
        json["notes"] = change.plan->notes;
        if (change.plan->made) json["made"] = totalsToJson(*change.plan->made);
    }
    return json;
}
Json encode(const PlanNotesPut& change) {
    return {{"kind", "plan_notes"}, {"plan", change.plan}, {"notes", change.notes}};
}
Json encode(const CorporaPut& change) {
    return {{"kind", "corpora"}, {"corpora", toJson(change.corpora)}};
}
Json encode(const NotesPut& change) { return {{"kind", "notes"}, {"notes", change.notes}}; }
Json encode(const NamedSetPut& change) {
    Json json{{"kind", "set"}, {"name", change.name}};
    if (change.objects) json["objects"] = toJson(*change.objects);
    return json;
}
Json encode(const ReportPut& change) {
    return {{"kind", "report"}, {"name", change.name}, {"json", change.json}};
}

Result<DocumentChange> decodeBits(const Json& json, const std::string& where) {
    PlanBits change;
    MOQA_TRY(change.plan, jsonString(json, "plan", {}, where));
    if (!json.contains("units") || !json["units"].is_array()) return malformed(where);
    for (const Json& unit : json["units"]) {
        MOQA_TRY(const std::vector<int> v, integers(unit, kUnitFields, where));
        if (v[2] < 0 || v[2] > static_cast<int>(Projection::All) || !isPlanWidth(v[3]) ||
            !isPlanWidth(v[4]))
            return malformed(where);
        change.delta.changes.push_back(
            {v[0], v[1], static_cast<Projection>(v[2]), v[3], v[4], v[5] != 0, v[6] != 0});
    }
    return DocumentChange(std::move(change));
}

Result<DocumentChange> decodePlan(const Json& json, const std::string& where) {
    PlanPut change;
    MOQA_TRY(change.name, jsonString(json, "name", {}, where));
    MOQA_TRY(change.activeAfter, jsonString(json, "active", {}, where));
    if (change.name.empty()) return malformed(where);
    if (json.contains("plan")) {
        StoredPlan stored;
        MOQA_TRY(stored.plan, Plan::fromJson(json["plan"], where));
        MOQA_TRY(stored.notes, jsonString(json, "notes", {}, where));
        if (json.contains("made")) {
            if (!json["made"].is_object()) return malformed(where);
            MOQA_TRY(stored.made, totalsFromJson(json["made"], where));
        }
        change.plan = std::move(stored);
    }
    return DocumentChange(std::move(change));
}

Result<DocumentChange> decode(const Json& json, const std::string& where) {
    MOQA_TRY(const std::string kind, jsonString(json, "kind", {}, where));
    if (kind == "bits") return decodeBits(json, where);
    if (kind == "plan") return decodePlan(json, where);
    if (kind == "plan_notes") {
        PlanNotesPut change;
        MOQA_TRY(change.plan, jsonString(json, "plan", {}, where));
        MOQA_TRY(change.notes, jsonString(json, "notes", {}, where));
        return DocumentChange(std::move(change));
    }
    if (kind == "corpora") {
        MOQA_TRY(CorpusLibrary library,
                 libraryFromJson(json.contains("corpora") ? json["corpora"] : Json(), where));
        return DocumentChange(CorporaPut{std::move(library)});
    }
    if (kind == "notes") {
        MOQA_TRY(std::string notes, jsonString(json, "notes", {}, where));
        return DocumentChange(NotesPut{std::move(notes)});
    }
    if (kind == "set") {
        NamedSetPut change;
        MOQA_TRY(change.name, jsonString(json, "name", {}, where));
        if (json.contains("objects")) {
            MOQA_TRY(change.objects, objectsFromJson(json["objects"], where));
        }
        return DocumentChange(std::move(change));
    }
    if (kind == "report") {
        ReportPut change;
        MOQA_TRY(change.name, jsonString(json, "name", {}, where));
        MOQA_TRY(change.json, jsonString(json, "json", {}, where));
        return DocumentChange(std::move(change));
    }
    return malformed(where);
}

} // namespace

Json toJson(const DocumentRecord& record) {
    Json changes = Json::array();
    for (const DocumentChange& change : record.changes)
        changes.push_back(std::visit([](const auto& one) { return encode(one); }, change));
    return {{"text", record.text}, {"changes", std::move(changes)}};
}

Result<DocumentRecord> recordFromJson(const Json& json, const std::string& where) {
    if (!json.is_object() || !json.contains("changes") || !json["changes"].is_array())
        return malformed(where);
    DocumentRecord record;
    MOQA_TRY(record.text, jsonString(json, "text", {}, where));
    for (const Json& one : json["changes"]) {
        MOQA_TRY(DocumentChange change, decode(one, where));
        record.changes.push_back(std::move(change));
    }
    return record;
}

Json toJson(const std::set<ObjectRef>& objects) {
    Json list = Json::array();
    for (const ObjectRef& object : objects)
        list.push_back({static_cast<int>(object.kind), object.layer, object.expert,
                        static_cast<int>(object.projection), object.channel});
    return list;
}

Result<std::set<ObjectRef>> objectsFromJson(const Json& json, const std::string& where) {
    if (!json.is_array()) return malformed(where);
    std::set<ObjectRef> objects;
    for (const Json& one : json) {
        MOQA_TRY(const std::vector<int> v, integers(one, kObjectFields, where));
        if (v[0] < 0 || v[0] > static_cast<int>(ObjectKind::Channel)) return malformed(where);
        objects.insert({static_cast<ObjectKind>(v[0]), v[1], v[2], static_cast<Role>(v[3]), v[4]});
    }
    return objects;
}

} // namespace moqa
