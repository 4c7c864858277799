// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The last step of a quantization: layer files and kept weights become one file. Its bytes depend
// only on the model, the recipe and the tensors, never on how often the run was interrupted.

#include "core/checkpoint/model_source.h"
#include "core/quantize/quantize_model.h"
#include "core/quantize/quantized_overlay.h"
#include "core/store/partial_folder.h"
#include "core/store/quantized_index.h"

#include <string>
#include <vector>

namespace moqa {

// What a quantization was made from, as it is written to the file and compared on resume.
struct QuantizationRecipe {
    std::string planJson;                      // Plan::toJson
    Json options;                              // QuantizeOptions
    Json calibration;                          // list of {name, tokens, text_sha256, ids_sha256}
    std::string commandLine;                   // provenance
    std::shared_ptr<const CacheRequest> cache; // null: no channel cache
};

class QuantizedJoin {
public:
    QuantizedJoin(h5::OutputFile& file, const ModelSource& model, const PartialFolder& partial,
                  const QuantizationRecipe& recipe)
        : m_file(file), m_model(model), m_partial(partial), m_recipe(recipe), m_folded(model) {}

    // Writes everything but `complete`. Internal if a weight of the model has no ledger row or two;
    // Cancelled between weights.
    Status run(const Progress& progress);

private:
    Status collectLedger(const Progress& progress);
    Status collectFolds();
    Status writeRoot();
    Status writeSideFiles();
    Status writeProvenance();
    Status writeWeights(const Progress& progress);
    Status writeModuleOf(const WeightEntry& entry, const LedgerRow& row);
    Status writeKept(const WeightEntry& entry);
    Status writeCaches(const Progress& progress);
    Json recipeJson() const;

    h5::OutputFile& m_file;
    const ModelSource& m_model;
    const PartialFolder& m_partial;
    const QuantizationRecipe& m_recipe;
    QuantizedOverlay m_folded; // the model as its kept weights are stored
    Json m_foldedLayers = Json::array();
    std::vector<LedgerRow> m_ledger; // in the model's order of weights
    std::vector<IndexedModule> m_modules;
    std::vector<IndexedKept> m_kept;
};

} // namespace moqa
