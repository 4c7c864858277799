// SPDX-License-Identifier: GPL-3.0-or-later
// The comparison of scores as CSV.
#include "core/plan/score_comparison.h"

#include "core/base/csv.h"

#include <cmath>
#include <fmt/format.h>

namespace moqa {

namespace {

std::string numberOrNothing(double value) {
    return std::isfinite(value) ? fmt::format("{}", value) : std::string();
}

} // namespace

std::string scoresCsv(const ScoreComparison& comparison) {
    std::string csv = "score,title,higher_needs_bits,flipped,pooled,within_layers,gate,up,down";
    for (const int layer : comparison.measured.moeLayers) csv += fmt::format(",layer_{}", layer);
    csv += ",artefact,warning,missing\n";
    for (const ScoreRow& row : comparison.rows) {
        const ScoreAgreement& a = row.agreement;
        const bool compared = !a.byLayer.empty();
        csv += fmt::format("{},{},{},{}", csvField(a.id), csvField(row.info ? row.info->title : ""),
                           row.score.higherNeedsBits ? 1 : 0, row.isFlipped ? 1 : 0);
        for (const double r :
             {a.pooled, a.within, a.byProjection[0], a.byProjection[1], a.byProjection[2]})
            csv += "," + (compared ? numberOrNothing(r) : std::string());
        for (size_t l = 0; l < comparison.measured.moeLayers.size(); ++l)
            csv += "," + (compared ? numberOrNothing(a.byLayer[l]) : std::string());
        csv += fmt::format(",{},{},{}\n", compared ? (a.isArtefact ? "1" : "0") : "",
                           csvField(a.warning), csvField(row.missing));
    }
    return csv;
}

} // namespace moqa
