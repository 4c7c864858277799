// SPDX-License-Identifier: GPL-3.0-or-later
// The whole run on a small random model: ledger, fallbacks, resume, cancel, errors.
#include "core/base/memory.h"
#include "core/base/parallel.h"
#include "core/model/forward.h"
#include "core/quantize/job_memory.h"
#include "core/quantize/memory_sink.h"
#include "tiny_model.h"

#include <QTest>
#include <atomic>
#include <cmath>
#include <limits>
#include <set>

using namespace moqa;

namespace {

// Cancels once `reports` steps were reported.
class CancelAfter final : public Progress {
public:
    explicit CancelAfter(int reports) : m_left(reports) {}
    void report(double fraction, std::string_view text) override {
        --m_left;
        m_inRange = m_inRange && fraction >= 0 && fraction <= 1 && !text.empty();
    }
    void note(std::string_view) override { ++m_notes; }
    bool cancelled() const override { return m_left <= 0; }
    int notes() const { return m_notes; }
    bool inRange() const { return m_inRange; }

private:
    std::atomic<int> m_left, m_notes{0};
    std::atomic<bool> m_inRange{true};
};

struct Outcome {
    MemorySink sink;
    QuantizeReport report;
    Error error;
    bool ok = false;
};

void quantizeInto(Outcome& outcome, const ModelSource& model, const Plan& plan,
                  const std::vector<Corpus>& corpora, const QuantizeOptions& options = {},
                  Progress& progress = silentProgress()) {
    auto report = quantizeModel(model, plan, corpora, options, outcome.sink, progress);
    outcome.ok = report.ok();
    if (report.ok())
        outcome.report = std::move(*report);
    else
        outcome.error = report.error();
}

const LedgerRow& rowOf(const Outcome& outcome, WeightId id) {
    for (const LedgerRow& row : outcome.report.ledger)
        if (row.id == id) return row;
    static const LedgerRow none;
    return none;
}

bool sameBytes(const MemorySink& a, const MemorySink& b) {
    if (a.tensors().size() != b.tensors().size()) return false;
    for (const auto& [id, tensor] : a.tensors()) {
        const auto other = b.tensors().find(id);
        if (other == b.tensors().end() || tensor->codes != other->second->codes ||
            tensor->scales != other->second->scales ||
            tensor->zeroPoints != other->second->zeroPoints)
            return false;
    }
    return true;
}

double distance(const Matrix& a, const Matrix& b) {
    double sum = 0;
    for (size_t i = 0; i < a.data.size(); ++i)
        sum += std::pow(static_cast<double>(a.data[i]) - static_cast<double>(b.data[i]), 2);
    return std::sqrt(sum);
}

// Distance of the final hidden states of a quantized model from the full one's on fresh tokens.
double hiddenError(const ModelSource& model, const MemorySink& sink) {
    const auto quantized = sink.model(model);
    const TokenBatch batch = *TokenBatch::windows(TinyModel::corpora(512, 99)[0].ids, 64, "fresh");
    Matrix full = *Forward(model).run(batch, nullptr, silentProgress());
    Matrix approximate = *Forward(*quantized).run(batch, nullptr, silentProgress());
    return distance(full, approximate);
}

} // namespace

class TestQuantizeModel : public QObject {
    Q_OBJECT
private slots:
    void cleanup() { setThreadLimit(2); }

    void everyTensorHasOneRow() {
        const TinyModel model;
        const Plan plan = model.plan(3);
        Outcome run;
        quantizeInto(run, model, plan, TinyModel::corpora(2048));
        QVERIFY2(run.ok, run.error.message().c_str());
        QCOMPARE(run.report.ledger.size(), model.weights().size());
        std::set<WeightId> seen;
        int64_t bytes = 0;
        for (const LedgerRow& row : run.report.ledger) {
            QVERIFY(seen.insert(row.id).second);
            const WeightEntry& entry = *model.find(row.id);
            const UnitFormat format = plan.formatOf(entry);
            QCOMPARE(row.name, entry.name);
            QVERIFY(row.format == format);
            QCOMPARE(row.storedBytes, storedBytes(entry, format));
            const bool kept = format.bits == 16;
            QCOMPARE(row.method, std::string(kept ? "kept" : "gptq"));
            QCOMPARE(run.sink.tensors().count(row.id), size_t{kept ? 0u : 1u});
            QCOMPARE(row.weightError > 0, !kept);
            QVERIFY(kept || (row.outputError > 0 && row.outputError < 0.5));
            bytes += row.storedBytes;
        }
        QCOMPARE(bytes, planTotals(plan, model).bytes);
        QCOMPARE(run.sink.ledger().size(), run.report.ledger.size());
        QCOMPARE(rowOf(run, {Role::AttnQ, 1}).tokensSeen, int64_t{4096});
        QCOMPARE(run.report.layers.size(), size_t{3});
        for (const LayerReport& layer : run.report.layers)
            QVERIFY(layer.outputError > 0 && layer.outputError < 0.3 && layer.weightError > 0);
    }

    // Their moments are the layer's (moqa.md 2): never zero, and named.
    void expertsWithoutTokensAreShrunkAndNamed() {
        const TinyModel model;
        Outcome run;
        quantizeInto(run, model, model.plan(3), TinyModel::corpora(2048));
        QVERIFY(run.ok);
        int64_t routed = 0;
        for (int e = 0; e < TinyModel::kExperts; ++e)
            routed += rowOf(run, {Role::ExpertGate, 1, e}).tokensSeen;
        QCOMPARE(routed, int64_t{2 * 4096});
        for (Role role : {Role::ExpertGate, Role::ExpertUp, Role::ExpertDown}) {
            const WeightId id{role, 1, TinyModel::kUnusedExpert};
            const LedgerRow& row = rowOf(run, id);
            QCOMPARE(row.tokensSeen, int64_t{0});
            QCOMPARE(row.method, std::string("gptq"));
            QCOMPARE(row.fallback, std::string("shrunk moments"));
            QCOMPARE(row.reason, std::string(role == Role::ExpertDown ? "0 of 256 tokens needed"
                                                                      : "0 of 512 tokens needed"));
            QVERIFY(row.weightError > 0 && row.weightError < 0.5);
            QVERIFY(row.outputError > 0 && row.outputError < 0.5);
        }
        for (const LayerReport& layer : run.report.layers) {
            int named = 0;
            for (const LedgerRow& row : run.report.ledger)
                named += row.id.layer == layer.layer && !row.fallback.empty() ? 1 : 0;
            QCOMPARE(layer.fallbacks, named);
        }
        QVERIFY(run.report.layers[1].fallbacks >= 3);
        QCOMPARE(run.report.layers[0].fallbacks, 0); // dense
    }

    void withoutShrinkageExpertsWithoutTokensAreRounded() {
        const TinyModel model;
        QuantizeOptions options;
        options.shrink = 0;
        Outcome run;
        quantizeInto(run, model, model.plan(3), TinyModel::corpora(2048), options);
        QVERIFY(run.ok);
        const LedgerRow& row = rowOf(run, {Role::ExpertUp, 2, TinyModel::kUnusedExpert});
        QCOMPARE(row.method, std::string("rtn"));
        QCOMPARE(row.fallback, std::string("rtn"));
        QCOMPARE(row.reason, std::string("0 tokens seen and no shrinkage"));
        QVERIFY(row.weightError > 0 && row.weightError < 0.3);
        QVERIFY(std::isnan(row.outputError));
        // A starved expert that saw some tokens stands alone.
        const LedgerRow& used = rowOf(run, {Role::ExpertUp, 2, 0});
        QVERIFY(used.tokensSeen > 0 && used.fallback.empty());
    }

    void gptqBeatsRounding() {
        const TinyModel model;
        Outcome gptq, rtn;
        quantizeInto(gptq, model, model.plan(3), TinyModel::corpora(2048));
        QuantizeOptions options;
        options.method = QuantMethod::Rtn;
        quantizeInto(rtn, model, model.plan(3), TinyModel::corpora(2048), options);
        QVERIFY(gptq.ok && rtn.ok);
        for (int layer : {1, 2})
            QVERIFY(gptq.report.layers[static_cast<size_t>(layer)].outputError <
                    rtn.report.layers[static_cast<size_t>(layer)].outputError);
        QVERIFY(hiddenError(model, gptq.sink) < hiddenError(model, rtn.sink));
        for (const LedgerRow& row : rtn.report.ledger) QVERIFY(row.fallback.empty());
    }

    void roundingNeedsNoTokens() {
        const TinyModel model;
        QuantizeOptions options;
        options.method = QuantMethod::Rtn;
        Outcome run;
        quantizeInto(run, model, model.plan(4), {}, options);
        QVERIFY2(run.ok, run.error.message().c_str());
        QCOMPARE(run.report.ledger.size(), model.weights().size());
        QVERIFY(std::isnan(rowOf(run, {Role::ExpertUp, 1, 0}).outputError));
        QVERIFY(std::isnan(run.report.layers[1].outputError));
    }

    void moreBitsAreBetter() {
        const TinyModel model;
        double last = std::numeric_limits<double>::infinity();
        for (int bits : {1, 2, 3, 4, 5, 6, 8, 16}) {
            Plan plan = model.plan(bits);
            plan.defaults.clear();
            Outcome run;
            quantizeInto(run, model, plan, TinyModel::corpora(512));
            QVERIFY2(run.ok, run.error.message().c_str());
            const double error = hiddenError(model, run.sink);
            QVERIFY2(error < last, qPrintable(QString("%1 bits: %2").arg(bits).arg(error)));
            last = error;
        }
    }

    void nothingToDoKeepsTheModel() {
        const TinyModel model;
        Plan plan = model.plan(16);
        plan.defaults.clear();
        Outcome run;
        quantizeInto(run, model, plan, TinyModel::corpora(128));
        QVERIFY(run.ok);
        QVERIFY(run.sink.tensors().empty());
        QCOMPARE(hiddenError(model, run.sink), 0.0);
        QCOMPARE(run.report.layers[2].outputError, 0.0);
    }

    void resultDoesNotDependOnThreads() {
        const TinyModel model;
        Outcome one, three;
        setThreadLimit(1);
        quantizeInto(one, model, model.plan(2), TinyModel::corpora(1024));
        setThreadLimit(3);
        quantizeInto(three, model, model.plan(2), TinyModel::corpora(1024));
        QVERIFY(one.ok && three.ok);
        QVERIFY(sameBytes(one.sink, three.sink));
        for (size_t i = 0; i < one.report.ledger.size(); ++i) {
            QCOMPARE(one.report.ledger[i].outputError, three.report.ledger[i].outputError);
            QCOMPARE(one.report.ledger[i].weightError, three.report.ledger[i].weightError);
        }
    }

    // Non-sequential inputs are the full model's, so quantized predecessors cannot matter.
    void sequentialMeansFromTheQuantizedLayers() {
        const TinyModel model;
        QuantizeOptions options;
        options.sequential = false;
        Plan coarse = model.plan(2), mixed = model.plan(2);
        for (PlanUnit& unit : mixed.units)
            if (unit.layer == 1) unit.format.bits = 4;
        const WeightId later{Role::ExpertUp, 2, 0};
        const auto codes = [&](const Plan& plan) {
            Outcome run;
            quantizeInto(run, model, plan, TinyModel::corpora(1024), options);
            return run.sink.tensors().at(later)->codes;
        };
        QVERIFY(codes(coarse) == codes(mixed));
        options.sequential = true;
        QVERIFY(codes(coarse) != codes(mixed));
    }

    void cancelledRunGoesOnToTheSameBytes_data() {
        QTest::addColumn<double>("asymmetric");
        QTest::newRow("plain") << 0.0;
        QTest::newRow("corrected for drift") << 0.5;
    }

    void cancelledRunGoesOnToTheSameBytes() {
        QFETCH(double, asymmetric);
        QuantizeOptions options;
        options.asymmetric = asymmetric;
        const TinyModel model;
        const std::vector<Corpus> corpora = TinyModel::corpora(1024);
        Outcome whole;
        quantizeInto(whole, model, model.plan(3), corpora, options);
        QVERIFY(whole.ok);
        for (int reports : {1, 5, 12, 20}) {
            Outcome run;
            CancelAfter progress(reports);
            quantizeInto(run, model, model.plan(3), corpora, options, progress);
            QVERIFY(!run.ok);
            QCOMPARE(run.error.code, ErrorCode::Cancelled);
            QVERIFY(progress.inRange());
            const int finished = run.sink.finishedLayers();
            QVERIFY(finished < 3);
            quantizeInto(run, model, model.plan(3), corpora, options);
            QVERIFY2(run.ok, run.error.message().c_str());
            QVERIFY(sameBytes(run.sink, whole.sink));
            QCOMPARE(run.sink.ledger().size(), model.weights().size());
            QCOMPARE(run.report.layers.size(), static_cast<size_t>(3 - finished));
        }
        // All layers finished, only what is outside them was left.
        Outcome again;
        quantizeInto(again, model, model.plan(3), corpora, options);
        quantizeInto(again, model, model.plan(3), corpora, options);
        QVERIFY(again.ok && again.report.layers.empty());
    }

    void embeddingHeadAndRouterFollowThePlan() {
        const TinyModel model;
        Plan plan = model.plan(4);
        plan.defaults[Part::Embedding] = plan.defaults[Part::Head] = plan.defaults[Part::Router] =
            8;
        Outcome run;
        quantizeInto(run, model, plan, TinyModel::corpora(1024));
        QVERIFY2(run.ok, run.error.message().c_str());
        QCOMPARE(rowOf(run, {Role::Embedding}).method, std::string("rtn"));
        QCOMPARE(rowOf(run, {Role::Embedding}).fallback, std::string("rtn"));
        QCOMPARE(rowOf(run, {Role::Head}).method, std::string("gptq"));
        QCOMPARE(rowOf(run, {Role::Router, 1}).method, std::string("gptq"));
        QCOMPARE(rowOf(run, {Role::FinalNorm}).method, std::string("kept"));
        QVERIFY(std::isfinite(hiddenError(model, run.sink)));
    }

    void progressNotesFallbacks() {
        const TinyModel model;
        Outcome run;
        CancelAfter progress(1 << 20);
        quantizeInto(run, model, model.plan(3), TinyModel::corpora(512), {}, progress);
        QVERIFY(run.ok);
        QVERIFY(progress.notes() >= 2); // both layers with experts have one without tokens
        QVERIFY(progress.inRange());
    }

    void weightsThatAreNotFiniteAreNamed() {
        TinyModel model;
        const WeightId id{Role::ExpertDown, 2, TinyModel::kUnusedExpert};
        model.weight(id).row(3)[5] = std::nanf("");
        Outcome run;
        quantizeInto(run, model, model.plan(3), TinyModel::corpora(512));
        QVERIFY(!run.ok);
        QCOMPARE(run.error.code, ErrorCode::BadInput);
        QCOMPARE(run.error.where, model.find(id)->name);
        QVERIFY(run.error.what.find("row 3, column 5") != std::string::npos);
        QCOMPARE(run.sink.finishedLayers(), 2);

        TinyModel norm;
        norm.weight({Role::FfnNorm, 1}).data[0] = std::numeric_limits<float>::infinity();
        Outcome second;
        quantizeInto(second, norm, norm.plan(3), TinyModel::corpora(512));
        QVERIFY(!second.ok);
        QCOMPARE(second.error.code, ErrorCode::BadInput);
        QVERIFY(second.error.message().find("ffn_norm.1") != std::string::npos);
    }

    void argumentsAreChecked() {
        const TinyModel model;
        Outcome run;
        quantizeInto(run, model, model.plan(3), {});
        QVERIFY(!run.ok && run.error.code == ErrorCode::BadInput);
        QVERIFY(!run.error.hint.empty());
        Plan other = model.plan(3);
        other.modelFingerprint = "another";
        quantizeInto(run, model, other, TinyModel::corpora(512));
        QVERIFY(!run.ok && run.error.code == ErrorCode::BadInput);
        quantizeInto(run, model, model.plan(3), TinyModel::corpora(10)); // shorter than a window
        QVERIFY(!run.ok && run.error.code == ErrorCode::BadInput);
        QuantizeOptions options;
        options.damp = 0;
        quantizeInto(run, model, model.plan(3), TinyModel::corpora(512), options);
        QVERIFY(!run.ok && run.error.code == ErrorCode::Usage);
        options = {};
        options.shrink = -1;
        quantizeInto(run, model, model.plan(3), TinyModel::corpora(512), options);
        QVERIFY(!run.ok && run.error.code == ErrorCode::Usage);
    }

    void aQuantizedSourceIsNoted() {
        const TinyModel model;
        QCOMPARE(quantizedWeights(model), int64_t{0});
        QuantizeOptions options;
        options.method = QuantMethod::Rtn;
        Outcome first, second;
        CancelAfter plain(1 << 20), noted(1 << 20);
        quantizeInto(first, model, model.plan(4), {}, options, plain);
        QVERIFY(first.ok);
        QCOMPARE(plain.notes(), 0);
        const auto source = first.sink.model(model);
        QCOMPARE(quantizedWeights(*source), static_cast<int64_t>(first.sink.tensors().size()));
        quantizeInto(second, *source, model.plan(3), {}, options, noted);
        QVERIFY(second.ok);
        QCOMPARE(noted.notes(), 1);
    }

    void theMemoryLimitIsKept() {
        const TinyModel model;
        QuantizeOptions options;
        for (QuantMethod method : {QuantMethod::Rtn, QuantMethod::Gptq}) {
            options.method = method;
            Outcome run;
            setMemoryLimit(1);
            quantizeInto(run, model, model.plan(4), TinyModel::corpora(128), options);
            setMemoryLimit(0);
            QVERIFY(!run.ok);
            QCOMPARE(run.error.code, ErrorCode::BadInput);
            QCOMPARE(run.error.where, std::string("--memory"));
            QVERIFY(run.error.what.find("dense_gate.0") != std::string::npos ||
                    run.error.what.find("dense_down.0") != std::string::npos);
        }
        setMemoryLimit(1); // nothing to quantize needs nothing
        const Status none = requireLinearMemory(model, Plan(), options);
        setMemoryLimit(0);
        QVERIFY(none.ok());
    }

    void overlayAnswersForTheQuantizedWeights() {
        const TinyModel model;
        Outcome run;
        quantizeInto(run, model, model.plan(4), TinyModel::corpora(512));
        QVERIFY(run.ok);
        const auto overlay = run.sink.model(model);
        const WeightId id{Role::ExpertUp, 1, 2};
        QCOMPARE(overlay->find(id)->bits, 4);
        QCOMPARE(overlay->find(id)->bytes, run.sink.tensors().at(id)->storedBytes());
        QCOMPARE(overlay->find({Role::AttnNorm, 1})->bits, 16);
        const Matrix expected = dequantize(*run.sink.tensors().at(id));
        std::vector<float> rows(static_cast<size_t>(2 * expected.cols));
        QVERIFY(overlay->readRows(id, 3, 2, rows.data()).ok());
        QVERIFY(std::equal(rows.begin(), rows.end(), expected.row(3)));
        overlay->clear();
        QCOMPARE(overlay->find(id)->bits, 16);
        QVERIFY(overlay->readAll(id)->data == model.readAll(id)->data);
    }
};

QTEST_GUILESS_MAIN(TestQuantizeModel)
#include "tst_quantize_model.moc"
