// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Names and places inside a quantized model file ("moeq-h5" version 1, model-formats.md 5.9), and
// the parts that writer, reader and resume share: a module group, the ledger. Additions to the
// proposed schema: every dataset is contiguous (the whole file can be mapped), /index also says
// where scales and zero points are, and /index_kept lists the weights kept as they were.

#include "core/checkpoint/model_source.h"
#include "core/quantize/quantize_model.h"
#include "core/store/h5_input.h"
#include "core/store/h5_output.h"

#include <optional>
#include <string>
#include <vector>

namespace moqa {

inline constexpr const char* kQuantizedFormat = "moeq-h5";
inline constexpr const char* kLayerFormat = "moeq-h5-layer"; // one layer in PATH.partial
inline constexpr int64_t kQuantizedVersion = 1;

// "model/layers/003/moe/experts/017/gate_proj".
std::string groupPathOf(WeightId id);
// Dataset of a kept weight in its group: "weight", or "bias" for biases.
std::string datasetNameOf(Role role);
// The HF module path: the name without ".weight".
std::string moduleNameOf(const std::string& weightName);
// Code of /index/proj: 0 gate, 1 up, 2 down, 3 q, 4 k, 5 v, 6 o, 255 other.
uint8_t projectionCode(Role role);
std::optional<Role> roleFromName(const std::string& name);

// What a kept weight's elements are in the file: u16 for bf16, f16, else f32.
struct KeptStorage {
    h5::Element element = h5::Element::U16;
    DType dtype = DType::BF16; // logical_dtype
};
KeptStorage keptStorage(const WeightEntry& entry);

// Factors of a module's compensation, behind its group.
inline constexpr const char* kLeftFactor = "/low_rank_left";
inline constexpr const char* kRightFactor = "/low_rank_right";

// Where a module's datasets are.
struct PlacedModule {
    h5::PlacedDataset codes, scales, zeroPoints, left, right; // not every module has the last three
};
Result<PlacedModule> writeModule(h5::OutputFile& file, const std::string& group,
                                 const QuantizedTensor& tensor, const LedgerRow& row);
// Reads what writeModule wrote, verified.
Result<QuantizedTensor> readModule(const h5::InputFile& file, const std::string& group,
                                   WeightId id);

// BadInput if one of the f16 numbers (real zero points, factors of a compensation) is not finite:
// no weight that it enters would be. what: the dataset.
Status checkHalves(const h5::InputFile& file, const std::string& what, const uint16_t* halves,
                   size_t count);

// The scale that awq folded into a layer's norm, in the layer's file; nothing where it has none.
inline constexpr const char* kFoldDataset = "fold";
Result<std::optional<LayerFold>> readLayerFold(const h5::InputFile& file, int layer,
                                               int64_t hidden);

// The ledger as parallel arrays under group.
Status writeLedger(h5::OutputFile& file, const std::string& group,
                   const std::vector<LedgerRow>& rows);
Result<std::vector<LedgerRow>> readLedgerColumns(const h5::InputFile& file,
                                                 const std::string& group);

// Widths that codes can have; BadInput for others, a group that does not divide a row, or shapes
// beyond any model.
Status checkModuleShape(const h5::InputFile& file, const std::string& path,
                        const UnitFormat& format, int64_t rows, int64_t cols);

} // namespace moqa
