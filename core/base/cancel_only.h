// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A step's own progress would only confuse that of the job it is part of, but its cancel must be
// seen: hands on cancelled() alone. The parent must outlive it.

#include "core/base/progress.h"

namespace moqa {

class CancelOnly final : public Progress {
public:
    explicit CancelOnly(const Progress& parent) : m_parent(parent) {}
    void report(double, std::string_view) override {}
    void note(std::string_view) override {}
    bool cancelled() const override { return m_parent.cancelled(); }

private:
    const Progress& m_parent;
};

} // namespace moqa
