// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/views/fake_model.h"
#include "tests/views/fake_plan.h"
#include "views/state/workbench.h"
#include "views/state/workbench_actions.h"

#include <QSignalSpy>
#include <QTest>

using namespace moqa;

class TestDocument : public QObject {
    Q_OBJECT
private slots:
    void init() {
        m_model = std::make_shared<FakeModel>();
        m_document = std::make_unique<Document>();
        m_document->openModel(m_model);
        m_document->addPlan("p", uniformPlan(*m_model, 4));
    }

    void paintingIsOneStepWithTheBudgetLive() {
        QCOMPARE(m_document->activePlan()->totals.meanBits, 4.0);
        const int before = m_document->undoStack().index();
        QSignalSpy edited(m_document.get(), &Document::planEdited);
        m_document->beginGesture();
        m_document->paint({{0, 0}}, 2);
        // 8 experts of one size: one at 2 instead of 4 takes 2/8 off the mean.
        QCOMPARE(m_document->activePlan()->totals.meanBits, 3.75);
        m_document->paint({{0, 0}, {0, 1}}, 2);
        m_document->paint({{2, 3}}, 2);
        QCOMPARE(m_document->undoStack().index(), before); // the gesture still runs
        m_document->endGesture();
        QCOMPARE(m_document->undoStack().index(), before + 1);
        QCOMPARE(edited.count(), 3);
        QCOMPARE(m_document->activePlan()->totals.meanBits, 3.25);
        QCOMPARE(m_document->undoStack().undoText(),
                 QStringLiteral("Set 3 expert(s) in several layers to 2 bit"));
        const int64_t painted = m_document->activePlan()->totals.bytes;

        m_document->undo();
        QCOMPARE(m_document->bits(0, 0), 4);
        QCOMPARE(m_document->bits(2, 3), 4);
        QCOMPARE(m_document->activePlan()->totals.meanBits, 4.0);
        QCOMPARE(m_document->activePlan()->totals.bytes, uniformPlan(*m_model, 4).totals.bytes);
        m_document->redo();
        QCOMPARE(m_document->bits(2, 3), 2);
        QCOMPARE(m_document->activePlan()->totals.bytes, painted);
    }

    void aStrokeThatChangesNothingIsNoStep() {
        const int before = m_document->undoStack().index();
        m_document->beginGesture();
        m_document->paint({{0, 0}}, 4);
        m_document->endGesture();
        m_document->beginGesture();
        m_document->paint({{0, 1}}, 2);
        m_document->paint({{0, 1}}, 4); // and back
        m_document->endGesture();
        QCOMPARE(m_document->undoStack().index(), before);
    }

    void escapeEndsTheGestureBeforeTheSelection() {
        Workbench workbench;
        addWorkbenchActions(workbench);
        Document& document = workbench.document();
        document.openModel(m_model);
        document.addPlan("p", uniformPlan(*m_model, 4));
        workbench.selection().setObjects({ObjectRef::ofExpert(0, 0)});
        QAction* const escape = workbench.actions().action(QStringLiteral("edit.clearSelection"));
        document.beginGesture();
        document.paint({{0, 0}}, 2);
        escape->trigger();
        QVERIFY(!document.inGesture());
        document.paint({{0, 1}}, 2); // the hand still moves: no longer painting
        QCOMPARE(document.bits(0, 1), 4);
        QCOMPARE(document.bits(0, 0), 2);
        QVERIFY(!workbench.selection().objects().empty());
        escape->trigger();
        QVERIFY(workbench.selection().objects().empty());
    }

    // A job may end while the hand moves: the stroke stays with the plan that it began on.
    void aPlanThatArrivesEndsTheStroke() {
        const std::string painted = m_document->activePlanName();
        m_document->beginGesture();
        m_document->paint({{0, 0}}, 2);
        m_document->addPlan("arrived", uniformPlan(*m_model, 8));
        QVERIFY(!m_document->inGesture());
        m_document->paint({{0, 1}}, 2);
        m_document->endGesture();
        QCOMPARE(m_document->bits(0, 0), 8);
        QCOMPARE(m_document->bits(0, 1), 8);
        m_document->undo(); // the plan goes
        QCOMPARE(m_document->activePlanName(), painted);
        QCOMPARE(m_document->bits(0, 0), 2);
        m_document->undo(); // the stroke is a step of its own
        QCOMPARE(m_document->bits(0, 0), 4);
    }

    void aRenamedPlanKeepsItsRuns() {
        QuantizeRun run;
        run.planName = m_document->activePlanName();
        run.outputPath = "/out.h5";
        run.complete = true;
        m_document->setQuantizeRun(run);
        QVERIFY(m_document->renamePlan(run.planName, "other"));
        QVERIFY(!m_document->quantizeRun(run.planName));
        const auto renamed = m_document->quantizeRun("other");
        QVERIFY(renamed.has_value());
        QCOMPARE(renamed->outputPath, run.outputPath);
        m_document->undo();
        QVERIFY(m_document->quantizeRun(run.planName));
        QVERIFY(!m_document->quantizeRun("other"));
    }

    void undoWaitsForTheGesture() {
        m_document->setBits({{0, 0}}, 8);
        m_document->beginGesture();
        m_document->paint({{0, 1}}, 2);
        m_document->undo();
        QCOMPARE(m_document->bits(0, 0), 8);
        m_document->endGesture();
        m_document->undo();
        QCOMPARE(m_document->bits(0, 1), 4);
        QCOMPARE(m_document->bits(0, 0), 8);
    }

    void lockedExpertsKeepTheirWidth() {
        QVERIFY(m_document->setLocked({{0, 0}}, true));
        QVERIFY(m_document->locked(0, 0));
        QVERIFY(!m_document->setBits({{0, 0}}, 2));
        QVERIFY(m_document->stepBits({{0, 0}, {0, 1}}, -1));
        QCOMPARE(m_document->bits(0, 0), 4);
        QCOMPARE(m_document->bits(0, 1), 3);
        m_document->undo();
        m_document->undo();
        QVERIFY(!m_document->locked(0, 0));
    }

    void modifiedFollowsTheCleanState() {
        QVERIFY(m_document->isModified()); // the plan was added
        m_document->markSaved(QStringLiteral("/tmp/x.moqa"), m_document->revision());
        QVERIFY(!m_document->isModified());
        QSignalSpy modified(m_document.get(), &Document::modifiedChanged);
        m_document->setBits({{0, 0}}, 2);
        QVERIFY(m_document->isModified());
        m_document->undo();
        QVERIFY(!m_document->isModified());
        QCOMPARE(modified.count(), 2);
    }

    void whatChangedDuringASaveIsNotSaved() {
        const quint64 atSave = m_document->revision();
        m_document->setBits({{0, 0}}, 2);
        m_document->markSaved(QStringLiteral("/tmp/x.moqa"), atSave);
        QVERIFY(m_document->isModified());
    }

    void aSnapshotHasTheEdits() {
        m_document->setBits({{2, 1}}, 8);
        const Workspace snapshot = m_document->snapshot();
        const Plan& plan = snapshot.plans.at("p");
        const auto unit = std::find_if(plan.units.begin(), plan.units.end(), [](const PlanUnit& u) {
            return u.layer == 2 && u.expert == 1;
        });
        QVERIFY(unit != plan.units.end());
        QCOMPARE(unit->format.bits, 8);
        QCOMPARE(QString::fromStdString(plan.method), QStringLiteral("manual"));
    }

    void addingAPlanIsUndoable() {
        m_document->addPlan("q", uniformPlan(*m_model, 2));
        QCOMPARE(QString::fromStdString(m_document->activePlanName()), QStringLiteral("q"));
        QCOMPARE(m_document->bits(0, 0), 2);
        m_document->undo();
        QCOMPARE(QString::fromStdString(m_document->activePlanName()), QStringLiteral("p"));
        QCOMPARE(m_document->planNames().size(), size_t{1});
        m_document->redo();
        QCOMPARE(m_document->bits(0, 0), 2);
        QCOMPARE(QString::fromStdString(m_document->freePlanName("q")), QStringLiteral("q (2)"));
    }

    void resultsKnowThePlanTheyWereMadeFrom() {
        QuantizeRun run;
        run.planName = "p";
        run.planHash = planHash(*m_document->activePlan());
        run.outputPath = "/tmp/x.h5";
        run.layers = {{0, 0.1, std::numeric_limits<double>::quiet_NaN(), 2, 1.5}};
        run.complete = true;
        m_document->setQuantizeRun(run);
        QVERIFY(m_document->isCurrent("p", run.planHash));
        m_document->setBits({{0, 0}}, 2);
        QVERIFY(!m_document->isCurrent("p", run.planHash));
        m_document->undo();
        QVERIFY(m_document->isCurrent("p", run.planHash));
        m_document->setLocked({{0, 0}}, true); // a lock changes no weight
        QVERIFY(m_document->isCurrent("p", run.planHash));
    }

    // The plan as its rule made it: through edits, undo, a new name, a save and a journal.
    void aPlanRemembersHowItWasMade() {
        Document& d = *m_document;
        const auto madeBits = [](const Document& of, const char* plan) {
            const auto made = of.planAsMade(plan);
            return made ? made->meanBits : -1.0;
        };
        QVERIFY(d.setBits({{0, 0}}, 2));
        QCOMPARE(d.activePlan()->totals.meanBits, 3.75);
        QCOMPARE(madeBits(d, "p"), 4.0);
        QVERIFY(d.renamePlan("p", "q"));
        QCOMPARE(madeBits(d, "q"), 4.0);
        QCOMPARE(madeBits(d, "p"), -1.0);
        QVERIFY(d.removePlan("q"));
        QVERIFY(!d.planAsMade("q"));
        d.undo();
        QCOMPARE(madeBits(d, "q"), 4.0);

        Document other;
        other.openWorkspace(d.snapshot(), m_model, QStringLiteral("/tmp/x.moqa"));
        QCOMPARE(other.activePlan()->totals.meanBits, 3.75);
        QCOMPARE(madeBits(other, "q"), 4.0);
        QVERIFY(other.setBits({{0, 1}}, 2));
        QCOMPARE(madeBits(other, "q"), 4.0);

        // A workspace of an older program does not say; damaged ones neither.
        for (const char* state : {"", "{}", "[1]", "{\"q\": 3}", "rubbish"}) {
            Workspace old = d.snapshot();
            old.state["as_made"] = state;
            other.openWorkspace(std::move(old), m_model, QStringLiteral("/tmp/x.moqa"));
            QCOMPARE(madeBits(other, "q"), 3.75);
        }

        const auto record = recordFromJson(
            toJson(DocumentRecord{
                "x", {PlanPut{"r", StoredPlan{*d.activePlan(), "", d.planAsMade("q")}, "r"}}}),
            "test");
        QVERIFY(record.ok());
        QVERIFY(d.replay({toJson(*record)}).ok());
        QCOMPARE(madeBits(d, "r"), 4.0);
    }

    void reportsComeBackFromTheWorkspace() {
        EvaluateRun run;
        run.planName = "p";
        run.planHash = "h";
        run.knownCorpora = {"code"};
        CorpusScore score;
        score.corpus = "code";
        score.ppl = 12.5;
        score.kl = 0.25;
        score.hasReference = true;
        score.routingShift = {0.1, 0.2};
        run.full.corpora = {score};
        run.quantized.corpora = {score};
        m_document->setEvaluateRun(run);
        Document other;
        other.openWorkspace(m_document->snapshot(), m_model, QStringLiteral("/tmp/x.moqa"));
        const auto back = other.evaluateRun("p");
        QVERIFY(back.has_value());
        QCOMPARE(back->quantized.corpora.at(0).kl, 0.25);
        QCOMPARE(back->quantized.corpora.at(0).routingShift.size(), size_t{2});
        QCOMPARE(back->knownCorpora.at(0), std::string("code"));
        QVERIFY(!other.isModified());
    }

    void aWorkspaceWithoutItsModelShowsButDoesNotEdit() {
        Document other;
        other.openWorkspace(m_document->snapshot(), nullptr, QStringLiteral("/tmp/x.moqa"));
        QVERIFY(other.activePlan());
        QVERIFY(!other.isEditable());
        QVERIFY(!other.setBits({{0, 0}}, 2));
        QCOMPARE(other.bits(0, 0), -1);
    }

    void evaluationTakesTheShareThatCalibrationLeft() {
        Workspace workspace = m_document->snapshot();
        workspace.analysis = fakeAnalysis();
        Document other;
        other.openWorkspace(workspace, m_model, QStringLiteral("/tmp/x.moqa"));
        const CorpusChoice& choice = other.corpusChoice();
        QCOMPARE(choice.calibration.size(), size_t{2});
        QCOMPARE(choice.calibration[0].tail, false);
        QCOMPARE(choice.evaluation[0].shareNumerator, int64_t{1});
        QCOMPARE(choice.evaluation[0].shareDenominator, int64_t{3});
        QCOMPARE(choice.evaluation[0].tail, true);
    }

    void closingForgetsAll() {
        m_document->setBits({{0, 0}}, 2);
        m_document->close();
        QVERIFY(!m_document->isOpen());
        QVERIFY(!m_document->activePlan());
        QCOMPARE(m_document->undoStack().count(), 0);
        QVERIFY(!m_document->isModified());
    }

private:
    std::shared_ptr<FakeModel> m_model;
    std::unique_ptr<Document> m_document;
};

QTEST_MAIN(TestDocument)
#include "tst_document.moc"
