// SPDX-License-Identifier: GPL-3.0-or-later
// What each stage of the method brings (moqa.md section 6), as a table: uniform GPTQ, the base rule
// (BQ), BQ with channel switching (DQS), cached channels resident; token weights on and off,
// significance against plain frequency, the rule for redundant experts on and off. Everything but
// the routed experts stays at 16 bits in every row. KL and perplexity against the full model on
// held-back thirds of known and new texts, recovered shares with 95 % intervals and the difference
// from BQ with its p value, from paired bootstraps over windows.
//   ablation MODEL CORPORA_FOLDER [TOKENS [CACHE_SHARE [BITS]]]
// Each text's patch comes from 8192 tokens of its first two thirds; what is scored is never
// sampled.
#include "core/adapt/adapt.h"
#include "core/adapt/channel_choice.h"
#include "core/adapt/patched_source.h"
#include "core/base/parallel.h"
#include "core/evaluate/bootstrap.h"
#include "core/plan/make_plan.h"
#include "core/quantize/memory_sink.h"
#include "core/store/open_model.h"
#include "core/text/tokenizer.h"
#include "moqa/kernels.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <fmt/format.h>

using namespace moqa;

namespace {

constexpr int64_t kCalibrationTokens = 8192, kSampleTokens = 8192, kWindow = 256;
const std::vector<std::string> kKnown = {"encyclopedia", "code", "maths"};
const std::vector<std::string> kNew = {"stories", "drama", "manual"};

struct Text {
    std::string name;
    bool known = false;
    Corpus head, tail; // first two thirds, last third
    std::shared_ptr<const ReferenceRun> reference;
};

struct Row {
    std::string name;
    double meanBits = 0, trueBits = 0;
    EvaluateReport report; // one score per text
};

struct Setting {
    std::string name;
    PlanOptions plan;
    double reweight = 0;
    bool byFrequency = false;
};

class Ablation {
public:
    Ablation(std::shared_ptr<const ModelSource> model, std::vector<Text> texts, double share,
             double bits)
        : m_model(std::move(model)), m_texts(std::move(texts)), m_share(share), m_bits(bits) {}

    Status run();
    std::string table() const;

private:
    struct Quantized {
        MemorySink sink;
        std::shared_ptr<const ModelSource> source;
        CachedModel cached;
    };
    Setting setting(const std::string& name, PlanMethod method) const;
    std::vector<Corpus> calibration() const;
    Result<Analysis> analysisOf(double reweight, bool byFrequency) const;
    Status quantize(const Setting& setting, double share, Quantized& out);
    Status score(const std::string& name, const PlanTotals& totals, int64_t moreBytes,
                 const std::vector<std::shared_ptr<const ModelSource>>& sources);
    Status plain(const Setting& setting);
    Status switching();
    EvaluateReport part(const EvaluateReport& report, bool known) const;
    double routedWeights() const;

    std::shared_ptr<const ModelSource> m_model;
    std::vector<Text> m_texts;
    double m_share, m_bits;
    EvaluateReport m_full;
    std::vector<Row> m_rows;
    std::string m_notes;
};

Setting Ablation::setting(const std::string& name, PlanMethod method) const {
    Setting result{name, {}, 0, false};
    result.plan.method = method;
    result.plan.bits = m_bits;
    result.plan.attentionBits = result.plan.sharedBits = result.plan.denseBits = 16;
    return result;
}

std::vector<Corpus> Ablation::calibration() const {
    std::vector<Corpus> corpora;
    for (const Text& text : m_texts) {
        if (!text.known) continue;
        corpora.push_back(text.head);
        corpora.back().ids.resize(std::min<size_t>(corpora.back().ids.size(), kCalibrationTokens));
    }
    return corpora;
}

Result<Analysis> Ablation::analysisOf(double reweight, bool byFrequency) const {
    AnalyzeOptions options;
    options.window = kWindow;
    options.reweight = reweight;
    options.keepChannels = true;
    MOQA_TRY(Analysis analysis, analyze(*m_model, calibration(), options, silentProgress()));
    if (!byFrequency) return analysis;
    for (const CorpusInfo& corpus : analysis.corpora) {
        const ResultPtr frequency = analysis.find("frequency", corpus.name);
        if (!frequency) return internalError("there is no frequency", corpus.name);
        auto array = std::make_shared<ResultArray>(*frequency);
        array->key = {"significance", corpus.name, -1};
        analysis.results[array->key] = array;
    }
    return analysis;
}

Status Ablation::quantize(const Setting& setting, double share, Quantized& out) {
    MOQA_TRY(const Analysis analysis, analysisOf(setting.reweight, setting.byFrequency));
    MOQA_TRY(Plan plan, makePlan(*m_model, &analysis, setting.plan));
    QuantizeOptions options;
    options.window = kWindow;
    options.reweight = setting.reweight;
    options.grid = GridSearch::Off;
    if (share > 0) {
        plan.options["cache"] = share;
        plan.totals = planTotals(plan, *m_model);
        MOQA_TRY(CacheRequest request, makeCacheRequest(*m_model, plan, &analysis, calibration(),
                                                        kWindow, share, silentProgress()));
        options.cache = std::make_shared<const CacheRequest>(std::move(request));
    }
    MOQA_TRY(const QuantizeReport report,
             quantizeModel(*m_model, plan, calibration(), options, out.sink, silentProgress()));
    out.source = out.sink.model(*m_model);
    out.cached.plan = std::move(plan);
    out.cached.share = share;
    for (const Corpus& corpus : calibration()) out.cached.corpora.push_back(corpus.name);
    for (const auto& [layer, cache] : out.sink.caches()) out.cached.layers.push_back(cache);
    return {};
}

// sources: one for all texts, or one of each.
Status Ablation::score(const std::string& name, const PlanTotals& totals, int64_t moreBytes,
                       const std::vector<std::shared_ptr<const ModelSource>>& sources) {
    Row row{name,
            totals.meanBits,
            totals.trueBits + 8.0 * static_cast<double>(moreBytes) / routedWeights(),
            {}};
    for (size_t i = 0; i < m_texts.size(); ++i) {
        const ModelSource& source = *sources[sources.size() == 1 ? 0 : i];
        EvaluateOptions options;
        options.window = kWindow;
        MOQA_TRY(EvaluateReport one, evaluate(source, {m_texts[i].tail}, options,
                                              m_texts[i].reference.get(), silentProgress()));
        if (i == 0)
            row.report = one;
        else
            row.report.corpora.push_back(one.corpora.front());
    }
    std::fprintf(stderr, "%s done\n", name.c_str());
    m_rows.push_back(std::move(row));
    return {};
}

double Ablation::routedWeights() const {
    double count = 0;
    for (const WeightEntry& entry : m_model->weights())
        if (partOf(entry.id.role) == Part::Routed) count += static_cast<double>(entry.count());
    return count;
}

Status Ablation::plain(const Setting& setting) {
    Quantized quantized;
    MOQA_CHECK(quantize(setting, 0, quantized));
    return score(setting.name, quantized.cached.plan.totals, 0, {quantized.source});
}

Status Ablation::switching() {
    Quantized quantized;
    MOQA_CHECK(quantize(setting("BQ", PlanMethod::Moqa), m_share, quantized));
    const PlanTotals totals = quantized.cached.plan.totals;
    MOQA_CHECK(score("BQ with the cache, unused", totals, 0, {quantized.source}));
    using Sources = std::vector<std::shared_ptr<const ModelSource>>;
    Sources switched, raised;
    int64_t switchedBytes = 0, raisedBytes = 0;
    for (const Text& text : m_texts) {
        Corpus sample = text.head;
        sample.ids.resize(std::min<size_t>(sample.ids.size(), kSampleTokens));
        MOQA_TRY(Adaptation adapted,
                 adapt(*quantized.source, quantized.cached, {sample}, {}, silentProgress()));
        std::vector<PrecisionChange> up;
        for (const PrecisionChange& change : adapted.changes)
            if (change.to > change.from) up.push_back(change);
        MOQA_TRY(ChannelPatch only,
                 makePatch(quantized.cached, up, PatchMode::Switch, silentProgress()));
        m_notes += fmt::format(
            "{}: {} experts change ({} up), {} of {} cached channels; divergence of usage {:.4f} "
            "bits (known texts: mean {:.4f}, 95 % {:.4f}), {:.0f} % of windows beyond: {}; sample "
            "{:.2f} s, patch {:.4f} s\n",
            text.name, adapted.changes.size(), up.size(), adapted.patch.channels(),
            adapted.cachedChannels, adapted.drifts[0].mean, adapted.drifts[0].nullMean,
            adapted.drifts[0].nullHigh, 100 * adapted.drifts[0].beyond,
            adapted.recommendsSwitch() ? "switch" : "fits", adapted.sampleSeconds,
            adapted.patchSeconds);
        switchedBytes = std::max(switchedBytes, adapted.patch.storedBytes());
        raisedBytes = std::max(raisedBytes, only.storedBytes());
        for (auto& [patch, sources] :
             {std::pair{&adapted.patch, &switched}, std::pair{&only, &raised}}) {
            MOQA_TRY(auto source, PatchedSource::create(
                                      quantized.source,
                                      {std::make_shared<const ChannelPatch>(std::move(*patch))}));
            sources->push_back(std::move(source));
        }
    }
    MOQA_CHECK(score("BQ + DQS", totals, switchedBytes, switched));
    MOQA_CHECK(score("BQ + DQS, raised experts alone", totals, raisedBytes, raised));
    MOQA_TRY(ChannelPatch all,
             makePatch(quantized.cached, {}, PatchMode::Resident, silentProgress()));
    MOQA_TRY(auto resident,
             PatchedSource::create(quantized.source,
                                   {std::make_shared<const ChannelPatch>(std::move(all))}));
    return score("BQ, cache resident", totals, 0, {resident});
}

Status Ablation::run() {
    EvaluateOptions options;
    options.window = kWindow;
    for (Text& text : m_texts) {
        MOQA_TRY(text.reference, makeReference(*m_model, {text.tail}, options, silentProgress()));
        MOQA_TRY(EvaluateReport one,
                 evaluate(*m_model, {text.tail}, options, nullptr, silentProgress()));
        if (m_full.corpora.empty())
            m_full = one;
        else
            m_full.corpora.push_back(one.corpora.front());
    }
    MOQA_CHECK(plain(setting(fmt::format("uniform {:g} bit", m_bits), PlanMethod::Uniform)));
    MOQA_CHECK(plain(setting("BQ", PlanMethod::Moqa)));
    MOQA_CHECK(switching());
    for (const double a : {0.1, 0.25, 0.5}) {
        Setting weighed = setting(fmt::format("BQ, token weights a = {:g}", a), PlanMethod::Moqa);
        weighed.reweight = a;
        MOQA_CHECK(plain(weighed));
    }
    Setting frequency = setting("BQ by frequency", PlanMethod::Moqa);
    frequency.byFrequency = true;
    MOQA_CHECK(plain(frequency));
    Setting redundant = setting("BQ, redundant experts lowered", PlanMethod::Moqa);
    redundant.plan.dropRedundant = true;
    return plain(redundant);
}

EvaluateReport Ablation::part(const EvaluateReport& report, bool known) const {
    EvaluateReport result = report;
    result.corpora.clear();
    for (size_t i = 0; i < m_texts.size(); ++i)
        if (m_texts[i].known == known) result.corpora.push_back(report.corpora[i]);
    return result;
}

double meanKl(const EvaluateReport& report) {
    double sum = 0;
    for (const CorpusScore& score : report.corpora) sum += score.kl;
    return sum / static_cast<double>(report.corpora.size());
}

// Geometric mean over the texts.
double perplexity(const EvaluateReport& report) {
    double sum = 0;
    for (const CorpusScore& score : report.corpora) sum += score.nll;
    return std::exp(sum / static_cast<double>(report.corpora.size()));
}

std::string Ablation::table() const {
    std::string text = fmt::format(
        "{}, {:g} mean bits, cache {:g} %, GPTQ without grid search, group 64; {} tokens scored of "
        "each text\nfull precision: perplexity {:.4f} known, {:.4f} new\n\n",
        m_model->name(), m_bits, 100 * m_share, m_rows.front().report.corpora.front().scored,
        perplexity(part(m_full, true)), perplexity(part(m_full, false)));
    for (const bool known : {true, false}) {
        text += fmt::format("{}\n{:32} {:>5} {:>6} {:>9} {:>9} {:>25} {:>33} {:>7}\n",
                            known ? "known texts" : "new texts", "row", "mean", "true", "ppl", "KL",
                            "R_KL, % [95 %]", "KL less than BQ's by [95 %]", "p");
        const EvaluateReport full = part(m_full, known);
        const EvaluateReport base = part(m_rows[0].report, known);
        const EvaluateReport bq = part(m_rows[1].report, known);
        for (const Row& row : m_rows) {
            const EvaluateReport mine = part(row.report, known);
            text += fmt::format("{:32} {:5.2f} {:6.3f} {:9.4f} {:9.6f}", row.name, row.meanBits,
                                row.trueBits, perplexity(mine), meanKl(mine));
            const auto share = recoveredShares(full, base, mine);
            text += share.ok() && share->divergence
                        ? fmt::format(" {:9.2f} [{:6.1f}, {:6.1f}]", 100 * share->divergence->value,
                                      100 * share->divergence->low, 100 * share->divergence->high)
                        : std::string(26, ' ');
            const auto difference = divergenceDifference(bq, mine);
            if (difference.ok())
                text += fmt::format(" {:11.6f} [{:9.6f}, {:9.6f}] {:7.4f}", difference->value,
                                    difference->low, difference->high, difference->p);
            text += "\n";
        }
        text += "\n";
    }
    return text + m_notes;
}

Result<std::vector<Text>> loadTexts(const ModelSource& model, const std::string& folder,
                                    int64_t tokens) {
    MOQA_TRY(const std::string json, model.sideFile("tokenizer.json"));
    MOQA_TRY(const Tokenizer tokenizer, Tokenizer::fromJson(json, "tokenizer.json"));
    std::vector<Text> texts;
    for (const bool known : {true, false})
        for (const std::string& name : known ? kKnown : kNew) {
            Text text;
            text.name = name;
            text.known = known;
            const std::string path = folder + "/" + name + ".txt";
            MOQA_TRY(text.head, loadCorpus({name, path, 2, 3, false}, tokenizer, 0));
            MOQA_TRY(text.tail, loadCorpus({name, path, 1, 3, true}, tokenizer, tokens));
            texts.push_back(std::move(text));
        }
    return texts;
}

Status runAll(int argc, char** argv) {
    const int64_t tokens = argc > 3 ? std::atoll(argv[3]) : 4096;
    const double share = argc > 4 ? std::atof(argv[4]) : 0.01;
    const double bits = argc > 5 ? std::atof(argv[5]) : 3;
    kernels::setCpuThreads(threadLimit());
    MOQA_TRY(auto model, openModel(argv[1]));
    MOQA_TRY(std::vector<Text> texts, loadTexts(*model, argv[2], tokens));
    Ablation ablation(std::move(model), std::move(texts), share, bits);
    MOQA_CHECK(ablation.run());
    std::fputs(ablation.table().c_str(), stdout);
    return {};
}

} // namespace

int main(int argc, char** argv) {
    if (argc < 3) {
        std::fprintf(stderr, "ablation MODEL CORPORA_FOLDER [TOKENS [CACHE_SHARE [BITS]]]\n");
        return 2;
    }
    const Status status = runAll(argc, argv);
    if (!status.ok()) std::fprintf(stderr, "%s\n", status.error().message().c_str());
    return status.ok() ? 0 : 1;
}
