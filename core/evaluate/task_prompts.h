// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// From one row of a task file to one question, with the prompts of the harness (evaluation.md
// section 3). The layouts:
//   {query, choices, gold}              suites that built the prompt already; see below
//   {context_options, continuation, gold}  winogrande as pairs
//   {context, continuation}             lambada: right if greedy decoding writes the continuation
//   raw rows of ARC, OpenBookQA, PIQA, HellaSwag, WinoGrande, RTE, COPA, CB, BoolQ, MathQA, in the
//   hub's and (where it differs) the original spelling
// Suites of the first layout keep "Question: ..." without the "Answer:" that the harness ends it
// with, and begin BoolQ with "Passage: ": for the tasks whose prompt has it, "\nAnswer:" is added
// where it is missing (and "Passage: " taken away), which gives the harness's prompt to the letter.

#include "core/base/json.h"
#include "core/evaluate/tasks.h"

namespace moqa {

enum class TaskKind {
    Arc,
    Piqa,
    HellaSwag,
    WinoGrande,
    Rte,
    Copa,
    Cb,
    BoolQ,
    OpenBookQa,
    MathQa,
    Lambada,
    Other,
};

// By name, whatever its case, hyphens and underscores: "arc_easy", "ARC-c", "hellaswag_subset".
TaskKind taskKindOf(const std::string& name);
bool hasAccNorm(TaskKind kind);

// BadInput naming the key and where.
Result<TaskItem> taskItemFromRow(TaskKind kind, const Json& row, const std::string& where);

} // namespace moqa
