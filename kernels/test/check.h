// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A small check program without a test framework, so that kernels/ needs nothing but a compiler.

#include "moqa/kernels.h"

#include <cmath>
#include <cstdint>
#include <cstdio>
#include <random>
#include <string>
#include <vector>

namespace moqa::kernels::check {

using Floats = std::vector<float>;

// Failures so far; each is printed when it is found.
inline int& failures() {
    static int count = 0;
    return count;
}

inline void expect(bool ok, const std::string& what) {
    if (ok) return;
    ++failures();
    std::printf("FAILED %s\n", what.c_str());
}

inline Floats randomFloats(int64_t count, uint32_t seed) {
    std::mt19937 generator(seed);
    std::normal_distribution<float> normal;
    Floats values(static_cast<size_t>(count));
    for (float& value : values) value = normal(generator);
    return values;
}

// ||a - b|| / ||b||; infinite for NaN, so that a comparison with a limit fails.
template <class T>
double relativeError(const std::vector<T>& a, const std::vector<T>& b) {
    double difference = 0.0;
    double norm = 0.0;
    for (size_t i = 0; i < b.size(); ++i) {
        const double d = static_cast<double>(a[i]) - static_cast<double>(b[i]);
        difference += d * d;
        norm += static_cast<double>(b[i]) * static_cast<double>(b[i]);
    }
    const double error = norm > 0.0 ? std::sqrt(difference / norm) : std::sqrt(difference);
    return std::isnan(error) ? INFINITY : error;
}

// Compare every function of a backend with referenceBackend.
void checkProducts(const Backend& backend);
void checkRows(const Backend& backend);
// Our own product, which OpenBLAS hides where it is there, with every set of loops.
void checkBlockedProduct();
void checkThreadIndependence();
// Products with packed codes (moqa/packed.h) against their plain loops and the bounds promised.
void checkPacked();

} // namespace moqa::kernels::check
