// SPDX-License-Identifier: GPL-3.0-or-later
// config.json to ModelSpec: both spellings, defaults, null against missing, and hostile values.
#include "core/base/json.h"
#include "core/checkpoint/families.h"

#include <QTest>
#include <cmath>
#include <set>

using namespace moqa;
using namespace std::string_literals;

namespace {

Json olmoe() {
    return {{"model_type", "olmoe"},  {"vocab_size", 100},        {"hidden_size", 32},
            {"num_hidden_layers", 2}, {"num_attention_heads", 4}, {"intermediate_size", 8},
            {"num_experts", 6},       {"num_experts_per_tok", 2}};
}

Result<ModelSpec> parse(const Json& config) { return parseModelSpec(config.dump(), "config.json"); }

} // namespace

class TestFamilies : public QObject {
    Q_OBJECT
private slots:
    void missingKeysMeanTheClassDefaults() {
        const auto mixtral = parse({{"model_type", "mixtral"}});
        QVERIFY(mixtral.ok());
        QCOMPARE(mixtral->hidden, int64_t{4096});
        QCOMPARE(mixtral->kvHeads, int64_t{8});
        QCOMPARE(mixtral->headDim, int64_t{128});
        QCOMPARE(mixtral->expertWidth, int64_t{14336});
        QCOMPARE(mixtral->rope.theta, 1e6);
        QCOMPARE(mixtral->bosToken, int64_t{1});
        QCOMPARE(mixtral->layers[0].slidingWindow, int64_t{0});
        QCOMPARE(mixtral->attentionScale, 1.0 / std::sqrt(128.0));
        const auto small = parse(olmoe());
        QVERIFY(small.ok());
        QCOMPARE(small->kvHeads, int64_t{4}); // as heads
        QCOMPARE(small->rope.theta, 1e4);
        QCOMPARE(small->rope.rotaryDims, int64_t{8});
        QCOMPARE(small->normEps, 1e-5);
        QCOMPARE(small->eosToken, int64_t{50279});
        QVERIFY(!small->normTopK && !small->tiedHead);
        QVERIFY(small->router == RouterKind::SoftmaxThenTopK);
        const auto qwen3 = parse({{"model_type", "qwen3_moe"}});
        QVERIFY(qwen3.ok() && !qwen3->normTopK); // the class default, whatever is shipped
        QCOMPARE(qwen3->kvHeads, int64_t{4});
    }

    void nullIsAValue() {
        Json config = {{"model_type", "mixtral"},
                       {"num_key_value_heads", nullptr},
                       {"head_dim", nullptr},
                       {"sliding_window", nullptr},
                       {"bos_token_id", nullptr}};
        const auto spec = parse(config);
        QVERIFY(spec.ok());
        QCOMPARE(spec->kvHeads, int64_t{32}); // null: as heads; missing would be 8
        QCOMPARE(spec->bosToken, int64_t{-1});
        config["hidden_size"] = nullptr;
        QVERIFY(!parse(config).ok());
    }

    void bothSpellingsOfRope() {
        Json config = olmoe();
        config["rope_theta"] = 500.0;
        QCOMPARE(parse(config)->rope.theta, 500.0);
        config["rope_parameters"] = {{"rope_theta", 700.0}, {"rope_type", "default"}};
        QCOMPARE(parse(config)->rope.theta, 700.0);
        config = olmoe();
        config["rope_scaling"] = {{"type", "linear"}, {"factor", 4.0}};
        const auto linear = parse(config);
        QVERIFY(linear.ok() && linear->rope.scaling == RopeScaling::Linear);
        QCOMPARE(linear->rope.factor, 4.0);
        config["rope_scaling"] = {{"rope_type", "llama3"},
                                  {"factor", 8.0},
                                  {"low_freq_factor", 1.0},
                                  {"high_freq_factor", 4.0},
                                  {"original_max_position_embeddings", 8192}};
        const auto llama3 = parse(config);
        QVERIFY(llama3.ok() && llama3->rope.scaling == RopeScaling::Llama3);
        QCOMPARE(llama3->rope.originalMaxPosition, int64_t{8192});
        config["rope_scaling"] = {{"type", "longrope"}};
        QVERIFY(parse(config).error().what.find("longrope") != std::string::npos);
        config["rope_scaling"] = "yarn";
        QVERIFY(!parse(config).ok());
    }

    void yarnAttentionFactor() {
        Json config = olmoe();
        config["rope_scaling"] = {{"type", "yarn"},
                                  {"factor", 32.0},
                                  {"truncate", false},
                                  {"original_max_position_embeddings", 4096}};
        const auto plain = parse(config);
        QVERIFY(plain.ok() && plain->rope.scaling == RopeScaling::Yarn && !plain->rope.truncate);
        QVERIFY(std::abs(plain->rope.attentionFactor - 1.3465735903) < 1e-10);
        config["rope_scaling"]["factor"] = 40.0;
        config["rope_scaling"]["mscale"] = 0.707;
        config["rope_scaling"]["mscale_all_dim"] = 0.707;
        QCOMPARE(parse(config)->rope.attentionFactor, 1.0);
        config["rope_scaling"]["attention_factor"] = 1.5;
        QCOMPARE(parse(config)->rope.attentionFactor, 1.5);
    }

    void expertsInEitherSpelling() {
        Json config = olmoe();
        config.erase("num_experts");
        config["num_local_experts"] = 7;
        QCOMPARE(parse(config)->experts, 7);
    }

    void architectureStandsInForModelType() {
        Json config = olmoe();
        config.erase("model_type");
        QVERIFY(parse(config).error().what.find("model_type") != std::string::npos);
        config["architectures"] = {"OlmoeForCausalLM"};
        const auto spec = parse(config);
        QVERIFY(spec.ok());
        QCOMPARE(spec->family, "olmoe"s);
        QCOMPARE(spec->architecture, "OlmoeForCausalLM"s);
    }

    void slidingLayers() {
        Json config = {{"model_type", "mixtral"}, {"num_hidden_layers", 2}, {"sliding_window", 9}};
        QCOMPARE(parse(config)->layers[1].slidingWindow, int64_t{9});
        config["layer_types"] = {"sliding_attention", "full_attention"};
        QCOMPARE(parse(config)->layers[0].slidingWindow, int64_t{9});
        QCOMPARE(parse(config)->layers[1].slidingWindow, int64_t{0});
        config["layer_types"] = {"sliding_attention"};
        QVERIFY(!parse(config).ok());
        config["layer_types"] = {"sliding_attention", "linear_attention"};
        QVERIFY(!parse(config).ok());
        config["layer_types"] = {"sliding_attention", "full_attention"};
        config["sliding_window"] = nullptr;
        QVERIFY(!parse(config).ok());
        Json qwen = {{"model_type", "qwen2_moe"}, {"sliding_window", 4096}};
        QCOMPARE(parse(qwen)->layers[23].slidingWindow, int64_t{0});
        qwen["use_sliding_window"] = true;
        QVERIFY(parse(qwen).error().what.find("layer_types") != std::string::npos);
    }

    void sparseStep() {
        Json config = {{"model_type", "qwen3_moe"},
                       {"num_hidden_layers", 6},
                       {"decoder_sparse_step", 2},
                       {"mlp_only_layers", {3}}};
        QCOMPARE(parse(config)->moeLayers(), std::vector<int>({1, 5}));
        config["decoder_sparse_step"] = 7;
        QVERIFY(parse(config).error().what.find("routed experts") != std::string::npos);
    }

    void hostileValues_data() {
        QTest::addColumn<QString>("key");
        QTest::addColumn<QString>("value"); // JSON
        const auto row = [](const char* key, std::initializer_list<const char*> values) {
            for (const char* value : values)
                QTest::addRow("%s %s", key, value)
                    << QString::fromLatin1(key) << QString::fromLatin1(value);
        };
        for (const char* key :
             {"vocab_size", "hidden_size", "num_hidden_layers", "num_attention_heads",
              "intermediate_size", "num_experts", "num_experts_per_tok", "max_position_embeddings"})
            row(key, {"0", "-1", "1.5", "\"4\"", "[4]", "true", "9223372036854775807",
                      "18446744073709551615"});
        row("num_experts_per_tok", {"7"});
        row("num_key_value_heads", {"3", "0", "-4", "8"});
        row("num_attention_heads", {"5"}); // does not divide the hidden size
        row("head_dim", {"7", "0", "-8", "1"});
        row("rms_norm_eps", {"-1e-5", "0", "2", "\"x\"", "null"});
        row("rope_theta", {"0", "-1", "1e300", "[]"});
        row("clip_qkv", {"-1", "0", "\"x\""});
        row("partial_rotary_factor", {"0", "-1", "2", "0.1"}); // 0.1: no dimension left
        row("tie_word_embeddings", {"1", "null"});
        row("norm_topk_prob", {"0"});
        row("hidden_act", {"\"gelu\"", "1"});
        row("model_type", {"1", "null"});
        row("architectures", {"\"x\"", "[1]"});
        row("eos_token_id", {"\"x\"", "[\"x\"]"});
    }
    void hostileValues() {
        QFETCH(QString, key);
        QFETCH(QString, value);
        Json config = olmoe();
        config[key.toStdString()] = Json::parse(value.toStdString());
        const auto spec = parse(config);
        QVERIFY(!spec.ok());
        QCOMPARE(spec.error().code, ErrorCode::BadInput);
        QCOMPARE(spec.error().where, "config.json"s);
    }

    void sigmoidRouters() {
        Json config = {{"model_type", "glm4_moe"}, {"num_hidden_layers", 3}};
        const auto glm = parse(config);
        QVERIFY(glm.ok() && glm->router == RouterKind::SigmoidTopK);
        QCOMPARE(glm->rope.rotaryDims, int64_t{64});
        QCOMPARE(glm->moeLayers(), std::vector<int>({1, 2}));
        QCOMPARE(glm->sharedExperts, 1);
        const auto roles = layerRoles(*glm, 1);
        QVERIFY(std::find(roles.begin(), roles.end(), Role::RouterCorrection) != roles.end());
        config["n_shared_experts"] = nullptr;
        QCOMPARE(parse(config)->sharedWidth, int64_t{0});
        config["n_group"] = 2;
        QVERIFY(parse(config).error().what.find("groups") != std::string::npos);
        Json minimax = {{"model_type", "minimax_m2"}, {"rotary_dim", 129}};
        QVERIFY(!parse(minimax).ok());
    }

    // Configuration classes of transformers 5: Dots1Config has no default number of experts,
    // ExaoneMoeConfig scales by 2.5 and leaves every fourth layer without a window and rotation.
    void dotsMustNameItsExperts() {
        Json config = {{"model_type", "dots1"}, {"n_routed_experts", 4}};
        QVERIFY(parse(config).error().what.find("num_experts_per_tok") != std::string::npos);
        config["num_experts_per_tok"] = 2;
        const auto dots = parse(config);
        QVERIFY(dots.ok() && !dots->normTopK);
        QCOMPARE(dots->headDim, int64_t{144});
        QCOMPARE(dots->sharedExperts, 0);
        QCOMPARE(dots->layers[61].slidingWindow, int64_t{0}); // max_window_layers is 62
        config.erase("n_routed_experts");
        QVERIFY(parse(config).error().what.find("n_routed_experts") != std::string::npos);
    }

    void exaoneDefaults() {
        const auto spec = parse({{"model_type", "exaone_moe"}, {"num_hidden_layers", 5}});
        QVERIFY(spec.ok() && spec->normTopK);
        QCOMPARE(spec->routedScaling, 2.5);
        QCOMPARE(spec->eosToken, int64_t{53});
        QCOMPARE(spec->moeLayers(), std::vector<int>({1, 2, 3, 4}));
        for (size_t l = 0; l < 5; ++l) {
            QCOMPARE(spec->layers[l].slidingWindow, l == 3 ? int64_t{0} : int64_t{4096});
            QCOMPARE(spec->layers[l].rope, l != 3);
        }
    }

    void exaoneLayers() {
        Json config = {{"model_type", "exaone_moe"},
                       {"num_hidden_layers", 3},
                       {"sliding_window", 128},
                       {"sliding_window_pattern", "LLG"},
                       {"layer_types", {"full_attention", "sliding_attention", "full_attention"}},
                       {"mlp_layer_types", {"sparse", "dense", "sparse"}}};
        const auto listed = parse(config);
        QVERIFY(listed.ok());
        QCOMPARE(listed->moeLayers(), std::vector<int>({0, 2})); // wins over first_k_dense_replace
        QVERIFY(!listed->layers[0].rope && listed->layers[1].rope);
        config["mlp_layer_types"] = {"sparse", "dense"};
        QVERIFY(parse(config).error().what.find("mlp_layer_types") != std::string::npos);
        config["mlp_layer_types"] = {"sparse", "dense", "linear"};
        QVERIFY(parse(config).error().what.find("linear") != std::string::npos);
        config.erase("mlp_layer_types");
        config.erase("layer_types");
        QVERIFY(parse(config).error().what.find("sliding_window_pattern") != std::string::npos);
        config["sliding_window_pattern"] = 2;
        QCOMPARE(parse(config)->layers[1].slidingWindow, int64_t{0});
        QCOMPARE(parse(config)->layers[2].slidingWindow, int64_t{128});
        config["sliding_window"] = nullptr; // no window at all: every layer turns
        QVERIFY(parse(config)->layers[1].rope);
        config["sliding_window"] = 0;
        QVERIFY(!parse(config).ok());
    }

    void tooManyExpertsInAll() {
        Json config = olmoe();
        config["num_experts"] = 65536;
        config["num_hidden_layers"] = 4;
        QVERIFY(parse(config).ok());
        config["num_hidden_layers"] = 5;
        QVERIFY(parse(config).error().what.find("experts in all layers") != std::string::npos);
    }

    void notAConfig() {
        for (const char* text : {"", "[]", "3", "{", "{\"model_type\":\"olmoe\",\"model_type\":1}"})
            QVERIFY(!parseModelSpec(text, "config.json").ok());
        const auto dense = parse({{"model_type", "llama"}});
        QVERIFY(dense.error().what.find("\"llama\"") != std::string::npos);
        QVERIFY(dense.error().hint.find("minimax_m2, mixtral, olmoe") != std::string::npos);
    }

    // Per layer: 2 norms, q, k, v, o, q/k norm, router, 3 x 6 experts.
    void everyWeightHasANameAndAShape() {
        const auto spec = parse(olmoe());
        QVERIFY(spec.ok());
        std::set<std::string> names;
        int64_t weights = 0;
        QVERIFY(forEachWeight(*spec, [&](WeightId id) -> Status {
                    const auto [rows, cols] = weightShape(*spec, id);
                    weights += rows * cols;
                    names.insert(weightName(*spec, id));
                    const auto places = weightPlaces(*spec, id);
                    if (places.empty() || places.front().tensor != weightName(*spec, id))
                        return internalError("no place");
                    return {};
                }).ok());
        QCOMPARE(names.size(), size_t{2 * (9 + 18) + 3});
        QVERIFY(names.count("model.layers.1.mlp.experts.5.down_proj.weight") == 1);
        QVERIFY(names.count("model.layers.0.self_attn.k_norm.weight") == 1);
        const int64_t layer = 4 * 32 * 32 + 4 * 32 + 6 * 32 + 6 * 3 * 8 * 32;
        QCOMPARE(weights, 2 * layer + 2 * 100 * 32 + 32);
    }

    void fusedPlaces() {
        const auto spec = parse(olmoe());
        QVERIFY(spec.ok());
        const auto up = weightPlaces(*spec, {Role::ExpertUp, 1, 3});
        QCOMPARE(up.size(), size_t{2});
        QCOMPARE(up[1].tensor, "model.layers.1.mlp.experts.gate_up_proj"s);
        QCOMPARE(up[1].shape, std::vector<int64_t>({6, 16, 32}));
        QCOMPARE(up[1].firstRow, int64_t{3 * 16 + 8});
        const auto down = weightPlaces(*spec, {Role::ExpertDown, 0, 2});
        QCOMPARE(down[1].shape, std::vector<int64_t>({6, 32, 8}));
        QCOMPARE(down[1].firstRow, int64_t{2 * 32});
    }

    void rolesHavePartsAndNames() {
        std::set<std::string> names;
        for (int r = 0; r <= static_cast<int>(Role::DenseDown); ++r)
            names.insert(roleName(static_cast<Role>(r)));
        QCOMPARE(names.size(), size_t{static_cast<size_t>(Role::DenseDown) + 1});
        QCOMPARE(partOf(Role::AttnQNorm), Part::Attention);
        QCOMPARE(partOf(Role::RouterCorrection), Part::Router);
        QCOMPARE(partOf(Role::SharedMix), Part::Shared);
        QCOMPARE(partOf(Role::ExpertUp), Part::Routed);
        QCOMPARE(partOf(Role::Head), Part::Head);
        QCOMPARE(partName(Part::Routed), "routed");
    }
};

QTEST_GUILESS_MAIN(TestFamilies)
#include "tst_families.moc"
