// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Runs functions from values to a Result<value> off the GUI thread, with progress, remaining time
// and cancel. Jobs of one lane wait in a queue: the engine is parallel inside. Of jobs that answer
// a question (open, analyse, plan) the latest request wins: an earlier one is cancelled and its
// result dropped by its number. Those that write something all run. All members belong to the GUI
// thread; a worker sees nothing but its JobContext.

#include "core/base/progress.h"
#include "views/state/eta_estimator.h"

#include <QElapsedTimer>
#include <QFutureWatcher>
#include <QObject>
#include <QPointer>
#include <QPromise>
#include <QThreadPool>
#include <QTimer>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

namespace moqa {

enum class JobKind {
    Open,
    Recover,
    Analyze,
    Plan,
    Baseline,
    Membership,
    Difference,
    Frontier,
    Measure,
    Ledger,
    Quantize,
    Evaluate,
    Export,
    Save,
    Walk,
    Tensor,
    Study,
    Report,
    Adapt,
    Gain,
    Patch,
    Check,
    Scores,
    ScoreFile
};
// Jobs of one lane wait for each other up to its number of threads: the engine is parallel inside,
// opening and saving must keep their order.
enum class JobLane { Compute, Document, Io, Interactive };
enum class JobState { Queued, Running, Cancelling, Done, Cancelled, Failed, Superseded };
JobLane laneOf(JobKind kind);

struct JobInfo {
    int number = 0;
    JobKind kind = JobKind::Open;
    QString title, step;
    JobState state = JobState::Running;
    double fraction = 0;
    int64_t elapsedMs = 0;
    std::optional<int64_t> remainingMs;
    bool active() const {
        return state == JobState::Queued || state == JobState::Running ||
               state == JobState::Cancelling;
    }
};

// What a worker tells: kept until the GUI thread collects it, so that an engine that reports ten
// thousand times a second costs the window ten updates a second.
struct JobChannel {
    std::mutex mutex;
    bool begun = false;
    double fraction = 0;
    std::string step;
    std::vector<std::string> notes;
    std::vector<std::function<void()>> posts;
};

class JobContext final : public Progress {
public:
    JobContext(QPromise<void>& promise, JobChannel& channel)
        : m_promise(promise), m_channel(channel) {}
    void report(double fraction, std::string_view text) override;
    void note(std::string_view text) override;
    bool cancelled() const override { return m_promise.isCanceled(); }
    // Calls deliver in the GUI thread, before the job's result, if the job is still wanted: for
    // parts of the result that are shown as they come.
    void post(std::function<void()> deliver);

private:
    QPromise<void>& m_promise;
    JobChannel& m_channel;
};

class JobRunner : public QObject {
    Q_OBJECT
public:
    explicit JobRunner(QObject* parent = nullptr);
    ~JobRunner() override; // cancels all and waits

    // Returns the job's number. done runs in the GUI thread once, with work's result (an error of
    // code Cancelled if it was cancelled before it began); never if a later job took its place or
    // receiver is gone.
    template <class T>
    int run(JobKind kind, const QString& title, std::function<Result<T>(JobContext&)> work,
            QObject* receiver, std::function<void(Result<T>)> done) {
        auto result = std::make_shared<std::optional<Result<T>>>();
        auto compute = [work = std::move(work), result](JobContext& context) {
            result->emplace(work(context));
            return (*result)->ok() ? std::nullopt : std::make_optional((*result)->error());
        };
        auto deliver = [done = std::move(done), result](std::optional<Error> failure) {
            done(*result ? std::move(**result) : Result<T>(*failure));
        };
        return start(kind, title, std::move(compute), receiver, std::move(deliver));
    }

    // The button's answer is at once; the worker follows at its next look (100 ms of work).
    void cancel(int number);
    void cancelAll();
    // For a document that goes: what computes for it is cancelled, and nothing of it is delivered,
    // finished or not. Opening, recovering and saving go on.
    void abandon();
    bool isActive(JobKind kind) const;
    int activeCount() const;
    std::vector<JobInfo> jobs() const; // oldest first
    const JobInfo* job(int number) const;
    void clearFinished();
    // While a result is handed over: of what kind of job. What fails then belongs to it.
    std::optional<JobKind> delivering() const { return m_delivering; }

signals:
    void jobAdded(int number);
    void jobChanged(int number);
    void jobFinished(int number);
    void jobsCleared();
    void noted(const QString& job, const QString& text);

private:
    using Compute = std::function<std::optional<Error>(JobContext&)>;
    using Deliver = std::function<void(std::optional<Error>)>;
    struct Job {
        JobInfo info;
        QElapsedTimer clock;
        EtaEstimator eta;
        bool superseded = false;
        std::shared_ptr<JobChannel> channel;
        std::shared_ptr<std::optional<Error>> failure;
        QPointer<QObject> receiver;
        Deliver deliver;
        QFutureWatcher<void> watcher;
    };
    int start(JobKind kind, const QString& title, Compute compute, QObject* receiver,
              Deliver deliver);
    QThreadPool& pool(JobLane lane) { return m_pools[static_cast<size_t>(lane)]; }
    void collect(Job& job);
    void collectAll();
    void finish(int number);
    static bool wanted(const Job& job) { return !job.superseded && job.receiver; }

    std::map<int, std::unique_ptr<Job>> m_jobs;
    QThreadPool m_pools[4];
    QTimer m_timer;
    int m_lastNumber = 0;
    std::optional<JobKind> m_delivering;
};

} // namespace moqa
