// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// GPT-2's stand-ins: every byte as one printable code point. Bytes 33-126, 161-172 and 174-255
// stand for themselves; the other 68, in ascending order, for U+0100 onwards.

#include "core/text/aligned_text.h"

#include <string_view>

namespace moqa {

// The stand-in of a byte, as UTF-8 (static storage).
std::string_view byteStandIn(unsigned char byte);
// The byte that a code point stands for, or -1.
int standInByte(char32_t c);
// True if every code point is a stand-in; then bytes receives what they stand for.
bool decodeStandIns(std::string_view text, std::string& bytes);
// Appends [begin, end) of from with every byte replaced by its stand-in.
void appendStandIns(const AlignedText& from, size_t begin, size_t end, AlignedText& to);

} // namespace moqa
