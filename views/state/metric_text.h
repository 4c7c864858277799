// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The one table of metrics, that of scores and that of plan methods in the window's language: what
// tooltips, What's This, axis labels and the manual say of them.

#include "core/analysis/result_array.h"
#include "core/plan/plan_methods.h"
#include "core/plan/unit_scores.h"

#include <QString>

namespace moqa {

QString metricTitle(const MetricInfo& metric);
QString metricDescription(const MetricInfo& metric);
// Title, description, formula, unit and source as a few lines of HTML: for What's This and manual.
QString metricHelp(const MetricInfo& metric);

QString scoreTitle(const ScoreInfo& score); // a metric's own, where the score is one
// How to read it, its formula and where it comes from: plain text for a tooltip.
QString scoreHelp(const ScoreInfo& score);
QString methodTitle(const PlanMethodInfo& method);
QString methodSource(const PlanMethodInfo& method);

} // namespace moqa
