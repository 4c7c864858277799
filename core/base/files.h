// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Small whole-file reads and safe writes. A file that we write appears under its final name only
// when it is whole and on disk: temporary file in the same folder, fsync, rename, fsync of the
// folder.

#include "core/base/result.h"

#include <cstdint>
#include <functional>
#include <string>

namespace moqa {

// Reads a whole file of at most maxBytes. BadInput if missing or larger, Io if unreadable.
Result<std::string> readFile(const std::string& path, int64_t maxBytes = int64_t{1} << 31);

// A temporary file is named after its final one, this mark and the process.
inline constexpr const char* kTemporaryMark = ".tmp-";

// Calls write(temporaryPath), then syncs and renames it to path. On any failure the temporary is
// removed and an existing file at path is untouched.
Status writeAtomically(const std::string& path,
                       const std::function<Status(const std::string& temporaryPath)>& write);
Status writeFileAtomically(const std::string& path, std::string_view content);

// Io if something other than a regular file has this name: a rename would replace a device or pipe.
Status checkReplaceable(const std::string& path);

// fsync of a file and rename over its final name, then fsync of the folder.
Status syncAndRename(const std::string& temporaryPath, const std::string& path);

// Bytes free for us on the file system that holds path (or its nearest existing parent).
Result<int64_t> freeDiskBytes(const std::string& path);

// An Error for the current errno when writing: names disk full and permission in words.
Error writeError(const std::string& path, int errnoValue);

} // namespace moqa
