// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What a quantized model can be exported to, and what is not there yet: the one list that the
// command line prints and the window shows. And what our own file takes beside its weights.

#include "core/plan/plan.h"

#include <span>

namespace moqa {

struct ExportTarget {
    const char* name;
    const char* holds;
    const char* loadedBy;
    bool available;
};

// Our own file is no target of an export: quantizing writes it.
std::span<const ExportTarget> exportTargets();

// What our own file takes beside the weights of the plan and the model's side files: headers of its
// groups and datasets, index, ledger and settings. From measured averages; with it a file's size is
// met within some per cent even where an expert has a few kilobytes.
int64_t containerBytes(const Plan& plan, const ModelSource& model);
// Config and tokenizer, read whole: ask once for a model.
int64_t sideFileBytes(const ModelSource& model);

} // namespace moqa
