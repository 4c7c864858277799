// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Tables of losses of a fake model: what planning by measured losses looks at.

#include "core/plan/loss_table.h"
#include "core/plan/plan_units.h"

#include <functional>

namespace moqa::test {

struct FakeLosses {
    std::vector<std::string> corpora = {"code"};
    std::vector<int> widths = {2, 3, 4};
    std::vector<int> groups = {64};
    std::vector<UnitPart> parts = {UnitPart::Expert};
    // Error of a unit in a format on a corpus (index).
    std::function<double(const LossUnit&, const UnitFormat&, size_t)> error =
        [](const LossUnit& u, const UnitFormat& f, size_t) {
            return (1.0 + u.expert) / static_cast<double>(1 << (2 * f.bits));
        };
    std::function<double(const LossUnit&, const UnitFormat&)> unseen =
        [](const LossUnit&, const UnitFormat&) { return 0.0; };
    double scale = 1.0;
};

inline LossTable fakeTable(const ModelSource& model, const FakeLosses& fake = {}) {
    LossTable table;
    table.modelName = model.name();
    table.modelFingerprint = model.fingerprint();
    table.optionsJson = "{}";
    for (const std::string& name : fake.corpora) table.corpora.push_back({name, "", 100});
    for (const int bits : fake.widths)
        for (const int group : fake.groups) table.formats.push_back({bits, group, false});
    for (const auto& [where, weights] : expertWeights(model))
        for (const UnitPart part : fake.parts)
            table.units.push_back({where.first, where.second, part});
    for (const LossUnit& unit : table.units) {
        for (const UnitFormat& format : table.formats) {
            for (size_t c = 0; c < fake.corpora.size(); ++c)
                table.errors.push_back(fake.error(unit, format, c));
            table.unseen.push_back(fake.unseen(unit, format));
        }
        table.scales.insert(table.scales.end(), fake.corpora.size(), fake.scale);
        table.uncertainty.push_back(0.0);
    }
    return table;
}

} // namespace moqa::test
