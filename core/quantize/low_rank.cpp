// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quantize/low_rank.h"

#include "core/base/parallel.h"
#include "core/base/random.h"
#include "core/quantize/factor.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace moqa {

namespace {

constexpr int64_t kOversampling = 8;
constexpr int kPasses = 6; // of subspace iteration: residuals fall slowly, by no power of ten
constexpr double kDamp = 0.01;

struct Wide { // row-major
    int64_t rows = 0, cols = 0;
    std::vector<double> data;
    Wide(int64_t r, int64_t c) : rows(r), cols(c), data(static_cast<size_t>(r * c)) {}
    double* row(int64_t r) { return data.data() + r * cols; }
    const double* row(int64_t r) const { return data.data() + r * cols; }
};

// a [m, k] times b [k, n].
Wide product(const Wide& a, const Wide& b) {
    Wide out(a.rows, b.cols);
    parallelFor(a.rows, [&](int64_t i, int) {
        double* target = out.row(i);
        for (int64_t k = 0; k < a.cols; ++k) {
            const double factor = a.row(i)[k];
            const double* source = b.row(k);
            for (int64_t j = 0; j < b.cols; ++j) target[j] += factor * source[j];
        }
    });
    return out;
}

// a [m, k] times the transpose of b [n, k].
Wide productTransposed(const Wide& a, const Wide& b) {
    Wide out(a.rows, b.rows);
    parallelFor(a.rows, [&](int64_t i, int) {
        for (int64_t j = 0; j < b.rows; ++j)
            out.row(i)[j] = std::inner_product(a.row(i), a.row(i) + a.cols, b.row(j), 0.0);
    });
    return out;
}

Wide transposed(const Wide& a) {
    Wide out(a.cols, a.rows);
    for (int64_t i = 0; i < a.rows; ++i)
        for (int64_t j = 0; j < a.cols; ++j) out.row(j)[i] = a.row(i)[j];
    return out;
}

// Rows become orthonormal, twice over for the digits that the first pass loses; a row that depends
// on those before it becomes zero.
void orthonormalise(Wide& a) {
    for (int64_t i = 0; i < a.rows; ++i) {
        double* row = a.row(i);
        const auto length = [&] {
            return std::sqrt(std::inner_product(row, row + a.cols, row, 0.0));
        };
        const double before = length();
        for (int pass = 0; pass < 2; ++pass)
            for (int64_t k = 0; k < i; ++k) {
                const double* other = a.row(k);
                const double along = std::inner_product(row, row + a.cols, other, 0.0);
                for (int64_t j = 0; j < a.cols; ++j) row[j] -= along * other[j];
            }
        const double after = length();
        const double factor = after > 1e-12 * before && after > 0 ? 1.0 / after : 0.0;
        for (int64_t j = 0; j < a.cols; ++j) row[j] *= factor;
    }
}

// Lower triangular L with L L^T = H + damping; empty where there is no such.
Result<std::vector<double>> rootOf(const Moment& moment, const Progress& progress) {
    const int64_t n = moment.size();
    double mean = 0;
    for (int64_t i = 0; i < n; ++i) mean += moment.data()[i * (n + 1)] / static_cast<double>(n);
    if (!(mean > 0)) return std::vector<double>();
    std::vector<double> root(moment.data(), moment.data() + n * n);
    for (int64_t i = 0; i < n; ++i) root[static_cast<size_t>(i * (n + 1))] += kDamp * mean;
    MOQA_TRY(const bool positive, choleskyLower(root.data(), n, progress));
    if (!positive) return std::vector<double>();
    for (int64_t i = 0; i < n; ++i) std::fill_n(root.data() + i * n + i + 1, n - i - 1, 0.0);
    return root;
}

} // namespace

void symmetricEigen(std::vector<double>& a, int64_t n, std::vector<double>& values,
                    std::vector<double>& vectors) {
    std::vector<double> v(static_cast<size_t>(n * n));
    const auto at = [n](std::vector<double>& m, int64_t i, int64_t j) -> double& {
        return m[static_cast<size_t>(i * n + j)];
    };
    for (int64_t i = 0; i < n; ++i) at(v, i, i) = 1;
    constexpr int kSweeps = 30;
    for (int sweep = 0; sweep < kSweeps; ++sweep) {
        double off = 0, diagonal = 0;
        for (int64_t i = 0; i < n; ++i) {
            diagonal += at(a, i, i) * at(a, i, i);
            for (int64_t j = i + 1; j < n; ++j) off += at(a, i, j) * at(a, i, j);
        }
        if (off <= 1e-30 * diagonal || off == 0) break;
        for (int64_t p = 0; p < n; ++p)
            for (int64_t q = p + 1; q < n; ++q) {
                const double apq = at(a, p, q);
                if (apq == 0) continue;
                const double theta = (at(a, q, q) - at(a, p, p)) / (2 * apq);
                const double t =
                    (theta >= 0 ? 1.0 : -1.0) / (std::fabs(theta) + std::sqrt(theta * theta + 1));
                const double c = 1 / std::sqrt(t * t + 1), s = t * c;
                for (int64_t k = 0; k < n; ++k) { // columns p and q
                    const double kp = at(a, k, p), kq = at(a, k, q);
                    at(a, k, p) = c * kp - s * kq;
                    at(a, k, q) = s * kp + c * kq;
                }
                for (int64_t k = 0; k < n; ++k) { // rows p and q, of the vectors too
                    const double pk = at(a, p, k), qk = at(a, q, k);
                    at(a, p, k) = c * pk - s * qk;
                    at(a, q, k) = s * pk + c * qk;
                    const double vp = at(v, p, k), vq = at(v, q, k);
                    at(v, p, k) = c * vp - s * vq;
                    at(v, q, k) = s * vp + c * vq;
                }
            }
    }
    std::vector<int64_t> order(static_cast<size_t>(n));
    std::iota(order.begin(), order.end(), 0);
    std::stable_sort(order.begin(), order.end(),
                     [&](int64_t i, int64_t j) { return at(a, i, i) > at(a, j, j); });
    values.clear();
    vectors.clear();
    for (const int64_t i : order) {
        values.push_back(at(a, i, i));
        vectors.insert(vectors.end(), v.begin() + i * n, v.begin() + (i + 1) * n);
    }
}

Result<LowRankFactors> approximate(const Matrix& error, int64_t rank, const Moment* moment,
                                   const Progress& progress) {
    const int64_t n = error.cols;
    std::vector<double> root;
    if (moment != nullptr && !moment->empty()) {
        MOQA_TRY(root, rootOf(*moment, progress));
    }
    Wide m(error.rows, n);
    std::copy(error.data.begin(), error.data.end(), m.data.begin());
    if (!root.empty()) {
        Wide lower(n, n);
        lower.data = root;
        m = product(m, lower);
    }
    // Rows of basis span what the largest singular vectors on the right span.
    const int64_t size = std::min({rank + kOversampling, error.rows, n});
    Wide basis(size, n);
    Random random(17);
    for (double& value : basis.data) value = random.normal();
    orthonormalise(basis);
    for (int pass = 0; pass < kPasses; ++pass) {
        MOQA_CHECK(checkCancelled(progress));
        Wide left = transposed(productTransposed(m, basis)); // [size, rows]
        orthonormalise(left);
        basis = product(left, m);
        orthonormalise(basis);
    }
    const Wide image = transposed(productTransposed(m, basis)); // [size, rows]
    std::vector<double> gram = productTransposed(image, image).data, values, vectors;
    symmetricEigen(gram, size, values, vectors);

    LowRankFactors factors{Matrix(error.rows, rank), Matrix(rank, n)};
    Wide turn(rank, size);
    std::copy_n(vectors.begin(), rank * size, turn.data.begin());
    const Wide left = product(turn, image); // rows: singular vectors times their values
    Wide right = product(turn, basis);
    if (!root.empty()) { // back from E L to E
        MOQA_CHECK(invertLower(root.data(), n, progress));
        Wide inverse(n, n);
        inverse.data = std::move(root);
        right = product(right, inverse);
    }
    for (int64_t k = 0; k < rank; ++k) {
        const auto length = [](const double* x, int64_t count) {
            return std::sqrt(std::inner_product(x, x + count, x, 0.0));
        };
        // Halves of equal length: both within the range of an f16.
        const double a = length(left.row(k), error.rows), b = length(right.row(k), n);
        if (!(a > 0) || !(b > 0)) continue;
        const double balance = std::sqrt(b / a);
        for (int64_t r = 0; r < error.rows; ++r)
            factors.left.row(r)[k] = static_cast<float>(left.row(k)[r] * balance);
        for (int64_t c = 0; c < n; ++c)
            factors.right.row(k)[c] = static_cast<float>(right.row(k)[c] / balance);
    }
    return factors;
}

} // namespace moqa
