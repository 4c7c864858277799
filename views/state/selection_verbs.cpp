// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/state/selection_verbs.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <limits>

namespace moqa {

namespace {

struct Shape {
    std::vector<int> layers;
    int experts = 0;
};

Shape shapeOf(const Document& document) {
    if (const auto analysis = document.analysis()) return {analysis->moeLayers, analysis->experts};
    if (const auto model = document.model())
        return {model->spec().moeLayers(), model->spec().experts};
    return {};
}

// The experts chosen, or that of the cursor.
Selection::Objects startOf(const Selection& selection) {
    Selection::Objects start;
    for (const ObjectRef& object : selection.objects())
        if (object.kind == ObjectKind::Expert) start.insert(object);
    if (start.empty() && selection.cursor().kind == ObjectKind::Expert)
        start.insert(selection.cursor());
    return start;
}

template <class Test>
Selection::Objects expertsThat(const Document& document, Test test) {
    Selection::Objects objects;
    const Shape shape = shapeOf(document);
    for (const int layer : shape.layers)
        for (int expert = 0; expert < shape.experts; ++expert)
            if (test(layer, expert))
                objects.insert(objects.end(), ObjectRef::ofExpert(layer, expert));
    return objects;
}

// Bits and locks by row and expert; NaN where projections of an expert differ.
void addPlan(const Plan& plan, UnitFields& fields) {
    const double unknown = std::numeric_limits<double>::quiet_NaN();
    const auto experts = static_cast<size_t>(fields.experts);
    fields.bits.assign(fields.moeLayers.size() * experts, unknown);
    fields.locked = fields.bits;
    std::vector<bool> seen(fields.bits.size(), false);
    for (const PlanUnit& unit : plan.units) {
        const auto row = std::find(fields.moeLayers.begin(), fields.moeLayers.end(), unit.layer);
        if (row == fields.moeLayers.end() || unit.expert < 0 || unit.expert >= fields.experts)
            continue;
        const size_t at = static_cast<size_t>(row - fields.moeLayers.begin()) * experts +
                          static_cast<size_t>(unit.expert);
        const auto put = [&](double& value, double now) {
            if (!seen[at])
                value = now;
            else if (value != now)
                value = unknown;
        };
        put(fields.bits[at], unit.format.bits);
        put(fields.locked[at], unit.locked ? 1.0 : 0.0);
        seen[at] = true;
    }
}

} // namespace

Selection::Objects allExperts(const Document& document) {
    return expertsThat(document, [](int, int) { return true; });
}

int expertCount(const Document& document) {
    const Shape shape = shapeOf(document);
    return static_cast<int>(shape.layers.size()) * shape.experts;
}

Selection::Objects otherExperts(const Document& document, const Selection::Objects& objects) {
    return expertsThat(document, [&](int layer, int expert) {
        return !objects.contains(ObjectRef::ofExpert(layer, expert));
    });
}

Selection::Objects wholeLayers(const Document& document, const Selection& selection) {
    std::set<int> layers;
    for (const ObjectRef& object : startOf(selection)) layers.insert(object.layer);
    return expertsThat(document, [&](int layer, int) { return layers.contains(layer); });
}

Selection::Objects wholeColumns(const Document& document, const Selection& selection) {
    std::set<int> experts;
    for (const ObjectRef& object : startOf(selection)) experts.insert(object.expert);
    return expertsThat(document, [&](int, int expert) { return experts.contains(expert); });
}

UnitFields queryFields(const Document& document, const QString& corpus) {
    UnitFields fields;
    if (document.analysis()) {
        fields = unitFields(document.analysis(), corpus.toStdString());
    } else {
        const Shape shape = shapeOf(document);
        fields.moeLayers = shape.layers;
        fields.experts = shape.experts;
        fields.array = [](const ResultKey&) { return std::shared_ptr<const ResultArray>(); };
    }
    if (const Plan* const plan = document.activePlan()) addPlan(*plan, fields);
    return fields;
}

Result<Selection::Objects> expertsWhere(const Document& document, const QString& corpus,
                                        const QString& query) {
    MOQA_TRY(const UnitQuery parsed, UnitQuery::parse(query.toStdString()));
    MOQA_TRY(const std::vector<UnitRef> units, parsed.evaluate(queryFields(document, corpus)));
    Selection::Objects objects;
    for (const UnitRef& unit : units)
        objects.insert(objects.end(), ObjectRef::ofExpert(unit.layer, unit.expert));
    return objects;
}

int queryErrorPosition(const Error& error) {
    constexpr std::string_view kWord = "character ";
    const size_t at = error.where.find(kWord);
    if (at == std::string::npos) return -1;
    return std::atoi(error.where.c_str() + at + kWord.size()) - 1;
}

} // namespace moqa
