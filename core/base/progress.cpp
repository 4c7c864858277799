// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/progress.h"

namespace moqa {

namespace {
class SilentProgress final : public Progress {
public:
    void report(double, std::string_view) override {}
    void note(std::string_view) override {}
    bool cancelled() const override { return false; }
};
} // namespace

Progress& silentProgress() {
    static SilentProgress silent;
    return silent;
}

} // namespace moqa
