// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What a quantized model brings along for switching: its plan, its channel cache and how its
// experts were used on the calibration texts. A value; store reads it from a file, tests and
// benchmarks make it from a run in memory.

#include "core/plan/plan.h"
#include "core/quantize/channel_cache.h"

#include <string>
#include <vector>

namespace moqa {

struct CachedModel {
    std::string path;
    std::string manifest; // says which content the file has; empty in memory
    Plan plan;
    double share = 0;
    std::string significance = "energy"; // as CacheRequest
    double reweight = 0;
    std::vector<std::string> corpora; // names, as LayerCache::sequenceCorpus counts them
    std::vector<LayerCache> layers;   // rising
};

} // namespace moqa
