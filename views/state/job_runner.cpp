// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/state/job_runner.h"

#include "views/state/engine_words.h"
#include "views/state/text.h"

#include <QtConcurrentRun>
#include <algorithm>
#include <exception>
#include <new>

namespace moqa {

namespace {

constexpr int kCollectMs = 100;

// The engine reports by value; what the standard library throws (out of memory) becomes one too.
std::optional<Error> guarded(const std::function<std::optional<Error>(JobContext&)>& compute,
                             JobContext& context) {
    try {
        return compute(context);
    } catch (const std::bad_alloc&) {
        return badInput("there is not enough memory for this job", {},
                        "close other programs, or use fewer tokens");
    } catch (const std::exception& e) {
        return internalError(e.what());
    }
}

} // namespace

JobLane laneOf(JobKind kind) {
    switch (kind) {
    case JobKind::Analyze:
    case JobKind::Measure:
    case JobKind::Quantize:
    case JobKind::Study:
    case JobKind::Adapt:
    case JobKind::Gain:
    case JobKind::Evaluate: return JobLane::Compute;
    case JobKind::Open:
    case JobKind::Save: return JobLane::Document;
    case JobKind::Recover:
    case JobKind::Ledger:
    case JobKind::Report:
    case JobKind::Patch:
    case JobKind::Check:
    case JobKind::ScoreFile:
    case JobKind::Scores: // reads every expert, where scores of weights are new
    case JobKind::Tensor: // reads gigabytes: a plan must not wait for it
    case JobKind::Export: return JobLane::Io;
    case JobKind::Walk:
    case JobKind::Plan:
    case JobKind::Membership:
    case JobKind::Difference:
    case JobKind::Frontier:
    case JobKind::Baseline: return JobLane::Interactive;
    }
    return JobLane::Compute;
}

namespace {
// A later request makes an earlier one pointless.
bool latestWins(JobKind kind) {
    switch (kind) {
    case JobKind::Open:
    case JobKind::Recover:
    case JobKind::Analyze:
    case JobKind::Plan:
    case JobKind::Membership:
    case JobKind::Difference:
    case JobKind::Frontier:
    case JobKind::Measure:
    case JobKind::Ledger:
    case JobKind::Walk:
    case JobKind::Tensor:
    case JobKind::Study:
    case JobKind::Report:
    case JobKind::Adapt:
    case JobKind::Gain:
    case JobKind::Scores:
    case JobKind::ScoreFile:
    case JobKind::Baseline: return true;
    case JobKind::Quantize:
    case JobKind::Evaluate:
    case JobKind::Export:
    case JobKind::Patch:
    case JobKind::Check:
    case JobKind::Save: return false;
    }
    return true;
}
constexpr int kIoThreads = 3;
} // namespace

void JobContext::report(double fraction, std::string_view text) {
    const std::lock_guard lock(m_channel.mutex);
    m_channel.fraction = std::clamp(fraction, 0.0, 1.0);
    m_channel.step.assign(text);
}

void JobContext::note(std::string_view text) {
    const std::lock_guard lock(m_channel.mutex);
    m_channel.notes.emplace_back(text);
}

void JobContext::post(std::function<void()> deliver) {
    const std::lock_guard lock(m_channel.mutex);
    m_channel.posts.push_back(std::move(deliver));
}

JobRunner::JobRunner(QObject* parent) : QObject(parent) {
    for (QThreadPool& lane : m_pools) lane.setMaxThreadCount(1);
    pool(JobLane::Io).setMaxThreadCount(kIoThreads);
    m_timer.setInterval(kCollectMs);
    connect(&m_timer, &QTimer::timeout, this, &JobRunner::collectAll);
}

JobRunner::~JobRunner() {
    for (auto& [number, job] : m_jobs) {
        job->watcher.disconnect(this);
        job->watcher.future().cancel();
    }
    for (QThreadPool& lane : m_pools) lane.waitForDone();
}

int JobRunner::start(JobKind kind, const QString& title, Compute compute, QObject* receiver,
                     Deliver deliver) {
    const int number = ++m_lastNumber;
    int before = 0; // in this lane
    for (auto& [earlier, other] : m_jobs) {
        if (!other->info.active()) continue;
        before += laneOf(other->info.kind) == laneOf(kind);
        if (other->info.kind != kind || !latestWins(kind)) continue;
        other->superseded = true;
        cancel(earlier);
    }

    auto owned = std::make_unique<Job>();
    Job& job = *owned;
    job.info.number = number;
    job.info.kind = kind;
    job.info.title = title;
    if (before >= pool(laneOf(kind)).maxThreadCount()) {
        job.info.state = JobState::Queued;
        job.info.step = tr("waiting for the jobs before it");
    }
    job.channel = std::make_shared<JobChannel>();
    job.failure = std::make_shared<std::optional<Error>>(cancelledError("cancelled"));
    job.receiver = receiver;
    job.deliver = std::move(deliver);
    job.clock.start();
    m_jobs.emplace(number, std::move(owned));

    connect(&job.watcher, &QFutureWatcher<void>::finished, this,
            [this, number] { finish(number); });
    job.watcher.setFuture(
        QtConcurrent::run(&pool(laneOf(kind)), [compute = std::move(compute), channel = job.channel,
                                                failure = job.failure](QPromise<void>& promise) {
            {
                const std::lock_guard lock(channel->mutex);
                channel->begun = true;
            }
            JobContext context(promise, *channel);
            *failure = guarded(compute, context);
        }));
    m_timer.start();
    emit jobAdded(number);
    return number;
}

void JobRunner::cancel(int number) {
    const auto found = m_jobs.find(number);
    if (found == m_jobs.end()) return;
    Job& job = *found->second;
    if (job.info.state != JobState::Running && job.info.state != JobState::Queued) return;
    job.watcher.future().cancel();
    const bool waiting = [&job] {
        const std::lock_guard lock(job.channel->mutex);
        return !job.channel->begun;
    }();
    job.info.state = JobState::Cancelling;
    emit jobChanged(number);
    // What has not begun need not wait for its turn to end.
    if (waiting)
        QMetaObject::invokeMethod(
            this, [this, number] { finish(number); }, Qt::QueuedConnection);
}

void JobRunner::cancelAll() {
    for (const JobInfo& info : jobs()) cancel(info.number);
}

void JobRunner::abandon() {
    for (auto& [number, job] : m_jobs) {
        const JobKind kind = job->info.kind;
        if (!job->info.active() || kind == JobKind::Open || kind == JobKind::Recover ||
            kind == JobKind::Save)
            continue;
        job->superseded = true;
        cancel(number);
    }
}

void JobRunner::collect(Job& job) {
    std::vector<std::string> notes;
    std::vector<std::function<void()>> posts;
    {
        const std::lock_guard lock(job.channel->mutex);
        if (!job.channel->begun) return;
        if (job.info.state == JobState::Queued) {
            job.info.state = JobState::Running;
            job.clock.restart();
        }
        job.info.fraction = job.channel->fraction;
        job.info.step = engineText(job.channel->step);
        notes.swap(job.channel->notes);
        posts.swap(job.channel->posts);
    }
    job.info.elapsedMs = job.clock.elapsed();
    job.eta.add(job.info.elapsedMs, job.info.fraction);
    job.info.remainingMs = job.eta.remainingMs(job.info.elapsedMs);
    for (const std::string& text : notes) emit noted(job.info.title, qstr(text));
    if (wanted(job))
        for (const auto& post : posts) post();
}

void JobRunner::collectAll() {
    for (const JobInfo& info : jobs()) {
        if (!info.active()) continue;
        collect(*m_jobs.at(info.number));
        emit jobChanged(info.number);
    }
    if (activeCount() == 0) m_timer.stop();
}

void JobRunner::finish(int number) {
    const auto found = m_jobs.find(number);
    if (found == m_jobs.end() || !found->second->info.active()) return; // ended while it waited
    Job& job = *found->second;
    collect(job);
    // One that never began cannot write its failure any more; one that did has written it.
    const std::optional<Error> failure =
        job.watcher.isFinished() ? *job.failure : cancelledError("cancelled");
    const bool isWanted = wanted(job);
    job.info.remainingMs.reset();
    if (!isWanted)
        job.info.state = JobState::Superseded;
    else if (!failure && job.info.state == JobState::Cancelling)
        job.info.state = JobState::Cancelled; // what it finished is delivered all the same
    else if (!failure)
        job.info.state = JobState::Done;
    else
        job.info.state =
            failure->code == ErrorCode::Cancelled ? JobState::Cancelled : JobState::Failed;
    if (job.info.state == JobState::Done) job.info.fraction = 1.0;
    const Deliver deliver = std::move(job.deliver);
    job.deliver = nullptr;
    emit jobChanged(number);
    if (isWanted) {
        const auto outer = std::exchange(m_delivering, job.info.kind);
        deliver(failure);
        m_delivering = outer;
    }
    emit jobFinished(number);
}

bool JobRunner::isActive(JobKind kind) const {
    return std::any_of(m_jobs.begin(), m_jobs.end(), [kind](const auto& entry) {
        return entry.second->info.kind == kind && entry.second->info.active();
    });
}

int JobRunner::activeCount() const {
    return static_cast<int>(std::count_if(m_jobs.begin(), m_jobs.end(), [](const auto& entry) {
        return entry.second->info.active();
    }));
}

std::vector<JobInfo> JobRunner::jobs() const {
    std::vector<JobInfo> all;
    for (const auto& [number, job] : m_jobs) all.push_back(job->info);
    return all;
}

const JobInfo* JobRunner::job(int number) const {
    const auto found = m_jobs.find(number);
    return found == m_jobs.end() ? nullptr : &found->second->info;
}

void JobRunner::clearFinished() {
    std::erase_if(m_jobs, [](const auto& entry) { return !entry.second->info.active(); });
    emit jobsCleared();
}

} // namespace moqa
