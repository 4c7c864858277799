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

// A model on one corpus. Sums until finish().
struct Contestant {
    Forward* forward = nullptr;
    CorpusRun run;
    CorpusScore score;

    void begin(const Corpus& corpus, bool hasReference) {
        score.corpus = corpus.name;
        score.tokens = static_cast<int64_t>(corpus.ids.size());
        score.windows = run.windows.windows();
        score.dropped = score.tokens - score.windows * run.windows.window;
        score.hasReference = hasReference;
    }
    void add(const std::vector<TokenScore>& tokens) {
        double nll = 0.0, kl = 0.0;
        for (const TokenScore& token : tokens) {
            nll += token.nll;
            kl += token.kl;
            score.sameTop1 += token.sameTop1;
        }
        const auto count = static_cast<double>(tokens.size());
        score.nll += nll;
        score.windowNll.push_back(nll / count);
        score.scored += static_cast<int64_t>(tokens.size());
        if (!score.hasReference) return;
        score.kl += kl;
        score.windowKl.push_back(kl / count);
    }
    void finish(const CorpusRun* fullRun, int topK) {
        const double scored = static_cast<double>(score.scored);
        score.nll /= scored;
        score.ppl = std::exp(score.nll);
        score.kl /= scored;
        score.sameTop1 /= scored;
        if (fullRun) score.routingShift = routingShift(run.chosen, fullRun->chosen, topK);
    }
};

std::span<const int32_t> windowTargets(const CorpusRun& run, int64_t w) {
    return std::span(run.windows.batch.ids)
        .subspan(static_cast<size_t>(firstRow(run.windows, w)) + 1,
                 static_cast<size_t>(run.windows.scoredPerWindow()));
}

// full and fullRun are null where there is no reference; there is one contestant then.
Status scoreWindow(std::vector<Contestant>& all, Forward* full, const CorpusRun* fullRun, int64_t w,
                   int64_t vocab, const Progress& progress) {
    if (!fullRun) {
        std::vector<TokenScore> tokens;
        Contestant& only = all.front();
        MOQA_CHECK(scoreRows(*only.forward, nullptr,
                             {vocab, windowRows(only.run, w), {}, windowTargets(only.run, w)},
                             progress, tokens));
        only.add(tokens);
        return {};
    }
    std::vector<RowsOfModel> rows;
    for (const Contestant& one : all) rows.push_back({one.forward, windowRows(one.run, w), {}});
    MOQA_CHECK(scoreRowsOf(rows, *full, windowRows(*fullRun, w), windowTargets(*fullRun, w), vocab,
                           progress));
    for (size_t i = 0; i < all.size(); ++i) all[i].add(rows[i].scores);
    return {};
}

Status scoreCorpus(std::vector<Contestant>& all, Forward* full, const Corpus& corpus,
                   const CorpusRun* fullRun, const ModelSpec& spec, Progress& progress) {
    for (Contestant& one : all) one.begin(corpus, fullRun != nullptr);
    const int64_t windows = all.front().run.windows.windows();
    for (int64_t w = 0; w < windows; ++w) {
        progress.report(static_cast<double>(w) / static_cast<double>(windows),
                        fmt::format("{}: scoring window {} of {}", corpus.name, w + 1, windows));
        MOQA_CHECK(scoreWindow(all, full, fullRun, w, spec.vocab, progress));
    }
    for (Contestant& one : all) one.finish(fullRun, spec.topK);
    return {};
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

namespace {

Result<std::vector<EvaluateReport>>
evaluateEach(const std::vector<const ModelSource*>& models, const std::vector<Corpus>& corpora,
             const EvaluateOptions& options, const ReferenceRun* reference, Progress& progress) {
    MOQA_CHECK(checkCorpora(corpora));
    std::vector<EvaluateReport> reports;
    std::vector<std::unique_ptr<Forward>> forwards;
    for (const ModelSource* model : models) {
        EvaluateReport report;
        report.model = model->name();
        report.modelPath = model->path();
        report.protocol = options.protocol;
        MOQA_TRY(report.window, evaluationWindow(model->spec(), options));
        if (reference) {
            MOQA_CHECK(checkReference(*model, *reference, options.protocol, report.window));
            report.against = reference->model->name();
        }
        reports.push_back(std::move(report));
        forwards.push_back(std::make_unique<Forward>(*model));
    }
    std::optional<Forward> full;
    if (reference) full.emplace(*reference->model);
    const auto count = static_cast<double>(models.size());
    for (size_t i = 0; i < corpora.size(); ++i) {
        SubProgress part = corpusProgress(progress, corpora, i);
        const CorpusRun* fullRun = nullptr;
        std::vector<Contestant> all(models.size());
        for (size_t m = 0; m < models.size(); ++m) {
            SubProgress pass(part, kForwardShare * static_cast<double>(m) / count,
                             kForwardShare * static_cast<double>(m + 1) / count);
            all[m].forward = forwards[m].get();
            MOQA_TRY(all[m].run, runCorpus(*models[m], *forwards[m], corpora[i], options.protocol,
                                           reports[m].window, reference != nullptr, pass));
            if (reference) {
                MOQA_TRY(fullRun, referenceOf(*reference, corpora[i], all[m].run));
            }
        }
        SubProgress head(part, kForwardShare, 1.0);
        MOQA_CHECK(scoreCorpus(all, full ? &*full : nullptr, corpora[i], fullRun,
                               models.front()->spec(), head));
        for (size_t m = 0; m < models.size(); ++m)
            reports[m].corpora.push_back(std::move(all[m].score));
    }
    progress.report(1.0, "evaluation done");
    return reports;
}

} // namespace

Result<EvaluateReport> evaluate(const ModelSource& model, const std::vector<Corpus>& corpora,
                                const EvaluateOptions& options, const ReferenceRun* reference,
                                Progress& progress) {
    MOQA_TRY(auto reports, evaluateEach({&model}, corpora, options, reference, progress));
    return std::move(reports.front());
}

Result<std::vector<EvaluateReport>> evaluateAll(const std::vector<const ModelSource*>& models,
                                                const std::vector<Corpus>& corpora,
                                                const EvaluateOptions& options,
                                                const ReferenceRun& reference, Progress& progress) {
    if (models.empty()) return usageError("there is no model to evaluate", "models");
    return evaluateEach(models, corpora, options, &reference, progress);
}

} // namespace moqa
