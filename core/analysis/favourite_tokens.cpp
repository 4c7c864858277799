// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/favourite_tokens.h"

#include "core/analysis/statistics.h"
#include "core/base/parallel.h"

#include <algorithm>
#include <tuple>

namespace moqa {

namespace {

constexpr double kShrinkage = 0.5;

struct Candidate {
    double lift = 0.0;
    int64_t count = 0;
    int32_t token = 0; // index into TokenIndex, which runs with the id
    bool operator<(const Candidate& other) const {
        return std::tie(other.lift, other.count, token) < std::tie(lift, count, other.token);
    }
};

std::vector<Candidate> candidatesOf(const TokenIndex& index, std::span<int32_t> taken) {
    std::sort(taken.begin(), taken.end());
    const double share = static_cast<double>(taken.size()) / static_cast<double>(index.of.size());
    std::vector<Candidate> found;
    for (size_t i = 0; i < taken.size();) {
        size_t end = i;
        while (end < taken.size() && taken[end] == taken[i]) ++end;
        const auto count = static_cast<int64_t>(end - i);
        const double expected =
            share * static_cast<double>(index.counts[static_cast<size_t>(taken[i])]);
        if (count >= kLeastFavouriteCount && static_cast<double>(count) > expected)
            found.push_back({(static_cast<double>(count) + kShrinkage) / (expected + kShrinkage),
                             count, taken[i]});
        i = end;
    }
    const size_t keep = std::min(found.size(), static_cast<size_t>(kFavouriteTokens));
    std::partial_sort(found.begin(), found.begin() + static_cast<std::ptrdiff_t>(keep),
                      found.end());
    found.resize(keep);
    return found;
}

} // namespace

TokenIndex::TokenIndex(std::span<const int32_t> tokens) {
    ids.assign(tokens.begin(), tokens.end());
    std::sort(ids.begin(), ids.end());
    ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
    counts.assign(ids.size(), 0);
    of.reserve(tokens.size());
    for (const int32_t token : tokens) {
        const auto at = std::lower_bound(ids.begin(), ids.end(), token) - ids.begin();
        ++counts[static_cast<size_t>(at)];
        of.push_back(static_cast<int32_t>(at));
    }
}

Favourites favouriteTokens(const TokenIndex& index, std::span<const int32_t> chosen, int topK,
                           int experts) {
    const auto n = static_cast<size_t>(experts);
    std::vector<size_t> begins(n + 1, 0);
    for (const int32_t expert : chosen) ++begins[static_cast<size_t>(expert) + 1];
    for (size_t e = 0; e < n; ++e) begins[e + 1] += begins[e];
    std::vector<size_t> next(begins.begin(), begins.end() - 1);
    std::vector<int32_t> taken(chosen.size()); // token indices, expert by expert
    for (size_t i = 0; i < chosen.size(); ++i)
        taken[next[static_cast<size_t>(chosen[i])]++] = index.of[i / static_cast<size_t>(topK)];
    constexpr size_t kKept = kFavouriteTokens;
    Favourites out;
    for (std::vector<double>* values : {&out.ids, &out.counts, &out.lift})
        values->assign(n * kKept, kNotSeen);
    parallelFor(experts, [&](int64_t expert, int) {
        const auto e = static_cast<size_t>(expert);
        const std::vector<Candidate> found =
            candidatesOf(index, {taken.data() + begins[e], begins[e + 1] - begins[e]});
        for (size_t i = 0; i < found.size(); ++i) {
            out.ids[e * kKept + i] = index.ids[static_cast<size_t>(found[i].token)];
            out.counts[e * kKept + i] = static_cast<double>(found[i].count);
            out.lift[e * kKept + i] = found[i].lift;
        }
    });
    return out;
}

} // namespace moqa
