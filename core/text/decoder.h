// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The "decoder" of a tokenizer.json: token texts back to text. Immutable, callable from any thread.

#include "core/base/json.h"

#include <memory>

namespace moqa {

class Decoder {
public:
    virtual ~Decoder() = default;
    // Rewrites the list of token texts; the decoded text is what remains, joined.
    virtual void apply(std::vector<std::string>& tokens) const = 0;

    // Null for JSON null. Sequence, ByteLevel, Replace, ByteFallback, Fuse, Strip, Metaspace;
    // BadInput for any other.
    static Result<std::unique_ptr<Decoder>> fromJson(const Json& component,
                                                     const std::string& where);
};

// The byte of a token "<0xXX>", or -1.
int byteTokenValue(std::string_view token);

} // namespace moqa
