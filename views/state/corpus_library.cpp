// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/state/corpus_library.h"

#include <algorithm>
#include <cmath>

namespace moqa {

namespace {

bool isWhole(const CorpusEntry& entry) { return entry.shareNumerator >= entry.shareDenominator; }

CorpusEntry* named(CorpusLibrary& library, const std::string& name) {
    const auto found = std::find_if(library.begin(), library.end(),
                                    [&](const CorpusEntry& entry) { return entry.name == name; });
    return found == library.end() ? nullptr : &*found;
}

} // namespace

CorpusRequest calibrationOf(const CorpusEntry& entry) {
    return {entry.name, entry.path, entry.shareNumerator, entry.shareDenominator, entry.tail};
}

CorpusRequest evaluationOf(const CorpusEntry& entry) {
    if (isWhole(entry)) return calibrationOf(entry);
    return {entry.name, entry.path, entry.shareDenominator - entry.shareNumerator,
            entry.shareDenominator, !entry.tail};
}

CorpusChoice choiceOf(const CorpusLibrary& library) {
    CorpusChoice choice;
    for (const CorpusEntry& entry : library) {
        if (entry.calibrates) choice.calibration.push_back(calibrationOf(entry));
        if (entry.evaluates) choice.evaluation.push_back(evaluationOf(entry));
    }
    return choice;
}

CorpusLibrary libraryOf(const CorpusChoice& choice, const CorpusLibrary& weights) {
    CorpusLibrary library;
    for (const CorpusRequest& request : choice.calibration)
        library.push_back({request.name, request.path, true, false, 1.0, request.shareNumerator,
                           request.shareDenominator, request.tail});
    for (const CorpusRequest& request : choice.evaluation) {
        if (CorpusEntry* const known = named(library, request.name)) {
            known->evaluates = true;
            continue;
        }
        CorpusEntry entry{request.name,
                          request.path,
                          false,
                          true,
                          1.0,
                          request.shareNumerator,
                          request.shareDenominator,
                          request.tail};
        if (!isWhole(entry)) { // the share that is left for calibration
            entry.shareNumerator = request.shareDenominator - request.shareNumerator;
            entry.tail = !request.tail;
        }
        library.push_back(std::move(entry));
    }
    CorpusLibrary known = weights;
    for (CorpusEntry& entry : library)
        if (const CorpusEntry* const old = named(known, entry.name)) entry.weight = old->weight;
    return library;
}

std::vector<std::pair<std::string, double>> weightsOf(const CorpusLibrary& library) {
    std::vector<std::pair<std::string, double>> weights;
    if (std::all_of(library.begin(), library.end(), [](auto& e) { return e.weight == 1.0; }))
        return weights;
    for (const CorpusEntry& entry : library)
        if (entry.calibrates) weights.emplace_back(entry.name, entry.weight);
    return weights;
}

Json toJson(const CorpusLibrary& library) {
    Json rows = Json::array();
    for (const CorpusEntry& entry : library)
        rows.push_back({{"name", entry.name},
                        {"path", entry.path},
                        {"calibrates", entry.calibrates},
                        {"evaluates", entry.evaluates},
                        {"weight", entry.weight},
                        {"share", {entry.shareNumerator, entry.shareDenominator}},
                        {"tail", entry.tail}});
    return rows;
}

Result<CorpusLibrary> libraryFromJson(const Json& json, const std::string& where) {
    if (!json.is_array()) return badInput("the list of texts is not a list", where);
    CorpusLibrary library;
    for (const Json& row : json) {
        CorpusEntry entry;
        MOQA_TRY(entry.name, jsonString(row, "name", {}, where));
        MOQA_TRY(entry.path, jsonString(row, "path", {}, where));
        MOQA_TRY(entry.calibrates, jsonBool(row, "calibrates", true, where));
        MOQA_TRY(entry.evaluates, jsonBool(row, "evaluates", true, where));
        MOQA_TRY(entry.weight, jsonNumber(row, "weight", 1.0, where));
        MOQA_TRY(entry.tail, jsonBool(row, "tail", false, where));
        const auto share = row.is_object() ? row.find("share") : row.end();
        if (row.is_object() && share != row.end()) {
            if (!share->is_array() || share->size() != 2 || !(*share)[0].is_number_integer() ||
                !(*share)[1].is_number_integer())
                return badInput("a text's share is not a fraction", where);
            entry.shareNumerator = (*share)[0].get<int64_t>();
            entry.shareDenominator = (*share)[1].get<int64_t>();
        }
        const bool fraction = entry.shareNumerator > 0 && entry.shareDenominator > 0 &&
                              entry.shareNumerator <= entry.shareDenominator;
        if (entry.name.empty() || !fraction || !std::isfinite(entry.weight) || entry.weight <= 0)
            return badInput("a text has no name, or an impossible share or weight", where);
        library.push_back(std::move(entry));
    }
    return library;
}

} // namespace moqa
