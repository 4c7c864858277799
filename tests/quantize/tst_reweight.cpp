// SPDX-License-Identifier: GPL-3.0-or-later
// Token weights in the experts' second moments, H = sum w g^2 x x^T: by hand, and a whole run
// against moments summed naively from the full model's trace.
#include "core/model/forward.h"
#include "core/quantize/ffn_quantizer.h"
#include "core/quantize/memory_sink.h"
#include "tiny_model.h"

#include <QTest>
#include <cmath>
#include <limits>

using namespace moqa;

namespace {

constexpr double kFactor = 0.5;

// Keeps inputs, tokens and gates of one expert.
class ExpertRecorder final : public LayerObserver {
public:
    explicit ExpertRecorder(WeightId id) : m_id(id) {}
    void expert(const ExpertSlice& slice) override {
        if (slice.layer != m_id.layer || slice.expert != m_id.expert) return;
        for (int64_t r = 0; r < slice.input.rows; ++r) {
            inputs.emplace_back(slice.input.row(r), slice.input.row(r) + slice.input.cols);
            tokens.push_back(slice.tokens[static_cast<size_t>(r)]);
            gates.push_back(slice.gates[static_cast<size_t>(r)]);
        }
    }
    std::vector<std::vector<float>> inputs;
    std::vector<int32_t> tokens;
    std::vector<float> gates;

private:
    WeightId m_id;
};

// rank^-a with ranks by falling count, then rising id; mean 1.
std::vector<double> naiveWeights(const std::vector<int32_t>& ids) {
    std::map<int32_t, int> counts;
    for (int32_t id : ids) ++counts[id];
    std::vector<double> weights;
    double sum = 0;
    for (int32_t id : ids) {
        int rank = 1;
        for (const auto& [other, count] : counts)
            rank += count > counts[id] || (count == counts[id] && other < id);
        weights.push_back(std::pow(rank, -kFactor));
        sum += weights.back();
    }
    for (double& w : weights) w *= static_cast<double>(ids.size()) / sum;
    return weights;
}

// Zipf-like ids, so that the weights differ between tokens and between the corpora.
std::vector<Corpus> skewedCorpora() {
    std::vector<Corpus> corpora = TinyModel::corpora(1024);
    for (Corpus& corpus : corpora)
        for (size_t t = 0; t < corpus.ids.size(); ++t)
            if (t % (&corpus == &corpora[0] ? 2 : 3) == 0) corpus.ids[t] = corpus.ids[t] % 5;
    return corpora;
}

// Routed experts at 3 bits, all else kept: the experts of the first MoE layer see the full model's
// inputs.
Plan expertsOnly(const TinyModel& model) {
    Plan plan = model.plan(3);
    plan.defaults.clear();
    return plan;
}

const LedgerRow* rowOf(const MemorySink& sink, WeightId id) {
    for (const LedgerRow& row : sink.ledger())
        if (row.id == id) return &row;
    return nullptr;
}

} // namespace

class TestReweight : public QObject {
    Q_OBJECT

    TinyModel m_model;

    bool quantize(MemorySink& sink, double factor) const {
        QuantizeOptions options;
        options.shrink = 0;
        options.reweight = factor;
        return quantizeModel(m_model, expertsOnly(m_model), skewedCorpora(), options, sink,
                             silentProgress())
            .ok();
    }

private slots:
    void weightsByHand() {
        const std::vector<float> gates{0.5f, 2.0f, 1.0f};
        const std::vector<int32_t> tokens{3, 0, 1};
        QCOMPARE(momentWeights(gates, tokens, {}), (std::vector<float>{0.25f, 4.0f, 1.0f}));
        const std::vector<float> ofToken{0.5f, 3.0f, 9.0f, 2.0f};
        QCOMPARE(momentWeights(gates, tokens, ofToken), (std::vector<float>{0.5f, 2.0f, 3.0f}));
        QVERIFY(momentWeights({}, {}, ofToken).empty());
    }

    // The ledger's output error is sqrt(tr(D H D^T) / tr(W H W^T)) with the weighted H.
    void runUsesTheWeightedMoment() {
        const WeightId id{Role::ExpertUp, 1, 2};
        std::vector<double> tokenWeights;
        TokenBatch all;
        for (const Corpus& corpus : skewedCorpora()) {
            const TokenBatch batch = *TokenBatch::windows(corpus.ids, 64, corpus.name);
            const std::vector<double> weights = naiveWeights(batch.ids);
            tokenWeights.insert(tokenWeights.end(), weights.begin(), weights.end());
            for (int64_t start : batch.starts) all.starts.push_back(all.tokens() + start);
            all.ids.insert(all.ids.end(), batch.ids.begin(), batch.ids.end());
        }
        ExpertRecorder trace(id);
        QVERIFY(Forward(m_model).run(all, &trace, silentProgress()).ok());
        QVERIFY(trace.tokens.size() > 100);

        MemorySink sink;
        QVERIFY(quantize(sink, kFactor));
        const Matrix weight = *m_model.readAll(id), rounded = dequantize(*sink.tensors().at(id));
        double error = 0, whole = 0, plainError = 0, plainWhole = 0;
        for (size_t t = 0; t < trace.tokens.size(); ++t) {
            const double gate = static_cast<double>(trace.gates[t]);
            const double w = tokenWeights[static_cast<size_t>(trace.tokens[t])];
            for (int64_t r = 0; r < weight.rows; ++r) {
                double full = 0, difference = 0;
                for (int64_t c = 0; c < weight.cols; ++c) {
                    const auto x = static_cast<double>(trace.inputs[t][static_cast<size_t>(c)]);
                    const auto a = static_cast<double>(weight.row(r)[c]);
                    full += a * x;
                    difference += (a - static_cast<double>(rounded.row(r)[c])) * x;
                }
                error += w * gate * gate * difference * difference;
                whole += w * gate * gate * full * full;
                plainError += gate * gate * difference * difference;
                plainWhole += gate * gate * full * full;
            }
        }
        const double measured = rowOf(sink, id)->outputError;
        const double expected = std::sqrt(error / whole);
        QVERIFY2(std::fabs(measured / expected - 1) < 1e-4, // moments are summed in f32
                 qPrintable(QString("%1 for %2").arg(measured).arg(expected)));
        QVERIFY(std::fabs(std::sqrt(plainError / plainWhole) / expected - 1) > 1e-3);
    }

    void zeroChangesNothing() {
        MemorySink plain, weighted;
        QuantizeOptions options;
        options.shrink = 0;
        QVERIFY(quantizeModel(m_model, expertsOnly(m_model), skewedCorpora(), options, plain,
                              silentProgress())
                    .ok());
        QVERIFY(quantize(weighted, 0));
        for (const auto& [id, tensor] : plain.tensors()) {
            QVERIFY(tensor->codes == weighted.tensors().at(id)->codes);
            QVERIFY(tensor->scales == weighted.tensors().at(id)->scales);
            QCOMPARE(rowOf(plain, id)->outputError, rowOf(weighted, id)->outputError);
        }
        MemorySink other;
        QVERIFY(quantize(other, kFactor));
        const WeightId down{Role::ExpertDown, 1, 2};
        QVERIFY(other.tensors().at(down)->codes != plain.tensors().at(down)->codes);
    }

    void factorIsChecked() {
        for (double factor : {-0.5, std::numeric_limits<double>::quiet_NaN(),
                              std::numeric_limits<double>::infinity()}) {
            QuantizeOptions options;
            options.reweight = factor;
            MemorySink sink;
            const auto report = quantizeModel(m_model, expertsOnly(m_model), skewedCorpora(),
                                              options, sink, silentProgress());
            QVERIFY(!report.ok());
            QCOMPARE(report.error().code, ErrorCode::Usage);
            QCOMPARE(report.error().where, std::string("--reweight"));
        }
    }
};

QTEST_GUILESS_MAIN(TestReweight)
#include "tst_reweight.moc"
