// SPDX-License-Identifier: GPL-3.0-or-later
// Calibration texts that count by weight: factors worked out by hand, refusals, and what they do to
// a quantized model.
#include "core/quantize/calibration_stream.h"
#include "core/quantize/corpus_mix.h"
#include "core/quantize/memory_sink.h"
#include "tiny_model.h"

#include <QTest>
#include <cmath>
#include <numeric>

using namespace moqa;

namespace {

std::vector<Corpus> twoTexts() {
    std::vector<Corpus> corpora(2);
    corpora[0].name = "a";
    corpora[0].ids.resize(9);
    corpora[1].name = "b";
    corpora[1].ids.resize(3);
    return corpora;
}

std::map<WeightId, std::vector<uint8_t>>
codesWith(const std::vector<std::pair<std::string, double>>& weights,
          const std::vector<Corpus>& corpora) {
    const TinyModel model;
    QuantizeOptions options;
    options.corpusWeights = weights;
    options.sequential = false;
    MemorySink sink;
    const auto report =
        quantizeModel(model, model.plan(2), corpora, options, sink, silentProgress());
    if (!report.ok()) qFatal("%s", report.error().message().c_str());
    std::map<WeightId, std::vector<uint8_t>> codes;
    for (const auto& [id, tensor] : sink.tensors()) codes[id] = tensor->codes;
    return codes;
}

// Share of equal bytes.
double agreement(const std::vector<uint8_t>& a, const std::vector<uint8_t>& b) {
    size_t equal = 0;
    for (size_t i = 0; i < a.size(); ++i) equal += a[i] == b[i] ? 1 : 0;
    return static_cast<double>(equal) / static_cast<double>(a.size());
}

} // namespace

class TestCorpusMix : public QObject {
    Q_OBJECT
private slots:
    // Windows of 2: 8 tokens of a, 2 of b. Shares 3/4 and 1/4 of 10 tokens: 7.5 / 8 and 2.5 / 2.
    void factorsByHand() {
        const auto factors = mixFactors(twoTexts(), 2, {{"a", 3.0}, {"b", 1.0}});
        QVERIFY(factors.ok());
        QCOMPARE(factors->size(), size_t{10});
        QCOMPARE(factors->front(), 0.9375f);
        QCOMPARE(factors->at(7), 0.9375f);
        QCOMPARE(factors->at(8), 1.25f);
        QCOMPARE(std::accumulate(factors->begin(), factors->end(), 0.0), 10.0);
        const auto byLength = mixFactors(twoTexts(), 2, {{"a", 8.0}, {"b", 2.0}});
        for (const float f : *byLength) QCOMPARE(f, 1.0f);
        QVERIFY(mixFactors(twoTexts(), 2, {})->empty());
    }

    void refusals() {
        using Weights = std::vector<std::pair<std::string, double>>;
        for (const Weights& wrong :
             {Weights{{"a", 1.0}}, Weights{{"a", 1.0}, {"c", 1.0}}, Weights{{"a", 1.0}, {"a", 1.0}},
              Weights{{"a", 0.0}, {"b", 1.0}}, Weights{{"a", -1.0}, {"b", 1.0}},
              Weights{{"a", std::nan("")}, {"b", 1.0}}}) {
            const auto factors = mixFactors(twoTexts(), 2, wrong);
            QVERIFY(!factors.ok());
            QCOMPARE(factors.error().code, ErrorCode::Usage);
            QVERIFY(factors.error().where.starts_with("--corpus "));
        }
    }

    void streamMultipliesBothWeights() {
        const TinyModel model;
        Forward forward(model);
        auto stream = CalibrationStream::create(model, TinyModel::corpora(64), 16, 0.5, forward);
        QVERIFY(stream.ok());
        const std::vector<float> before(stream->tokenWeights().begin(),
                                        stream->tokenWeights().end());
        QCOMPARE(stream->momentWeights().data(), stream->tokenWeights().data());
        stream->setMix(std::vector<float>(128, 2.0f));
        for (size_t t = 0; t < 128; ++t) {
            QCOMPARE(stream->tokenWeights()[t], before[t]);
            QCOMPARE(stream->momentWeights()[t], 2.0f * before[t]);
        }
    }

    // Texts of one length: equal shares are the default. A text that has nearly all of the weight
    // decides as if it were alone (sums in another order may turn a code), in the experts and
    // nowhere else.
    void weightsDecideTheMoments() {
        const std::vector<Corpus> both = TinyModel::corpora(4096);
        const auto plain = codesWith({}, both);
        QVERIFY(plain == codesWith({{"first", 2.0}, {"second", 2.0}}, both));
        const auto first = codesWith({{"first", 1.0}, {"second", 1e-9}}, both);
        const auto alone = codesWith({}, {both[0]});
        for (const Role role : {Role::ExpertGate, Role::ExpertDown}) {
            const WeightId id{role, 1, 0};
            QVERIFY(agreement(first.at(id), alone.at(id)) > 0.99);
            QVERIFY(agreement(first.at(id), plain.at(id)) < 0.99);
        }
        const WeightId attention{Role::AttnQ, 2, -1};
        QVERIFY(first.at(attention) == plain.at(attention));
    }
};

QTEST_GUILESS_MAIN(TestCorpusMix)
#include "tst_corpus_mix.moc"
