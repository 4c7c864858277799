// SPDX-License-Identifier: GPL-3.0-or-later
// Low-rank compensation: exact where it can be, better with every rank, counted in bytes.
#include "core/quantize/low_rank.h"
#include "core/quantize/memory_sink.h"
#include "core/quantize/quant_method.h"
#include "random_matrix.h"
#include "tiny_model.h"

#include <QTest>
#include <cmath>

using namespace moqa;

namespace {

Matrix product(const LowRankFactors& f) {
    Matrix out(f.left.rows, f.right.cols);
    for (int64_t r = 0; r < out.rows; ++r)
        for (int64_t k = 0; k < f.left.cols; ++k)
            for (int64_t c = 0; c < out.cols; ++c)
                out.row(r)[c] += f.left.row(r)[k] * f.right.row(k)[c];
    return out;
}

Matrix minus(const Matrix& a, const Matrix& b) {
    Matrix out = a;
    for (size_t i = 0; i < out.data.size(); ++i) out.data[i] -= b.data[i];
    return out;
}

double energy(const Matrix& m) {
    double sum = 0;
    for (const float x : m.data) sum += static_cast<double>(x) * static_cast<double>(x);
    return sum;
}

double meanOutputError(const QuantizeReport& report) {
    double sum = 0;
    int count = 0;
    for (const LedgerRow& row : report.ledger) {
        if (partOf(row.id.role) != Part::Routed) continue;
        sum += row.outputError;
        ++count;
    }
    return sum / count;
}

} // namespace

class TestLowRank : public QObject {
    Q_OBJECT
private slots:
    void eigenvaluesByHand() { // [[2,1],[1,2]]: 3 and 1, vectors (1,1) and (1,-1)
        std::vector<double> a{2, 1, 1, 2}, values, vectors;
        symmetricEigen(a, 2, values, vectors);
        QVERIFY(std::abs(values[0] - 3) < 1e-12 && std::abs(values[1] - 1) < 1e-12);
        QVERIFY(std::abs(vectors[0] - vectors[1]) < 1e-12);
        QVERIFY(std::abs(vectors[2] + vectors[3]) < 1e-12);
    }

    // What has rank 1 comes back whole, weighted or not.
    void rankOneIsExact() {
        Matrix error(20, 32);
        const Matrix u = normals(20, 1, 1), v = normals(1, 32, 2);
        for (int64_t r = 0; r < 20; ++r)
            for (int64_t c = 0; c < 32; ++c)
                error.row(r)[c] = u.data[static_cast<size_t>(r)] * v.data[static_cast<size_t>(c)];
        Moment moment(32);
        QVERIFY(moment.add(normals(100, 32, 3), nullptr, silentProgress()).ok());
        moment.normalize();
        for (const Moment* weighted :
             {static_cast<const Moment*>(nullptr), &std::as_const(moment)}) {
            const auto factors = approximate(error, 1, weighted, silentProgress());
            QVERIFY(factors.ok());
            QVERIFY(energy(minus(error, product(*factors))) < 1e-10 * energy(error));
        }
    }

    // Diagonal 4, 3, 2, 1: rank 2 leaves 2^2 + 1^2 of the energy.
    void truncationByHand() {
        Matrix error(4, 4);
        for (int64_t i = 0; i < 4; ++i) error.row(i)[i] = static_cast<float>(4 - i);
        const auto factors = approximate(error, 2, nullptr, silentProgress());
        QVERIFY(factors.ok());
        QVERIFY(std::abs(energy(minus(error, product(*factors))) - 5) < 1e-4);
    }

    void zeroStaysZero() {
        const auto factors = approximate(Matrix(6, 8), 3, nullptr, silentProgress());
        QVERIFY(factors.ok());
        QCOMPARE(energy(factors->left) + energy(factors->right), 0.0);
    }

    void moreRankIsNeverWorse() {
        const Matrix error = normals(48, 64, 5);
        double last = energy(error);
        for (const int64_t rank : {1, 2, 4, 8, 16, 32, 48}) {
            const auto factors = approximate(error, rank, nullptr, silentProgress());
            QVERIFY(factors.ok());
            const double left = energy(minus(error, product(*factors)));
            QVERIFY2(left < last, qPrintable(QString::number(static_cast<int>(rank))));
            last = left;
        }
        QVERIFY(last < 1e-8 * energy(error)); // the full rank
    }

    // With a moment the outputs count: against the unweighted product of the same rank.
    void momentsDecideWhatComesBack() {
        Matrix x = normals(300, 64, 6);
        for (int64_t r = 0; r < x.rows; ++r)
            for (int64_t c = 0; c < 8; ++c) x.row(r)[c] *= 10.0f;
        Moment moment(64);
        QVERIFY(moment.add(x, nullptr, silentProgress()).ok());
        moment.normalize();
        const Matrix error = normals(48, 64, 7);
        const auto plain = approximate(error, 4, nullptr, silentProgress());
        const auto weighted = approximate(error, 4, &moment, silentProgress());
        QVERIFY(plain.ok() && weighted.ok());
        const auto left = [&](const LowRankFactors& f) {
            return *outputEnergy(minus(error, product(f)), moment, silentProgress());
        };
        QVERIFY(left(*weighted) < 0.8 * left(*plain));
    }

    void runsCountTheirBytes_data() {
        QTest::addColumn<int>("method");
        for (int method = 0; method <= static_cast<int>(kLastQuantMethod); ++method)
            QTest::addRow("%s", quantMethodName(static_cast<QuantMethod>(method))) << method;
    }
    void runsCountTheirBytes() {
        QFETCH(int, method);
        const TinyModel model;
        const auto corpora = TinyModel::corpora(1024);
        double last = 1e9;
        for (const int rank : {0, 4, 16, 500}) {
            QuantizeOptions options;
            options.method = static_cast<QuantMethod>(method);
            options.lowRank = rank;
            MemorySink sink;
            const auto report =
                quantizeModel(model, model.plan(2), corpora, options, sink, silentProgress());
            QVERIFY2(report.ok(), report.ok() ? "" : report.error().message().c_str());
            const Plan plan = planFor(model.plan(2), model, options);
            int64_t bytes = 0, routed = 0, weights = 0;
            for (const LedgerRow& row : report->ledger) {
                bytes += row.storedBytes;
                const WeightEntry& entry = *model.find(row.id);
                QCOMPARE(row.storedBytes, storedBytes(entry, row.format));
                if (partOf(row.id.role) != Part::Routed) continue;
                QCOMPARE(row.format.rank, std::min(rank, 32)); // 32 x 64 at most
                routed += row.storedBytes;
                weights += entry.count();
            }
            QCOMPARE(bytes, rank == 0 ? planTotals(plan, model).bytes : plan.totals.bytes);
            const double trueBits =
                8.0 * static_cast<double>(routed) / static_cast<double>(weights);
            QVERIFY(std::abs(planTotals(plan, model).trueBits - trueBits) < 1e-9);
            const double error = meanOutputError(*report);
            QVERIFY2(error < last, qPrintable(QString::number(rank)));
            last = error;
        }
        QVERIFY(last < 0.02); // all but the f16 rounding of the factors
    }

    void roundsNeverLose() {
        const TinyModel model;
        const auto corpora = TinyModel::corpora(1024);
        double last = 1e9;
        for (const int rounds : {1, 4}) {
            QuantizeOptions options;
            options.method = QuantMethod::Hqq;
            options.sequential = false; // the same inputs in both runs
            options.lowRank = 4;
            options.lowRankRounds = rounds;
            MemorySink sink;
            const auto report =
                quantizeModel(model, model.plan(2), corpora, options, sink, silentProgress());
            QVERIFY(report.ok());
            const double error = meanOutputError(*report);
            QVERIFY(error <= last);
            last = error;
        }
    }

    void plansKeepTheirRank() {
        const TinyModel model;
        Plan plan = model.plan(3);
        plan.unitFormat.rank = 8;
        const auto again = Plan::fromJson(plan.toJson(), "plan");
        QVERIFY(again.ok());
        QCOMPARE(again->unitFormat.rank, 8);
        QCOMPARE(planFor(*again, model, {}).unitFormat.rank, 8);
        QCOMPARE(again->formatOf(*model.find({Role::AttnQ, 1})).rank, 0);
        QCOMPARE(again->formatOf(*model.find({Role::SharedUp, 1})).rank, 8);
        Json wrong = plan.toJson();
        wrong["format_of_units"]["low_rank"] = -1;
        QVERIFY(!Plan::fromJson(wrong, "plan").ok());
        QuantizeOptions options;
        options.lowRank = -3;
        MemorySink sink;
        const auto refused = quantizeModel(model, model.plan(3), TinyModel::corpora(128), options,
                                           sink, silentProgress());
        QVERIFY(!refused.ok());
        QCOMPARE(refused.error().code, ErrorCode::Usage);
    }
};

QTEST_GUILESS_MAIN(TestLowRank)
#include "tst_low_rank.moc"
