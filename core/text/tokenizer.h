// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Text to token ids and back, as the `tokenizers` library does it for a tokenizer.json
// (model-formats.md part 3). Immutable; encode and decode may be called from any thread.

#include "core/base/result.h"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace moqa {

struct Encoding {
    std::vector<int32_t> ids;
    // [begin, end) of each id in code points of the text; (0, 0) for tokens the template added.
    std::vector<std::pair<int64_t, int64_t>> offsets;
};

class Tokenizer {
public:
    // From the bytes of a tokenizer.json; where names it in errors. BadInput for anything that
    // cannot be followed exactly (unknown component, merges of tokens not in the vocabulary).
    static Result<Tokenizer> fromJson(std::string_view json, const std::string& where);

    Tokenizer(Tokenizer&&) noexcept;
    Tokenizer& operator=(Tokenizer&&) noexcept;
    ~Tokenizer();

    // text must be UTF-8 (BadInput else). addSpecial runs the post-processor's template.
    Result<Encoding> encode(std::string_view text, bool addSpecial) const;
    // Ids alone, faster than encode (no offsets).
    Result<std::vector<int32_t>> encodeIds(std::string_view text, bool addSpecial) const;
    // Special tokens are kept; bytes that are not UTF-8 become U+FFFD.
    std::string decode(const std::vector<int32_t>& ids) const;
    // The text of one token for people; of byte-level ones <0xC3> for a byte that is no letter.
    std::string tokenText(int32_t id) const;
    // Largest id + 1.
    int64_t vocabularySize() const;
    // -1 if there is no such token.
    int32_t idOf(std::string_view token) const;
    // "BPE, byte-level" and so on, for inspect.
    std::string kind() const;

private:
    struct Impl;
    explicit Tokenizer(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> m_impl;
};

} // namespace moqa
