// SPDX-License-Identifier: GPL-3.0-or-later
// Cuts a list of packed products into work: slices of tokens whose rows of x are prepared first, in
// waves of bounded memory, then blocks of rows of W times a slice, the costliest first, so that the
// threads end together.
#include "moqa/packed.h"

#include "cpu/gemm.h"
#include "cpu/packed_layout.h"
#include "cpu/parallel.h"

#include <algorithm>
#include <vector>

namespace moqa::kernels {

namespace {

// Unpacking in registers against a panel for sgemm: equal at about this many tokens.
constexpr int64_t kFewTokens = 12;
constexpr int64_t kFewRounded = 4;
constexpr int64_t kSliceTokens = 512;
constexpr int64_t kPrepareTokens = 32;
constexpr int64_t kPreparedFloats = int64_t{16} << 20;
// Rows of W per item: a panel of f32 that stays in the shared cache, one of bytes in a core's own;
// with few tokens, 64 KiB of codes or so.
constexpr int64_t kPanelFloats = 256 << 10;
constexpr int64_t kPanelBytes = 128 << 10;
constexpr int64_t kFewRows = 64;

struct Slice {
    const PackedProduct* product;
    PackedLayout layout;
    int64_t first, tokens;
    float* prepared; // [tokens, stride of Prepared]
    bool shared;     // prepared by the slice before
};

struct Item {
    const Slice* slice;
    int64_t row, rows;
    double cost() const { return static_cast<double>(rows * slice->tokens * slice->layout.cols); }
};

// A row of prepared x in floats. Exact: arranged. Fast: codes, terms of pieces.
int64_t preparedStride(const PackedLayout& layout, PackedPrecision precision) {
    return precision == PackedPrecision::Exact
               ? layout.paddedCols()
               : layout.paddedCols() / 4 + kPieceFloats * layout.pieces;
}

bool sameInput(const Slice& a, const Slice& b, PackedPrecision precision) {
    const PackedProduct& p = *a.product;
    const PackedProduct& q = *b.product;
    return p.x == q.x && p.ldx == q.ldx && p.index == q.index && a.first == b.first &&
           a.tokens == b.tokens && a.layout == b.layout &&
           (precision == PackedPrecision::Fast || p.weight.bits == q.weight.bits);
}

void prepare(const Slice& slice, int64_t begin, int64_t end, PackedPrecision precision) {
    const PackedProduct& product = *slice.product;
    const int64_t stride = preparedStride(slice.layout, precision);
    Scratch padded(slice.layout.paddedCols());
    for (int64_t t = begin; t < end; ++t) {
        const int64_t token = slice.first + t;
        const int64_t row = product.index != nullptr ? product.index[token] : token;
        padRow(slice.layout, product.x + row * product.ldx, padded.data());
        float* out = slice.prepared + t * stride;
        if (precision == PackedPrecision::Exact)
            packedLoops().arrange[product.weight.bits - 1](slice.layout.shape.blocks, padded.data(),
                                                           out);
        else
            packedLoops().round(slice.layout.shape, padded.data(), out);
    }
}

// Rows of one matrix as the loops want them. Their terms are kept until the slot is taken again;
// codes that had to be aligned, until the next but one.
class Rows {
public:
    Rows(const PackedMatrix& matrix, const PackedLayout& layout, int64_t slots)
        : m_matrix(matrix), m_layout(layout),
          m_codeFloats((layout.alignedBytes(matrix.bits) + 3) / 4), m_codes(2 * m_codeFloats),
          m_terms(slots * 2 * layout.groups) {}

    PackedRow row(int64_t r, int64_t slot) {
        float* scale = m_terms.data() + slot * 2 * m_layout.groups;
        float* zero = scale + m_layout.groups;
        const int64_t at = r * m_layout.groups;
        packedLoops().widenTerms(m_matrix.bits, m_layout.groups, halvesFrom(m_matrix.scales, at),
                                 m_matrix.zeros != nullptr ? m_matrix.zeros + at : nullptr,
                                 halvesFrom(m_matrix.realZeros, at), scale, zero);
        auto* aligned = reinterpret_cast<uint8_t*>(m_codes.data() + slot % 2 * m_codeFloats);
        return {rowCodes(m_matrix, m_layout, r, aligned), scale, zero};
    }

private:
    const PackedMatrix& m_matrix;
    const PackedLayout& m_layout;
    const int64_t m_codeFloats;
    Scratch m_codes, m_terms;
};

// Runs body(first token, log2 of tokens) over a slice by fours, twos and ones.
template <class Body>
void forTokens(int64_t tokens, Body&& body) {
    for (int64_t t = 0; t < tokens;) {
        const int log = tokens - t >= 4 ? 2 : tokens - t >= 2 ? 1 : 0;
        body(t, log);
        t += int64_t{1} << log;
    }
}

// y of rows r and r + 1 (if it is one of the item's) from a tile of the loops.
void store(const Item& item, int64_t r, int64_t t, int log, const float* tile) {
    const PackedProduct& product = *item.slice->product;
    const int64_t rows = std::min<int64_t>(2, item.row + item.rows - r);
    const int64_t tokens = int64_t{1} << log;
    for (int64_t i = 0; i < tokens; ++i)
        for (int64_t j = 0; j < rows; ++j)
            product.y[(item.slice->first + t + i) * product.ldy + r + j] = tile[j * tokens + i];
}

// Index of the loops for zeros that are not whole.
int realIndex(const PackedMatrix& matrix) {
    return matrix.bits == 1 || matrix.realZeros != nullptr ? 1 : 0;
}

void multiplyInRegisters(const Item& item) {
    const Slice& slice = *item.slice;
    const PackedProduct& product = *slice.product;
    const PackedMatrix& matrix = product.weight;
    const int64_t stride = slice.layout.paddedCols();
    const auto& dot = packedLoops().dot[matrix.bits - 1][realIndex(matrix)];
    Rows rows(matrix, slice.layout, 1);
    for (int64_t r = item.row; r < item.row + item.rows; ++r) {
        const PackedRow row = rows.row(r, 0);
        forTokens(slice.tokens, [&](int64_t t, int log) {
            float tile[4];
            dot[log](slice.layout.shape, row, slice.prepared + t * stride, stride, tile);
            for (int64_t i = 0; i < int64_t{1} << log; ++i)
                product.y[(slice.first + t + i) * product.ldy + r] = tile[i];
        });
    }
}

void multiplyByPanel(const Item& item) {
    const Slice& slice = *item.slice;
    const PackedProduct& product = *slice.product;
    const int64_t cols = slice.layout.paddedCols();
    Scratch panel(item.rows * cols);
    Rows rows(product.weight, slice.layout, 1);
    for (int64_t r = 0; r < item.rows; ++r)
        packedLoops().unpack[product.weight.bits - 1][realIndex(product.weight)](
            slice.layout.shape, rows.row(item.row + r, 0), panel.data() + r * cols);
    gemmSerial(slice.tokens, item.rows, cols, 1.0f, {slice.prepared, cols, 1},
               {panel.data(), 1, cols}, 0.0f, product.y + slice.first * product.ldy + item.row,
               product.ldy);
}

// Rows [first, first + count) of the item's matrix, packed or as bytes, times the slice.
void multiplyRoundedRows(const Item& item, int64_t first, int64_t count, const PackedRow* rows,
                         bool bytes) {
    const Slice& slice = *item.slice;
    const int64_t stride = preparedStride(slice.layout, PackedPrecision::Fast);
    const auto& dot = packedLoops().roundedDot[slice.product->weight.bits - 1][bytes ? 1 : 0];
    forTokens(slice.tokens, [&](int64_t t, int log) {
        const RoundedRows x{slice.prepared + t * stride, stride};
        for (int64_t r = 0; r < count; r += 2) {
            const PackedRow pair[2] = {rows[r], rows[std::min(r + 1, count - 1)]};
            float tile[8];
            dot[log](slice.layout.shape, pair, x, tile);
            store(item, first + r, t, log, tile);
        }
    });
}

void multiplyRounded(const Item& item) {
    const PackedMatrix& matrix = item.slice->product->weight;
    const PackedLayout& layout = item.slice->layout;
    const int64_t end = item.row + item.rows;
    if (item.slice->tokens <= kFewRounded) {
        Rows memory(matrix, layout, 2);
        for (int64_t r = item.row; r < end; r += 2) {
            const PackedRow first = memory.row(r, 0);
            const PackedRow pair[2] = {first, r + 1 < end ? memory.row(r + 1, 1) : first};
            multiplyRoundedRows(item, r, std::min<int64_t>(2, end - r), pair, false);
        }
        return;
    }
    const int64_t cols = layout.paddedCols();
    Rows memory(matrix, layout, item.rows);
    Scratch panel(item.rows * cols / 4);
    std::vector<PackedRow> rows(static_cast<size_t>(item.rows));
    for (int64_t i = 0; i < item.rows; ++i) {
        PackedRow row = memory.row(item.row + i, i);
        auto* bytes = reinterpret_cast<uint8_t*>(panel.data()) + i * cols;
        packedLoops().unpackBytes[matrix.bits - 1](layout.shape.blocks, row.codes, bytes);
        row.codes = bytes;
        rows[static_cast<size_t>(i)] = row;
    }
    multiplyRoundedRows(item, item.row, item.rows, rows.data(), true);
}

void multiply(const Item& item, PackedPrecision precision) {
    if (precision == PackedPrecision::Fast)
        multiplyRounded(item);
    else if (item.slice->tokens <= kFewTokens)
        multiplyInRegisters(item);
    else
        multiplyByPanel(item);
}

// Even, so that pairs of rows stay whole.
int64_t rowsPerItem(const Slice& slice, PackedPrecision precision) {
    const bool exact = precision == PackedPrecision::Exact;
    if (slice.tokens <= (exact ? kFewTokens : kFewRounded)) return kFewRows;
    const int64_t panel = exact ? kPanelFloats : kPanelBytes;
    const int64_t fits = panel / std::max<int64_t>(1, slice.layout.paddedCols());
    return std::clamp<int64_t>(fits / 16 * 16, 16, 512);
}

void runWave(std::vector<Slice>& slices, int64_t preparedFloats, PackedPrecision precision) {
    Scratch prepared(preparedFloats);
    struct Part {
        const Slice* slice;
        int64_t begin;
    };
    std::vector<Part> parts;
    std::vector<Item> items;
    float* next = prepared.data();
    double prepareWork = 0.0;
    double work = 0.0;
    for (size_t i = 0; i < slices.size(); ++i) {
        Slice& slice = slices[i];
        slice.prepared = slice.shared ? slices[i - 1].prepared : next;
        if (!slice.shared) {
            next += slice.tokens * preparedStride(slice.layout, precision);
            prepareWork += 4.0 * static_cast<double>(slice.tokens * slice.layout.cols);
            for (int64_t t = 0; t < slice.tokens; t += kPrepareTokens) parts.push_back({&slice, t});
        }
        const int64_t rows = slice.product->weight.rows;
        const int64_t step = rowsPerItem(slice, precision);
        for (int64_t r = 0; r < rows; r += step) {
            items.push_back({&slice, r, std::min(step, rows - r)});
            work += 2.0 * items.back().cost();
        }
    }
    std::stable_sort(items.begin(), items.end(),
                     [](const Item& a, const Item& b) { return a.cost() > b.cost(); });
    forEach(static_cast<int64_t>(parts.size()), prepareWork, [&](int64_t i) {
        const Part& part = parts[static_cast<size_t>(i)];
        prepare(*part.slice, part.begin, std::min(part.slice->tokens, part.begin + kPrepareTokens),
                precision);
    });
    forEach(static_cast<int64_t>(items.size()), work,
            [&](int64_t i) { multiply(items[static_cast<size_t>(i)], precision); });
}

} // namespace

void packedProducts(int64_t count, const PackedProduct* products, PackedPrecision precision) {
    std::vector<Slice> wave;
    int64_t floats = 0;
    const auto finish = [&] {
        if (!wave.empty()) runWave(wave, floats, precision);
        wave.clear();
        floats = 0;
    };
    for (int64_t p = 0; p < count; ++p) {
        if (products[p].weight.cols == 0) { // no groups either: there is nothing to read
            for (int64_t t = 0; t < products[p].tokens; ++t)
                std::fill_n(products[p].y + t * products[p].ldy, products[p].weight.rows, 0.0f);
            continue;
        }
        for (int64_t first = 0; first < products[p].tokens; first += kSliceTokens) {
            Slice slice{&products[p], PackedLayout(products[p].weight),
                        first,        std::min(kSliceTokens, products[p].tokens - first),
                        nullptr,      false};
            const int64_t size = slice.tokens * preparedStride(slice.layout, precision);
            if (floats + size > kPreparedFloats) finish();
            slice.shared = !wave.empty() && sameInput(wave.back(), slice, precision);
            if (!slice.shared) floats += size;
            wave.push_back(slice);
        }
    }
    finish();
}

const char* packedIsa() { return packedLoops().isa; }

} // namespace moqa::kernels
