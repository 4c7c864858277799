// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A study as plain functions from values to a value: which grid the texts of a document make, what
// it will cost, the run, and its report on disk. Any thread; knows no widget.

#include "core/base/job_estimate.h"
#include "core/measure/study.h"
#include "views/state/corpus_library.h"

#include <functional>
#include <memory>
#include <string>

namespace moqa {

// Which texts calibrate together: all of them, each alone, or both as rows of their own.
enum class StudyMixes { Together, Alone, Both };

// Fills in the calibration and evaluation of a grid. Usage error where no text calibrates or none
// evaluates, or two have one name.
Status useTexts(StudyGrid& grid, const CorpusLibrary& texts, StudyMixes mixes);

// Plans that the grid will make, its baselines included.
size_t plansOf(const StudyGrid& grid);

struct StudyJob {
    std::shared_ptr<const ModelSource> model;
    StudyGrid grid; // with its texts
    CorpusLibrary texts;
    // Losses that need not be measured again, where they fit; null = none.
    std::shared_ptr<const LossTable> losses;
    // Where the rows that are done are kept while it runs; empty = nowhere.
    std::string partialPath;
};
using StudySink = std::function<void(std::shared_ptr<const Study>)>;
// onGrown is called from the worker after each row.
struct StudyRun {
    std::shared_ptr<const Study> study;
    Status kept; // of the last writing to partialPath
};
Result<StudyRun> runStudyJob(const StudyJob& job, const StudySink& onGrown, Progress& progress);

// Of a grid with its texts; zero where the uniform plan that it is reckoned with cannot be made.
JobEstimate studyCost(const ModelSource& model, const StudyGrid& grid, const CorpusLibrary& texts);

Result<std::shared_ptr<const Study>> readStudyReport(const std::string& path);
Status writeStudyReport(const Study& study, const std::string& path);

} // namespace moqa
