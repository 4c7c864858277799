// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// All that an HDF5 file says, to compare two files by: not its bytes, which may lie elsewhere.

#include <map>
#include <string>

namespace moqa {

// "group/dataset" -> its type, shape and bytes; "group@name" -> the same of an attribute; groups
// too. Empty if it is no HDF5 file.
std::map<std::string, std::string> h5Content(const std::string& path);

} // namespace moqa
