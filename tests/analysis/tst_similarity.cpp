// SPDX-License-Identifier: GPL-3.0-or-later
// Identities of the similarity measures, the probe quantizer and the error correlation.
#include "core/analysis/similarity.h"
#include "core/base/random.h"
#include "tests/analysis/close_to.h"

#include <numeric>

using namespace moqa;

namespace {

Matrix randomMatrix(int64_t rows, int64_t cols, Random& random) {
    Matrix m(rows, cols);
    for (float& v : m.data) v = static_cast<float>(random.normal());
    return m;
}

ExpertWeights randomExpert(int64_t hidden, int64_t width, Random& random) {
    return {randomMatrix(width, hidden, random), randomMatrix(width, hidden, random),
            randomMatrix(hidden, width, random)};
}

// The same expert with its channels in another order.
ExpertWeights reversedChannels(const ExpertWeights& expert) {
    ExpertWeights out = expert;
    const int64_t width = expert.gate.rows;
    for (int64_t c = 0; c < width; ++c) {
        std::copy_n(expert.gate.row(c), expert.gate.cols, out.gate.row(width - 1 - c));
        std::copy_n(expert.up.row(c), expert.up.cols, out.up.row(width - 1 - c));
        for (int64_t r = 0; r < expert.down.rows; ++r)
            out.down.row(r)[width - 1 - c] = expert.down.row(r)[c];
    }
    return out;
}

void scale(Matrix& m, float factor) {
    for (float& v : m.data) v *= factor;
}

double norm(const Matrix& m) {
    double sum = 0;
    for (const float v : m.data) sum += double(v) * double(v);
    return std::sqrt(sum);
}

// Rows (Wg[c,:], Wu[c,:], Wd[:,c]), each part scaled to norm 1.
std::vector<std::vector<double>> channelRows(const ExpertWeights& w) {
    std::vector<std::vector<double>> rows(static_cast<size_t>(w.gate.rows));
    for (int64_t c = 0; c < w.gate.rows; ++c) {
        std::vector<double>& z = rows[static_cast<size_t>(c)];
        for (int64_t i = 0; i < w.gate.cols; ++i) z.push_back(double(w.gate.row(c)[i]));
        for (int64_t i = 0; i < w.gate.cols; ++i) z.push_back(double(w.up.row(c)[i]));
        for (int64_t i = 0; i < w.gate.cols; ++i) z.push_back(double(w.down.row(i)[c]));
    }
    const double norms[] = {norm(w.gate), norm(w.up), norm(w.down)};
    for (auto& z : rows)
        for (size_t i = 0; i < z.size(); ++i) z[i] /= norms[i / (z.size() / 3)];
    return rows;
}

// The measure of weightSimilarity from its definition: squared products of all channel pairs.
double exactOverlap(const ExpertWeights& a, const ExpertWeights& b) {
    const auto product = [](const auto& x, const auto& y) {
        double sum = 0;
        for (const auto& zx : x)
            for (const auto& zy : y) {
                const double inner = std::inner_product(zx.begin(), zx.end(), zy.begin(), 0.0);
                sum += inner * inner;
            }
        return sum;
    };
    const auto x = channelRows(a), y = channelRows(b);
    return product(x, y) / std::sqrt(product(x, x) * product(y, y));
}

} // namespace

class TestSimilarity : public QObject {
    Q_OBJECT
private slots:
    void cosinesByHand() {
        Matrix rows(3, 2);
        rows.data = {3, 4, 4, -3, 0, 0};
        const auto cosine = cosineMatrix(rows);
        VERIFY_CLOSE(cosine[0], 1.0, 1e-12);
        VERIFY_CLOSE(cosine[1], 0.0, 1e-12);
        QVERIFY(std::isnan(cosine[2]) && std::isnan(cosine[8]));
        rows.data = {1, 0, 1, 1, -1, 0};
        const auto other = cosineMatrix(rows);
        VERIFY_CLOSE(other[1], std::sqrt(0.5), 1e-7);
        VERIFY_CLOSE(other[2], -1.0, 1e-12);
        QCOMPARE(other[1], other[3]);
    }

    void expertOutputByHand() {
        // gate . x = 1, up . x = 2: h = silu(1) * 2; down adds h and -h.
        ExpertWeights expert{Matrix(1, 2), Matrix(1, 2), Matrix(2, 1)};
        expert.gate.data = {1, 0};
        expert.up.data = {0, 2};
        expert.down.data = {1, -1};
        Matrix x(1, 2), hidden, output;
        x.data = {1, 1};
        evaluateExpert(expert, x, hidden, output);
        const double h = 2.0 / (1.0 + std::exp(-1.0));
        VERIFY_CLOSE(double(hidden.data[0]), h, 1e-6);
        VERIFY_CLOSE(double(output.data[0]), h, 1e-6);
        VERIFY_CLOSE(double(output.data[1]), -h, 1e-6);
    }

    void likenessIdentities() {
        Random random(11);
        const ExpertWeights base = randomExpert(8, 6, random);
        ExpertWeights larger = base; // up and down twice as large: h and y scale, directions stay
        scale(larger.up, 2.0f);
        scale(larger.down, 2.0f);
        ExpertWeights turned = base; // opposite output from the same intermediates
        scale(turned.down, -1.0f);
        ExpertSimilarity similarity(5, randomMatrix(20, 8, random), 8, 0);
        const ExpertWeights experts[] = {base, larger, reversedChannels(base), turned,
                                         randomExpert(8, 6, random)};
        for (int e = 0; e < 5; ++e) similarity.add(e, experts[e]);
        const auto outputs = similarity.outputSimilarity();
        const auto cka = similarity.cka();
        const auto weights = similarity.weightSimilarity();
        for (const size_t same : {0u, 1u, 2u}) {
            VERIFY_CLOSE(outputs[same], 1.0, 1e-5);
            VERIFY_CLOSE(cka[same], 1.0, 1e-5);
            VERIFY_CLOSE(weights[same], 1.0, 1e-5);
        }
        VERIFY_CLOSE(outputs[3], -1.0, 1e-5);
        VERIFY_CLOSE(cka[3], 1.0, 1e-5);
        QVERIFY(weights[3] < 0.99);
        QVERIFY(std::abs(outputs[4]) < 0.9);
        QVERIFY(cka[4] > 0.0 && cka[4] < 0.95);
        QVERIFY(weights[4] > 0.0 && weights[4] < 0.9);
    }

    void ckaByHand() {
        // One channel each: centred h is a vector, K its outer product, CKA its squared cosine.
        ExpertWeights a{Matrix(1, 2), Matrix(1, 2), Matrix(2, 1)}, b = a;
        a.gate.data = b.gate.data = {20, 20}; // silu(20) = 20 to 4e-8
        a.up.data = {1, 0};
        b.up.data = {0.5f, 0.5f};
        a.down.data = b.down.data = {1, 1};
        Matrix x(3, 2);
        x.data = {1, 0, 0, 1, 0.5f, 0.5f};
        ExpertSimilarity similarity(2, x, 2, 0);
        similarity.add(0, a);
        similarity.add(1, b);
        // h_a = 20 (1, 0, 1/2), h_b = 20 (1/2, 1/2, 1/2): no variance, CKA not defined or 0.
        const double flat = similarity.cka()[1];
        QVERIFY(std::isnan(flat) || std::abs(flat) < 1.0);
        b.up.data = {1, 3}; // h_b = 20 (1, 3, 2): the negative of a's after centring
        ExpertSimilarity second(2, x, 2, 0);
        second.add(0, a);
        second.add(1, b);
        VERIFY_CLOSE(second.cka()[1], 1.0, 1e-5);
        x.data = {1, 0, 0, 1, 1, 1}; // gates 20, 20, 40
        ExpertSimilarity third(2, x, 2, 0);
        third.add(0, a);
        third.add(1, b);
        // h_a = (20, 0, 40), h_b = (20, 60, 160): centred (0, -20, 20), (-60, -20, 80).
        VERIFY_CLOSE(third.cka()[1], 2000.0 * 2000.0 / (800.0 * 10400.0), 1e-5);
    }

    void weightOverlapByHand() {
        // z = (1,0, 1,0, 1,0) and (0,1, 1,0, 1,0): (2 / 3)^2.
        ExpertWeights a{Matrix(1, 2), Matrix(1, 2), Matrix(2, 1)}, b = a;
        a.gate.data = {2, 0};
        a.up.data = b.up.data = {1, 0};
        a.down.data = b.down.data = {1, 0};
        b.gate.data = {0, 1};
        Matrix x(2, 2);
        x.data = {1, 1, 1, 0};
        ExpertSimilarity similarity(2, x, 2, 0);
        similarity.add(0, a);
        similarity.add(1, b);
        VERIFY_CLOSE(similarity.weightSimilarity()[1], 4.0 / 9.0, 1e-6);
    }

    void sketchKeepsTheOverlap() {
        // 3 * 64 directions seen through 128: within 6 % of the definition (three times its 2 %).
        Random random(5);
        const ExpertWeights a = randomExpert(64, 16, random), c = randomExpert(64, 16, random);
        ExpertWeights b = c;
        for (int64_t i = 0; i < 8 * 64; ++i)
            b.gate.data[static_cast<size_t>(i)] = a.gate.data[static_cast<size_t>(i)];
        const Matrix sample = randomMatrix(4, 64, random);
        ExpertSimilarity sketch(3, sample, 64, 9, 128), exact(3, sample, 64, 9);
        for (ExpertSimilarity* similarity : {&sketch, &exact}) {
            similarity->add(0, a);
            similarity->add(1, b);
            similarity->add(2, c);
        }
        const auto sketched = sketch.weightSimilarity();
        VERIFY_CLOSE(sketched[5], exactOverlap(b, c), 0.06);
        VERIFY_CLOSE(sketched[1], exactOverlap(a, b), 0.06);
        // Random experts: m / (m + 3d) = 16 / 208.
        VERIFY_CLOSE(sketched[2], 16.0 / 208.0, 0.03);
        const auto all = exact.weightSimilarity();
        VERIFY_CLOSE(all[5], exactOverlap(b, c), 1e-5);
        VERIFY_CLOSE(all[2], exactOverlap(a, c), 1e-5);
    }

    void sketchFitsItsMemory() {
        QCOMPARE(ExpertSimilarity::sketchColumns(32, 256), int64_t{768});  // all directions
        QCOMPARE(ExpertSimilarity::sketchColumns(64, 2048), int64_t{128}); // 81 would be affordable
        QCOMPARE(ExpertSimilarity::sketchColumns(32, 1024), int64_t{325}); // 128 MB / 393 kB
        QCOMPARE(ExpertSimilarity::sketchColumns(128, 4096), int64_t{128});
    }

    void roundingByHand() {
        // Step 3/7, zero point round(7/3) = 2.
        Matrix weight(1, 5);
        weight.data = {-1, 0, 0.5f, 2, 7};
        const Matrix rounded = roundToNearest(weight, 3, 4);
        const float step = 3.0f / 7.0f;
        VERIFY_CLOSE(double(rounded.data[0]), double(-2 * step), 1e-6);
        QCOMPARE(rounded.data[1], 0.0f);
        VERIFY_CLOSE(double(rounded.data[2]), double(step), 1e-6);
        VERIFY_CLOSE(double(rounded.data[3]), double(5 * step), 1e-6);
        VERIFY_CLOSE(double(rounded.data[4]), 7.0, 1e-6); // a group of its own
        QCOMPARE(roundToNearest(Matrix(2, 3), 3, 64).data, std::vector<float>(6, 0.0f));
    }

    void errorsAddUpToTheBlocks() {
        Random random(21);
        constexpr int kExperts = 4, kTopK = 2;
        constexpr int64_t kTokens = 40, kHidden = 6;
        ProbeSample sample;
        sample.topK = kTopK;
        sample.input = randomMatrix(kTokens, kHidden, random);
        for (int64_t t = 0; t < kTokens; ++t) {
            const int32_t first = static_cast<int32_t>(random.below(3));
            sample.ids.insert(sample.ids.end(), {first, static_cast<int32_t>(first + 1)});
            sample.gates.insert(sample.gates.end(), {0.7f, static_cast<float>(random.uniform())});
            sample.weights.push_back(0.5 + random.uniform());
        }
        std::vector<ExpertWeights> experts;
        ErrorCorrelation errors(kExperts, sample);
        for (int e = 0; e < kExperts; ++e) {
            experts.push_back(randomExpert(kHidden, 5, random));
            errors.add(e, experts.back());
        }
        double block = 0.0;
        for (int64_t t = 0; t < kTokens; ++t) {
            std::vector<double> error(kHidden, 0.0);
            for (int64_t k = 0; k < kTopK; ++k) {
                const size_t i = static_cast<size_t>(t * kTopK + k);
                const ExpertWeights& w = experts[static_cast<size_t>(sample.ids[i])];
                const ExpertWeights q{roundToNearest(w.gate, 3, 64), roundToNearest(w.up, 3, 64),
                                      roundToNearest(w.down, 3, 64)};
                const MatrixView row(sample.input.row(t), 1, kHidden, kHidden);
                Matrix hidden, exact, rounded;
                evaluateExpert(w, row, hidden, exact);
                evaluateExpert(q, row, hidden, rounded);
                for (size_t c = 0; c < error.size(); ++c)
                    error[c] +=
                        double(sample.gates[i]) * (double(rounded.data[c]) - double(exact.data[c]));
            }
            for (const double v : error) block += sample.weights[static_cast<size_t>(t)] * v * v;
        }
        const auto matrix = errors.matrix();
        const double sum = std::accumulate(matrix.begin(), matrix.end(), 0.0);
        VERIFY_CLOSE(sum / block, 1.0, 1e-5);
        for (size_t a = 0; a < 4; ++a)
            for (size_t b = 0; b < 4; ++b) QCOMPARE(matrix[a * 4 + b], matrix[b * 4 + a]);
        QCOMPARE(matrix[3], 0.0); // 0 and 3 never meet
        double trace = 0;
        for (size_t e = 0; e < 4; ++e) trace += matrix[e * 5];
        VERIFY_CLOSE(offDiagonalShare(matrix, 4), (sum - trace) / trace, 1e-12);
        QVERIFY(std::isnan(offDiagonalShare(std::vector<double>(4, 0.0), 2)));
    }
};

QTEST_GUILESS_MAIN(TestSimilarity)
#include "tst_similarity.moc"
