// SPDX-License-Identifier: GPL-3.0-or-later
// Statistics of tensors small enough to work out here, and of a larger one against plain loops.
#include "core/analysis/tensor_statistics.h"
#include "core/base/half.h"
#include "core/base/parallel.h"
#include "core/base/quantile.h"
#include "core/base/random.h"
#include "tests/analysis/close_to.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cmath>
#include <limits>
#include <numeric>

using namespace moqa;

namespace {

constexpr WeightId kId{Role::ExpertUp, 2, 5};

// One tensor, given by its values.
class OneTensor final : public ModelSource {
public:
    explicit OneTensor(Matrix values) : m_values(std::move(values)) {
        m_weights.push_back({kId, "layers.2.experts.5.up", m_values.rows, m_values.cols});
    }
    const ModelSpec& spec() const override { return m_spec; }
    std::string path() const override { return "one"; }
    std::string name() const override { return "one"; }
    std::string fingerprint() const override { return {}; }
    Result<std::string> sideFile(const std::string&) const override { return badInput("none"); }
    std::vector<std::string> sideFiles() const override { return {}; }
    const std::vector<WeightEntry>& weights() const override { return m_weights; }
    const WeightEntry* find(WeightId id) const override {
        return id == kId ? m_weights.data() : nullptr;
    }
    Status readRows(WeightId, int64_t row, int64_t count, float* out) const override {
        if (++m_reads > failAfter) return ioError("the disk is gone", "one");
        std::copy_n(m_values.row(row), count * m_values.cols, out);
        return {};
    }
    int failAfter = 1 << 20;

private:
    ModelSpec m_spec;
    Matrix m_values;
    std::vector<WeightEntry> m_weights;
    mutable std::atomic<int> m_reads = 0;
};

Matrix matrixOf(int64_t rows, int64_t cols, std::vector<float> values) {
    Matrix m;
    m.rows = rows;
    m.cols = cols;
    m.data = std::move(values);
    return m;
}

// Normal numbers with a few far outliers; bf16 = rounded to bf16.
Matrix normalMatrix(int64_t rows, int64_t cols, bool bf16) {
    Random random(7);
    Matrix m(rows, cols);
    for (float& v : m.data) {
        v = static_cast<float>(0.02 * random.normal());
        if (bf16) v = bf16ToF32(f32ToBf16(v));
    }
    m.data[5] = 8.0f;
    m.data[77] = -4.0f;
    return m;
}

class CancelAt final : public Progress {
public:
    explicit CancelAt(int reports) : m_left(reports) {}
    void report(double fraction, std::string_view) override {
        rising = rising && fraction >= m_last && fraction <= 1.0;
        m_last = fraction;
        --m_left;
    }
    void note(std::string_view) override {}
    bool cancelled() const override { return m_left < 0; }
    bool rising = true;

private:
    int m_left;
    double m_last = 0.0;
};

} // namespace

class TestTensorStatistics : public QObject {
    Q_OBJECT
private:
    static TensorStatistics statisticsOf(Matrix values, const TensorStatisticsOptions& with = {}) {
        const auto result =
            tensorStatistics(OneTensor(std::move(values)), kId, with, silentProgress());
        if (!result.ok()) qWarning("%s", result.error().message().c_str());
        return result.ok() ? *result : TensorStatistics{};
    }

private slots:
    void byHand() {
        const TensorStatistics s = statisticsOf(matrixOf(2, 3, {-1, 0, 2, 3, 0, 2}));
        QCOMPARE(s.count, int64_t{6});
        QCOMPARE(s.zeros, int64_t{2});
        QCOMPARE(s.nonFinite, int64_t{0});
        QCOMPARE(s.low, -1.0);
        QCOMPARE(s.high, 3.0);
        VERIFY_CLOSE(s.mean, 1.0, 1e-15);
        // Deviations -2 -1 1 2 -1 1: squares sum to 12, fourth powers to 36.
        VERIFY_CLOSE(s.standardDeviation, std::sqrt(2.0), 1e-15);
        VERIFY_CLOSE(s.kurtosis, 6.0 * 36.0 / 144.0, 1e-14);
        VERIFY_CLOSE(s.quantiles[4], 1.0, 0.0); // between 0 and 2
        VERIFY_CLOSE(s.quantiles[3], 0.0, 0.0);
        VERIFY_CLOSE(s.rowNorms[0], std::sqrt(5.0), 1e-15);
        VERIFY_CLOSE(s.rowNorms[1], std::sqrt(13.0), 1e-15);
        VERIFY_CLOSE(s.columnNorms[0], std::sqrt(10.0), 1e-15);
        VERIFY_CLOSE(s.columnNorms[1], 0.0, 0.0);
        const std::vector<std::pair<float, int64_t>> distinct{{-1, 1}, {0, 2}, {2, 2}, {3, 1}};
        QCOMPARE(s.histogram.distinct, distinct);
        QCOMPARE(s.picture.rows, int64_t{2});
        QCOMPARE(s.picture.cols, int64_t{3});
        QCOMPARE(s.picture.mean, (std::vector<float>{-1, 0, 2, 3, 0, 2}));
    }

    void bins() {
        TensorStatisticsOptions options;
        options.bins = 4;
        const TensorStatistics s = statisticsOf(matrixOf(1, 6, {-1, 0, 2, 3, 0, 2}), options);
        QCOMPARE(s.histogram.low, -1.0);
        QCOMPARE(s.histogram.high, 3.0);
        QCOMPARE(s.histogram.counts, (std::vector<int64_t>{1, 2, 0, 3})); // 3 is in the last bin
    }

    void pixelsAreBlocks() {
        TensorStatisticsOptions options;
        options.pictureRows = 2;
        options.pictureColumns = 2;
        const TensorStatistics s =
            statisticsOf(matrixOf(3, 4, {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}), options);
        // Rows 0 and 1 fall into the first line (2 * 2 / 3 = 1 is where row 2 goes).
        QCOMPARE(s.picture.low, (std::vector<float>{1, 3, 9, 11}));
        QCOMPARE(s.picture.high, (std::vector<float>{6, 8, 10, 12}));
        QCOMPARE(s.picture.mean, (std::vector<float>{3.5, 5.5, 9.5, 11.5}));
    }

    void nonFiniteValuesAreCountedAndLeftOut() {
        const float nan = std::numeric_limits<float>::quiet_NaN();
        const float inf = std::numeric_limits<float>::infinity();
        const TensorStatistics s = statisticsOf(matrixOf(2, 2, {nan, 1, -inf, 3}));
        QCOMPARE(s.nonFinite, int64_t{2});
        QCOMPARE(s.mean, 2.0);
        QCOMPARE(s.low, 1.0);
        QCOMPARE(s.quantiles[4], 2.0);
        QVERIFY(std::isnan(s.picture.mean[0]));
        QCOMPARE(std::accumulate(s.histogram.counts.begin(), s.histogram.counts.end(), int64_t{0}),
                 int64_t{2});
        const TensorStatistics none = statisticsOf(matrixOf(1, 2, {nan, inf}));
        QCOMPARE(none.nonFinite, int64_t{2});
        QVERIFY(std::isnan(none.mean) && std::isnan(none.low) && std::isnan(none.quantiles[0]));
        QVERIFY(none.histogram.counts.empty());
    }

    void allEqual() {
        const TensorStatistics s = statisticsOf(matrixOf(3, 1, {2, 2, 2}));
        QCOMPARE(s.histogram.counts, std::vector<int64_t>{3});
        QCOMPARE(s.standardDeviation, 0.0);
        QVERIFY(std::isnan(s.kurtosis));
        QCOMPARE(s.quantiles[0], 2.0);
    }

    void largeAgainstPlainLoops_data() {
        QTest::addColumn<bool>("bf16");
        QTest::newRow("f32") << false;
        QTest::newRow("bf16") << true;
    }

    void largeAgainstPlainLoops() {
        QFETCH(const bool, bf16);
        const Matrix m = normalMatrix(1500, 701, bf16); // five tiles, the last one shorter
        const auto begin = std::chrono::steady_clock::now();
        const TensorStatistics s = statisticsOf(m);
        const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - begin;
        qInfo("%.0f million elements a second",
              static_cast<double>(s.count) / seconds.count() / 1e6);
        std::vector<double> sorted(m.data.begin(), m.data.end());
        double mean = 0.0, m2 = 0.0, m4 = 0.0;
        for (const double v : sorted) mean += v / double(sorted.size());
        for (const double v : sorted) m2 += (v - mean) * (v - mean), m4 += std::pow(v - mean, 4);
        VERIFY_CLOSE(s.mean, mean, 1e-12);
        VERIFY_CLOSE(s.standardDeviation, std::sqrt(m2 / double(sorted.size())), 1e-12);
        VERIFY_CLOSE(s.kurtosis, double(sorted.size()) * m4 / (m2 * m2), 1e-6);
        std::sort(sorted.begin(), sorted.end());
        for (size_t i = 0; i < kTensorQuantiles.size(); ++i)
            VERIFY_CLOSE(s.quantiles[i], quantileOfSorted(sorted, kTensorQuantiles[i]), 1e-15);
        QCOMPARE(s.low, -4.0);
        QCOMPARE(s.high, 8.0);
        // The outliers are outside, and every value is somewhere.
        QVERIFY(s.histogram.low > -0.2 && s.histogram.high < 0.2);
        QVERIFY(s.histogram.below >= 1 && s.histogram.above >= 1);
        QVERIFY(s.histogram.below + s.histogram.above < s.count / 400);
        QCOMPARE(std::accumulate(s.histogram.counts.begin(), s.histogram.counts.end(),
                                 s.histogram.below + s.histogram.above),
                 s.count);
        QVERIFY(s.histogram.distinct.empty());
        QCOMPARE(s.picture.rows, kMaxPictureSide);
        QCOMPARE(*std::max_element(s.picture.high.begin(), s.picture.high.end()), 8.0f);
        double column = 0.0;
        for (int64_t r = 0; r < m.rows; ++r) column += double(m.row(r)[5]) * double(m.row(r)[5]);
        VERIFY_CLOSE(s.columnNorms[5], std::sqrt(column), 1e-12);
    }

    void wholeRangeOnRequest() {
        TensorStatisticsOptions options;
        options.tail = 0.0;
        const TensorStatistics s = statisticsOf(normalMatrix(100, 50, false), options);
        QCOMPARE(s.histogram.low, -4.0);
        QCOMPARE(s.histogram.high, 8.0);
        QCOMPARE(s.histogram.below + s.histogram.above, int64_t{0});
    }

    void threadsDoNotMatter() {
        const Matrix m = normalMatrix(2000, 700, false);
        const int threads = threadLimit();
        setThreadLimit(1);
        const TensorStatistics one = statisticsOf(m);
        setThreadLimit(3);
        const TensorStatistics three = statisticsOf(m);
        setThreadLimit(threads);
        QCOMPARE(one.mean, three.mean);
        QCOMPARE(one.kurtosis, three.kurtosis);
        QCOMPARE(one.columnNorms, three.columnNorms);
        QCOMPARE(one.picture.mean, three.picture.mean);
        QCOMPARE(one.histogram.counts, three.histogram.counts);
    }

    void refusesAndStops() {
        const OneTensor model(matrixOf(1, 2, {1, 2}));
        const auto errorOf = [&](WeightId id, const TensorStatisticsOptions& options) {
            const auto result = tensorStatistics(model, id, options, silentProgress());
            return result.ok() ? internalError("no error") : result.error();
        };
        QCOMPARE(errorOf({Role::Router, 2, -1}, {}).code, ErrorCode::BadInput);
        TensorStatisticsOptions options;
        options.bins = kMaxHistogramBins + 1;
        QCOMPARE(errorOf(kId, options).code, ErrorCode::Usage);
        options = {};
        options.tail = 0.5;
        QCOMPARE(errorOf(kId, options).code, ErrorCode::Usage);
        options = {};
        options.pictureColumns = 0;
        QCOMPARE(errorOf(kId, options).code, ErrorCode::Usage);
        OneTensor failing(normalMatrix(1500, 701, false));
        failing.failAfter = 6; // within the second pass
        const auto failed = tensorStatistics(failing, kId, {}, silentProgress());
        QVERIFY(!failed.ok());
        QCOMPARE(failed.error().code, ErrorCode::Io);
        const OneTensor large(normalMatrix(1500, 701, false));
        const int threads = threadLimit();
        setThreadLimit(1); // three waves in each pass
        for (const int reports : {0, 1, 2}) {
            CancelAt progress(reports);
            const auto stopped = tensorStatistics(large, kId, {}, progress);
            QVERIFY(!stopped.ok());
            QCOMPARE(stopped.error().code, ErrorCode::Cancelled);
            QVERIFY(progress.rising);
        }
        setThreadLimit(threads);
    }
};

QTEST_GUILESS_MAIN(TestTensorStatistics)
#include "tst_tensor_statistics.moc"
