// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/state/view_memory.h"

#include "views/state/document_change.h"
#include "views/state/selection.h"
#include "views/state/text.h"
#include "views/state/view_state.h"

#include <cmath>

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
              {"robust", view.colourScale() == ColourScale::Robust},
              {"clustered", view.clusteredOrder()},
              {"log_axes", view.logAxes()}};
    if (const auto limits = view.lockedLimits()) json["limits"] = {limits->lower, limits->upper};
    return json.dump();
}

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
    take(json, "metric", string([&](const QString& id) { view.setMetric(id); }));
    take(json, "matrix_metric", string([&](const QString& id) { view.setMatrixMetric(id); }));
    take(json, "corpus", string([&](const QString& name) { view.setCorpus(name); }));
    take(json, "other_corpus", string([&](const QString& name) { view.setOtherCorpus(name); }));
    take(json, "layer", [&](const Json& value) {
        if (value.is_number_integer()) view.setLayer(static_cast<int>(value.get<int64_t>()));
    });
    take(json, "colour_map", [&](const Json& value) {
        if (value == 0 || value == 1) view.setColourMap(static_cast<ColourMap>(value.get<int>()));
    });
    take(json, "robust", flag([&](bool on) {
             view.setColourScale(on ? ColourScale::Robust : ColourScale::FullRange);
         }));
    take(json, "clustered", flag([&](bool on) { view.setClusteredOrder(on); }));
    take(json, "log_axes", flag([&](bool on) { view.setLogAxes(on); }));
    view.setLockedLimits(json.is_object() && json.contains("limits") ? limitsFrom(json["limits"])
                                                                     : std::nullopt);
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
