// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/evaluate/task_prompts.h"

#include "core/evaluate/prompt_text.h"
#include "core/evaluate/python_text.h"

#include <algorithm>
#include <fmt/format.h>
#include <optional>

namespace moqa {

namespace {

Result<std::string> text(const Json& row, const char* key, const std::string& where) {
    if (!row.contains(key)) return badInput(fmt::format("\"{}\" is missing", key), where);
    return jsonString(row, key, "", where);
}

Result<std::vector<std::string>> textList(const Json& row, const char* key,
                                          const std::string& where) {
    const auto it = row.find(key);
    if (it == row.end() || !it->is_array())
        return badInput(fmt::format("\"{}\" must be a list of strings", key), where);
    std::vector<std::string> list;
    for (const Json& entry : *it) {
        if (!entry.is_string())
            return badInput(fmt::format("\"{}\" must be a list of strings", key), where);
        list.push_back(entry.get<std::string>());
    }
    return list;
}

// A gold index as number, boolean or decimal string ("label": "3" in the hub's HellaSwag).
Result<int> goldIndex(const Json& row, const char* key, int64_t first, size_t choices,
                      const std::string& where) {
    const auto it = row.find(key);
    std::optional<int64_t> gold;
    if (it != row.end() && it->is_boolean()) gold = it->get<bool>() ? 1 : 0;
    if (it != row.end() && it->is_number_integer()) gold = it->get<int64_t>();
    if (it != row.end() && it->is_string()) {
        const std::string& digits = it->get_ref<const std::string&>();
        if (digits.size() == 1 && digits[0] >= '0' && digits[0] <= '9') gold = digits[0] - '0';
    }
    if (!gold || *gold < first || *gold >= first + static_cast<int64_t>(choices))
        return badInput(fmt::format("\"{}\" must be a number from {} to {}", key, first,
                                    first + static_cast<int64_t>(choices) - 1),
                        where, "rows without a label (test splits) cannot be scored");
    return static_cast<int>(*gold - first);
}

TaskItem itemOf(const std::string& context, const std::vector<std::string>& choices, int gold) {
    TaskItem item;
    item.gold = gold;
    for (const std::string& choice : choices) {
        item.contexts.push_back(context);
        item.choices.push_back(" " + choice);
        item.choiceCharacters.push_back(python::codePoints(choice));
    }
    return item;
}

bool endsWithAnswer(TaskKind kind) {
    return kind == TaskKind::Arc || kind == TaskKind::Piqa || kind == TaskKind::BoolQ ||
           kind == TaskKind::MathQa || kind == TaskKind::Rte || kind == TaskKind::Cb;
}

Result<TaskItem> queryItem(TaskKind kind, const Json& row, const std::string& where) {
    MOQA_TRY(std::string query, text(row, "query", where));
    MOQA_TRY(const auto choices, textList(row, "choices", where));
    MOQA_TRY(const int gold, goldIndex(row, "gold", 0, choices.size(), where));
    constexpr std::string_view kPassage = "Passage: ";
    if (kind == TaskKind::BoolQ && query.starts_with(kPassage)) query.erase(0, kPassage.size());
    if (endsWithAnswer(kind) && !query.ends_with("Answer:"))
        query += query.ends_with('\n') ? "Answer:" : "\nAnswer:";
    return itemOf(query, choices, gold);
}

Result<TaskItem> contextOptionsItem(const Json& row, const std::string& where) {
    MOQA_TRY(const auto contexts, textList(row, "context_options", where));
    MOQA_TRY(const std::string continuation, text(row, "continuation", where));
    MOQA_TRY(const int gold, goldIndex(row, "gold", 0, contexts.size(), where));
    TaskItem item = itemOf("", std::vector<std::string>(contexts.size(), continuation), gold);
    item.contexts = contexts;
    return item;
}

Result<TaskItem> continuationItem(const Json& row, const std::string& where) {
    MOQA_TRY(const std::string context, text(row, "context", where));
    MOQA_TRY(const std::string continuation, text(row, "continuation", where));
    return itemOf(context, {continuation}, 0);
}

// ARC and OpenBookQA: the hub's {choices: {text: [], label: []}} or the original
// {question: {stem, choices: [{text, label}]}}.
struct LabelledChoices {
    std::vector<std::string> texts, labels;
};

Result<LabelledChoices> labelledChoices(const Json& holder, const std::string& where) {
    LabelledChoices result;
    const auto it = holder.find("choices");
    if (it != holder.end() && it->is_object()) {
        MOQA_TRY(result.texts, textList(*it, "text", where));
        MOQA_TRY(result.labels, textList(*it, "label", where));
    } else if (it != holder.end() && it->is_array()) {
        for (const Json& choice : *it) {
            if (!choice.is_object()) return badInput("\"choices\" must hold objects", where);
            MOQA_TRY(std::string choiceText, text(choice, "text", where));
            MOQA_TRY(std::string label, text(choice, "label", where));
            result.texts.push_back(std::move(choiceText));
            result.labels.push_back(std::move(label));
        }
    }
    if (result.texts.empty() || result.texts.size() != result.labels.size())
        return badInput("\"choices\" must have as many texts as labels, at least one", where);
    return result;
}

Result<TaskItem> answerKeyItem(TaskKind kind, const Json& row, const std::string& where) {
    const auto question = row.find("question");
    const bool nested = question != row.end() && question->is_object();
    const bool openBook = kind == TaskKind::OpenBookQa || row.contains("question_stem");
    if (!openBook && kind != TaskKind::Arc)
        return badInput("the row is of ARC or OpenBookQA, which have different prompts", where,
                        "name the task arc_easy, arc_challenge or openbookqa");
    const char* stemKey = nested                          ? "stem"
                          : row.contains("question_stem") ? "question_stem"
                                                          : "question";
    MOQA_TRY(const std::string stem, text(nested ? *question : row, stemKey, where));
    MOQA_TRY(const LabelledChoices choices, labelledChoices(nested ? *question : row, where));
    MOQA_TRY(const std::string key, text(row, "answerKey", where));
    const auto gold = std::find(choices.labels.begin(), choices.labels.end(), key);
    if (gold == choices.labels.end())
        return badInput(fmt::format("\"answerKey\" is \"{}\", which is no label", key), where);
    const std::string context = openBook ? stem : fmt::format("Question: {}\nAnswer:", stem);
    return itemOf(context, choices.texts, static_cast<int>(gold - choices.labels.begin()));
}

Result<TaskItem> piqaItem(const Json& row, const std::string& where) {
    MOQA_TRY(const std::string goal, text(row, "goal", where));
    MOQA_TRY(const std::string first, text(row, "sol1", where));
    MOQA_TRY(const std::string second, text(row, "sol2", where));
    MOQA_TRY(const int gold, goldIndex(row, "label", 0, 2, where));
    return itemOf(fmt::format("Question: {}\nAnswer:", goal), {first, second}, gold);
}

Result<TaskItem> hellaSwagItem(const Json& row, const std::string& where) {
    MOQA_TRY(const std::string activity, text(row, "activity_label", where));
    MOQA_TRY(const std::string first, text(row, "ctx_a", where));
    MOQA_TRY(const std::string second, text(row, "ctx_b", where));
    MOQA_TRY(std::vector<std::string> endings, textList(row, "endings", where));
    MOQA_TRY(const int gold, goldIndex(row, "label", 0, endings.size(), where));
    for (std::string& ending : endings) ending = cleanHellaSwag(ending);
    const std::string context =
        fmt::format("{}: {} {}", activity, first, python::capitalize(second));
    return itemOf(cleanHellaSwag(context), endings, gold);
}

Result<TaskItem> winoGrandeItem(const Json& row, const std::string& where) {
    MOQA_TRY(const std::string sentence, text(row, "sentence", where));
    MOQA_TRY(const std::string first, text(row, "option1", where));
    MOQA_TRY(const std::string second, text(row, "option2", where));
    MOQA_TRY(const int gold, goldIndex(row, "answer", 1, 2, where));
    const size_t blank = sentence.find('_');
    if (blank == std::string::npos) return badInput("\"sentence\" has no \"_\"", where);
    const std::string rest = python::strip(std::string_view(sentence).substr(blank + 1));
    TaskItem item = itemOf("", {rest, rest}, gold);
    item.contexts = {sentence.substr(0, blank) + first, sentence.substr(0, blank) + second};
    return item;
}

Result<TaskItem> copaItem(const Json& row, const std::string& where) {
    MOQA_TRY(const std::string premise, text(row, "premise", where));
    MOQA_TRY(const std::string first, text(row, "choice1", where));
    MOQA_TRY(const std::string second, text(row, "choice2", where));
    MOQA_TRY(const std::string question, text(row, "question", where));
    MOQA_TRY(const int gold, goldIndex(row, "label", 0, 2, where));
    if (question != "cause" && question != "effect")
        return badInput("\"question\" must be cause or effect", where);
    const char* connector = question == "cause" ? " because" : " therefore";
    // The harness puts a space before the choice and its delimiter another.
    return itemOf(python::dropLast(python::strip(premise)) + connector,
                  {" " + python::lowerFirst(first), " " + python::lowerFirst(second)}, gold);
}

// A label as number, or as one of the words that stand for 0, 1, ...
Result<int> wordOrIndex(const Json& row, const std::vector<std::string>& words,
                        const std::string& where) {
    const auto it = row.find("label");
    if (it != row.end() && it->is_string()) {
        const auto word = std::find(words.begin(), words.end(), it->get_ref<const std::string&>());
        if (word != words.end()) return static_cast<int>(word - words.begin());
    }
    return goldIndex(row, "label", 0, words.size(), where);
}

Result<TaskItem> entailmentItem(TaskKind kind, const Json& row, const std::string& where) {
    const bool glue = row.contains("sentence1");
    MOQA_TRY(const std::string premise, text(row, glue ? "sentence1" : "premise", where));
    MOQA_TRY(const std::string hypothesis, text(row, glue ? "sentence2" : "hypothesis", where));
    if (kind == TaskKind::Cb) {
        MOQA_TRY(const int gold,
                 wordOrIndex(row, {"entailment", "contradiction", "neutral"}, where));
        return itemOf(
            fmt::format("{}\nQuestion: {}. True, False, or Neither?\nAnswer:", premise, hypothesis),
            {"True", "False", "Neither"}, gold);
    }
    if (kind != TaskKind::Rte && !glue)
        return badInput("the row is of RTE or CB, which have different prompts", where,
                        "name the task rte or cb");
    MOQA_TRY(const int gold, wordOrIndex(row, {"entailment", "not_entailment"}, where));
    return itemOf(fmt::format("{}\nQuestion: {} True or False?\nAnswer:", premise, hypothesis),
                  {"True", "False"}, gold);
}

Result<TaskItem> boolQItem(const Json& row, const std::string& where) {
    MOQA_TRY(const std::string passage, text(row, "passage", where));
    MOQA_TRY(const std::string question, text(row, "question", where));
    const char* key = row.contains("label") ? "label" : "answer";
    MOQA_TRY(const int gold, goldIndex(row, key, 0, 2, where));
    return itemOf(fmt::format("{}\nQuestion: {}?\nAnswer:", passage, question), {"no", "yes"},
                  gold);
}

Result<TaskItem> mathQaItem(const Json& row, const std::string& where) {
    MOQA_TRY(const std::string problem, text(row, "Problem", where));
    MOQA_TRY(const std::string options, text(row, "options", where));
    MOQA_TRY(const std::string correct, text(row, "correct", where));
    const std::vector<std::string> choices = mathQaOptions(options);
    const int gold = correct.size() == 1 ? correct[0] - 'a' : -1;
    if (gold < 0 || gold >= static_cast<int>(choices.size()))
        return badInput("\"correct\" must name one of the options by its letter", where);
    return itemOf(fmt::format("Question: {}\nAnswer:", problem), choices, gold);
}

} // namespace

TaskKind taskKindOf(const std::string& name) {
    std::string plain;
    for (char c : name)
        if (c != '_' && c != '-' && c != ' ')
            plain += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    constexpr std::pair<const char*, TaskKind> kPrefixes[] = {{"arc", TaskKind::Arc},
                                                              {"piqa", TaskKind::Piqa},
                                                              {"hellaswag", TaskKind::HellaSwag},
                                                              {"winogrande", TaskKind::WinoGrande},
                                                              {"rte", TaskKind::Rte},
                                                              {"copa", TaskKind::Copa},
                                                              {"cb", TaskKind::Cb},
                                                              {"boolq", TaskKind::BoolQ},
                                                              {"openbookqa", TaskKind::OpenBookQa},
                                                              {"obqa", TaskKind::OpenBookQa},
                                                              {"mathqa", TaskKind::MathQa},
                                                              {"lambada", TaskKind::Lambada}};
    for (const auto& [prefix, kind] : kPrefixes)
        if (plain.starts_with(prefix)) return kind;
    return TaskKind::Other;
}

bool hasAccNorm(TaskKind kind) {
    switch (kind) {
    case TaskKind::Arc:
    case TaskKind::Piqa:
    case TaskKind::HellaSwag:
    case TaskKind::OpenBookQa:
    case TaskKind::MathQa:
    case TaskKind::Other: return true;
    default: return false;
    }
}

Result<TaskItem> taskItemFromRow(TaskKind kind, const Json& row, const std::string& where) {
    if (!row.is_object()) return badInput("a row must be a JSON object", where);
    // Raw layouts have keys of their own; only ARC / OpenBookQA and RTE / CB need the name.
    if (row.contains("query")) return queryItem(kind, row, where);
    if (row.contains("context_options")) return contextOptionsItem(row, where);
    if (row.contains("continuation")) return continuationItem(row, where);
    if (row.contains("goal")) return piqaItem(row, where);
    if (row.contains("endings")) return hellaSwagItem(row, where);
    if (row.contains("sentence")) return winoGrandeItem(row, where);
    if (row.contains("choice1")) return copaItem(row, where);
    if (row.contains("passage")) return boolQItem(row, where);
    if (row.contains("Problem")) return mathQaItem(row, where);
    if (row.contains("answerKey")) return answerKeyItem(kind, row, where);
    if (row.contains("hypothesis") || row.contains("sentence1"))
        return entailmentItem(kind, row, where);
    return badInput("the row has none of the layouts of the common suites", where,
                    "give {query, choices, gold}, {context_options, continuation, gold}, {context, "
                    "continuation} or a suite's original rows");
}

} // namespace moqa
