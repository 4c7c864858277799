// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/coactivation.h"

#include "core/analysis/statistics.h"

#include <algorithm>
#include <cmath>
#include <tuple>

namespace moqa {

double noPreferenceLift(int experts, int topK) {
    if (experts < 2 || topK < 1) return kNotSeen;
    const double n = experts, k = topK;
    return (k - 1.0) * n / (k * (n - 1.0));
}

PairMeasures pairMeasures(std::span<const double> pairs, int experts, int topK, int64_t tokens) {
    const size_t n = static_cast<size_t>(experts);
    const double total = static_cast<double>(tokens);
    const double chance = noPreferenceLift(experts, topK);
    PairMeasures out;
    for (auto* table : {&out.support, &out.conditional, &out.jaccard, &out.expected, &out.lift,
                        &out.pmi, &out.npmi})
        table->assign(n * n, kNotSeen);
    for (size_t a = 0; a < n; ++a)
        for (size_t b = 0; b < n; ++b) {
            const size_t i = a * n + b;
            const double both = pairs[i], nA = pairs[a * n + a], nB = pairs[b * n + b];
            if (tokens > 0) out.support[i] = both / total;
            if (nA > 0) out.conditional[i] = both / nA;
            if (nA + nB > 0) out.jaccard[i] = both / (nA + nB - both);
            if (a == b || nA == 0 || nB == 0) continue;
            out.expected[i] = nA * nB / total * chance;
            if (out.expected[i] > 0) out.lift[i] = both / out.expected[i];
            if (both == 0) {
                out.npmi[i] = -1.0;
                continue;
            }
            out.pmi[i] = std::log2(total * both / (nA * nB));
            // A pair in every token carries no information: NPMI tends to 1 from below.
            out.npmi[i] = both == total ? 1.0 : out.pmi[i] / -std::log2(both / total);
        }
    return out;
}

std::vector<double> clusterDistance(std::span<const double> npmi) {
    std::vector<double> distance(npmi.begin(), npmi.end());
    for (double& d : distance) d = (1.0 - d) / 2.0;
    return distance;
}

namespace {

// Clusters live in slots 0..n-1; a merge keeps the lower slot. Each slot remembers its nearest
// later slot, so that a merge costs O(n) as a rule instead of a search of all pairs (512 experts:
// 0.4 M steps instead of 45 M).
class Linkage {
public:
    Linkage(std::span<const double> distance, int n)
        : m_n(n), m_distance(distance.begin(), distance.end()) {
        for (double& d : m_distance)
            if (std::isnan(d)) d = 1.0;
        for (int i = 0; i < n; ++i) m_slots.push_back({i, 1, true, -1});
        for (int i = 0; i < n; ++i) findNearest(i);
    }

    Merge mergeClosest(int newCluster) {
        int best = -1;
        for (int i = 0; i < m_n; ++i)
            if (slot(i).alive && slot(i).nearest >= 0 && (best < 0 || key(i) < key(best))) best = i;
        const int other = slot(best).nearest;
        const Merge merge{std::min(slot(best).cluster, slot(other).cluster),
                          std::max(slot(best).cluster, slot(other).cluster), at(best, other),
                          slot(best).size + slot(other).size};
        join(best, other, newCluster);
        return merge;
    }

private:
    struct Slot {
        int cluster, size;
        bool alive;
        int nearest; // later slot, -1 = none
    };
    Slot& slot(int i) { return m_slots[static_cast<size_t>(i)]; }
    double& at(int i, int j) {
        return m_distance[static_cast<size_t>(i) * static_cast<size_t>(m_n) +
                          static_cast<size_t>(j)];
    }
    std::tuple<double, int, int> keyOf(int i, int j) {
        return {at(i, j), std::min(slot(i).cluster, slot(j).cluster),
                std::max(slot(i).cluster, slot(j).cluster)};
    }
    std::tuple<double, int, int> key(int i) { return keyOf(i, slot(i).nearest); }

    void findNearest(int i) {
        slot(i).nearest = -1;
        for (int j = i + 1; j < m_n; ++j)
            if (slot(j).alive && (slot(i).nearest < 0 || keyOf(i, j) < key(i))) slot(i).nearest = j;
    }

    void join(int keep, int drop, int newCluster) {
        const double a = slot(keep).size, b = slot(drop).size;
        for (int j = 0; j < m_n; ++j) {
            if (!slot(j).alive || j == keep || j == drop) continue;
            const double mean = (a * at(keep, j) + b * at(drop, j)) / (a + b);
            at(keep, j) = at(j, keep) = mean;
        }
        slot(drop).alive = false;
        slot(keep).cluster = newCluster;
        slot(keep).size += slot(drop).size;
        findNearest(keep);
        for (int i = 0; i < m_n; ++i) {
            if (!slot(i).alive || i == keep) continue;
            if (slot(i).nearest == keep || slot(i).nearest == drop)
                findNearest(i);
            else if (i < keep && (slot(i).nearest < 0 || keyOf(i, keep) < key(i)))
                slot(i).nearest = keep;
        }
    }

    int m_n;
    std::vector<double> m_distance;
    std::vector<Slot> m_slots;
};

} // namespace

Dendrogram averageLinkage(std::span<const double> distance, int n) {
    Dendrogram out;
    if (n <= 0) return out;
    Linkage linkage(distance, n);
    for (int i = 0; i + 1 < n; ++i) out.merges.push_back(linkage.mergeClosest(n + i));
    std::vector<int> open{2 * n - 2}; // the root; for n = 1 the only leaf
    while (!open.empty()) {
        const int cluster = open.back();
        open.pop_back();
        if (cluster < n) {
            out.order.push_back(cluster);
            continue;
        }
        const Merge& merge = out.merges[static_cast<size_t>(cluster - n)];
        open.push_back(merge.b);
        open.push_back(merge.a);
    }
    return out;
}

Patterns findPatterns(const PairMeasures& measures, std::span<const double> similarity,
                      int experts) {
    constexpr double kLeastExpected = 5.0; // below, lift is mostly chance
    const size_t n = static_cast<size_t>(experts);
    std::vector<double> similarities, npmis;
    const auto together = [&](size_t i) {
        return measures.expected[i] >= kLeastExpected && measures.lift[i] > 1.0;
    };
    for (size_t a = 0; a < n; ++a)
        for (size_t b = a + 1; b < n; ++b) {
            const size_t i = a * n + b;
            if (!std::isnan(similarity[i])) similarities.push_back(similarity[i]);
            if (together(i)) npmis.push_back(measures.npmi[i]);
        }
    std::sort(similarities.begin(), similarities.end());
    std::sort(npmis.begin(), npmis.end());
    const double strong = quantileOfSorted(npmis, 0.9);
    const double alike = quantileOfSorted(similarities, 0.75);
    const double unlike = quantileOfSorted(similarities, 0.25);
    Patterns patterns;
    for (size_t a = 0; a < n; ++a)
        for (size_t b = a + 1; b < n; ++b) {
            const size_t i = a * n + b;
            if (!together(i) || measures.npmi[i] < strong) continue;
            const PatternPair pair{static_cast<int>(a), static_cast<int>(b), measures.lift[i],
                                   similarity[i]};
            if (similarity[i] >= alike)
                patterns.overlap.push_back(pair);
            else if (similarity[i] <= unlike)
                patterns.complement.push_back(pair);
        }
    const auto byLift = [](const PatternPair& x, const PatternPair& y) { return x.lift > y.lift; };
    std::stable_sort(patterns.overlap.begin(), patterns.overlap.end(), byLift);
    std::stable_sort(patterns.complement.begin(), patterns.complement.end(), byLift);
    return patterns;
}

} // namespace moqa
