// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/state/log_capture.h"

#include <utility>

namespace moqa {

namespace {

// The handler is a plain function: it finds its capture here. Held while a line is posted, so that
// the capture cannot go meanwhile.
std::mutex captureMutex;
LogCapture* activeCapture = nullptr;
QtMessageHandler previousHandler = nullptr;

LogLevel levelOf(QtMsgType type) {
    switch (type) {
    case QtDebugMsg:
    case QtInfoMsg: return LogLevel::Info;
    case QtWarningMsg: return LogLevel::Warning;
    case QtCriticalMsg:
    case QtFatalMsg: break;
    }
    return LogLevel::Error;
}

void capture(QtMsgType type, const QMessageLogContext& context, const QString& text) {
    QtMessageHandler next = nullptr;
    {
        const std::lock_guard lock(captureMutex);
        next = previousHandler;
        if (activeCapture && type != QtDebugMsg)
            activeCapture->post({QDateTime::currentDateTime(), levelOf(type),
                                 QString::fromUtf8(context.category), text});
    }
    if (next) next(type, context, text);
}

} // namespace

bool LogRing::push(LogLine line) {
    const std::lock_guard lock(m_mutex);
    if (m_lines.size() >= kCapacity) {
        m_lines.pop_front();
        ++m_lost;
    }
    m_lines.push_back(std::move(line));
    return !std::exchange(m_told, true);
}

std::deque<LogLine> LogRing::take(size_t* lost) {
    const std::lock_guard lock(m_mutex);
    m_told = false;
    const size_t missing = std::exchange(m_lost, 0);
    if (lost) *lost = missing;
    return std::exchange(m_lines, {});
}

LogCapture::LogCapture(LogModel& log, QObject* parent) : QObject(parent), m_log(log) {
    const std::lock_guard lock(captureMutex);
    m_previous = qInstallMessageHandler(capture);
    if (m_previous != capture) previousHandler = m_previous;
    activeCapture = this;
}

LogCapture::~LogCapture() {
    const std::lock_guard lock(captureMutex);
    if (activeCapture != this) return;
    activeCapture = nullptr;
    qInstallMessageHandler(previousHandler);
}

void LogCapture::post(LogLine line) {
    if (m_ring.push(std::move(line)))
        QMetaObject::invokeMethod(this, &LogCapture::drain, Qt::QueuedConnection);
}

void LogCapture::drain() {
    size_t lost = 0;
    for (const LogLine& line : m_ring.take(&lost)) m_log.append(line);
    if (lost > 0)
        m_log.append(
            LogLevel::Warning, tr("Log"),
            tr("%n line(s) came too fast and are not shown.", nullptr, static_cast<int>(lost)));
}

} // namespace moqa
