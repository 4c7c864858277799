// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/quantizer_choice.h"

#include "app/cli/common.h"
#include "app/cli/verb.h"
#include "core/quantize/quant_method.h"

namespace moqa::cli {

Result<QuantizeOptions> QuantizerChoice::read() const {
    QuantizeOptions quantize;
    MOQA_TRY(quantize.method, parseQuantMethod(method, "--method"));
    if (actOrder && noActOrder)
        return usageError("--act-order and --no-act-order contradict each other", {}, "choose one");
    quantize.actOrder = !noActOrder;
    if (!(damp > 0))
        return usageError("damping must be a positive share of the mean diagonal", "--damp");
    quantize.damp = damp;
    if (shrink == "off") {
        quantize.shrink = 0.0;
    } else if (shrink != "auto") {
        double tokens = 0;
        if (!CLI::detail::lexical_cast(shrink, tokens) || !(tokens >= 0) || tokens > 1e15)
            return usageError("must be auto, off or a number of tokens", "--shrink " + shrink);
        quantize.shrink = tokens;
    }
    MOQA_TRY(quantize.starved, parseStarved(starved, "--starved"));
    if (quantize.starved.remedy != StarvedRemedy::Shrink && shrink != "auto")
        return usageError("--shrink is of the remedy shrink alone", "--starved " + starved,
                          "leave one of them out");
    quantize.grid = grid == "off"       ? GridSearch::Off
                    : grid == "power2"  ? GridSearch::Power20
                    : grid == "hessian" ? GridSearch::Hessian
                                        : GridSearch::Power24;
    quantize.window = window;
    quantize.asymmetric = asymmetric;
    if (!lowRank.empty()) {
        int rank = 0, rounds = 1;
        const size_t colon = lowRank.find(':');
        constexpr int kMostRounds = 100;
        if (!CLI::detail::lexical_cast(lowRank.substr(0, colon), rank) || rank < 0 ||
            rank > 65536 ||
            (colon != std::string::npos &&
             (!CLI::detail::lexical_cast(lowRank.substr(colon + 1), rounds) || rounds < 1 ||
              rounds > kMostRounds)))
            return usageError("must be a rank, or a rank and 1 to 100 rounds as in 16:5",
                              "--low-rank " + lowRank);
        quantize.lowRank = rank;
        quantize.lowRankRounds = rounds;
    }
    MOQA_TRY(quantize.corpusWeights, parseWeights(corpora));
    return quantize;
}

void QuantizerChoice::add(CLI::App& command) {
    command.add_option("--method", method, quantMethodNames())->capture_default_str();
    command.add_flag("--act-order", actOrder, "columns by falling second moment (the default)");
    command.add_flag("--no-act-order", noActOrder, "columns in their own order");
    command.add_option("--damp", damp, "damping, as a share of the mean diagonal")
        ->check(CLI::Range(0.0, 10.0))
        ->capture_default_str();
    command
        .add_option("--shrink", shrink, "auto, off or tokens k of the shrinkage of starved experts")
        ->capture_default_str();
    command
        .add_option("--starved", starved,
                    "for experts with few calibration tokens: shrink, route-all, raise-top-k (or "
                    "raise-top-k:EXPERTS), none or data-free")
        ->capture_default_str();
    command.add_option("--grid", grid, "error that the grid search minimises")
        ->check(CLI::IsMember({"off", "power2.4", "power2", "hessian"}))
        ->capture_default_str();
    command
        .add_option("--corpus", corpora,
                    "texts of the workspace to calibrate on, each with its share of the experts' "
                    "moments whatever its length (default: all, or the plan's, by length)")
        ->allow_extra_args(false)
        ->type_name("NAME[:WEIGHT]");
    command
        .add_option("--low-rank", lowRank,
                    "experts get back the best product of this rank of what rounding left of them, "
                    "in f16 (default: the plan's, else 0); ROUNDS: round and compensate so often, "
                    "each against the other")
        ->type_name("RANK[:ROUNDS]");
    command
        .add_option("--asymmetric-calibration", asymmetric,
                    "share, 0 to 1, of the correction of experts for what the quantized layers "
                    "before did to their inputs (GPTAQ takes 0.25)")
        ->check(CLI::Range(0.0, 1.0))
        ->capture_default_str();
    command.add_option("--window", window, "tokens per window (default: the workspace's)")
        ->check(oneOrMore());
}

} // namespace moqa::cli
