// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/tensor.h"

#include "core/base/half.h"

#include <array>
#include <cmath>
#include <cstring>
#include <limits>

namespace moqa {

namespace {

struct DTypeRow {
    DType dtype;
    const char* name;
    int bits;
};

constexpr std::array<DTypeRow, 22> kDTypes{{
    {DType::Bool, "BOOL", 8},
    {DType::F4, "F4", 4},
    {DType::F6E2M3, "F6_E2M3", 6},
    {DType::F6E3M2, "F6_E3M2", 6},
    {DType::U8, "U8", 8},
    {DType::I8, "I8", 8},
    {DType::F8E5M2, "F8_E5M2", 8},
    {DType::F8E4M3, "F8_E4M3", 8},
    {DType::F8E8M0, "F8_E8M0", 8},
    {DType::F8E4M3Fnuz, "F8_E4M3FNUZ", 8},
    {DType::F8E5M2Fnuz, "F8_E5M2FNUZ", 8},
    {DType::I16, "I16", 16},
    {DType::U16, "U16", 16},
    {DType::F16, "F16", 16},
    {DType::BF16, "BF16", 16},
    {DType::I32, "I32", 32},
    {DType::U32, "U32", 32},
    {DType::F32, "F32", 32},
    {DType::C64, "C64", 64},
    {DType::F64, "F64", 64},
    {DType::I64, "I64", 64},
    {DType::U64, "U64", 64},
}};

template <class T, class Convert>
void widen(const std::byte* src, int64_t count, float* dst, Convert convert) {
    for (int64_t i = 0; i < count; ++i) {
        T raw;
        std::memcpy(&raw, src + i * static_cast<int64_t>(sizeof(T)), sizeof(T));
        dst[i] = convert(raw);
    }
}

float e4m3ToF32(uint8_t bits) {
    const int exponent = (bits >> 3) & 15;
    const int mantissa = bits & 7;
    float magnitude = exponent == 0 ? std::ldexp(static_cast<float>(mantissa), -9)
                                    : std::ldexp(static_cast<float>(8 + mantissa), exponent - 10);
    if ((bits & 0x7f) == 0x7f) magnitude = std::numeric_limits<float>::quiet_NaN();
    return (bits & 0x80) != 0 ? -magnitude : magnitude;
}

// e5m2 is the upper byte of binary16.
float e5m2ToF32(uint8_t bits) { return f16ToF32(static_cast<uint16_t>(bits << 8)); }

} // namespace

int bitsOf(DType dtype) { return kDTypes[static_cast<size_t>(dtype)].bits; }

const char* nameOf(DType dtype) { return kDTypes[static_cast<size_t>(dtype)].name; }

Result<DType> parseDType(std::string_view name) {
    for (const DTypeRow& row : kDTypes)
        if (name == row.name) return row.dtype;
    return badInput("unknown dtype \"" + std::string(name.substr(0, 32)) + "\"");
}

Status widenToF32(DType dtype, const std::byte* src, int64_t count, float* dst) {
    const auto cast = [](auto value) { return static_cast<float>(value); };
    switch (dtype) {
    case DType::F32: std::memcpy(dst, src, static_cast<size_t>(count) * 4); return {};
    case DType::BF16: widen<uint16_t>(src, count, dst, bf16ToF32); return {};
    case DType::F16: widen<uint16_t>(src, count, dst, f16ToF32); return {};
    case DType::F64: widen<double>(src, count, dst, cast); return {};
    case DType::F8E4M3: widen<uint8_t>(src, count, dst, e4m3ToF32); return {};
    case DType::F8E5M2: widen<uint8_t>(src, count, dst, e5m2ToF32); return {};
    case DType::Bool:
    case DType::U8: widen<uint8_t>(src, count, dst, cast); return {};
    case DType::I8: widen<int8_t>(src, count, dst, cast); return {};
    case DType::I16: widen<int16_t>(src, count, dst, cast); return {};
    case DType::U16: widen<uint16_t>(src, count, dst, cast); return {};
    case DType::I32: widen<int32_t>(src, count, dst, cast); return {};
    case DType::U32: widen<uint32_t>(src, count, dst, cast); return {};
    case DType::I64: widen<int64_t>(src, count, dst, cast); return {};
    case DType::U64: widen<uint64_t>(src, count, dst, cast); return {};
    default: return badInput(std::string("dtype ") + nameOf(dtype) + " cannot be used as weights");
    }
}

} // namespace moqa
