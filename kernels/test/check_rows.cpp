// SPDX-License-Identifier: GPL-3.0-or-later
#include "test/check.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <set>

namespace moqa::kernels::check {

namespace {

// A handful of f32 roundings.
constexpr double kRowLimit = 5e-7;

void checkWiden(const Backend& backend) {
    for (const int64_t count : {0, 1, 15, 17, 1000, 200003}) {
        std::vector<char> bytes(static_cast<size_t>(2 * count + 1));
        for (int64_t i = 0; i < count; ++i) {
            const auto half = static_cast<uint16_t>(i * 37);
            std::memcpy(bytes.data() + 1 + 2 * i, &half, 2); // odd address on purpose
        }
        Floats expected(static_cast<size_t>(count));
        Floats got(static_cast<size_t>(count));
        referenceBackend().widenBf16(count, bytes.data() + 1, expected.data());
        backend.widenBf16(count, bytes.data() + 1, got.data());
        expect(count == 0 || std::memcmp(expected.data(), got.data(), expected.size() * 4) == 0,
               std::string(backend.name) + " widenBf16 " + std::to_string(count));
    }
}

void checkNorm(const Backend& backend) {
    for (const int64_t n : {1, 7, 16, 129, 1000})
        for (const bool weighted : {false, true}) {
            const int64_t rows = n == 7 ? 30011 : 5; // one of them worth several threads
            const Floats x = randomFloats(rows * (n + 3), 1);
            const Floats weight = randomFloats(n, 2);
            Floats expected(static_cast<size_t>(rows * n));
            Floats got = expected;
            const float* w = weighted ? weight.data() : nullptr;
            referenceBackend().rmsNorm(rows, n, x.data(), n + 3, w, 1e-5f, expected.data(), n);
            backend.rmsNorm(rows, n, x.data(), n + 3, w, 1e-5f, got.data(), n);
            const std::string what = std::string(backend.name) + " rmsNorm " + std::to_string(n);
            expect(relativeError(got, expected) <= kRowLimit, what);
            got = x;
            backend.rmsNorm(rows, n, got.data(), n + 3, w, 1e-5f, got.data(), n + 3);
            for (int64_t r = 0; r < rows; ++r)
                std::copy_n(got.begin() + r * (n + 3), n, got.begin() + r * n);
            got.resize(static_cast<size_t>(rows * n));
            expect(relativeError(got, expected) <= kRowLimit, what + " in place");
        }
}

void checkSilu(const Backend& backend) {
    for (const int64_t count : {1, 31, 200003}) {
        Floats gate = randomFloats(count, 1);
        for (float& value : gate) value *= 30.0f;
        gate[0] = -200.0f; // exp(200) overflows: the answer is -0, not NaN
        const Floats up = randomFloats(count, 2);
        Floats expected(static_cast<size_t>(count));
        Floats got = gate;
        referenceBackend().siluMul(count, gate.data(), up.data(), expected.data());
        backend.siluMul(count, got.data(), up.data(), got.data());
        expect(relativeError(got, expected) <= kRowLimit,
               std::string(backend.name) + " siluMul " + std::to_string(count));
    }
    // Element by element: small values must be right too.
    Floats sweep;
    for (float gate = -80.0f; gate < 80.0f; gate += 0.37f) sweep.push_back(gate);
    const Floats units(sweep.size(), 1.0f);
    Floats got(sweep.size());
    Floats expected(sweep.size());
    const auto length = static_cast<int64_t>(sweep.size());
    referenceBackend().siluMul(length, sweep.data(), units.data(), expected.data());
    backend.siluMul(length, sweep.data(), units.data(), got.data());
    for (size_t i = 0; i < sweep.size(); ++i)
        expect(std::abs(got[i] - expected[i]) <= 2e-6f * std::abs(expected[i]),
               std::string(backend.name) + " siluMul of " + std::to_string(sweep[i]));
    Floats poison{NAN, 1.0f, INFINITY};
    const Floats ones(3, 1.0f);
    backend.siluMul(3, poison.data(), ones.data(), poison.data());
    expect(std::isnan(poison[0]) && std::isinf(poison[2]),
           std::string(backend.name) + " siluMul keeps NaN and infinity");
}

struct AttentionCase {
    int64_t tokens;
    int heads, kvHeads;
    int64_t dim, window;
};

void checkAttention(const Backend& backend) {
    constexpr std::array<AttentionCase, 8> kCases{{{1, 1, 1, 1, 0},
                                                   {5, 2, 1, 3, 0},
                                                   {127, 2, 2, 8, 0},
                                                   {129, 3, 1, 17, 0},
                                                   {300, 4, 2, 16, 0},
                                                   {300, 2, 2, 16, 1},
                                                   {300, 2, 1, 16, 100},
                                                   {400, 1, 1, 64, 129}}};
    for (const AttentionCase& c : kCases) {
        const int64_t ldq = c.heads * c.dim + 5;
        const int64_t ldk = c.kvHeads * c.dim + 1;
        Floats q = randomFloats(c.tokens * ldq, 1);
        const Floats k = randomFloats(c.tokens * ldk, 2);
        const Floats v = randomFloats(c.tokens * ldk, 3);
        Floats expected(q.size());
        Floats got(q.size());
        referenceBackend().attention(c.tokens, c.heads, c.kvHeads, c.dim, 0.7f, c.window, q.data(),
                                     ldq, k.data(), ldk, v.data(), ldk, expected.data(), ldq);
        backend.attention(c.tokens, c.heads, c.kvHeads, c.dim, 0.7f, c.window, q.data(), ldq,
                          k.data(), ldk, v.data(), ldk, got.data(), ldq);
        const std::string what = std::string(backend.name) + " attention of " +
                                 std::to_string(c.tokens) + " tokens, window " +
                                 std::to_string(c.window);
        expect(relativeError(got, expected) <= 2e-6, what);
        backend.attention(c.tokens, c.heads, c.kvHeads, c.dim, 0.7f, c.window, q.data(), ldq,
                          k.data(), ldk, v.data(), ldk, q.data(), ldq);
        for (int64_t t = 0; t < c.tokens; ++t) // the stride's padding is nobody's
            std::fill_n(q.begin() + t * ldq + c.heads * c.dim, 5, 0.0f);
        expect(q == got, what + " in place");
    }
}

void checkTopK(const Backend& backend) {
    for (const int experts : {1, 4, 60, 129})
        for (const int k : {1, 2, 8}) {
            if (k > experts) continue;
            const int64_t rows = 2003;
            Floats logits = randomFloats(rows * experts, 1);
            for (float& value : logits) value = std::round(value * 8.0f); // many ties
            std::vector<int32_t> expectedIds(static_cast<size_t>(rows * k));
            std::vector<int32_t> ids(expectedIds);
            Floats expected(expectedIds.size());
            Floats got(expectedIds.size());
            referenceBackend().softmaxTopK(rows, experts, k, logits.data(), expectedIds.data(),
                                           expected.data());
            backend.softmaxTopK(rows, experts, k, logits.data(), ids.data(), got.data());
            const std::string what = std::string(backend.name) + " softmaxTopK " +
                                     std::to_string(k) + " of " + std::to_string(experts);
            expect(ids == expectedIds, what + " ids");
            expect(relativeError(got, expected) <= kRowLimit, what + " weights");
        }
    // By hand: e^0 / (e^0 + e^0 + e^ln2) = 1/4; the tie goes to index 0.
    const Floats logits{0.0f, std::log(2.0f), 0.0f};
    std::array<int32_t, 2> ids{};
    std::array<float, 2> weights{};
    backend.softmaxTopK(1, 3, 2, logits.data(), ids.data(), weights.data());
    expect(ids[0] == 1 && ids[1] == 0 && std::abs(weights[0] - 0.5f) < 1e-6f &&
               std::abs(weights[1] - 0.25f) < 1e-6f,
           std::string(backend.name) + " softmaxTopK by hand");
    const Floats apart{-50.0f, 0.0f};
    backend.softmaxTopK(1, 2, 2, apart.data(), ids.data(), weights.data());
    expect(std::abs(weights[1] / 1.9287498e-22f - 1.0f) < 1e-5f, // e^-50
           std::string(backend.name) + " softmaxTopK of far logits");
    const Floats poison{NAN, 1.0f, NAN, 2.0f, NAN};
    std::array<int32_t, 4> chosen{};
    std::array<float, 4> ignored{};
    backend.softmaxTopK(1, 5, 4, poison.data(), chosen.data(), ignored.data());
    const std::set<int32_t> distinct(chosen.begin(), chosen.end());
    expect(distinct.size() == 4 && *distinct.begin() >= 0 && *distinct.rbegin() < 5,
           std::string(backend.name) + " softmaxTopK of NaN gives valid ids");
}

} // namespace

void checkRows(const Backend& backend) {
    checkWiden(backend);
    checkNorm(backend);
    checkSilu(backend);
    checkAttention(backend);
    checkTopK(backend);
}

} // namespace moqa::kernels::check
