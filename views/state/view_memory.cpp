// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/state/view_memory.h"

#include "views/state/document_change.h"
#include "views/state/selection.h"
#include "views/state/text.h"
#include "views/state/view_state.h"

#include <cmath>
#include <limits>

namespace moqa {

namespace {

const std::string kWhere = "view state";

void take(const Json& json, const char* key, auto setter) {
    const auto found = json.is_object() ? json.find(key) : json.end();
    if (json.is_object() && found != json.end()) setter(*found);
}

std::optional<ColourLimits> limitsFrom(const Json& json) {
    if (!json.is_array() || json.size() != 2 || !json[0].is_number() || !json[1].is_number())
        return std::nullopt;
    const ColourLimits limits{json[0].get<double>(), json[1].get<double>()};
    const bool usable =
        std::isfinite(limits.lower) && std::isfinite(limits.upper) && limits.lower < limits.upper;
    return usable ? std::optional(limits) : std::nullopt;
}

} // namespace

std::string viewToJson(const ViewState& view) {
    Json json{{"metric", view.metric().toStdString()},
              {"matrix_metric", view.matrixMetric().toStdString()},
              {"corpus", view.corpus().toStdString()},
              {"other_corpus", view.otherCorpus().toStdString()},
              {"layer", view.layer()},
              {"colour_map", static_cast<int>(view.colourMap())},
              {"value_scale", static_cast<int>(view.valueScale())},
              {"order", static_cast<int>(view.expertOrder())},
              {"robust", view.colourScale() == ColourScale::Robust},
              {"reversed", view.reversedColours()},
              {"log_axes", view.logAxes()},
              {"locked", view.limitsLocked()}};
    for (const QString& metric : {view.metric(), view.matrixMetric()})
        if (const auto limits = view.ownLimits(metric))
            json["limits"][metric.toStdString()] = {limits->lower, limits->upper};
    return json.dump();
}

namespace {

void limitsFromJson(ViewState& view, const Json& json) {
    const bool locked = json.is_object() && json.contains("locked") && json["locked"] == true;
    view.setLockedLimits(std::nullopt);
    take(json, "limits", [&](const Json& all) {
        if (!all.is_object()) return;
        for (const auto& [metric, pair] : all.items()) {
            const auto limits = limitsFrom(pair);
            if (!limits) continue;
            view.setOwnLimits(qstr(metric), limits);
            if (locked) view.setLockedLimits(limits);
        }
    });
}

} // namespace

void viewFromJson(ViewState& view, const std::string& text) {
    const auto parsed = parseJson(text, kWhere);
    if (!parsed.ok()) return;
    const Json& json = parsed.value();
    const auto string = [](auto&& set) {
        return [set](const Json& value) {
            if (value.is_string()) set(qstr(value.get<std::string>()));
        };
    };
    const auto flag = [](auto&& set) {
        return [set](const Json& value) {
            if (value.is_boolean()) set(value.get<bool>());
        };
    };
    // A choice out of those up to `last`.
    const auto choice = [](int last, auto&& set) {
        return [last, set](const Json& value) {
            if (value.is_number_integer() && value >= 0 && value <= last) set(value.get<int>());
        };
    };
    take(json, "metric", string([&](const QString& id) { view.setMetric(id); }));
    take(json, "matrix_metric", string([&](const QString& id) { view.setMatrixMetric(id); }));
    take(json, "corpus", string([&](const QString& name) { view.setCorpus(name); }));
    take(json, "other_corpus", string([&](const QString& name) { view.setOtherCorpus(name); }));
    take(json, "layer", [&](const Json& value) {
        if (value.is_number_integer() && value >= -1 && value <= std::numeric_limits<int>::max())
            view.setLayer(value.get<int>());
    });
    take(json, "colour_map", choice(static_cast<int>(ColourMap::Greys), [&](int map) {
             view.setColourMap(static_cast<ColourMap>(map));
         }));
    take(json, "value_scale", choice(static_cast<int>(ValueScale::Rank), [&](int scale) {
             view.setValueScale(static_cast<ValueScale>(scale));
         }));
    take(json, "order", choice(static_cast<int>(ExpertOrder::Cluster), [&](int order) {
             view.setExpertOrder(static_cast<ExpertOrder>(order));
         }));
    take(json, "robust", flag([&](bool on) {
             view.setColourScale(on ? ColourScale::Robust : ColourScale::FullRange);
         }));
    take(json, "reversed", flag([&](bool on) { view.setReversedColours(on); }));
    take(json, "log_axes", flag([&](bool on) { view.setLogAxes(on); }));
    limitsFromJson(view, json);
}

std::string selectionToJson(const Selection& selection) {
    Json json{{"objects", toJson(selection.objects())}};
    if (selection.cursor().valid()) json["cursor"] = toJson(Selection::Objects{selection.cursor()});
    return json.dump();
}

void selectionFromJson(Selection& selection, const std::string& text) {
    const auto parsed = parseJson(text, kWhere);
    if (!parsed.ok()) return;
    take(parsed.value(), "objects", [&](const Json& value) {
        if (auto objects = objectsFromJson(value, kWhere); objects.ok())
            selection.setObjects(std::move(objects).value());
    });
    take(parsed.value(), "cursor", [&](const Json& value) {
        if (const auto objects = objectsFromJson(value, kWhere); objects.ok() && !objects->empty())
            selection.setCursor(*objects->begin());
    });
}

} // namespace moqa
