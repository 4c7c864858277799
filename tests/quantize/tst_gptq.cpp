// SPDX-License-Identifier: GPL-3.0-or-later
// GPTQ of one matrix against the textbook's unblocked loop in double, and where the moment matrix
// is difficult.
#include "core/base/half.h"
#include "core/base/parallel.h"
#include "core/base/random.h"
#include "core/quantize/factor.h"
#include "core/quantize/gptq.h"
#include "core/quantize/rtn.h"

#include <QTest>
#include <cmath>
#include <numeric>

using namespace moqa;

namespace {

constexpr WeightId kId{Role::ExpertUp, 0, 0};

Matrix randomWeight(int64_t rows, int64_t cols, uint64_t seed) {
    Random random(seed);
    Matrix w(rows, cols);
    for (float& value : w.data) value = static_cast<float>(0.05 * random.normal());
    return w;
}

// Moment of `tokens` correlated inputs whose channels differ in size by a factor of about 30.
std::vector<double> randomMoment(int64_t n, int64_t tokens, uint64_t seed) {
    Random random(seed);
    std::vector<double> moment(static_cast<size_t>(n * n)), x(static_cast<size_t>(n));
    for (int64_t t = 0; t < tokens; ++t) {
        const double common = random.normal();
        for (int64_t i = 0; i < n; ++i)
            x[static_cast<size_t>(i)] =
                (random.normal() + 0.7 * common) *
                std::exp(3.4 * static_cast<double>(i * 37 % n) / static_cast<double>(n));
        for (int64_t i = 0; i < n; ++i)
            for (int64_t j = 0; j < n; ++j)
                moment[static_cast<size_t>(i * n + j)] +=
                    x[static_cast<size_t>(i)] * x[static_cast<size_t>(j)];
    }
    return moment;
}

double outputError(const Matrix& w, const Matrix& q, const std::vector<double>& moment) {
    double sum = 0;
    for (int64_t r = 0; r < w.rows; ++r)
        for (int64_t i = 0; i < w.cols; ++i)
            for (int64_t j = 0; j < w.cols; ++j)
                sum += static_cast<double>(w.row(r)[i] - q.row(r)[i]) *
                       moment[static_cast<size_t>(i * w.cols + j)] *
                       static_cast<double>(w.row(r)[j] - q.row(r)[j]);
    return sum;
}

// Plain lower Cholesky factor; the textbook's three steps use it twice.
std::vector<double> plainCholesky(std::vector<double> a, size_t n) {
    for (size_t j = 0; j < n; ++j) {
        for (size_t k = 0; k < j; ++k) a[j * n + j] -= a[j * n + k] * a[j * n + k];
        a[j * n + j] = std::sqrt(a[j * n + j]);
        for (size_t i = j + 1; i < n; ++i) {
            for (size_t k = 0; k < j; ++k) a[i * n + j] -= a[i * n + k] * a[j * n + k];
            a[i * n + j] /= a[j * n + j];
        }
        for (size_t i = 0; i < j; ++i) a[i * n + j] = 0;
    }
    return a;
}

std::vector<double> plainInverse(const std::vector<double>& a, size_t n) {
    std::vector<double> left(a), right(n * n);
    for (size_t i = 0; i < n; ++i) right[i * n + i] = 1;
    for (size_t p = 0; p < n; ++p) {
        const double pivot = left[p * n + p];
        for (size_t j = 0; j < n; ++j) left[p * n + j] /= pivot, right[p * n + j] /= pivot;
        for (size_t i = 0; i < n; ++i) {
            if (i == p) continue;
            const double factor = left[i * n + p];
            for (size_t j = 0; j < n; ++j) {
                left[i * n + j] -= factor * left[p * n + j];
                right[i * n + j] -= factor * right[p * n + j];
            }
        }
    }
    return right;
}

// quantizers.md 1.1 in its own order of operations, a column at a time over the whole matrix.
Matrix textbookGptq(const Matrix& weight, std::vector<double> h, const UnitFormat& format,
                    GridSearch search, bool actOrder) {
    const size_t n = static_cast<size_t>(weight.cols), rows = static_cast<size_t>(weight.rows);
    std::vector<double> w(weight.data.begin(), weight.data.end());
    std::vector<size_t> order(n);
    std::iota(order.begin(), order.end(), size_t{0});
    if (actOrder)
        std::stable_sort(order.begin(), order.end(),
                         [&](size_t a, size_t b) { return h[a * n + a] > h[b * n + b]; });
    double mean = 0;
    for (size_t i = 0; i < n; ++i) mean += h[i * n + i] / static_cast<double>(n);
    std::vector<double> permuted(n * n);
    for (size_t i = 0; i < n; ++i)
        for (size_t j = 0; j < n; ++j)
            permuted[i * n + j] = h[order[i] * n + order[j]] + (i == j ? 0.01 * mean : 0.0);
    const std::vector<double> lower = plainCholesky(plainInverse(permuted, n), n); // U = lower^T

    const size_t width = static_cast<size_t>(groupWidth(format, weight.cols));
    const bool fromOriginal = actOrder || width == n;
    const GridRule rule{format.bits, format.symmetric, search};
    Matrix out(weight.rows, weight.cols);
    for (size_t r = 0; r < rows; ++r) {
        std::vector<GroupGrid> grids(n / width);
        const auto gridFrom = [&](size_t g) {
            std::vector<float> group(width), weights(width);
            for (size_t c = 0; c < width; ++c) {
                group[c] = static_cast<float>(w[r * n + g * width + c]);
                weights[c] = static_cast<float>(h[(g * width + c) * (n + 1)]);
            }
            grids[g] = findGrid(group.data(), static_cast<int64_t>(width), rule, weights.data());
        };
        if (fromOriginal)
            for (size_t g = 0; g < grids.size(); ++g) gridFrom(g);
        for (size_t i = 0; i < n; ++i) {
            const size_t c = order[i];
            if (!fromOriginal && c % width == 0) gridFrom(c / width);
            const GroupGrid grid = grids[c / width];
            const double value = w[r * n + c];
            const double maxCode = rule.maxCode();
            const double q =
                format.bits == 1
                    ? (value > 0 ? 1.0 : 0.0)
                    : std::clamp(std::nearbyint(value / grid.step) + grid.zero, 0.0, maxCode);
            const double rounded = (q - grid.zero) * grid.step;
            out.data[r * n + c] = static_cast<float>(rounded);
            const double error = (value - rounded) / lower[i * n + i];
            for (size_t j = i; j < n; ++j) w[r * n + order[j]] -= error * lower[j * n + i];
        }
    }
    return out;
}

GptqFactor factorOf(const std::vector<double>& moment, int64_t n, bool actOrder) {
    auto factor = makeGptqFactor(moment.data(), n, actOrder, 0.01, silentProgress());
    return factor.ok() && factor->has_value() ? **factor : GptqFactor{};
}

Matrix gptq(const Matrix& w, const GptqFactor& factor, const UnitFormat& format,
            GridSearch search = GridSearch::Power24) {
    auto result = quantizeGptq(w, factor, kId, format, search, silentProgress());
    return result.ok() ? dequantize(result->tensor) : Matrix{};
}

class Cancelled final : public Progress {
public:
    void report(double, std::string_view) override {}
    void note(std::string_view) override {}
    bool cancelled() const override { return true; }
};

} // namespace

class TestGptq : public QObject {
    Q_OBJECT
private slots:
    void cleanup() { setThreadLimit(2); }

    void factorsAreInverse_data() {
        QTest::addColumn<int>("n");
        for (int n : {1, 3, 64, 65, 130, 300}) QTest::addRow("%d", n) << n;
    }
    void factorsAreInverse() {
        QFETCH(int, n);
        const size_t size = static_cast<size_t>(n);
        const std::vector<double> moment = randomMoment(n, 3 * n, 1);
        std::vector<double> a = moment;
        const auto positive = choleskyLower(a.data(), n, silentProgress());
        QVERIFY(positive.ok() && *positive);
        const std::vector<double> expected = plainCholesky(moment, size);
        for (size_t i = 0; i < size; ++i)
            for (size_t j = 0; j <= i; ++j)
                QVERIFY(std::fabs(a[i * size + j] - expected[i * size + j]) <=
                        1e-10 * std::fabs(expected[i * size + i]));
        std::vector<double> inverse = a;
        QVERIFY(invertLower(inverse.data(), n, silentProgress()).ok());
        for (size_t i = 0; i < size; ++i)
            for (size_t j = 0; j <= i; ++j) {
                double sum = 0;
                for (size_t k = j; k <= i; ++k) sum += a[i * size + k] * inverse[k * size + j];
                QVERIFY(std::fabs(sum - (i == j ? 1.0 : 0.0)) < 1e-9);
            }
    }

    void factorisationRefusesWhatIsNotPositive() {
        std::vector<double> a = {1, 2, 2, 1};
        auto positive = choleskyLower(a.data(), 2, silentProgress());
        QVERIFY(positive.ok() && !*positive);
        a = {std::nan(""), 0, 0, 1};
        positive = choleskyLower(a.data(), 2, silentProgress());
        QVERIFY(positive.ok() && !*positive);
    }

    void equalsTheTextbook_data() {
        QTest::addColumn<int>("bits");
        QTest::addColumn<int>("group");
        QTest::addColumn<bool>("actOrder");
        QTest::addColumn<bool>("symmetric");
        for (int bits : {1, 2, 3, 4})
            for (int group : {32, 64, 128, 256, -1})
                for (bool actOrder : {false, true})
                    QTest::addRow("%d bits, group %d, act-order %d", bits, group, actOrder)
                        << bits << group << actOrder << (group == 64 && bits == 3);
    }
    void equalsTheTextbook() {
        QFETCH(int, bits);
        QFETCH(int, group);
        QFETCH(bool, actOrder);
        QFETCH(bool, symmetric);
        constexpr int64_t kCols = 256;
        const Matrix w = randomWeight(35, kCols, 21);
        const std::vector<double> moment = randomMoment(kCols, 1024, 22);
        const UnitFormat format{bits, group, symmetric};
        const GridSearch search = bits == 4 ? GridSearch::Hessian : GridSearch::Power24;
        const Matrix expected = textbookGptq(w, moment, format, search, actOrder);
        const Matrix got = gptq(w, factorOf(moment, kCols, actOrder), format, search);
        QCOMPARE(got.data.size(), expected.data.size());
        for (size_t i = 0; i < got.data.size(); ++i)
            QVERIFY2(
                std::fabs(got.data[i] - expected.data[i]) <= 1e-6f,
                qPrintable(QString("%1: %2 for %3").arg(i).arg(got.data[i]).arg(expected.data[i])));
    }

    void beatsRounding() {
        constexpr int64_t kCols = 256;
        const Matrix w = randomWeight(64, kCols, 5);
        const std::vector<double> moment = randomMoment(kCols, 1024, 6);
        for (int bits : {2, 3, 4}) {
            const UnitFormat format{bits, 64, false};
            const double rtn =
                outputError(w,
                            dequantize(*quantizeRtn(w, kId, format, GridSearch::Power24, nullptr,
                                                    silentProgress())),
                            moment);
            const GptqFactor factor = factorOf(moment, kCols, true);
            const double best = outputError(w, gptq(w, factor, format), moment);
            QVERIFY2(best < 0.65 * rtn, qPrintable(QString::number(best / rtn)));
        }
    }

    // loss * 2 = tr(D Hd D^T) with the damped moment Hd: the sum of squared errors is the quadratic
    // form itself.
    void lossIsTheDampedOutputError() {
        constexpr int64_t kCols = 96;
        const Matrix w = randomWeight(33, kCols, 5);
        std::vector<double> moment = randomMoment(kCols, 512, 6);
        const GptqFactor factor = factorOf(moment, kCols, true);
        auto result =
            quantizeGptq(w, factor, kId, {3, 32, false}, GridSearch::Power24, silentProgress());
        QVERIFY(result.ok());
        double mean = 0;
        for (size_t i = 0; i < kCols; ++i) mean += moment[i * (kCols + 1)] / kCols;
        for (size_t i = 0; i < kCols; ++i) moment[i * (kCols + 1)] += factor.damp * mean;
        const double form = outputError(w, dequantize(result->tensor), moment);
        QVERIFY(std::fabs(2 * result->loss / form - 1) < 1e-4); // errors are f32
    }

    void deadColumnsBecomeZeroAndHarmNobody() {
        constexpr int64_t kCols = 128;
        Matrix w = randomWeight(40, kCols, 8);
        std::vector<double> moment = randomMoment(kCols, 512, 9);
        for (int64_t dead : {0, 17, 127})
            for (int64_t i = 0; i < kCols; ++i)
                moment[static_cast<size_t>(dead * kCols + i)] =
                    moment[static_cast<size_t>(i * kCols + dead)] = 0;
        for (bool actOrder : {false, true}) {
            const GptqFactor factor = factorOf(moment, kCols, actOrder);
            QCOMPARE(std::accumulate(factor.dead.begin(), factor.dead.end(), 0), 3);
            const Matrix q = gptq(w, factor, {3, 32, false});
            double others = 0;
            for (int64_t r = 0; r < w.rows; ++r) {
                for (int64_t dead : {0, 17, 127}) QCOMPARE(q.row(r)[dead], 0.0f);
                for (int64_t c = 1; c < 17; ++c) others += std::fabs(q.row(r)[c]);
            }
            QVERIFY(others > 0);
        }
    }

    void scaleOfTheMomentDoesNotMatter() {
        constexpr int64_t kCols = 64;
        const Matrix w = randomWeight(32, kCols, 8);
        std::vector<double> moment = randomMoment(kCols, 512, 9);
        for (int64_t i = 0; i < kCols; ++i)
            moment[static_cast<size_t>(5 * kCols + i)] =
                moment[static_cast<size_t>(i * kCols + 5)] = 0;
        const Matrix first = gptq(w, factorOf(moment, kCols, true), {2, 32, false});
        for (double& value : moment) value *= 0x1p-40;
        QVERIFY(first.data == gptq(w, factorOf(moment, kCols, true), {2, 32, false}).data);
    }

    // Ten inputs for 64 columns: rank 10, damping alone makes it regular.
    void fewInputsAreDamped() {
        const std::vector<double> moment = randomMoment(64, 10, 3);
        const auto factor = makeGptqFactor(moment.data(), 64, true, 0.01, silentProgress());
        QVERIFY(factor.ok() && factor->has_value());
        QCOMPARE((*factor)->damp, 0.01);
    }

    void dampingIsRaisedAndThenGivenUp() {
        // Eigenvalues 1.05 and -0.05: 1 % of damping does not help, 10 % does.
        std::vector<double> moment = {0.5, 0.55, 0.55, 0.5};
        auto factor = makeGptqFactor(moment.data(), 2, true, 0.01, silentProgress());
        QVERIFY(factor.ok() && factor->has_value());
        QVERIFY(std::fabs((*factor)->damp - 1.0) < 1e-12);
        moment = {0.5, 0.52, 0.52, 0.5};
        factor = makeGptqFactor(moment.data(), 2, true, 0.01, silentProgress());
        QVERIFY(factor.ok() && factor->has_value());
        QVERIFY(std::fabs((*factor)->damp - 0.1) < 1e-12);
        moment = {0.5, 5, 5, 0.5};
        factor = makeGptqFactor(moment.data(), 2, true, 0.01, silentProgress());
        QVERIFY(factor.ok() && !factor->has_value());
        moment = {0, 0, 0, 0};
        factor = makeGptqFactor(moment.data(), 2, true, 0.01, silentProgress());
        QVERIFY(factor.ok() && !factor->has_value());
    }

    void resultDoesNotDependOnThreads() {
        constexpr int64_t kCols = 320;
        const Matrix w = randomWeight(133, kCols, 12);
        const std::vector<double> moment = randomMoment(kCols, 640, 13);
        std::vector<uint8_t> codes;
        double loss = 0;
        for (int threads : {1, 2, 5}) {
            setThreadLimit(threads);
            const GptqFactor factor = factorOf(moment, kCols, true);
            auto result =
                quantizeGptq(w, factor, kId, {3, 64, false}, GridSearch::Power24, silentProgress());
            QVERIFY(result.ok());
            if (threads == 1) {
                codes = result->tensor.codes;
                loss = result->loss;
            }
            QVERIFY(result->tensor.codes == codes);
            QCOMPARE(result->loss, loss);
        }
    }

    void stopsWhenCancelled() {
        const Cancelled cancelled;
        const std::vector<double> moment = randomMoment(64, 128, 3);
        auto factor = makeGptqFactor(moment.data(), 64, true, 0.01, cancelled);
        QVERIFY(!factor.ok() && factor.error().code == ErrorCode::Cancelled);
        const Matrix w = randomWeight(8, 64, 1);
        auto result = quantizeGptq(w, factorOf(moment, 64, true), kId, {4, 64, false},
                                   GridSearch::Power24, cancelled);
        QVERIFY(!result.ok() && result.error().code == ErrorCode::Cancelled);
    }
};

QTEST_GUILESS_MAIN(TestGptq)
#include "tst_gptq.moc"
