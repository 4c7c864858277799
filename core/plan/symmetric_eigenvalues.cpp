// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/plan/symmetric_eigenvalues.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace moqa {

namespace {

// Reduces the leading i x i block's last row by one reflection; returns its off-diagonal element.
double reflectRow(std::vector<double>& a, std::vector<double>& work, size_t n, size_t i) {
    const auto at = [&](size_t r, size_t c) -> double& { return a[r * n + c]; };
    double norm = 0;
    for (size_t k = 0; k < i; ++k) norm = std::hypot(norm, at(i, k));
    if (i == 1 || norm == 0) return at(i, i - 1);
    const double off = at(i, i - 1) > 0 ? -norm : norm;
    at(i, i - 1) -= off; // row i now holds the reflection's vector v
    double square = 0;
    for (size_t k = 0; k < i; ++k) square += at(i, k) * at(i, k);
    const double scale = 2.0 / square;
    double dot = 0;
    for (size_t r = 0; r < i; ++r) {
        double sum = 0;
        for (size_t c = 0; c <= r; ++c) sum += at(r, c) * at(i, c);
        for (size_t c = r + 1; c < i; ++c) sum += at(c, r) * at(i, c);
        work[r] = scale * sum;
        dot += work[r] * at(i, r);
    }
    for (size_t r = 0; r < i; ++r) work[r] -= 0.5 * scale * dot * at(i, r);
    for (size_t r = 0; r < i; ++r)
        for (size_t c = 0; c <= r; ++c) at(r, c) -= at(i, r) * work[c] + work[r] * at(i, c);
    return off;
}

// Implicit QL with Wilkinson shifts on diagonal d and off-diagonal e (e[i] between i and i + 1).
bool diagonalise(std::vector<double>& d, std::vector<double>& e) {
    const size_t n = d.size();
    for (size_t l = 0; l < n; ++l) {
        for (int sweep = 0;; ++sweep) {
            size_t m = l;
            while (m + 1 < n && std::abs(e[m]) > std::numeric_limits<double>::epsilon() *
                                                     (std::abs(d[m]) + std::abs(d[m + 1])))
                ++m;
            if (m == l) break;
            if (sweep == 60) return false;
            double g = (d[l + 1] - d[l]) / (2.0 * e[l]);
            g = d[m] - d[l] + e[l] / (g + std::copysign(std::hypot(g, 1.0), g));
            double s = 1, c = 1, p = 0;
            bool split = false;
            for (size_t i = m; i-- > l;) {
                const double f = s * e[i], b = c * e[i];
                const double r = std::hypot(f, g);
                e[i + 1] = r;
                if (r == 0) {
                    d[i + 1] -= p;
                    e[m] = 0;
                    split = true;
                    break;
                }
                s = f / r;
                c = g / r;
                g = d[i + 1] - p;
                const double t = (d[i] - g) * s + 2.0 * c * b;
                p = s * t;
                d[i + 1] = g + p;
                g = c * t - b;
            }
            if (split) continue;
            d[l] -= p;
            e[l] = g;
            e[m] = 0;
        }
    }
    return true;
}

} // namespace

std::vector<double> symmetricEigenvalues(std::vector<double> matrix, size_t n) {
    std::vector<double> diagonal(n), off(n + 1, 0.0), work(n);
    for (size_t i = n; i-- > 1;) {
        off[i - 1] = reflectRow(matrix, work, n, i);
        diagonal[i] = matrix[i * n + i];
    }
    if (n > 0) diagonal[0] = matrix[0];
    if (!diagonalise(diagonal, off)) return {};
    std::sort(diagonal.begin(), diagonal.end());
    return diagonal;
}

} // namespace moqa
