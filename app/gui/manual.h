// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The manual as one page, made from what the program knows: its pages, the table of metrics, its
// actions with the keys they have now. Nothing to fetch, nothing that can be out of date.

#include "views/state/action_catalogue.h"

#include <QString>

namespace moqa {

// Anchors: "page-ID" of each page, "metric-ID" of each metric, "keys", "gestures".
QString manualHtml(const ActionCatalogue& actions);
QString gesturesHtml();
// "File" of "file.open": headings of lists of actions.
QString actionGroupTitle(const QString& actionId);

} // namespace moqa
