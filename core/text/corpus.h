// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Corpora: named texts, cut and tokenized into one stream of ids. The value that analyses,
// quantization and evaluation share; it is stored in the workspace, so the text file is not needed
// again.

#include "core/base/result.h"

#include <cstdint>
#include <string>
#include <vector>

namespace moqa {

class Tokenizer;

// NAME=FILE[@SHARE:head|tail] as cli.md defines it.
struct CorpusRequest {
    std::string name;
    std::string path;
    int64_t shareNumerator = 1, shareDenominator = 1; // of the bytes of the document
    bool tail = false;
};
Result<CorpusRequest> parseCorpusRequest(const std::string& text);
std::string corpusArgument(const CorpusRequest& request); // what parses to it

// UTF-8 text of the request: .jsonl (field "text", documents joined by two newlines), .gz of
// either; cut to its share at the byte nearest below that begins a line. BadInput for an empty
// file, text that is not UTF-8, a share that leaves nothing.
Result<std::string> readCorpusText(const CorpusRequest& request);

struct Corpus {
    std::string name;
    std::string source;     // path and share as asked for
    std::string textSha256; // of the text that was tokenized
    std::vector<int32_t> ids;
};

// Reads and tokenizes; special tokens only as the tokenizer's post-processor adds them once at the
// start. maxTokens 0 = all.
Result<Corpus> loadCorpus(const CorpusRequest& request, const Tokenizer& tokenizer,
                          int64_t maxTokens);

} // namespace moqa
