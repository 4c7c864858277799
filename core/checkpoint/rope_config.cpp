// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/checkpoint/rope_config.h"

#include <cmath>

namespace moqa {

namespace {

constexpr int64_t kMaxPosition = int64_t{1} << 40;

// 0.1 c ln s + 1 for s > 1: yarn's temperature term.
double yarnMagnitude(double factor, double coefficient) {
    return factor <= 1.0 ? 1.0 : 0.1 * coefficient * std::log(factor) + 1.0;
}

void readYarn(ConfigReader& scaling, RopeSpec& rope) {
    rope.scaling = RopeScaling::Yarn;
    rope.betaFast = scaling.number("beta_fast", 32.0, 1e-3, 1e6);
    rope.betaSlow = scaling.number("beta_slow", 1.0, 1e-3, 1e6);
    rope.truncate = scaling.flag("truncate", true);
    const double mscale = scaling.optionalNumber("mscale", 0.0, 1e6).value_or(0.0);
    const double mscaleAllDim = scaling.optionalNumber("mscale_all_dim", 0.0, 1e6).value_or(0.0);
    const auto given = scaling.optionalNumber("attention_factor", 1e-6, 1e6);
    if (given)
        rope.attentionFactor = *given;
    else if (mscale != 0.0 && mscaleAllDim != 0.0)
        rope.attentionFactor =
            yarnMagnitude(rope.factor, mscale) / yarnMagnitude(rope.factor, mscaleAllDim);
    else
        rope.attentionFactor = yarnMagnitude(rope.factor, 1.0);
}

void readScaling(ConfigReader& scaling, int64_t maxPosition, RopeSpec& rope) {
    const std::string type = scaling.text("rope_type", scaling.text("type", "default"));
    if (type == "default") return;
    rope.originalMaxPosition =
        scaling.optionalInteger("original_max_position_embeddings", 1, kMaxPosition)
            .value_or(rope.originalMaxPosition);
    const double ratio =
        static_cast<double>(maxPosition) / static_cast<double>(rope.originalMaxPosition);
    rope.factor = scaling.optionalNumber("factor", 1e-3, 1e6).value_or(ratio);
    if (type == "linear") {
        rope.scaling = RopeScaling::Linear;
    } else if (type == "yarn") {
        readYarn(scaling, rope);
    } else if (type == "llama3") {
        rope.scaling = RopeScaling::Llama3;
        rope.lowFreqFactor = scaling.number("low_freq_factor", 1.0, 1e-3, 1e6);
        rope.highFreqFactor = scaling.number("high_freq_factor", 4.0, 1e-3, 1e6);
        if (rope.highFreqFactor <= rope.lowFreqFactor)
            scaling.refuse("\"high_freq_factor\" must be above \"low_freq_factor\"");
    } else {
        scaling.refuse("rotary scaling \"" + type.substr(0, 40) + "\" is not supported",
                       "supported are default, linear, yarn and llama3");
    }
}

} // namespace

RopeSpec readRope(ConfigReader& config, const ModelSpec& spec, const RopeDefaults& defaults) {
    static const Json kNothing = Json::object();
    const char* key = config.given("rope_parameters") ? "rope_parameters" : "rope_scaling";
    const Json* object = config.given(key) ? config.find(key) : &kNothing;
    if (!object->is_object()) {
        config.refuse("\"" + std::string(key) + "\" must be an object");
        object = &kNothing;
    }
    ConfigReader scaling(*object, config.where() + ", " + key);
    RopeSpec rope;
    rope.theta = config.number("rope_theta", defaults.theta, 1e-3, 1e12);
    rope.theta = scaling.number("rope_theta", rope.theta, 1e-3, 1e12);
    double partial = config.number("partial_rotary_factor", defaults.partialFactor, 1e-3, 1.0);
    partial = scaling.number("partial_rotary_factor", partial, 1e-3, 1.0);
    rope.rotaryDims = static_cast<int64_t>(static_cast<double>(spec.headDim) * partial);
    if (rope.rotaryDims < 2 || rope.rotaryDims % 2 != 0)
        config.refuse("the rotary part of a head has " + std::to_string(rope.rotaryDims) +
                      " dimensions, it must have an even number");
    rope.originalMaxPosition =
        config.optionalInteger("original_max_position_embeddings", 1, kMaxPosition)
            .value_or(spec.maxPosition);
    readScaling(scaling, spec.maxPosition, rope);
    if (!scaling.ok())
        config.refuse(scaling.status().error().what + " (in \"" + key + "\")",
                      scaling.status().error().hint);
    return rope;
}

} // namespace moqa
