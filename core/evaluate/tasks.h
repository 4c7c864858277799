// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Multiple-choice tasks scored as lm-evaluation-harness does (evaluation.md section 3).

#include "core/base/progress.h"
#include "core/checkpoint/model_source.h"
#include "core/text/tokenizer.h"

#include <string>
#include <vector>

namespace moqa {

// One question: the continuation choices[i] is scored after contexts[i] (contexts are all alike but
// for winogrande-style tasks).
// An item of one choice (lambada) is right if greedy decoding would write exactly that choice.
struct TaskItem {
    std::vector<std::string> contexts, choices; // choices with their leading delimiter
    std::vector<int64_t> choiceCharacters;      // code points without the delimiter, for acc_norm
    int gold = 0;
};

struct TaskSet {
    std::string name;
    std::vector<TaskItem> items;
    bool hasAccNorm = true;
    bool hasMacroF1 = false; // cb
};

// Reads a .jsonl in any of the layouts of the common suites (rows of harness style, of
// {query, choices, gold}, {context_options, continuation, gold}, {context, continuation}, and the
// original ARC, COPA, CB, RTE, HellaSwag rows); name decides the prompt of section 3's table where
// rows are raw. limit > 0 keeps the first rows only. BadInput names the line.
Result<TaskSet> loadTask(const std::string& name, const std::string& path, int64_t limit = 0);

struct TaskScore {
    std::string name;
    int64_t n = 0;
    double acc = 0, accNorm = 0, stderrAcc = 0, stderrAccNorm = 0;
    bool hasAccNorm = false, hasMacroF1 = false;
    double macroF1 = 0;           // cb only, else 0
    std::vector<uint8_t> correct; // per item, for McNemar
};

// Sequences longer than the model's limit lose tokens on the left, as in the harness. BadInput for
// a task without items, a choice without tokens or longer than the limit.
Result<TaskScore> scoreTask(const ModelSource& model, const Tokenizer& tokenizer,
                            const TaskSet& task, Progress& progress);

// McNemar's exact two-sided test on paired outcomes: how often one is right where the other is
// wrong.
struct McNemar {
    int64_t onlyA = 0, onlyB = 0;
    double p = 1.0;
};
McNemar mcNemar(const std::vector<uint8_t>& a, const std::vector<uint8_t>& b);

} // namespace moqa
