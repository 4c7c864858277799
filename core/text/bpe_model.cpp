// SPDX-License-Identifier: GPL-3.0-or-later
// Byte-pair encoding as the `tokenizers` library does it (models/bpe), merging through a heap:
// O(n log n) in the piece, since a SentencePiece-style file makes one piece of a whole document.
#include "core/text/pair_table.h"
#include "core/text/token_model.h"
#include "core/text/utf8.h"

#include <algorithm>
#include <array>

namespace moqa {

std::vector<int32_t> byteTokenIds(const Vocabulary& vocabulary) {
    constexpr const char* kDigits = "0123456789ABCDEF";
    std::vector<int32_t> ids(256);
    for (size_t byte = 0; byte < 256; ++byte)
        ids[byte] =
            vocabulary.idOf(std::string("<0x") + kDigits[byte >> 4] + kDigits[byte & 15] + ">");
    return ids;
}

namespace {

struct MergeRule {
    uint32_t rank = 0;
    int32_t id = 0;
};

struct Symbol {
    int32_t id = 0;
    int32_t previous = -1, next = -1; // indices, -1 at the ends
    uint32_t length = 0;              // bytes; 0 = merged into the one before
};

struct Candidate {
    uint32_t rank = 0;
    int32_t position = 0;
    int32_t id = 0; // what the merge would make
};
// For a heap whose top is the lowest rank, leftmost on ties.
bool operator<(const Candidate& a, const Candidate& b) {
    return a.rank != b.rank ? a.rank > b.rank : a.position > b.position;
}

constexpr std::string_view kMetaspace = "\u2581";

class BpeModel final : public TokenModel {
public:
    Status load(const Json& model, const ModelLists& lists, const std::string& where);
    void tokenize(std::string_view piece, std::vector<ModelToken>& out) const override;
    size_t independentPrefix(std::string_view piece) const override;
    const char* name() const override { return "BPE"; }
    bool hasByteFallback() const override { return m_byteFallback; }

private:
    Status loadOptions(const Json& model, const std::string& where);
    Status loadMerges(const ModelLists& lists, const std::string& where);
    std::vector<Symbol> symbolsOf(std::string_view piece) const;
    void merge(std::vector<Symbol>& symbols) const;
    void consider(const std::vector<Symbol>& symbols, int32_t position,
                  std::vector<Candidate>& heap) const;
    const MergeRule* ruleAt(const std::vector<Symbol>& symbols, int32_t position) const;
    int32_t characterId(std::string_view piece, size_t begin, size_t end) const;
    bool appendBytes(std::string_view character, std::vector<Symbol>& symbols) const;

    PairTable<MergeRule> m_merges;
    std::vector<int32_t> m_byteIds; // of <0xXX>
    std::array<int32_t, 0x250>
        m_characterIds{}; // of the code points below, byte stand-ins among them
    int32_t m_unknown = -1;
    bool m_fuseUnknown = false, m_byteFallback = false, m_ignoreMerges = false;
    bool m_cutsAtMetaspace = false; // see independentPrefix
};

Status BpeModel::loadOptions(const Json& model, const std::string& where) {
    MOQA_TRY(const double dropout, jsonNumber(model, "dropout", 0.0, where));
    if (dropout != 0.0) return badInput("\"dropout\" makes the ids random", where);
    for (const char* key : {"continuing_subword_prefix", "end_of_word_suffix"}) {
        MOQA_TRY(const std::string affix, jsonString(model, key, std::string(), where));
        if (!affix.empty()) return badInput(std::string("\"") + key + "\" is not supported", where);
    }
    MOQA_TRY(m_fuseUnknown, jsonBool(model, "fuse_unk", false, where));
    MOQA_TRY(m_byteFallback, jsonBool(model, "byte_fallback", false, where));
    MOQA_TRY(m_ignoreMerges, jsonBool(model, "ignore_merges", false, where));
    if (!model.contains("unk_token") || model["unk_token"].is_null()) return {};
    MOQA_TRY(const std::string unknown, jsonString(model, "unk_token", std::string(), where));
    m_unknown = m_vocabulary.idOf(unknown);
    if (m_unknown < 0)
        return badInput("\"unk_token\" names \"" + unknown.substr(0, 60) +
                            "\", which is not in the vocabulary",
                        where);
    return {};
}

Status BpeModel::loadMerges(const ModelLists& lists, const std::string& where) {
    const auto known = [&](const std::string& token) -> Result<int32_t> {
        const int32_t id = m_vocabulary.idOf(token);
        if (id < 0)
            return badInput("a merge names \"" + token.substr(0, 60) +
                                "\", which is not in the vocabulary",
                            where);
        return id;
    };
    m_cutsAtMetaspace = !m_ignoreMerges && m_unknown >= 0 && m_vocabulary.idOf(kMetaspace) >= 0;
    uint32_t rank = 0;
    for (const auto& [left, right] : lists.merges) {
        MOQA_TRY(const int32_t leftId, known(left));
        MOQA_TRY(const int32_t rightId, known(right));
        const std::string joined = left + right;
        MOQA_TRY(const int32_t id, known(joined));
        // A pair listed twice keeps its later rank, as in the reference.
        m_merges.set(pairKey(static_cast<uint32_t>(leftId), static_cast<uint32_t>(rightId)),
                     {rank++, id});
        if (m_cutsAtMetaspace && independentPrefix(joined) < joined.size())
            m_cutsAtMetaspace = false;
    }
    return {};
}

Status BpeModel::load(const Json& model, const ModelLists& lists, const std::string& where) {
    for (const auto& [token, id] : lists.vocabulary)
        MOQA_CHECK(m_vocabulary.insert(token, id, where));
    MOQA_CHECK(loadOptions(model, where));
    MOQA_CHECK(loadMerges(lists, where));
    m_byteIds = byteTokenIds(m_vocabulary);
    for (size_t c = 0; c < m_characterIds.size(); ++c)
        m_characterIds[c] = m_vocabulary.idOf(toUtf8(static_cast<char32_t>(c)));
    return {};
}

// If no merge makes a token with a metaspace behind another character, none reaches over such a
// place, so a document that is one piece falls into words. (The metaspace itself is in the
// vocabulary, which also ends a run of unknown characters there. Without an unknown token, dropped
// characters shift the offsets of the rest of the piece in the reference, so it stays whole.)
size_t BpeModel::independentPrefix(std::string_view piece) const {
    if (!m_cutsAtMetaspace) return piece.size();
    size_t at = piece.find(kMetaspace);
    while (at != piece.npos) {
        const bool behindAnother =
            at >= kMetaspace.size() &&
            piece.substr(at - kMetaspace.size(), kMetaspace.size()) == kMetaspace;
        if (at > 0 && !behindAnother) return at;
        at = piece.find(kMetaspace, at + kMetaspace.size());
    }
    return piece.size();
}

int32_t BpeModel::characterId(std::string_view piece, size_t begin, size_t end) const {
    size_t at = begin;
    const char32_t c = nextCodePoint(piece, at);
    if (c < m_characterIds.size()) return m_characterIds[c];
    return m_vocabulary.idOf(piece.substr(begin, end - begin));
}

bool BpeModel::appendBytes(std::string_view character, std::vector<Symbol>& symbols) const {
    const auto idOfByte = [&](char c) { return m_byteIds[static_cast<unsigned char>(c)]; };
    for (const char c : character)
        if (idOfByte(c) < 0) return false;
    for (const char c : character) symbols.push_back({idOfByte(c), -1, -1, 1});
    return true;
}

// Known characters, byte tokens or unknowns. A pending unknown is put down by the next known
// character only, so that byte tokens come before it: the reference's order.
std::vector<Symbol> BpeModel::symbolsOf(std::string_view piece) const {
    std::vector<Symbol> symbols;
    symbols.reserve(piece.size());
    uint32_t pending = 0; // bytes of unknown characters not yet put down
    const auto flush = [&] {
        if (pending > 0) symbols.push_back({m_unknown, -1, -1, pending});
        pending = 0;
    };
    for (size_t begin = 0; begin < piece.size();) {
        const size_t end = begin + utf8Length(piece[begin]);
        const auto length = static_cast<uint32_t>(end - begin);
        const int32_t id = characterId(piece, begin, end);
        if (id >= 0) {
            flush();
            symbols.push_back({id, -1, -1, length});
        } else if (!(m_byteFallback && appendBytes(piece.substr(begin, length), symbols)) &&
                   m_unknown >= 0) {
            if (!m_fuseUnknown) flush();
            pending += length;
        }
        begin = end;
    }
    flush();
    for (size_t i = 0; i < symbols.size(); ++i) {
        symbols[i].previous = static_cast<int32_t>(i) - 1;
        symbols[i].next = i + 1 < symbols.size() ? static_cast<int32_t>(i) + 1 : -1;
    }
    return symbols;
}

const MergeRule* BpeModel::ruleAt(const std::vector<Symbol>& symbols, int32_t position) const {
    const Symbol& left = symbols[static_cast<size_t>(position)];
    if (left.next < 0) return nullptr;
    const Symbol& right = symbols[static_cast<size_t>(left.next)];
    return m_merges.find(pairKey(static_cast<uint32_t>(left.id), static_cast<uint32_t>(right.id)));
}

void BpeModel::consider(const std::vector<Symbol>& symbols, int32_t position,
                        std::vector<Candidate>& heap) const {
    const MergeRule* rule = ruleAt(symbols, position);
    if (!rule) return;
    heap.push_back({rule->rank, position, rule->id});
    std::push_heap(heap.begin(), heap.end());
}

void BpeModel::merge(std::vector<Symbol>& symbols) const {
    std::vector<Candidate> heap;
    heap.reserve(symbols.size());
    for (int32_t i = 0; i + 1 < static_cast<int32_t>(symbols.size()); ++i)
        if (const MergeRule* rule = ruleAt(symbols, i)) heap.push_back({rule->rank, i, rule->id});
    std::make_heap(heap.begin(), heap.end());
    while (!heap.empty()) {
        std::pop_heap(heap.begin(), heap.end());
        const Candidate top = heap.back();
        heap.pop_back();
        Symbol& left = symbols[static_cast<size_t>(top.position)];
        if (left.length == 0) continue;
        // Stale if the pair there now would make another token; the rank is not compared, as in
        // the reference.
        const MergeRule* rule = ruleAt(symbols, top.position);
        if (!rule || rule->id != top.id) continue;
        Symbol& right = symbols[static_cast<size_t>(left.next)];
        left.id = top.id;
        left.length += right.length;
        right.length = 0;
        left.next = right.next;
        if (left.next >= 0) symbols[static_cast<size_t>(left.next)].previous = top.position;
        if (left.previous >= 0) consider(symbols, left.previous, heap);
        consider(symbols, top.position, heap);
    }
}

void BpeModel::tokenize(std::string_view piece, std::vector<ModelToken>& out) const {
    if (m_ignoreMerges)
        if (const int32_t id = m_vocabulary.idOf(piece); id >= 0) {
            out.push_back({id, 0, static_cast<uint32_t>(piece.size())});
            return;
        }
    std::vector<Symbol> symbols = symbolsOf(piece);
    merge(symbols);
    uint32_t at = 0;
    for (const Symbol& symbol : symbols) {
        if (symbol.length == 0) continue;
        out.push_back({symbol.id, at, at + symbol.length});
        at += symbol.length;
    }
}

} // namespace

Result<std::unique_ptr<TokenModel>> makeBpeModel(const Json& model, const ModelLists& lists,
                                                 const std::string& where) {
    auto bpe = std::make_unique<BpeModel>();
    MOQA_CHECK(bpe->load(model, lists, where));
    return Result<std::unique_ptr<TokenModel>>(std::move(bpe));
}

} // namespace moqa
