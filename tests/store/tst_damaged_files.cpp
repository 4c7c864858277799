// SPDX-License-Identifier: GPL-3.0-or-later
// Files with one changed byte, anywhere: refused, or the same numbers as before; never others.
// Apart from the other tests because HDF5 1.10 itself leaks when it gives up on a damaged object.
#include "core/store/open_model.h"
#include "tests/store/sample_workspace.h"
#include "tests/store/tiny_model.h"

#include <QTemporaryDir>
#include <QTest>

using namespace moqa;
using namespace moqa::test;

extern "C" const char* __lsan_default_suppressions() { return "leak:libhdf5"; }

class TestDamagedFiles : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    TinyRun m_run;
    std::string at(const char* name) const { return m_folder.path().toStdString() + "/" + name; }

private slots:
    // Wherever a byte is changed: an error or the right numbers, never others.
    void quantizedModel() {
        VERIFY_OK(m_run.write(at("c.h5")));
        const std::string bytes = fileBytes(at("c.h5"));
        std::map<WeightId, std::vector<float>> right;
        for (const WeightEntry& entry : m_run.model.weights())
            right[entry.id] = (*openModel(at("c.h5")))->readAll(entry.id)->data;
        constexpr size_t kTrials = 150;
        for (size_t trial = 0; trial < kTrials; ++trial) {
            std::string changed = bytes;
            changed[(trial * 7919 + 3) % bytes.size()] ^= static_cast<char>(1 << (trial % 8));
            setFileBytes(at("c.h5"), changed);
            const auto model = openModel(at("c.h5"));
            if (!model.ok()) continue;
            for (const WeightEntry& entry : (*model)->weights()) {
                const auto read = (*model)->readAll(entry.id);
                if (read.ok()) QVERIFY(read->data == right.at(entry.id));
            }
        }
    }

    void workspace() {
        VERIFY_OK(saveWorkspace(sampleWorkspace(), at("a.moqa")));
        const std::string bytes = fileBytes(at("a.moqa"));
        for (size_t trial = 0; trial < 300; ++trial) {
            std::string changed = bytes;
            changed[(trial * 7919 + 3) % bytes.size()] ^= static_cast<char>(1 << (trial % 8));
            setFileBytes(at("t.moqa"), changed);
            const auto loaded = loadWorkspace(at("t.moqa"));
            if (!loaded.ok()) continue; // else the byte is of no meaning (gaps between objects)
            VERIFY_OK(saveWorkspace(*loaded, at("again.moqa")));
            QVERIFY(fileBytes(at("again.moqa")) == bytes);
        }
    }
};

QTEST_GUILESS_MAIN(TestDamagedFiles)
#include "tst_damaged_files.moc"
