// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quantize/quantized_tensor.h"

#include "core/base/half.h"
#include "core/base/parallel.h"

#include <algorithm>
#include <bit>
#include <cstring>

namespace moqa {

static_assert(std::endian::native == std::endian::little,
              "codes are packed through little-endian words");

namespace {

// Eight codes of B bits are exactly B bytes, whatever B is: no code straddles the unit.
template <int B>
void packUnits(const uint8_t* codes, int64_t units, uint8_t* out) {
    for (int64_t u = 0; u < units; ++u) {
        uint64_t word = 0;
        for (int k = 0; k < 8; ++k) word |= static_cast<uint64_t>(codes[8 * u + k]) << (B * k);
        std::memcpy(out + B * u, &word, B);
    }
}

template <int B>
void unpackUnits(const uint8_t* packed, int64_t units, uint8_t* codes) {
    constexpr uint64_t kMask = (1u << B) - 1;
    for (int64_t u = 0; u < units; ++u) {
        uint64_t word = 0;
        std::memcpy(&word, packed + B * u, B);
        for (int k = 0; k < 8; ++k)
            codes[8 * u + k] = static_cast<uint8_t>((word >> (B * k)) & kMask);
    }
}

template <int B>
void packAs(const uint8_t* codes, int64_t cols, uint8_t* out, int64_t rowBytes) {
    const int64_t units = cols / 8;
    packUnits<B>(codes, units, out);
    std::memset(out + B * units, 0, static_cast<size_t>(rowBytes - B * units));
    const int64_t rest = cols - 8 * units;
    if (rest == 0) return;
    uint8_t padded[8] = {};
    uint8_t bytes[B];
    std::memcpy(padded, codes + 8 * units, static_cast<size_t>(rest));
    packUnits<B>(padded, 1, bytes);
    std::memcpy(out + B * units, bytes, static_cast<size_t>((rest * B + 7) / 8));
}

template <int B>
void unpackAs(const uint8_t* packed, int64_t cols, uint8_t* codes) {
    const int64_t units = cols / 8;
    unpackUnits<B>(packed, units, codes);
    const int64_t rest = cols - 8 * units;
    if (rest == 0) return;
    uint8_t bytes[B] = {};
    uint8_t padded[8];
    std::memcpy(bytes, packed + B * units, static_cast<size_t>((rest * B + 7) / 8));
    unpackUnits<B>(bytes, 1, padded);
    std::memcpy(codes + 8 * units, padded, static_cast<size_t>(rest));
}

// The product of the compensation for one row; right widened.
void addCompensation(const QuantizedTensor& tensor, int64_t row, const float* right, float* out) {
    const int64_t rank = tensor.format.rank;
    for (int64_t k = 0; k < rank; ++k) {
        const float factor = f16ToF32(tensor.left[static_cast<size_t>(row * rank + k)]);
        const float* source = right + k * tensor.cols;
        for (int64_t c = 0; c < tensor.cols; ++c) out[c] += factor * source[c];
    }
}

std::vector<float> widened(const std::vector<uint16_t>& halves) {
    std::vector<float> values(halves.size());
    for (size_t i = 0; i < halves.size(); ++i) values[i] = f16ToF32(halves[i]);
    return values;
}

void dequantizeRow(const QuantizedTensor& tensor, int64_t row, uint8_t* codes, float* out) {
    const int bits = tensor.format.bits;
    unpackRow(tensor.codes.data() + row * tensor.rowBytes(), tensor.cols, bits, codes);
    const int64_t groups = tensor.groups();
    const int64_t width = tensor.format.group > 0 ? tensor.format.group : tensor.cols;
    for (int64_t g = 0; g < groups; ++g) {
        const size_t at = static_cast<size_t>(row * groups + g);
        const float scale = f16ToF32(tensor.scales[at]);
        // One bit: (2q - 1) s = (q - 1/2) 2s, exactly.
        const float step = bits == 1 ? 2.0f * scale : scale;
        const float zero = bits == 1                    ? 0.5f
                           : !tensor.realZeros.empty()  ? f16ToF32(tensor.realZeros[at])
                           : !tensor.zeroPoints.empty() ? static_cast<float>(tensor.zeroPoints[at])
                                                        : static_cast<float>(1 << (bits - 1));
        const int64_t end = std::min(tensor.cols, (g + 1) * width);
        for (int64_t c = g * width; c < end; ++c)
            out[c] = (static_cast<float>(codes[c]) - zero) * step;
    }
}

} // namespace

int64_t QuantizedTensor::groups() const {
    return format.group > 0 ? (cols + format.group - 1) / format.group : 1;
}

int64_t QuantizedTensor::rowBytes() const { return ((cols * format.bits + 7) / 8 + 3) / 4 * 4; }

int64_t QuantizedTensor::storedBytes() const {
    return static_cast<int64_t>(codes.size() + 2 * scales.size() + zeroPoints.size() +
                                2 * (realZeros.size() + left.size() + right.size()));
}

void packRow(const uint8_t* codes, int64_t cols, int bits, uint8_t* out, int64_t rowBytes) {
    switch (bits) {
    case 1: return packAs<1>(codes, cols, out, rowBytes);
    case 2: return packAs<2>(codes, cols, out, rowBytes);
    case 3: return packAs<3>(codes, cols, out, rowBytes);
    case 4: return packAs<4>(codes, cols, out, rowBytes);
    case 5: return packAs<5>(codes, cols, out, rowBytes);
    case 6: return packAs<6>(codes, cols, out, rowBytes);
    case 7: return packAs<7>(codes, cols, out, rowBytes);
    default: return packAs<8>(codes, cols, out, rowBytes);
    }
}

void unpackRow(const uint8_t* packed, int64_t cols, int bits, uint8_t* codes) {
    switch (bits) {
    case 1: return unpackAs<1>(packed, cols, codes);
    case 2: return unpackAs<2>(packed, cols, codes);
    case 3: return unpackAs<3>(packed, cols, codes);
    case 4: return unpackAs<4>(packed, cols, codes);
    case 5: return unpackAs<5>(packed, cols, codes);
    case 6: return unpackAs<6>(packed, cols, codes);
    case 7: return unpackAs<7>(packed, cols, codes);
    default: return unpackAs<8>(packed, cols, codes);
    }
}

void dequantizeRows(const QuantizedTensor& tensor, int64_t row, int64_t count, float* out) {
    std::vector<uint8_t> codes(static_cast<size_t>(tensor.cols));
    const std::vector<float> right = widened(tensor.right);
    for (int64_t r = 0; r < count; ++r) {
        dequantizeRow(tensor, row + r, codes.data(), out + r * tensor.cols);
        if (tensor.format.rank > 0)
            addCompensation(tensor, row + r, right.data(), out + r * tensor.cols);
    }
}

Matrix dequantize(const QuantizedTensor& tensor) {
    Matrix out(tensor.rows, tensor.cols);
    constexpr int64_t kRows = 64; // per task: a code buffer is allocated once for so many
    parallelFor((tensor.rows + kRows - 1) / kRows, [&](int64_t block, int) {
        const int64_t row = block * kRows;
        dequantizeRows(tensor, row, std::min(kRows, tensor.rows - row), out.row(row));
    });
    return out;
}

std::optional<kernels::PackedMatrix> packedView(const QuantizedTensor& tensor) {
    if (tensor.format.rank > 0) return std::nullopt;
    kernels::PackedMatrix view;
    view.bits = tensor.format.bits;
    view.rows = tensor.rows;
    view.cols = tensor.cols;
    view.rowBytes = tensor.rowBytes();
    view.groupSize = tensor.format.group;
    view.codes = tensor.codes.data();
    view.scales = tensor.scales.data();
    if (!tensor.zeroPoints.empty()) view.zeros = tensor.zeroPoints.data();
    if (!tensor.realZeros.empty()) view.realZeros = tensor.realZeros.data();
    return view;
}

} // namespace moqa
