// SPDX-License-Identifier: GPL-3.0-or-later
// The unigram language model of SentencePiece as the `tokenizers` library runs it (models/unigram):
// Viterbi over the characters of a piece.
#include "core/text/token_model.h"
#include "core/text/trie.h"
#include "core/text/utf8.h"

#include <algorithm>
#include <cmath>

namespace moqa {

namespace {

// How much worse than the worst token an unknown character is, in log probability.
constexpr double kUnknownPenalty = 10.0;

class UnigramModel final : public TokenModel {
public:
    Status load(const Json& model, const ModelLists& lists, const std::string& where);
    void tokenize(std::string_view piece, std::vector<ModelToken>& out) const override;
    const char* name() const override { return "Unigram"; }
    bool hasByteFallback() const override { return m_byteFallback; }

private:
    // The best way to arrive at a position.
    struct Node {
        double score = 0.0;
        uint32_t begin = 0; // of its last token
        int32_t id = -1;    // -1 = not reached
    };
    std::vector<Node> bestPaths(std::string_view piece) const;
    void emit(std::string_view piece, uint32_t begin, uint32_t end,
              std::vector<ModelToken>& out) const;

    Trie m_trie;
    std::vector<double> m_scores;
    std::vector<int32_t> m_byteIds;
    double m_unknownScore = 0.0;
    int32_t m_unknown = -1;
    bool m_byteFallback = false;
};

Status UnigramModel::load(const Json& model, const ModelLists& lists, const std::string& where) {
    m_scores = lists.scores;
    double lowest = 0.0;
    for (const auto& [token, id] : lists.vocabulary) {
        MOQA_CHECK(m_vocabulary.insert(token, id, where));
        m_trie.insert(token, static_cast<int32_t>(id));
        const double score = m_scores[static_cast<size_t>(id)];
        if (!std::isfinite(score))
            return badInput("the token \"" + token.substr(0, 60) + "\" has no finite score", where);
        lowest = id == 0 ? score : std::min(lowest, score);
    }
    m_unknownScore = lowest - kUnknownPenalty;
    MOQA_TRY(const int64_t unknown, jsonInt(model, "unk_id", -1, where));
    // Without it the reference fails at the first text with an unknown character.
    if (!m_vocabulary.hasId(unknown))
        return badInput("\"unk_id\" of a Unigram model must be the id of a token", where);
    m_unknown = static_cast<int32_t>(unknown);
    MOQA_TRY(m_byteFallback, jsonBool(model, "byte_fallback", false, where));
    m_byteIds = byteTokenIds(m_vocabulary);
    return {};
}

std::vector<UnigramModel::Node> UnigramModel::bestPaths(std::string_view piece) const {
    std::vector<Node> nodes(piece.size() + 1);
    const auto offer = [&](size_t begin, size_t end, int32_t id, double score) {
        Node& node = nodes[end];
        if (node.id >= 0 && score <= node.score) return;
        node = {score, static_cast<uint32_t>(begin), id};
    };
    for (size_t at = 0; at < piece.size(); at += utf8Length(piece[at])) {
        const double here = nodes[at].score;
        const size_t character = utf8Length(piece[at]);
        bool hasCharacter = false;
        m_trie.prefixes(piece, at, [&](size_t length, int32_t id) {
            offer(at, at + length, id, m_scores[static_cast<size_t>(id)] + here);
            hasCharacter |= length == character;
        });
        if (!hasCharacter) offer(at, at + character, m_unknown, m_unknownScore + here);
    }
    return nodes;
}

void UnigramModel::emit(std::string_view piece, uint32_t begin, uint32_t end,
                        std::vector<ModelToken>& out) const {
    const std::string_view text = piece.substr(begin, end - begin);
    const int32_t id = m_vocabulary.idOf(text);
    const auto idOfByte = [&](char c) { return m_byteIds[static_cast<unsigned char>(c)]; };
    if (id < 0 && m_byteFallback &&
        std::all_of(text.begin(), text.end(), [&](char c) { return idOfByte(c) >= 0; })) {
        for (const char c : text) out.push_back({idOfByte(c), begin, end});
        return;
    }
    out.push_back({id < 0 ? m_unknown : id, begin, end});
}

void UnigramModel::tokenize(std::string_view piece, std::vector<ModelToken>& out) const {
    const std::vector<Node> nodes = bestPaths(piece);
    std::vector<std::pair<uint32_t, uint32_t>> parts; // last first, runs of unknowns as one
    bool unknownBehind = false;
    for (auto end = static_cast<uint32_t>(piece.size()); end > 0;) {
        const Node& node = nodes[end];
        const bool unknown = node.id == m_unknown;
        if (unknown && unknownBehind)
            parts.back().first = node.begin;
        else
            parts.emplace_back(node.begin, end);
        unknownBehind = unknown;
        end = node.begin;
    }
    for (auto part = parts.rbegin(); part != parts.rend(); ++part)
        emit(piece, part->first, part->second, out);
}

} // namespace

Result<std::unique_ptr<TokenModel>> makeUnigramModel(const Json& model, const ModelLists& lists,
                                                     const std::string& where) {
    auto unigram = std::make_unique<UnigramModel>();
    MOQA_CHECK(unigram->load(model, lists, where));
    return Result<std::unique_ptr<TokenModel>>(std::move(unigram));
}

} // namespace moqa
