// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The texts of a document: which of them calibrate (known), which only evaluate (new), with what
// weight in a mix, and where each is cut between the two uses.

#include "core/base/json.h"
#include "core/text/corpus.h"

#include <string>
#include <vector>

namespace moqa {

// What to analyse and quantize with, and what to evaluate on. A corpus of the second list whose
// name is in the first is "known", else "new".
struct CorpusChoice {
    std::vector<CorpusRequest> calibration, evaluation;
};

struct CorpusEntry {
    std::string name, path;
    bool calibrates = true, evaluates = true;
    double weight = 1.0; // share in mixes, before normalisation
    // The share that calibrates; the rest evaluates, so that the two never overlap. A text that
    // calibrates whole is evaluated whole.
    int64_t shareNumerator = 2, shareDenominator = 3;
    bool tail = false; // the share is taken from the end
    bool operator==(const CorpusEntry&) const = default;
    bool isKnown() const { return calibrates; }
};
using CorpusLibrary = std::vector<CorpusEntry>;

CorpusRequest calibrationOf(const CorpusEntry& entry);
CorpusRequest evaluationOf(const CorpusEntry& entry);
CorpusChoice choiceOf(const CorpusLibrary& library);
// Entries keep the weight that `weights` has under their name.
CorpusLibrary libraryOf(const CorpusChoice& choice, const CorpusLibrary& weights = {});

// Of the texts that calibrate, for AnalyzeOptions::corpusWeights; empty where all are 1: all alike
// is no choice of weights.
std::vector<std::pair<std::string, double>> weightsOf(const CorpusLibrary& library);

Json toJson(const CorpusLibrary& library);
// BadInput for an entry without a name, an impossible share or a weight that is not positive.
Result<CorpusLibrary> libraryFromJson(const Json& json, const std::string& where);

} // namespace moqa
