// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What a workspace keeps of how it was looked at, as JSON: metric, corpora, colours and limits,
// order, and the selection. What a later or an earlier program wrote is taken as far as it is
// understood.

#include <string>

namespace moqa {

class Selection;
class ViewState;

std::string viewToJson(const ViewState& view);
void viewFromJson(ViewState& view, const std::string& json);
std::string selectionToJson(const Selection& selection);
void selectionFromJson(Selection& selection, const std::string& json);

} // namespace moqa
