// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The "normalizer" of a tokenizer.json: what is done to each stretch of text between added tokens
// before it is cut into pieces. Immutable, callable from any thread.

#include "core/base/json.h"
#include "core/text/aligned_text.h"

#include <memory>

namespace moqa {

class Normalizer {
public:
    virtual ~Normalizer() = default;
    virtual Status apply(AlignedText& text) const = 0;

    // Null for JSON null. Sequence, NFC, NFD, NFKC, NFKD, Lowercase, Strip, StripAccents, Replace,
    // Prepend, ByteLevel; BadInput for any other.
    static Result<std::unique_ptr<Normalizer>> fromJson(const Json& component,
                                                        const std::string& where);
};

// Puts prefix before the range [begin, end), which is not empty: the first code point of prefix and
// the text's own first one stand for the same. Also what a pre-tokenizer prepends with.
void appendWithPrefix(const AlignedText& from, size_t begin, size_t end, uint32_t origin,
                      std::string_view prefix, AlignedText& to);

// The "type" of a component, BadInput unless it is an object with one.
Result<std::string> componentType(const Json& component, const std::string& where);
Error unknownComponent(const std::string& what, const std::string& type, const std::string& where);

} // namespace moqa
