// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The "post_processor" of a tokenizer.json: ids put around the text, and offsets that leave out the
// blanks a token begins or ends with. Immutable, callable from any thread.

#include "core/base/json.h"
#include "core/text/tokenizer.h"
#include "core/text/vocabulary.h"

namespace moqa {

// White space (or its byte stand-in) at the two ends of a token's text, in code points.
struct TokenBlanks {
    int64_t leading = 0, trailing = 0;
};
TokenBlanks tokenBlanks(std::string_view text);

class PostProcessor {
public:
    // component may be null. Sequence, ByteLevel, TemplateProcessing; BadInput for any other, and
    // for ids that vocabularySize rules out.
    Status load(const Json& component, int64_t vocabularySize, const std::string& where);

    bool trimsOffsets() const { return !m_trims.empty(); }
    // Precondition: blanks has one entry per id.
    void trimOffsets(Encoding& encoding, const std::vector<TokenBlanks>& blanks) const;
    const std::vector<int32_t>& before() const { return m_before; }
    const std::vector<int32_t>& after() const { return m_after; }

private:
    Status loadByteLevel(const Json& component, const std::string& where);
    Status loadTemplate(const Json& component, int64_t vocabularySize, const std::string& where);

    std::vector<bool> m_trims; // per trimming ByteLevel: its add_prefix_space
    std::vector<int32_t> m_before, m_after;
};

} // namespace moqa
