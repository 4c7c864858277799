// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The texts of the fidelity study: thirds of the demo's six corpora, and the texts beside the
// project as far as they are there.

#include "core/checkpoint/model_source.h"
#include "core/text/corpus.h"

namespace moqa::fidelity {

enum class Kind { Known, New, Further }; // further: texts beside the project, all new

struct Text {
    Corpus corpus;
    Kind kind = Kind::New;
};

struct Texts {
    std::vector<Corpus> calibration; // first two thirds of the known corpora
    std::vector<Text> scored;        // known, new, further; in this order
    std::vector<std::string> absent; // further texts that are not there

    std::vector<Corpus> corpora(int64_t tokens, bool further) const; // the first tokens of each
    int64_t tokens() const;
};

// demo: folder of the six corpora; data: folder of the texts beside the project; tokens: of each
// calibration text and at most of each further text.
Result<Texts> loadTexts(const ModelSource& model, const std::string& demo, const std::string& data,
                        int64_t calibrationTokens, int64_t furtherTokens);

} // namespace moqa::fidelity
