// SPDX-License-Identifier: GPL-3.0-or-later
// The random checkpoint: opens, is the same for the same seed, and has the promised statistics.
#include "core/base/files.h"
#include "core/base/json.h"
#include "core/base/parallel.h"
#include "core/checkpoint/checkpoint.h"
#include "core/checkpoint/families.h"
#include "core/checkpoint/random_checkpoint.h"

#include <QDir>
#include <QTemporaryDir>
#include <QTest>
#include <cmath>

using namespace moqa;
using namespace std::string_literals;

namespace {

class CancelledAtHalf final : public Progress {
public:
    void report(double fraction, std::string_view) override { m_half = fraction >= 0.5; }
    void note(std::string_view) override {}
    bool cancelled() const override { return m_half; }

private:
    bool m_half = false;
};

} // namespace

class TestRandomCheckpoint : public QObject {
    Q_OBJECT

    QTemporaryDir m_dir;
    std::string path(const char* name) const {
        return m_dir.filePath(QString::fromLatin1(name)).toStdString();
    }
    std::string make(const char* name, uint64_t seed) {
        const Status written =
            writeRandomCheckpoint(*namedShape("micro"), path(name), seed, silentProgress());
        if (!written.ok()) qWarning("%s", written.error().message().c_str());
        return path(name);
    }

private slots:
    void opensWithTheShapeAsked() {
        const auto model = Checkpoint::open(make("a", 1));
        if (!model.ok()) QFAIL(model.error().message().c_str());
        const RandomShape shape = *namedShape("micro");
        const ModelSpec& spec = (*model)->spec();
        QCOMPARE(spec.family, "olmoe"s);
        QCOMPARE(spec.layerCount(), static_cast<int>(shape.layers));
        QCOMPARE(spec.hidden, shape.hidden);
        QCOMPARE(spec.kvHeads, shape.kvHeads);
        QCOMPARE(spec.experts, static_cast<int>(shape.experts));
        QCOMPARE(spec.topK, static_cast<int>(shape.topK));
        QCOMPARE(spec.expertWidth, shape.expertWidth);
        QCOMPARE(spec.vocab, shape.vocab);
        QVERIFY(QDir(QString::fromStdString(path("a")))
                    .entryList({QStringLiteral("model-*.safetensors")})
                    .size() > 1);
        QVERIFY((*model)->notes().empty());
    }

    void statistics() {
        const auto model = Checkpoint::open(make("s", 2));
        QVERIFY(model.ok());
        double sum = 0.0, squares = 0.0, largest = 0.0;
        int64_t count = 0;
        for (const WeightEntry& entry : (*model)->weights()) {
            const auto weight = (*model)->readAll(entry.id);
            QVERIFY(weight.ok());
            for (const float value : weight->data) {
                if (isVectorRole(entry.id.role)) {
                    QCOMPARE(value, 1.0f);
                    continue;
                }
                sum += value;
                squares += double(value) * value;
                largest = std::max(largest, std::abs(double(value)));
                ++count;
            }
        }
        // 51,648 weights: the mean's own deviation is 0.02 / 227, that of the deviation 0.3 %.
        QVERIFY(count > 50'000);
        QVERIFY(std::abs(sum / double(count)) < 5 * 0.02 / 227);
        QVERIFY(std::abs(std::sqrt(squares / double(count)) / 0.02 - 1.0) < 0.02);
        QVERIFY(largest < 0.07);
    }

    void sameSeedSameBytesOnAnyThreads() {
        make("t1", 3);
        const int threads = threadLimit();
        setThreadLimit(3);
        make("t3", 3);
        setThreadLimit(threads);
        make("other", 4);
        bool differs = false;
        for (const QString& name :
             QDir(QString::fromStdString(path("t1"))).entryList(QDir::Files)) {
            const auto one = readFile(path("t1") + "/" + name.toStdString());
            QVERIFY(*one == *readFile(path("t3") + "/" + name.toStdString()));
            differs = differs || *one != *readFile(path("other") + "/" + name.toStdString());
        }
        QVERIFY(differs);
    }

    void experts() {
        // No two tensors share a random stream.
        const auto model = Checkpoint::open(make("e", 5));
        const auto first = (*model)->readAll({Role::ExpertGate, 0, 0});
        const auto second = (*model)->readAll({Role::ExpertGate, 0, 1});
        QVERIFY(first->data != second->data);
    }

    void tokenizerHasAllBytes() {
        make("tok", 6);
        const auto text = readFile(path("tok") + "/tokenizer.json");
        QVERIFY(text.ok());
        const auto json = parseJson(*text, "tokenizer.json");
        QVERIFY(json.ok());
        const Json& vocab = (*json)["model"]["vocab"];
        QCOMPARE(vocab["A"].get<int>(), 65);
        QCOMPARE(vocab["\u0120"].get<int>(), 32);  // space
        QCOMPARE(vocab["\u0100"].get<int>(), 0);   // first byte without a printable form
        QCOMPARE(vocab["\u0143"].get<int>(), 173); // last one
        QCOMPARE(vocab["\u00ff"].get<int>(), 255);
        std::vector<bool> seen(vocab.size());
        for (const auto& [token, id] : vocab.items()) seen[id.get<size_t>()] = true;
        QVERIFY(std::find(seen.begin(), seen.end(), false) == seen.end());
        for (const Json& merge : (*json)["model"]["merges"]) {
            const auto pair = merge.get<std::string>();
            const size_t space = pair.find(' ');
            QVERIFY(vocab.contains(pair.substr(0, space)));
            QVERIFY(vocab.contains(pair.substr(space + 1)));
            QVERIFY(vocab.contains(pair.substr(0, space) + pair.substr(space + 1)));
        }
        QCOMPARE((*json)["added_tokens"][0]["id"].get<size_t>(), vocab.size());
    }

    void namedShapes() {
        const auto tiny = namedShape("tiny");
        QVERIFY(tiny.ok());
        QCOMPARE(tiny->layers, int64_t{8});
        QCOMPARE(namedShape("tiny16")->layers, int64_t{16});
        const auto unknown = namedShape("huge");
        QVERIFY(!unknown.ok());
        QCOMPARE(unknown.error().code, ErrorCode::Usage);
    }

    void refusals() {
        const std::string full = make("full", 1);
        const Status again = writeRandomCheckpoint(*namedShape("micro"), full, 1, silentProgress());
        QVERIFY(!again.ok());
        QCOMPARE(again.error().code, ErrorCode::Io);
        RandomShape shape = *namedShape("micro");
        shape.topK = 9;
        QCOMPARE(writeRandomCheckpoint(shape, path("k"), 1, silentProgress()).error().code,
                 ErrorCode::BadInput);
        shape = *namedShape("micro");
        shape.vocab = 256;
        QVERIFY(!writeRandomCheckpoint(shape, path("v"), 1, silentProgress()).ok());
        shape = *namedShape("tiny");
        shape.layers = 4096, shape.experts = 60000; // refused before 700 million names are made
        QCOMPARE(writeRandomCheckpoint(shape, path("h"), 1, silentProgress()).error().code,
                 ErrorCode::BadInput);
        shape.layers = 1, shape.experts = 60000, shape.expertWidth = 1 << 20;
        const Status huge = writeRandomCheckpoint(shape, path("h"), 1, silentProgress());
        QVERIFY(!huge.ok());
        QCOMPARE(huge.error().code, ErrorCode::Io);
        QVERIFY(huge.error().what.find("room") != std::string::npos);
        QVERIFY(!QDir(QString::fromStdString(path("k"))).exists());
    }

    void cancelLeavesNoModel() {
        CancelledAtHalf progress;
        const Status stopped = writeRandomCheckpoint(*namedShape("micro"), path("c"), 1, progress);
        QVERIFY(!stopped.ok());
        QCOMPARE(stopped.error().code, ErrorCode::Cancelled);
        const QStringList files = QDir(QString::fromStdString(path("c"))).entryList(QDir::Files);
        QVERIFY(!files.contains(QStringLiteral("config.json")));
        QVERIFY(files.filter(QStringLiteral(".tmp")).isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestRandomCheckpoint)
#include "tst_random_checkpoint.moc"
