// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/measure/measure_options.h"

#include "core/base/json.h"
#include "core/plan/width_list.h"
#include "core/quantize/quant_method.h"

#include <algorithm>
#include <cstdlib>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <tuple>

namespace moqa {

std::vector<UnitFormat> measuredFormats(const MeasureOptions& options) {
    std::vector<UnitFormat> formats;
    for (const int bits : options.widths)
        for (const int group : options.groups) formats.push_back({bits, group, options.symmetric});
    formats.insert(formats.end(), options.pairs.begin(), options.pairs.end());
    const auto order = [](const UnitFormat& f) {
        return std::tuple(f.bits, f.group < 0 ? -INT64_MAX : -int64_t{f.group},
                          f.symmetric ? 0 : 1);
    };
    std::sort(formats.begin(), formats.end(),
              [&](const UnitFormat& a, const UnitFormat& b) { return order(a) < order(b); });
    formats.erase(std::unique(formats.begin(), formats.end()), formats.end());
    return formats;
}

size_t probeColumn(const std::vector<UnitFormat>& formats, int bits) {
    size_t best = 0;
    for (size_t f = 1; f < formats.size(); ++f)
        if (std::abs(formats[f].bits - bits) < std::abs(formats[best].bits - bits)) best = f;
    return best;
}

Status checkMeasureOptions(const ModelSource& model, const std::vector<Corpus>& corpora,
                           const MeasureOptions& options) {
    if (options.widths.empty() && options.pairs.empty())
        return usageError("no width to measure", "--widths");
    for (const int width : options.widths)
        if (!isPlanWidth(width) || width == 16)
            return usageError(fmt::format("{} bits cannot be measured", width), "--widths",
                              "1, 2, 3, 4, 5, 6 or 8");
    std::vector<int> groups = options.groups;
    for (const UnitFormat& pair : options.pairs) groups.push_back(pair.group);
    for (const int group : groups)
        if (group != -1 && group < 1) return usageError("a group needs columns", "--group");
    for (const WeightEntry& entry : model.weights())
        for (const int group : groups)
            if (partOf(entry.id.role) == Part::Routed && group > 0 && group < entry.cols &&
                entry.cols % group != 0)
                return badInput(
                    fmt::format("groups of {} do not divide {} columns", group, entry.cols),
                    entry.name, "choose a group that does, such as 32");
    if (!(options.sample > 0 && options.sample <= 1))
        return usageError("the measured share must be above 0 and at most 1", "--sample");
    if (options.probeTokens < 1) return usageError("must be a number of tokens", "--probe-tokens");
    if (corpora.empty())
        return badInput("a measurement needs calibration tokens", "calibration",
                        "give a workspace that moqa analyze wrote");
    if (model.spec().moeLayers().empty())
        return badInput("the model has no routed experts to measure", model.name());
    return {};
}

std::string measureOptionsJson(const MeasureOptions& options) {
    const QuantizeOptions& q = options.quantize;
    Json shrink = "auto";
    if (q.shrink) shrink = *q.shrink;
    Json json{{"widths", options.widths},
              {"groups", options.groups},
              {"symmetric", options.symmetric},
              {"unit", options.byProjection ? "projection" : "expert"},
              {"probe_bits", options.probeBits},
              {"probe_tokens", options.probeTokens},
              {"sample", options.sample},
              {"method", quantMethodName(q.method)},
              {"act_order", q.actOrder},
              {"damp", q.damp},
              {"shrink", shrink},
              {"grid", static_cast<int>(q.grid)},
              {"window", q.window},
              {"reweight", q.reweight},
              {"seed", q.seed}};
    if (!options.pairs.empty()) json["pairs"] = pairNames(options.pairs);
    if (q.lowRank.value_or(0) > 0) {
        json["low_rank"] = *q.lowRank;
        json["low_rank_rounds"] = q.lowRankRounds;
    }
    if (q.starved != StarvedChoice()) json["starved"] = starvedName(q.starved);
    // What tells these tables from those that were measured in another way.
    if (options.sample < 1) json["predicted_from"] = "probed width";
    if (q.method == QuantMethod::Awq) json["hidden_scale"] = true;
    for (const auto& [name, weight] : q.corpusWeights) json["corpus_weights"][name] = weight;
    return json.dump();
}

std::string lossTableName(const MeasureOptions& options) {
    return fmt::format(
        "{}-{}-g{}{}-{}{}{}", quantMethodName(options.quantize.method),
        fmt::format("{}{}{}", fmt::join(options.widths, ","),
                    options.widths.empty() || options.pairs.empty() ? "" : ",",
                    fmt::join(pairNames(options.pairs), ",")),
        fmt::join(options.groups, ","), options.symmetric ? "-symmetric" : "",
        options.byProjection ? "projection" : "expert",
        (options.quantize.lowRank.value_or(0) > 0
             ? fmt::format("-rank{}", *options.quantize.lowRank)
             : std::string()) +
            (options.sample < 1 ? fmt::format("-sample{:g}", options.sample) : std::string()),
        options.quantize.starved == StarvedChoice() ? ""
                                                    : "-" + starvedName(options.quantize.starved));
}

} // namespace moqa
