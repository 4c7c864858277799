// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/evaluate/evaluate.h"

#include "core/evaluate/reference_run.h"
#include "core/evaluate/token_scores.h"

#include <cmath>
#include <fmt/format.h>
#include <optional>

namespace moqa {

namespace {

// A forward pass takes most of a corpus, the head and its exponentials the rest.
constexpr double kForwardShare = 0.7;

const CorpusRun* findRun(const ReferenceRun& reference, const std::string& corpus) {
    for (const CorpusRun& run : reference.corpora)
        if (run.corpus == corpus) return &run;
    return nullptr;
}

Status checkReference(const ModelSource& model, const ReferenceRun& reference, Protocol protocol,
                      int64_t window) {
    const ModelSpec &own = model.spec(), &full = reference.model->spec();
    const std::string where = reference.model->name();
    if (own.vocab != full.vocab)
        return badInput(fmt::format("its vocabulary has {} tokens, that of {} has {}", full.vocab,
                                    model.name(), own.vocab),
                        where, "compare models of one family and tokenizer");
    if (own.moeLayers() != full.moeLayers() || own.experts != full.experts || own.topK != full.topK)
        return badInput(fmt::format("its experts are not laid out as those of {}", model.name()),
                        where, "compare a quantized model with the one it was made from");
    if (reference.protocol != protocol || reference.window != window)
        return usageError("the reference was run with another protocol or window", where,
                          "run it again with these options");
    return {};
}

// The scored positions of window w: rows [begin, begin + scoredPerWindow), each predicting the next
// token of the stream.
int64_t firstRow(const ScoringWindows& windows, int64_t w) {
    return w * windows.window + windows.firstScored;
}

MatrixView windowRows(const CorpusRun& run, int64_t w) {
    return {run.hidden.row(firstRow(run.windows, w)), run.windows.scoredPerWindow(),
            run.hidden.cols, run.hidden.cols};
}

// The two models whose logits are compared; full may be null.
struct Heads {
    Forward& model;
    Forward* full;
    const ModelSpec& spec;
};

Status scoreWindow(const Heads& heads, const CorpusRun& run, const CorpusRun* fullRun, int64_t w,
                   const Progress& progress, CorpusScore& score) {
    RowsToScore rows;
    rows.vocab = heads.spec.vocab;
    rows.hidden = windowRows(run, w);
    if (fullRun) rows.fullHidden = windowRows(*fullRun, w);
    const size_t count = static_cast<size_t>(run.windows.scoredPerWindow());
    rows.targets = std::span(run.windows.batch.ids)
                       .subspan(static_cast<size_t>(firstRow(run.windows, w)) + 1, count);
    std::vector<TokenScore> tokens;
    MOQA_CHECK(scoreRows(heads.model, heads.full, rows, progress, tokens));
    double nll = 0.0, kl = 0.0;
    for (const TokenScore& token : tokens) {
        nll += token.nll;
        kl += token.kl;
        score.sameTop1 += token.sameTop1;
    }
    score.nll += nll;
    score.windowNll.push_back(nll / static_cast<double>(count));
    score.scored += static_cast<int64_t>(count);
    if (!fullRun) return {};
    score.kl += kl;
    score.windowKl.push_back(kl / static_cast<double>(count));
    return {};
}

Result<CorpusScore> scoreCorpus(const Heads& heads, const Corpus& corpus, const CorpusRun& run,
                                const CorpusRun* fullRun, Progress& progress) {
    CorpusScore score;
    score.corpus = corpus.name;
    score.tokens = static_cast<int64_t>(corpus.ids.size());
    score.windows = run.windows.windows();
    score.dropped = score.tokens - score.windows * run.windows.window;
    score.hasReference = fullRun != nullptr;
    for (int64_t w = 0; w < score.windows; ++w) {
        progress.report(
            static_cast<double>(w) / static_cast<double>(score.windows),
            fmt::format("{}: scoring window {} of {}", corpus.name, w + 1, score.windows));
        MOQA_CHECK(scoreWindow(heads, run, fullRun, w, progress, score));
    }
    // Sums so far.
    const double scored = static_cast<double>(score.scored);
    score.nll /= scored;
    score.ppl = std::exp(score.nll);
    score.kl /= scored;
    score.sameTop1 /= scored;
    if (fullRun) score.routingShift = routingShift(run.chosen, fullRun->chosen, heads.spec.topK);
    return score;
}

Result<const CorpusRun*> referenceOf(const ReferenceRun& reference, const Corpus& corpus,
                                     const CorpusRun& run) {
    const CorpusRun* fullRun = findRun(reference, corpus.name);
    if (!fullRun)
        return usageError(fmt::format("the reference was not run on \"{}\"", corpus.name),
                          reference.model->name());
    if (fullRun->windows.batch.ids != run.windows.batch.ids)
        return badInput(fmt::format("the reference was run on other tokens of \"{}\"", corpus.name),
                        reference.model->name(), "run it again on this corpus");
    return fullRun;
}

Status checkCorpora(const std::vector<Corpus>& corpora) {
    if (corpora.empty()) return usageError("there is no corpus to evaluate on", "--corpus");
    for (size_t i = 0; i < corpora.size(); ++i)
        for (size_t j = 0; j < i; ++j)
            if (corpora[i].name == corpora[j].name)
                return usageError(fmt::format("corpus \"{}\" is given twice", corpora[i].name),
                                  "--corpus");
    return {};
}

// The part of the whole job that corpus i is, by its tokens.
SubProgress corpusProgress(Progress& progress, const std::vector<Corpus>& corpora, size_t i) {
    double before = 0.0, all = 0.0;
    for (size_t j = 0; j < corpora.size(); ++j) {
        all += static_cast<double>(corpora[j].ids.size());
        if (j < i) before += static_cast<double>(corpora[j].ids.size());
    }
    const double own = static_cast<double>(corpora[i].ids.size());
    if (all == 0.0) return {progress, 0.0, 1.0};
    return {progress, before / all, (before + own) / all};
}

} // namespace

Result<std::shared_ptr<const ReferenceRun>> makeReference(const ModelSource& full,
                                                          const std::vector<Corpus>& corpora,
                                                          const EvaluateOptions& options,
                                                          Progress& progress) {
    MOQA_CHECK(checkCorpora(corpora));
    auto reference = std::make_shared<ReferenceRun>();
    reference->model = &full;
    reference->protocol = options.protocol;
    MOQA_TRY(reference->window, evaluationWindow(full.spec(), options));
    Forward forward(full);
    for (size_t i = 0; i < corpora.size(); ++i) {
        SubProgress part = corpusProgress(progress, corpora, i);
        MOQA_TRY(CorpusRun run, runCorpus(full, forward, corpora[i], options.protocol,
                                          reference->window, true, part));
        reference->corpora.push_back(std::move(run));
    }
    progress.report(1.0, "reference done");
    return std::shared_ptr<const ReferenceRun>(std::move(reference));
}

Result<EvaluateReport> evaluate(const ModelSource& model, const std::vector<Corpus>& corpora,
                                const EvaluateOptions& options, const ReferenceRun* reference,
                                Progress& progress) {
    MOQA_CHECK(checkCorpora(corpora));
    EvaluateReport report;
    report.model = model.name();
    report.modelPath = model.path();
    report.protocol = options.protocol;
    MOQA_TRY(report.window, evaluationWindow(model.spec(), options));
    std::optional<Forward> full;
    if (reference) {
        MOQA_CHECK(checkReference(model, *reference, options.protocol, report.window));
        report.against = reference->model->name();
        full.emplace(*reference->model);
    }
    Forward forward(model);
    const Heads heads = {forward, full ? &*full : nullptr, model.spec()};
    for (size_t i = 0; i < corpora.size(); ++i) {
        SubProgress part = corpusProgress(progress, corpora, i);
        SubProgress pass(part, 0.0, kForwardShare), head(part, kForwardShare, 1.0);
        MOQA_TRY(const CorpusRun run, runCorpus(model, forward, corpora[i], options.protocol,
                                                report.window, reference != nullptr, pass));
        const CorpusRun* fullRun = nullptr;
        if (reference) {
            MOQA_TRY(fullRun, referenceOf(*reference, corpora[i], run));
        }
        MOQA_TRY(CorpusScore score, scoreCorpus(heads, corpora[i], run, fullRun, head));
        report.corpora.push_back(std::move(score));
    }
    progress.report(1.0, "evaluation done");
    return report;
}

} // namespace moqa
