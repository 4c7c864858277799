// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/state/unit_facts.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <span>

namespace moqa {

namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

// The array with its rows by expert, of the corpus or the one that stands in for it.
auto arrayOf(const Analysis& analysis, const char* metric, const std::string& corpus, int layer) {
    auto array = analysis.find(metric, corpus, layer);
    if (!array) array = analysis.find(metric, "", layer);
    for (const CorpusInfo& info : analysis.corpora)
        if (!array) array = analysis.find(metric, info.name, layer);
    return array;
}

// Empty if the array has no such row.
std::span<const double> rowOf(const ResultArray& array, int expert) {
    if (array.shape.size() != 2 || expert < 0 || expert >= array.shape[0]) return {};
    const auto width = static_cast<size_t>(array.shape[1]);
    const size_t first = static_cast<size_t>(expert) * width;
    if (array.values.size() < first + width) return {};
    return std::span(array.values).subspan(first, width);
}

} // namespace

std::optional<UnitFacts<FavouriteToken>> favouritesOf(const Analysis& analysis, int layer,
                                                      int expert, const std::string& corpus) {
    const auto ids = arrayOf(analysis, "favourite_tokens", corpus, layer);
    if (!ids) return std::nullopt;
    UnitFacts<FavouriteToken> out{ids->key.corpus, ids->samples, {}};
    const auto counts = analysis.find("favourite_count", ids->key.corpus, layer);
    const auto lifts = analysis.find("favourite_lift", ids->key.corpus, layer);
    const auto row = rowOf(*ids, expert);
    const auto count = counts ? rowOf(*counts, expert) : std::span<const double>();
    const auto lift = lifts ? rowOf(*lifts, expert) : std::span<const double>();
    for (size_t i = 0; i < row.size() && std::isfinite(row[i]); ++i)
        out.facts.push_back({static_cast<int>(row[i]), i < count.size() ? count[i] : kNan,
                             i < lift.size() ? lift[i] : kNan});
    return out;
}

std::optional<UnitFacts<Neighbour>> neighboursOf(const Analysis& analysis, const char* metric,
                                                 int layer, int expert, const std::string& corpus,
                                                 size_t most) {
    const auto array = arrayOf(analysis, metric, corpus, layer);
    if (!array) return std::nullopt;
    UnitFacts<Neighbour> out{array->key.corpus, array->samples, {}};
    const auto row = rowOf(*array, expert);
    for (size_t other = 0; other < row.size(); ++other)
        if (static_cast<int>(other) != expert && std::isfinite(row[other]))
            out.facts.push_back({static_cast<int>(other), row[other]});
    std::stable_sort(out.facts.begin(), out.facts.end(),
                     [](const Neighbour& a, const Neighbour& b) { return a.value > b.value; });
    if (out.facts.size() > most) out.facts.resize(most);
    return out;
}

std::optional<UnitFacts<ChannelFact>> channelsOf(const Analysis& analysis, int layer, int expert,
                                                 const std::string& corpus) {
    const auto array = arrayOf(analysis, "channel_significance", corpus, layer);
    if (!array) return std::nullopt;
    UnitFacts<ChannelFact> out{array->key.corpus, array->samples, {}};
    const auto changes = arrayOf(analysis, "channel_dynamics", "", layer);
    const auto change = changes ? rowOf(*changes, expert) : std::span<const double>();
    const auto row = rowOf(*array, expert);
    for (size_t i = 0; i < row.size(); ++i)
        out.facts.push_back({static_cast<int>(i), row[i], i < change.size() ? change[i] : kNan});
    std::stable_sort(
        out.facts.begin(), out.facts.end(),
        [](const ChannelFact& a, const ChannelFact& b) { return a.significance > b.significance; });
    return out;
}

} // namespace moqa
