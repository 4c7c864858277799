// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quantize/moment_condition.h"

#include "core/quantize/factor.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace moqa {

namespace {

// Steps of an iteration: the Rayleigh quotient is within a few per cent after them unless many
// eigenvalues lie within 10 % of the extreme one, and then it lies among those.
constexpr int kSteps = 40;

using Vector = std::vector<double>;

double length(const Vector& x) {
    double sum = 0;
    for (const double value : x) sum += value * value;
    return std::sqrt(sum);
}

// Not orthogonal to an eigenvector by symmetry: no two entries are alike.
Vector startVector(size_t n) {
    Vector x(n);
    for (size_t i = 0; i < n; ++i) x[i] = 1.0 + std::sin(1.0 + 2.3 * static_cast<double>(i));
    return x;
}

void multiply(const Vector& a, const Vector& x, Vector& y) {
    const size_t n = x.size();
    for (size_t i = 0; i < n; ++i) {
        double sum = 0;
        for (size_t j = 0; j < n; ++j) sum += a[i * n + j] * x[j];
        y[i] = sum;
    }
}

// Length that one more step gives a unit vector: the eigenvalue of largest size.
template <typename Step>
double dominant(size_t n, const Step& step) {
    Vector x = startVector(n);
    double size = length(x);
    for (int i = 0; i <= kSteps; ++i) {
        for (double& value : x) value /= size;
        step(x);
        size = length(x);
        if (!(size > 0)) return 0;
    }
    return size;
}

// With damping on the diagonal; 0 if no column is live.
double damped(const Moment& moment, double damp, Vector& a) {
    const auto n = static_cast<size_t>(moment.size());
    a.assign(moment.data(), moment.data() + n * n);
    double sum = 0;
    int live = 0;
    for (size_t i = 0; i < n; ++i) {
        sum += a[i * (n + 1)];
        live += a[i * (n + 1)] > 0 ? 1 : 0;
    }
    const double mean = live > 0 ? sum / live : 0.0;
    for (size_t i = 0; i < n; ++i) {
        double& value = a[i * (n + 1)];
        value = (value > 0 ? value : mean) + damp * mean;
    }
    return mean;
}

} // namespace

Result<double> dampedCondition(const Moment& moment, double damp, const Progress& progress) {
    Vector a;
    const double mean = moment.empty() ? 0.0 : damped(moment, damp, a);
    if (!(mean > 0)) return std::numeric_limits<double>::infinity();
    const auto n = static_cast<size_t>(moment.size());
    Vector y(n);
    const double largest = dominant(n, [&](Vector& x) {
        multiply(a, x, y);
        std::swap(x, y);
    });
    MOQA_TRY(const bool positive, choleskyLower(a.data(), moment.size(), progress));
    if (!positive) return std::numeric_limits<double>::infinity();
    const double inverse =
        dominant(n, [&](Vector& x) { solveFactored(a.data(), moment.size(), x.data()); });
    return largest * inverse;
}

} // namespace moqa
