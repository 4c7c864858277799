// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/normalizer.h"

#include "core/text/byte_level.h"
#include "core/text/normal_forms.h"
#include "core/text/pattern.h"

#include <utf8proc.h>

namespace moqa {

Result<std::string> componentType(const Json& component, const std::string& where) {
    if (!component.is_object()) return badInput("a component must be an object or null", where);
    MOQA_TRY(std::string type, jsonString(component, "type", std::string(), where));
    if (type.empty()) return badInput("a component has no \"type\"", where);
    return type;
}

Error unknownComponent(const std::string& what, const std::string& type, const std::string& where) {
    return badInput("the " + what + " \"" + type.substr(0, 60) + "\" is not supported", where,
                    "its ids could not be trusted, so the tokenizer is refused");
}

void appendWithPrefix(const AlignedText& from, size_t begin, size_t end, uint32_t origin,
                      std::string_view prefix, AlignedText& to) {
    Rewriter rewriter(from, begin, end, origin, to);
    for (size_t at = 0; at < prefix.size();) {
        const int change = at == 0 ? 0 : 1;
        rewriter.put(nextCodePoint(prefix, at), change);
    }
    if (prefix.empty()) return rewriter.copyTo(end);
    size_t next = begin;
    rewriter.put(nextCodePoint(from.text, next), 1);
    rewriter.copyTo(end);
}

namespace {

AlignedText emptyLike(const AlignedText& text) {
    AlignedText result;
    result.tracked = text.tracked;
    result.origin = text.origin;
    result.text.reserve(text.text.size() + 16);
    return result;
}

class FormNormalizer final : public Normalizer {
public:
    explicit FormNormalizer(NormalForm form) : m_form(form) {}
    Status apply(AlignedText& text) const override {
        normalizeText(text, m_form);
        return {};
    }

private:
    NormalForm m_form;
};

class LowercaseNormalizer final : public Normalizer {
public:
    Status apply(AlignedText& text) const override {
        AlignedText result = emptyLike(text);
        Rewriter rewriter(text, 0, text.text.size(), text.origin, result);
        for (size_t at = 0; at < text.text.size();) {
            const char32_t c = nextCodePoint(text.text, at);
            // The only code point whose full lower case has two (SpecialCasing.txt).
            if (c == 0x130) {
                rewriter.put('i', 0);
                rewriter.put(0x307, 1);
                continue;
            }
            rewriter.put(static_cast<char32_t>(utf8proc_tolower(static_cast<utf8proc_int32_t>(c))),
                         0);
        }
        text = std::move(result);
        return {};
    }
};

class StripNormalizer final : public Normalizer {
public:
    StripNormalizer(bool left, bool right) : m_left(left), m_right(right) {}
    Status apply(AlignedText& text) const override {
        const std::string& source = text.text;
        size_t begin = 0, end = source.size();
        for (size_t at = 0; m_left && at < end; begin = at)
            if (!isWhiteSpace(nextCodePoint(source, at))) break;
        while (m_right && end > begin) {
            const size_t start = previousBoundary(source, end);
            size_t at = start;
            if (!isWhiteSpace(nextCodePoint(source, at))) break;
            end = start;
        }
        const uint32_t origin = text.origin;
        text = text.slice(begin, end);
        text.origin = origin;
        return {};
    }

private:
    bool m_left, m_right;
};

class StripAccentsNormalizer final : public Normalizer {
public:
    Status apply(AlignedText& text) const override {
        AlignedText result = emptyLike(text);
        Rewriter rewriter(text, 0, text.text.size(), text.origin, result);
        for (size_t at = 0; at < text.text.size();) {
            if (isMark(nextCodePoint(text.text, at)))
                rewriter.skipTo(at);
            else
                rewriter.copyTo(at);
        }
        text = std::move(result);
        return {};
    }
};

class ReplaceNormalizer final : public Normalizer {
public:
    ReplaceNormalizer(Pattern pattern, std::string content)
        : m_pattern(std::move(pattern)), m_content(std::move(content)) {}
    Status apply(AlignedText& text) const override {
        std::vector<Match> matches;
        MOQA_CHECK(PatternSearch(m_pattern, text.text.size()).split(text.text, matches));
        AlignedText result = emptyLike(text);
        Rewriter rewriter(text, 0, text.text.size(), text.origin, result);
        for (const Match& match : matches) {
            if (!match.isMatch) {
                rewriter.copyTo(match.end);
                continue;
            }
            // All of the replacement stands for the last code point replaced.
            rewriter.skipTo(match.end);
            for (size_t at = 0; at < m_content.size();)
                rewriter.put(nextCodePoint(m_content, at), 1);
        }
        text = std::move(result);
        return {};
    }

private:
    Pattern m_pattern;
    std::string m_content;
};

class PrependNormalizer final : public Normalizer {
public:
    explicit PrependNormalizer(std::string prefix) : m_prefix(std::move(prefix)) {}
    Status apply(AlignedText& text) const override {
        if (text.text.empty()) return {};
        AlignedText result = emptyLike(text);
        appendWithPrefix(text, 0, text.text.size(), text.origin, m_prefix, result);
        text = std::move(result);
        return {};
    }

private:
    std::string m_prefix;
};

class ByteLevelNormalizer final : public Normalizer {
public:
    Status apply(AlignedText& text) const override {
        AlignedText result = emptyLike(text);
        appendStandIns(text, 0, text.text.size(), result);
        text = std::move(result);
        return {};
    }
};

class SequenceNormalizer final : public Normalizer {
public:
    explicit SequenceNormalizer(std::vector<std::unique_ptr<Normalizer>> steps)
        : m_steps(std::move(steps)) {}
    Status apply(AlignedText& text) const override {
        for (const auto& step : m_steps) MOQA_CHECK(step->apply(text));
        return {};
    }

private:
    std::vector<std::unique_ptr<Normalizer>> m_steps;
};

using Made = Result<std::unique_ptr<Normalizer>>;

Made makeSequence(const Json& component, const std::string& where) {
    const auto list = component.find("normalizers");
    if (list == component.end() || !list->is_array())
        return badInput("a Sequence needs the list \"normalizers\"", where);
    std::vector<std::unique_ptr<Normalizer>> steps;
    for (const Json& item : *list) {
        MOQA_TRY(auto step, Normalizer::fromJson(item, where));
        if (step) steps.push_back(std::move(step));
    }
    return Made(std::make_unique<SequenceNormalizer>(std::move(steps)));
}

Made makeStrip(const Json& component, const std::string& where) {
    MOQA_TRY(const bool left, jsonBool(component, "strip_left", true, where));
    MOQA_TRY(const bool right, jsonBool(component, "strip_right", true, where));
    return Made(std::make_unique<StripNormalizer>(left, right));
}

Made makeReplace(const Json& component, const std::string& where) {
    const auto found = component.find("pattern");
    if (found == component.end()) return badInput("a Replace needs a \"pattern\"", where);
    MOQA_TRY(auto pattern, Pattern::fromJson(*found, where));
    MOQA_TRY(auto content, jsonString(component, "content", std::string(), where));
    return Made(std::make_unique<ReplaceNormalizer>(std::move(pattern), std::move(content)));
}

} // namespace

Made Normalizer::fromJson(const Json& component, const std::string& where) {
    if (component.is_null()) return Made(nullptr);
    MOQA_TRY(const std::string type, componentType(component, where));
    if (type == "Sequence") return makeSequence(component, where);
    if (type == "NFC") return Made(std::make_unique<FormNormalizer>(NormalForm{false, true}));
    if (type == "NFD") return Made(std::make_unique<FormNormalizer>(NormalForm{false, false}));
    if (type == "NFKC") return Made(std::make_unique<FormNormalizer>(NormalForm{true, true}));
    if (type == "NFKD") return Made(std::make_unique<FormNormalizer>(NormalForm{true, false}));
    if (type == "Lowercase") return Made(std::make_unique<LowercaseNormalizer>());
    if (type == "Strip") return makeStrip(component, where);
    if (type == "StripAccents") return Made(std::make_unique<StripAccentsNormalizer>());
    if (type == "Replace") return makeReplace(component, where);
    if (type == "ByteLevel") return Made(std::make_unique<ByteLevelNormalizer>());
    if (type == "Prepend") {
        MOQA_TRY(auto prefix, jsonString(component, "prepend", std::string(), where));
        return Made(std::make_unique<PrependNormalizer>(std::move(prefix)));
    }
    return unknownComponent("normalizer", type, where);
}

} // namespace moqa
