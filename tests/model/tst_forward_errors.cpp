// SPDX-License-Identifier: GPL-3.0-or-later
// What the forward pass refuses, and how it says so.
#include "core/base/memory.h"
#include "core/model/forward.h"
#include "memory_source.h"

#include <QTest>
#include <limits>

using namespace moqa;
using namespace moqa::test;

namespace {

class CancelledProgress final : public Progress {
public:
    void report(double, std::string_view) override {}
    void note(std::string_view) override {}
    bool cancelled() const override { return true; }
};

// Weights of one spec under the claims of another.
class Liar final : public ModelSource {
public:
    Liar(const ModelSource& base, ModelSpec claimed) : m_base(base), m_claimed(claimed) {}
    const ModelSpec& spec() const override { return m_claimed; }
    std::string path() const override { return "liar"; }
    std::string name() const override { return "liar"; }
    std::string fingerprint() const override { return "0"; }
    Result<std::string> sideFile(const std::string&) const override { return badInput(""); }
    std::vector<std::string> sideFiles() const override { return {}; }
    const std::vector<WeightEntry>& weights() const override { return m_base.weights(); }
    const WeightEntry* find(WeightId id) const override { return m_base.find(id); }
    Status readRows(WeightId id, int64_t row, int64_t count, float* out) const override {
        return m_base.readRows(id, row, count, out);
    }

private:
    const ModelSource& m_base;
    ModelSpec m_claimed;
};

} // namespace

class TestForwardErrors : public QObject {
    Q_OBJECT

private slots:
    void cleanup();
    void windows();
    void namesTheTensorWithNaN_data();
    void namesTheTensorWithNaN();
    void overflowIsNoDamage();
    void refusesBadInput();
    void cancels();
    void keepsTheMemoryLimit();
};

void TestForwardErrors::cleanup() { setMemoryLimit(0); }

void TestForwardErrors::windows() {
    const std::vector<int32_t> ids{1, 2, 3, 4, 5, 6, 7};
    const Result<TokenBatch> batch = TokenBatch::windows(ids, 3, "text");
    QVERIFY(batch.ok());
    QCOMPARE(batch->ids, (std::vector<int32_t>{1, 2, 3, 4, 5, 6}));
    QCOMPARE(batch->starts, (std::vector<int64_t>{0, 3}));
    QCOMPARE(batch->sequenceEnd(0), 3);
    QCOMPARE(batch->sequenceEnd(1), 6);
    const Result<TokenBatch> tooShort = TokenBatch::windows(ids, 8, "diary");
    QCOMPARE(tooShort.error().code, ErrorCode::BadInput);
    QCOMPARE(tooShort.error().where, std::string("diary"));
    QCOMPARE(TokenBatch::windows(ids, 0, "diary").error().code, ErrorCode::Usage);
}

void TestForwardErrors::namesTheTensorWithNaN_data() {
    QTest::addColumn<int>("role");
    QTest::addColumn<int>("layer");
    QTest::addColumn<int>("expert");
    const auto row = [](Role role, int layer, int expert) {
        QTest::newRow(roleName(role)) << static_cast<int>(role) << layer << expert;
    };
    row(Role::Embedding, -1, -1);
    row(Role::AttnK, 1, -1);
    row(Role::AttnOBias, 0, -1);
    row(Role::Router, 2, -1);
    row(Role::ExpertDown, 2, 3);
    row(Role::SharedMix, 0, -1);
    row(Role::DenseUp, 1, -1);
    row(Role::FinalNorm, -1, -1);
    row(Role::Head, -1, -1);
}

void TestForwardErrors::namesTheTensorWithNaN() {
    QFETCH(int, role);
    QFETCH(int, layer);
    QFETCH(int, expert);
    MemorySource model(smallSpec());
    const WeightId id{static_cast<Role>(role), layer, expert};
    model.weight(id).data.back() = std::numeric_limits<float>::quiet_NaN();
    Forward forward(model);
    TokenBatch batch = randomBatch({60}, 50);
    batch.ids.back() = 49; // the embedding row that is damaged
    const Result<Matrix> hidden = forward.run(batch, nullptr, silentProgress());
    Matrix logits;
    const Status status = hidden.ok() ? forward.logits(*hidden, logits) : Status(hidden.error());
    QVERIFY(!status.ok());
    QCOMPARE(status.error().code, ErrorCode::BadInput);
    QCOMPARE(status.error().where, model.find(id)->name);
}

void TestForwardErrors::overflowIsNoDamage() {
    MemorySource model(smallSpec());
    for (float& value : model.weight({Role::DenseDown, 1}).data) value = 3e38f;
    const Result<Matrix> result =
        Forward(model).run(randomBatch({20}, 50), nullptr, silentProgress());
    QVERIFY(!result.ok());
    QVERIFY(result.error().what.find("layer 1") != std::string::npos);
    QVERIFY(result.error().hint.find("overflow") != std::string::npos);
}

void TestForwardErrors::refusesBadInput() {
    MemorySource model(smallSpec());
    Forward forward(model);
    for (const int32_t id : {-1, 50}) {
        const Result<Matrix> result = forward.embed(TokenBatch::single({3, id}));
        QCOMPARE(result.error().code, ErrorCode::BadInput);
        QVERIFY(result.error().what.find("position 1") != std::string::npos);
    }
    const TokenBatch batch = randomBatch({4}, 50);
    Matrix narrow(4, 7);
    QCOMPARE(forward.attentionBlock(0, batch, narrow, nullptr).error().code, ErrorCode::Internal);
    Matrix fewer(3, model.spec().hidden);
    QCOMPARE(forward.attentionBlock(0, batch, fewer, nullptr).error().code, ErrorCode::Internal);
    QCOMPARE(forward.ffnBlock(3, fewer, nullptr).error().code, ErrorCode::Internal);

    Matrix hidden = *forward.embed(batch);
    model.erase({Role::ExpertUp, 0, 2});
    model.erase({Role::ExpertUp, 0, 3});
    model.erase({Role::ExpertUp, 0, 4}); // two of five are chosen: one of these is, by some token
    const Status missing = forward.layer(0, batch, hidden, nullptr, silentProgress());
    QVERIFY(!missing.ok());
    QVERIFY(missing.error().what.find("expert_up of layer 0") != std::string::npos);

    ModelSpec other = smallSpec();
    other.expertWidth = 13; // the weights are of the small spec
    const MemorySource base(smallSpec());
    const Liar liar(base, other);
    const Result<Matrix> wrong = Forward(liar).run(batch, nullptr, silentProgress());
    QCOMPARE(wrong.error().code, ErrorCode::BadInput);
    QVERIFY(wrong.error().what.find("shape") != std::string::npos);
}

void TestForwardErrors::cancels() {
    const MemorySource model(smallSpec());
    CancelledProgress progress;
    const TokenBatch batch = randomBatch({4}, 50);
    Forward forward(model);
    QCOMPARE(forward.run(batch, nullptr, progress).error().code, ErrorCode::Cancelled);
    Matrix hidden = *forward.embed(batch);
    QCOMPARE(forward.layer(0, batch, hidden, nullptr, progress).error().code, ErrorCode::Cancelled);
    // The next call has a progress of its own.
    QVERIFY(forward.run(batch, nullptr, silentProgress()).ok());
}

void TestForwardErrors::keepsTheMemoryLimit() {
    const MemorySource model(smallSpec());
    Forward forward(model);
    const TokenBatch batch = randomBatch({200000}, 50);
    setMemoryLimit(residentBytes() + (10 << 20)); // the hidden states alone take 19 MB
    const Result<Matrix> result = forward.embed(batch);
    QVERIFY(!result.ok());
    QCOMPARE(result.error().where, std::string("--memory"));
}

QTEST_GUILESS_MAIN(TestForwardErrors)
#include "tst_forward_errors.moc"
