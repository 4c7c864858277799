// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What is done for routed experts that the calibration text reaches too seldom: fewer tokens than 8
// times the width of their input, where damping decides the moment instead of data (quantizers.md
// 1.4). One choice for every verb that quantizes. Values; any thread.

#include "core/base/result.h"

#include <cstdint>
#include <string>

namespace moqa {

enum class StarvedRemedy : uint8_t {
    Shrink,    // toward what the expert would see from the whole layer (moqa.md 2); the default
    RouteAll,  // moments of all experts from all tokens with gates of 1, as llm-compressor makes
               // them
    RaiseTopK, // moments of all experts from a routing with more experts a token, as ModelOpt does
    None,      // moments as they are; without a token rounding to nearest
    DataFree,  // starved experts are rounded to nearest: an identity moment compensates nothing
};

struct StarvedChoice {
    StarvedRemedy remedy = StarvedRemedy::Shrink;
    int topK = 0; // of RaiseTopK: experts a token in the statistics; 0 = twice the model's
    bool operator==(const StarvedChoice&) const = default;
};

// "shrink", "route-all", "raise-top-k", "raise-top-k:8", "none", "data-free".
std::string starvedName(const StarvedChoice& choice);
// Its inverse; a usage error that lists the names and quotes `where`.
Result<StarvedChoice> parseStarved(const std::string& text, const std::string& where);

// Whether so few tokens of this input width are too few to stand alone.
constexpr bool isStarved(int64_t tokens, int64_t width) { return tokens < 8 * width; }

} // namespace moqa
