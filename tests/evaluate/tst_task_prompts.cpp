// SPDX-License-Identifier: GPL-3.0-or-later
// Prompts to the letter, for every layout; Python's string operations; errors that name the line.
#include "core/evaluate/prompt_text.h"
#include "core/evaluate/python_text.h"
#include "core/evaluate/task_prompts.h"

#include <QTemporaryDir>
#include <QTest>

using namespace moqa;

namespace {

Result<TaskItem> itemOf(const char* task, const char* row) {
    return taskItemFromRow(taskKindOf(task), Json::parse(row), "row");
}

QString show(const std::string& s) { return QString::fromStdString(s); }

} // namespace

class TestTaskPrompts : public QObject {
    Q_OBJECT
private slots:
    void pythonStrings() {
        using namespace python;
        QCOMPARE(capitalize("then THE Man"), std::string("Then the man"));
        QCOMPARE(capitalize("\xc3\xa9T\xc3\x89 \xc3\x84"),
                 std::string("\xc3\x89t\xc3\xa9 \xc3\xa4"));
        QCOMPARE(capitalize(""), std::string());
        QCOMPARE(capitalize(", The"), std::string(", the"));         // the first letter is a comma
        QCOMPARE(capitalize("\xc7\x86x"), std::string("\xc7\x85x")); // title case, not upper
        QCOMPARE(lowerFirst("The Man"), std::string("the Man"));
        QCOMPARE(lowerFirst("\xc3\x89t\xc3\x89"), std::string("\xc3\xa9t\xc3\x89"));
        QCOMPARE(dropLast("caf\xc3\xa9"), std::string("caf"));
        QCOMPARE(dropLast(""), std::string());
        QCOMPARE(codePoints("caf\xc3\xa9 \xf0\x9f\x98\x80"), int64_t{6});
        QCOMPARE(strip(" \t a b\xc2\xa0\n"), std::string("a b"));
        QCOMPARE(stripRight(" a \xe3\x80\x80"), std::string(" a"));
        QCOMPARE(stripRight("   "), std::string());
        QCOMPARE(replaceAll("a    b", "  ", " "), std::string("a  b")); // one pass
    }

    void hellaSwagIsCleaned() {
        QCOMPARE(cleanHellaSwag("  How to [title] Choose [step] well  "),
                 std::string("How to. Choose well"));
        QCOMPARE(cleanHellaSwag("[header] How [title] Do"), std::string(" How. Do"));
        QCOMPARE(cleanHellaSwag("a [b [c] d] e"), std::string("a d] e"));  // to the first ]
        QCOMPARE(cleanHellaSwag("a [b\nc] d"), std::string("a [b\nc] d")); // within a line
        QCOMPARE(cleanHellaSwag("a [b\nc [d] e"), std::string("a [b\nc e"));
        QCOMPARE(cleanHellaSwag("a    b"), std::string("a  b"));
        QCOMPARE(cleanHellaSwag("open [ended"), std::string("open [ended"));
    }

    void mathQaOptionsAreSplit() {
        QCOMPARE(mathQaOptions("a ) 38 , b ) 27.675 , c ) 30 , d ) data inadequate , e ) none"),
                 (std::vector<std::string>{"38", "27.675", "30", "data inadequate", "none"}));
        QCOMPARE(mathQaOptions("a ) rs . 1 , 000 , b ) 2 , e ) 5 , 6").back(),
                 std::string("5 , 6"));
        QVERIFY(mathQaOptions("nothing").empty());
    }

    void rawRowsGiveTheHarnessPrompt_data() {
        QTest::addColumn<QString>("task");
        QTest::addColumn<QString>("row");
        QTest::addColumn<QString>("context"); // of the first choice
        QTest::addColumn<QStringList>("choices");
        QTest::addColumn<int>("gold");
        const auto row = [](const char* task, const char* json, const char* context,
                            const QStringList& choices, int gold) {
            QTest::addRow("%s: %.40s", task, json) << task << json << context << choices << gold;
        };
        const char* arcPrompt = "Question: Why?\nAnswer:";
        row("arc_easy", R"({"question": "Why?", "choices": {"text": ["a", "b", "c"],
            "label": ["1", "2", "3"]}, "answerKey": "2"})",
            arcPrompt, {" a", " b", " c"}, 1);
        row("ARC-Challenge", R"({"id": "x", "question": {"stem": "Why?", "choices":
            [{"text": "a", "label": "A"}, {"text": "b", "label": "B"}]}, "answerKey": "B"})",
            arcPrompt, {" a", " b"}, 1);
        row("openbookqa", R"({"question_stem": "Frogs eat", "choices": {"text": ["a", "b"],
            "label": ["A", "B"]}, "answerKey": "A"})",
            "Frogs eat", {" a", " b"}, 0);
        row("obqa", R"({"question": {"stem": "Frogs eat", "choices":
            [{"text": "a", "label": "A"}]}, "answerKey": "A"})",
            "Frogs eat", {" a"}, 0);
        row("piqa", R"({"goal": "Cool soup", "sol1": "blow", "sol2": "boil", "label": 0})",
            "Question: Cool soup\nAnswer:", {" blow", " boil"}, 0);
        row("hellaswag", R"({"activity_label": "Baking", "ctx_a": "A man [title] bakes.",
            "ctx_b": "then He", "endings": ["eats [x] it.", "[y] b"], "label": "1"})",
            "Baking: A man. bakes. Then he", {" eats it.", "  b"}, 1);
        row("winogrande", R"({"sentence": "Ann told Bea that _ won. ", "option1": "Ann",
            "option2": "Bea", "answer": "2"})",
            "Ann told Bea that Ann", {" won.", " won."}, 1);
        row("rte", R"({"sentence1": "P.", "sentence2": "H.", "label": 1, "idx": 0})",
            "P.\nQuestion: H. True or False?\nAnswer:", {" True", " False"}, 1);
        row("rte", R"({"premise": "P.", "hypothesis": "H.", "label": "entailment"})",
            "P.\nQuestion: H. True or False?\nAnswer:", {" True", " False"}, 0);
        row("copa", R"({"premise": "The man broke his toe.", "choice1": "He dropped a hammer.",
            "choice2": "It Rained.", "question": "cause", "label": 0})",
            "The man broke his toe because", {"  he dropped a hammer.", "  it Rained."}, 0);
        row("copa", R"({"premise": "It rained.", "choice1": "A.", "choice2": "B.",
            "question": "effect", "label": 1})",
            "It rained therefore", {"  a.", "  b."}, 1);
        row("cb", R"({"premise": "P", "hypothesis": "H", "label": "neutral"})",
            "P\nQuestion: H. True, False, or Neither?\nAnswer:", {" True", " False", " Neither"},
            2);
        row("cb", R"({"premise": "P", "hypothesis": "H", "label": 1})",
            "P\nQuestion: H. True, False, or Neither?\nAnswer:", {" True", " False", " Neither"},
            1);
        row("boolq", R"({"passage": "Text.", "question": "is it so", "label": 1})",
            "Text.\nQuestion: is it so?\nAnswer:", {" no", " yes"}, 1);
        row("boolq", R"({"passage": "Text.", "question": "is it so", "answer": false})",
            "Text.\nQuestion: is it so?\nAnswer:", {" no", " yes"}, 0);
        row("mathqa",
            "{\"Problem\": \"1 + 1 ?\", \"options\": \"a ) 1 , b ) 2 , e ) 9\", \"correct\": "
            "\"b\"}",
            "Question: 1 + 1 ?\nAnswer:", {" 1", " 2", " 9"}, 1);
        // Suites that come with the prompt.
        row("arc_easy", R"({"query": "Question: Why?", "choices": ["a", "b"], "gold": 1})",
            arcPrompt, {" a", " b"}, 1);
        row("piqa", R"({"query": "Question: Cool soup\n", "choices": ["a", "b"], "gold": 1})",
            "Question: Cool soup\nAnswer:", {" a", " b"}, 1);
        row("piqa",
            R"({"query": "Question: Cool soup\nAnswer:", "choices": ["a", "b"], "gold": 1})",
            "Question: Cool soup\nAnswer:", {" a", " b"}, 1);
        row("boolq", R"({"query": "Passage: Text.\nQuestion: so?", "choices": ["no", "yes"],
            "gold": 0})",
            "Text.\nQuestion: so?\nAnswer:", {" no", " yes"}, 0);
        row("openbook_qa", R"({"query": "Frogs eat", "choices": ["a", "b"], "gold": 0})",
            "Frogs eat", {" a", " b"}, 0);
        row("hellaswag", R"({"query": "Baking: A man. Then", "choices": [", he", "b"], "gold": 1})",
            "Baking: A man. Then", {" , he", " b"}, 1);
        row("winogrande", R"({"context_options": ["x A", "x B"], "continuation": "won.",
            "gold": 1})",
            "x A", {" won.", " won."}, 1);
        row("lambada_openai", R"({"context": "I care about", "continuation": "signs"})",
            "I care about", {" signs"}, 0);
    }
    void rawRowsGiveTheHarnessPrompt() {
        QFETCH(QString, task);
        QFETCH(QString, row);
        QFETCH(QString, context);
        QFETCH(QStringList, choices);
        QFETCH(int, gold);
        const Result<TaskItem> item = itemOf(task.toStdString().c_str(), row.toStdString().c_str());
        QVERIFY2(item.ok(), item.ok() ? "" : item.error().message().c_str());
        QCOMPARE(show(item->contexts[0]), context);
        QStringList given;
        for (const std::string& choice : item->choices) given << show(choice);
        QCOMPARE(given, choices);
        QCOMPARE(item->gold, gold);
        QCOMPARE(item->contexts.size(), item->choices.size());
    }

    void winoGrandeHasOneContextPerOption() {
        const auto item = itemOf("winogrande", R"({"sentence": "A _ won.", "option1": "x",
                                                   "option2": "y", "answer": "1"})");
        QCOMPARE(item->contexts, (std::vector<std::string>{"A x", "A y"}));
    }

    void choiceLengthsAreCodePointsWithoutDelimiter() {
        const auto item = itemOf("piqa", "{\"goal\": \"g\", \"sol1\": \"caf\xc3\xa9\", "
                                         "\"sol2\": \"\xf0\x9f\x98\x80\", \"label\": 1}");
        QCOMPARE(item->choiceCharacters, (std::vector<int64_t>{4, 1}));
    }

    void namesDecideWhatRowsDoNot() {
        QVERIFY(taskKindOf("HellaSwag_few-rows") == TaskKind::HellaSwag);
        QVERIFY(taskKindOf("my_task") == TaskKind::Other);
        QVERIFY(hasAccNorm(TaskKind::Arc) && !hasAccNorm(TaskKind::BoolQ));
        const auto ambiguous = itemOf("mine", R"({"question": "q", "choices": {"text": ["a"],
                                                  "label": ["A"]}, "answerKey": "A"})");
        QVERIFY(!ambiguous.ok());
        QVERIFY(ambiguous.error().hint.find("arc_easy") != std::string::npos);
        const auto pair = itemOf("mine", R"({"premise": "p", "hypothesis": "h", "label": 0})");
        QVERIFY(!pair.ok() && pair.error().hint.find("rte or cb") != std::string::npos);
    }

    void badRowsAreRefusedByKey_data() {
        QTest::addColumn<QString>("row");
        QTest::addColumn<QString>("words");
        const auto row = [](const char* json, const char* words) {
            QTest::addRow("%.60s", json) << json << words;
        };
        row(R"([1])", "must be a JSON object");
        row(R"({"cheese": 1})", "none of the layouts");
        row(R"({"query": 3, "choices": ["a"], "gold": 0})", "\"query\" must be a string");
        row(R"({"query": "q", "choices": "a", "gold": 0})", "\"choices\" must be a list");
        row(R"({"query": "q", "choices": ["a", 2], "gold": 0})", "\"choices\" must be a list");
        row(R"({"query": "q", "choices": ["a"], "gold": 1})",
            "\"gold\" must be a number from 0 to 0");
        row(R"({"query": "q", "choices": ["a"], "gold": -1})", "\"gold\"");
        row(R"({"query": "q", "choices": ["a"]})", "\"gold\"");
        row(R"({"goal": "g", "sol1": "a", "label": 0})", "\"sol2\" is missing");
        row(R"({"goal": "g", "sol1": "a", "sol2": "b", "label": ""})", "\"label\"");
        row(R"({"sentence": "no blank", "option1": "a", "option2": "b", "answer": "1"})", "\"_\"");
        row(R"({"sentence": "a _", "option1": "a", "option2": "b", "answer": "3"})", "\"answer\"");
        row(R"({"premise": "p.", "choice1": "a", "choice2": "b", "question": "why", "label": 0})",
            "cause or effect");
        row(R"({"question": "q", "choices": {"text": ["a"], "label": []}, "answerKey": "A"})",
            "as many texts as labels");
        row(R"({"question": "q", "choices": {"text": ["a"], "label": ["B"]}, "answerKey": "A"})",
            "\"answerKey\" is \"A\"");
        row(R"({"question": {"stem": "q", "choices": [3]}, "answerKey": "A"})", "objects");
        row("{\"Problem\": \"p\", \"options\": \"a ) 1 , e ) 2\", \"correct\": \"e\"}",
            "\"correct\"");
    }
    void badRowsAreRefusedByKey() {
        QFETCH(QString, row);
        QFETCH(QString, words);
        const auto item = itemOf("arc_easy", row.toStdString().c_str());
        QVERIFY(!item.ok());
        QCOMPARE(item.error().code, ErrorCode::BadInput);
        QVERIFY2(show(item.error().message()).contains(words), item.error().message().c_str());
    }

    void filesNameTheLine() {
        QTemporaryDir dir;
        const QString path = dir.filePath("t.jsonl");
        const auto load = [&](const QByteArray& content, int64_t limit = 0) {
            QFile file(path);
            if (!file.open(QIODevice::WriteOnly)) qFatal("cannot write");
            file.write(content);
            file.close();
            return loadTask("piqa", path.toStdString(), limit);
        };
        const QByteArray good = R"({"goal": "g", "sol1": "a", "sol2": "b", "label": 0})";
        const auto two = load(good + "\r\n\n" + good);
        QVERIFY(two.ok());
        QCOMPARE(two->items.size(), size_t{2});
        QVERIFY(two->hasAccNorm && !two->hasMacroF1);
        const auto broken = load(good + "\n{\"goal\": \n");
        QVERIFY(!broken.ok());
        QVERIFY(broken.error().message().find("t.jsonl: line 2: ") != std::string::npos);
        QCOMPARE(load(good + "\n{\"goal\": \n", 1)->items.size(), size_t{1}); // limit: not reached
        QVERIFY(load("\n").error().message().find("no items") != std::string::npos);
        QVERIFY(!load("\xff\xfe").ok());
        QCOMPARE(loadTask("piqa", "/nonexistent.jsonl").error().code, ErrorCode::BadInput);
    }

    // The public files, if they are there: every row is read.
    void publicSuitesLoad_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<int>("rows");
        QTest::newRow("arc_easy") << "arc_easy" << 2376;
        QTest::newRow("piqa") << "piqa" << 1838;
        QTest::newRow("winogrande") << "winogrande" << 1267;
        QTest::newRow("boolq") << "boolq" << 3270;
        QTest::newRow("lambada_openai") << "lambada_openai" << 5153;
        QTest::newRow("openbook_qa") << "openbook_qa" << 500;
        QTest::newRow("hellaswag_few_rows") << "hellaswag_few_rows" << 4;
        QTest::newRow("hellaswag_subset") << "hellaswag_subset" << 1000;
    }
    void publicSuitesLoad() {
        QFETCH(QString, name);
        QFETCH(int, rows);
        const QString path = QString(MOQA_SHARED_DIR "/data/zeroshot/%1.jsonl").arg(name);
        if (!QFile::exists(path)) QSKIP("the public task files are not there");
        const auto task = loadTask(name.toStdString(), path.toStdString());
        QVERIFY2(task.ok(), task.ok() ? "" : task.error().message().c_str());
        QCOMPARE(task->items.size(), static_cast<size_t>(rows));
        if (name == "arc_easy" || name == "piqa" || name == "boolq")
            for (const TaskItem& item : task->items)
                QVERIFY(item.contexts[0].ends_with("\nAnswer:") &&
                        !item.contexts[0].ends_with("\n\nAnswer:") &&
                        !item.contexts[0].starts_with("Passage"));
    }
};

QTEST_GUILESS_MAIN(TestTaskPrompts)
#include "tst_task_prompts.moc"
