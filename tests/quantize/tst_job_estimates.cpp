// SPDX-License-Identifier: GPL-3.0-or-later
// Estimates beside what small jobs really take. Each job runs in a child process of its own, whose
// highest resident set is then the job's. Times depend on the machine: printed, not checked.
#include "core/analysis/analyze_estimate.h"
#include "core/base/memory.h"
#include "core/base/parallel.h"
#include "core/base/random.h"
#include "core/checkpoint/checkpoint.h"
#include "core/evaluate/evaluate_estimate.h"
#include "core/model/forward_cost.h"
#include "core/plan/make_plan.h"
#include "core/quantize/quantize_estimate.h"

#include <QTest>
#include <chrono>
#include <functional>
#include <sys/wait.h>
#include <unistd.h>

using namespace moqa;

namespace {

const std::string kModel = MOQA_SOURCE_DIR "/resources/demo/demo-olmoe";
constexpr double kMiB = 1024.0 * 1024.0;
// What no estimate counts: stacks, the allocator's slack, the buffers of OpenBLAS.
constexpr double kSlackMiB = 24.0;

struct Outcome {
    JobEstimate estimate;
    int64_t peakBytes = -1;
    double seconds = 0.0;
};

Corpus randomCorpus(const char* name, int64_t tokens) {
    Random random(5);
    Corpus corpus{name, "", "", {}};
    for (int64_t t = 0; t < tokens; ++t)
        corpus.ids.push_back(static_cast<int32_t>(random.below(8000)));
    return corpus;
}

// Estimates, then runs, in a child.
Outcome measure(const std::function<JobEstimate(const ModelSource&)>& estimate,
                const std::function<bool(const ModelSource&)>& job) {
    int ends[2];
    Outcome outcome;
    if (pipe(ends) != 0) return outcome;
    const pid_t child = fork();
    if (child == 0) {
        setThreadLimit(2);
        const auto model = Checkpoint::open(kModel);
        if (!model.ok()) _exit(1);
        outcome.estimate = estimate(**model);
        const int64_t before = residentBytes();
        const auto begin = std::chrono::steady_clock::now();
        if (!job(**model)) _exit(1);
        const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - begin;
        outcome.seconds = seconds.count();
        outcome.peakBytes = peakResidentBytes() - before;
        _exit(write(ends[1], &outcome, sizeof outcome) == sizeof outcome ? 0 : 1);
    }
    close(ends[1]);
    if (read(ends[0], &outcome, sizeof outcome) != sizeof outcome) outcome.peakBytes = -1;
    close(ends[0]);
    int status = 0;
    waitpid(child, &status, 0);
    return outcome;
}

// The truth is at most a quarter above the estimate and no less than half of it, slack aside.
void check(const char* what, const Outcome& outcome) {
    QVERIFY2(outcome.peakBytes >= 0, "the job failed in its process");
    const double estimated = static_cast<double>(outcome.estimate.peakBytes) / kMiB;
    const double actual = static_cast<double>(outcome.peakBytes) / kMiB;
    qInfo("%s: %.1f MiB estimated, %.1f taken; %.2f to %.2f s estimated, %.2f taken; %.2f MiB disk",
          what, estimated, actual, outcome.estimate.secondsLow, outcome.estimate.secondsHigh,
          outcome.seconds, static_cast<double>(outcome.estimate.diskBytes) / kMiB);
    QVERIFY(actual <= 1.25 * estimated + kSlackMiB);
    QVERIFY(actual + kSlackMiB >= estimated / 2.0);
    QVERIFY(outcome.estimate.secondsLow > 0.0);
    QVERIFY(outcome.estimate.secondsLow < outcome.estimate.secondsHigh);
}

} // namespace

class TestJobEstimates : public QObject {
    Q_OBJECT
private slots:
    void analysis() {
        AnalyzeOptions options;
        options.window = 512;
        const Outcome outcome = measure(
            [&](const ModelSource& model) {
                return estimateAnalyze(model, {8192, 4096}, options);
            },
            [&](const ModelSource& model) {
                const std::vector<Corpus> corpora{randomCorpus("a", 8192), randomCorpus("b", 4096)};
                return analyze(model, corpora, options, silentProgress()).ok();
            });
        check("analyze", outcome);
    }

    void quantization() {
        const auto planOf = [](const ModelSource& model) {
            PlanOptions options;
            options.method = PlanMethod::Uniform;
            options.bits = 4;
            return *makePlan(model, nullptr, options);
        };
        const Outcome outcome = measure(
            [&](const ModelSource& model) {
                return estimateQuantize(model, planOf(model), 4096, {});
            },
            [&](const ModelSource& model) {
                class Drop final : public QuantizedSink {
                public:
                    Result<std::optional<QuantizedTensor>> readTensor(WeightId) const override {
                        return std::optional<QuantizedTensor>();
                    }
                    Status add(const LedgerRow&, const QuantizedTensor*) override { return {}; }
                    Status layerDone(const LayerReport&) override { return {}; }
                } sink;
                return quantizeModel(model, planOf(model), {randomCorpus("a", 4096)}, {}, sink,
                                     silentProgress())
                    .ok();
            });
        check("quantize", outcome);
    }

    void evaluation_data() {
        QTest::addColumn<bool>("reference");
        QTest::newRow("alone") << false;
        QTest::newRow("against the full model") << true;
    }
    void evaluation() {
        QFETCH(const bool, reference);
        const Outcome outcome = measure(
            [&](const ModelSource& model) {
                return estimateEvaluate(model, {8192}, {}, reference ? &model : nullptr);
            },
            [&](const ModelSource& model) {
                const std::vector<Corpus> corpora{randomCorpus("a", 8192)};
                std::shared_ptr<const ReferenceRun> full;
                if (reference) {
                    const auto made = makeReference(model, corpora, {}, silentProgress());
                    if (!made.ok()) return false;
                    full = *made;
                }
                return evaluate(model, corpora, {}, full.get(), silentProgress()).ok();
            });
        check("evaluate", outcome);
    }

    void growsWithWhatItCounts() {
        const auto model = Checkpoint::open(kModel);
        QVERIFY(model.ok());
        AnalyzeOptions options;
        const JobEstimate small = estimateAnalyze(**model, {2048}, options);
        const JobEstimate large = estimateAnalyze(**model, {2048, 65536}, options);
        QVERIFY(large.peakBytes >= small.peakBytes + 65536 * 256 * 4); // hidden states
        QVERIFY(large.secondsHigh > small.secondsHigh && large.diskBytes > small.diskBytes);
        options.stage3 = false;
        QVERIFY(estimateAnalyze(**model, {2048}, options).peakBytes < small.peakBytes);
        options.keepChannels = true;
        const int64_t channels = int64_t{6} * 32 * 64 * 8;
        QVERIFY(estimateAnalyze(**model, {2048}, options).diskBytes >= channels);
        QVERIFY(estimateEvaluate(**model, {2048}, {}, nullptr).diskBytes == 0);
        PlanOptions plan;
        plan.method = PlanMethod::Uniform;
        plan.bits = 2;
        const Plan two = *makePlan(**model, nullptr, plan);
        QCOMPARE(estimateQuantize(**model, two, 0, {}).diskBytes, two.totals.bytes);
        QVERIFY(estimateQuantize(**model, two, 0, {}).peakBytes <
                estimateQuantize(**model, two, 4096, {}).peakBytes);
        const auto nothing = estimateAnalyze(**model, {}, AnalyzeOptions{});
        QVERIFY(nothing.peakBytes > 0 && nothing.secondsLow >= 0.0);
    }

    void workByHand() {
        const auto model = Checkpoint::open(kModel);
        QVERIFY(model.ok());
        // H 256 = query = key, 32 experts of width 64, 4 chosen, six layers; window 128. A token:
        // 2 * 256 * 512 projections, 256 * 128 attention, 256 * 32 router, 3 * 256 * 64 * 4.
        const double each = 2 * 256 * 512 + 256 * 128 + 256 * 32 + 3 * 256 * 64 * 4;
        QCOMPARE(forwardWork(**model, 10, 128).flops, 2 * each * 10 * 6);
        QCOMPARE(headWork((*model)->spec(), 3).flops, 2.0 * 3 * 8192 * 256);
        QVERIFY(machineRate().flopsPerSecond > 1e6);
        QVERIFY(&machineRate() == &machineRate());
    }
};

QTEST_GUILESS_MAIN(TestJobEstimates)
#include "tst_job_estimates.moc"
