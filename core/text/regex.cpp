// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/regex.h"
#include "core/text/utf8.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <algorithm>
#include <chrono>
#include <pcre2.h>

namespace moqa {

namespace {

// Backtracking steps of one attempt. `\s*[\r\n]+` on a run of n blanks takes n, so real patterns
// pass on runs of 20 million characters; (a+)+$ gives up in about 0.1 s.
constexpr uint32_t kMatchLimit = 20'000'000;
// Heap that the interpreter may take where the just-in-time compiler is missing, KiB.
constexpr uint32_t kHeapLimitKib = 256 * 1024;
constexpr size_t kJitStackBytes = 8u << 20;
// Characters that a pattern which is quadratic in the text may look at between two looks at the
// clock (about 0.1 s), given as start positions times length of the text.
constexpr size_t kStepsPerLook = size_t{64} << 20;
constexpr size_t kMaxWindowBytes = 512;
// A call may take this long; real patterns split 15 MB/s and more.
constexpr double kSecondsPerCall = 2.0;
constexpr double kBytesPerSecond = 200e3;

template <auto Free>
struct Deleter {
    template <class T>
    void operator()(T* pointer) const {
        Free(pointer);
    }
};
using Code = std::unique_ptr<pcre2_code, Deleter<pcre2_code_free>>;
using CompileContext = std::unique_ptr<pcre2_compile_context, Deleter<pcre2_compile_context_free>>;
using MatchContext = std::unique_ptr<pcre2_match_context, Deleter<pcre2_match_context_free>>;
using MatchData = std::unique_ptr<pcre2_match_data, Deleter<pcre2_match_data_free>>;
using JitStack = std::unique_ptr<pcre2_jit_stack, Deleter<pcre2_jit_stack_free>>;

std::string pcreMessage(int code) {
    PCRE2_UCHAR buffer[160];
    pcre2_get_error_message(code, buffer, sizeof buffer);
    return reinterpret_cast<const char*>(buffer);
}

} // namespace

struct Regex::Impl {
    Code code;
    std::string pattern, where;
};

Regex::Regex(std::unique_ptr<Impl> impl) : m_impl(std::move(impl)) {}
Regex::Regex(Regex&&) noexcept = default;
Regex& Regex::operator=(Regex&&) noexcept = default;
Regex::~Regex() = default;

Result<Regex> Regex::compile(const std::string& pattern, const std::string& where) {
    MOQA_TRY(const std::string translated, translateRegex(pattern, where));
    CompileContext context(pcre2_compile_context_create(nullptr));
    if (!context) return internalError("out of memory for a regular expression", where);
    pcre2_set_newline(context.get(), PCRE2_NEWLINE_LF);
    pcre2_set_parens_nest_limit(context.get(), 100);
    int code = 0;
    PCRE2_SIZE position = 0;
    auto impl = std::make_unique<Impl>();
    impl->pattern = pattern;
    impl->where = where;
    impl->code.reset(pcre2_compile(
        reinterpret_cast<PCRE2_SPTR>(translated.data()), translated.size(),
        PCRE2_UTF | PCRE2_UCP | PCRE2_MULTILINE | PCRE2_USE_OFFSET_LIMIT | PCRE2_NEVER_BACKSLASH_C,
        &code, &position, context.get()));
    if (!impl->code)
        return badInput("the regular expression \"" + pattern.substr(0, 120) +
                            "\" is not valid: " + pcreMessage(code),
                        where);
    // Without the just-in-time compiler the same code is interpreted, with the same results.
    pcre2_jit_compile(impl->code.get(), PCRE2_JIT_COMPLETE);
    return Regex(std::move(impl));
}

struct RegexSearch::State {
    MatchData data{pcre2_match_data_create(1, nullptr)};
    JitStack stack{pcre2_jit_stack_create(32 * 1024, kJitStackBytes, nullptr)};
    MatchContext context{pcre2_match_context_create(nullptr)};
    std::chrono::steady_clock::time_point deadline;
    uint64_t calls = 0;
};

RegexSearch::RegexSearch(const Regex& regex, size_t totalBytes)
    : m_regex(*regex.m_impl), m_state(std::make_unique<State>()) {
    const std::chrono::duration<double> limit(kSecondsPerCall +
                                              static_cast<double>(totalBytes) / kBytesPerSecond);
    m_state->deadline = std::chrono::steady_clock::now() +
                        std::chrono::duration_cast<std::chrono::steady_clock::duration>(limit);
    pcre2_match_context* context = m_state->context.get();
    if (!context) return;
    pcre2_set_match_limit(context, kMatchLimit);
    pcre2_set_heap_limit(context, kHeapLimitKib);
    if (m_state->stack) pcre2_jit_stack_assign(context, nullptr, m_state->stack.get());
}

RegexSearch::~RegexSearch() = default;

// 1 = found (begin and end are set), 0 = none from here on, negative = PCRE2's error.
int RegexSearch::next(std::string_view text, size_t from, size_t& begin, size_t& end) {
    const size_t window = std::clamp(kStepsPerLook / (text.size() + 1), size_t{1}, kMaxWindowBytes);
    for (size_t at = from;;) {
        size_t limit = std::min(at + window, text.size());
        while (limit < text.size() && (static_cast<unsigned char>(text[limit]) & 0xC0) == 0x80)
            ++limit;
        pcre2_set_offset_limit(m_state->context.get(), limit);
        const int code =
            pcre2_match(m_regex.code.get(), reinterpret_cast<PCRE2_SPTR>(text.data()), text.size(),
                        at, PCRE2_NO_UTF_CHECK, m_state->data.get(), m_state->context.get());
        if (++m_state->calls % 8 == 0 && std::chrono::steady_clock::now() > m_state->deadline)
            return PCRE2_ERROR_MATCHLIMIT;
        if (code >= 0) {
            const PCRE2_SIZE* found = pcre2_get_ovector_pointer(m_state->data.get());
            begin = found[0];
            end = found[1];
            return 1;
        }
        if (code != PCRE2_ERROR_NOMATCH) return code;
        if (limit == text.size()) return 0;
        at = limit;
    }
}

Status RegexSearch::split(std::string_view text, std::vector<Match>& out) {
    out.clear();
    if (!m_state->data || !m_state->context)
        return internalError("out of memory for a match", m_regex.where);
    size_t covered = 0, from = 0;
    while (from <= text.size()) {
        size_t begin = 0, end = 0;
        const int found = next(text, from, begin, end);
        if (found < 0)
            return badInput("the regular expression \"" + m_regex.pattern.substr(0, 120) +
                                "\" takes too long on this text (" + pcreMessage(found) + ")",
                            m_regex.where);
        if (found == 0) break;
        // An empty match right behind a match is no match, as in Oniguruma's iteration.
        if (begin == end && !out.empty() && out.back().isMatch && out.back().end == end) {
            from = end < text.size() ? end + utf8Length(text[end]) : end + 1;
            continue;
        }
        if (begin > covered) out.push_back({covered, begin, false});
        out.push_back({begin, end, true});
        covered = from = end;
    }
    if (covered < text.size()) out.push_back({covered, text.size(), false});
    return {};
}

} // namespace moqa
