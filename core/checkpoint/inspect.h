// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What a model file holds, without reading weights: the answer of `moqa inspect` (cli.md). Works
// for models that we cannot run and for a lone file without config.json, as far as names and
// shapes tell.

#include "core/base/json.h"
#include "core/base/result.h"
#include "core/checkpoint/model_source.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace moqa {

struct ModelSummary {
    std::string family, architecture;              // empty: unknown
    std::optional<int64_t> layers, moeLayers;      // none: unknown
    std::optional<int64_t> experts, sharedExperts; // per layer
    std::optional<int64_t> topK, hidden, expertWidth, vocab;
    int64_t parameters = 0; // a tied head counts once
    // Weights that one token meets: everything but the embedding table, with topK of the routed
    // experts and with the head, also where it is tied to the embedding.
    std::optional<int64_t> activeParameters;
    // Bytes as stored, by Part; cli.md's "embedding" is Embedding and Head, its "other" is Norm,
    // Dense and Other.
    std::vector<int64_t> partBytes = std::vector<int64_t>(static_cast<size_t>(Part::Other) + 1);
    // The one that most bytes are stored in: of a dtype, or "INT3" for packed codes of 3 bits.
    std::string dtype;
    // Of the routed experts of a model with packed weights: nominal width, and all bytes x 8 over
    // their weights; none otherwise.
    std::optional<double> meanBits, trueBits;
    std::string tokenizer; // model type of tokenizer.json ("BPE"); empty: there is none
    bool runnable = false;
    std::vector<std::string> notes;
};

// Summary of an open model, quantized or not.
ModelSummary summarize(const ModelSource& source);
// Summary of a folder in hub layout or a .safetensors file. BadInput for a missing, truncated or
// malformed file; a model that cannot be run is summarised with the reason as a note.
Result<ModelSummary> summarizeFiles(const std::string& path);

// The JSON of `moqa inspect`; unknown values are null.
Json toJson(const ModelSummary& summary);
Result<Json> inspectJson(const std::string& path);

} // namespace moqa
