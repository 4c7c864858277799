// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/plan/fuzzy_cmeans.h"

#include "core/base/quantile.h"

#include <algorithm>
#include <cmath>

namespace moqa {

namespace {

std::vector<double> startCentres(const std::vector<double>& sorted, int clusters) {
    std::vector<double> centres;
    for (int k = clusters; k >= 1; --k) // falling
        centres.push_back(quantileOfSorted(sorted, (2.0 * k - 1.0) / (2.0 * clusters)));
    return centres;
}

// std::pow(x, 2), the exponents of the usual fuzzifier 2, is ten times as slow.
double power(double base, double exponent) {
    return exponent == 2.0 ? base * base : std::pow(base, exponent);
}

// u_k = 1 / sum_j (d_k / d_j)^(2/(m-1)), shared equally among centres at distance 0 if any.
void membershipRow(double value, const std::vector<double>& centres, double exponent, double* row) {
    const size_t c = centres.size();
    const auto onCentre = std::count(centres.begin(), centres.end(), value);
    if (onCentre > 0) {
        for (size_t k = 0; k < c; ++k)
            row[k] = centres[k] == value ? 1.0 / static_cast<double>(onCentre) : 0.0;
        return;
    }
    // Relative to the nearest centre, so that no power over- or underflows into 0 / 0.
    double nearest = std::abs(value - centres[0]);
    for (double centre : centres) nearest = std::min(nearest, std::abs(value - centre));
    double sum = 0.0;
    for (size_t k = 0; k < c; ++k) {
        row[k] = power(nearest / std::abs(value - centres[k]), exponent);
        sum += row[k];
    }
    for (size_t k = 0; k < c; ++k) row[k] /= sum;
}

// v_k = sum_i u_ik^m x_i / sum_i u_ik^m; a centre that no value belongs to stays.
void updateCentres(std::span<const double> values, const std::vector<double>& memberships,
                   double fuzzifier, std::vector<double>& centres) {
    const size_t c = centres.size();
    for (size_t k = 0; k < c; ++k) {
        double weighted = 0.0, total = 0.0;
        for (size_t i = 0; i < values.size(); ++i) {
            const double u = power(memberships[i * c + k], fuzzifier);
            weighted += u * values[i];
            total += u;
        }
        if (total > 0.0) centres[k] = weighted / total;
    }
}

// Centres keep their order on a line but for rounding; clusters are named by falling centre.
void sortByFallingCentre(FuzzyClusters& result, size_t values) {
    const size_t c = result.centres.size();
    std::vector<size_t> order(c);
    for (size_t k = 0; k < c; ++k) order[k] = k;
    std::stable_sort(order.begin(), order.end(),
                     [&](size_t a, size_t b) { return result.centres[a] > result.centres[b]; });
    FuzzyClusters sorted = result;
    for (size_t k = 0; k < c; ++k) {
        sorted.centres[k] = result.centres[order[k]];
        for (size_t i = 0; i < values; ++i)
            sorted.memberships[i * c + k] = result.memberships[i * c + order[k]];
    }
    result = std::move(sorted);
}

} // namespace

FuzzyClusters fuzzyCMeans(std::span<const double> values, int clusters,
                          const FuzzyOptions& options) {
    FuzzyClusters result;
    if (values.empty() || clusters < 1) return result;
    std::vector<double> sorted(values.begin(), values.end());
    std::sort(sorted.begin(), sorted.end());
    std::vector<double> distinct = sorted;
    distinct.erase(std::unique(distinct.begin(), distinct.end()), distinct.end());
    const bool fewer = distinct.size() < static_cast<size_t>(clusters);
    result.centres = fewer ? std::vector<double>(distinct.rbegin(), distinct.rend())
                           : startCentres(sorted, clusters);
    result.clusters = static_cast<int>(result.centres.size());

    const size_t c = result.centres.size();
    const double exponent = 2.0 / (options.fuzzifier - 1.0);
    result.memberships.resize(values.size() * c);
    for (size_t i = 0; i < values.size(); ++i)
        membershipRow(values[i], result.centres, exponent, &result.memberships[i * c]);
    std::vector<double> previous;
    while (!fewer && result.iterations < options.maxIterations) {
        previous = result.memberships;
        updateCentres(values, result.memberships, options.fuzzifier, result.centres);
        double change = 0.0;
        for (size_t i = 0; i < values.size(); ++i)
            membershipRow(values[i], result.centres, exponent, &result.memberships[i * c]);
        for (size_t i = 0; i < previous.size(); ++i)
            change = std::max(change, std::abs(result.memberships[i] - previous[i]));
        ++result.iterations;
        if (change < options.tolerance) break;
    }
    sortByFallingCentre(result, values.size());
    return result;
}

} // namespace moqa
