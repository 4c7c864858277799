// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/gzip.h"

#include <algorithm>
#include <limits>
#include <vector>
#include <zlib.h>

namespace moqa {

namespace {

constexpr int kGzipOnly = 16 + MAX_WBITS;
constexpr size_t kChunkBytes = 1 << 18;

struct Inflater {
    z_stream stream{};
    bool ready = inflateInit2(&stream, kGzipOnly) == Z_OK;
    ~Inflater() {
        if (ready) inflateEnd(&stream);
    }
};

} // namespace

Result<std::string> gunzip(std::string_view data, int64_t maxBytes, const std::string& where) {
    Inflater inflater;
    if (!inflater.ready) return internalError("zlib could not start", where);
    z_stream& stream = inflater.stream;
    std::string text;
    std::vector<char> chunk(kChunkBytes);
    size_t taken = 0; // of data, handed to zlib, whose counter has 32 bits
    int code = Z_OK;
    while (true) {
        if (stream.avail_in == 0) {
            const size_t step = std::min<size_t>(data.size() - taken, 1u << 30);
            // zlib's interface takes mutable input and does not write to it.
            stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(data.data() + taken));
            stream.avail_in = static_cast<uInt>(step);
            taken += step;
        }
        if (code == Z_STREAM_END) {
            if (stream.avail_in == 0) return text;
            inflateReset(&stream);
        }
        stream.next_out = reinterpret_cast<Bytef*>(chunk.data());
        stream.avail_out = static_cast<uInt>(chunk.size());
        code = inflate(&stream, Z_NO_FLUSH);
        if (code != Z_OK && code != Z_STREAM_END)
            return badInput(code == Z_BUF_ERROR ? "the gzip file is cut off"
                                                : "the gzip file is damaged",
                            where, "fetch or pack it again");
        text.append(chunk.data(), chunk.size() - stream.avail_out);
        if (static_cast<int64_t>(text.size()) > maxBytes)
            return badInput("the gzip file inflates to more than " +
                                std::to_string(maxBytes >> 20) + " MiB",
                            where);
    }
}

} // namespace moqa
