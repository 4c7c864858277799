// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What a job will likely cost, said where it is started; and how far earlier jobs of this session
// were from what was said of them, which corrects what is said of the next. GUI thread.

#include "core/analysis/analyze.h"
#include "core/base/job_estimate.h"
#include "views/state/job_runner.h"

#include <QString>
#include <map>
#include <memory>
#include <vector>

namespace moqa {

// Tokens that each text will give, by the size of its file and its share: four bytes a token, three
// times as much text as file where it is packed. 0 for a file that is not there. maxTokens: of each
// text, 0 = all.
std::vector<int64_t> likelyTokens(const std::vector<CorpusRequest>& texts, int64_t maxTokens);

JobEstimate analyzeCost(const ModelSource& model, const std::vector<CorpusRequest>& texts,
                        int64_t maxTokens, const AnalyzeOptions& options);
// Of both models: the quantized one takes what the full one does.
JobEstimate evaluateCost(const ModelSource& model, const std::vector<CorpusRequest>& texts,
                         int64_t maxTokens);

class JobPace {
public:
    // What was estimated, uncorrected, of a job that was started.
    void expect(int number, const JobEstimate& estimate);
    // Learns from a job that ran to its end and was expected; forgets it in any case.
    void finished(const JobInfo& job);
    // With the seconds that jobs of this kind really took: a machine with other work is slower than
    // its rate. As it came, before the first one.
    JobEstimate corrected(JobKind kind, JobEstimate estimate) const;

private:
    std::map<int, double> m_expectedSeconds; // middle of the range, by number of the job
    std::map<JobKind, double> m_factor;
};

// "About 3 s to 10 s; 12.30 MB of memory beside the model, 4.00 MB on disk." Without the disk where
// nothing is written.
QString costText(const JobEstimate& estimate);

} // namespace moqa
