// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// How often experts of a layer are chosen together (stage 3): measures of all pairs from their
// counts, the clustering that orders the heat maps, and the two patterns to look for. Pure
// functions on [experts, experts] tables.

#include <cstdint>
#include <span>
#include <vector>

namespace moqa {

// All [experts, experts], row-major. NaN: a pair with an unseen expert, and on the diagonal of
// measures that compare two different experts (expected, lift, pmi, npmi).
struct PairMeasures {
    std::vector<double> support;     // C / T
    std::vector<double> conditional; // P(column chosen | row chosen) = C / n_row
    std::vector<double> jaccard;     // C / (n_row + n_column - C)
    std::vector<double> expected; // hypergeometric mean n_row n_column / T times noPreferenceLift
    std::vector<double> lift;     // C / expected: 1 = as often as chance
    std::vector<double> pmi;      // log2(T C / (n_row n_column)), NaN if never together
    std::vector<double> npmi;     // pmi / -log2(C / T) in [-1, 1]; -1 = never together
};

// (K - 1) N / (K (N - 1)): the lift of two experts that a router without preference chooses, below
// 1 because a token never chooses one expert twice. NaN for one expert.
double noPreferenceLift(int experts, int topK);

// pairs: tokens that chose both, diagonal n_e; of tokens tokens.
PairMeasures pairMeasures(std::span<const double> pairs, int experts, int topK, int64_t tokens);

// Average linkage (UPGMA). Clusters 0..n-1 are the leaves, n + i the i-th merge; a < b always.
struct Merge {
    int a = 0, b = 0;
    double distance = 0.0;
    int size = 0;
};
struct Dendrogram {
    std::vector<Merge> merges; // n - 1, in order of merging
    std::vector<int> order;    // leaves as drawn: a before b
};
// distance [n, n], symmetric; NaN counts as 1, the largest distance. Equal distances merge the pair
// with the lowest cluster numbers first.
Dendrogram averageLinkage(std::span<const double> distance, int n);
// (1 - NPMI) / 2 of all pairs.
std::vector<double> clusterDistance(std::span<const double> npmi);

// Pairs (a < b) that stand out in a layer. Both kinds are chosen together more often than chance
// (lift > 1, at least 5 tokens expected) and are among the top 10 % of such pairs by NPMI; the
// output similarity of an overlap is in the layer's highest quarter of all pairs (redundant
// experts), that of a complement in its lowest.
struct PatternPair {
    int a = 0, b = 0;
    double lift = 0.0, similarity = 0.0;
};
struct Patterns {
    std::vector<PatternPair> overlap, complement; // by falling lift
};
Patterns findPatterns(const PairMeasures& measures, std::span<const double> similarity,
                      int experts);

} // namespace moqa
