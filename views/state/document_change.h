// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What an edit does to the document, as values: one thing set to another value each, so that the
// same list serves redo, undo (the inverse) and the journal (as JSON). Bits change by deltas.

#include "core/plan/plan_draft.h"
#include "views/state/corpus_library.h"
#include "views/state/object_ref.h"

#include <optional>
#include <set>
#include <string>
#include <variant>
#include <vector>

namespace moqa {

struct StoredPlan {
    Plan plan;
    std::string notes;
    std::optional<PlanTotals> made = {}; // as its rule made it; none: it is so now
};

struct PlanBits {
    std::string plan;
    PlanDelta delta;
};
struct PlanPut {
    std::string name;
    std::optional<StoredPlan> plan; // none: removed
    std::string activeAfter;        // the plan shown afterwards
};
struct PlanNotesPut {
    std::string plan, notes;
};
struct CorporaPut {
    CorpusLibrary corpora;
};
struct NotesPut {
    std::string notes;
};
struct NamedSetPut {
    std::string name;
    std::optional<std::set<ObjectRef>> objects; // none: removed
};
// A run's report: in the journal like an edit, but not undone.
struct ReportPut {
    std::string name, json;
};

using DocumentChange =
    std::variant<PlanBits, PlanPut, PlanNotesPut, CorporaPut, NotesPut, NamedSetPut, ReportPut>;

struct DocumentRecord {
    std::string text; // "Set 12 experts in layer 7 to 3 bit"
    std::vector<DocumentChange> changes;
};
Json toJson(const DocumentRecord& record);
// BadInput for a record of another program or a damaged one.
Result<DocumentRecord> recordFromJson(const Json& json, const std::string& where);

Json toJson(const std::set<ObjectRef>& objects);
Result<std::set<ObjectRef>> objectsFromJson(const Json& json, const std::string& where);

} // namespace moqa
