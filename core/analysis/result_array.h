// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The value type of every analysis result: a named array with its corpus, layer, shape and sample
// size. What the window draws, `moqa show` prints and the workspace stores are these, unchanged.

#include "core/base/result.h"

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace moqa {

struct ResultKey {
    std::string metric; // id in the metric table: "load", "coactivation", ...
    std::string corpus; // "" = over all corpora; "A|B" = of a pair
    int layer = -1;     // model layer index for arrays kept per layer, -1 = all layers in one array
    auto operator<=>(const ResultKey&) const = default;
};

std::string nameOf(const ResultKey& key); // "lift of code, layer 3"

struct ResultArray {
    ResultKey key;
    std::vector<int64_t> shape;
    // Row-major. NaN = not defined for want of tokens (a mean over none). Counts, sums and shares
    // of an expert without a token are true zeros: Analysis::isSeen tells those cells apart.
    std::vector<double> values;
    int64_t samples = 0; // tokens (or whatever the metric's description names)
};

using ResultPtr = std::shared_ptr<const ResultArray>;

// Where the values are that an Analysis does not hold itself: pair matrices and channels of a large
// model do not fit in memory. Any thread.
class ResultSource {
public:
    virtual ~ResultSource() = default;
    // BadInput if there is no such result or it is damaged. Valid for as long as it is held.
    virtual Result<ResultPtr> get(const ResultKey& key) const = 0;
};

// One row of the table that feeds axis labels, tooltips, CSV headers, `moqa show --list`,
// `moqa explain` and the manual.
struct MetricInfo {
    const char* id;          // "load"
    const char* title;       // "Load over fair share"
    const char* unit;        // "1" for ratios
    const char* axes;        // comma-separated: "layer,expert"
    const char* formula;     // "frequency * N / K"
    const char* description; // one or two sentences for a researcher: meaning, range, how to read
    const char* source;      // "moqa.md 1" or a paper
    bool perLayer;           // one array per layer (pair matrices, channels)
    bool isSigned;           // centred on zero: diverging colours
};

const std::vector<MetricInfo>& metricTable();
const MetricInfo* findMetric(const std::string& id); // null if unknown
std::vector<std::string> axesOf(const MetricInfo& metric);

struct CorpusInfo {
    std::string name, source, textSha256;
    int64_t tokens = 0;        // used: whole windows
    int64_t droppedTokens = 0; // remainder
    int64_t sequences = 0, window = 0;
    double weight = 1.0; // share in mixes, before normalisation
};

// Immutable once made; shared between window, jobs and store.
struct Analysis {
    std::string modelName, modelPath, modelFingerprint;
    std::vector<int> moeLayers; // model layer index of each row of [layer, expert] arrays
    int experts = 0, topK = 0;
    std::vector<CorpusInfo> corpora;
    std::string optionsJson; // all options that were in force
    // The keys of all results. A null value is read from source when find or get ask for it.
    std::map<ResultKey, ResultPtr> results;
    std::shared_ptr<const ResultSource> source; // null: everything is in results

    // Null if not there, or if it cannot be read.
    ResultPtr find(const std::string& metric, const std::string& corpus, int layer = -1) const;
    // The same with the reason.
    Result<ResultPtr> get(const ResultKey& key) const;
    // False if no token of the corpus ("" = of any) chose the expert, so that a view can draw the
    // cell apart whatever the metric. True where stage 1 was not run.
    bool isSeen(int layer, int expert, const std::string& corpus) const;
    // False if the array does not have the axes of its metric, each as long as the layers, experts
    // or corpora here say: what readers of a file must refuse, since others index by these. Arrays
    // of metrics that the table does not know fit.
    bool fits(const ResultArray& array) const;
};

} // namespace moqa
