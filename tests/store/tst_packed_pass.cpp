// SPDX-License-Identifier: GPL-3.0-or-later
// The pass multiplies with the codes of a quantized weight: it never asks for its rows, and its
// logits are those of the widened weights.
#include "core/model/forward.h"
#include "core/quantize/quantized_overlay.h"
#include "core/store/open_model.h"
#include "tests/store/tiny_model.h"

#include <QTemporaryDir>
#include <QTest>
#include <atomic>
#include <cmath>

using namespace moqa;
using namespace moqa::test;

namespace {

// Counts the rows that are widened of weights that are there as codes.
class Watched final : public ForwardingSource {
public:
    using ForwardingSource::ForwardingSource;
    Status readRows(WeightId id, int64_t row, int64_t count, float* out) const override {
        if (find(id)->bits < 16) m_widened += count;
        return base().readRows(id, row, count, out);
    }
    int64_t widened() const { return m_widened; }

private:
    mutable std::atomic<int64_t> m_widened{0};
};

// Denies that there are codes.
class Widened final : public ForwardingSource {
public:
    using ForwardingSource::ForwardingSource;
    std::optional<kernels::PackedMatrix> packed(WeightId) const override { return std::nullopt; }
};

Matrix logitsOf(const ModelSource& model, int tokens) {
    std::vector<int32_t> ids;
    for (int i = 0; i < tokens; ++i) ids.push_back((i * 37 + 5) % 96);
    const TokenBatch batch =
        tokens > 64 ? TokenBatch::windows(ids, 64, "ids").value() : TokenBatch::single(ids);
    Forward forward(model);
    const Matrix hidden = forward.run(batch, nullptr, silentProgress()).value();
    Matrix logits;
    [&] { QVERIFY(forward.logits(hidden, logits).ok()); }();
    return logits;
}

void compare(const ModelSource& model, int tokens) {
    const Watched watched(model);
    const Widened plain(model);
    const Watched counted(plain);
    const Matrix packed = logitsOf(watched, tokens), widened = logitsOf(counted, tokens);
    QCOMPARE(watched.widened(), int64_t{0});
    QVERIFY(counted.widened() > 0); // the count is not blind
    QCOMPARE(packed.data.size(), widened.data.size());
    float largest = 0;
    for (const float value : widened.data) largest = std::max(largest, std::abs(value));
    for (size_t i = 0; i < packed.data.size(); ++i)
        QVERIFY(std::abs(packed.data[i] - widened.data[i]) <= 1e-5F * largest);
}

} // namespace

class TestPackedPass : public QObject {
    Q_OBJECT
private slots:
    // Few tokens of an expert are multiplied in registers, many by panels.
    void experts_data() {
        QTest::addColumn<int>("tokens");
        for (const int tokens : {1, 3, 64, 192})
            QTest::newRow(qPrintable(QString::number(tokens))) << tokens;
    }
    void experts() {
        QFETCH(int, tokens);
        const TinyModel model;
        QuantizedOverlay overlay(model);
        for (const WeightEntry& entry : model.weights())
            if (auto tensor = tinyTensor(entry))
                overlay.put(std::make_shared<QuantizedTensor>(std::move(*tensor)));
        compare(overlay, tokens);
    }
    void fromTheFile() {
        const QTemporaryDir folder;
        const std::string path = folder.filePath("q.h5").toStdString();
        const TinyRun run;
        QVERIFY(run.write(path).ok());
        const auto file = openModel(path);
        QVERIFY(file.ok());
        compare(**file, 17);
    }
};

QTEST_GUILESS_MAIN(TestPackedPass)
#include "tst_packed_pass.moc"
