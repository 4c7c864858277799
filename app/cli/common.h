// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What several verbs share: opening tokenizers and corpora, checks before long work, texts of
// totals.

#include "core/checkpoint/model_source.h"
#include "core/store/workspace.h"
#include "core/text/corpus.h"
#include "core/text/tokenizer.h"

#include "core/base/progress.h"

#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace moqa::cli {

// Usage error for a value of an option that a later version brings.
Error comesLater(const std::string& option, const std::string& value, const std::string& available);
Result<Tokenizer> openTokenizer(const ModelSource& model);
// Loads each CORPUS argument with the model's tokenizer, with progress. Names must differ.
// maxTokens 0 = all.
Result<std::vector<Corpus>> loadCorpora(const ModelSource& model,
                                        const std::vector<std::string>& requests, int64_t maxTokens,
                                        Progress& progress);
// NAME:WEIGHT arguments; the weight defaults to 1.
Result<std::vector<std::pair<std::string, double>>>
parseWeights(const std::vector<std::string>& texts);
// The texts of a workspace that NAME:WEIGHT arguments name, in its order; BadInput for one that it
// does not hold.
Result<std::vector<Corpus>>
namedCorpora(const std::vector<Corpus>& all,
             const std::vector<std::pair<std::string, double>>& weights);
// About `tokens` tokens of each text, chosen evenly over the experts; says what that brought.
Result<std::vector<Corpus>> balanced(const ModelSource& model, const std::vector<Corpus>& corpora,
                                     int64_t tokens, int64_t window, Progress& progress);
// "mean 3.000 bits, model 3.710 bits, true 3.340 bits, 4.60 MB of 26.40 MB"
std::string totalsText(const PlanTotals& totals);
bool isWorkspacePath(const std::string& path);
// The model a workspace refers to; BadInput if it is gone or no longer the same.
Result<std::shared_ptr<const ModelSource>> openWorkspaceModel(const Workspace& workspace);
// Fails at once if a file cannot be created here, before hours of work. Leaves nothing behind.
Status checkWritable(const std::string& path);

} // namespace moqa::cli
