// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/tokenize_io.h"

namespace moqa {

Result<Json> tokenizeLine(const Tokenizer& tokenizer, std::string_view text) {
    MOQA_TRY(const Encoding plain, tokenizer.encode(text, false));
    MOQA_TRY(const auto special, tokenizer.encodeIds(text, true));
    Json offsets = Json::array();
    for (const auto& [begin, end] : plain.offsets) offsets.push_back(Json::array({begin, end}));
    Json line;
    line["ids"] = plain.ids;
    line["ids_special"] = special;
    line["decoded"] = tokenizer.decode(plain.ids);
    line["offsets"] = std::move(offsets);
    return line;
}

Result<Json> tokenizeJsonLine(const Tokenizer& tokenizer, std::string_view line,
                              const std::string& where) {
    MOQA_TRY(const Json document, parseJson(line, where));
    const auto field = document.is_object() ? document.find("text") : document.end();
    if (field == document.end() || !field->is_string())
        return badInput("the line has no \"text\" field", where,
                        "each line must be an object like {\"text\": \"...\"}");
    auto result = tokenizeLine(tokenizer, field->get_ref<const std::string&>());
    if (result.ok()) return result;
    Error error = result.error();
    error.where = where;
    return error;
}

} // namespace moqa
