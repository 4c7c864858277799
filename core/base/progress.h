// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Progress and cancel of a long function. The caller owns the object; the function reports through
// it from any thread and asks cancelled() at least every 100 ms of work. A cancelled function
// returns ErrorCode::Cancelled and leaves what it finished valid.

#include "core/base/result.h"

#include <string_view>

namespace moqa {

class Progress {
public:
    virtual ~Progress() = default;
    // fraction of the whole job in [0, 1]; text names the step ("layer 3 of 16: experts").
    virtual void report(double fraction, std::string_view text) = 0;
    // A line worth keeping in the log (a fallback, a warning).
    virtual void note(std::string_view text) = 0;
    virtual bool cancelled() const = 0;
};

// Reports nothing and is never cancelled.
Progress& silentProgress();

// Maps [0, 1] of a sub-job onto [begin, end] of its parent. The parent must outlive it.
class SubProgress final : public Progress {
public:
    SubProgress(Progress& parent, double begin, double end)
        : m_parent(parent), m_begin(begin), m_end(end) {}
    void report(double fraction, std::string_view text) override {
        m_parent.report(m_begin + (m_end - m_begin) * fraction, text);
    }
    void note(std::string_view text) override { m_parent.note(text); }
    bool cancelled() const override { return m_parent.cancelled(); }

private:
    Progress& m_parent;
    double m_begin;
    double m_end;
};

inline Status checkCancelled(const Progress& progress) {
    if (progress.cancelled()) return cancelledError("cancelled");
    return {};
}

} // namespace moqa
