// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Fuzzy c-means of numbers on a line (Bezdek 1981; moqa.md section 4 step 2). A pure function.

#include <cstddef>
#include <span>
#include <vector>

namespace moqa {

struct FuzzyOptions {
    double fuzzifier = 2.0;  // m > 1
    double tolerance = 1e-5; // stop when no membership changes by as much
    int maxIterations = 300;
};

struct FuzzyClusters {
    int clusters = 0;                // those in use, <= the number asked for
    std::vector<double> centres;     // [clusters], falling
    std::vector<double> memberships; // [values, clusters]; a row sums to 1
    int iterations = 0;              // updates of the memberships after the start; 0 = none needed

    double membership(size_t value, int cluster) const {
        return memberships[value * static_cast<size_t>(clusters) + static_cast<size_t>(cluster)];
    }
};

// Clusters the values into at most `clusters` (>= 1) groups. Centres start at the (2k-1)/(2c)
// quantiles (linear between order statistics); a value on a centre belongs to it wholly, and
// centres that coincide share what is theirs. With fewer distinct values than clusters each
// distinct value is a cluster of its own and the result says how many. Values must be finite.
FuzzyClusters fuzzyCMeans(std::span<const double> values, int clusters,
                          const FuzzyOptions& options = {});

} // namespace moqa
