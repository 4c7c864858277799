// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/journal.h"

#include "core/base/files.h"
#include "core/base/sha256.h"

#include <cerrno>
#include <charconv>
#include <fcntl.h>
#include <filesystem>
#include <optional>
#include <string_view>
#include <unistd.h>

namespace moqa {

namespace {

constexpr std::string_view kMagic = "moqa-journal 1 ";
constexpr int64_t kMaxJournalBytes = int64_t{1} << 30;
constexpr size_t kSumLength = 16; // hex digits of the SHA-256: 64 bits tell a torn line

std::string sumOf(std::string_view text) { return sha256Hex(text).substr(0, kSumLength); }

// "length sum text\n": the length finds the end, the sum says that all of it was written.
std::string frame(const std::string& text) {
    return std::to_string(text.size()) + ' ' + sumOf(text) + ' ' + text + '\n';
}

// The text of the frame at the begin of rest, which is moved past it; nothing if it is not whole.
std::optional<std::string_view> takeFrame(std::string_view& rest) {
    size_t length = 0;
    const auto [end, error] = std::from_chars(rest.data(), rest.data() + rest.size(), length);
    const auto digits = static_cast<size_t>(end - rest.data());
    const size_t head = digits + 1 + kSumLength + 1;
    if (error != std::errc() || rest.size() < head || length >= rest.size() - head)
        return std::nullopt;
    const std::string_view sum = rest.substr(digits + 1, kSumLength);
    const std::string_view text = rest.substr(head, length);
    if (rest[head + length] != '\n' || sum != sumOf(text)) return std::nullopt;
    rest.remove_prefix(head + length + 1);
    return text;
}

struct Parsed {
    JournalContent content;
    size_t wholeBytes = 0;
};

Result<Parsed> parse(const std::string& bytes, const std::string& path) {
    Parsed parsed;
    std::string_view rest = bytes;
    if (!rest.starts_with(kMagic)) {
        // A header cut off while the journal was begun is an empty journal.
        if (kMagic.starts_with(rest)) {
            parsed.content.torn = !rest.empty();
            return parsed;
        }
        return badInput("this is not a journal of this program", path, "move the file away");
    }
    rest.remove_prefix(kMagic.size());
    const auto base = takeFrame(rest);
    parsed.content.torn = !base;
    if (!base) return parsed;
    parsed.content.base = *base;
    parsed.wholeBytes = bytes.size() - rest.size();
    while (!rest.empty()) {
        const auto text = takeFrame(rest);
        const auto record = text ? parseJson(*text, path) : Result<Json>(badInput("", path));
        parsed.content.torn = !record.ok();
        if (!record.ok()) break;
        parsed.content.records.push_back(record.value());
        parsed.wholeBytes = bytes.size() - rest.size();
    }
    return parsed;
}

Result<Parsed> parseFile(const std::string& path) {
    std::error_code ignored;
    if (!std::filesystem::exists(path, ignored)) return Parsed{};
    MOQA_TRY(const std::string bytes, readFile(path, kMaxJournalBytes));
    return parse(bytes, path);
}

} // namespace

std::string Journal::pathOf(const std::string& workspacePath) { return workspacePath + ".journal"; }

Result<JournalContent> Journal::read(const std::string& path) {
    MOQA_TRY(Parsed parsed, parseFile(path));
    return std::move(parsed.content);
}

Result<std::unique_ptr<Journal>> Journal::open(const std::string& path, const std::string& base) {
    MOQA_TRY(const Parsed parsed, parseFile(path));
    std::unique_ptr<Journal> journal(new Journal(path));
    journal->m_fd = ::open(path.c_str(), O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
    if (journal->m_fd < 0) return writeError(path, errno);
    if (parsed.wholeBytes == 0 || parsed.content.base != base) {
        MOQA_CHECK(journal->begin(base));
    } else if (::ftruncate(journal->m_fd, static_cast<off_t>(parsed.wholeBytes)) != 0) {
        return writeError(path, errno);
    }
    return journal;
}

Journal::~Journal() {
    if (m_fd >= 0) ::close(m_fd);
}

Status Journal::begin(const std::string& base) {
    if (::ftruncate(m_fd, 0) != 0) return writeError(m_path, errno);
    return writeLine(std::string(kMagic) + frame(base));
}

Status Journal::writeLine(const std::string& line) {
    const off_t before = ::lseek(m_fd, 0, SEEK_END);
    size_t done = 0;
    int reason = 0;
    while (done < line.size() && reason == 0) {
        const ssize_t put = ::write(m_fd, line.data() + done, line.size() - done);
        if (put >= 0)
            done += static_cast<size_t>(put);
        else if (errno != EINTR)
            reason = errno;
    }
    if (reason == 0 && ::fsync(m_fd) != 0) reason = errno;
    if (reason == 0) return {};
    // A record that is only half there would hide those that follow it.
    if (before >= 0 && ::ftruncate(m_fd, before) != 0) return writeError(m_path, errno);
    return writeError(m_path, reason);
}

Status Journal::append(const Json& record) {
    return writeLine(frame(record.dump(-1, ' ', false, Json::error_handler_t::replace)));
}

Status Journal::clear(const std::string& base) { return begin(base); }

} // namespace moqa
