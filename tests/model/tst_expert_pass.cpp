// SPDX-License-Identifier: GPL-3.0-or-later
// Waves of any size give the same sum and show the observer every routed pair once.
#include "core/model/expert_pass.h"

#include "core/base/random.h"
#include "core/model/kernel_threads.h"
#include "memory_source.h"

#include <QTest>
#include <algorithm>
#include <atomic>
#include <cmath>

using namespace moqa;
using namespace moqa::test;

namespace {

class Counter final : public LayerObserver {
public:
    void expert(const ExpertSlice& slice) override {
        ++slices;
        pairs += static_cast<int64_t>(slice.tokens.size());
    }
    std::atomic<int64_t> slices{0}, pairs{0};
};

} // namespace

class TestExpertPass : public QObject {
    Q_OBJECT

private slots:
    void wavesChangeNothing();
};

void TestExpertPass::wavesChangeNothing() {
    shareThreadsWithKernels();
    const MemorySource model(smallSpec());
    const ModelSpec& spec = model.spec();
    const kernels::Backend& backend = kernels::cpuBackend();
    const Weights weights(model, backend);
    Random random(5);
    Matrix x(4000, spec.hidden);
    for (float& value : x.data) value = static_cast<float>(random.normal());
    Routing routing;
    routing.tokens = x.rows;
    routing.experts = spec.experts;
    routing.topK = spec.topK;
    // Expert 0 takes every token: alone it passes the smallest wave of 512 rows several times.
    for (int64_t t = 0; t < x.rows; ++t) {
        routing.ids.insert(routing.ids.end(), {0, static_cast<int32_t>(1 + random.below(3))});
        routing.weights.insert(routing.weights.end(), {0.75f, 0.25f});
    }
    const auto run = [&](int64_t waveBytes, LayerObserver* observer) {
        ExpertPass pass(weights, spec, backend, waveBytes);
        std::vector<float> sum(x.data.size());
        const Status status = pass.run(0, x, routing, sum.data(), observer, silentProgress());
        return status.ok() ? sum : std::vector<float>();
    };
    // OpenBLAS multiplies the last rows of a product by another kernel: which rows those are
    // depends on the waves, and with some of its processors' kernels the last bit does.
    const auto isNear = [](const std::vector<float>& a, const std::vector<float>& b) {
        if (a.size() != b.size()) return false;
        double error = 0, scale = 0;
        for (size_t i = 0; i < a.size(); ++i) {
            error = std::max(error, std::abs(double{a[i]} - double{b[i]}));
            scale = std::max(scale, std::abs(double{b[i]}));
        }
        return scale > 0 && error <= 1e-6 * scale;
    };
    const std::vector<float> expected = run(1 << 30, nullptr);
    QCOMPARE(expected.size(), x.data.size());
    for (const int64_t bytes : {1, 100000, 300000}) {
        QVERIFY(isNear(run(bytes, nullptr), expected));
        Counter counter;
        QVERIFY(isNear(run(bytes, &counter), expected));
        QCOMPARE(counter.pairs.load(), 2 * x.rows);
        if (bytes == 1) QVERIFY(counter.slices.load() >= 16); // 8000 pairs in waves of 512
    }
}

QTEST_GUILESS_MAIN(TestExpertPass)
#include "tst_expert_pass.moc"
