// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quantize/quantizer_notes.h"

#include "core/quantize/quant_method.h"

#include <array>
#include <fmt/format.h>
#include <fmt/ranges.h>

namespace moqa {

namespace {

constexpr std::array kGridTexts = {"off", "power2.4", "power2", "hessian"}; // by GridSearch

// The keys that decide how a weight is rounded, as measureOptionsJson names them.
Json quantizerOf(const Plan& plan, const QuantizeOptions& options) {
    Json json{{"method", quantMethodName(options.method)}};
    if (const int rank = options.lowRank.value_or(plan.unitFormat.rank); rank > 0)
        json["low_rank"] = rank;
    if (options.method != QuantMethod::Hqq) json["grid"] = static_cast<int>(options.grid);
    if (options.starved != StarvedChoice()) json["starved"] = starvedName(options.starved);
    if (!needsTokens(options.method)) return json;
    json["shrink"] = options.shrink ? Json(*options.shrink) : Json("auto");
    json["damp"] = options.damp;
    if (options.method == QuantMethod::Gptq) json["act_order"] = options.actOrder;
    return json;
}

std::string traitText(const std::string& key, const Json& value) {
    if (key == "grid" && value.is_number_integer()) {
        const auto grid = value.get<int64_t>();
        if (grid >= 0 && grid < std::ssize(kGridTexts))
            return fmt::format("grid {}", kGridTexts[static_cast<size_t>(grid)]);
    }
    if (key == "low_rank" && value.is_null()) return "no low rank";
    if (key == "starved" && value.is_null()) return "starved shrink";
    return fmt::format("{} {}", key, value.is_string() ? value.get<std::string>() : value.dump());
}

std::string lossNote(const Plan& plan, const QuantizeOptions& options) {
    const auto measured = plan.options.find("quantizer");
    if (measured == plan.options.end() || !measured->is_object() || !measured->contains("method"))
        return {};
    const Json used = quantizerOf(plan, options);
    const bool sameMethod = (*measured)["method"] == used["method"];
    std::vector<std::string> then, now;
    for (const char* key :
         {"method", "grid", "act_order", "damp", "shrink", "starved", "low_rank"}) {
        // Of different methods the settings of each mean little to the other.
        const std::string name = key;
        const bool alwaysMeant = name == "method" || name == "low_rank";
        if (!alwaysMeant && (!sameMethod || (name != "starved" && !used.contains(name)))) continue;
        const Json before = measured->contains(name) ? (*measured)[name] : Json();
        const Json after = used.contains(name) ? used[name] : Json();
        if (before == after) continue;
        then.push_back(traitText(name, before));
        now.push_back(traitText(name, after));
    }
    if (then.empty()) return {};
    return fmt::format("the losses behind this plan were measured with {}, this run takes {}: its "
                       "predicted loss and its widths are for the former",
                       fmt::join(then, ", "), fmt::join(now, ", "));
}

std::string bytesNote(const Plan& plan, const ModelSource& model, const QuantizeOptions& options) {
    const PlanTotals counted = planTotals(plan, model);
    const Plan fitted = planFor(plan, model, options);
    const PlanTotals stored = planTotals(fitted, model);
    if (stored.bytes == counted.bytes) return {};
    std::string text = fmt::format(
        "the plan counts {} bytes ({:.3f} true bits), this quantizer stores {} ({:.3f})",
        counted.bytes, counted.trueBits, stored.bytes, stored.trueBits);
    if (const auto target = plan.options.find("bytes");
        target != plan.options.end() && target->is_number() &&
        static_cast<double>(stored.bytes) > target->get<double>())
        text += fmt::format(", above its budget of {}", target->dump());
    const bool zeros = fitted.unitFormat.realZeros != plan.unitFormat.realZeros;
    return text + (!zeros ? "; plan with the same --low-rank"
                   : fitted.unitFormat.realZeros
                       ? "; plan with --real-zeros to count its zero points"
                       : "; plan without --real-zeros, which are of hqq");
}

} // namespace

std::vector<std::string> quantizerNotes(const Plan& plan, const ModelSource& model,
                                        const QuantizeOptions& options) {
    std::vector<std::string> notes;
    for (std::string note : {lossNote(plan, options), bytesNote(plan, model, options)})
        if (!note.empty()) notes.push_back(std::move(note));
    return notes;
}

} // namespace moqa
