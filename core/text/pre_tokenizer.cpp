// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/pre_tokenizer.h"

#include "core/text/byte_level.h"
#include "core/text/normalizer.h"
#include "core/text/split_behavior.h"

#include <algorithm>

namespace moqa {

namespace {

constexpr const char* kGpt2Pattern =
    R"('s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+)";

std::string_view pieceText(const PieceList& list, const Piece& piece) {
    return std::string_view(list.content.text).substr(piece.begin, piece.end - piece.begin);
}

// Cuts every piece at what find(text of the piece, out) reports.
template <class Find>
Status cutPieces(PieceList& list, SplitBehavior behavior, Find find) {
    std::vector<Piece> pieces;
    std::vector<Match> matches;
    for (const Piece& piece : list.pieces) {
        MOQA_CHECK(find(pieceText(list, piece), matches));
        applyBehavior(behavior, matches);
        for (const Match& match : matches) {
            if (match.begin == match.end) continue;
            const size_t begin = piece.begin + match.begin;
            const uint32_t origin = match.begin == 0 ? piece.origin : list.content.originAt(begin);
            pieces.push_back({begin, piece.begin + match.end, origin});
        }
    }
    list.pieces = std::move(pieces);
    return {};
}

// Rebuilds the content piece by piece with write(piece, content).
template <class Write>
void rewritePieces(PieceList& list, Write write) {
    AlignedText content;
    content.tracked = list.content.tracked;
    content.origin = list.content.origin;
    content.text.reserve(list.content.text.size() * 9 / 8 + 16);
    for (Piece& piece : list.pieces) {
        const size_t begin = content.text.size();
        write(piece, content);
        piece.begin = begin;
        piece.end = content.text.size();
    }
    list.content = std::move(content);
}

class SplitPreTokenizer final : public PreTokenizer {
public:
    SplitPreTokenizer(Pattern pattern, SplitBehavior behavior, bool invert)
        : m_pattern(std::move(pattern)), m_behavior(behavior), m_invert(invert) {}
    Status apply(PieceList& list) const override {
        PatternSearch search(m_pattern, list.content.text.size());
        return cutPieces(list, m_behavior, [&](std::string_view text, std::vector<Match>& out) {
            const Status status = search.split(text, out);
            if (m_invert)
                for (Match& match : out) match.isMatch = !match.isMatch;
            return status;
        });
    }

private:
    Pattern m_pattern;
    SplitBehavior m_behavior;
    bool m_invert;
};

class DigitsPreTokenizer final : public PreTokenizer {
public:
    explicit DigitsPreTokenizer(bool individual) : m_individual(individual) {}
    Status apply(PieceList& list) const override {
        const SplitBehavior behavior =
            m_individual ? SplitBehavior::Isolated : SplitBehavior::Contiguous;
        return cutPieces(list, behavior, [](std::string_view text, std::vector<Match>& out) {
            findCodePoints(text, isNumeric, out);
            return Status();
        });
    }

private:
    bool m_individual;
};

class ByteLevelPreTokenizer final : public PreTokenizer {
public:
    ByteLevelPreTokenizer(bool addPrefixSpace, std::unique_ptr<PreTokenizer> cut)
        : m_addPrefixSpace(addPrefixSpace), m_cut(std::move(cut)) {}
    Status apply(PieceList& list) const override {
        if (m_addPrefixSpace) prefixSpaces(list);
        if (m_cut) MOQA_CHECK(m_cut->apply(list));
        rewritePieces(list, [&](const Piece& piece, AlignedText& content) {
            appendStandIns(list.content, piece.begin, piece.end, content);
        });
        return {};
    }

private:
    static void prefixSpaces(PieceList& list) {
        rewritePieces(list, [&](const Piece& piece, AlignedText& content) {
            const bool has = list.content.text[piece.begin] == ' ';
            appendWithPrefix(list.content, piece.begin, piece.end, piece.origin, has ? "" : " ",
                             content);
        });
    }

    bool m_addPrefixSpace;
    std::unique_ptr<PreTokenizer> m_cut; // by the GPT-2 pattern, or null
};

enum class PrependScheme { Always, First, Never };

class MetaspacePreTokenizer final : public PreTokenizer {
public:
    MetaspacePreTokenizer(char32_t replacement, PrependScheme scheme, bool split)
        : m_replacement(replacement), m_mark(toUtf8(replacement)), m_scheme(scheme),
          m_split(split) {}
    bool needsSpans() const override { return m_scheme == PrependScheme::First; }
    Status apply(PieceList& list) const override {
        rewritePieces(list, [&](const Piece& piece, AlignedText& content) {
            replaceSpaces(list.content, piece, content);
        });
        if (m_scheme != PrependScheme::Never)
            rewritePieces(list, [&](const Piece& piece, AlignedText& content) {
                const bool wanted = m_scheme == PrependScheme::Always || piece.origin == 0;
                const bool has = list.content.text.compare(piece.begin, m_mark.size(), m_mark) == 0;
                appendWithPrefix(list.content, piece.begin, piece.end, piece.origin,
                                 wanted && !has ? m_mark : "", content);
            });
        if (!m_split) return {};
        return cutPieces(list, SplitBehavior::MergedWithNext,
                         [&](std::string_view text, std::vector<Match>& out) {
                             findCodePoints(
                                 text, [&](char32_t c) { return c == m_replacement; }, out);
                             return Status();
                         });
    }

private:
    void replaceSpaces(const AlignedText& from, const Piece& piece, AlignedText& content) const {
        Rewriter rewriter(from, piece.begin, piece.end, piece.origin, content);
        for (size_t at = piece.begin; at < piece.end;) {
            const size_t space = std::min(from.text.find(' ', at), piece.end);
            rewriter.copyTo(space);
            if (space == piece.end) break;
            rewriter.put(m_replacement, 0);
            at = space + 1;
        }
    }

    char32_t m_replacement;
    std::string m_mark;
    PrependScheme m_scheme;
    bool m_split;
};

class SequencePreTokenizer final : public PreTokenizer {
public:
    explicit SequencePreTokenizer(std::vector<std::unique_ptr<PreTokenizer>> steps)
        : m_steps(std::move(steps)) {}
    bool needsSpans() const override {
        return std::any_of(m_steps.begin(), m_steps.end(),
                           [](const auto& step) { return step->needsSpans(); });
    }
    Status apply(PieceList& list) const override {
        for (const auto& step : m_steps) MOQA_CHECK(step->apply(list));
        return {};
    }

private:
    std::vector<std::unique_ptr<PreTokenizer>> m_steps;
};

using Made = Result<std::unique_ptr<PreTokenizer>>;

Made makeSequence(const Json& component, const std::string& where) {
    const auto list = component.find("pretokenizers");
    if (list == component.end() || !list->is_array())
        return badInput("a Sequence needs the list \"pretokenizers\"", where);
    std::vector<std::unique_ptr<PreTokenizer>> steps;
    for (const Json& item : *list) {
        MOQA_TRY(auto step, PreTokenizer::fromJson(item, where));
        if (step) steps.push_back(std::move(step));
    }
    return Made(std::make_unique<SequencePreTokenizer>(std::move(steps)));
}

Made makeSplit(const Json& component, const std::string& where) {
    const auto found = component.find("pattern");
    if (found == component.end()) return badInput("a Split needs a \"pattern\"", where);
    MOQA_TRY(auto pattern, Pattern::fromJson(*found, where));
    MOQA_TRY(const auto name, jsonString(component, "behavior", std::string(), where));
    MOQA_TRY(const SplitBehavior behavior, splitBehaviorFromName(name, where));
    MOQA_TRY(const bool invert, jsonBool(component, "invert", false, where));
    return Made(std::make_unique<SplitPreTokenizer>(std::move(pattern), behavior, invert));
}

Made makeByteLevel(const Json& component, const std::string& where) {
    if (!component.contains("add_prefix_space") || !component.contains("trim_offsets"))
        return badInput("a ByteLevel needs \"add_prefix_space\" and \"trim_offsets\"", where);
    MOQA_TRY(const bool addPrefixSpace, jsonBool(component, "add_prefix_space", false, where));
    MOQA_TRY(const bool useRegex, jsonBool(component, "use_regex", true, where));
    std::unique_ptr<PreTokenizer> cut;
    if (useRegex) {
        MOQA_TRY(auto pattern, Pattern::fromJson(Json{{"Regex", kGpt2Pattern}}, where));
        cut =
            std::make_unique<SplitPreTokenizer>(std::move(pattern), SplitBehavior::Isolated, false);
    }
    return Made(std::make_unique<ByteLevelPreTokenizer>(addPrefixSpace, std::move(cut)));
}

Made makeMetaspace(const Json& component, const std::string& where) {
    MOQA_TRY(const std::string mark, jsonString(component, "replacement", "\u2581", where));
    if (mark.empty() || countCodePoints(mark) != 1)
        return badInput("the \"replacement\" of a Metaspace must be one character", where);
    // Files from before prepend_scheme have add_prefix_space.
    MOQA_TRY(const bool old, jsonBool(component, "add_prefix_space", true, where));
    MOQA_TRY(const std::string name,
             jsonString(component, "prepend_scheme", old ? "always" : "never", where));
    PrependScheme scheme = PrependScheme::Always;
    if (name == "first")
        scheme = PrependScheme::First;
    else if (name == "never")
        scheme = PrependScheme::Never;
    else if (name != "always")
        return badInput("\"prepend_scheme\" must be always, first or never", where);
    MOQA_TRY(const bool split, jsonBool(component, "split", true, where));
    size_t at = 0;
    return Made(std::make_unique<MetaspacePreTokenizer>(nextCodePoint(mark, at), scheme, split));
}

} // namespace

Made PreTokenizer::fromJson(const Json& component, const std::string& where) {
    if (component.is_null()) return Made(nullptr);
    MOQA_TRY(const std::string type, componentType(component, where));
    if (type == "Sequence") return makeSequence(component, where);
    if (type == "Split") return makeSplit(component, where);
    if (type == "ByteLevel") return makeByteLevel(component, where);
    if (type == "Metaspace") return makeMetaspace(component, where);
    if (type == "Digits") {
        MOQA_TRY(const bool individual, jsonBool(component, "individual_digits", false, where));
        return Made(std::make_unique<DigitsPreTokenizer>(individual));
    }
    return unknownComponent("pre-tokenizer", type, where);
}

} // namespace moqa
