// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/console.h"

#include "core/base/files.h"

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <csignal>
#include <fmt/format.h>
#include <unistd.h>

namespace moqa::cli {

namespace {

std::atomic<bool> g_cancel{false};

extern "C" void onCancelSignal(int signal) {
    if (g_cancel.exchange(true)) {
        std::signal(signal, SIG_DFL);
        std::raise(signal);
    }
}

std::string duration(double seconds) {
    const auto whole = static_cast<int64_t>(seconds + 0.5);
    if (whole < 60) return fmt::format("{} s", whole);
    if (whole < 3600) return fmt::format("{} min {:02} s", whole / 60, whole % 60);
    return fmt::format("{} h {:02} min", whole / 3600, whole / 60 % 60);
}

double secondsBetween(std::chrono::steady_clock::time_point a,
                      std::chrono::steady_clock::time_point b) {
    return std::chrono::duration<double>(b - a).count();
}

} // namespace

void installCancelHandlers() {
    std::signal(SIGINT, onCancelSignal);
    std::signal(SIGTERM, onCancelSignal);
    // A closed pipe or a file size limit is an error of the write, told like any other.
    std::signal(SIGPIPE, SIG_IGN);
    std::signal(SIGXFSZ, SIG_IGN);
}

Console::~Console() {
    clearLine();
    if (m_log) std::fclose(m_log);
}

Status Console::open(bool quiet, const std::string& logFile) {
    m_quiet = quiet;
    m_terminal = ::isatty(STDERR_FILENO) == 1;
    if (logFile.empty()) return {};
    m_log = std::fopen(logFile.c_str(), "ae");
    if (!m_log) return writeError(logFile, errno);
    return {};
}

bool Console::cancelled() const { return g_cancel; }

void Console::beginJob() {
    const std::lock_guard lock(m_mutex);
    clearLine();
    m_samples.clear();
    m_lastText.clear();
    m_start = Clock::now();
}

std::string Console::eta(Clock::time_point now) {
    while (m_samples.size() > 2 && secondsBetween(m_samples.front().time, now) > 20.0)
        m_samples.pop_front();
    if (secondsBetween(m_start, now) < 2.0 || m_samples.size() < 2) return {};
    const Sample& oldest = m_samples.front();
    const Sample& newest = m_samples.back();
    const double elapsed = std::max(1e-3, secondsBetween(oldest.time, now));
    const double rate = (newest.fraction - oldest.fraction) / elapsed;
    if (rate <= 0) return {};
    return ", " + duration((1.0 - newest.fraction) / rate) + " left";
}

void Console::report(double fraction, std::string_view text) {
    const std::lock_guard lock(m_mutex);
    const Clock::time_point now = Clock::now();
    m_samples.push_back({now, fraction});
    const std::string step(text);
    const double sinceShown = secondsBetween(m_lastShown, now);
    // A terminal is redrawn ten times a second; a log gets a line for each new step.
    if (m_terminal ? sinceShown < 0.1 : step == m_lastText || sinceShown < 0.5) return;
    m_lastText = step;
    m_lastShown = now;
    show(fmt::format("{:3.0f} %  {}{}", 100.0 * std::clamp(fraction, 0.0, 1.0), step, eta(now)));
}

void Console::show(const std::string& line) {
    log(line);
    if (m_quiet) return;
    if (m_terminal) {
        std::fprintf(stderr, "\r\033[K%s", line.c_str());
        std::fflush(stderr);
        m_lineOpen = true;
    } else {
        std::fprintf(stderr, "%s\n", line.c_str());
    }
}

void Console::note(std::string_view text) {
    const std::lock_guard lock(m_mutex);
    log(text);
    if (m_quiet) return;
    clearLine();
    std::fprintf(stderr, "%.*s\n", static_cast<int>(text.size()), text.data());
}

void Console::clearLine() {
    if (!m_lineOpen) return;
    std::fputs("\r\033[K", stderr);
    std::fflush(stderr);
    m_lineOpen = false;
}

void Console::log(std::string_view line) {
    if (!m_log) return;
    std::fwrite(line.data(), 1, line.size(), m_log);
    std::fputc('\n', m_log);
    std::fflush(m_log);
}

Status printText(std::string_view text) {
    if (std::fwrite(text.data(), 1, text.size(), stdout) != text.size() || std::fflush(stdout) != 0)
        return writeError("standard output", errno);
    return {};
}

Status printJson(const Json& value) {
    return printText(value.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n");
}

} // namespace moqa::cli
