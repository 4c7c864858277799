// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/checkpoint/safetensors_header.h"

#include "core/checkpoint/header_scanner.h"

#include <algorithm>
#include <numeric>

namespace moqa {

namespace {

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
