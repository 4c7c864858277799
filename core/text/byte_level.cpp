// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/byte_level.h"

#include <array>

namespace moqa {

namespace {
struct Tables {
    std::array<std::string, 256> standIn;
    std::array<int, 0x144> byteOf;

    Tables() {
        byteOf.fill(-1);
        char32_t next = 0x100;
        for (unsigned byte = 0; byte < 256; ++byte) {
            const bool printable =
                (byte >= 33 && byte <= 126) || (byte >= 161 && byte <= 172) || byte >= 174;
            const char32_t c = printable ? byte : next++;
            standIn[byte] = toUtf8(c);
            byteOf[c] = static_cast<int>(byte);
        }
    }
};
const Tables& tables() {
    static const Tables instance;
    return instance;
}
} // namespace

std::string_view byteStandIn(unsigned char byte) { return tables().standIn[byte]; }

int standInByte(char32_t c) {
    const auto& byteOf = tables().byteOf;
    return c < byteOf.size() ? byteOf[c] : -1;
}

bool decodeStandIns(std::string_view text, std::string& bytes) {
    bytes.clear();
    for (size_t at = 0; at < text.size();) {
        const int byte = standInByte(nextCodePoint(text, at));
        if (byte < 0) return false;
        bytes += static_cast<char>(byte);
    }
    return true;
}

void appendStandIns(const AlignedText& from, size_t begin, size_t end, AlignedText& to) {
    const auto& standIn = tables().standIn;
    for (size_t at = begin; at < end; ++at) {
        const std::string& mapped = standIn[static_cast<unsigned char>(from.text[at])];
        to.text += mapped;
        if (to.tracked) to.spans.insert(to.spans.end(), mapped.size(), from.spans[at]);
    }
}

} // namespace moqa
