// SPDX-License-Identifier: GPL-3.0-or-later
// A checkpoint of 100 shards and more than 100 GB opens to its tree by headers alone. The shards
// are sparse files: their size is real, their blocks are not.
#include "core/base/files.h"
#include "core/base/json.h"
#include "core/base/memory.h"
#include "core/checkpoint/checkpoint.h"
#include "core/checkpoint/families.h"

#include <QElapsedTimer>
#include <QTemporaryDir>
#include <QTest>
#include <cstring>
#include <filesystem>

using namespace moqa;

namespace {

constexpr int kShards = 100;

// qwen3_moe: 50 layers of 266 experts, 40,053 tensors, 111 GB in bf16.
const Json& bigConfig() {
    static const Json config = {{"model_type", "qwen3_moe"}, {"vocab_size", 151936},
                                {"hidden_size", 1792},       {"num_hidden_layers", 50},
                                {"num_attention_heads", 16}, {"num_key_value_heads", 4},
                                {"head_dim", 112},           {"moe_intermediate_size", 768},
                                {"num_experts", 266},        {"num_experts_per_tok", 8}};
    return config;
}

struct Shard {
    std::string header = "{";
    int64_t bytes = 0;
};

bool writeSparse(const std::string& path, const Shard& shard) {
    std::string start(8, '\0');
    const uint64_t length = shard.header.size();
    std::memcpy(start.data(), &length, 8);
    if (!writeFileAtomically(path, start + shard.header).ok()) return false;
    std::error_code error;
    std::filesystem::resize_file(path, 8 + length + static_cast<uint64_t>(shard.bytes), error);
    return !error;
}

} // namespace

class TestLargeCheckpoint : public QObject {
    Q_OBJECT
private slots:
    void opensByHeadersAlone() {
        QTemporaryDir dir;
        const std::string folder = dir.path().toStdString();
        const auto spec = parseModelSpec(bigConfig().dump(), "config.json");
        QVERIFY(spec.ok());
        std::vector<Shard> shards(kShards);
        std::string map; // members of "weight_map"
        size_t tensors = 0;
        int64_t total = 0;
        QVERIFY(forEachWeight(*spec, [&](WeightId id) -> Status {
                    Shard& shard = shards[tensors % kShards];
                    const auto [rows, cols] = weightShape(*spec, id);
                    const std::string name = weightName(*spec, id);
                    const std::string shape =
                        isVectorRole(id.role) ? std::to_string(cols)
                                              : std::to_string(rows) + "," + std::to_string(cols);
                    shard.header += (shard.header.size() > 1 ? ",\"" : "\"") + name +
                                    "\":{\"dtype\":\"BF16\",\"shape\":[" + shape +
                                    "],\"data_offsets\":[" + std::to_string(shard.bytes) + "," +
                                    std::to_string(shard.bytes + 2 * rows * cols) + "]}";
                    shard.bytes += 2 * rows * cols;
                    total += 2 * rows * cols;
                    map += (map.empty() ? "\"" : ",\"") + name + "\":\"" +
                           std::to_string(tensors++ % kShards) + ".safetensors\"";
                    return {};
                }).ok());
        for (int s = 0; s < kShards; ++s) {
            shards[static_cast<size_t>(s)].header += "}";
            if (!writeSparse(folder + "/" + std::to_string(s) + ".safetensors",
                             shards[static_cast<size_t>(s)]))
                QSKIP("this file system has no sparse files");
        }
        QVERIFY(total > 100'000'000'000);
        QVERIFY(tensors > 40'000);
        QVERIFY(writeFileAtomically(folder + "/config.json", bigConfig().dump()).ok());
        QVERIFY(writeFileAtomically(folder + "/model.safetensors.index.json",
                                    "{\"weight_map\":{" + map + "}}")
                    .ok());
        shards.clear();

        const int64_t before = residentBytes();
        QElapsedTimer timer;
        timer.start();
        const auto model = Checkpoint::open(folder);
        const auto elapsed = timer.elapsed();
        if (!model.ok()) QFAIL(model.error().message().c_str());
        const int64_t grown = residentBytes() - before;
        qInfo("%zu tensors, %.1f GB in %d shards: open in %lld ms, %.0f MB more memory", tensors,
              double(total) / 1e9, kShards, static_cast<long long>(elapsed), double(grown) / 1e6);
        QCOMPARE((*model)->weights().size(), tensors);
        QVERIFY(grown < 200'000'000);
        float row[1792];
        QVERIFY((*model)->readRows({Role::ExpertUp, 49, 265}, 767, 1, row).ok());
        QCOMPARE(row[1791], 0.0f);
        (*model)->releaseLayer(49);
    }
};

QTEST_GUILESS_MAIN(TestLargeCheckpoint)
#include "tst_large_checkpoint.moc"
