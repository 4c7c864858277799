// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/tokenizer.h"

#include "core/text/byte_level.h"
#include "core/text/encoder.h"
#include "core/text/tokenizer_file.h"

#include <algorithm>
#include <fmt/format.h>

namespace moqa {

struct Tokenizer::Impl {
    TokenizerParts parts;
    std::string where;
};

Tokenizer::Tokenizer(std::unique_ptr<Impl> impl) : m_impl(std::move(impl)) {}
Tokenizer::Tokenizer(Tokenizer&&) noexcept = default;
Tokenizer& Tokenizer::operator=(Tokenizer&&) noexcept = default;
Tokenizer::~Tokenizer() = default;

namespace {

bool mentionsByteLevel(const Json& component) {
    if (component.is_object() && component.contains("type") && component["type"] == "ByteLevel")
        return true;
    if (component.is_structured())
        for (const Json& child : component)
            if (mentionsByteLevel(child)) return true;
    return false;
}

Status loadParts(std::string_view json, const std::string& where, TokenizerParts& parts) {
    MOQA_TRY(const TokenizerFile file, readTokenizerFile(json, where));
    const auto component = [&](const char* key) { return file.root.value(key, Json()); };
    const Json normalizer = component("normalizer"), preTokenizer = component("pre_tokenizer");
    MOQA_TRY(parts.model, (file.modelType == "BPE" ? makeBpeModel : makeUnigramModel)(
                              component("model"), file.lists, where));
    MOQA_TRY(parts.normalizer, Normalizer::fromJson(normalizer, where));
    MOQA_TRY(parts.preTokenizer, PreTokenizer::fromJson(preTokenizer, where));
    MOQA_TRY(parts.decoder, Decoder::fromJson(component("decoder"), where));
    const Vocabulary& vocabulary = parts.model->vocabulary();
    MOQA_CHECK(
        parts.added.load(component("added_tokens"), vocabulary, parts.normalizer.get(), where));
    const int64_t size = std::max(vocabulary.size(), parts.added.vocabulary().size());
    MOQA_CHECK(parts.post.load(component("post_processor"), size, where));
    parts.byteLevel = mentionsByteLevel(normalizer) || mentionsByteLevel(preTokenizer);
    return {};
}

Status checkText(std::string_view text, const std::string& where) {
    // Spans have 32 bits, and a normalizer may make three bytes of one.
    constexpr size_t kMaxTextBytes = size_t{1} << 30;
    if (text.size() > kMaxTextBytes)
        return badInput("the text is larger than 1 GiB", where, "split it into several files");
    const size_t bad = findInvalidUtf8(text);
    if (bad == std::string_view::npos) return {};
    return badInput("the text is not UTF-8 at byte " + std::to_string(bad), where,
                    "convert it to UTF-8 first");
}

} // namespace

Result<Tokenizer> Tokenizer::fromJson(std::string_view json, const std::string& where) {
    auto impl = std::make_unique<Impl>();
    impl->where = where;
    MOQA_CHECK(loadParts(json, where, impl->parts));
    return Tokenizer(std::move(impl));
}

Result<Encoding> Tokenizer::encode(std::string_view text, bool addSpecial) const {
    MOQA_CHECK(checkText(text, {}));
    Encoder encoder(m_impl->parts, text, true);
    MOQA_CHECK(encoder.run());
    Encoding encoding = encoder.takeEncoding();
    if (!addSpecial) return encoding;
    const PostProcessor& post = m_impl->parts.post;
    encoding.ids.insert(encoding.ids.begin(), post.before().begin(), post.before().end());
    encoding.ids.insert(encoding.ids.end(), post.after().begin(), post.after().end());
    encoding.offsets.insert(encoding.offsets.begin(), post.before().size(), {0, 0});
    encoding.offsets.insert(encoding.offsets.end(), post.after().size(), {0, 0});
    return encoding;
}

Result<std::vector<int32_t>> Tokenizer::encodeIds(std::string_view text, bool addSpecial) const {
    MOQA_CHECK(checkText(text, {}));
    Encoder encoder(m_impl->parts, text, false);
    MOQA_CHECK(encoder.run());
    std::vector<int32_t> ids = encoder.takeIds();
    if (!addSpecial) return ids;
    const PostProcessor& post = m_impl->parts.post;
    ids.insert(ids.begin(), post.before().begin(), post.before().end());
    ids.insert(ids.end(), post.after().begin(), post.after().end());
    return ids;
}

std::string Tokenizer::decode(const std::vector<int32_t>& ids) const {
    const TokenizerParts& parts = m_impl->parts;
    std::vector<std::string> tokens;
    tokens.reserve(ids.size());
    for (const int32_t id : ids) {
        if (parts.added.vocabulary().hasId(id))
            tokens.push_back(parts.added.decodedText(id));
        else if (parts.model->vocabulary().hasId(id))
            tokens.push_back(parts.model->vocabulary().text(id));
    }
    if (parts.decoder) parts.decoder->apply(tokens);
    std::string text;
    for (size_t i = 0; i < tokens.size(); ++i) {
        if (i > 0 && !parts.decoder) text += ' ';
        text += tokens[i];
    }
    return text;
}

namespace {

// A token may begin or end within a letter: such bytes are named as byte tokens are, <0xC3>.
std::string withNamedBytes(std::string_view bytes) {
    std::string text;
    for (size_t at = findInvalidUtf8(bytes); at != bytes.npos; at = findInvalidUtf8(bytes)) {
        text += bytes.substr(0, at);
        text += fmt::format("<0x{:02X}>", static_cast<unsigned char>(bytes[at]));
        bytes.remove_prefix(at + 1);
    }
    return text.append(bytes);
}

} // namespace

std::string Tokenizer::tokenText(int32_t id) const {
    const TokenizerParts& parts = m_impl->parts;
    if (parts.added.vocabulary().hasId(id)) return parts.added.vocabulary().text(id);
    const std::string& token = parts.model->vocabulary().text(id);
    std::string bytes;
    if (parts.byteLevel) return decodeStandIns(token, bytes) ? withNamedBytes(bytes) : token;
    const int byte = byteTokenValue(token);
    if (byte >= 0 && byte < 0x80) return std::string(1, static_cast<char>(byte));
    constexpr std::string_view kMetaspace = "\u2581";
    std::string text = token;
    for (size_t at = text.find(kMetaspace); at != text.npos; at = text.find(kMetaspace, at))
        text.replace(at, kMetaspace.size(), " ");
    return text;
}

int64_t Tokenizer::vocabularySize() const {
    return std::max(m_impl->parts.model->vocabulary().size(),
                    m_impl->parts.added.vocabulary().size());
}

int32_t Tokenizer::idOf(std::string_view token) const {
    const int32_t added = m_impl->parts.added.vocabulary().idOf(token);
    return added >= 0 ? added : m_impl->parts.model->vocabulary().idOf(token);
}

std::string Tokenizer::kind() const {
    const TokenizerParts& parts = m_impl->parts;
    std::string kind = parts.model->name();
    if (parts.byteLevel) kind += ", byte-level";
    if (parts.model->hasByteFallback()) kind += ", byte fallback";
    return kind;
}

} // namespace moqa
