// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The inside of a workspace file (*.moqa), version 3:
//   /                    format "moqa-workspace", format_version, model_path, model_path_kind,
//                        model_name, model_fingerprint, window, saved_over, saved_records,
//                        saved_sum, manifest_sha256, complete
//   /corpora/NNN         i32[tokens]; name, source, text_sha256
//   /analysis            model_name, model_path, model_fingerprint, experts, top_k
//   /analysis/moe_layers i32[rows];  /analysis/options.json
//   /analysis/corpora/   parallel arrays, one row per corpus
//   /analysis/results/NNNNNN  f64[shape]; metric, corpus, layer, samples
//   /analysis/index/     metric, corpus, layer: parallel arrays, row N for result N, so that
//                        opening does not visit thousands of them
//   /losses/NNN/         measured losses (loss_table_store.h); name. Absent where there are none.
//   /plans/NNN           JSON as u8[n], without units; name
//   /plan_units/NNN/     units/ and, where budget repair changed some, unrepaired/: layer, expert,
//                        group, projection, bits, symmetric, locked, why: parallel arrays, why an
//                        index of reasons, a JSON list as u8[n]
//   /reports/NNN, /state/NNN  JSON as u8[n]; name
//   /notes               u8[n]
// Version 2 has the units in the JSON of a plan; version 1 has no index, state and saved_* either.

#include "core/analysis/result_array.h"
#include "core/base/progress.h"
#include "core/store/h5_input.h"
#include "core/store/h5_output.h"

#include <map>
#include <string>

namespace moqa {

inline constexpr const char* kWorkspaceFormat = "moqa-workspace";
inline constexpr int64_t kWorkspaceVersion = 3;
inline constexpr const char* kResultsGroup = "analysis/results";
inline constexpr const char* kIndexGroup = "analysis/index";

// Reads what the analysis does not hold, one result at a time.
// A cancel is looked for at every result.
Status writeAnalysis(h5::OutputFile& file, const Analysis& analysis, Progress& progress);
// Everything but the results.
Result<Analysis> readAnalysisHead(const h5::InputFile& file);
// Where each result lies.
Result<std::map<ResultKey, std::string>> readResultPaths(const h5::InputFile& file);
// BadInput if the result there is not the one of this key or does not have the shape of head.
Result<ResultArray> readResult(const h5::InputFile& file, const std::string& path,
                               const ResultKey& key, const Analysis& head);

// "prefix/000012".
std::string numberedPath(const std::string& prefix, size_t number);

} // namespace moqa
