// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The JSON of a tokenizer.json with the large lists of its model taken out: a vocabulary of 200,000
// keys is too slow and too big as an ordinary JSON object.

#include "core/text/token_model.h"

namespace moqa {

struct TokenizerFile {
    Json root; // without model.vocab and model.merges
    ModelLists lists;
    std::string modelType; // "BPE" or "Unigram"
};

// BadInput for text that is no tokenizer.json of version 1.0 with such a model.
Result<TokenizerFile> readTokenizerFile(std::string_view json, const std::string& where);

} // namespace moqa
