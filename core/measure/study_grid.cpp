// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/measure/study.h"

#include "core/plan/width_list.h"
#include "core/quantize/quant_method.h"

#include <algorithm>
#include <fmt/format.h>
#include <set>

namespace moqa {

namespace {

Error wrong(const std::string& where, const char* key, const char* expected) {
    return badInput(fmt::format("\"{}\" must be {}", key, expected), where);
}

template <typename T>
Status readList(const Json& json, const char* key, const char* expected, const std::string& where,
                std::vector<T>& out) {
    if (!json.contains(key)) return {};
    const Json& list = json[key];
    if (!list.is_array() || list.empty()) return wrong(where, key, expected);
    out.clear();
    for (const Json& item : list) {
        if constexpr (std::is_same_v<T, std::string>) {
            if (!item.is_string()) return wrong(where, key, expected);
        } else if constexpr (std::is_integral_v<T>) {
            if (!item.is_number_integer()) return wrong(where, key, expected);
        } else {
            if (!item.is_number()) return wrong(where, key, expected);
        }
        if constexpr (std::is_same_v<T, int>)
            if (item.get<int64_t>() != item.get<int>()) return wrong(where, key, expected);
        out.push_back(item.get<T>());
    }
    return {};
}

Status readMixes(const Json& json, const std::string& where, std::vector<StudyMix>& mixes) {
    if (!json.contains("calibration")) return wrong(where, "calibration", "given");
    const Json& list = json["calibration"];
    constexpr const char* kExpected = "an object of lists: {\"mix\": [\"NAME=FILE@2/3:head\"]}";
    if (!list.is_object() || list.empty()) return wrong(where, "calibration", kExpected);
    for (const auto& [name, corpora] : list.items()) {
        StudyMix mix{name, {}};
        const Json wrapped{{"calibration", corpora}};
        MOQA_CHECK(readList(wrapped, "calibration", kExpected, where, mix.corpora));
        mixes.push_back(std::move(mix));
    }
    return {};
}

Status readEvaluation(const Json& json, const std::string& where, StudyGrid& grid) {
    constexpr const char* kExpected =
        "{\"known\": [\"NAME=FILE@1/3:tail\"], \"new\": [...]}, one of them at least";
    if (!json.contains("evaluation") || !json["evaluation"].is_object())
        return wrong(where, "evaluation", kExpected);
    MOQA_CHECK(readList(json["evaluation"], "known", kExpected, where, grid.known));
    MOQA_CHECK(readList(json["evaluation"], "new", kExpected, where, grid.fresh));
    if (grid.known.empty() && grid.fresh.empty()) return wrong(where, "evaluation", kExpected);
    return {};
}

Status readRandomPlans(const Json& json, const std::string& where, StudyGrid& grid) {
    if (!json.contains("random_plans")) return {};
    constexpr const char* kExpected = "a list of {\"low\": 2, \"high\": 6, \"count\": 60}";
    if (!json["random_plans"].is_array()) return wrong(where, "random_plans", kExpected);
    for (const Json& item : json["random_plans"]) {
        if (!item.is_object()) return wrong(where, "random_plans", kExpected);
        PlanRange range;
        MOQA_TRY(range.low, jsonNumber(item, "low", 0, where));
        MOQA_TRY(range.high, jsonNumber(item, "high", 0, where));
        MOQA_TRY(const int64_t count, jsonInt(item, "count", 60, where));
        if (!(range.low < range.high) || count < 1 || count > 100'000)
            return wrong(where, "random_plans", kExpected);
        range.count = static_cast<int>(count);
        grid.randomPlans.push_back(range);
    }
    if (grid.known.empty())
        return badInput("random plans are measured on the known texts, and there are none", where);
    return {};
}

// Numbers, and texts such as "3g32" for a pair of width and group.
Status readWidths(const Json& json, const std::string& where, StudyGrid& grid) {
    constexpr const char* kExpected = "a list of widths, such as [2, \"3g32\", 3, 4]";
    if (!json.contains("widths")) return {};
    if (!json["widths"].is_array() || json["widths"].empty())
        return wrong(where, "widths", kExpected);
    std::vector<std::string> texts;
    for (const Json& item : json["widths"]) {
        if (!item.is_string() && !item.is_number_integer())
            return wrong(where, "widths", kExpected);
        texts.push_back(item.is_string() ? item.get<std::string>()
                                         : std::to_string(item.get<int64_t>()));
    }
    const auto list = parseWidthList(texts, where);
    if (!list.ok()) return wrong(where, "widths", kExpected);
    grid.widths = list->widths;
    grid.pairs = list->pairs;
    return {};
}

Status readQuantizer(const Json& json, const std::string& where, QuantizeOptions& quantize) {
    if (!json.contains("quantizer")) return {};
    const Json& q = json["quantizer"];
    if (!q.is_object()) return wrong(where, "quantizer", "an object");
    MOQA_TRY(const std::string method, jsonString(q, "method", "gptq", where));
    const auto known = parseQuantMethod(method, where);
    if (!known.ok()) return wrong(where, "method", ("one of " + quantMethodNames()).c_str());
    quantize.method = *known;
    MOQA_TRY(const std::string grid, jsonString(q, "grid", "power2.4", where));
    const std::map<std::string, GridSearch> searches = {{"off", GridSearch::Off},
                                                        {"power2.4", GridSearch::Power24},
                                                        {"power2", GridSearch::Power20},
                                                        {"hessian", GridSearch::Hessian}};
    if (!searches.count(grid)) return wrong(where, "grid", "off, power2.4, power2 or hessian");
    quantize.grid = searches.at(grid);
    MOQA_TRY(quantize.actOrder, jsonBool(q, "act_order", true, where));
    if (q.contains("damp")) {
        MOQA_TRY(const double damp, jsonNumber(q, "damp", 0, where));
        if (!(damp > 0 && damp <= 10)) return wrong(where, "damp", "above 0 and at most 10");
    }
    MOQA_TRY(quantize.damp, jsonNumber(q, "damp", quantize.damp, where));
    MOQA_TRY(const std::string starved, jsonString(q, "starved", "shrink", where));
    MOQA_TRY(quantize.starved, parseStarved(starved, where));
    MOQA_TRY(quantize.sequential, jsonBool(q, "sequential", true, where));
    if (q.contains("low_rank")) {
        MOQA_TRY(const int64_t rank, jsonInt(q, "low_rank", 0, where));
        if (rank < 0 || rank > 65536) return wrong(where, "low_rank", "a rank, 0 for none");
        quantize.lowRank = static_cast<int>(rank);
    }
    return {};
}

Status readNumbers(const Json& json, const std::string& where, StudyGrid& grid) {
    MOQA_TRY(grid.baselineBits, jsonNumber(json, "baseline_bits", grid.baselineBits, where));
    MOQA_TRY(const int64_t attention, jsonInt(json, "attention_bits", grid.attentionBits, where));
    MOQA_TRY(const int64_t shared, jsonInt(json, "shared_bits", grid.sharedBits, where));
    MOQA_TRY(const int64_t dense, jsonInt(json, "dense_bits", grid.denseBits, where));
    for (const int64_t bits : {attention, shared, dense})
        if (!isPlanWidth(bits)) return wrong(where, "attention_bits", "a width: 1 to 6, 8 or 16");
    grid.attentionBits = static_cast<int>(attention);
    grid.sharedBits = static_cast<int>(shared);
    grid.denseBits = static_cast<int>(dense);
    MOQA_TRY(grid.calibrationTokens, jsonInt(json, "tokens", grid.calibrationTokens, where));
    MOQA_TRY(grid.evaluationTokens,
             jsonInt(json, "evaluation_tokens", grid.evaluationTokens, where));
    MOQA_TRY(grid.window, jsonInt(json, "window", 0, where));
    MOQA_TRY(grid.balanceTokens, jsonInt(json, "balance", 0, where));
    if (grid.balanceTokens < 0) return wrong(where, "balance", "a number of tokens");
    if (grid.calibrationTokens < 0 || grid.evaluationTokens < 0 || grid.window < 0)
        return wrong(where, "tokens", "a count, 0 for all");
    if (json.contains("unseen")) {
        MOQA_TRY(const double unseen, jsonNumber(json, "unseen", 0, where));
        if (!(unseen >= 0)) return wrong(where, "unseen", "a number of at least 0");
    }
    MOQA_TRY(grid.unseen, jsonNumber(json, "unseen", grid.unseen, where));
    return {};
}

const char* searchName(GridSearch search) {
    switch (search) {
    case GridSearch::Off: return "off";
    case GridSearch::Power24: return "power2.4";
    case GridSearch::Power20: return "power2";
    case GridSearch::Hessian: return "hessian";
    }
    return "off";
}

Json widthsJson(const StudyGrid& grid) {
    Json widths = grid.widths;
    for (const std::string& pair : pairNames(grid.pairs)) widths.push_back(pair);
    return widths;
}

Json quantizerJson(const QuantizeOptions& quantize) {
    Json json{{"method", quantMethodName(quantize.method)},
              {"grid", searchName(quantize.grid)},
              {"act_order", quantize.actOrder},
              {"damp", quantize.damp},
              {"starved", starvedName(quantize.starved)},
              {"sequential", quantize.sequential}};
    if (quantize.lowRank) json["low_rank"] = *quantize.lowRank;
    return json;
}

} // namespace

Result<StudyMethod> parseStudyMethod(const std::string& text) {
    const size_t at = text.find('@');
    StudyMethod method{text.substr(0, at), {}, {}};
    if (at == std::string::npos) return method;
    std::vector<std::string> parts;
    for (size_t begin = at + 1; begin <= text.size();) {
        const size_t end = std::min(text.find(',', begin), text.size());
        parts.push_back(text.substr(begin, end - begin));
        begin = end + 1;
    }
    const auto list = parseWidthList(parts, text);
    if (!list.ok() || std::count(list->widths.begin(), list->widths.end(), 16) > 0)
        return badInput("widths are 1 to 6 or 8, separated by commas, with a group as in 3g32",
                        text);
    method.widths = list->widths;
    method.pairs = list->pairs;
    return method;
}

Result<StudyGrid> parseStudyGrid(const Json& json, const std::string& where) {
    if (!json.is_object()) return badInput("a grid is a JSON object", where);
    static const std::set<std::string> known = {
        "methods",    "bits",        "calibration",    "groups",      "widths",
        "evaluation", "quantizer",   "baseline_bits",  "tokens",      "evaluation_tokens",
        "balance",    "window",      "attention_bits", "shared_bits", "dense_bits",
        "unseen",     "random_plans"};
    for (const auto& [key, value] : json.items())
        if (!known.count(key)) return badInput(fmt::format("a grid has no \"{}\"", key), where);
    StudyGrid grid;
    MOQA_CHECK(readList(json, "methods", "a list of plan methods", where, grid.methods));
    MOQA_CHECK(readList(json, "bits", "a list of numbers", where, grid.bits));
    MOQA_CHECK(readList(json, "groups", "a list of group sizes", where, grid.groups));
    MOQA_CHECK(readWidths(json, where, grid));
    if (grid.methods.empty()) return wrong(where, "methods", "a list of plan methods");
    for (const std::string& method : grid.methods) MOQA_CHECK(parseStudyMethod(method));
    if (grid.bits.empty()) return wrong(where, "bits", "a list of numbers");
    for (const double bits : grid.bits)
        if (!(bits >= 1 && bits <= 16)) return wrong(where, "bits", "numbers from 1 to 16");
    MOQA_CHECK(readMixes(json, where, grid.calibration));
    MOQA_CHECK(readEvaluation(json, where, grid));
    MOQA_CHECK(readRandomPlans(json, where, grid));
    MOQA_CHECK(readQuantizer(json, where, grid.quantize));
    MOQA_CHECK(readNumbers(json, where, grid));
    if (grid.baselineBits != static_cast<int>(grid.baselineBits) ||
        !isPlanWidth(static_cast<int64_t>(grid.baselineBits)) || grid.baselineBits == 16)
        return wrong(where, "baseline_bits", "a width below 16");
    grid.quantize.window = grid.window;
    return grid;
}

Json studyGridJson(const StudyGrid& grid) {
    Json calibration = Json::object(), evaluation = Json::object(), plans = Json::array();
    for (const StudyMix& mix : grid.calibration) calibration[mix.name] = mix.corpora;
    // A list that is there is not empty.
    if (!grid.known.empty()) evaluation["known"] = grid.known;
    if (!grid.fresh.empty()) evaluation["new"] = grid.fresh;
    for (const PlanRange& range : grid.randomPlans)
        plans.push_back({{"low", range.low}, {"high", range.high}, {"count", range.count}});
    Json json{{"methods", grid.methods},
              {"bits", grid.bits},
              {"calibration", std::move(calibration)},
              {"groups", grid.groups},
              {"widths", widthsJson(grid)},
              {"evaluation", std::move(evaluation)},
              {"baseline_bits", grid.baselineBits},
              {"attention_bits", grid.attentionBits},
              {"shared_bits", grid.sharedBits},
              {"dense_bits", grid.denseBits},
              {"tokens", grid.calibrationTokens},
              {"evaluation_tokens", grid.evaluationTokens},
              {"balance", grid.balanceTokens},
              {"window", grid.window},
              {"quantizer", quantizerJson(grid.quantize)}};
    if (!grid.randomPlans.empty()) json["random_plans"] = std::move(plans);
    if (grid.unseen >= 0) json["unseen"] = grid.unseen; // else the default of the plans
    return json;
}

} // namespace moqa
