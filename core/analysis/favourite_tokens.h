// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Which words an expert lives on: the tokens of a corpus that it takes beyond expectation. Counts
// alone name the most frequent tokens for every expert, and the plain ratio of observed to expected
// names tokens seen once; the shrunken ratio names neither. Pure functions.

#include <cstdint>
#include <span>
#include <vector>

namespace moqa {

inline constexpr int kFavouriteTokens = 16;
// A token that the expert took less often is no habit yet.
inline constexpr int64_t kLeastFavouriteCount = 3;

// The distinct tokens of a text, made once for all layers.
struct TokenIndex {
    explicit TokenIndex(std::span<const int32_t> tokens);

    std::vector<int32_t> ids;    // [distinct] vocabulary ids, rising
    std::vector<int64_t> counts; // [distinct] n_v
    std::vector<int32_t> of;     // [tokens] index into the two
};

// All [experts, kFavouriteTokens], by falling lift, then falling count, then rising id; NaN where
// an expert has fewer favourites.
struct Favourites {
    std::vector<double> ids, counts, lift;
};

// chosen [tokens, topK] runs parallel to the tokens of the index. With O = tokens v that chose e,
// E = n_v n_e / T and the lift (O + 1/2) / (E + 1/2), favourites are the tokens with O >=
// kLeastFavouriteCount and O > E. Shrinkage by 1/2: Noren, Hopstadius & Bate 2013 (Statistical
// Methods in Medical Research 22). Does not depend on threads.
Favourites favouriteTokens(const TokenIndex& index, std::span<const int32_t> chosen, int topK,
                           int experts);

} // namespace moqa
