// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/quantized_layout.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <limits>

namespace moqa {

namespace {

// Zero-padded, so that viewers list numbers in their order.
std::string padded(int number) {
    char text[16];
    std::snprintf(text, sizeof text, "%03d", number);
    return text;
}

const char* moduleOf(Role role) {
    switch (role) {
    case Role::Embedding: return "embed_tokens";
    case Role::FinalNorm:
    case Role::FinalNormBias: return "norm";
    case Role::Head:
    case Role::HeadBias: return "lm_head";
    case Role::AttnNorm:
    case Role::AttnNormBias: return "input_layernorm";
    case Role::AttnQ:
    case Role::AttnQBias: return "attn/q_proj";
    case Role::AttnK:
    case Role::AttnKBias: return "attn/k_proj";
    case Role::AttnV:
    case Role::AttnVBias: return "attn/v_proj";
    case Role::AttnO:
    case Role::AttnOBias: return "attn/o_proj";
    case Role::AttnQNorm: return "attn/q_norm";
    case Role::AttnKNorm: return "attn/k_norm";
    case Role::FfnNorm:
    case Role::FfnNormBias: return "post_attention_layernorm";
    case Role::Router:
    case Role::RouterBias: return "moe/router";
    case Role::ExpertGate:
    case Role::DenseGate: return "gate_proj";
    case Role::ExpertUp:
    case Role::DenseUp: return "up_proj";
    case Role::ExpertDown:
    case Role::DenseDown: return "down_proj";
    case Role::SharedGate: return "moe/shared/gate_proj";
    case Role::SharedUp: return "moe/shared/up_proj";
    case Role::SharedDown: return "moe/shared/down_proj";
    case Role::SharedMix: return "moe/shared/mix";
    default: return roleName(role);
    }
}

bool isBias(Role role) {
    switch (role) {
    case Role::FinalNormBias:
    case Role::HeadBias:
    case Role::AttnNormBias:
    case Role::AttnQBias:
    case Role::AttnKBias:
    case Role::AttnVBias:
    case Role::AttnOBias:
    case Role::FfnNormBias:
    case Role::RouterBias: return true;
    default: return false;
    }
}

} // namespace

std::string groupPathOf(WeightId id) {
    std::string path = "model/";
    if (id.layer >= 0) path += "layers/" + padded(id.layer) + "/";
    if (id.expert >= 0)
        path += "moe/experts/" + padded(id.expert) + "/";
    else if (partOf(id.role) == Part::Dense)
        path += "mlp/";
    return path + moduleOf(id.role);
}

std::string datasetNameOf(Role role) { return isBias(role) ? "bias" : "weight"; }

std::string moduleNameOf(const std::string& weightName) {
    constexpr std::string_view kSuffix = ".weight";
    if (weightName.size() > kSuffix.size() && weightName.ends_with(kSuffix))
        return weightName.substr(0, weightName.size() - kSuffix.size());
    return weightName;
}

uint8_t projectionCode(Role role) {
    switch (role) {
    case Role::ExpertGate:
    case Role::SharedGate:
    case Role::DenseGate: return 0;
    case Role::ExpertUp:
    case Role::SharedUp:
    case Role::DenseUp: return 1;
    case Role::ExpertDown:
    case Role::SharedDown:
    case Role::DenseDown: return 2;
    case Role::AttnQ: return 3;
    case Role::AttnK: return 4;
    case Role::AttnV: return 5;
    case Role::AttnO: return 6;
    default: return 255;
    }
}

std::optional<Role> roleFromName(const std::string& name) {
    for (int i = 0; i <= static_cast<int>(Role::DenseDown); ++i) {
        const Role role = static_cast<Role>(i);
        if (name == roleName(role)) return role;
    }
    return std::nullopt;
}

KeptStorage keptStorage(const WeightEntry& entry) {
    // A weight that its source holds in codes has more bits than bf16 once widened.
    const bool codes = entry.bits < 16;
    if (!codes && entry.dtype == DType::BF16) return {h5::Element::U16, DType::BF16};
    if (!codes && entry.dtype == DType::F16) return {h5::Element::F16, DType::F16};
    return {h5::Element::F32, DType::F32};
}

Result<PlacedModule> writeModule(h5::OutputFile& file, const std::string& group,
                                 const QuantizedTensor& tensor, const LedgerRow& row) {
    MOQA_CHECK(file.group(group));
    MOQA_CHECK(file.attribute(group, "bits", static_cast<uint8_t>(tensor.format.bits)));
    MOQA_CHECK(file.attribute(group, "group_size", static_cast<int32_t>(tensor.format.group)));
    MOQA_CHECK(file.attribute(group, "symmetric", static_cast<uint8_t>(tensor.format.symmetric)));
    MOQA_CHECK(file.attribute(group, "in_features", static_cast<uint32_t>(tensor.cols)));
    MOQA_CHECK(file.attribute(group, "out_features", static_cast<uint32_t>(tensor.rows)));
    MOQA_CHECK(file.attribute(group, "quant_dtype", tensor.format.bits == 1 ? "sign" : "int"));
    MOQA_CHECK(file.attribute(group, "packing", "lsb-first-rowstream"));
    MOQA_CHECK(file.attribute(group, "zero_point_encoding",
                              tensor.format.realZeros ? "real-f16" : "unsigned-direct"));
    MOQA_CHECK(file.attribute(group, "scale_dtype", "f16"));
    MOQA_CHECK(file.attribute(group, "hf_name", moduleNameOf(row.name)));
    MOQA_CHECK(file.attribute(group, "weight_error", row.weightError));
    MOQA_CHECK(file.attribute(group, "output_error", row.outputError));
    MOQA_CHECK(file.attribute(group, "activation_count", static_cast<uint64_t>(row.tokensSeen)));

    PlacedModule placed;
    MOQA_TRY(placed.codes,
             file.dataset(group + "/codes", h5::Element::U8, {tensor.rows, tensor.rowBytes()},
                          std::as_bytes(std::span(tensor.codes))));
    MOQA_TRY(placed.scales,
             file.dataset(group + "/scales", h5::Element::F16, {tensor.rows, tensor.groups()},
                          std::as_bytes(std::span(tensor.scales))));
    if (const int64_t rank = tensor.format.rank; rank > 0) {
        MOQA_CHECK(file.attribute(group, "low_rank", static_cast<int32_t>(rank)));
        MOQA_TRY(placed.left,
                 file.dataset(group + kLeftFactor, h5::Element::F16, {tensor.rows, rank},
                              std::as_bytes(std::span(tensor.left))));
        MOQA_TRY(placed.right,
                 file.dataset(group + kRightFactor, h5::Element::F16, {rank, tensor.cols},
                              std::as_bytes(std::span(tensor.right))));
    }
    if (!tensor.realZeros.empty()) {
        MOQA_TRY(placed.zeroPoints, file.dataset(group + "/zero_points", h5::Element::F16,
                                                 {tensor.rows, tensor.groups()},
                                                 std::as_bytes(std::span(tensor.realZeros))));
    }
    if (tensor.zeroPoints.empty()) return placed;
    MOQA_TRY(placed.zeroPoints,
             file.dataset(group + "/zero_points", h5::Element::U8, {tensor.rows, tensor.groups()},
                          std::as_bytes(std::span(tensor.zeroPoints))));
    return placed;
}

Status checkModuleShape(const h5::InputFile& file, const std::string& path,
                        const UnitFormat& format, int64_t rows, int64_t cols) {
    constexpr int64_t kMax = std::numeric_limits<int32_t>::max();
    if (format.bits < 1 || format.bits > 8)
        return file.malformed(path,
                              "codes of " + std::to_string(format.bits) + " bits are unknown");
    if (rows < 1 || cols < 1 || rows > kMax || cols > kMax)
        return file.malformed(path, "its shape is impossible");
    if (format.group != -1 && (format.group < 1 || cols % format.group != 0))
        return file.malformed(path, "a group of " + std::to_string(format.group) +
                                        " columns does not divide a row of " +
                                        std::to_string(cols));
    if (format.rank < 0 || format.rank > std::min(rows, cols))
        return file.malformed(path, "a compensation of rank " + std::to_string(format.rank) +
                                        " does not fit its shape");
    return {};
}

Status checkHalves(const h5::InputFile& file, const std::string& what, const uint16_t* halves,
                   size_t count) {
    constexpr uint16_t kExponent = 0x7c00; // all ones: infinite or NaN
    for (size_t i = 0; i < count; ++i)
        if ((halves[i] & kExponent) == kExponent)
            return file.malformed(what, "one of its numbers is not a finite number");
    return {};
}

namespace {
template <class T>
Status readMatrix(const h5::InputFile& file, const std::string& path, h5::Element element,
                  int64_t rows, int64_t cols, std::vector<T>& out) {
    MOQA_TRY(const h5::InputDataset found, file.dataset(path));
    if (found.element != element || found.shape != std::vector<int64_t>{rows, cols})
        return file.malformed(path, "it does not have the type and shape its module claims");
    MOQA_CHECK(file.verify(found));
    out.resize(static_cast<size_t>(found.count));
    std::memcpy(out.data(), found.bytes.data(), found.bytes.size());
    return {};
}

Status readFactors(const h5::InputFile& file, const std::string& group, QuantizedTensor& tensor) {
    MOQA_TRY(const bool compensated, file.has(group + kLeftFactor));
    if (!compensated) return {};
    MOQA_TRY(const int64_t rank, file.integer(group, "low_rank"));
    if (rank < 1 || rank > std::min(tensor.rows, tensor.cols))
        return file.malformed(group, "a compensation of rank " + std::to_string(rank) +
                                         " does not fit its shape");
    tensor.format.rank = static_cast<int>(rank);
    MOQA_CHECK(
        readMatrix(file, group + kLeftFactor, h5::Element::F16, tensor.rows, rank, tensor.left));
    MOQA_CHECK(checkHalves(file, group + kLeftFactor, tensor.left.data(), tensor.left.size()));
    MOQA_CHECK(
        readMatrix(file, group + kRightFactor, h5::Element::F16, rank, tensor.cols, tensor.right));
    return checkHalves(file, group + kRightFactor, tensor.right.data(), tensor.right.size());
}
} // namespace

Result<QuantizedTensor> readModule(const h5::InputFile& file, const std::string& group,
                                   WeightId id) {
    QuantizedTensor tensor;
    tensor.id = id;
    MOQA_TRY(const int64_t bits, file.integer(group, "bits"));
    MOQA_TRY(const int64_t columns, file.integer(group, "group_size"));
    MOQA_TRY(const int64_t symmetric, file.integer(group, "symmetric"));
    MOQA_TRY(tensor.cols, file.integer(group, "in_features"));
    MOQA_TRY(tensor.rows, file.integer(group, "out_features"));
    tensor.format = {static_cast<int>(bits), static_cast<int>(columns), symmetric != 0};
    MOQA_CHECK(checkModuleShape(file, group, tensor.format, tensor.rows, tensor.cols));
    MOQA_CHECK(readMatrix(file, group + "/codes", h5::Element::U8, tensor.rows, tensor.rowBytes(),
                          tensor.codes));
    MOQA_CHECK(readMatrix(file, group + "/scales", h5::Element::F16, tensor.rows, tensor.groups(),
                          tensor.scales));
    MOQA_CHECK(readFactors(file, group, tensor));
    if (!tensor.format.hasZeroPoints()) return tensor;
    MOQA_TRY(const std::string encoding, file.text(group, "zero_point_encoding"));
    if (encoding == "real-f16") {
        tensor.format.realZeros = true;
        MOQA_CHECK(readMatrix(file, group + "/zero_points", h5::Element::F16, tensor.rows,
                              tensor.groups(), tensor.realZeros));
        MOQA_CHECK(checkHalves(file, group + "/zero_points", tensor.realZeros.data(),
                               tensor.realZeros.size()));
        return tensor;
    }
    if (encoding != "unsigned-direct")
        return file.malformed(group, "zero points encoded as \"" + encoding.substr(0, 40) +
                                         "\" are unknown");
    MOQA_CHECK(readMatrix(file, group + "/zero_points", h5::Element::U8, tensor.rows,
                          tensor.groups(), tensor.zeroPoints));
    return tensor;
}

Result<std::optional<LayerFold>> readLayerFold(const h5::InputFile& file, int layer,
                                               int64_t hidden) {
    MOQA_TRY(const bool folded, file.has(kFoldDataset));
    if (!folded) return std::optional<LayerFold>();
    LayerFold fold{layer, {}};
    MOQA_TRY(fold.scale, file.column<float>(kFoldDataset, hidden));
    for (const float s : fold.scale) {
        int exponent = 0;
        if (!(s > 0) || !std::isfinite(s) || std::frexp(s, &exponent) != 0.5f)
            return file.malformed(kFoldDataset, "its scales are not powers of two");
    }
    return std::optional<LayerFold>(std::move(fold));
}

namespace {
template <class T, class Get>
Status putColumn(h5::OutputFile& file, const std::string& path, const std::vector<LedgerRow>& rows,
                 Get get) {
    std::vector<T> values;
    values.reserve(rows.size());
    for (const LedgerRow& row : rows) values.push_back(static_cast<T>(get(row)));
    MOQA_CHECK(file.column(path, values));
    return {};
}

template <class Get>
Status putText(h5::OutputFile& file, const std::string& path, const std::vector<LedgerRow>& rows,
               Get get) {
    std::vector<std::string> values;
    values.reserve(rows.size());
    for (const LedgerRow& row : rows) values.push_back(get(row));
    MOQA_CHECK(file.textColumn(path, values));
    return {};
}
} // namespace

Status writeLedger(h5::OutputFile& file, const std::string& g, const std::vector<LedgerRow>& rows) {
    using Row = const LedgerRow&;
    MOQA_CHECK(putText(file, g + "/name", rows, [](Row r) { return r.name; }));
    MOQA_CHECK(putText(file, g + "/role", rows, [](Row r) { return roleName(r.id.role); }));
    MOQA_CHECK(putColumn<int32_t>(file, g + "/layer", rows, [](Row r) { return r.id.layer; }));
    MOQA_CHECK(putColumn<int32_t>(file, g + "/expert", rows, [](Row r) { return r.id.expert; }));
    MOQA_CHECK(putColumn<uint8_t>(file, g + "/bits", rows, [](Row r) { return r.format.bits; }));
    MOQA_CHECK(
        putColumn<int32_t>(file, g + "/group_size", rows, [](Row r) { return r.format.group; }));
    MOQA_CHECK(
        putColumn<uint8_t>(file, g + "/symmetric", rows, [](Row r) { return r.format.symmetric; }));
    MOQA_CHECK(putText(file, g + "/method", rows, [](Row r) { return r.method; }));
    MOQA_CHECK(
        putColumn<double>(file, g + "/weight_error", rows, [](Row r) { return r.weightError; }));
    MOQA_CHECK(
        putColumn<double>(file, g + "/output_error", rows, [](Row r) { return r.outputError; }));
    MOQA_CHECK(
        putColumn<int64_t>(file, g + "/tokens_seen", rows, [](Row r) { return r.tokensSeen; }));
    MOQA_CHECK(putText(file, g + "/fallback", rows, [](Row r) { return r.fallback; }));
    MOQA_CHECK(putText(file, g + "/reason", rows, [](Row r) { return r.reason; }));
    return putColumn<int64_t>(file, g + "/stored_bytes", rows, [](Row r) { return r.storedBytes; });
}

Result<std::vector<LedgerRow>> readLedgerColumns(const h5::InputFile& file, const std::string& g) {
    MOQA_TRY(const auto name, file.textColumn(g + "/name"));
    const auto n = static_cast<int64_t>(name.size());
    MOQA_TRY(const auto role, file.textColumn(g + "/role", n));
    MOQA_TRY(const auto layer, file.column<int32_t>(g + "/layer", n));
    MOQA_TRY(const auto expert, file.column<int32_t>(g + "/expert", n));
    MOQA_TRY(const auto bits, file.column<uint8_t>(g + "/bits", n));
    MOQA_TRY(const auto group, file.column<int32_t>(g + "/group_size", n));
    MOQA_TRY(const auto symmetric, file.column<uint8_t>(g + "/symmetric", n));
    MOQA_TRY(const auto method, file.textColumn(g + "/method", n));
    MOQA_TRY(const auto weightError, file.column<double>(g + "/weight_error", n));
    MOQA_TRY(const auto outputError, file.column<double>(g + "/output_error", n));
    MOQA_TRY(const auto tokensSeen, file.column<int64_t>(g + "/tokens_seen", n));
    MOQA_TRY(const auto fallback, file.textColumn(g + "/fallback", n));
    MOQA_TRY(const auto reason, file.textColumn(g + "/reason", n));
    MOQA_TRY(const auto storedBytes, file.column<int64_t>(g + "/stored_bytes", n));
    std::vector<LedgerRow> rows(name.size());
    for (size_t i = 0; i < rows.size(); ++i) {
        const std::optional<Role> known = roleFromName(role[i]);
        if (!known)
            return file.malformed(g + "/role", "\"" + role[i].substr(0, 40) + "\" is unknown");
        rows[i] = {{*known, layer[i], expert[i]},
                   name[i],
                   {bits[i], group[i], symmetric[i] != 0},
                   method[i],
                   weightError[i],
                   outputError[i],
                   tokensSeen[i],
                   fallback[i],
                   reason[i],
                   storedBytes[i]};
    }
    return rows;
}

} // namespace moqa
