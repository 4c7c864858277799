// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Adapting a quantized file to a new text as plain functions from values to a value: what its cache
// holds, what the text means for it, what a patch wins, and patches on disk. Any thread; knows no
// widget. The base file is never written.

#include "core/adapt/adapt.h"
#include "core/base/job_estimate.h"
#include "core/base/progress.h"
#include "core/evaluate/bootstrap.h"
#include "core/evaluate/evaluate.h"
#include "core/text/corpus.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace moqa {

// A text to adapt to: a sample of it is looked at, another part measures what that wins.
struct AdaptText {
    CorpusRequest sample, measured;
    std::string name() const { return sample.name; }
    bool operator==(const AdaptText& other) const;
};
// Of a file: the first two thirds and the last third, as texts that are added are cut.
AdaptText adaptTextOf(const std::string& path);

struct AdaptChoice {
    std::string file; // .h5 with a channel cache
    AdaptText text;
    int64_t tokens = 8192; // of the sample (moqa.md section 6 step 2)
    AdaptOptions options;
    // What the result depends on is the same.
    bool operator==(const AdaptChoice& other) const;
};

// The channel cache of a file, read once and shared by what uses it.
struct CachedFile {
    CachedModel cached;
    int64_t channels = 0, cacheBytes = 0, fileBytes = 0;
    ModelSpec spec;
    std::string fingerprint; // of the model that it was made from
};
Result<std::shared_ptr<const CachedFile>> readCachedFile(const std::string& path,
                                                         Progress& progress);

struct AdaptOutcome {
    AdaptChoice choice;
    std::shared_ptr<const CachedFile> file;
    std::shared_ptr<const Adaptation> adaptation; // its patch is in memory alone
};
Result<AdaptOutcome> runAdapt(const AdaptChoice& choice, std::shared_ptr<const CachedFile> file,
                              Progress& progress);
// Rates are those of an analysis: one pass over the sample.
JobEstimate adaptCost(const ModelSource& model, const AdaptChoice& choice);

// What patches over a file win on a text, before anything is written.
struct GainJob {
    AdaptOutcome outcome;                        // whose patch is tried
    std::vector<std::string> applied;            // patch files that lie over the file already
    std::shared_ptr<const ModelSource> original; // to compare with; null = perplexity alone
    int64_t tokens = 0;                          // of the part that measures; 0 = all
};
struct GainRow {
    enum class What { Original, File, Applied, Patch };
    What what = What::File;
    CorpusScore score;
};
struct Gain {
    AdaptChoice choice;
    std::vector<std::string> applied;
    std::vector<GainRow> rows;
    // Divergence with the patch less without it, where there is an original: negative = it wins.
    std::optional<PairedDifference> difference;
    const CorpusScore* find(GainRow::What what) const;
};
// BadInput where the file was written again since the outcome.
Result<Gain> runGain(const GainJob& job, Progress& progress);

struct PatchFile {
    std::string path, mode;
    std::vector<std::string> corpora;
    int64_t channels = 0, bytes = 0; // of the patch as stored
    bool operator==(const PatchFile&) const = default;
};
// Reads patches and lays them over the file as a loader would. BadInput for a patch of another
// file, the same one twice, or two that override the same channel.
Result<std::vector<PatchFile>>
checkPatches(const std::string& file, const std::vector<std::string>& patches, Progress& progress);
// Writes the patch of an outcome, whole or not at all, and lays it over the file with those that
// are applied. Nothing is written where it would not fit beside them, or overwrite what is no
// patch.
Result<PatchFile> savePatch(const AdaptOutcome& outcome, const std::vector<std::string>& applied,
                            const std::string& path, Progress& progress);

} // namespace moqa
