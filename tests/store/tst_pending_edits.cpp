// SPDX-License-Identifier: GPL-3.0-or-later
// What a journal means for the workspace beside it, and the search for lost documents.
#include "core/store/recovery.h"
#include "tests/store/sample_workspace.h"
#include "tests/store/tiny_model.h"

#include <QTemporaryDir>
#include <QTest>
#include <atomic>
#include <cmath>
#include <ctime>
#include <thread>

using namespace moqa;
using namespace moqa::test;
namespace fs = std::filesystem;

class TestPendingEdits : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;
    std::string m_path;

    std::string identity() const { return *workspaceIdentity(m_path); }
    void journal(const std::string& base, int records) const {
        const auto journal = Journal::open(Journal::pathOf(m_path), base);
        VERIFY_OK(journal);
        for (int i = 0; i < records; ++i) VERIFY_OK((*journal)->append({{"edit", i}}));
    }
    // Saved over the state `base` with so many of its records taken in.
    void saveOver(const std::string& base, int64_t taken) const {
        Workspace workspace = sampleWorkspace();
        workspace.savedOver = base;
        workspace.savedRecords = taken;
        std::vector<Json> records;
        for (int i = 0; i < 3; ++i) records.push_back({{"edit", i}});
        workspace.savedSum = sumOfRecords(records, taken);
        VERIFY_OK(saveWorkspace(workspace, m_path));
    }
    std::vector<int> pending() const {
        const auto found = pendingEdits(m_path, *openWorkspace(m_path, 1024));
        std::vector<int> edits;
        if (found.ok())
            for (const Json& record : found->records) edits.push_back(record["edit"].get<int>());
        return edits;
    }

private slots:
    void init() {
        m_folder = std::make_unique<QTemporaryDir>();
        m_path = m_folder->path().toStdString() + "/w.moqa";
        VERIFY_OK(saveWorkspace(sampleWorkspace(), m_path));
    }

    void editsOfThisState() {
        QVERIFY(pending().empty());
        journal(identity(), 2);
        QCOMPARE(pending(), (std::vector<int>{0, 1}));
        QCOMPARE(pending(), (std::vector<int>{0, 1})); // looking changes nothing
    }

    void aSaveThatDidNotEmptyTheJournal() {
        const std::string before = identity();
        journal(before, 3);
        saveOver(before, 2);
        QVERIFY(identity() != before);
        QCOMPARE(pending(), (std::vector<int>{2})); // made while the save ran
        QCOMPARE(Journal::read(Journal::pathOf(m_path))->base, identity());
        QCOMPARE(pending(), (std::vector<int>{2}));
    }

    void aSaveThatTookInAll() {
        const std::string before = identity();
        journal(before, 3);
        saveOver(before, 3);
        QVERIFY(pending().empty());
        // Other edits than were taken in.
        journal(before, 2);
        saveOver(before, 3);
        QVERIFY(pending().empty());
        QVERIFY(fs::exists(Journal::pathOf(m_path) + ".aside-1"));
        // A number that only a hostile file says.
        journal(before, 1);
        saveOver(before, -1);
        QVERIFY(pending().empty());
        QVERIFY(fs::exists(Journal::pathOf(m_path) + ".aside-2"));
    }

    void editsOfAnotherStateAreSetAside() {
        journal("elsewhere", 2);
        const auto found = pendingEdits(m_path, *openWorkspace(m_path, 1024));
        VERIFY_OK(found);
        QVERIFY(found->records.empty());
        QCOMPARE(found->setAside, Journal::pathOf(m_path) + ".aside-1");
        QCOMPARE(Journal::read(found->setAside)->records.size(), size_t{2});
        setFileBytes(Journal::pathOf(m_path), "no journal at all");
        QCOMPARE(pendingEdits(m_path, *openWorkspace(m_path, 1024))->setAside,
                 Journal::pathOf(m_path) + ".aside-2");
    }

    void abandonedAreThoseThatNobodyHolds() {
        const std::string folder = m_folder->path().toStdString();
        QVERIFY(findAbandoned(folder + "/none").empty());
        {
            const auto held = WorkspaceLock::acquire(m_path);
            VERIFY_OK(held);
            QVERIFY(findAbandoned(folder).empty());
        }
        const auto found = findAbandoned(folder);
        QCOMPARE(found.size(), size_t{1});
        QCOMPARE(found[0].path, m_path);
        journal(identity(), 1);
        removeWithJournal(m_path);
        QVERIFY(!fs::exists(m_path) && !fs::exists(Journal::pathOf(m_path)));
    }

    void lostEditsAreFoundWhereverTheyLie() {
        const std::string marks = m_folder->path().toStdString() + "/marks";
        QVERIFY(findLostEdits(marks).empty()); // no folder yet
        markEdited(marks, m_path);
        markEdited(marks, m_path); // once more changes nothing
        markEdited(marks, m_folder->path().toStdString() + "/gone.moqa");
        const auto count = [&marks] {
            return static_cast<int>(
                std::distance(fs::directory_iterator(marks), fs::directory_iterator()));
        };
        QCOMPARE(count(), 2);
        journal(identity(), 2);
        auto lost = findLostEdits(marks);
        QCOMPARE(lost.size(), size_t{1});
        QCOMPARE(lost[0].path, m_path);
        QCOMPARE(lost[0].edits, int64_t{2});
        QVERIFY(std::abs(lost[0].time - std::time(nullptr)) < 3600);
        {
            // Of a window that is open they are not lost; looking does not take its lock.
            const auto held = WorkspaceLock::acquire(m_path);
            VERIFY_OK(held);
            QVERIFY(findLostEdits(marks).empty());
        }
        QVERIFY(!WorkspaceLock::isHeld(m_path));
        QCOMPARE(pending(), (std::vector<int>{0, 1})); // looking changed nothing
        // A save that took them in but did not empty the journal.
        const std::string before = identity();
        removeJournal(m_path);
        journal(before, 3);
        saveOver(before, 2);
        lost = findLostEdits(marks);
        QCOMPARE(lost.size(), size_t{1});
        QCOMPARE(lost[0].edits, int64_t{1});
        // Of another state: told when it is opened.
        removeJournal(m_path);
        journal("elsewhere", 2);
        QVERIFY(findLostEdits(marks).empty());
        QCOMPARE(count(), 2);
        // A journal that is gone leaves nothing to look for; a workspace that is away now may.
        removeJournal(m_path);
        QVERIFY(findLostEdits(marks).empty());
        QCOMPARE(count(), 1);
        unmarkEdited(marks, m_folder->path().toStdString() + "/gone.moqa");
        QCOMPARE(count(), 0);
    }

    void aLookDoesNotRefuseALock() {
        std::atomic<bool> done = false;
        std::thread looker([&] {
            while (!done) WorkspaceLock::isHeld(m_path);
        });
        int refused = 0;
        for (int i = 0; i < 50; ++i) refused += !WorkspaceLock::acquire(m_path).ok();
        done = true;
        looker.join();
        QVERIFY2(refused <= 5, std::to_string(refused).c_str()); // it looks all the time
    }
};

QTEST_GUILESS_MAIN(TestPendingEdits)
#include "tst_pending_edits.moc"
