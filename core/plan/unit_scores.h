// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Scores that guess which experts need bits: one table, one function, so that a view, a plan and a
// comparison with the measured loss treat them alike. A new score is a row of the table and a case
// in unitScore.

#include "core/base/progress.h"
#include "core/plan/base_rule.h"
#include "core/plan/loss_table.h"

#include <array>

namespace moqa {

enum class ScoreNeeds : uint8_t { Analysis, Weights, Losses };

struct ScoreInfo {
    const char* id;
    const char* title;
    const char* formula;
    const char* description; // how to read it, and what it lacks
    const char* source;
    ScoreNeeds needs;
    bool higherNeedsBits; // the published direction; a user may turn it round
    bool perProjection;
};
const std::vector<ScoreInfo>& scoreTable();
const ScoreInfo* findScore(const std::string& id); // null if unknown
std::string scoreNames();

struct UnitScore {
    std::string id;
    bool higherNeedsBits = true;
    std::vector<int> moeLayers; // model layer index of each row
    int experts = 0;
    std::vector<double> values; // [moe layer, expert]; NaN = not defined
    // Gate, up, down, each as values; empty where the score is of an expert as a whole.
    std::array<std::vector<double>, 3> byProjection;

    double at(size_t layerRow, int expert) const {
        return values[layerRow * static_cast<size_t>(experts) + static_cast<size_t>(expert)];
    }
};

struct ScoreSources {
    const ModelSource* model = nullptr; // always
    const Analysis* analysis = nullptr;
    const LossTable* losses = nullptr;
    CorpusWeights corpora; // empty = all, equal
};

// Usage error for an unknown score or a source that it needs and that is not there; BadInput for
// results that do not fit the model; Cancelled. Scores of weights read every routed expert.
Result<UnitScore> unitScore(const std::string& id, const ScoreSources& sources, Progress& progress);

// More than any file of two million experts' values has.
constexpr int64_t kMostScoreBytes = int64_t{1} << 26;
// A user's score: lines "layer,expert,value" or "tensor name,value" (values of an expert's tensors
// are averaged), a first line that is no such line is a heading. Higher needs bits. BadInput naming
// the line for a value that is not finite, a name or place that the model does not have, one given
// twice, or naming the first expert that is missing.
Result<UnitScore> scoreFromCsv(const std::string& text, const ModelSource& model,
                               const std::string& where);

} // namespace moqa
