// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The project's figure of merit (moqa.md section 7): which share of uniform quantization's loss a
// plan wins back, with a paired bootstrap interval over windows. Pure functions of reports.

#include "core/evaluate/evaluate.h"

#include <optional>

namespace moqa {

struct BootstrapOptions {
    int resamples = 2000;
    double level = 0.95;
    uint64_t seed = 0;
};

// A share with its percentile interval. 1 = all of the loss is won back, 0 = none, below 0 = worse
// than uniform.
struct ShareInterval {
    double value = 0, low = 0, high = 0;
    // Share of resamples in which uniform lost nothing, so that the share had no meaning; they are
    // left out of the interval. Above a few per cent the interval says little.
    double undefinedResamples = 0;
};

struct RecoveredShares {
    std::optional<ShareInterval> logPerplexity; // R = sum ln(Pu / Pp) / sum ln(Pu / Pf)
    std::optional<ShareInterval> divergence;    // R_KL = 1 - sum KLp / sum KLu; needs references
};

// All three reports over the same corpora and windows (BadInput else). Each resample draws windows
// with replacement within each corpus, the same ones for all models. A share is left out where
// uniform quantization loses nothing on these corpora; BadInput if neither is left.
Result<RecoveredShares> recoveredShares(const EvaluateReport& full, const EvaluateReport& uniform,
                                        const EvaluateReport& plan,
                                        const BootstrapOptions& options = {});

// a minus b of two reports over the same corpora and windows, a mean over tokens averaged over the
// corpora, nats: with a percentile interval and a two-sided p value, twice the smaller share of
// resamples on one side of zero (at least one over the resamples).
struct PairedDifference {
    double value = 0, low = 0, high = 0, p = 1;
};
// Of mean KL to the full model. BadInput where the reports are not paired or have no reference.
Result<PairedDifference> divergenceDifference(const EvaluateReport& a, const EvaluateReport& b,
                                              const BootstrapOptions& options = {});

} // namespace moqa
