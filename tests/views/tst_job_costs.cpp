// SPDX-License-Identifier: GPL-3.0-or-later
// What is said of a job's cost before it starts, and what finished jobs teach about it.
#include "tests/views/fake_model.h"
#include "views/pages/corpora_dialog.h"
#include "views/pages/quantize_page.h"
#include "views/panels/quantize_form.h"
#include "views/state/job_costs.h"
#include "views/state/workbench_actions.h"

#include <QDialogButtonBox>
#include <QFile>
#include <QLabel>
#include <QPushButton>
#include <QSpinBox>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

using namespace moqa;

namespace {

JobInfo finishedJob(int number, double seconds, JobState state = JobState::Done) {
    JobInfo job;
    job.number = number;
    job.kind = JobKind::Analyze;
    job.state = state;
    job.elapsedMs = static_cast<int64_t>(seconds * 1000);
    return job;
}

} // namespace

class TestJobCosts : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() {
        QStandardPaths::setTestModeEnabled(true);
        QFile file(textPath());
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(QByteArray(12'000, 'a'));
    }

    void tokensFollowTheFile() {
        const std::string path = textPath().toStdString();
        const std::vector<CorpusRequest> texts{{"a", path, 2, 3, false},
                                               {"b", path, 1, 3, true},
                                               {"gone", "/nowhere/at/all.txt", 1, 1, false}};
        QCOMPARE(likelyTokens(texts, 0), (std::vector<int64_t>{2000, 1000, 0}));
        QCOMPARE(likelyTokens(texts, 1500), (std::vector<int64_t>{1500, 1000, 0}));
    }

    void finishedJobsCorrectTheNext() {
        const JobEstimate estimate{2, 8, 100, 10}; // middle: 4 s
        JobPace pace;
        QCOMPARE(pace.corrected(JobKind::Analyze, estimate).secondsHigh, 8.0);
        pace.expect(1, estimate);
        pace.finished(finishedJob(1, 8)); // twice as long as said
        const JobEstimate once = pace.corrected(JobKind::Analyze, estimate);
        QCOMPARE(once.secondsLow, 4.0);
        QCOMPARE(once.secondsHigh, 16.0);
        QCOMPARE(once.peakBytes, int64_t{100});
        // Another kind of job has a pace of its own.
        QCOMPARE(pace.corrected(JobKind::Quantize, estimate).secondsHigh, 8.0);
        pace.expect(2, estimate);
        pace.finished(finishedJob(2, 2)); // half: the geometric mean of 2 and 1/2 is 1
        QCOMPARE(pace.corrected(JobKind::Analyze, estimate).secondsHigh, 8.0);
    }

    void whatSaysNothingTeachesNothing() {
        const JobEstimate estimate{2, 8, 0, 0};
        JobPace pace;
        pace.finished(finishedJob(1, 40)); // was not expected
        pace.expect(2, estimate);
        pace.finished(finishedJob(2, 40, JobState::Cancelled));
        pace.expect(3, estimate);
        pace.finished(finishedJob(3, 0.1)); // over before it began
        QCOMPARE(pace.corrected(JobKind::Analyze, estimate).secondsHigh, 8.0);
        pace.expect(4, estimate);
        pace.finished(finishedJob(4, 4000)); // slept over night
        QCOMPARE(pace.corrected(JobKind::Analyze, estimate).secondsHigh, 64.0);
    }

    void theDialogSaysTheCost() {
        Settings settings;
        const CorpusLibrary library{{"a", textPath().toStdString()}};
        CorporaDialog dialog(library, settings);
        std::vector<int64_t> asked;
        const FakeModel model;
        dialog.setCost([&](const auto& texts, int64_t maxTokens, const AnalyzeOptions& options) {
            asked = likelyTokens(texts, maxTokens);
            return analyzeCost(model, texts, maxTokens, options);
        });
        auto* const cost = dialog.findChild<QLabel*>(QStringLiteral("cost"));
        QVERIFY2(cost->text().startsWith(QStringLiteral("About ")), qPrintable(cost->text()));
        QVERIFY(cost->text().contains(QStringLiteral("of memory")));
        QCOMPARE(asked, std::vector<int64_t>{2000});
        auto* const tokens = dialog.findChildren<QSpinBox*>().front();
        tokens->setFocus();
        tokens->selectAll();
        QTest::keyClicks(tokens, QStringLiteral("1024"));
        QTest::keyClick(tokens, Qt::Key_Tab);
        QCOMPARE(asked, std::vector<int64_t>{1024});
    }

    void thePageQuantizeSaysTheCostOfBoth() {
        Workbench workbench;
        addWorkbenchActions(workbench);
        workbench.document().openModel(std::make_shared<FakeModel>());
        QVERIFY(workbench.document().setCorpora({{"prose", textPath().toStdString()}}));
        QuantizePage page(workbench);
        page.resize(1200, 800);
        page.show();
        auto* const form = page.findChild<QuantizeForm*>();
        auto* const cost = form->findChild<QLabel*>(QStringLiteral("evaluateCost"));
        QVERIFY(!cost->isVisible()); // no plan
        PlanOptions plan;
        plan.method = PlanMethod::Uniform;
        plan.bits = 4;
        workbench.makePlan(plan);
        QTRY_VERIFY(cost->isVisible());
        QVERIFY(cost->text().contains(QStringLiteral("of memory")));
        QVERIFY(!cost->text().contains(QStringLiteral("on disk"))); // nothing is written
    }

private:
    QString textPath() const { return m_folder.filePath(QStringLiteral("text.txt")); }
    QTemporaryDir m_folder;
};

QTEST_MAIN(TestJobCosts)
#include "tst_job_costs.moc"
