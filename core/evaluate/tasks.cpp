// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/evaluate/tasks.h"

#include "core/base/files.h"
#include "core/base/json.h"
#include "core/evaluate/task_prompts.h"
#include "core/evaluate/task_requests.h"
#include "core/evaluate/token_scores.h"

#include <algorithm>
#include <fmt/format.h>
#include <map>

namespace moqa {

Result<TaskSet> loadTask(const std::string& name, const std::string& path, int64_t limit) {
    constexpr int64_t kMaxBytes = int64_t{1} << 30;
    MOQA_TRY(const std::string content, readFile(path, kMaxBytes));
    const TaskKind kind = taskKindOf(name);
    TaskSet task;
    task.name = name;
    task.hasAccNorm = hasAccNorm(kind);
    task.hasMacroF1 = kind == TaskKind::Cb;
    int64_t line = 0;
    for (size_t begin = 0; begin < content.size();) {
        const size_t end = std::min(content.find('\n', begin), content.size());
        std::string_view text(content.data() + begin, end - begin);
        begin = end + 1;
        ++line;
        if (text.ends_with('\r')) text.remove_suffix(1);
        if (text.find_first_not_of(" \t") == std::string_view::npos) continue;
        if (limit > 0 && static_cast<int64_t>(task.items.size()) == limit) break;
        const std::string where = fmt::format("{}: line {}", path, line);
        MOQA_TRY(const Json row, parseJson(text, where));
        MOQA_TRY(TaskItem item, taskItemFromRow(kind, row, where));
        if (item.choices.empty()) return badInput("the row has no choices", where);
        task.items.push_back(std::move(item));
    }
    if (task.items.empty()) return badInput("the task has no items", path);
    // Scored by greedy match alone, whatever the task is called.
    if (std::all_of(task.items.begin(), task.items.end(),
                    [](const TaskItem& item) { return item.choices.size() == 1; }))
        task.hasAccNorm = false;
    return task;
}

namespace {

// Tokens of one pass: weights are read once per pass, hidden states are held for its length.
constexpr int64_t kTokensPerPass = 16384;
constexpr int64_t kDefaultLimit = 2048; // of a model that names none

// Distinct sequences of one pass. Choices of one token after the same context share theirs.
struct Pass {
    struct Wanted {
        size_t item, choice, sequence;
        std::vector<int32_t> targets;
    };
    TokenBatch batch;
    std::map<std::vector<int32_t>, size_t> sequences;
    std::vector<Wanted> wanted;

    void add(size_t item, size_t choice, TokenRequest request) {
        const auto [it, isNew] = sequences.try_emplace(request.input, sequences.size());
        if (isNew) {
            batch.starts.push_back(batch.tokens());
            batch.ids.insert(batch.ids.end(), request.input.begin(), request.input.end());
        }
        wanted.push_back({item, choice, it->second, std::move(request.targets)});
    }
};

Status runPass(const ModelSource& model, Forward& forward, const Pass& pass, Progress& progress,
               std::vector<std::vector<ChoiceScore>>& scores) {
    MOQA_TRY(const Matrix hidden, forward.run(pass.batch, nullptr, progress));
    // The rows that predict the targets, gathered one after the other.
    std::vector<int32_t> targets;
    std::vector<int64_t> rows;
    for (const Pass::Wanted& wanted : pass.wanted) {
        const int64_t end = pass.batch.sequenceEnd(static_cast<int64_t>(wanted.sequence));
        for (size_t i = 0; i < wanted.targets.size(); ++i) {
            rows.push_back(end - static_cast<int64_t>(wanted.targets.size() - i));
            targets.push_back(wanted.targets[i]);
        }
    }
    Matrix gathered(static_cast<int64_t>(rows.size()), hidden.cols);
    for (size_t i = 0; i < rows.size(); ++i)
        std::copy_n(hidden.row(rows[i]), hidden.cols, gathered.row(static_cast<int64_t>(i)));
    std::vector<TokenScore> tokens;
    const RowsToScore request{model.spec().vocab, gathered, {}, targets};
    MOQA_CHECK(scoreRows(forward, nullptr, request, progress, tokens));
    size_t next = 0;
    for (const Pass::Wanted& wanted : pass.wanted) {
        ChoiceScore score{0.0, true};
        for (size_t i = 0; i < wanted.targets.size(); ++i, ++next) {
            score.logProb -= tokens[next].nll;
            score.greedy = score.greedy && tokens[next].greedy;
        }
        scores[wanted.item][wanted.choice] = score;
    }
    return {};
}

EncodeRules encodeRules(const ModelSpec& spec) {
    EncodeRules rules;
    rules.prefixToken = static_cast<int32_t>(spec.bosToken >= 0 ? spec.bosToken : spec.eosToken);
    rules.maxTokens = spec.maxPosition > 0 ? spec.maxPosition : kDefaultLimit;
    return rules;
}

} // namespace

Result<TaskScore> scoreTask(const ModelSource& model, const Tokenizer& tokenizer,
                            const TaskSet& task, Progress& progress) {
    if (task.items.empty()) return badInput("the task has no items", task.name);
    const Encode encode = [&](std::string_view text, bool addSpecial) {
        return tokenizer.encodeIds(text, addSpecial);
    };
    const EncodeRules rules = encodeRules(model.spec());
    Forward forward(model);
    std::vector<std::vector<ChoiceScore>> scores(task.items.size());
    for (size_t i = 0; i < task.items.size();) {
        const size_t first = i;
        Pass pass;
        for (; i < task.items.size() && pass.batch.tokens() < kTokensPerPass; ++i) {
            const TaskItem& item = task.items[i];
            scores[i].resize(item.choices.size());
            for (size_t c = 0; c < item.choices.size(); ++c) {
                MOQA_TRY(TokenRequest request,
                         tokenRequest(item.contexts[c], item.choices[c], encode, rules,
                                      fmt::format("{}: item {}", task.name, i + 1)));
                pass.add(i, c, std::move(request));
            }
        }
        const double items = static_cast<double>(task.items.size());
        SubProgress part(progress, static_cast<double>(first) / items,
                         static_cast<double>(i) / items);
        part.report(0.0, fmt::format("{}: item {} of {}", task.name, first + 1, task.items.size()));
        MOQA_CHECK(runPass(model, forward, pass, part, scores));
    }
    progress.report(1.0, task.name + " done");
    return summarise(task, scores);
}

} // namespace moqa
