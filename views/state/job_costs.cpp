// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/state/job_costs.h"

#include "core/analysis/analyze_estimate.h"
#include "core/evaluate/evaluate_estimate.h"
#include "views/state/text.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <algorithm>
#include <cmath>

namespace moqa {

namespace {

struct Text {
    Q_DECLARE_TR_FUNCTIONS(moqa::JobCosts)
};

constexpr double kBytesPerToken = 4.0, kTextPerPackedByte = 3.0;
// Shorter jobs say more of their start than of the machine.
constexpr double kLeastSeconds = 0.5;
// One wild measure (a laptop that slept) must not spoil the next estimates.
constexpr double kMostFactor = 8.0;

} // namespace

std::vector<int64_t> likelyTokens(const std::vector<CorpusRequest>& texts, int64_t maxTokens) {
    std::vector<int64_t> tokens;
    for (const CorpusRequest& text : texts) {
        const QFileInfo file(qstr(text.path));
        const double share =
            static_cast<double>(text.shareNumerator) / static_cast<double>(text.shareDenominator);
        const double unpacked = file.suffix() == QLatin1String("gz") ? kTextPerPackedByte : 1.0;
        const double all = static_cast<double>(file.size()) * unpacked * share / kBytesPerToken;
        const auto likely = static_cast<int64_t>(all);
        tokens.push_back(maxTokens > 0 ? std::min(maxTokens, likely) : likely);
    }
    return tokens;
}

JobEstimate analyzeCost(const ModelSource& model, const std::vector<CorpusRequest>& texts,
                        int64_t maxTokens, const AnalyzeOptions& options) {
    return estimateAnalyze(model, likelyTokens(texts, maxTokens), options);
}

JobEstimate evaluateCost(const ModelSource& model, const std::vector<CorpusRequest>& texts,
                         int64_t maxTokens) {
    const std::vector<int64_t> tokens = likelyTokens(texts, maxTokens);
    JobEstimate both = estimateEvaluate(model, tokens, {}, &model);
    const JobEstimate full = estimateEvaluate(model, tokens, {}, nullptr);
    both.secondsLow += full.secondsLow;
    both.secondsHigh += full.secondsHigh;
    return both;
}

void JobPace::expect(int number, const JobEstimate& estimate) {
    m_expectedSeconds[number] = std::sqrt(estimate.secondsLow * estimate.secondsHigh);
}

void JobPace::finished(const JobInfo& job) {
    const auto found = m_expectedSeconds.find(job.number);
    if (found == m_expectedSeconds.end()) return;
    const double expected = found->second;
    m_expectedSeconds.erase(found);
    const double took = static_cast<double>(job.elapsedMs) / 1000;
    if (job.state != JobState::Done || took < kLeastSeconds || !(expected > 0)) return;
    const double factor = std::clamp(took / expected, 1 / kMostFactor, kMostFactor);
    const auto [known, isFirst] = m_factor.try_emplace(job.kind, factor);
    if (!isFirst) known->second = std::sqrt(known->second * factor);
}

JobEstimate JobPace::corrected(JobKind kind, JobEstimate estimate) const {
    const auto factor = m_factor.find(kind);
    if (factor == m_factor.end()) return estimate;
    estimate.secondsLow *= factor->second;
    estimate.secondsHigh *= factor->second;
    return estimate;
}

QString costText(const JobEstimate& estimate) {
    const auto ms = [](double seconds) { return static_cast<qint64>(seconds * 1000); };
    const QString text =
        Text::tr("About %1 to %2; %3 of memory beside the model")
            .arg(durationText(ms(estimate.secondsLow)), durationText(ms(estimate.secondsHigh)),
                 megabyteText(estimate.peakBytes));
    return estimate.diskBytes > 0
               ? Text::tr("%1, %2 on disk.").arg(text, megabyteText(estimate.diskBytes))
               : text + QLatin1Char('.');
}

} // namespace moqa
