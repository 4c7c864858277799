// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A two-layer OLMoE model in memory and a made-up quantization of its experts: enough to fill every
// part of a quantized file without a forward pass.

#include "core/base/half.h"
#include "core/checkpoint/families.h"
#include "core/store/quantized_model.h"

#include <QtGlobal>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <string>

// Fails the test with the error's message.
#define VERIFY_OK(expression)                                                                      \
    do {                                                                                           \
        const auto& verified = (expression);                                                       \
        QVERIFY2(verified.ok(), verified.ok() ? "" : verified.error().message().c_str());          \
    } while (false)

namespace moqa::test {

inline const char* tinyConfig() {
    return R"({"architectures": ["OlmoeForCausalLM"], "model_type": "olmoe", "vocab_size": 96,
 "hidden_size": 64, "intermediate_size": 32, "num_hidden_layers": 2, "num_attention_heads": 4,
 "num_key_value_heads": 4, "num_experts": 4, "num_experts_per_tok": 2, "rms_norm_eps": 1e-05,
 "max_position_embeddings": 64, "tie_word_embeddings": false, "torch_dtype": "bfloat16",
 "quantization_config": null})";
}

// bf16 weights; norms f32 and the final one f16, so that each storage is met.
class TinyModel final : public ModelSource {
public:
    TinyModel() {
        m_spec = parseModelSpec(tinyConfig(), "tiny").value();
        uint32_t state = 1;
        const Status filled = forEachWeight(m_spec, [&](WeightId id) -> Status {
            const auto [rows, cols] = weightShape(m_spec, id);
            const DType dtype = id.role == Role::FinalNorm ? DType::F16
                                : isVectorRole(id.role)    ? DType::F32
                                                           : DType::BF16;
            Matrix weight(rows, cols);
            for (float& value : weight.data) {
                state = state * 1664525u + 1013904223u;
                value = bf16ToF32(f32ToBf16(static_cast<float>(state >> 8) * 0x1p-24f - 0.5f));
                if (dtype == DType::F16) value = f16ToF32(f32ToF16(value));
            }
            m_entries.push_back({id, weightName(m_spec, id), rows, cols, dtype,
                                 rows * cols * bitsOf(dtype) / 8, bitsOf(dtype)});
            m_data[id] = std::move(weight);
            return {};
        });
        Q_ASSERT(filled.ok());
    }
    const ModelSpec& spec() const override { return m_spec; }
    std::string path() const override { return "/models/tiny"; }
    std::string name() const override { return "tiny"; }
    std::string fingerprint() const override { return m_fingerprint; }
    void setFingerprint(std::string value) { m_fingerprint = std::move(value); }
    // Another model of the same names and shapes.
    void changeWeights() {
        for (auto& [id, weight] : m_data)
            for (float& value : weight.data) value = -value;
    }
    Result<std::string> sideFile(const std::string& file) const override {
        if (file == "config.json") return std::string(tinyConfig());
        if (file == "tokenizer.json") return std::string("{\"version\": \"1.0\"}");
        return badInput("no such file", file);
    }
    std::vector<std::string> sideFiles() const override {
        return {"config.json", "tokenizer.json"};
    }
    const std::vector<WeightEntry>& weights() const override { return m_entries; }
    const WeightEntry* find(WeightId id) const override {
        for (const WeightEntry& entry : m_entries)
            if (entry.id == id) return &entry;
        return nullptr;
    }
    Status readRows(WeightId id, int64_t row, int64_t count, float* out) const override {
        const Matrix& weight = m_data.at(id);
        std::memcpy(out, weight.row(row), static_cast<size_t>(count * weight.cols) * sizeof(float));
        return {};
    }

private:
    ModelSpec m_spec;
    std::string m_fingerprint = "0123456789abcdef";
    std::vector<WeightEntry> m_entries;
    std::map<WeightId, Matrix> m_data;
};

// Widths 1 to 8 over the experts, both symmetries, two group sizes; nullopt where it is kept.
inline std::optional<QuantizedTensor> tinyTensor(const WeightEntry& entry) {
    if (partOf(entry.id.role) != Part::Routed) return std::nullopt;
    static constexpr int kWidths[] = {1, 2, 3, 4, 5, 6, 8};
    const int number = entry.id.layer * 12 + entry.id.expert * 3 + static_cast<int>(entry.id.role);
    QuantizedTensor tensor;
    tensor.id = entry.id;
    tensor.format = {kWidths[number % 7], number % 3 == 0 ? -1 : 16, number % 2 == 0};
    tensor.rows = entry.rows;
    tensor.cols = entry.cols;
    tensor.codes.resize(static_cast<size_t>(tensor.rows * tensor.rowBytes()));
    uint32_t state = static_cast<uint32_t>(number) + 7;
    const auto next = [&state] { return (state = state * 1664525u + 1013904223u) >> 16; };
    std::vector<uint8_t> row(static_cast<size_t>(tensor.cols));
    for (int64_t r = 0; r < tensor.rows; ++r) {
        for (uint8_t& code : row)
            code = static_cast<uint8_t>(next() & ((1u << tensor.format.bits) - 1));
        packRow(row.data(), tensor.cols, tensor.format.bits,
                tensor.codes.data() + r * tensor.rowBytes(), tensor.rowBytes());
    }
    const auto groups = static_cast<size_t>(tensor.rows * tensor.groups());
    for (size_t i = 0; i < groups; ++i)
        tensor.scales.push_back(f32ToF16(0.01f + static_cast<float>(next() % 100) * 0.001f));
    if (!tensor.format.symmetric && tensor.format.bits > 1)
        for (size_t i = 0; i < groups; ++i)
            tensor.zeroPoints.push_back(
                static_cast<uint8_t>(next() & ((1u << tensor.format.bits) - 1)));
    return tensor;
}

inline LedgerRow tinyRow(const WeightEntry& entry) {
    LedgerRow row;
    row.id = entry.id;
    row.name = entry.name;
    row.method = "kept";
    row.storedBytes = entry.bytes;
    if (const auto tensor = tinyTensor(entry)) {
        row.format = tensor->format;
        row.method = "gptq";
        row.weightError = 0.125;
        row.outputError = 0.0625;
        row.tokensSeen = 37;
        row.fallback = "shrunk moments";
        row.reason = "37 of 64 tokens needed";
        row.storedBytes = tensor->storedBytes();
    }
    return row;
}

// Everything a writer is told about the run.
struct TinyRun {
    TinyModel model;
    Plan plan;
    QuantizeOptions options;
    std::vector<Corpus> calibration{{"code", "code.txt", "ab12", {1, 2, 3}}};

    TinyRun() {
        plan.modelFingerprint = model.fingerprint();
        plan.modelName = "tiny";
        plan.method = "uniform";
    }
    Result<std::unique_ptr<QuantizedWriter>> writer(const std::string& path) const {
        return QuantizedWriter::create(path, model,
                                       {&plan, &options, &calibration, "moqa quantize tiny"});
    }
    Status addLayer(QuantizedWriter& writer, int layer) const {
        for (const WeightEntry& entry : model.weights()) {
            if (entry.id.layer != layer) continue;
            const auto tensor = tinyTensor(entry);
            MOQA_CHECK(writer.add(tinyRow(entry), tensor ? &*tensor : nullptr));
        }
        LayerReport report;
        report.layer = layer;
        report.weightError = 0.5 + layer;
        report.outputError = 0.25;
        report.fallbacks = layer + 2;
        report.seconds = 1.5;
        return writer.layerDone(report);
    }
    // A whole run, going on from what is there.
    Status write(const std::string& path) const {
        MOQA_TRY(const auto made, writer(path));
        MOQA_CHECK(addLayer(*made, -1));
        for (int layer = made->finishedLayers(); layer < model.spec().layerCount(); ++layer)
            MOQA_CHECK(addLayer(*made, layer));
        return made->finish(silentProgress());
    }
};

inline std::string fileBytes(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

inline void setFileBytes(const std::string& path, const std::string& bytes) {
    std::ofstream(path, std::ios::binary | std::ios::trunc) << bytes;
}

} // namespace moqa::test
