// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A grid of plans, each made, quantized and evaluated under equal conditions: every method at every
// budget for every calibration mix and group size, against one uniform baseline. One honest table:
// recovered shares with paired bootstrap intervals, and how sure it is that one method beats
// another.

#include "core/base/json.h"
#include "core/evaluate/bootstrap.h"
#include "core/measure/measure_losses.h"
#include "core/measure/prediction_check.h"
#include "core/plan/make_plan.h"

#include <functional>
#include <map>
#include <string>
#include <vector>

namespace moqa {

// Texts as CORPUS arguments, "NAME=FILE@2/3:head".
struct StudyMix {
    std::string name;
    std::vector<std::string> corpora;
};

struct StudyGrid {
    // Names of plan_methods.h; "NAME@2,4,6,8" gives a method widths of its own, those it was
    // published with.
    std::vector<std::string> methods;
    std::vector<double> bits; // mean bits of the routed experts
    std::vector<StudyMix> calibration;
    std::vector<int> groups = {64};
    std::vector<int> widths = {2, 3, 4, 5, 6, 8};
    std::vector<UnitFormat> pairs; // PlanOptions::pairs of the method optimal
    double baselineBits = 3;       // of the uniform plan that shares are recovered from
    int attentionBits = 16, sharedBits = 16, denseBits = 16;
    int64_t calibrationTokens = 8192, evaluationTokens = 8192, window = 0;
    int64_t balanceTokens = 0; // of each text, chosen evenly over the experts; 0 = all, in order
    // Texts to score, known (of the kinds that calibrate) and new.
    std::vector<std::string> known, fresh;
    QuantizeOptions quantize;
    double unseen = -1;                 // PlanOptions::unseen; negative = its default
    std::vector<PlanRange> randomPlans; // predicted against measured on the known texts
};

struct StudyMethod {
    std::string name;
    std::vector<int> widths; // with pairs empty = the grid's
    std::vector<UnitFormat> pairs;
};
// BadInput for widths that are none.
Result<StudyMethod> parseStudyMethod(const std::string& text);

// BadInput naming the key for anything that is not as the grid's documentation in the README says.
Result<StudyGrid> parseStudyGrid(const Json& json, const std::string& where);
Json studyGridJson(const StudyGrid& grid); // what parseStudyGrid reads; all but the seed

// Percentile interval of a bootstrap over windows.
struct MeanInterval {
    double low = 0, high = 0;
};

struct StudyScores {
    double kl = 0, nll = 0; // means over the corpora
    std::optional<MeanInterval> klInterval;
    std::optional<ShareInterval> klShare, logPerplexityShare;
};

// One plan of the grid.
struct StudyRow {
    std::string method, calibration;
    double bits = 0; // asked for
    int group = 64;
    std::string failure; // why there is no plan; everything below is then empty
    PlanTotals totals;
    double predicted = -1; // mean over calibration corpora, nats per token; negative = none
    EvaluateReport report; // known corpora first
    StudyScores known, fresh;
    double seconds = 0;
};

// a minus b in mean KL over the corpora, with the interval of a paired bootstrap over windows and
// the share of resamples in which it has the other sign, doubled (a two-sided p value).
struct StudyComparison {
    std::string a, b, calibration;
    double bits = 0;
    int group = 64;
    bool isKnown = true;
    double difference = 0, low = 0, high = 0, p = 1;
};

struct StudyPredictions {
    std::string calibration;
    int group = 64;
    std::vector<PredictionCheck> checks;
};

struct Study {
    std::string model;
    bool complete = false; // false: the rows that were done when it was stopped
    StudyGrid grid;
    EvaluateReport full;
    std::vector<StudyRow> rows;               // the baseline of each mix and group first
    std::vector<StudyComparison> comparisons; // the best method of each cell against the others
    std::vector<StudyPredictions> predictions;
};

// What the study needs of files and vocabularies, which this room does not know.
struct StudySources {
    std::function<Result<Corpus>(const std::string& request, int64_t maxTokens)> corpus;
    // Tables that a workspace has already; may be empty.
    std::function<const LossTable*(const MeasureOptions& options,
                                   const std::vector<Corpus>& corpora)>
        measured;
    // Called with each table that was measured because there was none, so that it can be kept; an
    // error ends the study. May be empty.
    std::function<Status(const MeasureOptions& options, const LossTable& table)> newTable;
    // Called with all that is known so far after the baseline, after each few rows that are scored
    // together and at the end of each cell, so that a run that is stopped leaves what it did; may
    // be empty.
    std::function<void(const Study& soFar)> grown;
};

// A method that refuses (a budget out of its reach) becomes a row with its failure; the study goes
// on. Errors: of the grid, of reading, Cancelled.
Result<Study> runStudy(const ModelSource& model, const StudyGrid& grid, const StudySources& sources,
                       Progress& progress);

Json studyJson(const Study& study);
// What studyJson wrote: readStudy(studyJson(s)) writes the same JSON. Scores of single windows are
// not part of it. BadInput naming the row and key for anything else.
Result<Study> readStudy(const Json& json, const std::string& where);
// JSON, CSV or text, as the name of a file asks for by .json, .csv or anything else.
std::string studyReport(const Study& study, const std::string& path);
// C locale, full precision, one line per row and corpus, one for a refusal.
std::string studyCsv(const Study& study);
std::string studyText(const Study& study); // the table, for people

} // namespace moqa
