// SPDX-License-Identifier: GPL-3.0-or-later
// Tasks on the demo model: batched scores against one sequence at a time.
#include "core/evaluate/task_requests.h"
#include "core/evaluate/tasks.h"
#include "core/model/forward.h"
#include "demo_model.h"

#include <QFile>
#include <QTest>
#include <cmath>

using namespace moqa;
using moqa::test::demoModel;

namespace {

TaskItem item(const std::string& context, const std::vector<std::string>& choices, int gold) {
    TaskItem result;
    for (const std::string& choice : choices) {
        result.contexts.push_back(context);
        result.choices.push_back(choice);
        result.choiceCharacters.push_back(static_cast<int64_t>(choice.size()) - 1);
    }
    result.gold = gold;
    return result;
}

} // namespace

class TestTaskScores : public QObject {
    Q_OBJECT
    std::shared_ptr<const ModelSource> m_model;

    // Plain: one forward pass per choice, probabilities from a softmax written out.
    double logProb(const Tokenizer& tokenizer, const std::string& context,
                   const std::string& choice) {
        const auto whole = *tokenizer.encodeIds(context + choice, true);
        const size_t split = tokenizer.encodeIds(context, true)->size();
        Forward forward(*m_model);
        const Matrix hidden = *forward.run(TokenBatch::single({whole.begin(), whole.end()}),
                                           nullptr, silentProgress());
        Matrix logits;
        if (!forward.logits(hidden, logits).ok()) qFatal("no logits");
        double sum = 0.0;
        for (size_t i = split; i < whole.size(); ++i) {
            const float* row = logits.row(static_cast<int64_t>(i) - 1);
            double total = 0.0;
            for (int64_t v = 0; v < logits.cols; ++v)
                total += std::exp(static_cast<double>(row[v]));
            sum += static_cast<double>(row[whole[i]]) - std::log(total);
        }
        return sum;
    }

private slots:
    void initTestCase() {
        m_model = demoModel();
        QVERIFY(m_model);
    }

    void batchesScoreAsSingleSequencesDo() {
        const Tokenizer tokenizer = moqa::test::tokenizerOf(*m_model);
        TaskSet task;
        task.name = "small";
        task.items = {item("def add(a, b):\n    return", {" a + b", " the king"}, 0),
                      item("He went to the", {" door", " import", " house of the old man"}, 1),
                      item("The sum of two even numbers is", {" even", " odd"}, 0)};
        std::vector<std::vector<ChoiceScore>> plain;
        for (const TaskItem& i : task.items) {
            plain.emplace_back();
            for (size_t c = 0; c < i.choices.size(); ++c)
                plain.back().push_back({logProb(tokenizer, i.contexts[c], i.choices[c]), false});
        }
        const TaskScore expected = summarise(task, plain);
        const auto score = scoreTask(*m_model, tokenizer, task, silentProgress());
        QVERIFY2(score.ok(), score.ok() ? "" : score.error().message().c_str());
        QCOMPARE(score->correct, expected.correct);
        QCOMPARE(score->accNorm, expected.accNorm);
        // Which choice wins follows the plain scores for any gold.
        for (size_t i = 0; i < task.items.size(); ++i) {
            size_t top = 0;
            for (size_t c = 1; c < plain[i].size(); ++c)
                if (plain[i][c].logProb > plain[i][top].logProb) top = c;
            task.items[i].gold = static_cast<int>(top);
        }
        QCOMPARE(scoreTask(*m_model, tokenizer, task, silentProgress())->acc, 1.0);
    }

    void greedyMatchIsWhatTheModelWouldWrite() {
        const Tokenizer tokenizer = moqa::test::tokenizerOf(*m_model);
        const std::string context = "He went to the";
        // The model's own greedy next token, as text.
        Forward forward(*m_model);
        const auto ids = *tokenizer.encodeIds(context, true);
        const Matrix hidden = *forward.run(TokenBatch::single(ids), nullptr, silentProgress());
        Matrix logits;
        QVERIFY(forward.logits(hidden, logits).ok());
        const float* last = logits.row(logits.rows - 1);
        const auto top = static_cast<int32_t>(std::max_element(last, last + logits.cols) - last);
        TaskSet task;
        task.name = "lambada";
        task.hasAccNorm = false;
        task.items = {item(context, {tokenizer.decode({top})}, 0), item(context, {" qqq"}, 0)};
        const auto score = scoreTask(*m_model, tokenizer, task, silentProgress());
        QVERIFY(score.ok());
        QCOMPARE(score->correct, (std::vector<uint8_t>{1, 0}));
    }

    void publicItemsScoreAboveNothing_data() {
        QTest::addColumn<QString>("name");
        for (const char* name : {"arc_easy", "winogrande", "boolq", "hellaswag_subset"})
            QTest::newRow(name) << name;
    }
    void publicItemsScoreAboveNothing() {
        QFETCH(QString, name);
        const QString path = QString(MOQA_SHARED_DIR "/data/zeroshot/%1.jsonl").arg(name);
        if (!QFile::exists(path)) QSKIP("the public task files are not there");
        const auto task = loadTask(name.toStdString(), path.toStdString(), 12);
        const Tokenizer tokenizer = moqa::test::tokenizerOf(*m_model);
        const auto score = scoreTask(*m_model, tokenizer, *task, silentProgress());
        QVERIFY2(score.ok(), score.ok() ? "" : score.error().message().c_str());
        QCOMPARE(score->n, int64_t{12});
        QVERIFY(score->acc >= 0.0 && score->acc <= 1.0 && score->stderrAcc < 0.16);
        const auto again = scoreTask(*m_model, tokenizer, *task, silentProgress());
        QCOMPARE(again->correct, score->correct);
    }

    void emptyTasksAndCancelAreErrors() {
        const Tokenizer tokenizer = moqa::test::tokenizerOf(*m_model);
        TaskSet task;
        task.name = "none";
        QCOMPARE(scoreTask(*m_model, tokenizer, task, silentProgress()).error().code,
                 ErrorCode::BadInput);
        class Cancelled final : public Progress {
            void report(double, std::string_view) override {}
            void note(std::string_view) override {}
            bool cancelled() const override { return true; }
        } cancelled;
        task.items = {item("a", {" b", " c"}, 0)};
        QCOMPARE(scoreTask(*m_model, tokenizer, task, cancelled).error().code,
                 ErrorCode::Cancelled);
        task.items = {item("a", {""}, 0)};
        const auto empty = scoreTask(*m_model, tokenizer, task, silentProgress());
        QVERIFY(!empty.ok() && empty.error().where == "none: item 1");
    }
};

QTEST_GUILESS_MAIN(TestTaskScores)
#include "tst_task_scores.moc"
