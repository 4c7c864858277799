// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/text/golden_vectors.h"

#include "core/base/files.h"
#include "core/text/tokenize_io.h"

#include <QtGlobal>

namespace moqa::test {

std::string readAll(const std::string& path) {
    auto content = readFile(path);
    if (!content.ok()) qFatal("%s", content.error().message().c_str());
    return std::move(content).value();
}

std::vector<Json> readVectors(const std::string& path) {
    const std::string content = readAll(path);
    std::vector<Json> vectors;
    for (size_t at = 0; at < content.size();) {
        const size_t end = std::min(content.find('\n', at), content.size());
        auto vector = parseJson(std::string_view(content).substr(at, end - at), path);
        if (!vector.ok()) qFatal("%s", vector.error().message().c_str());
        vectors.push_back(std::move(vector).value());
        at = end + 1;
    }
    return vectors;
}

Tokenizer loadTokenizer(const std::string& path) {
    auto tokenizer = Tokenizer::fromJson(readAll(path), path);
    if (!tokenizer.ok()) qFatal("%s", tokenizer.error().message().c_str());
    return std::move(tokenizer).value();
}

QByteArray compareVector(const Tokenizer& tokenizer, const Json& vector) {
    const std::string text = vector["text"];
    const auto line = tokenizeLine(tokenizer, text);
    if (!line.ok()) return QByteArray::fromStdString(line.error().message());
    for (const char* key : {"ids", "ids_special", "decoded", "offsets"})
        if ((*line)[key] != vector[key])
            return QByteArray::fromStdString(std::string(key) + " of " + vector["text"].dump() +
                                             " are\n" + (*line)[key].dump() + ", not\n" +
                                             vector[key].dump());
    const auto ids = tokenizer.encodeIds(text, false);
    if (!ids.ok() || Json(*ids) != vector["ids"])
        return QByteArray::fromStdString("ids without offsets differ for " + vector["text"].dump());
    const auto special = tokenizer.encode(text, true);
    if (!special.ok() || Json(special->ids) != vector["ids_special"] ||
        special->offsets.size() != special->ids.size())
        return QByteArray::fromStdString("encode with specials differs for " +
                                         vector["text"].dump());
    return {};
}

} // namespace moqa::test
