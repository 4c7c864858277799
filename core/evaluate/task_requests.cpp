// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/evaluate/task_requests.h"

#include "core/evaluate/python_text.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

namespace moqa {

namespace {

struct Split {
    std::vector<int32_t> context, continuation;
};

Result<Split> splitPair(const std::string& context, const std::string& continuation,
                        const Encode& encode) {
    const std::string bare = python::stripRight(context);
    MOQA_TRY(const std::vector<int32_t> whole, encode(context + continuation, true));
    Split split;
    MOQA_TRY(split.context, encode(bare, true));
    const size_t at = std::min(split.context.size(), whole.size());
    split.continuation.assign(whole.begin() + static_cast<std::ptrdiff_t>(at), whole.end());
    return split;
}

// The harness's rule for an empty context: the prefix token stands for it, unless the continuation
// begins with that very token.
Result<Split> splitWithoutContext(const std::string& continuation, const Encode& encode,
                                  int32_t prefixToken, const std::string& where) {
    Split split;
    MOQA_TRY(split.continuation, encode(continuation, false));
    if (!split.continuation.empty() && split.continuation.front() == prefixToken) {
        split.context = {prefixToken};
        split.continuation.erase(split.continuation.begin());
        return split;
    }
    if (prefixToken < 0)
        return badInput("the context is empty and the model names neither a BOS nor an EOS token",
                        where);
    split.context = {prefixToken};
    return split;
}

} // namespace

Result<TokenRequest> tokenRequest(const std::string& context, const std::string& continuation,
                                  const Encode& encode, const EncodeRules& rules,
                                  const std::string& where) {
    Split split;
    if (!context.empty()) {
        MOQA_TRY(split, splitPair(context, continuation, encode));
    }
    if (split.context.empty()) { // also a context of nothing but spaces
        MOQA_TRY(split,
                 splitWithoutContext(context + continuation, encode, rules.prefixToken, where));
    }
    const size_t targets = split.continuation.size();
    if (targets == 0) return badInput("a choice has no tokens of its own", where);
    if (static_cast<int64_t>(targets) > rules.maxTokens)
        return badInput(fmt::format("a choice has {} tokens, more than the model's limit of {}",
                                    targets, rules.maxTokens),
                        where);
    TokenRequest request;
    request.input = std::move(split.context);
    request.input.insert(request.input.end(), split.continuation.begin(),
                         split.continuation.end() - 1);
    request.targets = std::move(split.continuation);
    const int64_t excess = static_cast<int64_t>(request.input.size()) - rules.maxTokens;
    if (excess > 0) request.input.erase(request.input.begin(), request.input.begin() + excess);
    return request;
}

namespace {

// First index of the largest.
int best(const std::vector<ChoiceScore>& choices, const std::vector<int64_t>* characters) {
    int index = 0;
    double top = -INFINITY;
    for (size_t i = 0; i < choices.size(); ++i) {
        const int64_t length = characters ? std::max<int64_t>((*characters)[i], 1) : 1;
        const double value = choices[i].logProb / static_cast<double>(length);
        if (value > top) {
            top = value;
            index = static_cast<int>(i);
        }
    }
    return index;
}

double standardError(double share, int64_t n) {
    return n > 1 ? std::sqrt(share * (1.0 - share) / static_cast<double>(n - 1)) : 0.0;
}

// Mean over the classes of the F1 of class against rest; a class that neither occurs nor is chosen
// has 0.
double macroF1(const std::vector<int>& chosen, const std::vector<int>& gold, int classes) {
    double sum = 0.0;
    for (int c = 0; c < classes; ++c) {
        int64_t hit = 0, wrong = 0;
        for (size_t i = 0; i < gold.size(); ++i) {
            hit += chosen[i] == c && gold[i] == c;
            wrong += (chosen[i] == c) != (gold[i] == c);
        }
        if (hit > 0) sum += 2.0 * static_cast<double>(hit) / static_cast<double>(2 * hit + wrong);
    }
    return sum / classes;
}

} // namespace

TaskScore summarise(const TaskSet& task, const std::vector<std::vector<ChoiceScore>>& scores) {
    TaskScore result;
    result.name = task.name;
    result.n = static_cast<int64_t>(task.items.size());
    result.hasAccNorm = task.hasAccNorm;
    result.hasMacroF1 = task.hasMacroF1;
    if (result.n == 0) return result;
    int64_t right = 0, rightNorm = 0;
    size_t classes = 1;
    std::vector<int> chosen, gold;
    for (size_t i = 0; i < task.items.size(); ++i) {
        const TaskItem& item = task.items[i];
        const int choice = best(scores[i], nullptr);
        const bool correct = item.choices.size() == 1 ? scores[i][0].greedy : choice == item.gold;
        right += correct;
        rightNorm += best(scores[i], &item.choiceCharacters) == item.gold;
        result.correct.push_back(correct ? 1 : 0);
        chosen.push_back(choice);
        gold.push_back(item.gold);
        classes = std::max(classes, item.choices.size());
    }
    const double n = static_cast<double>(result.n);
    result.acc = static_cast<double>(right) / n;
    result.stderrAcc = standardError(result.acc, result.n);
    if (result.hasAccNorm) {
        result.accNorm = static_cast<double>(rightNorm) / n;
        result.stderrAccNorm = standardError(result.accNorm, result.n);
    }
    if (result.hasMacroF1) result.macroF1 = macroF1(chosen, gold, static_cast<int>(classes));
    return result;
}

McNemar mcNemar(const std::vector<uint8_t>& a, const std::vector<uint8_t>& b) {
    McNemar result;
    for (size_t i = 0; i < std::min(a.size(), b.size()); ++i) {
        result.onlyA += a[i] && !b[i];
        result.onlyB += !a[i] && b[i];
    }
    const int64_t n = result.onlyA + result.onlyB;
    const int64_t fewer = std::min(result.onlyA, result.onlyB);
    // Two-sided binomial tail at 1/2, in logarithms: 2^-n is below any double from n = 1075 on.
    double tail = 0.0;
    for (int64_t k = 0; k <= fewer; ++k) {
        const double x = static_cast<double>(k), m = static_cast<double>(n);
        tail += std::exp(std::lgamma(m + 1) - std::lgamma(x + 1) - std::lgamma(m - x + 1) -
                         m * std::log(2.0));
    }
    result.p = std::min(1.0, 2.0 * tail);
    return result;
}

} // namespace moqa
