// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/checkpoint/safetensors_header.h"

#include <algorithm>
#include <cstring>
#include <numeric>

namespace moqa {

namespace {

// Reads the few shapes of JSON that a header may contain. Each function returns false after
// noting the first problem; the caller then only has to stop.
class HeaderScanner {
public:
    explicit HeaderScanner(std::string_view text) : m_text(text) {}

    const std::string& problem() const { return m_problem; }
    bool fail(const std::string& what) {
        if (m_problem.empty()) m_problem = what + " (byte " + std::to_string(m_at) + ")";
        return false;
    }

    void skipSpace() {
        while (m_at < m_text.size() && (m_text[m_at] == ' ' || m_text[m_at] == '\n' ||
                                        m_text[m_at] == '\t' || m_text[m_at] == '\r'))
            ++m_at;
    }
    bool atEnd() const { return m_at == m_text.size(); }
    bool accept(char c) {
        skipSpace();
        if (atEnd() || m_text[m_at] != c) return false;
        ++m_at;
        return true;
    }
    bool expect(char c, const char* place) {
        return accept(c) || fail(std::string("'") + c + "' expected " + place);
    }

    bool string(std::string& out, size_t maxBytes, const char* what);
    // A number that is not negative, without fraction or exponent, below 2^63.
    bool count(int64_t& out, const char* what);
    // body(): called at each member or item, must consume it.
    template <class Body>
    bool list(char open, char close, const char* what, Body body) {
        if (!accept(open)) return fail(std::string(what) + " expected");
        if (accept(close)) return true;
        do {
            if (!body()) return false;
        } while (accept(','));
        return expect(close, (std::string("at the end of ") + what).c_str());
    }

private:
    bool escape(std::string& out);
    bool hex4(uint32_t& out);

    std::string_view m_text;
    size_t m_at = 0;
    std::string m_problem;
};

void appendUtf8(std::string& out, uint32_t code) {
    const auto put = [&](uint32_t byte) { out.push_back(static_cast<char>(byte)); };
    if (code < 0x80) {
        put(code);
    } else if (code < 0x800) {
        put(0xc0 | (code >> 6));
        put(0x80 | (code & 0x3f));
    } else if (code < 0x10000) {
        put(0xe0 | (code >> 12));
        put(0x80 | ((code >> 6) & 0x3f));
        put(0x80 | (code & 0x3f));
    } else {
        put(0xf0 | (code >> 18));
        put(0x80 | ((code >> 12) & 0x3f));
        put(0x80 | ((code >> 6) & 0x3f));
        put(0x80 | (code & 0x3f));
    }
}

bool HeaderScanner::hex4(uint32_t& out) {
    if (m_text.size() - m_at < 4) return fail("an escape is cut short");
    out = 0;
    for (int i = 0; i < 4; ++i) {
        const char c = m_text[m_at++];
        const int digit = c >= '0' && c <= '9'   ? c - '0'
                          : c >= 'a' && c <= 'f' ? c - 'a' + 10
                          : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                                 : -1;
        if (digit < 0) return fail("an escape is malformed");
        out = out * 16 + static_cast<uint32_t>(digit);
    }
    return true;
}

bool HeaderScanner::escape(std::string& out) {
    if (atEnd()) return fail("an escape is cut short");
    const char c = m_text[m_at++];
    switch (c) {
    case '"':
    case '\\':
    case '/': out.push_back(c); return true;
    case 'b': out.push_back('\b'); return true;
    case 'f': out.push_back('\f'); return true;
    case 'n': out.push_back('\n'); return true;
    case 'r': out.push_back('\r'); return true;
    case 't': out.push_back('\t'); return true;
    case 'u': break;
    default: return fail("an escape is malformed");
    }
    uint32_t code = 0;
    if (!hex4(code)) return false;
    if (code >= 0xdc00 && code < 0xe000) return fail("half a surrogate pair");
    if (code >= 0xd800 && code < 0xdc00) {
        uint32_t low = 0;
        if (m_text.substr(m_at, 2) != "\\u") return fail("half a surrogate pair");
        m_at += 2;
        if (!hex4(low)) return false;
        if (low < 0xdc00 || low >= 0xe000) return fail("half a surrogate pair");
        code = 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00);
    }
    appendUtf8(out, code);
    return true;
}

bool HeaderScanner::string(std::string& out, size_t maxBytes, const char* what) {
    out.clear();
    if (!accept('"')) return fail(std::string(what) + " must be a string");
    while (true) {
        const size_t run = m_at;
        while (!atEnd() && m_text[m_at] != '"' && m_text[m_at] != '\\' &&
               static_cast<unsigned char>(m_text[m_at]) >= 0x20)
            ++m_at;
        if (out.size() + (m_at - run) > maxBytes)
            return fail(std::string(what) + " is longer than " + std::to_string(maxBytes) +
                        " bytes");
        out.append(m_text.substr(run, m_at - run));
        if (atEnd()) return fail("a string does not end");
        const char c = m_text[m_at];
        if (c != '"' && c != '\\') return fail("a control character in a string");
        ++m_at;
        if (c == '"') return true;
        if (!escape(out)) return false;
    }
}

bool HeaderScanner::count(int64_t& out, const char* what) {
    skipSpace();
    const size_t start = m_at;
    out = 0;
    while (!atEnd() && m_text[m_at] >= '0' && m_text[m_at] <= '9') {
        if (__builtin_mul_overflow(out, int64_t{10}, &out) ||
            __builtin_add_overflow(out, int64_t{m_text[m_at] - '0'}, &out))
            return fail(std::string(what) + " is too large");
        ++m_at;
    }
    const bool tail = !atEnd() && std::strchr(".eE+-", m_text[m_at]) != nullptr;
    if (m_at == start || tail || (m_text[start] == '0' && m_at - start > 1))
        return fail(std::string(what) + " must be a whole number, not negative");
    return true;
}

class HeaderParser {
public:
    HeaderParser(std::string_view text, SafetensorsHeader& out) : m_scan(text), m_out(out) {}

    bool parse() {
        const bool whole = m_scan.list('{', '}', "a JSON object", [&] { return member(); });
        if (!whole) return false;
        m_scan.skipSpace();
        return m_scan.atEnd() || m_scan.fail("something follows the JSON object");
    }
    const std::string& problem() const { return m_scan.problem(); }

private:
    bool member() {
        std::string name;
        if (!m_scan.string(name, kMaxTensorNameBytes, "a tensor name")) return false;
        if (!m_scan.expect(':', "after a name")) return false;
        if (name == "__metadata__") return metadata();
        if (m_out.tensors.size() == kMaxTensorsPerFile)
            return m_scan.fail("more than " + std::to_string(kMaxTensorsPerFile) + " tensors");
        TensorInfo tensor;
        tensor.name = std::move(name);
        if (!tensorBody(tensor)) return false;
        m_out.tensors.push_back(std::move(tensor));
        return true;
    }

    bool metadata() {
        if (m_metadataSeen) return m_scan.fail("\"__metadata__\" is given twice");
        m_metadataSeen = true;
        return m_scan.list('{', '}', "the object of \"__metadata__\"", [&] {
            std::string key, value;
            const auto limit = static_cast<size_t>(kMaxHeaderBytes);
            return m_scan.string(key, limit, "a metadata key") &&
                   m_scan.expect(':', "after a metadata key") &&
                   m_scan.string(value, limit, "a metadata value") &&
                   (m_out.metadata.emplace(key, value).second ||
                    m_scan.fail("the metadata key " + inQuotes(key) + " is given twice"));
        });
    }

    bool tensorBody(TensorInfo& tensor) {
        unsigned seen = 0;
        const auto once = [&](unsigned bit, const std::string& key) {
            if ((seen & bit) != 0)
                return m_scan.fail("tensor " + inQuotes(tensor.name) + " gives " + key + " twice");
            seen |= bit;
            return true;
        };
        const bool whole = m_scan.list('{', '}', "the object of a tensor", [&] {
            std::string key;
            if (!m_scan.string(key, kMaxTensorNameBytes, "a key") ||
                !m_scan.expect(':', "after a key"))
                return false;
            if (key == "dtype") return once(1, key) && dtype(tensor);
            if (key == "shape") return once(2, key) && shape(tensor);
            if (key == "data_offsets") return once(4, key) && offsets(tensor);
            return m_scan.fail("tensor " + inQuotes(tensor.name) + " has an unknown key " +
                               inQuotes(key));
        });
        if (whole && seen != 7)
            return m_scan.fail("tensor " + inQuotes(tensor.name) +
                               " lacks dtype, shape or data_offsets");
        return whole;
    }

    bool dtype(TensorInfo& tensor) {
        std::string name;
        if (!m_scan.string(name, 64, "a dtype")) return false;
        const Result<DType> parsed = parseDType(name);
        if (!parsed.ok())
            return m_scan.fail("tensor " + inQuotes(tensor.name) + " has the unknown dtype " +
                               inQuotes(name));
        tensor.dtype = *parsed;
        return true;
    }

    bool shape(TensorInfo& tensor) {
        return m_scan.list('[', ']', "a list as shape", [&] {
            int64_t dim = 0;
            if (!m_scan.count(dim, "a dimension")) return false;
            if (tensor.rank == kMaxTensorRank)
                return m_scan.fail("tensor " + inQuotes(tensor.name) + " has more than " +
                                   std::to_string(kMaxTensorRank) + " dimensions");
            tensor.dims[tensor.rank++] = dim;
            return true;
        });
    }

    bool offsets(TensorInfo& tensor) {
        return m_scan.expect('[', "before the data offsets") &&
               m_scan.count(tensor.begin, "a data offset") &&
               m_scan.expect(',', "between the data offsets") &&
               m_scan.count(tensor.end, "a data offset") &&
               m_scan.expect(']', "after two data offsets");
    }

    HeaderScanner m_scan;
    SafetensorsHeader& m_out;
    bool m_metadataSeen = false;
};

std::string sizeProblem(const TensorInfo& tensor) {
    const std::string who = "tensor " + inQuotes(tensor.name) + " ";
    if (tensor.end < tensor.begin) return who + "ends before it begins";
    const Result<int64_t> needed = tensorBytes(tensor.dtype, tensor.shape());
    if (!needed.ok()) return who + needed.error().what;
    if (*needed != tensor.bytes())
        return who + "has shape " + shapeText(tensor.shape()) + " of " + nameOf(tensor.dtype) +
               ", which is " + std::to_string(*needed) + " bytes, but its data offsets span " +
               std::to_string(tensor.bytes());
    return {};
}

// Tensors must lie end to end from the first byte of the data to the last.
Status checkCover(const std::vector<TensorInfo>& tensors, int64_t dataBytes,
                  const std::string& where) {
    std::vector<uint32_t> order(tensors.size());
    std::iota(order.begin(), order.end(), 0u);
    std::sort(order.begin(), order.end(), [&](uint32_t a, uint32_t b) {
        return std::pair(tensors[a].begin, tensors[a].end) <
               std::pair(tensors[b].begin, tensors[b].end);
    });
    int64_t at = 0;
    for (const uint32_t i : order) {
        if (tensors[i].begin != at)
            return badInput("tensor " + inQuotes(tensors[i].name) + " begins at byte " +
                                std::to_string(tensors[i].begin) + " of the data, not at " +
                                std::to_string(at) +
                                (tensors[i].begin < at ? ": it overlaps the one before it"
                                                       : ": there is a hole before it"),
                            where);
        at = tensors[i].end;
    }
    if (at > dataBytes)
        return badInput("the file is cut short: its header describes " + std::to_string(at) +
                            " bytes of tensors, " + std::to_string(dataBytes) + " are there",
                        where, "download or copy it again");
    if (at < dataBytes)
        return badInput(std::to_string(dataBytes - at) + " bytes follow the last tensor", where,
                        "download or copy it again");
    return {};
}

} // namespace

Result<int64_t> tensorBytes(DType dtype, std::span<const int64_t> shape) {
    int64_t bits = 1;
    for (const int64_t dim : shape)
        if (dim < 0 || __builtin_mul_overflow(bits, dim, &bits))
            return badInput("has a shape " + shapeText(shape) + " whose size overflows");
    if (__builtin_mul_overflow(bits, int64_t{bitsOf(dtype)}, &bits))
        return badInput("has a shape " + shapeText(shape) + " whose size overflows");
    if (bits % 8 != 0) return badInput("does not fill whole bytes");
    return bits / 8;
}

bool isUtf8(std::string_view text) {
    size_t i = 0;
    while (i < text.size()) {
        uint64_t eight = 0;
        if (text.size() - i >= 8) {
            std::memcpy(&eight, text.data() + i, 8);
            if ((eight & 0x8080808080808080ULL) == 0) {
                i += 8;
                continue;
            }
        }
        const auto lead = static_cast<unsigned char>(text[i]);
        if (lead < 0x80) {
            ++i;
            continue;
        }
        const size_t extra = lead >= 0xf0 ? 3 : lead >= 0xe0 ? 2 : 1;
        if (lead < 0xc2 || lead > 0xf4 || text.size() - i <= extra) return false;
        for (size_t k = 1; k <= extra; ++k)
            if ((static_cast<unsigned char>(text[i + k]) & 0xc0) != 0x80) return false;
        const auto second = static_cast<unsigned char>(text[i + 1]);
        // Overlong forms, surrogates and code points beyond U+10FFFF.
        if ((lead == 0xe0 && second < 0xa0) || (lead == 0xed && second > 0x9f) ||
            (lead == 0xf0 && second < 0x90) || (lead == 0xf4 && second > 0x8f))
            return false;
        i += extra + 1;
    }
    return true;
}

std::string inQuotes(std::string_view name) {
    std::string result = "\"";
    for (const char c : name.substr(0, 120))
        result.push_back(static_cast<unsigned char>(c) < 0x20 || c == 0x7f ? '?' : c);
    return result + (name.size() > 120 ? "...\"" : "\"");
}

std::string shapeText(std::span<const int64_t> shape) {
    std::string result = "[";
    for (size_t i = 0; i < shape.size(); ++i)
        result += (i == 0 ? "" : ", ") + std::to_string(shape[i]);
    return result + "]";
}

Result<SafetensorsHeader> parseSafetensorsHeader(std::string_view text, int64_t dataBytes,
                                                 const std::string& where) {
    if (!isUtf8(text)) return badInput("its header is not valid UTF-8", where);
    SafetensorsHeader header;
    HeaderParser parser(text, header);
    if (!parser.parse())
        return badInput("its header is malformed: " + parser.problem(), where,
                        "this is not a safetensors file, or it is damaged");
    std::sort(header.tensors.begin(), header.tensors.end(),
              [](const TensorInfo& a, const TensorInfo& b) { return a.name < b.name; });
    for (size_t i = 0; i < header.tensors.size(); ++i) {
        const TensorInfo& tensor = header.tensors[i];
        if (i > 0 && header.tensors[i - 1].name == tensor.name)
            return badInput("tensor " + inQuotes(tensor.name) + " is given twice", where);
        const std::string problem = sizeProblem(tensor);
        if (!problem.empty()) return badInput(problem, where);
    }
    MOQA_CHECK(checkCover(header.tensors, dataBytes, where));
    return header;
}

} // namespace moqa
