// SPDX-License-Identifier: GPL-3.0-or-later
// Splitting context from continuation with a made-up encoder, and scores to accuracies by hand.
#include "core/evaluate/task_requests.h"

#include <QTest>
#include <cmath>

using namespace moqa;

namespace {

// One token per letter, but "th" is one token (1000): tokens across the border between context and
// continuation exist. BOS is 1 where asked for.
Encode letters(bool addsBos) {
    return [addsBos](std::string_view text, bool addSpecial) -> Result<std::vector<int32_t>> {
        std::vector<int32_t> ids;
        if (addSpecial && addsBos) ids.push_back(1);
        for (size_t i = 0; i < text.size(); ++i) {
            const bool pair = text.substr(i, 2) == "th";
            ids.push_back(pair ? 1000 : text[i]);
            i += pair ? 1 : 0;
        }
        return ids;
    };
}

using Ids = std::vector<int32_t>;
const EncodeRules kRules = {1, 100};

TaskItem item(std::vector<int64_t> characters, int gold) {
    TaskItem result;
    result.choices.resize(characters.size());
    result.contexts.resize(characters.size());
    result.choiceCharacters = std::move(characters);
    result.gold = gold;
    return result;
}

std::vector<ChoiceScore> scores(std::vector<double> values) {
    std::vector<ChoiceScore> result;
    for (double v : values) result.push_back({v, false});
    return result;
}

bool near(double a, double b) { return std::abs(a - b) < 1e-12; }

} // namespace

class TestTaskRequests : public QObject {
    Q_OBJECT
private slots:
    void continuationIsWhatFollowsTheContextsTokens() {
        auto r = tokenRequest("ab", " cd", letters(false), kRules, "x");
        QVERIFY(r.ok());
        QCOMPARE(r->input, (Ids{'a', 'b', ' ', 'c'})); // the last token is only predicted
        QCOMPARE(r->targets, (Ids{' ', 'c', 'd'}));
        r = tokenRequest("ab", " cd", letters(true), kRules, "x");
        QCOMPARE(r->input, (Ids{1, 'a', 'b', ' ', 'c'}));
        QCOMPARE(r->targets, (Ids{' ', 'c', 'd'}));
    }

    void trailingSpacesMoveToTheContinuation() {
        const auto r = tokenRequest("ab \t", "c", letters(true), kRules, "x");
        QCOMPARE(r->input, (Ids{1, 'a', 'b', ' ', '\t'}));
        QCOMPARE(r->targets, (Ids{' ', '\t', 'c'}));
    }

    void aTokenAcrossTheBorderCountsToTheContext() {
        // "at" + "hx" is a, th, x, split at len(tok("at")) = 2: as in the harness the context is
        // fed in its own tokens, and the continuation is what the split leaves.
        const auto r = tokenRequest("at", "hx", letters(false), kRules, "x");
        QCOMPARE(r->input, (Ids{'a', 't'}));
        QCOMPARE(r->targets, (Ids{'x'}));
        QVERIFY(!tokenRequest("at", "h", letters(false), kRules, "x").ok()); // nothing is left
    }

    void emptyContextsTakeThePrefixToken() {
        auto r = tokenRequest("", " a", letters(true), kRules, "x");
        QCOMPARE(r->input, (Ids{1, ' '}));
        QCOMPARE(r->targets, (Ids{' ', 'a'}));
        r = tokenRequest("  ", "a", letters(false), kRules, "x"); // nothing but spaces
        QCOMPARE(r->input, (Ids{1, ' ', ' '}));
        QCOMPARE(r->targets, (Ids{' ', ' ', 'a'}));
        r = tokenRequest("", "ab", letters(false), {'a', 100}, "x"); // it begins with that token
        QCOMPARE(r->input, (Ids{'a'}));
        QCOMPARE(r->targets, (Ids{'b'}));
        const auto none = tokenRequest("", "a", letters(false), {-1, 100}, "item 3");
        QCOMPARE(none.error().where, std::string("item 3"));
    }

    void longContextsLoseTheirBeginning() {
        const auto r = tokenRequest("abcdef", "gh", letters(true), {1, 4}, "x");
        QCOMPARE(r->input, (Ids{'d', 'e', 'f', 'g'}));
        QCOMPARE(r->targets, (Ids{'g', 'h'}));
        QVERIFY(tokenRequest("a", "bcde", letters(false), {1, 4}, "x").ok());
        QVERIFY(!tokenRequest("a", "bcdef", letters(false), {1, 4}, "x").ok());
    }

    void encoderErrorsComeThrough() {
        const Encode broken = [](std::string_view, bool) -> Result<std::vector<int32_t>> {
            return badInput("no");
        };
        QVERIFY(!tokenRequest("a", "b", broken, kRules, "x").ok());
        QVERIFY(!tokenRequest("", "b", broken, kRules, "x").ok());
    }

    void accuraciesByHand() {
        TaskSet task;
        task.items = {item({2, 10}, 0), item({2, 10}, 1), item({5, 5}, 0), item({4, 1}, 0)};
        // Sums choose 0, 0, 0 (tie: first), 1; per character 1 (-1 > -2.5? -5/2 < -10/10), 1, 0, 0.
        const TaskScore score = summarise(
            task, {scores({-5, -10}), scores({-5, -10}), scores({-3, -3}), scores({-4, -3})});
        QCOMPARE(score.n, int64_t{4});
        QCOMPARE(score.acc, 0.5);
        QCOMPARE(score.accNorm, 0.75);
        QVERIFY(near(score.stderrAcc, std::sqrt(0.25 / 3)));
        QVERIFY(near(score.stderrAccNorm, std::sqrt(0.75 * 0.25 / 3)));
        QCOMPARE(score.correct, (std::vector<uint8_t>{1, 0, 1, 0}));
        task.hasAccNorm = false;
        QCOMPARE(summarise(task, {scores({-5, -10}), scores({-5, -10}), scores({-3, -3}),
                                  scores({-4, -3})})
                     .accNorm,
                 0.0);
    }

    void oneChoiceIsRightWhenGreedy() {
        TaskSet task;
        task.items = {item({5}, 0), item({5}, 0), item({5}, 0)};
        const TaskScore score = summarise(task, {{{-9.0, true}}, {{-0.1, false}}, {{-1.0, true}}});
        QVERIFY(near(score.acc, 2.0 / 3.0));
        QCOMPARE(score.correct, (std::vector<uint8_t>{1, 0, 1}));
    }

    void macroF1IsTheMeanOfOneAgainstRest() {
        TaskSet task;
        task.hasMacroF1 = true;
        // gold 0 0 1 2, chosen 0 1 1 1: F1 of 0 = 2/3, of 1 = 2 / (2 + 2) = 1/2, of 2 = 0.
        task.items = {item({1, 1, 1}, 0), item({1, 1, 1}, 0), item({1, 1, 1}, 1),
                      item({1, 1, 1}, 2)};
        const TaskScore score = summarise(task, {scores({-1, -2, -3}), scores({-2, -1, -3}),
                                                 scores({-2, -1, -3}), scores({-2, -1, -3})});
        QVERIFY(near(score.macroF1, (2.0 / 3 + 0.5 + 0.0) / 3));
    }

    // Two-sided binomial tails at 1/2: 2 * (1 + 10 + 45) / 1024 for 2 against 8.
    void mcNemarMatchesTheBinomialTail() {
        const auto test = [](int onlyA, int onlyB, int both, int neither) {
            std::vector<uint8_t> a, b;
            const auto add = [&](int count, uint8_t x, uint8_t y) {
                a.insert(a.end(), static_cast<size_t>(count), x);
                b.insert(b.end(), static_cast<size_t>(count), y);
            };
            add(onlyA, 1, 0);
            add(onlyB, 0, 1);
            add(both, 1, 1);
            add(neither, 0, 0);
            return mcNemar(a, b);
        };
        const McNemar m = test(2, 8, 5, 7);
        QCOMPARE(m.onlyA, int64_t{2});
        QCOMPARE(m.onlyB, int64_t{8});
        QVERIFY(near(m.p, 112.0 / 1024.0));
        QVERIFY(near(test(8, 2, 0, 0).p, 112.0 / 1024.0));
        QVERIFY(near(test(0, 6, 1, 1).p, 2.0 / 64.0));
        QCOMPARE(test(5, 5, 0, 0).p, 1.0);
        QCOMPARE(test(0, 0, 9, 9).p, 1.0);
        const double large = test(600, 700, 0, 0).p; // normal approximation: z = 99 / sqrt(1300)
        QVERIFY(std::abs(large - std::erfc(99.0 / std::sqrt(1300.0) / std::sqrt(2.0))) < 1e-4);
    }
};

QTEST_GUILESS_MAIN(TestTaskRequests)
#include "tst_task_requests.moc"
