// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/rope.h"
#include "core/model/router.h"

#include <QTest>
#include <cmath>
#include <numbers>

using namespace moqa;

class TestRouter : public QObject {
    Q_OBJECT

private slots:
    void softmaxThenTopK();
    void topKThenSoftmax();
    void sigmoidWithCorrection();
    void tokensOfEachExpert();
    void ropeFrequencies_data();
    void ropeFrequencies();
    void ropeTurnsPairs();

private:
    static Routing route(const ModelSpec& spec, std::vector<float> logits,
                         std::vector<float> correction = {});
};

Routing TestRouter::route(const ModelSpec& spec, std::vector<float> logits,
                          std::vector<float> correction) {
    Routing routing;
    routing.experts = spec.experts;
    routing.topK = spec.topK;
    routing.tokens = static_cast<int64_t>(logits.size()) / spec.experts;
    routing.logits = std::move(logits);
    chooseExperts(spec, correction, kernels::cpuBackend(), routing);
    return routing;
}

namespace {

bool near(float value, double expected) {
    return std::abs(static_cast<double>(value) - expected) <= 1e-6 * std::abs(expected) + 1e-9;
}

// Logits whose softmax is 1/8, 4/8, 1/8, 2/8.
const std::vector<float> kLogits{0.0f, std::log(4.0f), 0.0f, std::log(2.0f)};

ModelSpec fourExperts() {
    ModelSpec spec;
    spec.experts = 4;
    spec.topK = 3;
    return spec;
}

} // namespace

void TestRouter::softmaxThenTopK() {
    ModelSpec spec = fourExperts();
    Routing routing = route(spec, kLogits);
    QCOMPARE(routing.ids, (std::vector<int32_t>{1, 3, 0})); // the tie of 0 and 2 goes to 0
    QVERIFY(near(routing.weights[0], 0.5) && near(routing.weights[1], 0.25) &&
            near(routing.weights[2], 0.125));
    spec.normTopK = true;
    spec.routedScaling = 2.0;
    routing = route(spec, kLogits);
    QVERIFY(near(routing.weights[0], 8.0 / 7.0) && near(routing.weights[2], 2.0 / 7.0));
    spec.normTopK = false;
    QVERIFY(near(route(spec, kLogits).weights[0], 1.0));
}

void TestRouter::topKThenSoftmax() {
    ModelSpec spec = fourExperts();
    spec.router = RouterKind::TopKThenSoftmax;
    const Routing routing = route(spec, kLogits);
    QCOMPARE(routing.ids, (std::vector<int32_t>{1, 3, 0}));
    QVERIFY(near(routing.weights[0], 4.0 / 7.0) && near(routing.weights[1], 2.0 / 7.0));
}

void TestRouter::sigmoidWithCorrection() {
    ModelSpec spec = fourExperts();
    spec.router = RouterKind::SigmoidTopK;
    spec.topK = 2;
    // sigmoid(ln 3) = 3/4, sigmoid(0) = 1/2, sigmoid(-ln 3) = 1/4.
    const std::vector<float> logits{std::log(3.0f), 0.0f, -std::log(3.0f), -9.0f};
    Routing routing = route(spec, logits);
    QCOMPARE(routing.ids, (std::vector<int32_t>{0, 1}));
    QVERIFY(near(routing.weights[0], 0.75) && near(routing.weights[1], 0.5));
    // The correction lifts expert 2 to the top of the choice and leaves its weight alone.
    spec.normTopK = true;
    routing = route(spec, logits, {0.0f, 0.0f, 1.0f, 0.0f});
    QCOMPARE(routing.ids, (std::vector<int32_t>{2, 0}));
    QVERIFY(near(routing.weights[0], 0.25) && near(routing.weights[1], 0.75));
}

void TestRouter::tokensOfEachExpert() {
    Routing routing;
    routing.tokens = 3;
    routing.experts = 4;
    routing.topK = 2;
    routing.ids = {3, 0, 0, 1, 3, 1};
    routing.weights = {0.1f, 0.2f, 0.3f, 0.4f, 0.5f, 0.6f};
    const ExpertTokens lists(routing);
    QCOMPARE(lists.begins, (std::vector<int64_t>{0, 2, 4, 4, 6}));
    QCOMPARE(lists.tokens, (std::vector<int32_t>{0, 1, 1, 2, 0, 2}));
    QCOMPARE(lists.gates, (std::vector<float>{0.2f, 0.3f, 0.4f, 0.6f, 0.1f, 0.5f}));
}

void TestRouter::ropeFrequencies_data() {
    QTest::addColumn<RopeSpec>("rope");
    QTest::addColumn<QMap<int, double>>("expected");
    RopeSpec plain;
    plain.rotaryDims = 8;
    QTest::newRow("default") << plain << QMap<int, double>{{0, 1.0}, {1, 0.1}, {3, 0.001}};
    plain.scaling = RopeScaling::Linear;
    plain.factor = 4.0;
    QTest::newRow("linear") << plain << QMap<int, double>{{0, 0.25}, {2, 0.0025}};

    // The three below are the golden values of model-formats.md 2.0.5.
    RopeSpec yarn;
    yarn.rotaryDims = 64;
    yarn.scaling = RopeScaling::Yarn;
    yarn.factor = 40.0;
    yarn.originalMaxPosition = 4096;
    QTest::newRow("yarn of DeepSeek-V2-Lite")
        << yarn << QMap<int, double>{{0, 1.0},         {9, 0.0749894}, {10, 0.0562341},
                                     {11, 0.0390069},  {16, 0.0055},   {20, 0.000790569},
                                     {23, 3.3338e-05}, {24, 2.5e-05},  {31, 3.3338e-06}};
    yarn.theta = 150000.0;
    yarn.factor = 32.0;
    yarn.truncate = false;
    QTest::newRow("yarn of gpt-oss") << yarn
                                     << QMap<int, double>{{0, 1.0},
                                                          {8, 0.0508132748},
                                                          {9, 0.0317056962},
                                                          {12, 0.00679495949},
                                                          {16, 0.000456483919},
                                                          {17, 0.000129318701},
                                                          {18, 3.83088e-05},
                                                          {31, 3.02351e-07}};
    RopeSpec llama;
    llama.rotaryDims = 128;
    llama.theta = 500000.0;
    llama.scaling = RopeScaling::Llama3;
    llama.factor = 8.0;
    llama.originalMaxPosition = 8192;
    QTest::newRow("llama3") << llama << QMap<int, double>{{28, 0.003211446}, {29, 0.002166571},
                                                          {30, 0.001371894}, {34, 0.0001785078},
                                                          {35, 9.5562e-05},  {36, 7.78466e-05},
                                                          {63, 3.06893e-07}};
}

void TestRouter::ropeFrequencies() {
    QFETCH(RopeSpec, rope);
    using Values = QMap<int, double>;
    QFETCH(Values, expected);
    const std::vector<double> frequencies = moqa::ropeFrequencies(rope);
    QCOMPARE(frequencies.size(), static_cast<size_t>(rope.rotaryDims / 2));
    for (auto it = expected.cbegin(); it != expected.cend(); ++it) // given to six digits
        QVERIFY2(std::abs(frequencies[static_cast<size_t>(it.key())] / it.value() - 1.0) < 2e-6,
                 qPrintable(QString("%1: %2").arg(it.key()).arg(
                     frequencies[static_cast<size_t>(it.key())], 0, 'g', 10)));
}

void TestRouter::ropeTurnsPairs() {
    // One pair at a quarter turn per position: (a, b) -> (-b, a); the third dim is not rotary.
    RopeSpec spec;
    spec.rotaryDims = 2;
    spec.scaling = RopeScaling::Linear;
    spec.factor = 2.0 / std::numbers::pi;
    RopeTable table(spec);
    table.reserve(2);
    std::vector<float> heads{1, 2, 3, 4, 5, 6}; // two heads of three
    table.rotate(0, 2, 3, heads.data());
    QCOMPARE(heads, (std::vector<float>{1, 2, 3, 4, 5, 6}));
    table.rotate(1, 2, 3, heads.data());
    const std::vector<double> expected{-2, 1, 3, -5, 4, 6};
    for (size_t i = 0; i < 6; ++i) QVERIFY(near(heads[i], expected[i]));

    // Four dims: half layout pairs (0, 2), interleaved (0, 1). Pair 1 turns a hundredth as fast.
    spec.rotaryDims = 4;
    spec.attentionFactor = 2.0;
    for (const bool interleaved : {false, true}) {
        spec.interleaved = interleaved;
        RopeTable four(spec);
        four.reserve(2);
        std::vector<float> x{1, 0, 0, 0};
        four.rotate(1, 1, 4, x.data());
        QVERIFY(near(x[interleaved ? 1 : 2], 2.0));
        QVERIFY(std::abs(x[0]) < 1e-6f && x[3] == 0.0f);
    }
}

QTEST_GUILESS_MAIN(TestRouter)
#include "tst_router.moc"
