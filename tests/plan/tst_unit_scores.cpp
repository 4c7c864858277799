// SPDX-License-Identifier: GPL-3.0-or-later
// Every score by hand, the comparison with measured losses, and what a user's file may say.
#include "core/base/random.h"
#include "core/plan/score_comparison.h"
#include "core/plan/symmetric_eigenvalues.h"
#include "core/plan/unit_scores.h"
#include "core/plan/weight_scores.h"
#include "fake_losses.h"
#include "fake_model.h"

#include <QTest>
#include <algorithm>
#include <atomic>
#include <cmath>
#include <numbers>
#include <numeric>

using namespace moqa;
using moqa::test::addResult;
using moqa::test::fakeAnalysis;
using moqa::test::FakeLosses;
using moqa::test::FakeModel;
using moqa::test::fakeTable;

namespace {

bool isClose(double a, double b, double tolerance = 1e-12) {
    if (std::abs(a - b) <= tolerance) return true;
    qWarning("%.15g against %.15g", a, b);
    return false;
}

Result<UnitScore> scored(const char* id, const ScoreSources& sources) {
    return unitScore(id, sources, silentProgress());
}

} // namespace

class TestUnitScores : public QObject {
    Q_OBJECT
private slots:
    void momentsByHand() {
        const std::vector<float> values = {1, 2, 3, 4};
        const WeightMoments m = weightMoments(values);
        QCOMPARE(m.mean, 2.5);
        QCOMPARE(m.variance, 1.25);
        QVERIFY(isClose(m.kurtosis, 2.5625 / 1.5625)); // m4 = (2 * 1.5^4 + 2 * 0.5^4) / 4
        const std::vector<float> equal = {2, 2};
        QVERIFY(std::isnan(weightMoments(equal).kurtosis));
    }

    void entropyByHandAndItsVarianceIdentity() {
        const std::vector<float> equal(4, 0.5F);
        QVERIFY(isClose(softmaxEntropy(equal), std::log(4.0)));
        const std::vector<float> two = {0.0F, std::log(3.0F)}; // shares 1/4 and 3/4
        QVERIFY(
            isClose(softmaxEntropy(two), 0.25 * std::log(4.0) + 0.75 * std::log(4.0 / 3), 1e-7));
        Random random(3);
        std::vector<float> weights(20000);
        for (float& w : weights) w = static_cast<float>(0.02 * random.normal());
        const double variance = weightMoments(weights).variance;
        QVERIFY(isClose(softmaxEntropy(weights), std::log(20000.0) - variance / 2, 2e-6));
    }

    void outliersByHand() {
        Matrix weight(2, 2);
        weight.data = {1, -2, -3, 2}; // columns: 3 over 2, 2 over 2
        QCOMPARE(outlierRatio(weight), 1.5);
        weight.data = {0, 0, 0, 0};
        QCOMPARE(outlierRatio(weight), 1.0);
    }

    void eigenvaluesOfSmallMatrices() {
        const auto two = symmetricEigenvalues({2, 1, 1, 2}, 2);
        QVERIFY(isClose(two[0], 1) && isClose(two[1], 3));
        const auto three = symmetricEigenvalues({2, -1, 0, -1, 2, -1, 0, -1, 2}, 3);
        const double root = std::numbers::sqrt2;
        QVERIFY(isClose(three[0], 2 - root) && isClose(three[1], 2) && isClose(three[2], 2 + root));
        QCOMPARE(symmetricEigenvalues({7}, 1), std::vector<double>{7});
        Random random(4);
        constexpr size_t kSide = 50;
        std::vector<double> a(kSide * kSide);
        for (size_t i = 0; i < kSide; ++i)
            for (size_t j = 0; j <= i; ++j) a[i * kSide + j] = a[j * kSide + i] = random.normal();
        double trace = 0, square = 0;
        for (size_t i = 0; i < kSide; ++i) trace += a[i * kSide + i];
        for (const double v : a) square += v * v;
        const auto values = symmetricEigenvalues(a, kSide);
        double sum = 0, squares = 0;
        for (const double v : values) {
            sum += v;
            squares += v * v;
        }
        QVERIFY(isClose(sum, trace, 1e-10) && isClose(squares, square, 1e-9));
    }

    void hillAndFitByHand() {
        std::vector<double> values = {0.5, 1.0};
        values.insert(values.end(), 10, std::numbers::e); // ten logarithms of 1 above 1
        QVERIFY(isClose(hillExponent(values), 2.0));
        QVERIFY(std::isnan(hillExponent(std::vector<double>(11, 1.0))));
        QVERIFY(std::isnan(hillExponent(std::vector<double>(30, 1.0)))); // no tail at all
        std::vector<double> pareto;
        for (int i = 0; i < 2000; ++i)
            pareto.push_back(std::pow(1.0 - (i + 0.5) / 2000, -1.0 / (3.0 - 1.0)));
        QVERIFY(isClose(powerLawExponent(pareto), 3.0, 0.05));
        QVERIFY(isClose(hillExponent(pareto), 3.0, 0.1));
    }

    // A diagonal of one tile: the eigenvalues are its squares over its side.
    void tilesArePooled() {
        Matrix weight(256, 128);
        for (int64_t r = 0; r < 256; ++r) weight.row(r)[r % 128] = r < 128 ? 1.0F : 2.0F;
        const auto values = tileEigenvalues(weight);
        QCOMPARE(values.size(), size_t{256});
        QVERIFY(isClose(values.front(), 1.0 / 128) && isClose(values.back(), 4.0 / 128));
        QVERIFY(isClose(std::accumulate(values.begin(), values.end(), 0.0), 5.0, 1e-9));
    }

    void scoresOfAnAnalysis() {
        const FakeModel model({1, 0, 2});
        Analysis analysis = fakeAnalysis(model, {{"code", {0.75, 0.25}}, {"prose", {0.25, 0.75}}});
        for (const char* corpus : {"code", "prose"}) {
            addResult(analysis, "frequency", corpus, {0.5, 0.1});
            addResult(analysis, "gate_mass", corpus, {30, 10});
            addResult(analysis, "gate_square", corpus, {9, 1});
            addResult(analysis, "count", corpus, {4, 1});
            addResult(analysis, "significance_energy", corpus, {0.25, 0.25});
        }
        const ScoreSources sources{&model, &analysis, nullptr, {{"code", 1}, {"prose", 3}}};
        QVERIFY(isClose(scored("significance", sources)->values[0], 0.25 * 0.75 + 0.75 * 0.25));
        QVERIFY(isClose(scored("frequency", sources)->values[0], 0.5));
        QVERIFY(isClose(scored("gate_mass", sources)->values[0], 0.75));
        QVERIFY(isClose(scored("hessian_trace", sources)->values[0], 0.9));
        QVERIFY(isClose(scored("exposure", sources)->values[0], 2.0 / 3.0)); // 1 : 0.5
        // One value of the layer for both experts, mixed 1 : 3; low needs bits.
        addResult(analysis, "block_cosine", "code", {0.9});
        addResult(analysis, "block_cosine", "prose", {0.5});
        const auto block = scored("block_cosine", sources);
        QVERIFY(isClose(block->values[0], 0.25 * 0.9 + 0.75 * 0.5));
        QVERIFY(isClose(block->values[1], block->values[0]) && !block->higherNeedsBits);
        QVERIFY(!scored("frequency", {&model, nullptr, nullptr, {}}).ok());
        QVERIFY(!scored("magic", sources).ok());
        QVERIFY(!scored("measured_loss", sources).ok());
        analysis.results.erase({"count", "code", -1});
        QVERIFY(!scored("exposure", sources).ok());
    }

    void scoresOfWeightsAndRouters() {
        FakeModel model({1, 0, 2});
        // Expert 1 has one element of each of its weights ten times the others.
        model.value = [](WeightId id, int64_t row, int64_t col) {
            if (id.role == Role::Router) return row == 0 ? 0.0 : 1.0;
            const double sign = (row + col) % 2 == 0 ? 1.0 : -1.0;
            return id.expert == 1 && row == 0 && col == 0 ? 10.0 : sign;
        };
        const ScoreSources sources{&model, nullptr, nullptr, {}};
        const auto outlier = scored("outlier", sources);
        QVERIFY(outlier.ok());
        QCOMPARE(outlier->values[0], 1.0);
        // Gate and up have 64 rows, down 128: 10 over a mean of (127 + 10) / 128.
        QVERIFY(isClose(outlier->values[1], 10.0 * 128 / 137));
        QVERIFY(isClose(outlier->byProjection[0][1], 10.0 * 64 / 73));
        QVERIFY(isClose(scored("kurtosis", sources)->values[0], 1.0)); // +1 and -1 alike
        QVERIFY(scored("kurtosis", sources)->values[1] > 1.1);
        QVERIFY(isClose(scored("router_norm", sources)->values[1], std::sqrt(128.0)));
        QCOMPARE(scored("router_norm", sources)->values[0], 0.0);
        const auto entropy = scored("entropy", sources);
        QVERIFY(entropy.ok() && entropy->values[1] < entropy->values[0]);
        QVERIFY(!findScore("spectral_hill")->higherNeedsBits);
    }

    void measuredLossSumsParts() {
        const FakeModel model({1, 0, 2});
        FakeLosses fake;
        fake.parts = {UnitPart::GateUp, UnitPart::Down};
        const LossTable table = fakeTable(model, fake);
        const auto loss = scored("measured_loss", {&model, nullptr, &table, {}});
        QVERIFY(loss.ok());
        QVERIFY(isClose(loss->values[1], 2 * 2.0 / 64)); // both parts at 3 bits
        QVERIFY(isClose(loss->byProjection[2][1], 2.0 / 64));
    }

    // Both rise with depth, within each layer they run against each other.
    void simpsonIsNamed() {
        UnitScore loss;
        loss.id = "measured_loss";
        loss.moeLayers = {0, 1, 2};
        loss.experts = 4;
        for (double layer : {0.0, 100.0, 200.0})
            for (double e : {1.0, 2.0, 3.0, 4.0}) loss.values.push_back(layer + e);
        UnitScore score = loss;
        score.id = "kurtosis";
        for (size_t i = 0; i < score.values.size(); ++i)
            score.values[i] = loss.values[i - i % 4] + 10.0 - static_cast<double>(i % 4);
        auto agreement = compareScore(score, loss);
        QVERIFY(agreement.ok());
        QVERIFY(agreement->pooled > 0.7);
        QVERIFY(isClose(agreement->within, -1.0));
        QVERIFY(agreement->isArtefact);
        QVERIFY(agreement->warning.find("within layers") != std::string::npos);
        QCOMPARE(agreement->byLayer.size(), size_t{3});
        QVERIFY(std::isnan(agreement->byProjection[0]));
        score.higherNeedsBits = false; // turned round: now it is right in every layer
        agreement = compareScore(score, loss);
        QVERIFY(isClose(agreement->within, 1.0));
        const auto own = compareScore(loss, loss);
        QVERIFY(isClose(own->pooled, 1.0) && !own->isArtefact && own->warning.empty());
        score.experts = 3;
        QVERIFY(!compareScore(score, loss).ok());
    }

    void everyScoreHasARowOrAReason() {
        FakeModel model({2, 0, 4});
        model.value = [](WeightId id, int64_t row, int64_t col) {
            Random random(static_cast<uint64_t>(id.expert * 977 + row * 131 + col) + 5);
            return random.normal() * (1 + id.expert);
        };
        const LossTable table = fakeTable(model); // rises with the expert, as the spread does
        const auto user = scoreFromCsv("0,0,1\n0,1,2\n0,2,3\n0,3,4\n1,0,1\n1,1,2\n1,2,3\n1,3,4\n",
                                       model, "my.csv");
        QVERIFY(user.ok());
        ScoreRequest request;
        request.sources = {&model, nullptr, &table, {}};
        request.userScore = &*user;
        const auto compared = compareScores(request, silentProgress());
        QVERIFY(compared.ok());
        // Without the loss itself, with the user's.
        QCOMPARE(compared->rows.size(), scoreTable().size());
        for (const ScoreRow& row : compared->rows) {
            const bool needsAnalysis = row.info && row.info->needs == ScoreNeeds::Analysis;
            QCOMPARE(row.missing.empty(), !needsAnalysis);
            if (row.agreement.id == "csv") QVERIFY(isClose(row.agreement.pooled, 1.0));
            // EWQ's direction: the widest spread has the least entropy.
            if (row.agreement.id == "entropy") QVERIFY(isClose(row.agreement.within, -1.0));
        }
        request.sources.losses = nullptr;
        QVERIFY(!compareScores(request, silentProgress()).ok());
        // The scores themselves need no losses.
        const auto alone = gatherScores(request, silentProgress());
        QVERIFY(alone.ok() && alone->measured.values.empty());
        QCOMPARE(alone->rows.back().score.values, user->values);
        QVERIFY(alone->rows.back().agreement.byLayer.empty());
    }

    void aFlippedScoreAgreesTheOtherWayRound() {
        FakeModel model({1, 0, 4});
        const LossTable table = fakeTable(model); // rises with the expert
        const auto user = scoreFromCsv("0,0,1\n0,1,2\n0,2,3\n0,3,4\n", model, "my.csv");
        ScoreRequest request;
        request.sources = {&model, nullptr, &table, {}};
        request.userScore = &*user;
        request.readsWeights = false;
        request.flipped = {"csv", "frequency"};
        const auto compared = compareScores(request, silentProgress());
        QVERIFY(compared.ok());
        const ScoreRow& own = compared->rows.back();
        QVERIFY(own.isFlipped && !own.score.higherNeedsBits);
        QVERIFY(isClose(own.agreement.pooled, -1.0));
        QVERIFY(compared->rows.front().isFlipped); // although there is no analysis
        for (const char* const unknown : {"magic", "measured_loss"}) {
            request.flipped = {unknown};
            QVERIFY(!compareScores(request, silentProgress()).ok());
        }
        request.flipped = {"csv"};
        request.userScore = nullptr;
        QVERIFY(!gatherScores(request, silentProgress()).ok());
    }

    // A model of gigabytes is not read again because a text was chosen.
    void weightsAreReadOnce() {
        FakeModel model({1, 0, 4});
        std::atomic<int> reads = 0; // experts are read side by side
        model.value = [&reads](WeightId id, int64_t row, int64_t col) {
            ++reads;
            return static_cast<double>((row * 7 + col * 3 + id.expert) % 11);
        };
        ScoreRequest request;
        request.sources.model = &model;
        request.readsWeights = false;
        const auto without = gatherScores(request, silentProgress());
        QVERIFY(without.ok());
        QCOMPARE(reads.load(), 0);
        for (const ScoreRow& row : without->rows) QVERIFY(!row.missing.empty());
        request.readsWeights = true;
        request.flipped = {"kurtosis"};
        const auto first = gatherScores(request, silentProgress());
        QVERIFY(first.ok() && reads > 0);
        const int before = reads;
        request.earlier = &*first;
        request.readsWeights = false;
        request.flipped.clear();
        const auto again = gatherScores(request, silentProgress());
        QVERIFY(again.ok());
        QCOMPARE(reads.load(), before);
        for (size_t i = 0; i < again->rows.size(); ++i) {
            QCOMPARE(again->rows[i].missing.empty(), first->rows[i].missing.empty());
            const std::vector<double>& values = again->rows[i].score.values;
            QVERIFY(std::equal(values.begin(), values.end(), first->rows[i].score.values.begin(),
                               first->rows[i].score.values.end(), [](double a, double b) {
                                   return a == b || (std::isnan(a) && std::isnan(b));
                               }));
            if (again->rows[i].agreement.id == "kurtosis") {
                QVERIFY(again->rows[i].score.higherNeedsBits); // the flip did not stay
                QVERIFY(!first->rows[i].score.higherNeedsBits);
            }
        }
    }

    void theCsvHasALineForEachScore() {
        ScoreComparison comparison;
        comparison.measured.moeLayers = {1, 3};
        ScoreRow row;
        row.info = findScore("kurtosis");
        row.agreement.id = "kurtosis";
        row.agreement.pooled = 0.5;
        row.agreement.within = -0.25;
        row.agreement.byLayer = {-0.5, std::nan("")};
        row.agreement.byProjection = {0.125, 0.25, std::nan("")};
        row.agreement.isArtefact = true;
        row.agreement.warning = "pooled, but not within";
        ScoreRow absent;
        absent.info = findScore("frequency");
        absent.agreement.id = "frequency";
        absent.missing = "needs an analysis";
        absent.isFlipped = true;
        absent.score.higherNeedsBits = false;
        comparison.rows = {row, absent};
        QCOMPARE(scoresCsv(comparison),
                 std::string("score,title,higher_needs_bits,flipped,pooled,within_layers,gate,up,"
                             "down,layer_1,layer_3,artefact,warning,missing\n"
                             "kurtosis,Kurtosis of the weights,1,0,0.5,-0.25,0.125,0.25,,-0.5,,1,"
                             "\"pooled, but not within\",\n"
                             "frequency,Routing frequency,0,1,,,,,,,,,,needs an analysis\n"));
    }

    void userFilesAreReadOrRefused() {
        const FakeModel model({1, 0, 2});
        const auto read = [&](const char* text) { return scoreFromCsv(text, model, "my.csv"); };
        const auto plain = read("layer,expert,value\n0,1,2.5\r\n0,0,-1e-3\n\n");
        QVERIFY(plain.ok());
        QCOMPARE(plain->values, (std::vector<double>{-1e-3, 2.5}));
        const auto named = read("model.layers.0.mlp.experts.0.up_proj.weight,1\n"
                                "model.layers.0.mlp.experts.0.gate_proj.weight,3\n"
                                "\"model.layers.0.mlp.experts.1.up_proj.weight\",7\n");
        QVERIFY(named.ok());
        QCOMPARE(named->values, (std::vector<double>{2, 7}));
        const std::pair<const char*, const char*> bad[] = {
            {"0,0,nan\n0,1,1\n", "\"nan\" is not a finite number"},
            {"0,0,1\n0,1,x\n", "\"x\" is not a finite number"},
            {"0,0,1\n0,5,1\n", "no expert 5 in layer 0"},
            {"0,0,1\n0,0,1\n", "given twice"},
            {"0,0,1\n", "expert 1 of layer 0 has no value"},
            {"lm_head.weight,1\n", "no expert's tensor \"lm_head.weight\""},
            {"0,0,0,1\n", "not two or three fields"},
            {"", "has no value"}};
        for (const auto& [text, words] : bad) {
            const auto score = read(text);
            QVERIFY2(!score.ok(), text);
            QVERIFY2(score.error().message().find(words) != std::string::npos,
                     score.error().message().c_str());
            QVERIFY(score.error().message().find("my.csv") != std::string::npos);
        }
    }
};

QTEST_APPLESS_MAIN(TestUnitScores)
#include "tst_unit_scores.moc"
