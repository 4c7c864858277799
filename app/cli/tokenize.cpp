// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/common.h"
#include "app/cli/verb.h"
#include "core/base/files.h"
#include "core/store/open_model.h"
#include "core/text/tokenize_io.h"

#include <filesystem>
#include <fmt/format.h>
#include <memory>

namespace moqa::cli {

namespace {

struct Options {
    std::string model, file, jsonl;
};

// A tokenizer.json itself, or a folder that holds one, or any model that carries one.
Result<Tokenizer> tokenizerOf(const std::string& path) {
    namespace fs = std::filesystem;
    std::error_code ignored;
    std::string file = path;
    if (fs::is_directory(path, ignored)) file = (fs::path(path) / "tokenizer.json").string();
    if (fs::path(file).extension() == ".json") {
        MOQA_TRY(const std::string json, readFile(file));
        return Tokenizer::fromJson(json, file);
    }
    MOQA_TRY(const auto model, openModel(path));
    return openTokenizer(*model);
}

Status tokenizeFile(const Options& options, const Tokenizer& tokenizer, bool json) {
    MOQA_TRY(const std::string text, readFile(options.file));
    if (json) {
        auto line = tokenizeLine(tokenizer, text);
        if (!line.ok()) return badInput(line.error().what, options.file, line.error().hint);
        return printJson(*line);
    }
    const auto ids = tokenizer.encodeIds(text, false);
    if (!ids.ok()) return badInput(ids.error().what, options.file, ids.error().hint);
    return printText(fmt::format("{}\n", fmt::join(*ids, " ")));
}

Status tokenizeJsonl(const Options& options, const Tokenizer& tokenizer) {
    MOQA_TRY(const std::string lines, readFile(options.jsonl));
    size_t begin = 0;
    for (int number = 1; begin < lines.size(); ++number) {
        const size_t end = std::min(lines.find('\n', begin), lines.size());
        const std::string_view line(lines.data() + begin, end - begin);
        begin = end + 1;
        if (line.find_first_not_of(" \t\r") == std::string_view::npos) continue;
        const std::string where = fmt::format("{}, line {}", options.jsonl, number);
        MOQA_TRY(const Json result, tokenizeJsonLine(tokenizer, line, where));
        MOQA_CHECK(printJson(result));
    }
    return {};
}

} // namespace

Run addTokenize(CLI::App& command) {
    auto options = std::make_shared<Options>();
    command.add_option("MODEL", options->model, "model, or a tokenizer.json")->required();
    auto* file = command.add_option("--file", options->file, "tokenize this text");
    command
        .add_option("--jsonl", options->jsonl,
                    "one {\"text\": ...} a line; prints a JSON line for each")
        ->excludes(file);
    return [options](Context& context) -> Status {
        if (options->file.empty() && options->jsonl.empty())
            return usageError("no text given", {}, "use --file TEXT or --jsonl IN");
        MOQA_TRY(const Tokenizer tokenizer, tokenizerOf(options->model));
        return options->jsonl.empty() ? tokenizeFile(*options, tokenizer, context.json)
                                      : tokenizeJsonl(*options, tokenizer);
    };
}

} // namespace moqa::cli
