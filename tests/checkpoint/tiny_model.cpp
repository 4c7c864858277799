// SPDX-License-Identifier: GPL-3.0-or-later
#include "tiny_model.h"

#include "core/base/files.h"
#include "core/base/half.h"
#include "core/checkpoint/safetensors_writer.h"

#include <QtGlobal>
#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <filesystem>

using namespace moqa;

namespace {

void must(const Status& status) {
    if (!status.ok()) qFatal("%s", status.error().message().c_str());
}

std::vector<std::byte> valuesOf(const TinyTensor& tensor, size_t number, int64_t bytes) {
    std::vector<std::byte> data(static_cast<size_t>(bytes));
    const int width = bitsOf(tensor.dtype) / 8;
    for (int64_t i = 0; width > 0 && i < bytes / width; ++i) {
        const float value = static_cast<float>(number + 1) + static_cast<float>(i) / 64.0f;
        std::byte* at = data.data() + i * width;
        const uint16_t bf16 = f32ToBf16(value), f16 = f32ToF16(value);
        if (tensor.dtype == DType::BF16) std::memcpy(at, &bf16, 2);
        if (tensor.dtype == DType::F16) std::memcpy(at, &f16, 2);
        if (tensor.dtype == DType::F32) std::memcpy(at, &value, 4);
    }
    return data;
}

} // namespace

TinyTensor& TinyModel::at(const std::string& name) {
    for (TinyTensor& tensor : tensors)
        if (tensor.name == name) return tensor;
    std::abort();
}

void TinyModel::remove(const std::string& name) {
    std::erase_if(tensors, [&](const TinyTensor& tensor) { return tensor.name == name; });
}

void TinyModel::write(const std::string& folder, int shards) const {
    std::filesystem::create_directories(folder);
    must(writeFileAtomically(folder + "/config.json", config.dump()));
    if (shards == 1) return writeTinyFile(folder + "/model.safetensors", tensors);
    Json map = Json::object();
    for (int s = 0; s < shards; ++s) {
        const std::string name = "part-" + std::to_string(s) + ".safetensors";
        std::vector<TinyTensor> part;
        for (size_t t = static_cast<size_t>(s); t < tensors.size();
             t += static_cast<size_t>(shards)) {
            part.push_back(tensors[t]);
            map[tensors[t].name] = name;
        }
        writeTinyFile(folder + "/" + name, part);
    }
    must(writeFileAtomically(folder + "/model.safetensors.index.json",
                             Json{{"weight_map", map}}.dump()));
}

TinyModel tinyMixtral() {
    TinyModel model;
    model.config = {{"model_type", "mixtral"},
                    {"architectures", {"MixtralForCausalLM"}},
                    {"vocab_size", 5},
                    {"hidden_size", 4},
                    {"num_hidden_layers", 1},
                    {"num_attention_heads", 2},
                    {"num_key_value_heads", 1},
                    {"intermediate_size", 6},
                    {"num_local_experts", 2},
                    {"num_experts_per_tok", 1},
                    {"max_position_embeddings", 8}};
    const auto add = [&](const std::string& name, std::vector<int64_t> shape) {
        model.tensors.push_back({name, DType::BF16, std::move(shape)});
    };
    const std::string layer = "model.layers.0.", moe = layer + "block_sparse_moe.";
    add("model.embed_tokens.weight", {5, 4});
    add(layer + "input_layernorm.weight", {4});
    add(layer + "self_attn.q_proj.weight", {4, 4});
    add(layer + "self_attn.k_proj.weight", {2, 4});
    add(layer + "self_attn.v_proj.weight", {2, 4});
    add(layer + "self_attn.o_proj.weight", {4, 4});
    add(layer + "post_attention_layernorm.weight", {4});
    add(moe + "gate.weight", {2, 4});
    for (const char* expert : {"0", "1"}) {
        add(moe + "experts." + expert + ".w1.weight", {6, 4});
        add(moe + "experts." + expert + ".w2.weight", {4, 6});
        add(moe + "experts." + expert + ".w3.weight", {6, 4});
    }
    add("model.norm.weight", {4});
    add("lm_head.weight", {5, 4});
    return model;
}

void writeTinyFile(const std::string& path, const std::vector<TinyTensor>& tensors) {
    std::vector<SafetensorsWriter::Tensor> declared;
    for (const TinyTensor& tensor : tensors)
        declared.push_back({tensor.name, tensor.dtype, tensor.shape});
    auto writer = SafetensorsWriter::create(path, std::move(declared));
    if (!writer.ok()) qFatal("%s", writer.error().message().c_str());
    for (const auto& tensor : writer->tensors()) {
        const auto it = std::find_if(tensors.begin(), tensors.end(),
                                     [&](const auto& t) { return t.name == tensor.name; });
        const auto number = static_cast<size_t>(it - tensors.begin());
        must(writer->append(valuesOf(*it, number, tensor.bytes)));
    }
    must(writer->finish());
}
