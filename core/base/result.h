// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The whole error story: a function that can fail returns Result<T> (or Status = Result<void>),
// holding either a value or one Error. No exception crosses a library, thread or C boundary.

#include <optional>
#include <string>
#include <utility>
#include <variant>

namespace moqa {

enum class ErrorCode {
    Usage,     // wrong usage: unknown or contradictory options
    BadInput,  // file missing, malformed, or it does not fit the model
    Io,        // cannot write or read: disk full, permission, device error
    Cancelled, // stopped on request; what was finished is valid
    Internal,  // our own defect
};

// Exit code of the command line for an error (spec: 2, 3, 4, 5, 70).
int exitCode(ErrorCode code);
// Stable identifier for JSON and for translation: "usage", "bad_input", "io", "cancelled",
// "internal".
const char* errorName(ErrorCode code);

struct Error {
    ErrorCode code = ErrorCode::Internal;
    std::string what;  // what is wrong and why: "the header claims 12 bytes more than the file has"
    std::string where; // file, tensor, option or position; may be empty
    std::string hint;  // what to do about it; may be empty

    // One line for people: "where: what; hint".
    std::string message() const;
};

inline Error usageError(std::string what, std::string where = {}, std::string hint = {}) {
    return {ErrorCode::Usage, std::move(what), std::move(where), std::move(hint)};
}
inline Error badInput(std::string what, std::string where = {}, std::string hint = {}) {
    return {ErrorCode::BadInput, std::move(what), std::move(where), std::move(hint)};
}
inline Error ioError(std::string what, std::string where = {}, std::string hint = {}) {
    return {ErrorCode::Io, std::move(what), std::move(where), std::move(hint)};
}
inline Error cancelledError(std::string what, std::string where = {}, std::string hint = {}) {
    return {ErrorCode::Cancelled, std::move(what), std::move(where), std::move(hint)};
}
inline Error internalError(std::string what, std::string where = {}, std::string hint = {}) {
    return {ErrorCode::Internal, std::move(what), std::move(where), std::move(hint)};
}

template <class T>
class [[nodiscard]] Result {
public:
    Result(T value) : m_state(std::in_place_index<0>, std::move(value)) {}
    Result(Error error) : m_state(std::in_place_index<1>, std::move(error)) {}

    bool ok() const { return m_state.index() == 0; }
    explicit operator bool() const { return ok(); }
    // Preconditions: ok() for the value, !ok() for the error.
    T& value() & { return std::get<0>(m_state); }
    const T& value() const& { return std::get<0>(m_state); }
    T&& value() && { return std::get<0>(std::move(m_state)); }
    T& operator*() & { return value(); }
    const T& operator*() const& { return value(); }
    T* operator->() { return &value(); }
    const T* operator->() const { return &value(); }
    const Error& error() const { return std::get<1>(m_state); }

private:
    std::variant<T, Error> m_state;
};

template <>
class [[nodiscard]] Result<void> {
public:
    Result() = default;
    Result(Error error) : m_error(std::move(error)) {}

    bool ok() const { return !m_error.has_value(); }
    explicit operator bool() const { return ok(); }
    const Error& error() const { return *m_error; }

private:
    std::optional<Error> m_error;
};

using Status = Result<void>;

} // namespace moqa

#define MOQA_CONCAT_INNER(a, b) a##b
#define MOQA_CONCAT(a, b) MOQA_CONCAT_INNER(a, b)
// MOQA_TRY(auto x, f()): x = value of f(), or return f's error from here.
#define MOQA_TRY_INNER(tmp, decl, expr)                                                            \
    auto tmp = (expr);                                                                             \
    if (!tmp.ok()) return tmp.error();                                                             \
    decl = std::move(tmp).value()
#define MOQA_TRY(decl, expr) MOQA_TRY_INNER(MOQA_CONCAT(moqaTry, __LINE__), decl, expr)
// MOQA_CHECK(status): return the error of a Status (or of a Result whose value is not needed).
#define MOQA_CHECK(expr)                                                                           \
    do {                                                                                           \
        auto moqaStatus = (expr);                                                                  \
        if (!moqaStatus.ok()) return moqaStatus.error();                                           \
    } while (false)
