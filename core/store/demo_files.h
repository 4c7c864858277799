// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Where the shipped demo lies: beside an installed program (share/moqa/demo), or in the source tree
// of a build that was not installed. MOQA_DEMO_DIR in the environment overrides both.

#include "core/base/result.h"
#include "core/text/corpus.h"

#include <string>
#include <vector>

namespace moqa {

struct DemoCorpus {
    std::string name; // "code"
    std::string path;
    bool known = false; // calibrated on; else new
    // First 2/3 of the text for calibration, last 1/3 for evaluation: they never overlap.
    CorpusRequest calibration() const { return {name, path, 2, 3, false}; }
    CorpusRequest evaluation() const { return {name, path, 1, 3, true}; }
};

struct DemoFiles {
    std::string folder;
    std::string modelPath;           // checkpoint folder in hub layout
    std::vector<DemoCorpus> corpora; // known ones first
};

// BadInput naming the places looked at if the demo is not there.
Result<DemoFiles> findDemoFiles();

} // namespace moqa
