// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/evaluate/bootstrap.h"

#include "core/base/quantile.h"
#include "core/base/random.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <functional>

namespace moqa {

namespace {

// Per corpus and window: what is won back and what was lost.
struct LossPairs {
    std::vector<std::vector<double>> won, lost;
};

// Mean over the drawn windows of each corpus, summed over corpora, as a quotient.
double share(const LossPairs& pairs, const std::function<size_t(size_t corpus, size_t i)>& draw) {
    double won = 0.0, lost = 0.0;
    for (size_t c = 0; c < pairs.won.size(); ++c) {
        const size_t windows = pairs.won[c].size();
        double wonHere = 0.0, lostHere = 0.0;
        for (size_t i = 0; i < windows; ++i) {
            const size_t w = draw(c, i);
            wonHere += pairs.won[c][w];
            lostHere += pairs.lost[c][w];
        }
        won += wonHere / static_cast<double>(windows);
        lost += lostHere / static_cast<double>(windows);
    }
    return lost > 0.0 ? won / lost : std::nan("");
}

Result<ShareInterval> interval(const LossPairs& pairs, const BootstrapOptions& options) {
    ShareInterval result;
    result.value = share(pairs, [](size_t, size_t i) { return i; });
    if (std::isnan(result.value))
        return badInput("uniform quantization loses nothing on these corpora, so there is no loss "
                        "to win back",
                        "recovered share", "compare at a lower width or on more text");
    Random random(options.seed);
    std::vector<double> shares;
    for (int r = 0; r < options.resamples; ++r) {
        const double s =
            share(pairs, [&](size_t c, size_t) { return random.below(pairs.won[c].size()); });
        if (!std::isnan(s)) shares.push_back(s);
    }
    if (shares.empty()) return internalError("no resample of the bootstrap has a share");
    std::sort(shares.begin(), shares.end());
    result.low = quantileOfSorted(shares, (1.0 - options.level) / 2.0);
    result.high = quantileOfSorted(shares, (1.0 + options.level) / 2.0);
    result.undefinedResamples =
        1.0 - static_cast<double>(shares.size()) / static_cast<double>(options.resamples);
    return result;
}

Status checkPaired(const EvaluateReport& a, const EvaluateReport& b) {
    bool paired = a.protocol == b.protocol && a.window == b.window &&
                  a.corpora.size() == b.corpora.size() && !a.corpora.empty();
    for (size_t i = 0; paired && i < a.corpora.size(); ++i)
        paired = a.corpora[i].corpus == b.corpora[i].corpus &&
                 a.corpora[i].windowNll.size() == b.corpora[i].windowNll.size() &&
                 !a.corpora[i].windowNll.empty();
    if (paired) return {};
    return badInput(
        fmt::format("the reports of {} and {} are not over the same windows", a.model, b.model),
        "recovered share", "evaluate both with the same corpora, protocol and window");
}

std::vector<double> minus(const std::vector<double>& a, const std::vector<double>& b) {
    std::vector<double> result(a.size());
    for (size_t i = 0; i < a.size(); ++i) result[i] = a[i] - b[i];
    return result;
}

} // namespace

Result<RecoveredShares> recoveredShares(const EvaluateReport& full, const EvaluateReport& uniform,
                                        const EvaluateReport& plan,
                                        const BootstrapOptions& options) {
    if (options.resamples < 1 || !(options.level > 0.0 && options.level < 1.0))
        return usageError("a bootstrap needs a resample and a level within (0, 1)", "bootstrap");
    MOQA_CHECK(checkPaired(uniform, full));
    MOQA_CHECK(checkPaired(uniform, plan));
    LossPairs perplexity, divergence;
    bool hasDivergence = true;
    for (size_t i = 0; i < uniform.corpora.size(); ++i) {
        const CorpusScore &u = uniform.corpora[i], &p = plan.corpora[i], &f = full.corpora[i];
        perplexity.won.push_back(minus(u.windowNll, p.windowNll));
        perplexity.lost.push_back(minus(u.windowNll, f.windowNll));
        hasDivergence = hasDivergence && u.windowKl.size() == u.windowNll.size() &&
                        p.windowKl.size() == u.windowNll.size();
        if (!hasDivergence) continue;
        divergence.won.push_back(minus(u.windowKl, p.windowKl));
        divergence.lost.push_back(u.windowKl);
    }
    RecoveredShares result;
    // By chance perplexity may not rise at all where divergence shows a loss.
    auto logPerplexity = interval(perplexity, options);
    if (logPerplexity.ok())
        result.logPerplexity = *logPerplexity;
    else if (!hasDivergence || logPerplexity.error().code != ErrorCode::BadInput)
        return logPerplexity.error();
    if (hasDivergence) {
        const auto share = interval(divergence, options);
        if (share.ok())
            result.divergence = *share;
        else if (!result.logPerplexity)
            return share.error();
    }
    return result;
}

Result<PairedDifference> divergenceDifference(const EvaluateReport& a, const EvaluateReport& b,
                                              const BootstrapOptions& options) {
    MOQA_CHECK(checkPaired(a, b));
    std::vector<std::vector<double>> differences;
    for (size_t c = 0; c < a.corpora.size(); ++c) {
        const CorpusScore &x = a.corpora[c], &y = b.corpora[c];
        if (x.windowKl.size() != x.windowNll.size() || y.windowKl.size() != x.windowKl.size())
            return badInput("a divergence needs a reference", x.corpus,
                            "evaluate both against the full model");
        differences.push_back(minus(x.windowKl, y.windowKl));
    }
    const auto mean = [&](const std::function<size_t(size_t corpus, size_t i)>& draw) {
        double sum = 0;
        for (size_t c = 0; c < differences.size(); ++c) {
            double here = 0;
            for (size_t i = 0; i < differences[c].size(); ++i) here += differences[c][draw(c, i)];
            sum += here / static_cast<double>(differences[c].size());
        }
        return sum / static_cast<double>(differences.size());
    };
    PairedDifference result;
    result.value = mean([](size_t, size_t i) { return i; });
    Random random(options.seed);
    std::vector<double> resampled;
    double below = 0;
    for (int r = 0; r < options.resamples; ++r) {
        resampled.push_back(
            mean([&](size_t c, size_t) { return random.below(differences[c].size()); }));
        below += resampled.back() < 0 ? 1.0 : resampled.back() == 0 ? 0.5 : 0.0;
    }
    std::sort(resampled.begin(), resampled.end());
    result.low = quantileOfSorted(resampled, (1.0 - options.level) / 2.0);
    result.high = quantileOfSorted(resampled, (1.0 + options.level) / 2.0);
    const double count = options.resamples;
    result.p = std::min(1.0, 2 * std::max(std::min(below, count - below), 0.5) / count);
    return result;
}

} // namespace moqa
