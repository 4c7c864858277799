// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Which of a workspace's texts a plan is quantized on: the same for window and command line. Any
// thread.

#include "core/plan/plan.h"
#include "core/text/corpus.h"

#include <vector>

namespace moqa {

// The corpora a plan was made for, by name; all if it names none. BadInput if one is missing.
Result<std::vector<Corpus>> calibrationCorpora(const std::vector<Corpus>& all, const Plan& plan);

} // namespace moqa
