// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/measure/study.h"

#include "core/analysis/analyze.h"
#include "core/base/cancel_only.h"
#include "core/measure/balanced_windows.h"
#include "core/plan/loss_table.h"
#include "core/plan/plan_methods.h"
#include "core/quantize/memory_sink.h"

#include <algorithm>
#include <chrono>
#include <fmt/format.h>
#include <numeric>
#include <set>

namespace moqa {

namespace {

using Clock = std::chrono::steady_clock;

double secondsSince(Clock::time_point start) {
    return std::chrono::duration<double>(Clock::now() - start).count();
}

// Plans that are scored together: of small models eight, of large ones what 512 MiB hold.
constexpr size_t kPlansAtOnce = 8;
constexpr int64_t kBytesAtOnce = int64_t{512} << 20;

// What one calibration mix and group size share.
struct Cell {
    const StudyMix* mix = nullptr;
    int group = 64;
    std::vector<Corpus> corpora;
    std::optional<Analysis> analysis;
    std::optional<LossTable> table;
    const LossTable* losses = nullptr; // table, or one that was there
};

class Runner {
public:
    Runner(const ModelSource& model, const StudyGrid& grid, const StudySources& sources)
        : m_model(model), m_grid(grid), m_sources(sources) {}

    Result<Study> run(Progress& progress);

private:
    Status checkMethods();
    Status loadTexts(Progress& progress);
    Status prepare(Cell& cell, Progress& progress);
    Status takeLosses(Cell& cell, Progress& progress);
    PlanOptions planOptions(const std::string& method, double bits, const Cell& cell) const;
    // A row that is planned and quantized, to be scored together with others.
    struct Pending {
        StudyRow row;
        std::unique_ptr<MemorySink> sink; // none where there is no plan
        std::shared_ptr<const ModelSource> model;
    };
    Result<Pending> quantized(const std::string& method, double bits, const Cell& cell,
                              Progress& progress);
    Status scorePending(Progress& progress);
    Status score(StudyRow& row) const;
    Status share(StudyRow& row, const StudyRow& baseline) const;
    Status compare(size_t first, const Cell& cell);
    Status predict(const Cell& cell, Progress& progress);
    Status runCell(Cell& cell, const std::function<SubProgress(double)>& next, double plans);
    bool pendingIsFull() const;
    Status addRow(const std::string& method, double bits, const Cell& cell, Progress& progress);
    void showGrowth() const {
        if (m_sources.grown) m_sources.grown(m_study);
    }

    const ModelSource& m_model;
    const StudyGrid& m_grid;
    const StudySources& m_sources;
    bool m_needsAnalysis = false;
    std::vector<Corpus> m_texts; // known first
    EvaluateOptions m_evaluate;
    std::shared_ptr<const ReferenceRun> m_reference;
    std::vector<Pending> m_pending;
    std::optional<StudyRow> m_baseline; // of the cell
    Study m_study;
};

EvaluateReport part(const EvaluateReport& report, size_t begin, size_t count) {
    EvaluateReport result = report;
    const auto from = report.corpora.begin() + static_cast<std::ptrdiff_t>(begin);
    result.corpora.assign(from, from + static_cast<std::ptrdiff_t>(count));
    return result;
}

// Steps of the engine under the name of the plan that they belong to.
class Titled final : public Progress {
public:
    Titled(Progress& parent, std::string title) : m_parent(parent), m_title(std::move(title)) {}
    void report(double fraction, std::string_view text) override {
        m_parent.report(fraction, fmt::format("{}; {}", m_title, text));
    }
    void note(std::string_view text) override { m_parent.note(text); }
    bool cancelled() const override { return m_parent.cancelled(); }

private:
    Progress& m_parent;
    std::string m_title;
};

// The difference from a model that loses nothing: its interval is that of the mean itself.
Result<MeanInterval> divergenceInterval(const EvaluateReport& report) {
    EvaluateReport full = report;
    for (CorpusScore& corpus : full.corpora) {
        corpus.kl = 0;
        std::fill(corpus.windowKl.begin(), corpus.windowKl.end(), 0.0);
    }
    MOQA_TRY(const PairedDifference d, divergenceDifference(report, full));
    return MeanInterval{d.low, d.high};
}

Status takeMeans(const EvaluateReport& report, StudyScores& scores) {
    if (report.corpora.empty()) return {};
    for (const CorpusScore& corpus : report.corpora) {
        scores.kl += corpus.kl / static_cast<double>(report.corpora.size());
        scores.nll += corpus.nll / static_cast<double>(report.corpora.size());
    }
    MOQA_TRY(scores.klInterval, divergenceInterval(report));
    return {};
}

Status Runner::checkMethods() {
    for (const std::string& method : m_grid.methods) {
        PlanOptions options;
        MOQA_TRY(const StudyMethod parsed, parseStudyMethod(method));
        MOQA_CHECK(parsePlanMethod(parsed.name, options));
        // A score may be one of the analysis'.
        m_needsAnalysis |=
            methodInfo(options.method).needsAnalysis || options.method == PlanMethod::Score;
    }
    return {};
}

Status Runner::loadTexts(Progress& progress) {
    std::set<std::string> names;
    for (const auto* list : {&m_grid.known, &m_grid.fresh})
        for (const std::string& request : *list) {
            progress.report(0, "reading texts");
            MOQA_TRY(Corpus corpus, m_sources.corpus(request, m_grid.evaluationTokens));
            if (!names.insert(corpus.name).second)
                return badInput("two texts of the evaluation have this name", corpus.name,
                                "give each its own");
            m_texts.push_back(std::move(corpus));
        }
    m_evaluate.window = m_grid.window;
    SubProgress reference(progress, 0, 0.02), full(progress, 0.02, 0.04);
    MOQA_TRY(m_reference, makeReference(m_model, m_texts, m_evaluate, reference));
    MOQA_TRY(m_study.full, evaluate(m_model, m_texts, m_evaluate, nullptr, full));
    return {};
}

Status Runner::prepare(Cell& cell, Progress& progress) {
    for (const std::string& request : cell.mix->corpora) {
        MOQA_TRY(Corpus corpus, m_sources.corpus(request, m_grid.calibrationTokens));
        cell.corpora.push_back(std::move(corpus));
    }
    SubProgress balancing(progress, 0, 0.05), second(progress, 0.05, 0.2), third(progress, 0.2, 1);
    Titled analysing(second, "analysing texts"), measuring(third, "measuring losses");
    if (m_grid.balanceTokens > 0) {
        MOQA_TRY(
            BalancedCorpora balanced,
            balanceCorpora(m_model, cell.corpora, m_grid.balanceTokens, m_grid.window, balancing));
        cell.corpora = std::move(balanced.corpora);
    }
    if (m_needsAnalysis) {
        AnalyzeOptions options;
        options.window = m_grid.window;
        MOQA_TRY(cell.analysis, analyze(m_model, cell.corpora, options, analysing));
    }
    return takeLosses(cell, measuring);
}

// Losses are measured for every grid: a plan by any method is better judged with its prediction
// beside it.
Status Runner::takeLosses(Cell& cell, Progress& progress) {
    MeasureOptions measure;
    measure.widths = m_grid.widths;
    measure.pairs = m_grid.pairs;
    measure.groups = {cell.group};
    measure.quantize = m_grid.quantize;
    if (m_sources.measured) cell.losses = m_sources.measured(measure, cell.corpora);
    if (cell.losses) return {};
    MOQA_TRY(cell.table, measureLosses(m_model, cell.corpora, measure, nullptr, {}, progress));
    cell.losses = &*cell.table;
    return m_sources.newTable ? m_sources.newTable(measure, *cell.table) : Status();
}

PlanOptions Runner::planOptions(const std::string& method, double bits, const Cell& cell) const {
    PlanOptions options;
    // checkMethods has seen that the name and the widths are right.
    const StudyMethod parsed = *parseStudyMethod(method);
    static_cast<void>(parsePlanMethod(parsed.name, options));
    options.bits = bits;
    const bool own = !parsed.widths.empty() || !parsed.pairs.empty();
    options.widths = own ? parsed.widths : m_grid.widths;
    if (options.method == PlanMethod::Optimal) options.pairs = own ? parsed.pairs : m_grid.pairs;
    options.unitFormat.group = cell.group;
    options.attentionBits = m_grid.attentionBits;
    options.sharedBits = m_grid.sharedBits;
    options.denseBits = m_grid.denseBits;
    if (m_grid.unseen >= 0) options.unseen = m_grid.unseen;
    return options;
}

Status Runner::score(StudyRow& row) const {
    MOQA_CHECK(takeMeans(part(row.report, 0, m_grid.known.size()), row.known));
    return takeMeans(part(row.report, m_grid.known.size(), m_grid.fresh.size()), row.fresh);
}

Result<Runner::Pending> Runner::quantized(const std::string& method, double bits, const Cell& cell,
                                          Progress& progress) {
    const auto start = Clock::now();
    Pending pending;
    StudyRow& row = pending.row;
    row.method = method;
    row.calibration = cell.mix->name;
    row.bits = bits;
    row.group = cell.group;
    CancelOnly planning(progress);
    const auto plan = makePlan(
        m_model,
        PlanInputs{cell.analysis ? &*cell.analysis : nullptr, cell.losses, nullptr, &planning},
        planOptions(method, bits, cell));
    if (!plan.ok()) {
        if (plan.error().code == ErrorCode::Cancelled) return plan.error();
        row.failure = plan.error().message();
        return pending;
    }
    row.totals = plan->totals;
    if (const auto predicted = predictedLoss(*cell.losses, *plan); predicted.ok())
        row.predicted = std::accumulate(predicted->begin(), predicted->end(), 0.0) /
                        static_cast<double>(predicted->size());
    pending.sink = std::make_unique<MemorySink>();
    MOQA_TRY(const QuantizeReport report,
             quantizeModel(m_model, *plan, cell.corpora, m_grid.quantize, *pending.sink, progress));
    pending.model = pending.sink->model(m_model);
    row.seconds = secondsSince(start);
    return pending;
}

bool Runner::pendingIsFull() const {
    int64_t bytes = 0;
    for (const Pending& one : m_pending) bytes += one.row.totals.bytes;
    return m_pending.size() >= kPlansAtOnce || bytes >= kBytesAtOnce;
}

// The logits of the undisturbed model are made once for all of them. The first row of a cell is its
// baseline.
Status Runner::scorePending(Progress& progress) {
    std::vector<const ModelSource*> models;
    for (const Pending& one : m_pending)
        if (one.model) models.push_back(one.model.get());
    const auto start = Clock::now();
    std::vector<EvaluateReport> reports;
    if (!models.empty()) {
        MOQA_TRY(reports, evaluateAll(models, m_texts, m_evaluate, *m_reference, progress));
    }
    const double each =
        secondsSince(start) / static_cast<double>(std::max<size_t>(1, models.size()));
    auto report = reports.begin();
    for (Pending& one : m_pending) {
        if (one.model) {
            one.row.report = std::move(*report++);
            one.row.seconds += each;
            MOQA_CHECK(score(one.row));
        }
        if (!m_baseline) {
            if (!one.row.failure.empty()) return badInput(one.row.failure, "baseline");
            m_baseline = one.row;
        } else {
            MOQA_CHECK(share(one.row, *m_baseline));
        }
        m_study.rows.push_back(std::move(one.row));
    }
    m_pending.clear();
    showGrowth();
    return {};
}

Status Runner::share(StudyRow& row, const StudyRow& baseline) const {
    if (!row.failure.empty()) return {};
    const size_t known = m_grid.known.size(), fresh = m_grid.fresh.size();
    for (const auto& [begin, count, scores] :
         {std::tuple{size_t{0}, known, &row.known}, std::tuple{known, fresh, &row.fresh}}) {
        if (count == 0) continue;
        const auto shares =
            recoveredShares(part(m_study.full, begin, count), part(baseline.report, begin, count),
                            part(row.report, begin, count));
        if (!shares.ok()) continue; // the baseline loses nothing here: there is no share
        scores->klShare = shares->divergence;
        scores->logPerplexityShare = shares->logPerplexity;
    }
    return {};
}

// Within each budget, the method of least divergence against every other.
Status Runner::compare(size_t first, const Cell& cell) {
    for (const double bits : m_grid.bits)
        for (const bool isKnown : {true, false}) {
            const size_t begin = isKnown ? 0 : m_grid.known.size();
            const size_t count = isKnown ? m_grid.known.size() : m_grid.fresh.size();
            const auto kl = [&](const StudyRow& row) {
                return isKnown ? row.known.kl : row.fresh.kl;
            };
            const StudyRow* best = nullptr;
            std::vector<const StudyRow*> rows;
            for (size_t i = first; i < m_study.rows.size(); ++i) {
                const StudyRow& row = m_study.rows[i];
                if (row.bits != bits || !row.failure.empty()) continue;
                rows.push_back(&row);
                if (best == nullptr || kl(row) < kl(*best)) best = &row;
            }
            if (count == 0) continue;
            for (const StudyRow* row : rows) {
                if (row == best || row->method == best->method) continue;
                MOQA_TRY(const PairedDifference d,
                         divergenceDifference(part(row->report, begin, count),
                                              part(best->report, begin, count)));
                m_study.comparisons.push_back({row->method, best->method, cell.mix->name, bits,
                                               cell.group, isKnown, d.value, d.low, d.high, d.p});
            }
        }
    return {};
}

Status Runner::predict(const Cell& cell, Progress& progress) {
    if (m_grid.randomPlans.empty()) return {};
    progress.note("random plans, predicted and measured");
    const PredictionOptions options{m_grid.randomPlans, m_grid.quantize, m_evaluate,
                                    m_grid.quantize.seed};
    const std::vector<Corpus> known(
        m_texts.begin(), m_texts.begin() + static_cast<std::ptrdiff_t>(m_grid.known.size()));
    MOQA_TRY(std::vector<PredictionCheck> checks,
             checkPredictions(m_model, *cell.losses, cell.corpora, known, options, progress));
    m_study.predictions.push_back({cell.mix->name, cell.group, std::move(checks)});
    return {};
}

Status Runner::addRow(const std::string& method, double bits, const Cell& cell,
                      Progress& progress) {
    progress.note(
        fmt::format("{} at {:g} bits, {}, group {}", method, bits, cell.mix->name, cell.group));
    Titled titled(progress, fmt::format("{} at {:g} bits", method, bits));
    SubProgress quantizing(titled, 0, 0.6), scoring(titled, 0.6, 1);
    MOQA_TRY(Pending made, quantized(method, bits, cell, quantizing));
    m_pending.push_back(std::move(made));
    // The baseline at once: everything else is compared with it.
    return !m_baseline || pendingIsFull() ? scorePending(scoring) : Status();
}

// next: the progress of the following steps, by what they take in rows.
Status Runner::runCell(Cell& cell, const std::function<SubProgress(double)>& next, double plans) {
    SubProgress preparing = next(6);
    MOQA_CHECK(prepare(cell, preparing));
    const size_t first = m_study.rows.size();
    m_baseline.reset();
    SubProgress base = next(1);
    MOQA_CHECK(addRow("uniform", m_grid.baselineBits, cell, base));
    for (const std::string& method : m_grid.methods)
        for (const double bits : m_grid.bits) {
            SubProgress step = next(1);
            if (method == "uniform" && bits == m_grid.baselineBits) continue;
            MOQA_CHECK(addRow(method, bits, cell, step));
        }
    SubProgress predicting = next(plans);
    if (!m_pending.empty()) MOQA_CHECK(scorePending(predicting));
    MOQA_CHECK(compare(first, cell));
    showGrowth();
    Titled random(predicting, "random plans");
    MOQA_CHECK(predict(cell, random));
    showGrowth();
    return {};
}

Result<Study> Runner::run(Progress& progress) {
    MOQA_CHECK(checkMethods());
    m_study.model = m_model.name();
    m_study.grid = m_grid;
    MOQA_CHECK(loadTexts(progress));
    const size_t cells = m_grid.calibration.size() * m_grid.groups.size();
    // Measuring a cell takes about as long as six plans.
    double plans = 0;
    for (const PlanRange& range : m_grid.randomPlans) plans += 0.2 * range.count;
    const double perCell =
        7.0 + plans + static_cast<double>(m_grid.methods.size() * m_grid.bits.size());
    double done = 0;
    const double all = perCell * static_cast<double>(cells);
    const auto next = [&](double share) {
        const double from = 0.04 + 0.96 * done / all;
        done += share;
        return SubProgress(progress, from, 0.04 + 0.96 * done / all);
    };
    for (const StudyMix& mix : m_grid.calibration)
        for (const int group : m_grid.groups) {
            Cell cell{&mix, group, {}, {}, {}, nullptr};
            MOQA_CHECK(runCell(cell, next, plans));
        }
    m_study.complete = true;
    return std::move(m_study);
}

} // namespace

Result<Study> runStudy(const ModelSource& model, const StudyGrid& grid, const StudySources& sources,
                       Progress& progress) {
    return Runner(model, grid, sources).run(progress);
}

} // namespace moqa
