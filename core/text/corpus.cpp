// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/corpus.h"

#include "core/base/files.h"
#include "core/base/json.h"
#include "core/base/sha256.h"
#include "core/text/gzip.h"
#include "core/text/tokenizer.h"
#include "core/text/utf8.h"

#include <charconv>
#include <filesystem>

namespace moqa {

namespace {

// Texts are held whole in memory, and so are their ids, four bytes each.
constexpr int64_t kMaxTextBytes = int64_t{1} << 30;
constexpr size_t kMaxNameBytes = 100;
constexpr int64_t kMaxShareTerm = 1'000'000;

bool readInteger(std::string_view text, int64_t& value) {
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc() && end == text.data() + text.size() && !text.empty();
}

// "2/3:head"; false if it is not of that form.
bool readShare(std::string_view text, CorpusRequest& request) {
    const size_t slash = text.find('/'), colon = text.find(':');
    if (slash == text.npos || colon == text.npos || slash > colon) return false;
    const std::string_view side = text.substr(colon + 1);
    if (side != "head" && side != "tail") return false;
    request.tail = side == "tail";
    return readInteger(text.substr(0, slash), request.shareNumerator) &&
           readInteger(text.substr(slash + 1, colon - slash - 1), request.shareDenominator);
}

std::string extensionless(const std::string& path, std::string_view extension, bool& had) {
    had = path.ends_with(extension);
    return had ? path.substr(0, path.size() - extension.size()) : path;
}

} // namespace

Result<CorpusRequest> parseCorpusRequest(const std::string& text) {
    const std::string where = "corpus " + text;
    const size_t equals = text.find('=');
    if (equals == std::string::npos || equals == 0)
        return usageError("a corpus needs a name", where, "write NAME=FILE");
    CorpusRequest request;
    request.name = text.substr(0, equals);
    // Names become parts of HDF5 paths and of pairs such as A|B.
    if (request.name.size() > kMaxNameBytes ||
        request.name.find_first_of("/|") != std::string::npos || request.name.front() == '.')
        return usageError("a corpus name has at most 100 bytes, no / or | and no dot in front",
                          where, "choose a shorter, plainer name");
    request.path = text.substr(equals + 1);
    // A file name may hold an @; what follows the last one is a share only if it looks like one.
    const size_t at = request.path.rfind('@');
    if (at != std::string::npos) {
        const std::string_view share = std::string_view(request.path).substr(at + 1);
        const bool looksLikeShare = share.find_first_of("0123456789-") == 0 &&
                                    share.find('/') != share.npos && share.find(':') != share.npos;
        if (looksLikeShare && !readShare(share, request))
            return usageError("the share must be like 2/3:head or 1/3:tail", where);
        if (looksLikeShare) request.path.resize(at);
    }
    if (request.path.empty()) return usageError("a corpus needs a file", where, "write NAME=FILE");
    if (request.shareNumerator < 1 || request.shareDenominator < request.shareNumerator ||
        request.shareDenominator > kMaxShareTerm)
        return usageError("the share must be above 0 and at most the whole", where);
    return request;
}

std::string corpusArgument(const CorpusRequest& request) {
    std::string text = request.name + "=" + request.path;
    // A path may end like a share itself.
    if (request.shareNumerator != request.shareDenominator || request.path.rfind('@') != text.npos)
        text += "@" + std::to_string(request.shareNumerator) + "/" +
                std::to_string(request.shareDenominator) + (request.tail ? ":tail" : ":head");
    return text;
}

namespace {

Result<std::string> joinJsonLines(std::string_view lines, const std::string& path) {
    std::string text;
    int64_t lineNumber = 0;
    for (size_t at = 0; at < lines.size();) {
        const size_t end = std::min(lines.find('\n', at), lines.size());
        const std::string_view line = lines.substr(at, end - at);
        at = end + 1;
        const std::string where = path + ", line " + std::to_string(++lineNumber);
        if (line.find_first_not_of(" \t\r") == line.npos) continue;
        MOQA_TRY(const Json document, parseJson(line, where));
        const auto field = document.is_object() ? document.find("text") : document.end();
        if (field == document.end() || !field->is_string())
            return badInput("the line has no \"text\" field", where,
                            "each line must be an object like {\"text\": \"...\"}");
        if (!text.empty()) text += "\n\n";
        text += field->get_ref<const std::string&>();
    }
    return text;
}

Result<std::string> readDocument(const std::string& path) {
    std::error_code error;
    if (std::filesystem::is_directory(path, error))
        return badInput("this is a folder, not a text file", path);
    MOQA_TRY(std::string text, readFile(path, kMaxTextBytes));
    bool zipped = false, lines = false;
    const std::string inner = extensionless(path, ".gz", zipped);
    extensionless(inner, ".jsonl", lines);
    if (zipped) {
        MOQA_TRY(text, gunzip(text, kMaxTextBytes, path));
    }
    if (const size_t bad = findInvalidUtf8(text); bad != std::string::npos)
        return badInput("the text is not UTF-8 at byte " + std::to_string(bad), path,
                        "convert it to UTF-8 first");
    if (lines) {
        MOQA_TRY(text, joinJsonLines(text, path));
    }
    if (text.empty())
        return badInput("the text is empty", path, "give a text of at least one window");
    return text;
}

// The nearest position at or below target at which a line begins; 0 begins the first.
size_t lineStartBelow(const std::string& text, size_t target) {
    if (target >= text.size()) return text.size();
    if (target == 0) return 0;
    const size_t newline = text.rfind('\n', target - 1);
    return newline == std::string::npos ? 0 : newline + 1;
}

} // namespace

Result<std::string> readCorpusText(const CorpusRequest& request) {
    MOQA_TRY(std::string text, readDocument(request.path));
    const auto size = static_cast<int64_t>(text.size());
    // A tail of 1/3 begins where a head of 2/3 ends: both cuts are at the same product.
    const int64_t headTerms =
        request.tail ? request.shareDenominator - request.shareNumerator : request.shareNumerator;
    const size_t cut =
        lineStartBelow(text, static_cast<size_t>(size * headTerms / request.shareDenominator));
    text = request.tail ? text.substr(cut) : text.substr(0, cut);
    if (text.empty())
        return badInput("the share leaves no whole line of the text", request.path,
                        "take a larger share or a text with more lines");
    return text;
}

Result<Corpus> loadCorpus(const CorpusRequest& request, const Tokenizer& tokenizer,
                          int64_t maxTokens) {
    MOQA_TRY(const std::string text, readCorpusText(request));
    Corpus corpus;
    corpus.name = request.name;
    corpus.source = request.path;
    if (request.shareNumerator != request.shareDenominator)
        corpus.source += "@" + std::to_string(request.shareNumerator) + "/" +
                         std::to_string(request.shareDenominator) +
                         (request.tail ? ":tail" : ":head");
    corpus.textSha256 = sha256Hex(text);
    MOQA_TRY(corpus.ids, tokenizer.encodeIds(text, true));
    if (maxTokens > 0 && static_cast<int64_t>(corpus.ids.size()) > maxTokens)
        corpus.ids.resize(static_cast<size_t>(maxTokens));
    return corpus;
}

} // namespace moqa
