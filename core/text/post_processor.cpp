// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/post_processor.h"

#include "core/text/byte_level.h"
#include "core/text/normalizer.h"
#include "core/text/utf8.h"

#include <algorithm>

namespace moqa {

TokenBlanks tokenBlanks(std::string_view text) {
    constexpr char32_t kSpaceStandIn = 0x120;
    TokenBlanks blanks;
    bool leading = true;
    for (size_t at = 0; at < text.size();) {
        const char32_t c = nextCodePoint(text, at);
        const bool blank = c == kSpaceStandIn || isWhiteSpace(c);
        leading &= blank;
        if (leading) ++blanks.leading;
        blanks.trailing = blank ? blanks.trailing + 1 : 0;
    }
    return blanks;
}

void PostProcessor::trimOffsets(Encoding& encoding, const std::vector<TokenBlanks>& blanks) const {
    for (const bool addPrefixSpace : m_trims)
        for (size_t i = 0; i < blanks.size(); ++i) {
            auto& [begin, end] = encoding.offsets[i];
            auto [leading, trailing] = blanks[i];
            // One space there may be the one put before the text, which has no place in it.
            if (leading == 1 && addPrefixSpace && (i == 0 || begin == 0)) leading = 0;
            if (leading > 0) begin = std::min(begin + leading, end);
            if (trailing > 0 && end >= trailing) end = std::max(end - trailing, begin);
        }
}

namespace {

struct TemplatePiece {
    std::string name;
    bool isText = false;
};

// {"Sequence": {"id": "A"}}, {"SpecialToken": {"id": "<s>"}}, or the short forms "$A:0" and "<s>".
Result<TemplatePiece> templatePiece(const Json& item, const std::string& where) {
    TemplatePiece piece;
    if (item.is_string()) {
        piece.name = item.get<std::string>();
        const size_t colon = piece.name.rfind(':');
        if (colon != std::string::npos && colon > 0) piece.name.resize(colon);
        piece.isText = piece.name[0] == '$';
        if (piece.isText) piece.name = piece.name == "$B" ? "B" : "A";
        return piece;
    }
    for (const char* key : {"Sequence", "SpecialToken"}) {
        if (!item.is_object() || !item.contains(key)) continue;
        MOQA_TRY(piece.name, jsonString(item[key], "id", std::string(), where));
        piece.isText = std::string_view(key) == "Sequence";
        return piece;
    }
    return badInput("a part of \"single\" is neither a Sequence nor a SpecialToken", where);
}

Result<std::vector<int32_t>> specialIds(const Json& component, const std::string& name,
                                        int64_t vocabularySize, const std::string& where) {
    const auto specials = component.find("special_tokens");
    if (specials == component.end() || !specials->is_object() || !specials->contains(name))
        return badInput("the template names \"" + name.substr(0, 60) +
                            "\", which its special_tokens lack",
                        where);
    const Json& entry = (*specials)[name];
    const auto ids = entry.is_object() ? entry.find("ids") : entry.end();
    if (!entry.is_object() || ids == entry.end() || !ids->is_array())
        return badInput("a special token of the template has no \"ids\"", where);
    std::vector<int32_t> result;
    for (const Json& id : *ids) {
        const bool fits =
            id.is_number_unsigned() && id.get<uint64_t>() < static_cast<uint64_t>(vocabularySize);
        if (!fits) return badInput("an id of the template is not in the vocabulary", where);
        result.push_back(id.get<int32_t>());
    }
    return result;
}

} // namespace

Status PostProcessor::loadByteLevel(const Json& component, const std::string& where) {
    MOQA_TRY(const bool trim, jsonBool(component, "trim_offsets", true, where));
    MOQA_TRY(const bool prefix, jsonBool(component, "add_prefix_space", true, where));
    if (trim) m_trims.push_back(prefix);
    return {};
}

Status PostProcessor::loadTemplate(const Json& component, int64_t vocabularySize,
                                   const std::string& where) {
    const auto single = component.find("single");
    if (single == component.end() || !single->is_array())
        return badInput("a TemplateProcessing needs the list \"single\"", where);
    std::vector<int32_t> before, after;
    int texts = 0;
    for (const Json& item : *single) {
        if (item.is_string() && item.get_ref<const std::string&>().empty())
            return badInput("a part of \"single\" is empty", where);
        MOQA_TRY(const TemplatePiece piece, templatePiece(item, where));
        if (piece.isText) {
            if (piece.name != "A") return badInput("\"single\" names a second text", where);
            ++texts;
            continue;
        }
        MOQA_TRY(const auto ids, specialIds(component, piece.name, vocabularySize, where));
        auto& side = texts == 0 ? before : after;
        side.insert(side.end(), ids.begin(), ids.end());
    }
    if (texts != 1) return badInput("\"single\" must name the text once", where);
    m_before.insert(m_before.begin(), before.begin(), before.end());
    m_after.insert(m_after.end(), after.begin(), after.end());
    return {};
}

Status PostProcessor::load(const Json& component, int64_t vocabularySize,
                           const std::string& where) {
    if (component.is_null()) return {};
    MOQA_TRY(const std::string type, componentType(component, where));
    if (type == "ByteLevel") return loadByteLevel(component, where);
    if (type == "TemplateProcessing") return loadTemplate(component, vocabularySize, where);
    if (type != "Sequence") return unknownComponent("post-processor", type, where);
    const auto steps = component.find("processors");
    if (steps == component.end() || !steps->is_array())
        return badInput("a Sequence needs the list \"processors\"", where);
    for (const Json& step : *steps) MOQA_CHECK(load(step, vocabularySize, where));
    return {};
}

} // namespace moqa
