// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Reading and checking the vectors of a tokenizer: one JSON object a line with text, ids,
// ids_special, decoded and offsets as the `tokenizers` library gives them.

#include "core/base/json.h"
#include "core/text/tokenizer.h"

#include <QByteArray>
#include <string>
#include <vector>

namespace moqa::test {

// Fails hard (qFatal) if the file is not there: callers check first where it may be absent.
std::string readAll(const std::string& path);
std::vector<Json> readVectors(const std::string& path);
Tokenizer loadTokenizer(const std::string& path);

// Empty if the tokenizer gives what the vector says by every way of asking, else what differs.
QByteArray compareVector(const Tokenizer& tokenizer, const Json& vector);

} // namespace moqa::test
