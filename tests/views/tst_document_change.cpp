// SPDX-License-Identifier: GPL-3.0-or-later
// Edits as JSON, the list of texts, and whether results fit what they were computed from.
#include "tests/views/fake_model.h"
#include "tests/views/fake_plan.h"
#include "views/state/document.h"
#include "views/state/staleness.h"

#include <QSignalSpy>
#include <QTest>

using namespace moqa;

class TestDocumentChange : public QObject {
    Q_OBJECT
private slots:
    void init() {
        m_model = std::make_shared<FakeModel>();
        m_document = std::make_unique<Document>();
        m_document->openModel(m_model);
        m_records.clear();
        connect(m_document.get(), &Document::recorded, this,
                [this](const DocumentRecord& record) { m_records.push_back(toJson(record)); });
    }

    // All verbs with undo and redo between them, replayed on a fresh document, give the same state.
    void replayGivesTheSameDocument() {
        Document& d = *m_document;
        d.addPlan("p", uniformPlan(*m_model, 4));
        QVERIFY(d.setBits({{0, 0}, {0, 1}}, 2));
        d.beginGesture();
        d.paint({{2, 0}}, 8);
        d.endGesture();
        d.undo();
        d.redo();
        d.undo();
        QVERIFY(d.setLocked({{0, 0}}, true));
        QVERIFY(d.duplicatePlan("p"));
        QVERIFY(d.renamePlan("p (2)", "q"));
        QVERIFY(d.setPlanNotes("q", "ü"));
        QVERIFY(d.setNotes("notes"));
        QVERIFY(d.setNamedSet("s", {ObjectRef::ofExpert(2, 3)}));
        QVERIFY(d.setCorpora({{"a", "/a.txt", true, false, 2.0, 1, 2, true}}));
        QuantizeRun run;
        run.planName = "p";
        run.planHash = "h";
        d.setQuantizeRun(run);
        QVERIFY(d.removePlan("q"));
        d.undo();

        Document again;
        again.openModel(m_model);
        const Status replayed = again.replay(m_records);
        QVERIFY2(replayed.ok(), replayed.ok() ? "" : replayed.error().message().c_str());
        const Workspace was = d.snapshot(), is = again.snapshot();
        QVERIFY(was.state == is.state);
        QVERIFY(was.reports == is.reports);
        QCOMPARE(is.notes, was.notes);
        QCOMPARE(is.plans.size(), was.plans.size());
        for (const auto& [name, plan] : was.plans) QVERIFY(is.plans.at(name).units == plan.units);
        QVERIFY(again.corpora() == d.corpora());
        QVERIFY(again.isModified());
    }

    void renamingKeepsThePlanAndUndoBringsTheNameBack() {
        Document& d = *m_document;
        d.addPlan("p", uniformPlan(*m_model, 4));
        d.addPlan("other", uniformPlan(*m_model, 2));
        d.setActivePlan("p");
        d.setBits({{0, 0}}, 8);
        QVERIFY(!d.renamePlan("p", "other")); // taken
        QVERIFY(!d.renamePlan("none", "x"));
        QVERIFY(!d.renamePlan("p", ""));
        QVERIFY(d.renamePlan("p", "r"));
        QCOMPARE(d.activePlanName(), std::string("r"));
        QCOMPARE(d.bits(0, 0), 8);
        QVERIFY(!d.plan("p"));
        d.undo();
        QCOMPARE(d.activePlanName(), std::string("p"));
        QCOMPARE(d.bits(0, 0), 8);
        QVERIFY(d.removePlan("p"));
        QCOMPARE(d.activePlanName(), std::string("other"));
        d.undo();
        QCOMPARE(d.bits(0, 0), 8);
        QCOMPARE(d.undoStack().undoText().contains(QStringLiteral("other")), false);
    }

    void readOnlyRefusesEverything() {
        Document& d = *m_document;
        d.addPlan("p", uniformPlan(*m_model, 4));
        const int steps = d.undoStack().count();
        d.setReadOnly(QStringLiteral("because"));
        QSignalSpy refused(&d, &Document::editRefused);
        QVERIFY(!d.setBits({{0, 0}}, 2));
        QVERIFY(!d.setNotes("x"));
        QVERIFY(!d.setCorpora({{"a", "/a"}}));
        QVERIFY(!d.removePlan("p"));
        QVERIFY(!d.setNamedSet("s", {}));
        d.undo();
        QCOMPARE(refused.count(), 6);
        QCOMPARE(d.undoStack().index(), steps);
        d.setReadOnly({});
        QVERIFY(d.setBits({{0, 0}}, 2));
    }

    void damagedRecordsAreRefused_data() {
        QTest::addColumn<QByteArray>("json");
        QTest::newRow("no object") << QByteArray("[1]");
        QTest::newRow("no changes") << QByteArray(R"({"text": "x"})");
        QTest::newRow("unknown kind") << QByteArray(R"({"changes": [{"kind": "spell"}]})");
        QTest::newRow("short unit")
            << QByteArray(R"({"changes": [{"kind": "bits", "plan": "p", "units": [[1, 2]]}]})");
        QTest::newRow("no width") << QByteArray(
            R"({"changes": [{"kind": "bits", "plan": "p", "units": [[0, 0, 3, 4, 7, 0, 0]]}]})");
        QTest::newRow("number too large") << QByteArray(
            R"({"changes": [{"kind": "bits", "plan": "p", "units": [[9999999999, 0, 3, 4, 8, 0, 0]]}]})");
        QTest::newRow("share above one") << QByteArray(
            R"({"changes": [{"kind": "corpora", "corpora": [{"name": "a", "share": [3, 2]}]}]})");
        QTest::newRow("object of no kind") << QByteArray(
            R"({"changes": [{"kind": "set", "name": "a", "objects": [[9, 0, 0, 0, 0]]}]})");
    }

    void damagedRecordsAreRefused() {
        QFETCH(QByteArray, json);
        const auto parsed = parseJson(json.toStdString(), "test");
        QVERIFY(parsed.ok());
        QCOMPARE(recordFromJson(parsed.value(), "test").error().code, ErrorCode::BadInput);
        const quint64 before = m_document->revision();
        QVERIFY(!m_document->replay({parsed.value()}).ok());
        QCOMPARE(m_document->revision(), before);
    }

    void sharesOfATextNeverOverlap() {
        const CorpusEntry entry{"a", "/a.txt", true, true, 1.0, 2, 3, false};
        QCOMPARE(calibrationOf(entry).shareNumerator, int64_t{2});
        QCOMPARE(evaluationOf(entry).shareNumerator, int64_t{1});
        QVERIFY(evaluationOf(entry).tail && !calibrationOf(entry).tail);
        const CorpusEntry whole{"b", "/b.txt", true, true, 1.0, 1, 1, false};
        QCOMPARE(evaluationOf(whole).shareNumerator, int64_t{1});
        const CorpusEntry fresh{"c", "/c.txt", false, true, 3.0, 1, 4, false};
        const CorpusLibrary library{entry, whole, fresh};
        QVERIFY(libraryOf(choiceOf(library), library) == library);
        const auto back = libraryFromJson(toJson(library), "test");
        QVERIFY(back.ok());
        QVERIFY(back.value() == library);
    }

    void resultsKnowTheirTexts() {
        Document& d = *m_document;
        QCOMPARE(analysisFit(d).fit, Fit::None);
        Workspace workspace = d.snapshot();
        workspace.analysis = fakeAnalysis();
        d.openWorkspace(workspace, m_model, QStringLiteral("/tmp/x.moqa"));
        QCOMPARE(analysisFit(d).fit, Fit::Current);
        const CorpusLibrary first = d.corpora();
        const auto fitWith = [&](auto change) {
            CorpusLibrary library = first;
            change(library);
            d.setCorpora(library);
            const Staleness fit = analysisFit(d);
            d.undo();
            return fit;
        };
        QCOMPARE(fitWith([](auto& l) { l[0].weight = 2; }).fit, Fit::Outdated);
        QCOMPARE(fitWith([](auto& l) { l[0].shareNumerator = 1; }).fit, Fit::Outdated);
        QCOMPARE(fitWith([](auto& l) { l[0].path = "/else.txt"; }).fit, Fit::Outdated);
        QCOMPARE(fitWith([](auto& l) { l[1].calibrates = false; }).fit, Fit::Outdated);
        QCOMPARE(fitWith([](auto& l) { l.pop_back(); }).fit, Fit::Outdated);
        const Staleness added = fitWith([](auto& l) { l.push_back({"new", "/n.txt"}); });
        QCOMPARE(added.fit, Fit::Outdated);
        QVERIFY(added.why.contains(QStringLiteral("new")));
        QCOMPARE(fitWith([](auto& l) { l.push_back({"n", "/n.txt", false}); }).fit, Fit::Current);
        QCOMPARE(analysisFit(d).fit, Fit::Current);
    }

    void runsKnowTheirPlan() {
        Document& d = *m_document;
        d.addPlan("p", uniformPlan(*m_model, 4));
        QCOMPARE(quantizeFit(d, "p").fit, Fit::None);
        QuantizeRun run;
        run.planName = "p";
        run.planHash = planHash(*d.plan("p"));
        run.outputPath = "/q.h5";
        d.setQuantizeRun(run);
        QCOMPARE(quantizeFit(d, "p").fit, Fit::Partial);
        run.complete = true;
        d.setQuantizeRun(run);
        QCOMPARE(quantizeFit(d, "p").fit, Fit::Current);
        EvaluateRun measured;
        measured.planName = "p";
        measured.planHash = run.planHash;
        measured.quantizedPath = "/q.h5";
        d.setEvaluateRun(measured);
        QCOMPARE(evaluateFit(d, "p").fit, Fit::Current);
        d.setBits({{0, 0}}, 2);
        QCOMPARE(quantizeFit(d, "p").fit, Fit::Outdated);
        QCOMPARE(evaluateFit(d, "p").fit, Fit::Outdated);
        d.undo();
        run.calibration = {"code=abc"};
        d.setQuantizeRun(run);
        QCOMPARE(quantizeFit(d, "p").fit, Fit::Outdated);
        run.calibration.clear();
        run.outputPath = "/other.h5";
        d.setQuantizeRun(run);
        QCOMPARE(evaluateFit(d, "p").fit, Fit::Outdated);
    }

private:
    std::shared_ptr<FakeModel> m_model;
    std::unique_ptr<Document> m_document;
    std::vector<Json> m_records;
};

QTEST_MAIN(TestDocumentChange)
#include "tst_document_change.moc"
