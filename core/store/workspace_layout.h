// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The inside of a workspace file (*.moqa), version 1:
//   /                    format "moqa-workspace", format_version, model_path, model_path_kind,
//                        model_name, model_fingerprint, window, manifest_sha256, complete
//   /corpora/NNN         i32[tokens]; name, source, text_sha256
//   /analysis            model_name, model_path, model_fingerprint, experts, top_k
//   /analysis/moe_layers i32[rows];  /analysis/options.json
//   /analysis/corpora/   parallel arrays, one row per corpus
//   /analysis/results/NNNNNN  f64[shape]; metric, corpus, layer, samples
//   /plans/NNN, /reports/NNN  JSON as u8[n]; name
//   /notes               u8[n]

#include "core/analysis/result_array.h"
#include "core/store/h5_input.h"
#include "core/store/h5_output.h"

#include <string>

namespace moqa {

inline constexpr const char* kWorkspaceFormat = "moqa-workspace";
inline constexpr int64_t kWorkspaceVersion = 1;
inline constexpr const char* kResultsGroup = "analysis/results";

Status writeResult(h5::OutputFile& file, const std::string& path, const ResultArray& result);
Result<ResultKey> readResultKey(const h5::InputFile& file, const std::string& path);
Result<ResultArray> readResult(const h5::InputFile& file, const std::string& path);

Status writeAnalysis(h5::OutputFile& file, const Analysis& analysis);
Result<Analysis> readAnalysis(const h5::InputFile& file);

// "prefix/000012".
std::string numberedPath(const std::string& prefix, size_t number);

} // namespace moqa
