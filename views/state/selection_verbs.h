// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Sets of experts that are chosen by a rule instead of one by one: by query, whole layers and
// columns, the others. Functions from values to a set; setting it is the caller's one change.

#include "core/analysis/unit_query.h"
#include "views/state/document.h"
#include "views/state/selection.h"

namespace moqa {

// What can be chosen at all; empty where the document has no experts.
Selection::Objects allExperts(const Document& document);
int expertCount(const Document& document);
// All experts that are not in the set.
Selection::Objects otherExperts(const Document& document, const Selection::Objects& objects);
// Every expert of the layers that are touched, or that stands at a touched index in any layer. With
// nothing chosen the cursor's.
Selection::Objects wholeLayers(const Document& document, const Selection& selection);
Selection::Objects wholeColumns(const Document& document, const Selection& selection);

// What a query is asked against: the analysis if there is one, the active plan's bits and locks.
UnitFields queryFields(const Document& document, const QString& corpus);
Result<Selection::Objects> expertsWhere(const Document& document, const QString& corpus,
                                        const QString& query);
// From the where of a query's error: the place from 0, -1 if it names none.
int queryErrorPosition(const Error& error);

} // namespace moqa
