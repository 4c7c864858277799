// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Named places at which a test can have the process killed, to prove that a crash there loses
// nothing. In every build, so that what is tested is what runs; one comparison each.
// Names, in the order in which a save passes them: "save.begin", "save.half_written",
// "save.before_sync", "file.before_rename", "file.after_rename", "save.before_journal".

namespace moqa {

// Kills the process (SIGKILL) if the environment says MOQA_FAULT=name.
void faultPoint(const char* name);

} // namespace moqa
