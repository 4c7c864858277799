// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// While it lives, what Qt and its plugins say on any thread lands in the log model too: the message
// handler puts it into a ring under a lock and wakes the GUI thread once per batch. The handler
// that was there before is still called.

#include "views/state/log_model.h"

#include <QObject>
#include <deque>
#include <mutex>

namespace moqa {

// Lines on their way to the GUI thread; the oldest go when it does not keep up. Any thread.
class LogRing {
public:
    static constexpr size_t kCapacity = 512;
    // True if the reader was not yet told of earlier lines: wake it now.
    bool push(LogLine line);
    std::deque<LogLine> take(size_t* lost = nullptr);

private:
    std::mutex m_mutex;
    std::deque<LogLine> m_lines;
    size_t m_lost = 0;
    bool m_told = false;
};

class LogCapture : public QObject {
    Q_OBJECT
public:
    explicit LogCapture(LogModel& log, QObject* parent = nullptr);
    ~LogCapture() override;
    void post(LogLine line); // any thread
    void drain();

private:
    LogModel& m_log;
    LogRing m_ring;
    QtMessageHandler m_previous;
};

} // namespace moqa
