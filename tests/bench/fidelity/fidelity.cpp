// SPDX-License-Identifier: GPL-3.0-or-later
// The fidelity study of a demo model in one run: plans by every method under equal conditions, the
// shares of uniform quantization's loss that they win back with paired bootstrap intervals, oracles
// to hold them against, predicted against measured loss, and how far the result depends on the
// calibration. Writes a section of resources/docs/fidelity.md to standard output.
//   fidelity MODEL CORPORA_FOLDER DATA_FOLDER [TOKENS [quick]]
// TOKENS (default 25,000) of each text beside the demo's are scored, the demo's last thirds whole;
// quick leaves out oracle by measure, random plans and sensitivity. All but the routed experts
// stays at 16 bits; GPTQ without grid search, groups of 64, act-order.
#include "core/analysis/analyze.h"
#include "core/base/parallel.h"
#include "core/evaluate/bootstrap.h"
#include "core/measure/measure_losses.h"
#include "core/measure/prediction_check.h"
#include "core/plan/make_plan.h"
#include "core/plan/optimal_plan.h"
#include "core/plan/plan_methods.h"
#include "core/quantize/memory_sink.h"
#include "core/quantize/router_align.h"
#include "core/store/open_model.h"
#include "moqa/kernels.h"
#include "tests/bench/fidelity/oracle.h"
#include "tests/bench/fidelity/texts.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <fmt/format.h>

using namespace moqa;
using namespace moqa::fidelity;

namespace {

constexpr int64_t kCalibrationTokens = 8192, kWindow = 256, kShortTokens = 2048;
constexpr size_t kPlansAtOnce = 8;
const std::vector<int> kWidths = {1, 2, 3, 4, 5, 6, 8};

struct Wanted {
    std::string title, method;
    double bits = 3;
    std::vector<int> widths = kWidths;
    bool pairwise = false;
};

struct Row {
    Wanted wanted;
    std::string failure;
    PlanTotals totals;
    double predicted = std::nan("");
    Plan plan;
    EvaluateReport report;
};

struct Calibrated {
    std::vector<Corpus> corpora;
    Analysis analysis;
    LossTable table;
    double seconds = 0; // of processor time, measuring alone
};

double processorSeconds() { return static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }

class Bench {
public:
    Bench(std::shared_ptr<const ModelSource> model, Texts texts)
        : m_model(std::move(model)), m_texts(std::move(texts)) {
        m_evaluate.window = kWindow;
        m_quantize.window = kWindow;
        m_quantize.grid = GridSearch::Off;
    }
    Status begin();
    Status methods();
    Status oracles();
    Status predictions();
    Status routers();
    Status probed();
    Status sensitivity();

private:
    Result<Calibrated> calibrate(std::vector<Corpus> corpora, bool probeExperts = false) const;
    PlanOptions options(const Wanted& wanted) const;
    Result<std::vector<Row>> rows(const std::vector<Wanted>& wanted, const Calibrated& calibrated,
                                  const std::vector<Corpus>& texts, const ReferenceRun& reference);
    EvaluateReport part(const EvaluateReport& report, Kind kind) const;
    std::string share(const EvaluateReport& plan, const EvaluateReport& uniform, Kind kind,
                      bool perplexity = false) const;
    const EvaluateReport& fullOf(const EvaluateReport& report) const {
        const bool all = report.corpora.front().windows == m_full.corpora.front().windows;
        return all ? m_full : m_shortFull;
    }
    void table(const std::vector<Row>& rows, const std::vector<Kind>& kinds) const;
    void against(const std::vector<Row>& rows, const std::vector<Kind>& kinds) const;
    void paired(const std::vector<Row>& rows, const std::vector<Kind>& kinds,
                const std::vector<std::pair<std::string, std::string>>& steps) const;

    std::shared_ptr<const ModelSource> m_model;
    Texts m_texts;
    EvaluateOptions m_evaluate;
    QuantizeOptions m_quantize;
    Calibrated m_calibrated;
    std::vector<Corpus> m_all, m_short; // scored: everything; 2,048 tokens of the demo's six
    std::shared_ptr<const ReferenceRun> m_reference, m_shortReference;
    EvaluateReport m_full, m_shortFull;
    std::vector<Row> m_rows;
};

void say(const std::string& text) {
    std::fputs(text.c_str(), stdout);
    std::fflush(stdout);
}

Status note(const char* step) {
    std::fprintf(stderr, "%.0f s of processor time: %s\n", processorSeconds(), step);
    return {};
}

double meanKl(const EvaluateReport& report) {
    double sum = 0;
    for (const CorpusScore& score : report.corpora) sum += score.kl;
    return sum / static_cast<double>(report.corpora.size());
}

double perplexity(const EvaluateReport& report) {
    double sum = 0;
    for (const CorpusScore& score : report.corpora) sum += score.nll;
    return std::exp(sum / static_cast<double>(report.corpora.size()));
}

std::string interval(const ShareInterval& share) {
    return fmt::format("{:.1f} [{:.1f}, {:.1f}]", 100 * share.value, 100 * share.low,
                       100 * share.high);
}

Result<Calibrated> Bench::calibrate(std::vector<Corpus> corpora, bool probeExperts) const {
    Calibrated result;
    result.corpora = std::move(corpora);
    AnalyzeOptions analysis;
    analysis.window = kWindow;
    MOQA_TRY(result.analysis, analyze(*m_model, result.corpora, analysis, silentProgress()));
    const double start = processorSeconds();
    MeasureOptions measure;
    measure.widths = kWidths;
    measure.quantize = m_quantize;
    measure.probeExperts = probeExperts;
    MOQA_TRY(result.table,
             measureLosses(*m_model, result.corpora, measure, nullptr, {}, silentProgress()));
    result.seconds = processorSeconds() - start;
    return result;
}

PlanOptions Bench::options(const Wanted& wanted) const {
    PlanOptions options;
    static_cast<void>(parsePlanMethod(wanted.method, options));
    options.bits = wanted.bits;
    options.widths = wanted.widths;
    options.pairwise = wanted.pairwise;
    options.attentionBits = options.sharedBits = options.denseBits = 16;
    return options;
}

Result<std::vector<Row>> Bench::rows(const std::vector<Wanted>& wanted,
                                     const Calibrated& calibrated, const std::vector<Corpus>& texts,
                                     const ReferenceRun& reference) {
    std::vector<Row> rows;
    for (size_t begin = 0; begin < wanted.size(); begin += kPlansAtOnce) {
        std::vector<MemorySink> sinks(kPlansAtOnce);
        std::vector<std::unique_ptr<QuantizedOverlay>> models;
        std::vector<const ModelSource*> scored;
        std::vector<size_t> indexes;
        for (size_t i = begin; i < std::min(wanted.size(), begin + kPlansAtOnce); ++i) {
            Row row;
            row.wanted = wanted[i];
            auto plan =
                makePlan(*m_model, PlanInputs{&calibrated.analysis, &calibrated.table, nullptr, {}},
                         options(wanted[i]));
            if (plan.ok()) {
                row.plan = std::move(*plan);
                row.totals = row.plan.totals;
                if (const auto loss = meanPredictedLoss(calibrated.table, row.plan))
                    row.predicted = *loss;
                MemorySink& sink = sinks[i - begin];
                MOQA_TRY(const QuantizeReport report,
                         quantizeModel(*m_model, row.plan, calibrated.corpora, m_quantize, sink,
                                       silentProgress()));
                models.push_back(sink.model(*m_model));
                scored.push_back(models.back().get());
                indexes.push_back(rows.size());
            } else {
                row.failure = plan.error().message();
            }
            rows.push_back(std::move(row));
        }
        if (scored.empty()) continue;
        MOQA_TRY(auto reports, evaluateAll(scored, texts, m_evaluate, reference, silentProgress()));
        for (size_t i = 0; i < indexes.size(); ++i) rows[indexes[i]].report = std::move(reports[i]);
        MOQA_CHECK(note(rows.back().wanted.title.c_str()));
    }
    return rows;
}

Status Bench::begin() {
    for (const std::string& file : m_texts.absent)
        std::fprintf(stderr, "absent, left out: %s\n", file.c_str());
    m_all = m_texts.corpora(0, true);
    m_short = m_texts.corpora(kShortTokens, false);
    MOQA_TRY(m_reference, makeReference(*m_model, m_all, m_evaluate, silentProgress()));
    MOQA_TRY(m_full, evaluate(*m_model, m_all, m_evaluate, nullptr, silentProgress()));
    MOQA_TRY(m_shortReference, makeReference(*m_model, m_short, m_evaluate, silentProgress()));
    MOQA_TRY(m_shortFull, evaluate(*m_model, m_short, m_evaluate, nullptr, silentProgress()));
    MOQA_TRY(m_calibrated, calibrate(m_texts.calibration));
    MOQA_CHECK(note("measured"));
    int64_t scored = 0;
    for (const CorpusScore& score : m_full.corpora) scored += score.scored;
    say(fmt::format("## {}\n\n{} tokens are scored. Known kinds of text: ", m_model->name(),
                    scored));
    for (const Text& text : m_texts.scored) {
        const auto tokens = text.corpus.ids.size();
        if (text.corpus.name == "stories") say("new: ");
        if (text.corpus.name == "alice") say("further, all new: ");
        say(fmt::format("{} ({}){}", text.corpus.name, tokens,
                        &text == &m_texts.scored.back() ? ".\n" : ", "));
    }
    for (const std::string& file : m_texts.absent)
        say(fmt::format("Not there and left out: {}.\n", file));
    say(fmt::format("Calibrated on {} x {} tokens of the first two thirds of the known texts; "
                    "measuring the losses took {:.0f} s of processor time.\n\n",
                    m_texts.calibration.size(), kCalibrationTokens, m_calibrated.seconds));
    return {};
}

EvaluateReport Bench::part(const EvaluateReport& report, Kind kind) const {
    EvaluateReport result = report;
    result.corpora.clear();
    for (size_t i = 0; i < report.corpora.size(); ++i)
        if (m_texts.scored[i].kind == kind) result.corpora.push_back(report.corpora[i]);
    return result;
}

std::string Bench::share(const EvaluateReport& plan, const EvaluateReport& uniform, Kind kind,
                         bool asPerplexity) const {
    const auto shares =
        recoveredShares(part(fullOf(plan), kind), part(uniform, kind), part(plan, kind));
    if (!shares.ok()) return "-";
    const auto& value = asPerplexity ? shares->logPerplexity : shares->divergence;
    return value ? interval(*value) : "-";
}

const Row& find(const std::vector<Row>& rows, const std::string& title) {
    return *std::find_if(rows.begin(), rows.end(),
                         [&](const Row& row) { return row.wanted.title == title; });
}

// The rows that the figures are about on every text; what surrounds them, with their neighbours
// once more, on a part of the demo's.
Status Bench::methods() {
    const std::vector<int> low = {1, 2, 3, 4};
    std::vector<Wanted> wanted;
    const auto add = [&](const char* method, const std::vector<int>& widths,
                         std::initializer_list<double> budgets) {
        for (const double bits : budgets)
            wanted.push_back({fmt::format("{} {:g}", method, bits), method, bits, widths});
    };
    const Wanted narrow{"optimal 2, widths 1 to 4", "optimal", 2, low};
    add("uniform", kWidths, {2, 3, 4});
    add("optimal", kWidths, {2.5, 3});
    wanted.push_back(narrow);
    add("moqa", {2, 4, 6, 8}, {3});
    add("mc-moe", {1, 2, 3}, {2.5});
    add("alphaq", {2, 3, 4, 8}, {2.5});
    add("ewq", {2, 3, 4}, {2.5});
    add("score:frequency", kWidths, {2.5});
    MOQA_TRY(m_rows, rows(wanted, m_calibrated, m_all, *m_reference));
    std::vector<Kind> kinds = {Kind::Known, Kind::New};
    if (m_texts.scored.back().kind == Kind::Further) kinds.push_back(Kind::Further);
    table(m_rows, kinds);
    against(m_rows, kinds);
    paired(m_rows, kinds,
           {{"mc-moe 2.5", "optimal 2.5"},
            {"alphaq 2.5", "optimal 2.5"},
            {"ewq 2.5", "optimal 2.5"},
            {"score:frequency 2.5", "optimal 2.5"},
            {"uniform 2", "optimal 2, widths 1 to 4"},
            {"uniform 3", "optimal 3"},
            {"uniform 3", "moqa 3"}});

    wanted.clear();
    add("uniform", kWidths, {2, 3, 4});
    add("optimal", kWidths, {2.1, 2.25, 2.5, 2.75, 3, 3.5});
    wanted.push_back(narrow);
    for (const double bits : {2.5, 3.0})
        wanted.push_back(
            {fmt::format("optimal with pairs {:g}", bits), "optimal", bits, kWidths, true});
    add("moqa", {2, 4, 6, 8}, {2.5});
    add("mc-moe", {1, 2, 3}, {2});
    add("alphaq", {2, 3, 4, 8}, {3});
    add("ewq", {2, 3, 4}, {3});
    add("score:frequency", kWidths, {3});
    add("quantmoe-block", {2, 4}, {2.5, 3});
    MOQA_TRY(const std::vector<Row> more, rows(wanted, m_calibrated, m_short, *m_shortReference));
    say(fmt::format("The frontier and further steps, {} tokens of each of the demo's texts:\n\n",
                    kShortTokens));
    table(more, {Kind::Known, Kind::New});
    paired(more, {Kind::Known, Kind::New},
           {{"optimal 2.5", "optimal with pairs 2.5"},
            {"optimal 3", "optimal with pairs 3"},
            {"moqa 2.5", "optimal 2.5"},
            {"mc-moe 2", "optimal 2, widths 1 to 4"},
            {"uniform 3", "alphaq 3"},
            {"uniform 3", "ewq 3"},
            {"uniform 3", "score:frequency 3"},
            {"uniform 3", "quantmoe-block 3"}});
    return {};
}

std::string nameOf(Kind kind) {
    return kind == Kind::Known ? "known" : kind == Kind::New ? "new" : "further";
}

void Bench::table(const std::vector<Row>& rows, const std::vector<Kind>& kinds) const {
    const EvaluateReport& three = find(rows, "uniform 3").report;
    const EvaluateReport& full = fullOf(three);
    say("Full precision: perplexity");
    for (const Kind kind : kinds)
        say(fmt::format(" {:.3f} {}{}", perplexity(part(full, kind)), nameOf(kind),
                        kind == kinds.back() ? " (geometric means).\n\n" : ","));
    std::string heading = "| plan | mean / true bits | bytes | predicted KL |", line = heading;
    for (const Kind kind : kinds)
        heading += fmt::format(" KL {0} | R_KL {0} | R {0} |", nameOf(kind));
    line = "| --- | --- | --- | --- |";
    for (size_t i = 0; i < kinds.size(); ++i) line += " --- | --- | --- |";
    say(heading + "\n" + line + "\n");
    for (const Row& row : rows) {
        if (!row.failure.empty()) {
            say(fmt::format("| {} | no plan: {} |\n", row.wanted.title, row.failure));
            continue;
        }
        say(fmt::format("| {} | {:.3f} / {:.3f} | {} | {} |", row.wanted.title, row.totals.meanBits,
                        row.totals.trueBits, row.totals.bytes,
                        std::isnan(row.predicted) ? "" : fmt::format("{:.6f}", row.predicted)));
        for (const Kind kind : kinds)
            say(fmt::format(" {:.6f} | {} | {} |", meanKl(part(row.report, kind)),
                            share(row.report, three, kind), share(row.report, three, kind, true)));
        say("\n");
    }
    say("\nR_KL and R (log perplexity) are what a plan wins back of the loss of uniform 3 bit, in "
        "per cent with the 95 % interval of a paired bootstrap over windows.\n\n");
}

void Bench::against(const std::vector<Row>& rows, const std::vector<Kind>& kinds) const {
    const EvaluateReport& two = find(rows, "uniform 2").report;
    for (const char* title : {"optimal 2.5", "optimal 2, widths 1 to 4"}) {
        say(fmt::format("{} against uniform 2: R_KL", title));
        for (const Kind kind : kinds)
            say(fmt::format(" {} {}{}", share(find(rows, title).report, two, kind), nameOf(kind),
                            kind == kinds.back() ? ".\n\n" : ","));
    }
}

// What the interval of a difference a - b allows to say.
const char* verdict(const PairedDifference& d) {
    return d.low > 0 ? "helps" : d.high < 0 ? "harms" : "no difference shown";
}

// What each step brings, paired over windows: also what did not help.
void Bench::paired(const std::vector<Row>& rows, const std::vector<Kind>& kinds,
                   const std::vector<std::pair<std::string, std::string>>& steps) const {
    say("| from | to | texts | KL falls by [95 %] | p | the step |\n| --- | --- | --- | --- | --- "
        "| "
        "--- |\n");
    for (const auto& [a, b] : steps) {
        const Row &left = find(rows, a), &right = find(rows, b);
        if (!left.failure.empty() || !right.failure.empty()) {
            say(fmt::format("| {} | {} | | no plan | | |\n", a, b));
            continue;
        }
        for (const Kind kind : kinds) {
            const auto d = divergenceDifference(part(left.report, kind), part(right.report, kind));
            if (d.ok())
                say(fmt::format("| {} | {} | {} | {:.6f} [{:.6f}, {:.6f}] | {} | {} |\n", a, b,
                                nameOf(kind), d->value, d->low, d->high,
                                d->p < 0.001 ? "< 0.001" : fmt::format("{:.3f}", d->p),
                                verdict(*d)));
        }
    }
    say("\n");
}

Status Bench::oracles() {
    const LossTable& table = m_calibrated.table;
    const double unseen = PlanOptions().unseen;
    const std::vector<double> losses = plannedLosses(table, unseen);
    const std::vector<int64_t> weights = unitWeights(*m_model, table);
    const auto uniform = table.find(UnitFormat{3, 64, false});
    const double start =
        lossOf(losses, table, Choice(table.unitCount(), static_cast<int>(uniform)));
    const Choice annealed = anneal(table, losses, weights, 3, 4'000'000, 1);
    MOQA_TRY(const Choice planned, choiceOf(table, find(m_rows, "optimal 3").plan));
    const double best = lossOf(losses, table, annealed), ours = lossOf(losses, table, planned);
    say(fmt::format("Annealed oracle on the same table (4,000,000 exchanges): predicted loss "
                    "{:.6f} at {:.4f} mean bits, the plan {:.6f} at {:.4f}, uniform 3 bit {:.6f}: "
                    "the plan wins {:.1f} % of what the oracle wins.\n\n",
                    best, meanBits(table, weights, annealed), ours,
                    meanBits(table, weights, planned), start,
                    100 * (start - ours) / (start - best)));
    std::vector<Corpus> known(m_short.begin(), m_short.begin() + 3);
    MOQA_TRY(const auto reference, makeReference(*m_model, known, m_evaluate, silentProgress()));
    MOQA_TRY(const MeasuredOracle oracle,
             exchangeByMeasure(*m_model, table, m_calibrated.corpora, known, m_quantize, m_evaluate,
                               *reference, planned, 40, 7, silentProgress()));
    say(fmt::format("Oracle by measure ({} sets of exchanges on the very texts that are scored, "
                    "{} tokens of each known text; no method may look there): KL {:.6f} from the "
                    "plan's {:.6f}, {:.1f} % less; {} sets kept.\n\n",
                    oracle.tried, kShortTokens, oracle.kl, oracle.startKl,
                    100 * (1 - oracle.kl / oracle.startKl), oracle.kept));
    return note("oracles");
}

Status Bench::predictions() {
    PredictionOptions options{{{2.05, 7, 60}, {2.98, 3.02, 60}}, m_quantize, m_evaluate, 0};
    const std::vector<Corpus> known(m_short.begin(), m_short.begin() + 3);
    MOQA_TRY(const auto checks, checkPredictions(*m_model, m_calibrated.table, m_calibrated.corpora,
                                                 known, options, silentProgress()));
    for (const PredictionCheck& check : checks) {
        double predicted = 0, measured = 0;
        for (const PredictionPoint& point : check.points) {
            predicted += point.predicted;
            measured += point.measured;
        }
        say(fmt::format("Predicted against measured KL, {} random plans of {:g} to {:g} bits: rank "
                        "correlation {:.3f}; predicted {:.2f} of measured on the mean.\n",
                        check.points.size(), check.range.low, check.range.high,
                        check.rankCorrelation, predicted / measured));
    }
    say("\n");
    return note("predictions");
}

// Routers fitted anew behind a quantized model: divergence and routing shift of held-back text.
Status Bench::routers() {
    const std::vector<Wanted> wanted = {{"uniform 2", "uniform", 2},
                                        {"uniform 3", "uniform", 3},
                                        {"optimal 2.5", "optimal", 2.5},
                                        {"optimal 3", "optimal", 3}};
    say("| plan | routers | KL known | KL new | routing shift known | new | KL less by, known and "
        "new [95 %] | p |\n| --- | --- | --- | --- | --- | --- | --- | --- |\n");
    const auto shiftOf = [](const EvaluateReport& report) {
        double sum = 0, count = 0;
        for (const CorpusScore& score : report.corpora)
            for (const double shift : score.routingShift) {
                sum += shift;
                count += 1;
            }
        return 100 * sum / count;
    };
    for (const Wanted& one : wanted) {
        MOQA_TRY(const Plan plan,
                 makePlan(*m_model,
                          PlanInputs{&m_calibrated.analysis, &m_calibrated.table, nullptr, nullptr},
                          options(one)));
        MemorySink sink;
        MOQA_TRY(const QuantizeReport report, quantizeModel(*m_model, plan, m_calibrated.corpora,
                                                            m_quantize, sink, silentProgress()));
        const auto quantized = sink.model(*m_model);
        RouterOverlay aligned(*quantized);
        RouterAlignOptions align;
        align.window = kWindow;
        MOQA_TRY(const auto shifts, alignRouters(*m_model, *quantized, m_calibrated.corpora, align,
                                                 aligned, silentProgress()));
        MOQA_TRY(const auto reports, evaluateAll({quantized.get(), &aligned}, m_short, m_evaluate,
                                                 *m_shortReference, silentProgress()));
        MOQA_TRY(const PairedDifference d, divergenceDifference(reports[0], reports[1]));
        for (const size_t i : {size_t{0}, size_t{1}}) {
            const EvaluateReport known = part(reports[i], Kind::Known),
                                 fresh = part(reports[i], Kind::New);
            say(fmt::format("| {} | {} | {:.6f} | {:.6f} | {:.2f} % | {:.2f} % |", one.title,
                            i == 0 ? "as they were" : "aligned", meanKl(known), meanKl(fresh),
                            shiftOf(known), shiftOf(fresh)));
            say(i == 0 ? " | |\n"
                       : fmt::format(" {:.6f} [{:.6f}, {:.6f}] | {:.3f}, {} |\n", d.value, d.low,
                                     d.high, d.p, verdict(d)));
        }
    }
    say("\n");
    return note("routers");
}

// Losses whose scale is each expert's own, against those of the layer's; the knapsack's weight of
// unmeasured text with both.
Status Bench::probed() {
    MOQA_TRY(const Calibrated own, calibrate(m_texts.calibration, true));
    MOQA_TRY(auto rows, this->rows({{"uniform 3", "uniform", 3},
                                    {"layer's scale 2.5", "optimal", 2.5},
                                    {"layer's scale 3", "optimal", 3}},
                                   m_calibrated, m_short, *m_shortReference));
    MOQA_TRY(auto more, this->rows({{"experts' scales 2.5", "optimal", 2.5},
                                    {"experts' scales 3", "optimal", 3}},
                                   own, m_short, *m_shortReference));
    for (Row& row : more) rows.push_back(std::move(row));
    say(fmt::format("Scales of experts probed one by one (`moqa measure --probe-experts`, {:.0f} s "
                    "of processor time instead of {:.0f}), {} tokens of each of the demo's "
                    "texts:\n\n",
                    own.seconds, m_calibrated.seconds, kShortTokens));
    table(rows, {Kind::Known, Kind::New});
    paired(
        rows, {Kind::Known, Kind::New},
        {{"layer's scale 2.5", "experts' scales 2.5"}, {"layer's scale 3", "experts' scales 3"}});
    return note("probed experts");
}

// Everything anew with another calibration: size, seed of the sample (another stretch of the same
// texts), mix. Uniform quantization is calibrated alike, so that the share is that of the plan.
Status Bench::sensitivity() {
    struct Case {
        std::string name;
        std::vector<Corpus> corpora;
    };
    std::vector<Case> cases;
    for (const size_t tokens : {1024u, 2048u, 4096u, 8192u}) {
        Case one{fmt::format("first {} tokens of each", tokens), m_texts.calibration};
        for (Corpus& corpus : one.corpora) corpus.ids.resize(std::min(corpus.ids.size(), tokens));
        cases.push_back(std::move(one));
    }
    Case later{"last 4096 of the 8192 tokens of each", m_texts.calibration};
    for (Corpus& corpus : later.corpora)
        corpus.ids.erase(corpus.ids.begin(), corpus.ids.begin() + static_cast<std::ptrdiff_t>(
                                                                      corpus.ids.size() - 4096));
    cases.push_back(std::move(later));
    for (const Corpus& corpus : m_texts.calibration)
        cases.push_back({corpus.name + " alone, 8192 tokens", {corpus}});
    say("| calibration | KL known, uniform 3 / optimal 3 | R_KL known | KL new | R_KL new |\n| --- "
        "| --- | --- | --- | --- |\n");
    for (const Case& one : cases) {
        Calibrated anew;
        if (one.name.starts_with("first 8192")) {
            anew = m_calibrated;
        } else {
            MOQA_TRY(anew, calibrate(one.corpora));
        }
        MOQA_TRY(const auto rows,
                 this->rows({{"uniform 3", "uniform", 3}, {"optimal 3", "optimal", 3}}, anew,
                            m_short, *m_shortReference));
        say(fmt::format("| {} |", one.name));
        for (const Kind kind : {Kind::Known, Kind::New})
            say(fmt::format(" {:.6f} / {:.6f} | {} |", meanKl(part(rows[0].report, kind)),
                            meanKl(part(rows[1].report, kind)),
                            share(rows[1].report, rows[0].report, kind)));
        say("\n");
    }
    say(fmt::format("\n{} tokens of each of the demo's six texts are scored here.\n\n",
                    kShortTokens));
    return note("sensitivity");
}

Status runAll(int argc, char** argv) {
    const int64_t tokens = argc > 4 ? std::atoll(argv[4]) : 25'000;
    const bool quick = argc > 5 && std::strcmp(argv[5], "quick") == 0;
    kernels::setCpuThreads(threadLimit());
    MOQA_TRY(auto model, openModel(argv[1]));
    MOQA_TRY(Texts texts, loadTexts(*model, argv[2], argv[3], kCalibrationTokens, tokens));
    Bench bench(std::move(model), std::move(texts));
    MOQA_CHECK(bench.begin());
    MOQA_CHECK(bench.methods());
    if (!quick) {
        MOQA_CHECK(bench.routers());
        MOQA_CHECK(bench.probed());
        MOQA_CHECK(bench.oracles());
        MOQA_CHECK(bench.predictions());
        MOQA_CHECK(bench.sensitivity());
    }
    say(fmt::format("{:.0f} s of processor time in all.\n\n", processorSeconds()));
    return {};
}

} // namespace

int main(int argc, char** argv) {
    if (argc < 4) {
        std::fprintf(stderr, "fidelity MODEL CORPORA_FOLDER DATA_FOLDER [TOKENS [quick]]\n");
        return 2;
    }
    const Status status = runAll(argc, argv);
    if (!status.ok()) std::fprintf(stderr, "%s\n", status.error().message().c_str());
    return status.ok() ? 0 : 1;
}
