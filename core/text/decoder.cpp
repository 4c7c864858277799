// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/decoder.h"

#include "core/text/byte_level.h"
#include "core/text/normalizer.h"
#include "core/text/pattern.h"
#include "core/text/utf8.h"

namespace moqa {

int byteTokenValue(std::string_view token) {
    if (token.size() != 6 || token.substr(0, 3) != "<0x" || token[5] != '>') return -1;
    const auto digit = [](char c) {
        if (c >= '0' && c <= '9') return c - '0';
        if (c >= 'A' && c <= 'F') return c - 'A' + 10;
        if (c >= 'a' && c <= 'f') return c - 'a' + 10;
        return -1;
    };
    const int high = digit(token[3]), low = digit(token[4]);
    return high < 0 || low < 0 ? -1 : 16 * high + low;
}

namespace {

// A token with any character that is no stand-in goes through as it is.
class ByteLevelDecoder final : public Decoder {
public:
    void apply(std::vector<std::string>& tokens) const override {
        std::string all, bytes;
        for (const std::string& token : tokens) all += decodeStandIns(token, bytes) ? bytes : token;
        tokens.assign(1, utf8Lossy(all));
    }
};

class ReplaceDecoder final : public Decoder {
public:
    ReplaceDecoder(Pattern pattern, std::string content)
        : m_pattern(std::move(pattern)), m_content(std::move(content)) {}
    void apply(std::vector<std::string>& tokens) const override {
        size_t totalBytes = 0;
        for (const std::string& token : tokens) totalBytes += token.size();
        PatternSearch search(m_pattern, totalBytes);
        std::vector<Match> matches;
        for (std::string& token : tokens) {
            // A pattern that hits its limit leaves the token as it is: decoding shows, it does not
            // measure.
            if (!search.split(token, matches).ok()) continue;
            std::string replaced;
            for (const Match& match : matches)
                replaced +=
                    match.isMatch ? m_content : token.substr(match.begin, match.end - match.begin);
            token = std::move(replaced);
        }
    }

private:
    Pattern m_pattern;
    std::string m_content;
};

// A run of byte tokens becomes text if all of it is UTF-8, else one U+FFFD per byte.
class ByteFallbackDecoder final : public Decoder {
public:
    void apply(std::vector<std::string>& tokens) const override {
        std::vector<std::string> result;
        std::string bytes;
        const auto flush = [&] {
            if (bytes.empty()) return;
            if (findInvalidUtf8(bytes) == std::string::npos)
                result.push_back(bytes);
            else
                result.insert(result.end(), bytes.size(), "\uFFFD");
            bytes.clear();
        };
        for (std::string& token : tokens) {
            const int byte = byteTokenValue(token);
            if (byte >= 0) {
                bytes += static_cast<char>(byte);
                continue;
            }
            flush();
            result.push_back(std::move(token));
        }
        flush();
        tokens = std::move(result);
    }
};

class FuseDecoder final : public Decoder {
public:
    void apply(std::vector<std::string>& tokens) const override {
        std::string all;
        for (const std::string& token : tokens) all += token;
        tokens.assign(1, std::move(all));
    }
};

class StripDecoder final : public Decoder {
public:
    StripDecoder(std::string content, int64_t start, int64_t stop)
        : m_content(std::move(content)), m_start(start), m_stop(stop) {}
    void apply(std::vector<std::string>& tokens) const override {
        for (std::string& token : tokens) {
            size_t begin = 0, end = token.size();
            for (int64_t i = 0; i < m_start && hasAt(token, begin, end); ++i)
                begin += m_content.size();
            for (int64_t i = 0; i < m_stop && end - begin >= m_content.size() &&
                                hasAt(token, end - m_content.size(), end);
                 ++i)
                end -= m_content.size();
            token = token.substr(begin, end - begin);
        }
    }

private:
    bool hasAt(const std::string& token, size_t at, size_t end) const {
        return at + m_content.size() <= end && token.compare(at, m_content.size(), m_content) == 0;
    }
    std::string m_content;
    int64_t m_start, m_stop;
};

class MetaspaceDecoder final : public Decoder {
public:
    MetaspaceDecoder(std::string mark, bool dropsFirst)
        : m_mark(std::move(mark)), m_dropsFirst(dropsFirst) {}
    void apply(std::vector<std::string>& tokens) const override {
        for (size_t i = 0; i < tokens.size(); ++i) {
            const char* space = i == 0 && m_dropsFirst ? "" : " ";
            std::string text;
            size_t at = 0;
            for (size_t mark; (mark = tokens[i].find(m_mark, at)) != std::string::npos;
                 at = mark + m_mark.size())
                text.append(tokens[i], at, mark - at).append(space);
            tokens[i] = text.append(tokens[i], at, std::string::npos);
        }
    }

private:
    std::string m_mark;
    bool m_dropsFirst;
};

class SequenceDecoder final : public Decoder {
public:
    explicit SequenceDecoder(std::vector<std::unique_ptr<Decoder>> steps)
        : m_steps(std::move(steps)) {}
    void apply(std::vector<std::string>& tokens) const override {
        for (const auto& step : m_steps) step->apply(tokens);
    }

private:
    std::vector<std::unique_ptr<Decoder>> m_steps;
};

using Made = Result<std::unique_ptr<Decoder>>;

Made makeSequence(const Json& component, const std::string& where) {
    const auto list = component.find("decoders");
    if (list == component.end() || !list->is_array())
        return badInput("a Sequence needs the list \"decoders\"", where);
    std::vector<std::unique_ptr<Decoder>> steps;
    for (const Json& item : *list) {
        MOQA_TRY(auto step, Decoder::fromJson(item, where));
        if (step) steps.push_back(std::move(step));
    }
    return Made(std::make_unique<SequenceDecoder>(std::move(steps)));
}

Made makeReplace(const Json& component, const std::string& where) {
    const auto found = component.find("pattern");
    if (found == component.end()) return badInput("a Replace needs a \"pattern\"", where);
    MOQA_TRY(auto pattern, Pattern::fromJson(*found, where));
    MOQA_TRY(auto content, jsonString(component, "content", std::string(), where));
    return Made(std::make_unique<ReplaceDecoder>(std::move(pattern), std::move(content)));
}

Made makeStrip(const Json& component, const std::string& where) {
    MOQA_TRY(auto content, jsonString(component, "content", " ", where));
    MOQA_TRY(const int64_t start, jsonInt(component, "start", 0, where));
    MOQA_TRY(const int64_t stop, jsonInt(component, "stop", 0, where));
    if (countCodePoints(content) != 1 || start < 0 || stop < 0)
        return badInput("a Strip needs one character and two counts", where);
    return Made(std::make_unique<StripDecoder>(std::move(content), start, stop));
}

Made makeMetaspace(const Json& component, const std::string& where) {
    MOQA_TRY(auto mark, jsonString(component, "replacement", "\u2581", where));
    if (countCodePoints(mark) != 1)
        return badInput("the \"replacement\" of a Metaspace must be one character", where);
    MOQA_TRY(const bool old, jsonBool(component, "add_prefix_space", true, where));
    MOQA_TRY(const auto scheme,
             jsonString(component, "prepend_scheme", old ? "always" : "never", where));
    return Made(std::make_unique<MetaspaceDecoder>(std::move(mark), scheme != "never"));
}

} // namespace

Made Decoder::fromJson(const Json& component, const std::string& where) {
    if (component.is_null()) return Made(nullptr);
    MOQA_TRY(const std::string type, componentType(component, where));
    if (type == "Sequence") return makeSequence(component, where);
    if (type == "ByteLevel") return Made(std::make_unique<ByteLevelDecoder>());
    if (type == "ByteFallback") return Made(std::make_unique<ByteFallbackDecoder>());
    if (type == "Fuse") return Made(std::make_unique<FuseDecoder>());
    if (type == "Replace") return makeReplace(component, where);
    if (type == "Strip") return makeStrip(component, where);
    if (type == "Metaspace") return makeMetaspace(component, where);
    return unknownComponent("decoder", type, where);
}

} // namespace moqa
