// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/state/staleness.h"

#include "core/analysis/coverage.h"
#include "core/quantize/calibration_corpora.h"
#include "views/state/document.h"
#include "views/state/engine_words.h"
#include "views/state/text.h"

#include <QCoreApplication>
#include <algorithm>

namespace moqa {

namespace {

struct Text {
    Q_DECLARE_TR_FUNCTIONS(moqa::Staleness)
};

Staleness outdated(const QString& why) { return {Fit::Outdated, why}; }

// The same text cut at the same place; two spellings of a path are two texts.
bool sameSource(const CorpusEntry& entry, const std::string& source) {
    const auto was = parseCorpusRequest(entry.name + "=" + source);
    const CorpusRequest now = calibrationOf(entry);
    return was.ok() && was->path == now.path && was->tail == now.tail &&
           was->shareNumerator * now.shareDenominator == now.shareNumerator * was->shareDenominator;
}

const CorpusEntry* entryOf(const Document& document, const std::string& name) {
    const CorpusLibrary& library = document.corpora();
    const auto found = std::find_if(library.begin(), library.end(),
                                    [&](const CorpusEntry& e) { return e.name == name; });
    return found == library.end() ? nullptr : &*found;
}

} // namespace

Staleness analysisFit(const Document& document) {
    const auto analysis = document.analysis();
    if (!analysis) return {};
    for (const CorpusInfo& info : analysis->corpora) {
        const CorpusEntry* const entry = entryOf(document, info.name);
        if (!entry || !entry->calibrates)
            return outdated(Text::tr("\"%1\" calibrates no longer.").arg(qstr(info.name)));
        if (!sameSource(*entry, info.source))
            return outdated(Text::tr("\"%1\" is another text or share now.").arg(qstr(info.name)));
        if (entry->weight != info.weight)
            return outdated(Text::tr("The weight of \"%1\" was changed.").arg(qstr(info.name)));
    }
    for (const CorpusEntry& entry : document.corpora()) {
        const bool known =
            std::any_of(analysis->corpora.begin(), analysis->corpora.end(),
                        [&](const CorpusInfo& info) { return info.name == entry.name; });
        if (entry.calibrates && !known)
            return outdated(Text::tr("\"%1\" was added since.").arg(qstr(entry.name)));
    }
    const Coverage coverage = coverageOf(*analysis);
    if (coverage.partial())
        return {Fit::Partial, Text::tr("Seen so far: %1.").arg(engineText(coverage.text()))};
    return {Fit::Current, {}};
}

// What a run of the plan would calibrate on.
std::vector<std::string> calibrationOf(const Document& document, const std::string& name) {
    const std::vector<Corpus>& all = document.calibrationCorpora();
    const Plan* const plan = document.plan(name);
    if (!plan) return calibrationNames(all);
    const auto chosen = calibrationCorpora(all, *plan);
    return calibrationNames(chosen.ok() ? *chosen : all);
}

Staleness quantizeFit(const Document& document, const std::string& plan) {
    const auto run = document.quantizeRun(plan);
    if (!run) return {};
    if (!document.isCurrent(plan, run->planHash))
        return outdated(Text::tr("The plan was edited since."));
    if (!run->calibration.empty() && run->calibration != calibrationOf(document, plan))
        return outdated(Text::tr("It was calibrated on other texts."));
    if (!run->complete)
        return {Fit::Partial, Text::tr("Stopped after %n layer(s).", nullptr,
                                       static_cast<int>(run->layers.size()))};
    return {Fit::Current, {}};
}

Staleness lossesFit(const Document& document) {
    const auto losses = document.losses();
    if (!losses) return {};
    const auto& analysed = document.calibrationCorpora();
    const Json options = Json::parse(losses->optionsJson, nullptr, false);
    const int64_t window =
        options.is_object() ? std::max<int64_t>(1, options.value("window", int64_t{1})) : 1;
    const auto wholeWindows = [window](const Corpus& corpus) {
        return static_cast<int64_t>(corpus.ids.size()) / window * window;
    };
    const bool same = std::equal(losses->corpora.begin(), losses->corpora.end(), analysed.begin(),
                                 analysed.end(), [&](const LossCorpus& was, const Corpus& now) {
                                     return was.name == now.name &&
                                            was.textSha256 == now.textSha256 &&
                                            wholeWindows(now) == was.tokens;
                                 });
    if (!same) return outdated(Text::tr("These losses were measured on other texts or shares."));
    return {Fit::Current, {}};
}

Staleness evaluateFit(const Document& document, const std::string& plan) {
    const auto run = document.evaluateRun(plan);
    if (!run) return {};
    if (!document.isCurrent(plan, run->planHash))
        return outdated(Text::tr("The plan was edited since."));
    const auto quantized = document.quantizeRun(plan);
    if (!quantized || quantized->outputPath != run->quantizedPath)
        return outdated(Text::tr("It measured another quantized file."));
    std::vector<std::string> now, was;
    for (const CorpusRequest& request : document.corpusChoice().evaluation)
        now.push_back(request.name);
    for (const CorpusScore& score : run->quantized.corpora) was.push_back(score.corpus);
    if (now != was) return outdated(Text::tr("Other texts are chosen to evaluate on."));
    return {Fit::Current, {}};
}

} // namespace moqa
