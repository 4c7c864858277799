// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A synthetic workspace of 64 layers x 512 experts on 6 corpora with pair matrices and 1,024
// channels per expert, for figures of size: its results are made one at a time while it is saved,
// so that it needs no memory of its own. Deterministic.

#include "core/base/result.h"

#include <string>

namespace moqa::bench {

struct LargeShape {
    int layers = 64, experts = 512, topK = 8, corpora = 6, channels = 1024;
};

// A plan of every expert's three projections goes with it. The model it names does not exist.
Status writeLargeWorkspace(const LargeShape& shape, const std::string& path);

} // namespace moqa::bench
