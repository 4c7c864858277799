// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What an analysis knows of one expert beside its rows of metrics: favourite tokens, neighbours,
// channels. Reads arrays, computes nothing. Where the corpus asked for has no such array, that over
// all corpora answers, then the first one that has it.

#include "core/analysis/result_array.h"

#include <optional>
#include <string>
#include <vector>

namespace moqa {

struct FavouriteToken {
    int id = 0;
    double count = 0, lift = 0; // count NaN if it was not kept
};
struct Neighbour {
    int expert = 0;
    double value = 0;
};
struct ChannelFact {
    int channel = 0;
    double significance = 0, dynamics = 0; // dynamics NaN if it was not kept
};

template <class T>
struct UnitFacts {
    std::string corpus; // that answered, "" = all
    int64_t samples = 0;
    std::vector<T> facts;
};

// None: the analysis has no such arrays for the layer.
std::optional<UnitFacts<FavouriteToken>> favouritesOf(const Analysis& analysis, int layer,
                                                      int expert, const std::string& corpus);
// The experts with the largest finite values of an expert,expert_b metric, largest first, without
// the expert itself.
std::optional<UnitFacts<Neighbour>> neighboursOf(const Analysis& analysis, const char* metric,
                                                 int layer, int expert, const std::string& corpus,
                                                 size_t most);
// All channels by falling significance.
std::optional<UnitFacts<ChannelFact>> channelsOf(const Analysis& analysis, int layer, int expert,
                                                 const std::string& corpus);

} // namespace moqa
