// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The one table of metrics in the window's language: what tooltips, What's This, axis labels and
// the manual say of a metric.

#include "core/analysis/result_array.h"

#include <QString>

namespace moqa {

QString metricTitle(const MetricInfo& metric);
QString metricDescription(const MetricInfo& metric);
// Title, description, formula, unit and source as a few lines of HTML: for What's This and manual.
QString metricHelp(const MetricInfo& metric);

} // namespace moqa
