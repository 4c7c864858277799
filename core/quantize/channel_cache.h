// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The channel cache (moqa.md section 6): the channels whose significance changes most between
// corpora, kept at half precision beside the codes, so that a new corpus can have them at another
// width. Columns of the down projections are kept as GPTQ left them just before rounding, and are
// rounded last and without compensating one another: putting any of them back at full precision
// leaves every other weight the best it can be. Plain values.

#include "core/plan/plan_totals.h"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace moqa {

struct ChannelId {
    int32_t expert = 0, channel = 0;
    auto operator<=>(const ChannelId&) const = default;
};

// What a quantization is asked to keep.
struct CacheRequest {
    double share = 0;                             // of a layer's channels
    std::string significance = "energy";          // how channels and baseline were weighed,
    double reweight = 0;                          // and the factor a of the token weights
    std::map<int, std::vector<ChannelId>> layers; // rising, without repeats
    std::map<int, std::vector<double>> baseline;  // [experts] significance on the calibration mix
};

// The cached channels of one layer, and how often its experts were chosen on the calibration
// tokens, by windows, as the quantized layers before it route them.
struct LayerCache {
    int layer = 0;
    int64_t hidden = 0;
    std::vector<ChannelId> channels;      // rising
    std::vector<uint16_t> gate, up, down; // f16 [channels, hidden]
    std::vector<double> baseline;         // [experts], CacheRequest::baseline
    int64_t window = 0;                   // tokens per sequence
    std::vector<int32_t> sequenceCorpus;  // [sequences] number of its corpus
    std::vector<int32_t> usage;           // [sequences, experts] tokens that chose the expert

    int64_t size() const { return static_cast<int64_t>(channels.size()); }
    int64_t storedBytes() const { return channelCacheBytes(size(), hidden); }
};

// Appends values as f16. BadInput naming `what` for values that it cannot hold.
Status appendHalf(const float* values, int64_t count, const char* what, std::vector<uint16_t>& out);

} // namespace moqa
