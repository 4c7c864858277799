// SPDX-License-Identifier: GPL-3.0-or-later
// HQQ: the shrinkage step by hand, the objective against rounding to nearest, whole runs.
#include "core/base/half.h"
#include "core/base/random.h"
#include "core/quantize/hqq.h"
#include "core/quantize/memory_sink.h"
#include "core/quantize/quant_method.h"
#include "core/quantize/rtn.h"
#include "tiny_model.h"

#include <QTest>
#include <cmath>

using namespace moqa;

namespace {

std::vector<float> normals(size_t n, uint64_t seed, double size) {
    Random random(seed);
    std::vector<float> x(n);
    for (float& value : x) value = static_cast<float>(size * random.normal());
    return x;
}

double pNorm(const Matrix& a, const Matrix& b) {
    double sum = 0;
    for (size_t i = 0; i < a.data.size(); ++i)
        sum += std::pow(std::fabs(static_cast<double>(a.data[i] - b.data[i])), 0.7);
    return sum;
}

} // namespace

class TestHqq : public QObject {
    Q_OBJECT
private slots:
    // |x| - |x|^-0.3 / 10: 1 - 0.1, 4 - 0.1 * 4^-0.3, and nothing where that is below zero, which
    // is below 10^(-1/1.3) = 0.17013.
    void shrinksByHand() {
        QCOMPARE(shrinkToward0(1.0f, 10, 0.7), 0.9f);
        QCOMPARE(shrinkToward0(-1.0f, 10, 0.7), -0.9f);
        QCOMPARE(shrinkToward0(4.0f, 10, 0.7), static_cast<float>(4 - 0.1 * std::pow(4, -0.3)));
        QCOMPARE(shrinkToward0(0.170f, 10, 0.7), 0.0f);
        QVERIFY(shrinkToward0(0.171f, 10, 0.7) > 0);
        QCOMPARE(shrinkToward0(0.0f, 10, 0.7), 0.0f);
    }

    // Two bits over {0, 1, 2, 9}: range 9, step 3, codes 0 0 1 3, errors 0 1 -1 0. One step:
    // e = 0, 0.9, -0.9, 0, so z = mean(q - (w - e)/3) = (0 - 1/30 + 1/30 + 0)/4 = 0: it stays.
    void fixedPointByHand() {
        const float x[4] = {0, 1, 2, 9};
        const GroupGrid grid = findHqqGrid(x, 4, 2);
        QCOMPARE(grid.step, 3.0f);
        QCOMPARE(grid.zero, 0.0f);
        QCOMPARE(groupPNorm(x, 4, grid, 3, 0.7), 2.0);
    }

    // Weights off the integers of their step: a real zero point has them all exactly.
    void realZeroPointsFitAnOffset() {
        const float x[4] = {-0.75f, 0.25f, 1.25f, 2.25f};
        const GroupGrid grid = findHqqGrid(x, 4, 2);
        QCOMPARE(grid.zero, 0.75f);
        QCOMPARE(groupPNorm(x, 4, grid, 3, 0.7), 0.0);
        QVERIFY(groupPNorm(x, 4, findGrid(x, 4, {2, false, GridSearch::Off}), 3, 0.7) > 1);
        const auto tensor =
            quantizeHqq({x, 1, 4, 4}, {Role::ExpertUp, 0, 0}, {2, -1, false}, silentProgress());
        QVERIFY(tensor.ok());
        QCOMPARE(dequantize(*tensor).data, std::vector<float>(x, x + 4));
        QCOMPARE(tensor->realZeros, std::vector<uint16_t>{f32ToF16(0.75f)});
        QVERIFY(tensor->zeroPoints.empty());
    }

    void neverAboveRounding_data() {
        QTest::addColumn<int>("bits");
        QTest::addColumn<double>("size");
        for (int bits : {2, 3, 4, 8})
            for (double size : {0.02, 1.0, 30.0})
                QTest::addRow("%d %g", bits, size) << bits << size;
    }
    void neverAboveRounding() {
        QFETCH(int, bits);
        QFETCH(double, size);
        Matrix w(37, 128);
        w.data = normals(w.data.size(), 7, size);
        w.data[5] = static_cast<float>(9 * size); // an outlier
        const UnitFormat format{bits, 64, false};
        const WeightId id{Role::ExpertUp, 0, 0};
        const auto hqq = quantizeHqq(w, id, format, silentProgress());
        const auto rtn = quantizeRtn(w, id, format, GridSearch::Off, nullptr, silentProgress());
        QVERIFY(hqq.ok() && rtn.ok());
        QVERIFY(pNorm(dequantize(*hqq), w) <= pNorm(dequantize(*rtn), w) * (1 + 1e-6));
        for (int64_t r = 0; r < w.rows; ++r)
            for (int64_t g = 0; g < 2; ++g) {
                const float* x = w.row(r) + 64 * g;
                const float maxCode = static_cast<float>((1 << bits) - 1);
                const GroupGrid plain = findGrid(x, 64, {bits, false, GridSearch::Off});
                QVERIFY(groupPNorm(x, 64, findHqqGrid(x, 64, bits), maxCode, 0.7) <=
                        groupPNorm(x, 64, plain, maxCode, 0.7));
            }
    }

    // Up to the half precision that the step is stored in.
    void equalWeightsAreExact() {
        const float x[4] = {0.5f, 0.5f, 0.5f, 0.5f};
        const GroupGrid grid = findHqqGrid(x, 4, 3);
        QVERIFY(groupPNorm(x, 4, grid, 7, 0.7) <= 4 * std::pow(0.5 / 2048, 0.7));
    }

    void withoutZeroPointsItRounds() {
        Matrix w(8, 64);
        w.data = normals(w.data.size(), 3, 0.1);
        for (const UnitFormat format : {UnitFormat{1, 32, false}, UnitFormat{3, 32, true}}) {
            const auto hqq = quantizeHqq(w, {}, format, silentProgress());
            const auto rtn = quantizeRtn(w, {}, format, GridSearch::Off, nullptr, silentProgress());
            QVERIFY(hqq.ok() && rtn.ok());
            QCOMPARE(hqq->codes, rtn->codes);
            QVERIFY(hqq->realZeros.empty());
        }
    }

    // Without a token; bytes as the plan counts them; a cancel is one.
    void wholeRunNeedsNoData() {
        const TinyModel model;
        QuantizeOptions options;
        options.method = QuantMethod::Hqq;
        const Plan asked = model.plan(2), plan = planFor(asked, model, options);
        QVERIFY(plan.totals.bytes > planTotals(asked, model).bytes);
        MemorySink sink;
        const auto report = quantizeModel(model, asked, {}, options, sink, silentProgress());
        QVERIFY2(report.ok(), report.ok() ? "" : report.error().message().c_str());
        int64_t bytes = 0;
        for (const LedgerRow& row : report->ledger) {
            const UnitFormat format = plan.formatOf(*model.find(row.id));
            QVERIFY(row.format == format);
            QCOMPARE(row.method, std::string(format.bits == 16 ? "kept" : "hqq"));
            QVERIFY(row.fallback.empty());
            bytes += row.storedBytes;
        }
        QCOMPARE(bytes, plan.totals.bytes);
        QCOMPARE(planFor(plan, model, options).totals.bytes, plan.totals.bytes);
        options.method = QuantMethod::Gptq;
        QCOMPARE(planFor(plan, model, options).totals.bytes, planTotals(asked, model).bytes);
    }

    void namesAndOneClearError() {
        for (const QuantMethod method : {QuantMethod::Rtn, QuantMethod::Gptq, QuantMethod::Hqq})
            QVERIFY(*parseQuantMethod(quantMethodName(method), "--method") == method);
        const auto unknown = parseQuantMethod("hgq", "--method");
        QVERIFY(!unknown.ok());
        QCOMPARE(unknown.error().code, ErrorCode::Usage);
        QVERIFY(unknown.error().message().find("hqq") != std::string::npos);
        const TinyModel model;
        QuantizeOptions options;
        options.method = QuantMethod::Hqq;
        const Plan plan = planFor(model.plan(3), model, options);
        const auto again = Plan::fromJson(plan.toJson(), "plan");
        QVERIFY(again.ok() && again->unitFormat.realZeros);
        QVERIFY(!model.plan(3).toJson()["format_of_units"].contains("real_zeros"));
    }
};

QTEST_GUILESS_MAIN(TestHqq)
#include "tst_hqq.moc"
