// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/plan/plan_options.h"

#include "core/analysis/coverage.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

namespace moqa {

namespace {

Status checkWidths(std::vector<int> widths) {
    if (widths.empty()) return usageError("no width is given", "--widths");
    std::sort(widths.begin(), widths.end());
    for (size_t i = 0; i < widths.size(); ++i) {
        if (!isPlanWidth(widths[i]))
            return usageError(fmt::format("{} is not a width", widths[i]), "--widths",
                              "choose from 1, 2, 3, 4, 5, 6, 8 and 16");
        if (i > 0 && widths[i] == widths[i - 1])
            return usageError(fmt::format("width {} is given twice", widths[i]), "--widths");
    }
    return {};
}

Status checkUniform(const PlanOptions& options) {
    if (options.bytes != 0)
        return usageError("the uniform method has no byte target", "--bytes",
                          "give --bits, or take --method moqa");
    if (options.bits == 0)
        return usageError("the uniform method needs a width", "--bits", "add --bits 3");
    const int64_t width = std::llround(std::clamp(options.bits, -1.0, 100.0));
    if (options.bits != static_cast<double>(width) || !isPlanWidth(width))
        return usageError(fmt::format("a uniform plan cannot have {} bits", options.bits), "--bits",
                          "choose one width of 1, 2, 3, 4, 5, 6, 8 and 16");
    return {};
}

Status checkOptimal(const PlanOptions& options) {
    if (!(options.unseen >= 0 && options.unseen <= 1e6))
        return usageError(fmt::format("a share of {} cannot be", options.unseen), "--unseen",
                          "give 0 to count measured text alone, or a number such as 0.1");
    for (const int group : options.groups)
        if (group < 1 && group != -1)
            return usageError(fmt::format("a group of {} columns cannot be", group), "--groups",
                              "give numbers of columns, or -1 for the whole row");
    const auto& [low, high] = options.layerBits;
    if (!(low >= 0 && high >= 0 && low <= 32 && high <= 32) || (high > 0 && low > high))
        return usageError(fmt::format("layers cannot keep between {} and {} mean bits", low, high),
                          "--layer-bits", "write LOW:HIGH, such as 2:4");
    return {};
}

Status checkFormats(const PlanOptions& options) {
    const auto check = [](int bits, const char* option) -> Status {
        if (isPlanWidth(bits)) return {};
        return usageError(fmt::format("{} is not a width", bits), option,
                          "choose from 1, 2, 3, 4, 5, 6, 8 and 16");
    };
    MOQA_CHECK(check(options.attentionBits, "attention width"));
    MOQA_CHECK(check(options.sharedBits, "shared expert width"));
    MOQA_CHECK(check(options.denseBits, "dense layer width"));
    if (options.unitFormat.group < 1 && options.unitFormat.group != -1)
        return usageError(fmt::format("a group of {} columns cannot be", options.unitFormat.group),
                          "--group", "give a number of columns, or -1 for the whole row");
    for (const PlanOverride& o : options.overrides)
        if (!isPlanWidth(o.bits) || o.pattern.empty() || o.group < -1)
            return usageError(fmt::format("\"{}={}\" is not an override", o.pattern, o.bits),
                              "--set", "write PATTERN=WIDTH[:GROUP]");
    return {};
}

} // namespace

Status checkPlanOptions(const PlanOptions& options) {
    MOQA_CHECK(checkFormats(options));
    constexpr double kMostBits = 32; // a kept f32 weight
    if (!(options.bits >= 0 && options.bits <= kMostBits))
        return usageError(fmt::format("{} mean bits cannot be", options.bits), "--bits");
    if (!options.pairs.empty() && options.method != PlanMethod::Optimal)
        return usageError("widths with groups of their own are for the method optimal alone",
                          "--widths", "give plain widths and --group");
    if (options.bytes < 0) return usageError("a negative number of bytes", "--bytes");
    if (options.method == PlanMethod::Uniform) return checkUniform(options);
    if (options.bits > 0 && options.bytes > 0)
        return usageError("--bits and --bytes contradict each other", "--bytes",
                          "give one of them");
    if (options.method != PlanMethod::Moqa && options.bits == 0 && options.bytes == 0)
        return usageError("the method needs a budget", "--bits", "add --bits 3 or --bytes");
    if (options.flipScore && options.method != PlanMethod::Score)
        return usageError("only a score can be turned round", "--flip-score",
                          "take --method score:ID");
    if (options.method == PlanMethod::Optimal) MOQA_CHECK(checkOptimal(options));
    if (options.method == PlanMethod::McMoe && !(options.mcGamma >= 0 && options.mcGamma <= 10))
        return usageError(fmt::format("an exponent of {} cannot be", options.mcGamma), "--mc-gamma",
                          "give 2 as published or 1 as in its code");
    if (!(options.overlap >= 0.0 && options.overlap <= 1.0))
        return usageError(fmt::format("an overlap of {} is outside [0, 1]", options.overlap),
                          "--overlap");
    if (options.widths.empty() && !options.pairs.empty()) return {};
    return checkWidths(options.widths);
}

Status checkOverridesMatch(const ModelSource& model, const std::vector<PlanOverride>& overrides) {
    for (const PlanOverride& o : overrides) {
        const auto& weights = model.weights();
        const bool any = std::any_of(weights.begin(), weights.end(),
                                     [&](const WeightEntry& w) { return o.matches(w.name); });
        if (!any)
            return usageError(fmt::format("no tensor of {} matches '{}'", model.name(), o.pattern),
                              "--set",
                              fmt::format("names are those of the checkpoint, such as {}",
                                          weights.empty() ? "" : weights.front().name));
    }
    return {};
}

Status checkAnalysis(const ModelSource& model, const Analysis& analysis) {
    if (analysis.modelFingerprint != model.fingerprint())
        return badInput(fmt::format("the analysis is of another model ({}) than {}",
                                    analysis.modelName, model.name()),
                        "workspace", "run moqa analyze on this model");
    const Coverage coverage = coverageOf(analysis);
    if (coverage.layersComplete < coverage.layersPlanned)
        return badInput(fmt::format("the analysis was cancelled after {}", coverage.text()),
                        "workspace", "run moqa analyze to its end");
    if (analysis.moeLayers != model.spec().moeLayers() || analysis.experts != model.spec().experts)
        return badInput("the analysis has other layers or experts than the model", "workspace",
                        "run moqa analyze again");
    return {};
}

} // namespace moqa
