// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The options that say how weights become codes, for every verb that quantizes: one spelling, one
// set of checks.

#include "core/quantize/quantize_model.h"

#include <CLI/CLI.hpp>
#include <string>
#include <vector>

namespace moqa::cli {

struct QuantizerChoice {
    // The object must outlive the parse. --method, --act-order, --no-act-order, --damp, --shrink,
    // --starved, --grid, --corpus, --window, --low-rank, --asymmetric-calibration.
    void add(CLI::App& command);
    // Usage errors that name the option.
    Result<QuantizeOptions> read() const;

    std::string method = "gptq", shrink = "auto", starved = "shrink", grid = "power2.4";
    std::vector<std::string> corpora; // NAME:WEIGHT
    bool actOrder = false, noActOrder = false;
    double damp = 0.01, asymmetric = 0;
    int64_t window = 0;
    std::string lowRank; // R or R:ROUNDS
};

} // namespace moqa::cli
