// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/plan/unit_scores.h"

#include "core/plan/plan_units.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <fmt/format.h>
#include <limits>
#include <set>
#include <unordered_map>

namespace moqa {

namespace {

struct Line {
    std::vector<std::string_view> fields;
    size_t number = 0; // from 1
};

std::string_view trimmed(std::string_view text) {
    const auto first = text.find_first_not_of(" \t\r\"");
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(" \t\r\"") - first + 1);
}

std::vector<Line> linesOf(std::string_view text) {
    std::vector<Line> lines;
    size_t number = 0;
    while (!text.empty()) {
        const size_t end = std::min(text.find('\n'), text.size());
        std::string_view rest = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        ++number;
        if (trimmed(rest).empty()) continue;
        Line line{{}, number};
        for (;;) {
            const size_t comma = rest.find(',');
            line.fields.push_back(trimmed(rest.substr(0, comma)));
            if (comma == std::string_view::npos) break;
            rest.remove_prefix(comma + 1);
        }
        lines.push_back(std::move(line));
    }
    return lines;
}

template <typename Number>
bool parse(std::string_view text, Number& value) {
    const auto [stop, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
    return fault == std::errc() && stop == text.data() + text.size();
}

struct Cell {
    double sum = 0;
    int count = 0;
};
using Cells = std::map<std::pair<int, int>, Cell>;

using Tensors = std::unordered_map<std::string, std::pair<int, int>>; // name -> layer, expert

Status readLine(const Line& line, const ModelSource& model, const Tensors& tensors,
                std::set<std::string>& seen, Cells& cells, const std::string& where) {
    const auto refuse = [&](const std::string& what) {
        return badInput(what, fmt::format("{}, line {}", where, line.number),
                        "write layer,expert,value or tensor name,value");
    };
    double value = 0;
    if (line.fields.size() < 2 || line.fields.size() > 3) return refuse("not two or three fields");
    if (!parse(line.fields.back(), value) || !std::isfinite(value))
        return refuse(fmt::format("\"{}\" is not a finite number", line.fields.back()));
    std::string name(line.fields[0]);
    std::pair<int, int> place;
    if (line.fields.size() == 3) {
        if (!parse(line.fields[0], place.first) || !parse(line.fields[1], place.second) ||
            !model.has({Role::ExpertDown, place.first, place.second}))
            return refuse(fmt::format("{} has no expert {} in layer {}", model.name(),
                                      line.fields[1], line.fields[0]));
        name = fmt::format("{},{}", place.first, place.second);
    } else {
        const auto tensor = tensors.find(name);
        if (tensor == tensors.end())
            return refuse(fmt::format("{} has no expert's tensor \"{}\"", model.name(), name));
        place = tensor->second;
    }
    if (!seen.insert(name).second) return refuse(fmt::format("\"{}\" is given twice", name));
    cells[place].sum += value;
    ++cells[place].count;
    return {};
}

} // namespace

Result<UnitScore> scoreFromCsv(const std::string& text, const ModelSource& model,
                               const std::string& where) {
    std::vector<Line> lines = linesOf(text);
    double ignored = 0;
    if (!lines.empty() && !parse(lines.front().fields.back(), ignored)) // "nan" is a number
        lines.erase(lines.begin());
    Tensors tensors;
    for (const WeightEntry& entry : model.weights())
        if (partOf(entry.id.role) == Part::Routed)
            tensors[entry.name] = {entry.id.layer, entry.id.expert};
    Cells cells;
    std::set<std::string> seen;
    for (const Line& line : lines) MOQA_CHECK(readLine(line, model, tensors, seen, cells, where));
    UnitScore score;
    score.id = "csv";
    score.moeLayers = model.spec().moeLayers();
    score.experts = model.spec().experts;
    for (const int layer : score.moeLayers)
        for (int e = 0; e < score.experts; ++e) {
            const auto cell = cells.find({layer, e});
            if (cell == cells.end())
                return badInput(fmt::format("expert {} of layer {} has no value", e, layer), where,
                                "give every routed expert one");
            score.values.push_back(cell->second.sum / cell->second.count);
        }
    return score;
}

} // namespace moqa
