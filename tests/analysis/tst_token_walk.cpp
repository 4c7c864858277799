// SPDX-License-Identifier: GPL-3.0-or-later
// Walks through the demo model: agreement with the routing of the plain pass and with formulas
// written out here, offsets, errors.
#include "core/analysis/token_walk.h"
#include "core/base/parallel.h"
#include "core/checkpoint/checkpoint.h"
#include "core/model/forward.h"
#include "tests/analysis/close_to.h"

#include <algorithm>
#include <chrono>
#include <cmath>

using namespace moqa;

namespace {

const std::string kModel = MOQA_SOURCE_DIR "/resources/demo/demo-olmoe";
const std::string kText = "Once upon a time, a naïve cat sat.";

class Cancelled final : public Progress {
public:
    void report(double, std::string_view) override {}
    void note(std::string_view) override {}
    bool cancelled() const override { return true; }
};

class Routings final : public LayerObserver {
public:
    void ffnInput(int, MatrixView, const Routing* routing) override {
        if (routing) all.push_back(*routing);
    }
    std::vector<Routing> all;
};

// The demo model without some of what a walk needs.
class Lacking final : public ModelSource {
public:
    Lacking(const ModelSource& base, ModelSpec spec) : m_base(base), m_spec(std::move(spec)) {}
    const ModelSpec& spec() const override { return m_spec; }
    std::string path() const override { return m_base.path(); }
    std::string name() const override { return m_base.name(); }
    std::string fingerprint() const override { return m_base.fingerprint(); }
    Result<std::string> sideFile(const std::string& f) const override {
        return badInput("no such file", f);
    }
    std::vector<std::string> sideFiles() const override { return {}; }
    const std::vector<WeightEntry>& weights() const override { return m_base.weights(); }
    const WeightEntry* find(WeightId id) const override { return m_base.find(id); }
    Status readRows(WeightId id, int64_t row, int64_t count, float* out) const override {
        return m_base.readRows(id, row, count, out);
    }

private:
    const ModelSource& m_base;
    ModelSpec m_spec;
};

} // namespace

class TestTokenWalk : public QObject {
    Q_OBJECT
private:
    std::shared_ptr<const Checkpoint> m_model;
    std::unique_ptr<Tokenizer> m_tokenizer;
    TokenWalk m_walk;

    Error errorOf(const ModelSource& model, std::string_view text) const {
        const auto walk = walkTokens(model, *m_tokenizer, text, silentProgress());
        return walk.ok() ? internalError("no error") : walk.error();
    }

private slots:
    void initTestCase() {
        auto model = Checkpoint::open(kModel);
        QVERIFY2(model.ok(), model.ok() ? "" : model.error().message().c_str());
        m_model = *model;
        auto tokenizer = Tokenizer::fromJson(*m_model->sideFile("tokenizer.json"), "tokenizer");
        QVERIFY(tokenizer.ok());
        m_tokenizer = std::make_unique<Tokenizer>(std::move(*tokenizer));
        const auto begin = std::chrono::steady_clock::now();
        auto walk = walkTokens(*m_model, *m_tokenizer, kText, silentProgress());
        const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - begin;
        QVERIFY2(walk.ok(), walk.ok() ? "" : walk.error().message().c_str());
        m_walk = std::move(*walk);
        qInfo("%zu tokens through %zu layers in %.3f s", m_walk.tokens.size(), m_walk.layers.size(),
              seconds.count());
    }

    void piecesMakeTheText() {
        QCOMPARE(m_walk.experts, 32);
        QCOMPARE(m_walk.topK, 4);
        QCOMPARE(m_walk.modelFingerprint, m_model->fingerprint());
        const QString text = QString::fromStdString(kText);
        std::vector<int32_t> ids;
        for (size_t t = 0; t < m_walk.tokens.size(); ++t) {
            const WalkToken& token = m_walk.tokens[t];
            ids.push_back(token.id);
            QVERIFY(token.begin <= token.end && token.end <= text.size());
            if (t > 0) QVERIFY(token.begin >= m_walk.tokens[t - 1].begin);
            // The two bytes of the i with diaeresis may be two tokens, each less than a character.
            const QString part = text.mid(int(token.begin), int(token.end - token.begin));
            if (part != QStringLiteral("\u00ef"))
                QCOMPARE(QString::fromStdString(token.piece).trimmed(), part.trimmed());
        }
        QCOMPARE(m_tokenizer->decode(ids), kText);
    }

    void choicesAreThoseOfThePass() {
        std::vector<int32_t> ids;
        for (const WalkToken& token : m_walk.tokens) ids.push_back(token.id);
        Routings routings;
        Forward forward(*m_model);
        QVERIFY(forward.run(TokenBatch::single(ids), &routings, silentProgress()).ok());
        QCOMPARE(m_walk.layers.size(), routings.all.size());
        for (size_t l = 0; l < routings.all.size(); ++l) {
            const Routing& routing = routings.all[l];
            const WalkLayer& layer = m_walk.layers[l];
            QCOMPARE(layer.layer, static_cast<int>(l));
            QCOMPARE(layer.experts, routing.ids);
            QCOMPARE(layer.gates, routing.weights);
        }
    }

    void valuesFollowTheirFormulas() {
        std::vector<int32_t> ids;
        for (const WalkToken& token : m_walk.tokens) ids.push_back(token.id);
        Routings routings;
        Forward forward(*m_model);
        QVERIFY(forward.run(TokenBatch::single(ids), &routings, silentProgress()).ok());
        const Routing& routing = routings.all[3];
        const WalkLayer& layer = m_walk.layers[3];
        for (size_t t = 0; t < m_walk.tokens.size(); ++t) {
            std::vector<double> logits(routing.logits.begin() + std::ptrdiff_t(t * 32),
                                       routing.logits.begin() + std::ptrdiff_t(t * 32 + 32));
            double sum = 0.0, entropy = 0.0;
            for (const double v : logits) sum += std::exp(v);
            for (const double v : logits)
                entropy -= std::exp(v) / sum * std::log2(std::exp(v) / sum);
            VERIFY_CLOSE(layer.entropyBits[t], entropy, 1e-9);
            double last = 1.0;
            for (int k = 0; k < 4; ++k) {
                const size_t at = m_walk.at(t, k);
                const double p = double(layer.probability[at]);
                VERIFY_CLOSE(p, std::exp(logits[size_t(layer.experts[at])]) / sum, 1e-6);
                QVERIFY(p <= last);
                last = p;
                // OLMoE does not renormalise: the gate is the router's probability.
                VERIFY_CLOSE(double(layer.gates[at]), p, 1e-6);
            }
            std::sort(logits.rbegin(), logits.rend());
            VERIFY_CLOSE(layer.marginTop[t], logits[0] - logits[1], 1e-12);
            VERIFY_CLOSE(layer.marginCut[t], logits[3] - logits[4], 1e-12);
        }
    }

    void threadsDoNotMatter() {
        const int threads = threadLimit();
        setThreadLimit(3);
        const auto other = walkTokens(*m_model, kText, silentProgress());
        setThreadLimit(threads);
        QVERIFY(other.ok());
        for (size_t l = 0; l < m_walk.layers.size(); ++l) {
            QCOMPARE(other->layers[l].experts, m_walk.layers[l].experts);
            QCOMPARE(other->layers[l].probability, m_walk.layers[l].probability);
            QCOMPARE(other->layers[l].entropyBits, m_walk.layers[l].entropyBits);
        }
    }

    void refusesTextsOfNoUse() {
        QCOMPARE(errorOf(*m_model, "").code, ErrorCode::BadInput);
        QVERIFY(errorOf(*m_model, "").what.find("empty") != std::string::npos);
        QCOMPARE(errorOf(*m_model, "\xff\xfe").code, ErrorCode::BadInput);
        std::string longText;
        for (int i = 0; i < 1100; ++i) longText += " cat"; // the model has 1024 positions
        const Error tooLong = errorOf(*m_model, longText);
        QCOMPARE(tooLong.code, ErrorCode::BadInput);
        QVERIFY2(tooLong.what.find("1024") != std::string::npos, tooLong.what.c_str());
        const Error huge = errorOf(*m_model, std::string(size_t(kMaxWalkBytes) + 1, 'a'));
        QVERIFY2(huge.what.find("bytes") != std::string::npos, huge.what.c_str());
    }

    void refusesModelsThatCannotWalk() {
        const Lacking noTokenizer(*m_model, m_model->spec());
        const auto walk = walkTokens(noTokenizer, kText, silentProgress());
        QVERIFY(!walk.ok());
        QVERIFY(walk.error().what.find("tokenizer") != std::string::npos);
        ModelSpec dense = m_model->spec();
        for (LayerSpec& layer : dense.layers) layer.moe = false;
        QVERIFY(errorOf(Lacking(*m_model, dense), kText).what.find("routed") != std::string::npos);
        ModelSpec small = m_model->spec();
        small.vocab = 10; // a tokenizer of another model
        QCOMPARE(errorOf(Lacking(*m_model, small), kText).code, ErrorCode::BadInput);
    }

    void stopsWhenAsked() {
        Cancelled progress;
        const auto walk = walkTokens(*m_model, *m_tokenizer, kText, progress);
        QVERIFY(!walk.ok());
        QCOMPARE(walk.error().code, ErrorCode::Cancelled);
    }
};

QTEST_GUILESS_MAIN(TestTokenWalk)
#include "tst_token_walk.moc"
