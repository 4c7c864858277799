// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/state/job_runner.h"

#include <QElapsedTimer>
#include <QSignalSpy>
#include <QTest>
#include <QThread>
#include <atomic>
#include <limits>
#include <new>

using namespace moqa;

namespace {

// Works until it is told to stop, looking every 10 ms.
Result<int> endless(JobContext& context) {
    while (!context.cancelled()) QThread::msleep(10);
    return cancelledError("cancelled");
}

} // namespace

class TestJobRunner : public QObject {
    Q_OBJECT
private slots:
    void deliversTheValueInTheGuiThread() {
        JobRunner runner;
        int got = 0;
        bool guiThread = false;
        const int number = runner.run<int>(
            JobKind::Plan, QStringLiteral("six"),
            [](JobContext& context) -> Result<int> {
                context.report(0.5, "half");
                return 6;
            },
            this,
            [&](Result<int> result) {
                got = result.value();
                guiThread = QThread::currentThread() == QCoreApplication::instance()->thread();
            });
        QTRY_COMPARE(got, 6);
        QVERIFY(guiThread);
        QVERIFY(runner.job(number)->state == JobState::Done);
        QCOMPARE(runner.job(number)->fraction, 1.0);
    }

    void tellsProgressAndNotes() {
        JobRunner runner;
        QSignalSpy noted(&runner, &JobRunner::noted);
        QString step;
        double fraction = 0;
        std::atomic<bool> go = false;
        connect(&runner, &JobRunner::jobChanged, this, [&](int number) {
            if (!go && runner.job(number)->step == QLatin1String("layer 1 of 2")) {
                step = runner.job(number)->step;
                fraction = runner.job(number)->fraction;
                go = true;
            }
        });
        bool done = false;
        runner.run<int>(
            JobKind::Analyze, QStringLiteral("a"),
            [&](JobContext& context) -> Result<int> {
                context.report(0.25, "layer 1 of 2");
                context.note("expert 3 fell back");
                while (!go && !context.cancelled()) QThread::msleep(5);
                return 1;
            },
            this, [&](Result<int>) { done = true; });
        QTRY_VERIFY(done);
        QCOMPARE(step, QStringLiteral("layer 1 of 2"));
        QCOMPARE(fraction, 0.25);
        QCOMPARE(noted.count(), 1);
        QCOMPARE(noted[0][1].toString(), QStringLiteral("expert 3 fell back"));
    }

    // The quickest of five: the machine may be busy with other things.
    void cancelEndsWithin200ms() {
        qint64 quickest = std::numeric_limits<qint64>::max();
        for (int trial = 0; trial < 5 && quickest >= 200; ++trial) {
            JobRunner runner;
            bool cancelled = false;
            std::atomic<bool> begun = false;
            const int number = runner.run<int>(
                JobKind::Quantize, QStringLiteral("endless"),
                [&begun](JobContext& context) {
                    begun = true;
                    return endless(context);
                },
                this,
                [&](Result<int> result) {
                    cancelled = !result.ok() && result.error().code == ErrorCode::Cancelled;
                });
            QTRY_VERIFY(begun);
            QElapsedTimer clock;
            clock.start();
            runner.cancel(number);
            // The button's answer is at once, before the worker's.
            QVERIFY(runner.job(number)->state == JobState::Cancelling);
            QTRY_VERIFY(cancelled);
            quickest = std::min(quickest, clock.elapsed());
            QVERIFY(runner.job(number)->state == JobState::Cancelled);
        }
        QVERIFY2(quickest < 200, qPrintable(QString::number(quickest)));
    }

    void aLaterRequestWinsAndTheEarlierResultIsDropped() {
        JobRunner runner;
        QList<int> delivered;
        std::atomic<bool> release = false;
        // Does not listen to cancel: its late result must be dropped by its number.
        const int first = runner.run<int>(
            JobKind::Plan, QStringLiteral("first"),
            [&](JobContext&) -> Result<int> {
                while (!release) QThread::msleep(5);
                return 1;
            },
            this, [&](Result<int> result) { delivered << result.value(); });
        runner.run<int>(
            JobKind::Plan, QStringLiteral("second"), [](JobContext&) -> Result<int> { return 2; },
            this, [&](Result<int> result) { delivered << result.value(); });
        release = true;
        QTRY_COMPARE(runner.activeCount(), 0);
        QCOMPARE(delivered, QList<int>{2});
        QVERIFY(runner.job(first)->state == JobState::Superseded);
    }

    void whatAnAbandonedJobFinishedIsNotDelivered() {
        JobRunner runner;
        QList<int> delivered;
        std::atomic<bool> release = false;
        // As a quantization does: a cancel ends it well, with what it has.
        const auto stubborn = [&](JobContext&) -> Result<int> {
            while (!release) QThread::msleep(5);
            return 1;
        };
        const int quantize = runner.run<int>(JobKind::Quantize, QStringLiteral("q"), stubborn, this,
                                             [&](Result<int>) { delivered << 1; });
        const int save = runner.run<int>(JobKind::Save, QStringLiteral("s"), stubborn, this,
                                         [&](Result<int>) { delivered << 2; });
        QTRY_VERIFY(runner.job(quantize)->state == JobState::Running);
        runner.abandon();
        release = true;
        QTRY_COMPARE(runner.activeCount(), 0);
        QCOMPARE(delivered, QList<int>{2});
        QVERIFY(runner.job(quantize)->state == JobState::Superseded);
        QVERIFY(runner.job(save)->state == JobState::Done);
    }

    void aReceiverThatIsGoneGetsNothing() {
        JobRunner runner;
        bool called = false;
        std::atomic<bool> release = false;
        auto receiver = std::make_unique<QObject>();
        runner.run<int>(
            JobKind::Plan, QStringLiteral("x"),
            [&release](JobContext&) -> Result<int> {
                while (!release) QThread::msleep(5);
                return 1;
            },
            receiver.get(), [&](Result<int>) { called = true; });
        receiver.reset();
        release = true;
        QTRY_COMPARE(runner.activeCount(), 0);
        QVERIFY(!called);
    }

    void aJobCancelledInTheQueueAnswersCancelled() {
        JobRunner runner;
        bool answered = false;
        const int running = runner.run<int>(JobKind::Analyze, QStringLiteral("a"), endless, this,
                                            [](Result<int>) {});
        const int queued = runner.run<int>(
            JobKind::Quantize, QStringLiteral("b"), [](JobContext&) -> Result<int> { return 1; },
            this,
            [&](Result<int> result) {
                answered = !result.ok() && result.error().code == ErrorCode::Cancelled;
            });
        runner.cancel(queued);
        runner.cancel(running);
        QTRY_VERIFY(answered);
        QTRY_COMPARE(runner.activeCount(), 0);
    }

    void kindsOfTwoLanesRunAtOnce() {
        JobRunner runner;
        bool planned = false;
        const int slow = runner.run<int>(JobKind::Analyze, QStringLiteral("slow"), endless, this,
                                         [](Result<int>) {});
        runner.run<int>(
            JobKind::Plan, QStringLiteral("quick"), [](JobContext&) -> Result<int> { return 1; },
            this, [&](Result<int>) { planned = true; });
        QTRY_VERIFY(planned);
        QVERIFY(runner.isActive(JobKind::Analyze));
        runner.cancel(slow);
        QTRY_COMPARE(runner.activeCount(), 0);
    }

    void outOfMemoryIsAMessage() {
        JobRunner runner;
        std::string what;
        runner.run<int>(
            JobKind::Plan, QStringLiteral("x"),
            [](JobContext&) -> Result<int> { throw std::bad_alloc(); }, this,
            [&](Result<int> result) { what = result.error().what; });
        QTRY_VERIFY(!what.empty());
        QVERIFY(what.find("memory") != std::string::npos);
    }

    void partsArriveBeforeTheResult() {
        JobRunner runner;
        QStringList order;
        runner.run<int>(
            JobKind::Quantize, QStringLiteral("x"),
            [&](JobContext& context) -> Result<int> {
                context.post([&] { order << QStringLiteral("layer 0"); });
                context.post([&] { order << QStringLiteral("layer 1"); });
                return 1;
            },
            this, [&](Result<int>) { order << QStringLiteral("done"); });
        QTRY_COMPARE(order.size(), 3);
        QCOMPARE(order, (QStringList{QStringLiteral("layer 0"), QStringLiteral("layer 1"),
                                     QStringLiteral("done")}));
    }

    void closingWithAJobRunningWaitsForIt() {
        std::atomic<bool> begun = false, ended = false;
        {
            JobRunner runner;
            runner.run<int>(
                JobKind::Analyze, QStringLiteral("x"),
                [&](JobContext& context) {
                    begun = true;
                    const auto result = endless(context);
                    ended = true;
                    return result;
                },
                this, [](Result<int>) {});
            QTRY_VERIFY(begun);
        }
        QVERIFY(ended);
    }
};

QTEST_GUILESS_MAIN(TestJobRunner)
#include "tst_job_runner.moc"
