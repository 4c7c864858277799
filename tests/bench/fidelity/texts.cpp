// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/fidelity/texts.h"

#include "core/base/files.h"
#include "core/base/json.h"
#include "core/text/tokenizer.h"

#include <filesystem>
#include <sstream>

namespace moqa::fidelity {

namespace {

struct Further {
    const char* name;
    const char* file;
    std::vector<const char*> fields; // of a line of JSON; none: plain text
};

const std::vector<Further> kFurther = {
    {"alice", "text-books/alice.txt", {}},
    {"moby-dick", "text-books/moby-dick.txt", {}},
    {"shakespeare", "text-shakespeare/tinyshakespeare.txt", {}},
    {"wikitext-2", "wikitext-2/wiki.test.raw", {}},
    {"ptb", "ptb/ptb.valid.txt", {}},
    {"human-eval", "text-code/human_eval.python.jsonl", {"prompt", "canonical_solution"}},
    {"gsm8k", "text-maths/gsm8k.test.jsonl", {"question", "answer"}},
};

// Documents joined by two newlines.
Result<std::string> joinedFields(const std::string& path, const std::vector<const char*>& fields) {
    MOQA_TRY(const std::string lines, readFile(path));
    std::istringstream stream(lines);
    std::string text;
    for (std::string line; std::getline(stream, line);) {
        if (line.empty()) continue;
        MOQA_TRY(const Json json, parseJson(line, path));
        for (const char* field : fields)
            if (json.contains(field) && json[field].is_string())
                text += json[field].get<std::string>() + "\n";
        text += "\n";
    }
    return text;
}

void cut(Corpus& corpus, int64_t tokens) {
    if (tokens > 0 && static_cast<int64_t>(corpus.ids.size()) > tokens)
        corpus.ids.resize(static_cast<size_t>(tokens));
}

Result<Corpus> further(const Further& text, const std::string& path, const Tokenizer& tokenizer,
                       int64_t tokens) {
    if (text.fields.empty()) return loadCorpus({text.name, path, 1, 1, false}, tokenizer, tokens);
    MOQA_TRY(const std::string joined, joinedFields(path, text.fields));
    const std::string file =
        (std::filesystem::temp_directory_path() / (std::string("moqa-") + text.name + ".txt"))
            .string();
    MOQA_CHECK(writeFileAtomically(file, joined));
    auto corpus = loadCorpus({text.name, file, 1, 1, false}, tokenizer, tokens);
    std::filesystem::remove(file);
    return corpus;
}

} // namespace

std::vector<Corpus> Texts::corpora(int64_t tokens, bool further) const {
    std::vector<Corpus> list;
    for (const Text& text : scored) {
        if (text.kind == Kind::Further && !further) continue;
        list.push_back(text.corpus);
        cut(list.back(), tokens);
    }
    return list;
}

int64_t Texts::tokens() const {
    int64_t sum = 0;
    for (const Text& text : scored) sum += static_cast<int64_t>(text.corpus.ids.size());
    return sum;
}

Result<Texts> loadTexts(const ModelSource& model, const std::string& demo, const std::string& data,
                        int64_t calibrationTokens, int64_t furtherTokens) {
    MOQA_TRY(const std::string json, model.sideFile("tokenizer.json"));
    MOQA_TRY(const Tokenizer tokenizer, Tokenizer::fromJson(json, "tokenizer.json"));
    Texts texts;
    for (const char* name : {"encyclopedia", "code", "maths", "stories", "drama", "manual"}) {
        const std::string path = demo + "/" + name + ".txt";
        const Kind kind = texts.scored.size() < 3 ? Kind::Known : Kind::New;
        if (kind == Kind::Known) {
            MOQA_TRY(Corpus head,
                     loadCorpus({name, path, 2, 3, false}, tokenizer, calibrationTokens));
            texts.calibration.push_back(std::move(head));
        }
        MOQA_TRY(Corpus tail, loadCorpus({name, path, 1, 3, true}, tokenizer, 0));
        texts.scored.push_back({std::move(tail), kind});
    }
    for (const Further& text : kFurther) {
        const std::string path = data + "/" + text.file;
        if (!std::filesystem::exists(path)) {
            texts.absent.push_back(text.file);
            continue;
        }
        MOQA_TRY(Corpus corpus, further(text, path, tokenizer, furtherTokens));
        texts.scored.push_back({std::move(corpus), Kind::Further});
    }
    return texts;
}

} // namespace moqa::fidelity
