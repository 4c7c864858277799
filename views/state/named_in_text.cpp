// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/state/named_in_text.h"

#include "views/state/text.h"

#include <QRegularExpression>
#include <algorithm>

namespace moqa {

namespace {

ObjectRef unitOf(WeightId id) {
    if (id.expert >= 0) return ObjectRef::ofExpert(id.layer, id.expert);
    return id.layer >= 0 ? ObjectRef::ofLayer(id.layer) : ObjectRef();
}

NamedThing tensorIn(const QString& text, const ModelSource& model) {
    // A name has a dot inside; one at its end ends the sentence.
    static const QRegularExpression kName(QStringLiteral("[\\w]+(?:\\.[\\w]+)+"));
    for (auto it = kName.globalMatch(text); it.hasNext();) {
        const std::string name = it.next().captured().toStdString();
        for (const WeightEntry& weight : model.weights())
            if (weight.name == name) return {unitOf(weight.id), true};
    }
    return {};
}

} // namespace

NamedThing namedIn(const QString& text, const ModelSource& model) {
    if (const NamedThing tensor = tensorIn(text, model); tensor.object.valid()) return tensor;
    static const QRegularExpression kUnit(
        QStringLiteral("\\blayer (\\d{1,6})( of \\d+)?(?:,? expert (\\d{1,6})\\b(?! of))?"),
        QRegularExpression::CaseInsensitiveOption);
    const auto found = kUnit.match(text);
    if (!found.hasMatch()) return {};
    const ModelSpec& spec = model.spec();
    const int layer = found.captured(1).toInt() - (found.captured(2).isEmpty() ? 0 : 1);
    if (layer < 0 || layer >= spec.layerCount()) return {};
    const std::vector<int> sparse = spec.moeLayers();
    const bool hasExperts = std::find(sparse.begin(), sparse.end(), layer) != sparse.end();
    const QString expert = found.captured(3);
    if (!expert.isEmpty() && hasExperts && expert.toInt() < spec.experts)
        return {ObjectRef::ofExpert(layer, expert.toInt()), false};
    return {ObjectRef::ofLayer(layer), false};
}

} // namespace moqa
