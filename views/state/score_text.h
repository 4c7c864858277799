// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Scores in the user's language. A user's own score is called by its file. Titles: metric_text.h.

#include "core/plan/score_comparison.h"
#include "views/state/metric_text.h"

#include <QString>

namespace moqa {

QString scoreDescription(const ScoreInfo& info);
QString scoreNeedsText(ScoreNeeds needs); // "analysis of texts"
// Why the pooled number misleads; empty where it does not.
QString scoreWarning(const ScoreAgreement& agreement);
// "+0.42"; a dash for what is not defined.
QString correlationText(double r);

} // namespace moqa
