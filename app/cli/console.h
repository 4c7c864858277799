// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What the command line shows while it works: a progress line with an ETA on stderr (one line
// rewritten on a terminal, a line per step elsewhere), notes, and a log file. Results go to stdout
// and nowhere else. Progress calls may come from any thread.

#include "core/base/json.h"
#include "core/base/progress.h"

#include <chrono>
#include <cstdio>
#include <deque>
#include <mutex>
#include <string>

namespace moqa::cli {

class Console final : public Progress {
public:
    ~Console() override;

    // Io if the log file cannot be written. An empty logFile logs nothing.
    Status open(bool quiet, const std::string& logFile);

    void report(double fraction, std::string_view text) override;
    void note(std::string_view text) override;
    bool cancelled() const override;

    // Ends the current progress line and starts the clock of the next job.
    void beginJob();

private:
    using Clock = std::chrono::steady_clock;
    struct Sample {
        Clock::time_point time;
        double fraction;
    };

    std::string eta(Clock::time_point now);
    void show(const std::string& line);
    void clearLine();
    void log(std::string_view line);

    std::mutex m_mutex;
    std::deque<Sample> m_samples; // the last 20 s: the ETA's moving mean
    Clock::time_point m_start = Clock::now();
    Clock::time_point m_lastShown{};
    std::string m_lastText;
    std::FILE* m_log = nullptr;
    bool m_quiet = false;
    bool m_terminal = false;
    bool m_lineOpen = false;
};

// SIGINT and SIGTERM ask running jobs to stop; a second one ends the process at once.
void installCancelHandlers();

// One JSON value and a newline, or plain text, on stdout. Io if stdout takes it not.
Status printJson(const Json& value);
Status printText(std::string_view text);

} // namespace moqa::cli
