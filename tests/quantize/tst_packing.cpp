// SPDX-License-Identifier: GPL-3.0-or-later
// The stored form of a quantized weight: bit stream, padding, dequantization.
#include "core/base/half.h"
#include "core/base/random.h"
#include "core/quantize/quantized_tensor.h"

#include <QTest>
#include <cstring>

using namespace moqa;

class TestPacking : public QObject {
    Q_OBJECT
private slots:
    // compressed-tensors' dense layout: 32 codes i % 8 at 3 bits.
    void threeBitVectorMatchesTheDenseLayout() {
        std::vector<uint8_t> codes(32);
        for (size_t i = 0; i < 32; ++i) codes[i] = static_cast<uint8_t>(i % 8);
        uint32_t words[3] = {};
        packRow(codes.data(), 32, 3, reinterpret_cast<uint8_t*>(words), 12);
        QCOMPARE(words[0], 0x88fac688u);
        QCOMPARE(words[1], 0xc688fac6u);
        QCOMPARE(words[2], 0xfac688fau);
    }

    void rowsRoundTripAndPadWithZeros_data() {
        QTest::addColumn<int>("bits");
        for (int bits : {1, 2, 3, 4, 5, 6, 7, 8}) QTest::addRow("%d bits", bits) << bits;
    }
    void rowsRoundTripAndPadWithZeros() {
        QFETCH(int, bits);
        Random random(7);
        for (int64_t cols = 1; cols <= 70; ++cols) {
            QuantizedTensor shape;
            shape.format.bits = bits;
            shape.cols = cols;
            const int64_t rowBytes = shape.rowBytes();
            QCOMPARE(rowBytes % 4, int64_t{0});
            QVERIFY(rowBytes * 8 >= cols * bits && rowBytes * 8 < cols * bits + 32);
            std::vector<uint8_t> codes(static_cast<size_t>(cols)), back(codes.size());
            for (uint8_t& code : codes) code = static_cast<uint8_t>(random.below(1u << bits));
            std::vector<uint8_t> packed(static_cast<size_t>(rowBytes), 0xff);
            packRow(codes.data(), cols, bits, packed.data(), rowBytes);
            // Bit t of the stream is bit t % 8 of byte t / 8; past the last code all zero.
            for (int64_t t = 0; t < rowBytes * 8; ++t) {
                const int bit = (packed[static_cast<size_t>(t / 8)] >> (t % 8)) & 1;
                const int64_t c = t / bits;
                const int expected =
                    c < cols ? (codes[static_cast<size_t>(c)] >> (t % bits)) & 1 : 0;
                QCOMPARE(bit, expected);
            }
            unpackRow(packed.data(), cols, bits, back.data());
            QVERIFY(back == codes);
        }
    }

    // Two groups of four columns; 2 bits, asymmetric: w = (q - z) s.
    void dequantizesGroups() {
        QuantizedTensor t;
        t.format = {2, 4, false};
        t.rows = 1;
        t.cols = 8;
        const uint8_t codes[8] = {0, 1, 2, 3, 3, 2, 1, 0};
        t.codes.resize(static_cast<size_t>(t.rowBytes()));
        packRow(codes, 8, 2, t.codes.data(), t.rowBytes());
        t.scales = {f32ToF16(0.5f), f32ToF16(2.0f)};
        t.zeroPoints = {1, 3};
        QCOMPARE(t.groups(), int64_t{2});
        QCOMPARE(t.storedBytes(), int64_t{4 + 4 + 2});
        const float expected[8] = {-0.5f, 0, 0.5f, 1, 0, -2, -4, -6};
        const Matrix w = dequantize(t);
        for (int c = 0; c < 8; ++c) QCOMPARE(w.data[static_cast<size_t>(c)], expected[c]);
    }

    void dequantizesSymmetricAndOneBit() {
        QuantizedTensor t;
        t.format = {3, -1, true};
        t.rows = 2;
        t.cols = 3;
        t.codes.resize(8);
        const uint8_t codes[2][3] = {{0, 4, 7}, {1, 2, 3}};
        for (int r = 0; r < 2; ++r) packRow(codes[r], 3, 3, t.codes.data() + 4 * r, 4);
        t.scales = {f32ToF16(1.0f), f32ToF16(0.25f)};
        float out[3];
        dequantizeRows(t, 1, 1, out);
        QCOMPARE(out[0], -0.75f);
        QCOMPARE(out[1], -0.5f);
        QCOMPARE(out[2], -0.25f);
        dequantizeRows(t, 0, 1, out);
        QCOMPARE(out[0], -4.0f);
        QCOMPARE(out[1], 0.0f);
        QCOMPARE(out[2], 3.0f);

        t.format = {1, -1, false};
        t.rows = 1;
        const uint8_t signs[3] = {1, 0, 1};
        t.codes.resize(4);
        packRow(signs, 3, 1, t.codes.data(), 4);
        t.scales = {f32ToF16(0.75f)};
        dequantizeRows(t, 0, 1, out);
        QCOMPARE(out[0], 0.75f);
        QCOMPARE(out[1], -0.75f);
        QCOMPARE(out[2], 0.75f);
    }
};

QTEST_GUILESS_MAIN(TestPacking)
#include "tst_packing.moc"
