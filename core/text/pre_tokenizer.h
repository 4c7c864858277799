// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The "pre_tokenizer" of a tokenizer.json: cuts a normalized stretch into the pieces the model
// sees. Immutable, callable from any thread.

#include "core/base/json.h"
#include "core/text/aligned_text.h"

#include <memory>

namespace moqa {

class PreTokenizer {
public:
    virtual ~PreTokenizer() = default;
    virtual Status apply(PieceList& list) const = 0;
    // True if the outcome depends on where a piece comes from, so that spans must be tracked.
    virtual bool needsSpans() const { return false; }

    // Null for JSON null. Sequence, Split, ByteLevel, Digits, Metaspace; BadInput for any other.
    static Result<std::unique_ptr<PreTokenizer>> fromJson(const Json& component,
                                                          const std::string& where);
};

} // namespace moqa
