// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/added_tokens.h"

namespace moqa {

namespace {

// At every position a whole added token may be compared, so its length multiplies the time.
constexpr size_t kMaxContentBytes = 4096;

bool wordEndsAt(std::string_view text, size_t at) {
    if (at == 0) return false;
    size_t begin = previousBoundary(text, at);
    return isWordCharacter(nextCodePoint(text, begin));
}

bool wordBeginsAt(std::string_view text, size_t at) {
    return at < text.size() && isWordCharacter(nextCodePoint(text, at));
}

size_t blanksBefore(std::string_view text, size_t at) {
    while (at > 0) {
        const size_t begin = previousBoundary(text, at);
        size_t next = begin;
        if (!isWhiteSpace(nextCodePoint(text, next))) break;
        at = begin;
    }
    return at;
}

size_t blanksAfter(std::string_view text, size_t at) {
    for (size_t next = at; at < text.size(); at = next)
        if (!isWhiteSpace(nextCodePoint(text, next))) break;
    return at;
}

} // namespace

Result<AddedTokens::Token> AddedTokens::read(const Json& item, const Vocabulary& model,
                                             const std::string& where) {
    if (!item.is_object()) return badInput("an added token must be an object", where);
    Token token;
    MOQA_TRY(token.text, jsonString(item, "content", std::string(), where));
    if (token.text.size() > kMaxContentBytes)
        return badInput("an added token is longer than 4096 bytes", where);
    MOQA_TRY(const int64_t id, jsonInt(item, "id", -1, where));
    MOQA_TRY(token.special, jsonBool(item, "special", false, where));
    MOQA_TRY(token.normalized, jsonBool(item, "normalized", !token.special, where));
    MOQA_TRY(token.singleWord, jsonBool(item, "single_word", false, where));
    MOQA_TRY(token.stripLeft, jsonBool(item, "lstrip", false, where));
    MOQA_TRY(token.stripRight, jsonBool(item, "rstrip", false, where));
    const int32_t known = model.idOf(token.text);
    const bool taken = known < 0 && model.hasId(id);
    if (taken || (known >= 0 && known != id))
        return badInput("the added token \"" + token.text.substr(0, 60) + "\" has the id " +
                            std::to_string(id) + ", which the vocabulary contradicts",
                        where);
    MOQA_CHECK(m_vocabulary.insert(token.text, id, where));
    token.id = static_cast<int32_t>(id);
    return token;
}

Status AddedTokens::load(const Json& list, const Vocabulary& vocabulary,
                         const Normalizer* normalizer, const std::string& where) {
    if (list.is_null()) return {};
    if (!list.is_array()) return badInput("\"added_tokens\" must be a list", where);
    for (const Json& item : list) {
        MOQA_TRY(Token token, read(item, vocabulary, where));
        if (token.normalized && normalizer) {
            AlignedText text = AlignedText::fromOriginal(token.text, 0, token.text.size(), false);
            MOQA_CHECK(normalizer->apply(text));
            token.text = std::move(text.text);
        }
        m_indexOfId[token.id] = m_tokens.size();
        m_tokens.push_back(std::move(token));
    }
    // Where two tokens normalize to the same text, special ones win.
    for (const bool special : {true, false})
        for (size_t i = 0; i < m_tokens.size(); ++i)
            if (m_tokens[i].special == special)
                (m_tokens[i].normalized ? m_normalized : m_raw)
                    .insert(m_tokens[i].text, static_cast<int32_t>(i));
    return {};
}

const std::string& AddedTokens::decodedText(int32_t id) const {
    static const std::string empty;
    const auto found = m_indexOfId.find(id);
    return found == m_indexOfId.end() ? empty : m_tokens[found->second].text;
}

void AddedTokens::split(std::string_view text, Pass pass, std::vector<AddedPart>& parts) const {
    parts.clear();
    const Trie& trie = pass == Pass::Raw ? m_raw : m_normalized;
    size_t covered = 0;
    for (size_t at = 0; at < text.size() && !trie.empty();) {
        size_t length = 0;
        int32_t number = -1;
        if (trie.mayBegin(text[at]))
            trie.prefixes(text, at, [&](size_t matched, int32_t found) {
                length = matched;
                number = found;
            });
        if (number < 0) {
            ++at;
            continue;
        }
        const Token& token = m_tokens[static_cast<size_t>(number)];
        size_t begin = at, end = at + length;
        at = end; // a match that is then refused is passed over whole, as in the reference
        if (token.singleWord && (wordEndsAt(text, begin) || wordBeginsAt(text, end))) continue;
        if (token.stripLeft) begin = std::max(blanksBefore(text, begin), covered);
        if (token.stripRight) end = blanksAfter(text, end);
        if (begin > covered) parts.push_back({covered, begin, -1});
        parts.push_back({begin, end, token.id});
        covered = end;
    }
    if (covered < text.size()) parts.push_back({covered, text.size(), -1});
}

} // namespace moqa
