// SPDX-License-Identifier: GPL-3.0-or-later
// The plans of every method, their tables and paired differences.
#include "core/analysis/analyze.h"
#include "core/measure/measure_losses.h"
#include "core/plan/optimal_plan.h"
#include "core/plan/plan_methods.h"
#include "core/quantize/memory_sink.h"
#include "tests/bench/fidelity/bench.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <ctime>
#include <fmt/format.h>

namespace moqa::fidelity {

double processorSeconds() { return static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }

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

const Row& find(const std::vector<Row>& rows, const std::string& title) {
    return *std::find_if(rows.begin(), rows.end(),
                         [&](const Row& row) { return row.wanted.title == title; });
}

std::string nameOf(Kind kind) {
    return kind == Kind::Known ? "known" : kind == Kind::New ? "new" : "further";
}

// What the interval of a difference a - b allows to say.
const char* verdict(const PairedDifference& d) {
    return d.low > 0 ? "helps" : d.high < 0 ? "harms" : "no difference shown";
}

namespace {

std::string interval(const ShareInterval& share) {
    return fmt::format("{:.1f} [{:.1f}, {:.1f}]", 100 * share.value, 100 * share.low,
                       100 * share.high);
}

} // namespace

Result<Calibrated> Bench::calibrate(std::vector<Corpus> corpora) const {
    Calibrated result;
    result.corpora = std::move(corpora);
    AnalyzeOptions analysis;
    analysis.window = kWindow;
    analysis.seed = m_quantize.seed;
    MOQA_TRY(result.analysis, analyze(*m_model, result.corpora, analysis, silentProgress()));
    const double start = processorSeconds();
    MeasureOptions measure;
    measure.widths = kWidths;
    measure.quantize = m_quantize;
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
    table(m_rows, kinds());
    against(m_rows, kinds());
    paired(m_rows, kinds(),
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
           {{"moqa 2.5", "optimal 2.5"},
            {"mc-moe 2", "optimal 2, widths 1 to 4"},
            {"uniform 3", "alphaq 3"},
            {"uniform 3", "ewq 3"},
            {"uniform 3", "score:frequency 3"},
            {"uniform 3", "quantmoe-block 3"}});
    return {};
}

std::vector<Kind> Bench::kinds() const {
    std::vector<Kind> kinds = {Kind::Known, Kind::New};
    if (m_texts.scored.back().kind == Kind::Further) kinds.push_back(Kind::Further);
    return kinds;
}

Status Bench::rivals() {
    std::vector<Wanted> wanted = {{"uniform 3", "uniform", 3}, {"optimal 2.5", "optimal", 2.5}};
    std::vector<std::pair<std::string, std::string>> steps;
    const auto add = [&](const char* method, const std::vector<int>& widths) {
        const std::string title = fmt::format("{} 2.5", method);
        wanted.push_back({title, method, 2.5, widths});
        steps.emplace_back(title, "optimal 2.5");
    };
    for (const char* method : {"quantmoe-frequency", "quantmoe-first-k", "quantmoe-linear-scorer"})
        add(method, {2, 4});
    add("gemq", {1, 2, 3});
    MOQA_TRY(const std::vector<Row> found, rows(wanted, m_calibrated, m_all, *m_reference));
    table(found, kinds());
    paired(found, kinds(), steps);
    return {};
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
        "per cent with the 95 % interval of a paired bootstrap over windows. R is - where uniform "
        "3 bit "
        "does not raise perplexity: there is no loss to win back. Where it hardly does, R is a "
        "ratio over nearly zero and its interval says little; R_KL has no such divisor.\n\n");
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

} // namespace moqa::fidelity
