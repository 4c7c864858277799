// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The lines of `moqa tokenize`. Free functions, callable from any thread.

#include "core/base/json.h"
#include "core/text/tokenizer.h"

namespace moqa {

// {"ids", "ids_special", "decoded", "offsets"} of a text: ids without and with the template's
// tokens, the text of the former decoded again, their offsets in code points of the text.
Result<Json> tokenizeLine(const Tokenizer& tokenizer, std::string_view text);

// Same for one line {"text": ...} of a .jsonl file; where names file and line in errors.
Result<Json> tokenizeJsonLine(const Tokenizer& tokenizer, std::string_view line,
                              const std::string& where);

} // namespace moqa
