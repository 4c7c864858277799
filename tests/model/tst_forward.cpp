// SPDX-License-Identifier: GPL-3.0-or-later
// The forward pass on models in memory: by hand, against a naive one, and what observers see.
#include "core/model/forward.h"

#include "core/base/parallel.h"
#include "golden.h"
#include "memory_source.h"
#include "naive_forward.h"

#include <QTest>
#include <atomic>
#include <cmath>
#include <mutex>

using namespace moqa;
using namespace moqa::test;

namespace {

// Checks the promises of LayerObserver while it listens.
class Witness final : public Recorder {
public:
    explicit Witness(const ModelSpec& spec)
        : m_spec(spec), m_running(static_cast<size_t>(spec.experts)) {}

    void attentionInput(int layer, MatrixView x) override {
        log("attentionInput", layer);
        inputs.push_back(x.rows * x.cols);
    }
    void attentionContext(int layer, MatrixView x) override {
        log("attentionContext", layer);
        contexts.push_back(x.rows * x.cols);
    }
    void ffnInput(int layer, MatrixView x, const Routing* routing) override {
        Recorder::ffnInput(layer, x, routing);
        log("ffnInput", layer);
        nextToken.assign(static_cast<size_t>(m_spec.experts), -1);
        input = Matrix(x.rows, x.cols);
        std::copy(x.data, x.data + x.rows * x.cols, input.data.begin());
        routedSum = Matrix(x.rows, x.cols);
    }
    void expert(const ExpertSlice& slice) override {
        const auto e = static_cast<size_t>(slice.expert);
        if (m_running[e].exchange(true)) ++faults;
        const Routing& routing = routings.at(slice.layer);
        for (size_t i = 0; i < slice.tokens.size(); ++i) check(slice, routing, i);
        m_running[e] = false;
    }
    void wideFfn(int layer, bool shared, MatrixView hidden) override {
        log(shared ? "shared" : "dense", layer);
        if (hidden.cols != (shared ? m_spec.sharedWidth : m_spec.denseWidth)) ++faults;
    }
    Status layerDone(int layer, MatrixView hidden) override {
        log("layerDone", layer);
        return layer == stopAt ? ioError("stopped") : Recorder::layerDone(layer, hidden);
    }
    bool wantsExperts() const override { return experts; }

    bool experts = true;
    int stopAt = -1;
    std::vector<std::string> calls;
    std::vector<int64_t> inputs, contexts;
    std::atomic<int> faults{0};
    std::atomic<int64_t> pairs{0};
    std::vector<int32_t> nextToken; // last token shown of each expert
    Matrix input, routedSum;

private:
    void log(const std::string& what, int layer) {
        calls.push_back(what + " " + std::to_string(layer));
    }
    void check(const ExpertSlice& slice, const Routing& routing, size_t i) {
        const auto row = static_cast<int64_t>(i);
        const int32_t token = slice.tokens[i];
        int32_t& last = nextToken[static_cast<size_t>(slice.expert)];
        if (token <= last) ++faults; // rising, over all slices
        last = token;
        const int64_t first = token * routing.topK;
        bool found = false;
        for (int64_t k = first; k < first + routing.topK; ++k)
            found = found || (routing.ids[static_cast<size_t>(k)] == slice.expert &&
                              routing.weights[static_cast<size_t>(k)] == slice.gates[i]);
        if (!found) ++faults;
        if (!std::equal(slice.input.row(row), slice.input.row(row) + slice.input.cols,
                        input.row(token)))
            ++faults;
        ++pairs;
        const std::lock_guard lock(m_mutex);
        for (int64_t c = 0; c < slice.output.cols; ++c)
            routedSum.row(token)[c] += slice.gates[i] * slice.output.row(row)[c];
    }

    const ModelSpec& m_spec;
    std::vector<std::atomic<bool>> m_running;
    std::mutex m_mutex;
};

} // namespace

class TestForward : public QObject {
    Q_OBJECT

private slots:
    void cleanup();
    void oneExpertByHand();
    void agreesWithNaive_data();
    void agreesWithNaive();
    void threadsChangeNothing();
    void mappedEqualsRead();
    void observersSeeEverything();
    void observerStopsThePass();
    void linearAddsBias();
};

void TestForward::cleanup() { setThreadLimit(2); }

void TestForward::oneExpertByHand() {
    ModelSpec spec;
    spec.vocab = 2;
    spec.hidden = 2;
    spec.heads = spec.kvHeads = 1;
    spec.headDim = 2;
    spec.experts = 2;
    spec.topK = 1;
    spec.expertWidth = 1;
    spec.normEps = 0.0;
    spec.layers.resize(1);
    MemorySource model(spec);
    const auto set = [&](Role role, int layer, int expert, std::vector<float> values) {
        model.weight({role, layer, expert}).data = std::move(values);
    };
    set(Role::Embedding, -1, -1, {1, 7, 0, 1});
    set(Role::AttnNorm, 0, -1, {1, 1});
    set(Role::AttnQ, 0, -1, {1, 0, 0, 1});
    set(Role::AttnK, 0, -1, {1, 0, 0, 1});
    set(Role::AttnV, 0, -1, {5, 0, 0, 10}); // v = (5 x0, 10 x1) of the normed x
    set(Role::AttnO, 0, -1, {0, 1, 1, 0});  // swaps
    set(Role::FfnNorm, 0, -1, {2, 1});
    set(Role::Router, 0, -1, {0, 1, 1, 0}); // expert 1 if x0 > x1
    set(Role::ExpertGate, 0, 1, {1, 0});
    set(Role::ExpertUp, 0, 1, {0, 1});
    set(Role::ExpertDown, 0, 1, {1, 0});
    // Token 0 = (1, 7), rms 5: normed (0.2, 1.4); one token attends to itself: v = (1, 14), Wo
    // swaps: (15, 8). rms of (15, 8) = sqrt(144.5): normed, times (2, 1).
    Forward forward(model);
    Matrix hidden = *forward.embed(TokenBatch::single({0}));
    QVERIFY(forward.attentionBlock(0, TokenBatch::single({0}), hidden, nullptr).ok());
    QVERIFY(std::abs(hidden.data[0] - 15.0f) < 1e-5f && std::abs(hidden.data[1] - 8.0f) < 1e-5f);
    QVERIFY(forward.ffnBlock(0, hidden, nullptr).ok());
    const double x0 = 30.0 / std::sqrt(144.5);
    const double x1 = 8.0 / std::sqrt(144.5);
    const double gate = 1.0 / (1.0 + std::exp(x1 - x0)); // softmax of (x1, x0) at expert 1
    const double expected = 15.0 + gate * x0 / (1.0 + std::exp(-x0)) * x1;
    QVERIFY(std::abs(static_cast<double>(hidden.data[0]) - expected) < 1e-5);
    QVERIFY(std::abs(hidden.data[1] - 8.0f) < 1e-5f);
}

void TestForward::agreesWithNaive_data() {
    QTest::addColumn<ModelSpec>("spec");
    ModelSpec spec = smallSpec();
    QTest::newRow("every block") << spec;
    spec.qkNorm = QkNorm::FullWidth;
    spec.normTopK = false;
    spec.sharedMix = false;
    spec.qkvBias = spec.oBias = false;
    QTest::newRow("full-width norm, ungated shared expert") << spec;
    spec.qkNorm = QkNorm::None;
    spec.sharedWidth = 0;
    spec.kvHeads = 1;
    spec.tiedHead = true;
    QTest::newRow("plain, one key head") << spec;
}

void TestForward::agreesWithNaive() {
    QFETCH(ModelSpec, spec);
    const MemorySource model(spec);
    const TokenBatch batch = randomBatch({13, 1, 140}, spec.vocab); // 140: more than one tile
    const std::vector<Matrix> expected = naiveForward(model, batch);
    Forward forward(model);
    Recorder seen;
    QVERIFY(relativeError(*forward.embed(batch), expected[0]) < 1e-6);
    const Result<Matrix> last = forward.run(batch, &seen, silentProgress());
    QVERIFY(last.ok());
    QVERIFY(relativeError(seen.hiddens[0], expected[1]) < 2e-6);
    QVERIFY(relativeError(seen.hiddens[1], expected[2]) < 2e-6);
    QVERIFY(relativeError(*last, expected[3]) < 2e-6);
    QCOMPARE(model.released, (std::vector<int>{0, 1, 2}));

    Matrix logits;
    QVERIFY(forward.logits(*last, logits).ok());
    Matrix product;
    const WeightId head{spec.tiedHead ? Role::Embedding : Role::Head};
    QVERIFY(forward.linear(head, *last, product).ok());
    for (float& value : product.data) value /= 2.0f; // logitsDivisor
    QVERIFY(relativeError(logits, product) < 1e-6);
}

void TestForward::threadsChangeNothing() {
    ModelSpec spec = smallSpec();
    spec.hidden = 96; // large enough for products, attention and experts to be shared out
    spec.expertWidth = 80;
    const MemorySource model(spec);
    const TokenBatch batch = randomBatch({700, 333, 5}, spec.vocab);
    const auto run = [&](int threads, LayerObserver* observer) {
        setThreadLimit(threads);
        return Forward(model).run(batch, observer, silentProgress())->data;
    };
    const std::vector<float> expected = run(1, nullptr);
    QVERIFY(run(2, nullptr) == expected);
    QVERIFY(run(5, nullptr) == expected);
    Witness witness(model.spec());
    QVERIFY(run(2, &witness) == expected);
}

void TestForward::mappedEqualsRead() {
    const TokenBatch batch = randomBatch({40}, smallSpec().vocab);
    const MemorySource read(smallSpec(), 1, false);
    const MemorySource mapped(smallSpec(), 1, true);
    QVERIFY(mapped.mappedBf16({Role::Head}, 0, 1) != nullptr);
    QVERIFY(Forward(read).run(batch, nullptr, silentProgress())->data ==
            Forward(mapped).run(batch, nullptr, silentProgress())->data);
}

void TestForward::observersSeeEverything() {
    const MemorySource model(smallSpec());
    const ModelSpec& spec = model.spec();
    const TokenBatch batch = randomBatch({600, 50}, spec.vocab);
    Forward forward(model);
    Witness witness(spec);
    Matrix hidden = *forward.embed(batch);
    QVERIFY(forward.layer(0, batch, hidden, &witness, silentProgress()).ok());
    QCOMPARE(witness.calls, (std::vector<std::string>{"attentionInput 0", "attentionContext 0",
                                                      "ffnInput 0", "shared 0", "layerDone 0"}));
    QCOMPARE(witness.inputs[0], batch.tokens() * spec.hidden);
    QCOMPARE(witness.contexts[0], batch.tokens() * spec.heads * spec.headDim);
    QCOMPARE(witness.faults.load(), 0);
    QCOMPARE(witness.pairs.load(), batch.tokens() * spec.topK);

    // Without the shared expert the slices' gated outputs are the block's whole change.
    ModelSpec bare = spec;
    bare.sharedWidth = 0;
    const MemorySource bareModel(bare);
    Forward bareForward(bareModel);
    Witness other(bareModel.spec());
    Matrix before = *bareForward.embed(batch);
    Matrix after = before;
    QVERIFY(bareForward.ffnBlock(0, after, &other).ok());
    for (size_t i = 0; i < after.data.size(); ++i)
        after.data[i] = (after.data[i] - before.data[i]) / 0.5f; // residualMultiplier
    QVERIFY(relativeError(after, other.routedSum) < 1e-5);

    Witness modest(spec);
    modest.experts = false;
    QVERIFY(forward.layer(1, batch, hidden, &modest, silentProgress()).ok());
    QVERIFY(modest.routings.empty()); // layer 1 is dense
    QCOMPARE(modest.calls[3], std::string("dense 1"));
    QVERIFY(forward.layer(2, batch, hidden, &modest, silentProgress()).ok());
    QCOMPARE(modest.pairs.load(), 0);
}

void TestForward::observerStopsThePass() {
    const MemorySource model(smallSpec());
    Witness witness(model.spec());
    witness.stopAt = 1;
    const Result<Matrix> result =
        Forward(model).run(randomBatch({9}, 50), &witness, silentProgress());
    QCOMPARE(result.error().what, std::string("stopped"));
    QCOMPARE(witness.calls.back(), std::string("layerDone 1"));
}

void TestForward::linearAddsBias() {
    MemorySource model(smallSpec());
    Forward forward(model);
    const Matrix x(3, model.spec().hidden); // zeros: only the bias is left
    Matrix y;
    QVERIFY(forward.linear({Role::AttnQ, 0}, x, y).ok());
    const std::vector<float>& bias = model.weight({Role::AttnQBias, 0}).data;
    QVERIFY(std::equal(bias.begin(), bias.end(), y.row(2)));
    QVERIFY(forward.linear({Role::ExpertUp, 0, 4}, x, y).ok());
    QCOMPARE(y.cols, model.spec().expertWidth);
    QVERIFY(y.data == std::vector<float>(y.data.size()));
    QCOMPARE(forward.linear({Role::ExpertUp, 1, 4}, x, y).error().code, ErrorCode::BadInput);
}

QTEST_GUILESS_MAIN(TestForward)
#include "tst_forward.moc"
