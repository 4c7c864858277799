// SPDX-License-Identifier: GPL-3.0-or-later
// What the desktop is told of jobs: by a desktop that writes it down, and by a machine without one.
#include "views/state/job_watch.h"
#include "views/state/settings.h"
#include "views/theme/desktop_calls.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QThread>

using namespace moqa;

namespace {

class ListeningDesktop final : public DesktopCalls {
public:
    void keepAwake(bool on, const QString& reason) override {
        if (on != awake) reasons << (on ? reason : QStringLiteral("sleep"));
        awake = on;
    }
    void notify(const QString& title, const QString& text) override {
        told << title + QStringLiteral(" | ") + text;
    }
    bool awake = false;
    QStringList reasons, told;
};

} // namespace

class TestDesktopCalls : public QObject {
    Q_OBJECT
private slots:
    void init() {
        m_settings = std::make_unique<Settings>(m_folder.filePath(QStringLiteral("settings.ini")));
        for (const char* const id : {"work/keepAwake", "work/notify"})
            QVERIFY(m_settings->setValue(QLatin1String(id), QStringLiteral("on")));
    }

    void awakeWhileSomethingComputes() {
        JobRunner jobs;
        ListeningDesktop desktop;
        const JobWatch watch(jobs, *m_settings, desktop);
        start(jobs, JobKind::Walk); // an answer to typing
        QVERIFY(!desktop.awake);
        const int first = start(jobs, JobKind::Analyze);
        const int second = start(jobs, JobKind::Quantize); // waits for the first
        QVERIFY(desktop.awake);
        jobs.cancel(first);
        QTRY_VERIFY(!jobs.job(first)->active());
        QVERIFY(desktop.awake);
        jobs.cancel(second);
        QTRY_VERIFY(!desktop.awake);
        QCOMPARE(desktop.reasons, (QStringList{QStringLiteral("job"), QStringLiteral("sleep")}));
        jobs.cancelAll();
    }

    void theSettingLetsItSleep() {
        JobRunner jobs;
        ListeningDesktop desktop;
        const JobWatch watch(jobs, *m_settings, desktop);
        start(jobs, JobKind::Evaluate);
        QVERIFY(desktop.awake);
        m_settings->setValue(QStringLiteral("work/keepAwake"), QStringLiteral("off"));
        QVERIFY(!desktop.awake);
        m_settings->setValue(QStringLiteral("work/keepAwake"), QStringLiteral("on"));
        QVERIFY(desktop.awake);
        jobs.cancelAll();
        QTRY_VERIFY(!desktop.awake);
    }

    void aShortJobEndsSilently() {
        JobRunner jobs;
        ListeningDesktop desktop;
        const JobWatch watch(jobs, *m_settings, desktop);
        const int number = jobs.run<int>(
            JobKind::Analyze, QStringLiteral("short"), [](JobContext&) -> Result<int> { return 1; },
            this, [](Result<int>) {});
        QTRY_VERIFY(!jobs.job(number)->active());
        QVERIFY(desktop.told.isEmpty());
    }

    void aLongJobIsToldOfUnlessSwitchedOff() {
        QCOMPARE(endOfALongJob(JobState::Done), QStringList{QStringLiteral("job | Done in 12 s.")});
        QCOMPARE(endOfALongJob(JobState::Failed),
                 QStringList{QStringLiteral("job | Failed after 12 s.")});
        QVERIFY(endOfALongJob(JobState::Cancelled).isEmpty());
        m_settings->setValue(QStringLiteral("work/notify"), QStringLiteral("off"));
        QVERIFY(endOfALongJob(JobState::Done).isEmpty());
    }

    void withoutABusNothingHappens() {
        qunsetenv("DBUS_SESSION_BUS_ADDRESS");
        DesktopCalls desktop;
        QSignalSpy refused(&desktop, &DesktopCalls::notificationRefused);
        desktop.keepAwake(true, QStringLiteral("a job"));
        desktop.keepAwake(false, {});
        desktop.notify(QStringLiteral("a job"), QStringLiteral("done"));
        QCOMPARE(refused.count(), 1); // the window asks for attention itself
    }

private:
    int start(JobRunner& jobs, JobKind kind) {
        return jobs.run<int>(
            kind, QStringLiteral("job"),
            [](JobContext& context) -> Result<int> {
                while (!context.cancelled()) QThread::msleep(5);
                return cancelledError("cancelled");
            },
            this, [](Result<int>) {});
    }
    QStringList endOfALongJob(JobState state) {
        JobInfo job;
        job.title = QStringLiteral("job");
        job.state = state;
        job.elapsedMs = 12'000;
        ListeningDesktop desktop;
        JobRunner jobs;
        JobWatch watch(jobs, *m_settings, desktop);
        watch.tellEnd(job);
        return desktop.told;
    }

    QTemporaryDir m_folder;
    std::unique_ptr<Settings> m_settings;
};

QTEST_MAIN(TestDesktopCalls)
#include "tst_desktop_calls.moc"
