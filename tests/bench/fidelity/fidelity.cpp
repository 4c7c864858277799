// SPDX-License-Identifier: GPL-3.0-or-later
// The fidelity study of a demo model in one run: plans by every method under equal conditions, the
// shares of uniform quantization's loss that they win back with paired bootstrap intervals, oracles
// to hold them against, predicted against measured loss, and how far the result depends on the
// calibration. Writes a section of resources/docs/fidelity.md to standard output.
//   fidelity MODEL CORPORA_FOLDER DATA_FOLDER [TOKENS [quick|annealed|rivals]]
// TOKENS (default 25,000) of each text beside the demo's are scored, the demo's last thirds whole;
// quick leaves out oracles, random plans and sensitivity; annealed is the oracle on the table
// alone, rivals the published plans that the whole run leaves out. All but the routed experts stays
// at 16 bits; GPTQ without grid search, groups of 64, act-order.
#include "core/base/parallel.h"
#include "core/store/open_model.h"
#include "moqa/kernels.h"
#include "tests/bench/fidelity/bench.h"

#include <cstdio>
#include <cstdlib>
#include <fmt/format.h>
#include <string_view>

using namespace moqa;
using namespace moqa::fidelity;

namespace {

Status runAll(int argc, char** argv) {
    const int64_t tokens = argc > 4 ? std::atoll(argv[4]) : 25'000;
    const std::string_view part = argc > 5 ? argv[5] : "";
    kernels::setCpuThreads(threadLimit());
    MOQA_TRY(auto model, openModel(argv[1]));
    MOQA_TRY(Texts texts, loadTexts(*model, argv[2], argv[3], kCalibrationTokens, tokens));
    Bench bench(std::move(model), std::move(texts));
    MOQA_CHECK(bench.begin());
    if (part == "annealed") return bench.annealed();
    if (part == "rivals") return bench.rivals();
    MOQA_CHECK(bench.methods());
    if (part != "quick") {
        MOQA_CHECK(bench.routers());
        MOQA_CHECK(bench.oracles());
        MOQA_CHECK(bench.predictions());
        MOQA_CHECK(bench.sensitivity());
    }
    say(fmt::format("{:.0f} s of processor time in all.\n\n", processorSeconds()));
    return {};
}

} // namespace

int main(int argc, char** argv) {
    if (argc < 4) {
        std::fprintf(stderr, "fidelity MODEL CORPORA_FOLDER DATA_FOLDER "
                             "[TOKENS [quick|annealed|rivals]]\n");
        return 2;
    }
    const Status status = runAll(argc, argv);
    if (!status.ok()) std::fprintf(stderr, "%s\n", status.error().message().c_str());
    return status.ok() ? 0 : 1;
}
