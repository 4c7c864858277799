// SPDX-License-Identifier: GPL-3.0-or-later
// The meaning of packed.h, in double and without any cleverness.
#include "cpu/packed_loops.h"
#include "moqa/packed.h"

#include <cmath>
#include <vector>

namespace moqa::kernels {

namespace {

double half(uint16_t bits) {
    const int exponent = bits >> 10 & 0x1f;
    const int mantissa = bits & 0x3ff;
    const double sign = bits & 0x8000 ? -1.0 : 1.0;
    if (exponent == 0x1f) return mantissa != 0 ? NAN : sign * INFINITY;
    if (exponent == 0) return sign * std::ldexp(mantissa, -24);
    return sign * std::ldexp(1024 + mantissa, exponent - 25);
}

int code(const PackedMatrix& matrix, int64_t row, int64_t col) {
    int value = 0;
    for (int b = 0; b < matrix.bits; ++b) {
        const int64_t bit = col * matrix.bits + b;
        value |= (matrix.codes[row * matrix.rowBytes + bit / 8] >> (bit % 8) & 1) << b;
    }
    return value;
}

double weight(const PackedMatrix& matrix, int64_t row, int64_t col) {
    const int64_t size = matrix.groupSize > 0 ? matrix.groupSize : matrix.cols;
    const int64_t groups = (matrix.cols + size - 1) / size;
    const int64_t at = row * groups + col / size;
    const double scale = half(halfAt(matrix.scales, at));
    const int q = code(matrix, row, col);
    if (matrix.bits == 1) return (2 * q - 1) * scale;
    if (matrix.realZeros != nullptr) return (q - half(halfAt(matrix.realZeros, at))) * scale;
    const int zero = matrix.zeros != nullptr ? matrix.zeros[at] : 1 << (matrix.bits - 1);
    return (q - zero) * scale;
}

} // namespace

const char* packedMatrixError(const PackedMatrix& matrix) {
    if (matrix.bits < 1 || matrix.bits > 8) return "codes must have 1 to 8 bits";
    if (matrix.rows < 0 || matrix.cols < 0) return "a size is negative";
    if (matrix.rowBytes < (matrix.cols * matrix.bits + 7) / 8)
        return "the bytes of a row are fewer than its codes need";
    if (matrix.rows > 0 && matrix.cols > 0 && (matrix.codes == nullptr || matrix.scales == nullptr))
        return "codes or scales are missing";
    return nullptr;
}

void referencePackedProducts(int64_t count, const PackedProduct* products) {
    for (int64_t p = 0; p < count; ++p) {
        const PackedProduct& product = products[p];
        std::vector<double> w(static_cast<size_t>(product.weight.cols));
        for (int64_t r = 0; r < product.weight.rows; ++r) {
            for (size_t c = 0; c < w.size(); ++c)
                w[c] = weight(product.weight, r, static_cast<int64_t>(c));
            for (int64_t t = 0; t < product.tokens; ++t) {
                const int64_t row = product.index != nullptr ? product.index[t] : t;
                const float* x = product.x + row * product.ldx;
                double sum = 0.0;
                for (size_t c = 0; c < w.size(); ++c) sum += w[c] * static_cast<double>(x[c]);
                product.y[t * product.ldy + r] = static_cast<float>(sum);
            }
        }
    }
}

} // namespace moqa::kernels
