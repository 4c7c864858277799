// SPDX-License-Identifier: GPL-3.0-or-later
// Loss tables through a file of their own and through a workspace; damaged ones are refused.
#include "core/store/loss_table_store.h"
#include "core/store/workspace.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace moqa;

namespace {

LossTable table() {
    LossTable t;
    t.modelName = "m";
    t.modelFingerprint = "f";
    t.optionsJson = "{\"widths\":[2,4]}";
    t.corpora = {{"code", "aa", 10}, {"prosa, \xC3\xA4lter", "bb", 20}};
    t.formats = {{2, -1, true}, {4, 64, false}};
    t.units = {{0, 0, UnitPart::GateUp}, {0, 0, UnitPart::Down}, {3, 1, UnitPart::Expert}};
    for (int i = 0; i < 12; ++i) t.errors.push_back(i / 7.0);
    t.scales.assign(6, 1e-7);
    t.unseen.assign(6, 1.0 / 3);
    t.uncertainty = {0, 0, 0.25};
    return t;
}

bool same(const LossTable& a, const LossTable& b) {
    return a.modelName == b.modelName && a.modelFingerprint == b.modelFingerprint &&
           a.optionsJson == b.optionsJson && a.corpora == b.corpora && a.formats == b.formats &&
           a.units == b.units && a.errors == b.errors && a.scales == b.scales &&
           a.unseen == b.unseen && a.uncertainty == b.uncertainty;
}

} // namespace

class TestLossTableStore : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    std::string path(const char* name) const { return m_folder.filePath(name).toStdString(); }

private slots:
    void fileGivesTheSameTable() {
        QVERIFY(saveLossTable(table(), path("t")).ok());
        const auto read = loadLossTable(path("t"));
        QVERIFY2(read.ok(), read.ok() ? "" : read.error().message().c_str());
        QVERIFY(same(*read, table()));
    }

    // Older versions kept how the errors of experts go together.
    void readsPastAnOlderFilesCorrelation() {
        const auto file = h5::OutputFile::create(path("o"), path("o"));
        QVERIFY(file.ok());
        QVERIFY((*file)->attribute("", "format", "moqa-losses").ok());
        QVERIFY((*file)->attribute("", "format_version", uint32_t{1}).ok());
        QVERIFY(writeLossTable(**file, "table", table()).ok());
        QVERIFY((*file)->column("table/correlation", std::vector<double>(8, 0.5)).ok());
        QVERIFY((*file)->finish().ok());
        const auto read = loadLossTable(path("o"));
        QVERIFY2(read.ok(), read.ok() ? "" : read.error().message().c_str());
        QVERIFY(same(*read, table()));
    }

    void workspaceKeepsTablesByName() {
        Workspace workspace;
        workspace.modelFingerprint = "f";
        workspace.losses["one"] = std::make_shared<const LossTable>(table());
        LossTable second = table();
        second.errors[0] = 9;
        workspace.losses["two"] = std::make_shared<const LossTable>(second);
        QVERIFY(saveWorkspace(workspace, path("w.moqa")).ok());
        const auto read = loadWorkspace(path("w.moqa"));
        QVERIFY(read.ok());
        QCOMPARE(read->losses.size(), size_t{2});
        QVERIFY(same(*read->losses.at("one"), table()));
        QVERIFY(same(*read->losses.at("two"), second));
    }

    void refusesDamage() {
        QVERIFY(saveLossTable(table(), path("d")).ok());
        QFile file(m_folder.filePath("d"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray whole = file.readAll();
        const double third = 1.0 / 3;
        const qsizetype at =
            whole.indexOf(QByteArray(reinterpret_cast<const char*>(&third), sizeof third));
        QVERIFY(at > 0);
        for (const bool cut : {false, true}) {
            QByteArray damaged = whole;
            if (cut)
                damaged.chop(damaged.size() / 3);
            else
                damaged[at] = static_cast<char>(damaged[at] ^ 1);
            QFile out(m_folder.filePath("x"));
            QVERIFY(out.open(QIODevice::WriteOnly) && out.write(damaged) == damaged.size());
            out.close();
            const auto read = loadLossTable(path("x"));
            QVERIFY(!read.ok());
            QCOMPARE(read.error().code, ErrorCode::BadInput);
        }
        QVERIFY(!loadLossTable(path("absent")).ok());
        // A workspace is no table.
        QVERIFY(saveWorkspace(Workspace(), path("w2.moqa")).ok());
        QVERIFY(!loadLossTable(path("w2.moqa")).ok());
    }
};

QTEST_GUILESS_MAIN(TestLossTableStore)
#include "tst_loss_table_store.moc"
