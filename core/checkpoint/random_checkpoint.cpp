// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/checkpoint/random_checkpoint.h"

#include "core/base/files.h"
#include "core/base/half.h"
#include "core/base/json.h"
#include "core/base/parallel.h"
#include "core/base/random.h"
#include "core/checkpoint/families.h"
#include "core/checkpoint/safetensors_header.h"
#include "core/checkpoint/safetensors_writer.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <map>
#include <vector>

namespace moqa {

namespace fs = std::filesystem;

namespace {

constexpr double kDeviation = 0.02;
// Weights made by one generator: small enough for two threads to share a small tensor, large
// enough that starting a generator costs nothing.
constexpr int64_t kChunk = 64 * 1024;
constexpr int64_t kBufferWeights = 64 * kChunk; // 8 MiB, reused for all tensors

// Frequent pairs of English, so that the tokenizer merges something.
constexpr std::array<std::array<const char*, 2>, 12> kMerges{{{"\u0120", "t"},
                                                              {"h", "e"},
                                                              {"i", "n"},
                                                              {"\u0120", "a"},
                                                              {"r", "e"},
                                                              {"o", "n"},
                                                              {"\u0120t", "he"},
                                                              {"e", "r"},
                                                              {"\u0120", "s"},
                                                              {"a", "t"},
                                                              {"n", "d"},
                                                              {"e", "s"}}};
constexpr int64_t kEndOfText = 256 + static_cast<int64_t>(kMerges.size());

// The printable stand-in of a byte in byte-level BPE (model-formats.md 3.4).
std::string byteSymbol(int byte) {
    const auto printable = [](int b) {
        return (b >= 33 && b <= 126) || (b >= 161 && b <= 172) || b >= 174;
    };
    int code = byte;
    if (!printable(byte)) {
        code = 256;
        for (int b = 0; b < byte; ++b) code += printable(b) ? 0 : 1;
    }
    if (code < 0x80) return std::string(1, static_cast<char>(code));
    return {static_cast<char>(0xc0 | (code >> 6)), static_cast<char>(0x80 | (code & 0x3f))};
}

std::string tokenizerJson() {
    const auto byteLevel = [] {
        return Json{{"type", "ByteLevel"},
                    {"add_prefix_space", false},
                    {"trim_offsets", true},
                    {"use_regex", true}};
    };
    Json vocab = Json::object(), merges = Json::array();
    for (int byte = 0; byte < 256; ++byte) vocab[byteSymbol(byte)] = byte;
    for (const auto& [left, right] : kMerges) {
        merges.push_back(std::string(left) + " " + right);
        vocab[std::string(left) + right] = vocab.size();
    }
    Json end = {
        {"id", kEndOfText}, {"content", "<|endoftext|>"}, {"single_word", false}, {"lstrip", false},
        {"rstrip", false},  {"normalized", false},        {"special", true}};
    const Json model = {{"type", "BPE"},
                        {"dropout", nullptr},
                        {"unk_token", nullptr},
                        {"continuing_subword_prefix", nullptr},
                        {"end_of_word_suffix", nullptr},
                        {"fuse_unk", false},
                        {"byte_fallback", false},
                        {"ignore_merges", false},
                        {"vocab", vocab},
                        {"merges", merges}};
    const Json tokenizer = {{"version", "1.0"},
                            {"truncation", nullptr},
                            {"padding", nullptr},
                            {"added_tokens", Json::array({end})},
                            {"normalizer", nullptr},
                            {"pre_tokenizer", byteLevel()},
                            {"post_processor", nullptr},
                            {"decoder", byteLevel()},
                            {"model", model}};
    return tokenizer.dump(1) + "\n";
}

std::string configJson(const RandomShape& shape) {
    const Json config = {{"architectures", Json::array({"OlmoeForCausalLM"})},
                         {"attention_bias", false},
                         {"attention_dropout", 0.0},
                         {"clip_qkv", nullptr},
                         {"eos_token_id", kEndOfText},
                         {"hidden_act", "silu"},
                         {"hidden_size", shape.hidden},
                         {"initializer_range", kDeviation},
                         {"intermediate_size", shape.expertWidth},
                         {"max_position_embeddings", shape.maxPosition},
                         {"model_type", "olmoe"},
                         {"norm_topk_prob", false},
                         {"num_attention_heads", shape.heads},
                         {"num_experts", shape.experts},
                         {"num_experts_per_tok", shape.topK},
                         {"num_hidden_layers", shape.layers},
                         {"num_key_value_heads", shape.kvHeads},
                         {"rms_norm_eps", 1e-5},
                         {"rope_scaling", nullptr},
                         {"rope_theta", 10000.0},
                         {"tie_word_embeddings", false},
                         {"torch_dtype", "bfloat16"},
                         {"use_cache", true},
                         {"vocab_size", shape.vocab}};
    return config.dump(2) + "\n";
}

// One tensor of the checkpoint; its number picks its random stream.
struct Piece {
    SafetensorsWriter::Tensor tensor;
    bool norm = false;
    uint64_t number = 0;
    int64_t weights = 0;
};

std::vector<std::vector<Piece>> cutIntoShards(const ModelSpec& spec, int64_t shardBytes) {
    std::vector<std::vector<Piece>> shards(1);
    int64_t bytes = 0;
    uint64_t number = 0;
    const Status visited = forEachWeight(spec, [&](WeightId id) -> Status {
        const auto [rows, cols] = weightShape(spec, id);
        const bool vector = isVectorRole(id.role);
        Piece piece{
            {weightName(spec, id), DType::BF16, {rows, cols}}, vector, number++, rows * cols};
        if (vector) piece.tensor.shape = {cols};
        piece.tensor.bytes = 2 * piece.weights;
        if (bytes > 0 && bytes + piece.tensor.bytes > shardBytes) {
            shards.emplace_back();
            bytes = 0;
        }
        bytes += piece.tensor.bytes;
        shards.back().push_back(std::move(piece));
        return {};
    });
    (void)visited; // the visitor never refuses
    return shards;
}

void fillChunk(uint64_t seed, uint16_t* out, int64_t count) {
    // The sum of four 16-bit fields has mean 131070 and deviation 65536 * sqrt(4 / 12).
    constexpr double kScale = kDeviation / 37837.2;
    Random random(seed);
    for (int64_t i = 0; i < count; ++i) {
        const uint64_t bits = random.next();
        const auto sum = static_cast<int64_t>((bits & 0xffff) + ((bits >> 16) & 0xffff) +
                                              ((bits >> 32) & 0xffff) + (bits >> 48));
        out[i] = f32ToBf16(static_cast<float>(static_cast<double>(sum - 131070) * kScale));
    }
}

class ShardWriter {
public:
    ShardWriter(uint64_t seed, int64_t totalBytes, Progress& progress)
        : m_seed(seed), m_totalBytes(totalBytes), m_progress(progress) {}

    Status write(const std::string& path, const std::vector<Piece>& pieces) {
        std::vector<SafetensorsWriter::Tensor> tensors;
        std::map<std::string_view, const Piece*> byName;
        for (const Piece& piece : pieces) {
            tensors.push_back(piece.tensor);
            byName[piece.tensor.name] = &piece;
        }
        MOQA_TRY(SafetensorsWriter writer, SafetensorsWriter::create(path, std::move(tensors)));
        for (const SafetensorsWriter::Tensor& tensor : writer.tensors())
            MOQA_CHECK(append(writer, *byName[tensor.name], path));
        return writer.finish();
    }

private:
    Status append(SafetensorsWriter& writer, const Piece& piece, const std::string& path) {
        for (int64_t begin = 0; begin < piece.weights; begin += kBufferWeights) {
            MOQA_CHECK(checkCancelled(m_progress));
            const int64_t count = std::min(kBufferWeights, piece.weights - begin);
            fill(piece, begin, count);
            MOQA_CHECK(writer.append(
                std::as_bytes(std::span(m_buffer.data(), static_cast<size_t>(count)))));
            m_doneBytes += 2 * count;
            m_progress.report(static_cast<double>(m_doneBytes) / static_cast<double>(m_totalBytes),
                              "writing " + fs::path(path).filename().string());
        }
        return {};
    }

    void fill(const Piece& piece, int64_t begin, int64_t count) {
        m_buffer.resize(
            static_cast<size_t>(std::max<int64_t>(count, static_cast<int64_t>(m_buffer.size()))));
        if (piece.norm) {
            std::fill_n(m_buffer.begin(), count, f32ToBf16(1.0f));
            return;
        }
        const uint64_t stream = Random(m_seed ^ (piece.number * 0x9e3779b97f4a7c15ULL)).next();
        parallelFor((count + kChunk - 1) / kChunk, [&](int64_t chunk, int) {
            const int64_t at = chunk * kChunk;
            const auto ordinal = static_cast<uint64_t>(begin / kChunk + chunk);
            fillChunk(Random(stream + ordinal).next(), m_buffer.data() + at,
                      std::min(kChunk, count - at));
        });
    }

    uint64_t m_seed;
    int64_t m_totalBytes, m_doneBytes = 0;
    Progress& m_progress;
    std::vector<uint16_t> m_buffer;
};

// Refuses what cannot be written before any tensor is listed: a shape is a few numbers, its
// tensors may be hundreds of millions. Sums in double, which cannot overflow.
Status checkSize(const ModelSpec& spec, const std::string& folder) {
    double tensors = 3.0;
    double bytes = 2.0 * static_cast<double>((2 * spec.vocab + 1) * spec.hidden);
    for (int layer = 0; layer < spec.layerCount(); ++layer)
        for (const Role role : layerRoles(spec, layer)) {
            const auto [rows, cols] = weightShape(spec, {role, layer, 0});
            const double copies = isExpertRole(role) ? spec.experts : 1.0;
            tensors += copies;
            bytes += 2.0 * copies * static_cast<double>(rows * cols);
        }
    if (tensors > static_cast<double>(kMaxTensorsPerFile))
        return badInput("the shape has too many tensors", folder, "choose fewer layers or experts");
    MOQA_TRY(const int64_t room, freeDiskBytes(folder));
    if (static_cast<double>(room) < bytes)
        return ioError("the disk has no room for " +
                           std::to_string(static_cast<int64_t>(bytes / (1 << 20))) + " MiB",
                       folder, "free some space or write elsewhere");
    return {};
}

Status prepareFolder(const std::string& folder) {
    std::error_code error;
    fs::create_directories(folder, error);
    if (error) return writeError(folder, error.value());
    if (!fs::is_empty(folder, error) || error)
        return ioError("the folder is not empty", folder, "name a new folder with -o");
    return {};
}

std::string shardName(size_t index, size_t count) {
    const auto five = [](size_t n) {
        const std::string digits = std::to_string(n);
        return std::string(digits.size() < 5 ? 5 - digits.size() : 0, '0') + digits;
    };
    return "model-" + five(index + 1) + "-of-" + five(count) + ".safetensors";
}

} // namespace

Result<RandomShape> namedShape(const std::string& name) {
    if (name == "tiny") return RandomShape{8, 1024, 16, 16, 32, 8, 512, 32000};
    if (name == "tiny16") return RandomShape{16, 1024, 16, 16, 32, 8, 512, 32000};
    if (name == "micro") return RandomShape{2, 32, 4, 2, 8, 2, 16, 320, 256, 32 << 10};
    return usageError("there is no shape \"" + name + "\"", "--random",
                      "choose tiny, tiny16 or micro");
}

Status writeRandomCheckpoint(const RandomShape& shape, const std::string& folder, uint64_t seed,
                             Progress& progress) {
    if (shape.vocab <= kEndOfText)
        return badInput("the vocabulary must hold " + std::to_string(kEndOfText + 1) + " tokens",
                        folder);
    const std::string config = configJson(shape);
    MOQA_TRY(const ModelSpec spec, parseModelSpec(config, "the random shape"));
    MOQA_CHECK(checkSize(spec, folder));
    const auto shards = cutIntoShards(spec, shape.shardBytes);
    int64_t bytes = 0;
    Json weightMap = Json::object();
    for (size_t s = 0; s < shards.size(); ++s)
        for (const Piece& piece : shards[s]) {
            bytes += piece.tensor.bytes;
            weightMap[piece.tensor.name] = shardName(s, shards.size());
        }
    MOQA_CHECK(prepareFolder(folder));
    ShardWriter writer(seed, bytes, progress);
    for (size_t s = 0; s < shards.size(); ++s)
        MOQA_CHECK(
            writer.write((fs::path(folder) / shardName(s, shards.size())).string(), shards[s]));
    const Json index = {{"metadata", {{"total_size", bytes}}}, {"weight_map", weightMap}};
    const auto writeText = [&](const char* name, const std::string& text) {
        return writeFileAtomically((fs::path(folder) / name).string(), text);
    };
    MOQA_CHECK(writeText("model.safetensors.index.json", index.dump(2) + "\n"));
    MOQA_CHECK(writeText("tokenizer.json", tokenizerJson()));
    return writeText("config.json", config);
}

} // namespace moqa
