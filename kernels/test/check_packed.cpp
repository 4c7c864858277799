// SPDX-License-Identifier: GPL-3.0-or-later
#include "moqa/packed.h"
#include "test/check.h"

#include <algorithm>
#include <memory>

namespace moqa::kernels::check {

namespace {

enum class Zeros { Symmetric, Codes, Real };

struct Shape {
    int64_t rows, cols, group, tokens;
    std::string text() const {
        return std::to_string(tokens) + " x " + std::to_string(rows) + " x " +
               std::to_string(cols) + ", group " + std::to_string(group);
    }
};

// A random packed matrix that owns its arrays, each of exactly the size that is promised, so that a
// sanitizer sees a read beyond it.
struct Owned {
    std::vector<uint8_t> codes, zeros;
    std::vector<uint16_t> scales, realZeros;
    PackedMatrix matrix;

    Owned(int bits, int64_t rows, int64_t cols, int64_t group, Zeros kind, uint32_t seed) {
        std::mt19937 generator(seed);
        const int64_t size = group > 0 ? group : cols;
        const auto groups = static_cast<size_t>(cols > 0 ? (cols + size - 1) / size : 0);
        const int64_t rowBytes = ((cols * bits + 7) / 8 + 3) / 4 * 4;
        codes.resize(static_cast<size_t>(rows * rowBytes));
        for (uint8_t& byte : codes) byte = static_cast<uint8_t>(generator());
        scales.resize(static_cast<size_t>(rows) * groups);
        // f16 of 2^-7 ... 2^0 with random mantissas, some negative, some subnormal.
        for (uint16_t& scale : scales)
            scale = static_cast<uint16_t>((8 + generator() % 7) << 10 | generator() % 1024);
        if (scales.size() > 3) {
            scales[1] |= 0x8000;
            scales[3] = 17;
        }
        matrix = {bits, rows, cols, rowBytes, group, codes.data(), scales.data(), nullptr, nullptr};
        if (kind == Zeros::Codes) {
            zeros.resize(scales.size());
            for (uint8_t& zero : zeros) zero = static_cast<uint8_t>(generator() % (1u << bits));
            matrix.zeros = zeros.data();
        }
        if (kind == Zeros::Real) {
            realZeros.resize(scales.size()); // 2.0 to 3.998
            for (uint16_t& zero : realZeros)
                zero = static_cast<uint16_t>(16 << 10 | generator() % 1024);
            matrix.realZeros = realZeros.data();
        }
    }
};

// The bounds of packed.h need |w|: the reference times a unit vector gives one column.
Floats weights(const PackedMatrix& matrix) {
    Floats unit(static_cast<size_t>(matrix.cols * matrix.cols));
    for (int64_t c = 0; c < matrix.cols; ++c) unit[static_cast<size_t>(c * matrix.cols + c)] = 1.0f;
    Floats columns(static_cast<size_t>(matrix.cols * matrix.rows));
    const PackedProduct product{matrix,  matrix.cols,    unit.data(), matrix.cols,
                                nullptr, columns.data(), matrix.rows};
    referencePackedProducts(1, &product);
    return columns; // [cols, rows]
}

// max |x| of the piece of at most 128 columns of its group that column c is in.
float largestOfPiece(const PackedMatrix& matrix, const float* x, int64_t c) {
    const int64_t group = matrix.groupSize > 0 ? matrix.groupSize : matrix.cols;
    const int64_t first = c / group * group + c % group / 128 * 128;
    const int64_t end = std::min({matrix.cols, (c / group + 1) * group, first + 128});
    float largest = 0.0f;
    for (int64_t i = first; i < end; ++i) largest = std::max(largest, std::abs(x[i]));
    return largest;
}

// Every element of the product within the bound of the header.
bool withinBound(const PackedProduct& product, PackedPrecision precision) {
    const PackedMatrix& m = product.weight;
    Floats expected(static_cast<size_t>(product.tokens * m.rows));
    PackedProduct reference = product;
    reference.y = expected.data();
    reference.ldy = m.rows;
    referencePackedProducts(1, &reference);
    const Floats w = weights(m);
    bool ok = true;
    for (int64_t t = 0; t < product.tokens; ++t) {
        const float* x =
            product.x + (product.index != nullptr ? product.index[t] : t) * product.ldx;
        Floats strays(static_cast<size_t>(m.rows));
        for (int64_t c = 0; c < m.cols; ++c) {
            float stray = 1e-6f * std::abs(x[c]);
            if (precision == PackedPrecision::Fast) stray += largestOfPiece(m, x, c) / 254.0f;
            for (int64_t r = 0; r < m.rows; ++r)
                strays[static_cast<size_t>(r)] +=
                    stray * std::abs(w[static_cast<size_t>(c * m.rows + r)]);
        }
        for (int64_t r = 0; r < m.rows; ++r) {
            const float got = product.y[t * product.ldy + r];
            const float want = expected[static_cast<size_t>(t * m.rows + r)];
            ok = ok && std::abs(got - want) <= strays[static_cast<size_t>(r)] + 1e-30f;
        }
    }
    return ok;
}

std::string name(const Owned& owned, const Shape& shape, PackedPrecision precision) {
    return std::string("packed product ") + packedIsa() + ", " + std::to_string(owned.matrix.bits) +
           " bits, " + shape.text() + (precision == PackedPrecision::Exact ? ", exact" : ", fast") +
           (owned.matrix.zeros != nullptr       ? ", zero codes"
            : owned.matrix.realZeros != nullptr ? ", real zeros"
                                                : "");
}

// Whole numbers with a largest of 127 per piece are rounded to themselves: then fast is exact.
Floats wholeNumbers(int64_t rows, int64_t cols, uint32_t seed) {
    std::mt19937 generator(seed);
    Floats values(static_cast<size_t>(rows * cols));
    for (float& value : values) value = static_cast<float>(generator() % 3) * 127.0f - 127.0f;
    return values;
}

void checkShape(int bits, const Shape& s, Zeros kind) {
    const Owned owned(bits, s.rows, s.cols, s.group, kind, static_cast<uint32_t>(bits + s.cols));
    const int64_t ldx = s.cols + 1;
    const int64_t ldy = s.rows + 2;
    const Floats x = randomFloats(s.tokens * ldx, 5);
    Floats y(static_cast<size_t>(s.tokens * ldy), 7.0f);
    const PackedProduct product{owned.matrix, s.tokens, x.data(), ldx, nullptr, y.data(), ldy};
    for (const auto precision : {PackedPrecision::Exact, PackedPrecision::Fast}) {
        packedProducts(1, &product, precision);
        expect(withinBound(product, precision), name(owned, s, precision));
        bool kept = true;
        for (int64_t t = 0; t < s.tokens; ++t)
            kept = kept && y[static_cast<size_t>(t * ldy + s.rows)] == 7.0f;
        expect(kept, name(owned, s, precision) + " writes its columns alone");
    }
    const Floats whole = wholeNumbers(s.tokens, s.cols, 6);
    PackedProduct integers = product;
    integers.x = whole.data();
    integers.ldx = s.cols;
    packedProducts(1, &integers, PackedPrecision::Fast);
    expect(withinBound(integers, PackedPrecision::Exact),
           name(owned, s, PackedPrecision::Fast) + " of whole numbers");
}

void checkBits(int bits) {
    // Around blocks of 32, pieces of 128, tiles of 2 rows and 4 tokens, the panel from 13 tokens
    // on; groups of no whole blocks, of none but one, larger than the row.
    constexpr Shape kShapes[] = {
        {3, 0, 32, 2},      {3, 0, 0, 2},       {1, 1, 0, 1},     {3, 17, 0, 1},
        {17, 3, 128, 2},    {5, 31, 0, 3},      {7, 33, 1000, 5}, {2, 64, 32, 4},
        {19, 96, 32, 7},    {6, 160, 64, 13},   {9, 131, 64, 17}, {11, 257, 0, 12},
        {13, 300, 100, 3},  {13, 300, 100, 20}, {4, 97, 7, 6},    {70, 256, 128, 1},
        {67, 512, 128, 33}, {3, 517, 256, 11},  {1, 40, 1, 2},    {530, 64, 64, 14}};
    for (const Shape& shape : kShapes)
        for (const Zeros kind : {Zeros::Symmetric, Zeros::Codes, Zeros::Real})
            checkShape(bits, shape, kind);
}

// Experts of uneven loads, one without tokens, in one call, rows gathered.
std::vector<Floats> multiplyGroup(const std::vector<int64_t>& loads, PackedPrecision precision,
                                  bool verify) {
    const int64_t hidden = 192;
    const int64_t width = 75;
    const int64_t tokens = 40;
    const Floats x = randomFloats(tokens * hidden, 1);
    std::vector<std::unique_ptr<Owned>> weights;
    std::vector<std::vector<int32_t>> lists;
    std::vector<Floats> outputs;
    lists.reserve(loads.size());
    std::vector<PackedProduct> products;
    for (size_t e = 0; e < loads.size(); ++e) {
        lists.emplace_back();
        for (int64_t i = 0; i < loads[e]; ++i)
            lists.back().push_back(
                static_cast<int32_t>((i * 7 + static_cast<int64_t>(e)) % tokens));
        for (const uint32_t half : {0u, 1u}) { // gate and up share their input
            const int bits = 2 + static_cast<int>((e + half) % 4);
            weights.push_back(std::make_unique<Owned>(bits, width, hidden, 64, Zeros::Codes,
                                                      static_cast<uint32_t>(2 * e) + half));
            outputs.emplace_back(static_cast<size_t>(loads[e] * width));
            products.push_back({weights.back()->matrix, loads[e], x.data(), hidden,
                                lists.back().data(), outputs.back().data(), width});
        }
    }
    packedProducts(static_cast<int64_t>(products.size()), products.data(), precision);
    for (size_t i = 0; verify && i < products.size(); ++i)
        expect(withinBound(products[i], precision),
               "product " + std::to_string(i) + " of a group of experts");
    return outputs;
}

void checkGroups() {
    packedProducts(0, nullptr, PackedPrecision::Exact);
    for (const auto precision : {PackedPrecision::Exact, PackedPrecision::Fast}) {
        for (const std::vector<int64_t>& loads :
             {std::vector<int64_t>{0, 1, 40, 3, 0, 17}, {0, 0, 600, 0}, {0, 0}})
            multiplyGroup(loads, precision, true);
        setCpuThreads(1);
        const std::vector<Floats> one = multiplyGroup({5, 1100, 0, 30}, precision, false);
        setCpuThreads(3);
        expect(multiplyGroup({5, 1100, 0, 30}, precision, false) == one,
               "packed products have the same bits with 3 threads");
        setCpuThreads(2);
    }
}

// A token's fast result does not depend on its company.
void checkCompany() {
    const Owned owned(4, 37, 320, 64, Zeros::Codes, 9);
    const Floats x = randomFloats(30 * 320, 2);
    Floats together(30 * 37);
    Floats alone(30 * 37);
    PackedProduct product{owned.matrix, 30, x.data(), 320, nullptr, together.data(), 37};
    packedProducts(1, &product, PackedPrecision::Fast);
    for (int64_t t = 0; t < 30; ++t) {
        product = {owned.matrix, 1, x.data() + t * 320, 320, nullptr, alone.data() + t * 37, 37};
        packedProducts(1, &product, PackedPrecision::Fast);
    }
    expect(together == alone, "fast packed product of one token alone and among 30");
}

void checkByHand() {
    // Row 0: codes 3 0 2 with scale 1/2 and zero 2: w = 1/2, -1, 0. Row 1: codes 1 1 3, scale 2,
    // zero 1: w = 0, 0, 4. LSB first: 3 | 0 << 2 | 2 << 4 = 0x23, 1 | 1 << 2 | 3 << 4 = 0x35.
    const uint8_t codes[] = {0x23, 0, 0, 0, 0x35, 0, 0, 0};
    alignas(2) const uint8_t scales[] = {0, 0x00, 0x38, 0x00, 0x40}; // from the odd address on
    const uint8_t zeros[] = {2, 1};
    const float x[] = {4.0f, 3.0f, -2.0f};
    for (const auto precision : {PackedPrecision::Exact, PackedPrecision::Fast}) {
        float y[2] = {}; // fast: -2 * 127 / 4 becomes -64, which is -2.016
        const PackedProduct product{
            {2, 2, 3, 4, 0, codes, scales + 1, zeros, nullptr}, 1, x, 3, nullptr, y, 2};
        packedProducts(1, &product, precision);
        expect(std::abs(y[0] + 1.0f) < 0.03f && std::abs(y[1] + 8.0f) < 0.064f,
               "packed product by hand");
    }
}

void checkPoison() {
    Owned owned(3, 4, 64, 32, Zeros::Symmetric, 3);
    owned.scales[0] = 0x7c00; // infinity
    for (const auto precision : {PackedPrecision::Exact, PackedPrecision::Fast})
        for (const int64_t tokens : {1, 20}) {
            Floats x = randomFloats(tokens * 64, 4);
            x[10] = NAN;
            Floats y(static_cast<size_t>(tokens * 4));
            const PackedProduct product{owned.matrix, tokens, x.data(), 64, nullptr, y.data(), 4};
            packedProducts(1, &product, precision);
            bool ok = std::isnan(y[1]) && !std::isfinite(y[0]);
            for (size_t t = 1; t < static_cast<size_t>(tokens); ++t)
                ok = ok && !std::isfinite(y[4 * t]) && std::isfinite(y[4 * t + 1]);
            expect(ok, "NaN and infinity stay visible in packed products");
        }
}

void checkErrors() {
    const Owned owned(5, 3, 33, 16, Zeros::Codes, 1);
    const auto refuses = [&](auto&& change) {
        PackedMatrix matrix = owned.matrix;
        change(matrix);
        return packedMatrixError(matrix) != nullptr;
    };
    expect(packedMatrixError(owned.matrix) == nullptr, "a good packed matrix");
    expect(refuses([](PackedMatrix& m) { m.bits = 0; }), "0 bits are refused");
    expect(refuses([](PackedMatrix& m) { m.bits = 9; }), "9 bits are refused");
    expect(refuses([](PackedMatrix& m) { m.rowBytes = 20; }), "codes cut short are refused");
    expect(refuses([](PackedMatrix& m) { m.rows = -1; }), "negative rows are refused");
    expect(refuses([](PackedMatrix& m) { m.scales = nullptr; }), "no scales are refused");
}

} // namespace

void checkPacked() {
    std::printf("packed products: %s\n", packedIsa());
    for (int bits = 1; bits <= 8; ++bits) checkBits(bits);
    checkGroups();
    checkCompany();
    checkByHand();
    checkPoison();
    checkErrors();
}

} // namespace moqa::kernels::check
