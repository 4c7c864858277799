// SPDX-License-Identifier: GPL-3.0-or-later
// Measured losses against what they stand for: an expert's error found again by running the expert,
// a layer's predicted divergence by running the model; going on, sampling, refusals.
#include "core/base/rank_correlation.h"
#include "core/checkpoint/checkpoint.h"
#include "core/checkpoint/random_checkpoint.h"
#include "core/evaluate/row_divergence.h"
#include "core/measure/measure_estimate.h"
#include "core/measure/measure_losses.h"
#include "core/measure/measured_share.h"
#include "core/model/forward.h"
#include "core/quantize/ffn_quantizer.h"
#include "core/quantize/layer_observers.h"
#include "core/quantize/quantized_overlay.h"
#include "core/quantize/rtn.h"
#include "tests/quantize/look_counter.h"
#include "tests/quantize/tiny_model.h"

#include <QTemporaryDir>
#include <QTest>
#include <cmath>
#include <mutex>

using namespace moqa;

namespace {

constexpr int64_t kWindow = 16;

MeasureOptions options() {
    MeasureOptions options;
    options.widths = {2, 4};
    options.groups = {32};
    options.byProjection = false;
    options.probeTokens = 1 << 20; // all
    options.quantize.window = kWindow;
    options.quantize.method = QuantMethod::Rtn;
    return options;
}

LossTable measured(const ModelSource& model, const MeasureOptions& options, int64_t tokens = 256) {
    const auto table =
        measureLosses(model, TinyModel::corpora(tokens), options, nullptr, {}, silentProgress());
    if (!table.ok()) qFatal("%s", table.error().message().c_str());
    return *table;
}

// sum of g^2 ||y||^2 of one expert over a batch, or the outputs themselves.
struct ExpertOutputs final : LayerObserver {
    int layer, wanted;
    std::map<int32_t, std::vector<double>> rows; // token -> g y
    ExpertOutputs(int l, int e) : layer(l), wanted(e) {}
    void expert(const ExpertSlice& slice) override {
        if (slice.layer != layer || slice.expert != wanted) return;
        for (size_t i = 0; i < slice.tokens.size(); ++i) {
            std::vector<double>& row = rows[slice.tokens[i]];
            for (int64_t k = 0; k < slice.output.cols; ++k)
                row.push_back(static_cast<double>(slice.gates[i]) *
                              static_cast<double>(slice.output.row(static_cast<int64_t>(i))[k]));
        }
    }
};

void quantizeExpert(const ModelSource& model, int layer, int expert, int bits,
                    const std::vector<Role>& roles, QuantizedOverlay& overlay) {
    for (const Role role : roles) {
        const WeightId id{role, layer, expert};
        auto tensor = quantizeRtn(*model.readAll(id), id, {bits, 32, false}, GridSearch::Power24,
                                  nullptr, silentProgress());
        overlay.put(std::make_shared<QuantizedTensor>(std::move(*tensor)));
    }
}

const std::vector<Role> kAll = {Role::ExpertGate, Role::ExpertUp, Role::ExpertDown};

TokenBatch batchOf(const Corpus& corpus) {
    return *TokenBatch::windows(corpus.ids, kWindow, corpus.name);
}

double errorByRunning(const ModelSource& model, const ModelSource& other, int layer, int expert,
                      const Corpus& corpus) {
    const TokenBatch batch = batchOf(corpus);
    ExpertOutputs full(layer, expert), quantized(layer, expert);
    if (!Forward(model).run(batch, &full, silentProgress()).ok() ||
        !Forward(other).run(batch, &quantized, silentProgress()).ok())
        qFatal("forward failed");
    double sum = 0;
    for (const auto& [token, row] : full.rows)
        for (size_t k = 0; k < row.size(); ++k) {
            const double d = quantized.rows.at(token)[k] - row[k];
            sum += d * d;
        }
    return sum / static_cast<double>(batch.tokens());
}

// The inputs of one layer's FFNs over whole corpora, as they calibrate.
struct LayerCapture final : LayerObserver {
    int layer;
    FfnCapture ffn;
    LayerCapture(int l, int64_t tokens, int64_t hidden) : layer(l), ffn(tokens, hidden) {}
    void ffnInput(int l, MatrixView x, const Routing* routing) override {
        if (l == layer) ffn.ffnInput(l, x, routing);
    }
    bool wantsExperts() const override { return false; }
};

// An expert quantized as quantizing does, but for the block's shared scale.
void quantizeAwq(const ModelSource& model, const std::vector<Corpus>& corpora,
                 const QuantizeOptions& options, int expert, int bits, QuantizedOverlay& overlay) {
    std::vector<int32_t> ids;
    for (const Corpus& corpus : corpora)
        ids.insert(ids.end(), corpus.ids.begin(), corpus.ids.end());
    const TokenBatch batch = *TokenBatch::windows(ids, kWindow, "all");
    LayerCapture capture(1, batch.tokens(), model.spec().hidden);
    if (!Forward(model).run(batch, &capture, silentProgress()).ok()) qFatal("forward failed");
    WeightedTokens seen = weightedTokens(ExpertTokens(capture.ffn.routing()), expert, {});
    if (FfnQuantizer::starved(static_cast<int64_t>(seen.tokens.size()), model.spec().hidden))
        qFatal("too few tokens for what this test is about");
    const auto planned = [&](Role role) {
        return PlannedWeight{model.find({role, 1, expert}), {bits, 32, false}};
    };
    const FfnJob job{planned(Role::ExpertGate), planned(Role::ExpertUp),
                     planned(Role::ExpertDown), true,
                     std::move(seen.tokens),    std::move(seen.weights)};
    const auto done =
        FfnQuantizer(model, options, capture.ffn.inputs(), nullptr).run(job, silentProgress());
    if (!done.ok()) qFatal("%s", done.error().message().c_str());
    for (const QuantizedLinear& linear : *done)
        overlay.put(std::make_shared<QuantizedTensor>(*linear.tensor));
}

// Two layers of forty experts of whom four are chosen.
std::shared_ptr<const ModelSource> manyExperts(const QTemporaryDir& dir) {
    RandomShape shape = *namedShape("micro");
    shape.layers = 2;
    shape.experts = 40;
    shape.topK = 4;
    const std::string folder = dir.filePath(QStringLiteral("forty")).toStdString();
    const Status written = writeRandomCheckpoint(shape, folder, 3, silentProgress());
    if (!written.ok()) qFatal("%s", written.error().message().c_str());
    auto model = Checkpoint::open(folder);
    if (!model.ok()) qFatal("%s", model.error().message().c_str());
    return *model;
}

} // namespace

class TestMeasureLosses : public QObject {
    Q_OBJECT

    TinyModel m_model;

private slots:
    // What the seconds grow with; how near they are is seen where jobs are timed.
    void theEstimateGrowsWithTheWork() {
        const TinyModel model;
        const JobEstimate once = estimateMeasure(model, {4096, 4096}, options());
        QVERIFY(once.secondsLow > 0 && once.secondsLow < once.secondsHigh);
        QVERIFY(once.peakBytes > 0);
        // 2 layers x 8 experts x 2 formats, 2 corpora and the unseen share, 8 bytes each.
        QCOMPARE(once.diskBytes, int64_t{2 * 8 * 2 * 3 * 8});
        MeasureOptions more = options();
        more.widths = {2, 3, 4, 5};
        QVERIFY(estimateMeasure(model, {4096, 4096}, more).secondsLow > once.secondsLow);
        QCOMPARE(estimateMeasure(model, {4096, 4096}, more).diskBytes, 2 * once.diskBytes);
        more = options();
        more.sample = 0.25;
        QVERIFY(estimateMeasure(model, {4096, 4096}, more).secondsLow < once.secondsLow);
        QVERIFY(estimateMeasure(model, {65536, 65536}, options()).secondsLow > once.secondsLow);
    }

    void errorIsThatOfTheExpert() {
        const LossTable table = measured(m_model, options());
        QVERIFY(table.fits(m_model).ok());
        QCOMPARE(table.unitCount(), size_t{16}); // two MoE layers of eight
        const std::vector<Corpus> corpora = TinyModel::corpora(256);
        for (const int bits : {2, 4}) {
            QuantizedOverlay overlay(m_model);
            quantizeExpert(m_model, 1, 3, bits, kAll, overlay);
            const auto unit = static_cast<size_t>(table.find({1, 3, UnitPart::Expert}));
            const auto column = static_cast<size_t>(table.find(UnitFormat{bits, 32, false}));
            for (size_t c = 0; c < 2; ++c) {
                const double expected = errorByRunning(m_model, overlay, 1, 3, corpora[c]);
                QVERIFY(expected > 0);
                QVERIFY2(std::abs(table.error(unit, column, c) - expected) < 1e-4 * expected,
                         qPrintable(QString::number(table.error(unit, column, c) / expected)));
            }
        }
    }

    void halvesAreMeasuredWithTheRestFull() {
        MeasureOptions halves = options();
        halves.byProjection = true;
        const LossTable table = measured(m_model, halves);
        QCOMPARE(table.unitCount(), size_t{32});
        const std::vector<Corpus> corpora = TinyModel::corpora(256);
        for (const auto& [part, roles] :
             {std::pair{UnitPart::GateUp, std::vector<Role>{Role::ExpertGate, Role::ExpertUp}},
              std::pair{UnitPart::Down, std::vector<Role>{Role::ExpertDown}}}) {
            QuantizedOverlay overlay(m_model);
            quantizeExpert(m_model, 2, 1, 2, roles, overlay);
            // The halves of layer 2 are quantized behind an undisturbed layer 1.
            const double expected = errorByRunning(m_model, overlay, 2, 1, corpora[0]);
            const auto unit = static_cast<size_t>(table.find({2, 1, part}));
            QVERIFY(std::abs(table.error(unit, 0, 0) - expected) < 1e-4 * expected);
        }
    }

    // At the probed width the losses of a layer's experts add up to the divergence that they cause.
    void lossesOfALayerAddUpToItsDivergence() {
        MeasureOptions probing = options();
        probing.probeBits = 4;
        const LossTable table = measured(m_model, probing);
        const std::vector<Corpus> corpora = TinyModel::corpora(256);
        QuantizedOverlay overlay(m_model);
        for (int e = 0; e < TinyModel::kExperts; ++e)
            quantizeExpert(m_model, 1, e, 4, kAll, overlay);
        for (size_t c = 0; c < 2; ++c) {
            const TokenBatch batch = batchOf(corpora[c]);
            Forward full(m_model), other(overlay);
            Matrix logits, otherLogits;
            QVERIFY(full.logits(*full.run(batch, nullptr, silentProgress()), logits).ok());
            QVERIFY(other.logits(*other.run(batch, nullptr, silentProgress()), otherLogits).ok());
            double expected = 0, predicted = 0;
            for (int64_t r = 0; r < logits.rows; ++r) {
                double fullSum = 0, otherSum = 0, weighted = 0;
                for (int64_t v = 0; v < logits.cols; ++v) {
                    const double f = static_cast<double>(logits.row(r)[v]);
                    const double q = static_cast<double>(otherLogits.row(r)[v]);
                    fullSum += std::exp(f);
                    otherSum += std::exp(q);
                    weighted += std::exp(f) * (f - q);
                }
                expected += weighted / fullSum - std::log(fullSum) + std::log(otherSum);
            }
            expected /= static_cast<double>(logits.rows);
            for (int e = 0; e < TinyModel::kExperts; ++e)
                predicted +=
                    table.loss(static_cast<size_t>(table.find({1, e, UnitPart::Expert})), 1, c);
            QVERIFY2(std::abs(predicted - expected) < 1e-3 * expected,
                     qPrintable(QString::number(predicted / expected)));
        }
    }

    void anExpertThatNobodyReachesCostsOnUnseenText() {
        const LossTable table = measured(m_model, options());
        const auto unit =
            static_cast<size_t>(table.find({1, TinyModel::kUnusedExpert, UnitPart::Expert}));
        for (size_t f = 0; f < 2; ++f) {
            QCOMPARE(table.error(unit, f, 0), 0.0);
            QVERIFY(table.unseenLoss(unit, f) > 0);
        }
        QVERIFY(table.unseenLoss(unit, 0) > table.unseenLoss(unit, 1)); // 2 bits, 4 bits
    }

    void gptqIsBetterThanRounding() {
        MeasureOptions gptq = options();
        gptq.quantize.method = QuantMethod::Gptq;
        const LossTable rounded = measured(m_model, options(), 1024);
        const LossTable table = measured(m_model, gptq, 1024);
        double sum = 0, roundedSum = 0;
        for (size_t u = 0; u < table.unitCount(); ++u) {
            sum += table.error(u, 0, 0);
            roundedSum += rounded.error(u, 0, 0);
        }
        QVERIFY(sum < roundedSum);
    }

    void goesOnWhereItWasStopped() {
        const std::vector<Corpus> corpora = TinyModel::corpora(256);
        std::vector<LossTable> kept;
        const auto keep = [&](const LossTable& table) {
            kept.push_back(table);
            return Status();
        };
        const auto whole =
            measureLosses(m_model, corpora, options(), nullptr, keep, silentProgress());
        QVERIFY(whole.ok());
        QCOMPARE(kept.size(), size_t{2});
        QCOMPARE(kept[0].unitCount(), size_t{8});
        const auto again =
            measureLosses(m_model, corpora, options(), &kept[0], {}, silentProgress());
        QVERIFY(again.ok());
        QCOMPARE(again->errors, whole->errors);
        QCOMPARE(again->scales, whole->scales);
        QCOMPARE(again->unseen, whole->unseen);

        MeasureOptions other = options();
        other.quantize.damp = 0.02;
        QCOMPARE(
            measureLosses(m_model, corpora, other, &kept[0], {}, silentProgress()).error().code,
            ErrorCode::BadInput);
        kept[0].modelFingerprint = "another";
        QVERIFY(!measureLosses(m_model, corpora, options(), &kept[0], {}, silentProgress()).ok());
    }

    // What is measured in a sample is as in the whole; the others say that they are predicted.
    void sampleMeasuresSomeAndPredictsTheRest() {
        MeasureOptions sampling = options();
        sampling.sample = 0.5;
        const LossTable table = measured(m_model, sampling, 1024);
        const LossTable whole = measured(m_model, options(), 1024);
        size_t exact = 0;
        for (size_t u = 0; u < table.unitCount(); ++u) {
            if (table.uncertainty[u] > 0) continue;
            ++exact;
            for (size_t f = 0; f < 2; ++f) QCOMPARE(table.error(u, f, 1), whole.error(u, f, 1));
        }
        QCOMPARE(exact, size_t{8});
        QCOMPARE(measuredShare(table).measured, exact);
        QCOMPARE(measuredShare(table).predicted, size_t{8});
        QVERIFY(measuredShare(table).spread > 0);
        QCOMPARE(measuredShare(whole).predicted, size_t{0});
        QCOMPARE(measuredShare(whole).spread, 0.0);
        for (size_t u = 0; u < table.unitCount(); ++u)
            if (whole.error(u, 0, 0) > 0) {
                const double ratio = table.error(u, 0, 0) / whole.error(u, 0, 0);
                QVERIFY2(ratio > 0.3 && ratio < 3, qPrintable(QString::number(ratio)));
            }
    }

    // The disturbance that the scale is measured on is of all experts, however few are sampled.
    void aSampleHasTheScalesOfTheWhole() {
        MeasureOptions sampling = options();
        sampling.sample = 0.25;
        const LossTable table = measured(m_model, sampling), whole = measured(m_model, options());
        QCOMPARE(table.scales, whole.scales);
        const size_t probed = probeColumn(table.formats, sampling.probeBits);
        for (size_t u = 0; u < table.unitCount(); ++u) {
            for (size_t c = 0; c < 2; ++c)
                QCOMPARE(table.error(u, probed, c), whole.error(u, probed, c));
            QCOMPARE(table.unseenLoss(u, probed), whole.unseenLoss(u, probed));
        }
    }

    // Two experts of forty in each layer are all that a sample of 5 % measures at every width. The
    // experts are random and alike, so that their order is harder to tell than a trained model's.
    void aSampleOfAFewPerCentRanksAsTheWhole() {
        const QTemporaryDir dir;
        const auto model = manyExperts(dir);
        for (const QuantMethod method : {QuantMethod::Rtn, QuantMethod::Gptq}) {
            MeasureOptions all = options();
            all.byProjection = true;
            all.widths = {2, 3, 5};
            all.quantize.method = method;
            MeasureOptions few = all;
            few.sample = 0.05;
            const LossTable whole = measured(*model, all, 1024),
                            table = measured(*model, few, 1024);
            QCOMPARE(measuredShare(table).measured, size_t{2 * 2 * 2});
            QCOMPARE(measuredShare(table).predicted, size_t{2 * 38 * 2});
            QVERIFY(table.check("the sample").ok()); // every number finite
            for (size_t f = 0; f < table.formatCount(); ++f) {
                std::vector<double> predicted, exact;
                for (size_t u = 0; u < table.unitCount(); ++u) {
                    if (table.uncertainty[u] == 0 || whole.loss(u, f, 0) == 0) continue;
                    predicted.push_back(table.loss(u, f, 0));
                    exact.push_back(whole.loss(u, f, 0));
                    const double ratio = predicted.back() / exact.back();
                    QVERIFY2(ratio > 0.5 && ratio < 2, qPrintable(QString::number(ratio)));
                }
                const double rank = rankCorrelation(predicted, exact);
                QVERIFY2(rank > 0.9, qPrintable(QString::number(rank)));
            }
        }
    }

    // The scale between up and down is the expert's own: its loss has it, as quantizing has.
    void awqLossIsThatOfQuantizing() {
        TinyModel model;
        for (const Role role : {Role::ExpertUp, Role::ExpertGate}) // some hidden channels carry all
            for (const int64_t row : {2, 9})
                for (int64_t k = 0; k < model.spec().hidden; ++k)
                    model.weight({role, 1, 3}).row(row)[k] *= 4;
        MeasureOptions awq = options();
        awq.quantize.method = QuantMethod::Awq;
        const LossTable table = measured(model, awq, 2048);
        awq.byProjection = true;
        const LossTable halves = measured(model, awq, 2048);
        const std::vector<Corpus> corpora = TinyModel::corpora(2048);
        const auto unit = static_cast<size_t>(table.find({1, 3, UnitPart::Expert}));
        for (const int bits : {2, 4}) {
            QuantizedOverlay overlay(model);
            quantizeAwq(model, corpora, awq.quantize, 3, bits, overlay);
            const auto column = static_cast<size_t>(table.find(UnitFormat{bits, 32, false}));
            const double expected = errorByRunning(model, overlay, 1, 3, corpora[1]);
            const double found = table.error(unit, column, 1);
            QVERIFY2(std::abs(found - expected) < 1e-3 * expected,
                     qPrintable(QString::number(found / expected)));
            // Each half beside the other's full weight, which knows no scale.
            double sum = 0;
            for (const UnitPart part : {UnitPart::GateUp, UnitPart::Down})
                sum += halves.error(static_cast<size_t>(halves.find({1, 3, part})), column, 1);
            QVERIFY2(sum > 0.6 * found && sum < 1.6 * found,
                     qPrintable(QString::number(sum / found)));
        }
    }

    void refusesWhatCannotBeMeasured() {
        const std::vector<Corpus> corpora = TinyModel::corpora(256);
        const auto refused = [&](const MeasureOptions& o, const std::vector<Corpus>& texts) {
            return measureLosses(m_model, texts, o, nullptr, {}, silentProgress()).error().code;
        };
        MeasureOptions kept = options();
        kept.widths = {4, 16};
        QCOMPARE(refused(kept, corpora), ErrorCode::Usage);
        MeasureOptions none = options();
        none.sample = 0;
        QCOMPARE(refused(none, corpora), ErrorCode::Usage);
        QCOMPARE(refused(options(), {}), ErrorCode::BadInput);
        QCOMPARE(refused(options(), TinyModel::corpora(8)), ErrorCode::BadInput);
    }

    void cancelEndsIt() {
        for (const int64_t at : {1, 20, 200}) {
            LookCounter progress(at);
            const auto table =
                measureLosses(m_model, TinyModel::corpora(256), options(), nullptr, {}, progress);
            QVERIFY(!table.ok());
            QCOMPARE(table.error().code, ErrorCode::Cancelled);
        }
    }
};

QTEST_GUILESS_MAIN(TestMeasureLosses)
#include "tst_measure_losses.moc"
