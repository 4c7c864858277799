// SPDX-License-Identifier: GPL-3.0-or-later
// Oracles, random plans, routers fitted anew and other calibrations.
#include "core/measure/prediction_check.h"
#include "core/quantize/memory_sink.h"
#include "core/quantize/router_align.h"
#include "tests/bench/fidelity/bench.h"
#include "tests/bench/fidelity/oracle.h"

#include <algorithm>
#include <fmt/format.h>

namespace moqa::fidelity {

Status Bench::annealed() {
    const LossTable& table = m_calibrated.table;
    const double unseen = PlanOptions().unseen;
    const std::vector<double> losses = plannedLosses(table, unseen);
    const std::vector<int64_t> weights = unitWeights(*m_model, table);
    const auto uniform = table.find(UnitFormat{3, 64, false});
    const double start =
        lossOf(losses, table, Choice(table.unitCount(), static_cast<int>(uniform)));
    const Choice annealed = anneal(table, losses, weights, 3, 4'000'000, 1);
    MOQA_TRY(const Plan plan,
             makePlan(*m_model,
                      PlanInputs{&m_calibrated.analysis, &m_calibrated.table, nullptr, nullptr},
                      options({"optimal 3", "optimal", 3})));
    MOQA_TRY(const Choice planned, choiceOf(table, plan));
    const double best = lossOf(losses, table, annealed), ours = lossOf(losses, table, planned);
    say(fmt::format("Annealed oracle on the same table (4,000,000 exchanges): predicted loss "
                    "{:.6f} at {:.4f} mean bits, the plan {:.6f} at {:.4f}, uniform 3 bit {:.6f}: "
                    "the plan wins {:.1f} % of what the oracle wins.\n\n",
                    best, meanBits(table, weights, annealed), ours,
                    meanBits(table, weights, planned), start,
                    100 * (start - ours) / (start - best)));
    return {};
}

Status Bench::oracles() {
    MOQA_CHECK(annealed());
    const LossTable& table = m_calibrated.table;
    MOQA_TRY(const Choice planned, choiceOf(table, find(m_rows, "optimal 3").plan));
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

std::vector<Bench::Sensitive> Bench::sensitivities() const {
    std::vector<Sensitive> cases;
    const auto first = [&](size_t tokens, uint64_t seed) {
        Sensitive one{fmt::format("first {} tokens of each", tokens), m_texts.calibration, seed};
        if (seed > 0) one.name += fmt::format(", seed {}", seed);
        for (Corpus& corpus : one.corpora) corpus.ids.resize(std::min(corpus.ids.size(), tokens));
        cases.push_back(std::move(one));
    };
    for (const size_t tokens : {1024u, 2048u, 4096u, 8192u}) first(tokens, 0);
    // The more experts starve, the more the seed matters.
    for (const size_t tokens : {1024u, 8192u})
        for (const uint64_t seed : {1u, 2u}) first(tokens, seed);
    Sensitive later{"last 4096 of the 8192 tokens of each", m_texts.calibration, 0};
    for (Corpus& corpus : later.corpora)
        corpus.ids.erase(corpus.ids.begin(), corpus.ids.begin() + static_cast<std::ptrdiff_t>(
                                                                      corpus.ids.size() - 4096));
    cases.push_back(std::move(later));
    for (const Corpus& corpus : m_texts.calibration)
        cases.push_back({corpus.name + " alone, 8192 tokens", {corpus}, 0});
    return cases;
}

// Everything anew with another calibration: size, seed, stretch of the same texts, mix. Uniform
// quantization is calibrated alike, so that the share is that of the plan.
Status Bench::sensitivity() {
    say("| calibration | KL known, uniform 3 / optimal 3 | R_KL known | KL new | R_KL new |\n| --- "
        "| --- | --- | --- | --- |\n");
    const uint64_t usual = m_quantize.seed;
    for (const Sensitive& one : sensitivities()) {
        m_quantize.seed = one.seed;
        Calibrated anew;
        if (one.name == "first 8192 tokens of each") {
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
    m_quantize.seed = usual;
    say(fmt::format("\n{} tokens of each of the demo's six texts are scored here.\n\n",
                    kShortTokens));
    return note("sensitivity");
}

} // namespace moqa::fidelity
