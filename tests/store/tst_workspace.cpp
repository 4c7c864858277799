// SPDX-License-Identifier: GPL-3.0-or-later
// The workspace file, results read on demand, the journal and the lock.
#include "core/store/h5_output.h"
#include "core/store/journal.h"
#include "core/store/result_store.h"
#include "core/store/workspace.h"
#include "core/store/workspace_lock.h"
#include "tests/quantize/look_counter.h"
#include "tests/store/sample_workspace.h"
#include "tests/store/tiny_model.h"

#include <QTemporaryDir>
#include <QTest>
#include <algorithm>
#include <bit>
#include <csignal>
#include <limits>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace moqa;
using namespace moqa::test;
namespace fs = std::filesystem;

namespace {

// Bit by bit: NaN is a value here.
bool same(const ResultArray& a, const ResultArray& b) {
    const auto bits = [](double x, double y) {
        return std::bit_cast<uint64_t>(x) == std::bit_cast<uint64_t>(y);
    };
    return a.key == b.key && a.shape == b.shape && a.samples == b.samples &&
           std::ranges::equal(a.values, b.values, bits);
}

} // namespace

class TestWorkspace : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    std::string at(const char* name) const { return m_folder.path().toStdString() + "/" + name; }

private slots:
    void cancelledSaveLeavesWhatWasThere() {
        Workspace workspace = sampleWorkspace();
        VERIFY_OK(saveWorkspace(workspace, at("kept.moqa")));
        const auto before = workspaceIdentity(at("kept.moqa"));
        workspace.notes = "others";
        LookCounter cancelled(1);
        const Status saved = saveWorkspace(workspace, at("kept.moqa"), cancelled);
        QVERIFY(!saved.ok());
        QCOMPARE(saved.error().code, ErrorCode::Cancelled);
        QCOMPARE(*workspaceIdentity(at("kept.moqa")), *before);
        LookCounter looks;
        VERIFY_OK(saveWorkspace(workspace, at("kept.moqa"), looks));
        QVERIFY(looks.looks() >= static_cast<int64_t>(workspace.analysis->results.size()));
    }

    void roundTrip() {
        const Workspace before = sampleWorkspace();
        VERIFY_OK(saveWorkspace(before, at("a.moqa")));
        const auto loaded = loadWorkspace(at("a.moqa"));
        VERIFY_OK(loaded);
        const Workspace& after = *loaded;
        QCOMPARE(after.modelPath, before.modelPath);
        QCOMPARE(after.modelName, before.modelName);
        QCOMPARE(after.modelFingerprint, before.modelFingerprint);
        QCOMPARE(after.window, before.window);
        QCOMPARE(after.notes, before.notes);
        QVERIFY(after.reports == before.reports);
        QCOMPARE(after.corpora.size(), size_t{2});
        QVERIFY(after.corpora[0].ids == before.corpora[0].ids);
        QCOMPARE(after.corpora[0].source, before.corpora[0].source);
        QCOMPARE(after.corpora[0].textSha256, before.corpora[0].textSha256);
        QVERIFY(after.corpora[1].ids.empty());
        QCOMPARE(after.plans.size(), size_t{2});
        for (const auto& [name, plan] : before.plans)
            QCOMPARE(after.plans.at(name).toJson().dump(), plan.toJson().dump());
        const Analysis& was = *before.analysis;
        const Analysis& is = *after.analysis;
        QCOMPARE(is.modelFingerprint, was.modelFingerprint);
        QCOMPARE(is.moeLayers, was.moeLayers);
        QCOMPARE(is.topK, was.topK);
        QCOMPARE(is.optionsJson, was.optionsJson);
        QCOMPARE(is.corpora.size(), size_t{2});
        QCOMPARE(is.corpora[1].name, std::string("maths"));
        QCOMPARE(is.corpora[1].weight, 0.5);
        QCOMPARE(is.corpora[0].droppedTokens, int64_t{3});
        QCOMPARE(is.results.size(), was.results.size());
        for (const auto& [key, array] : was.results) QVERIFY(same(*is.results.at(key), *array));
    }

    void withoutAnalysis() {
        Workspace workspace;
        VERIFY_OK(saveWorkspace(workspace, at("b.moqa")));
        const auto loaded = loadWorkspace(at("b.moqa"));
        VERIFY_OK(loaded);
        QVERIFY(!loaded->analysis);
        QVERIFY(loaded->modelPath.empty());
        const auto store = ResultStore::open(at("b.moqa"));
        VERIFY_OK(store);
        QVERIFY((*store)->keys().empty());
    }

    void sameContentGivesSameBytes() {
        VERIFY_OK(saveWorkspace(sampleWorkspace(), at("a.moqa")));
        const std::string first = fileBytes(at("a.moqa"));
        QTest::qSleep(1100); // a time stamp in seconds would differ
        VERIFY_OK(saveWorkspace(sampleWorkspace(), at("a.moqa")));
        QVERIFY(first == fileBytes(at("a.moqa")));
        VERIFY_OK(saveWorkspace(*loadWorkspace(at("a.moqa")), at("a.moqa")));
        QVERIFY(first == fileBytes(at("a.moqa")));
    }

    void movesTogetherWithItsModel() {
        fs::create_directories(at("project/model"));
        Workspace workspace = sampleWorkspace();
        workspace.modelPath = at("project/model");
        VERIFY_OK(saveWorkspace(workspace, at("project/a.moqa")));
        QCOMPARE(fs::weakly_canonical(loadWorkspace(at("project/a.moqa"))->modelPath),
                 fs::weakly_canonical(at("project/model")));
        fs::rename(at("project"), at("moved"));
        QCOMPARE(fs::weakly_canonical(loadWorkspace(at("moved/a.moqa"))->modelPath),
                 fs::weakly_canonical(at("moved/model")));
        // A model elsewhere stays where it is.
        workspace.modelPath = at("other/model");
        VERIFY_OK(saveWorkspace(workspace, at("moved/b.moqa")));
        QCOMPARE(loadWorkspace(at("moved/b.moqa"))->modelPath,
                 fs::weakly_canonical(at("other/model")).string());
    }

    void damageIsRefused() {
        VERIFY_OK(saveWorkspace(sampleWorkspace(), at("a.moqa")));
        const std::string bytes = fileBytes(at("a.moqa"));
        for (size_t size : {size_t{0}, size_t{50}, bytes.size() / 2, bytes.size() - 1}) {
            setFileBytes(at("t.moqa"), bytes.substr(0, size));
            const auto loaded = loadWorkspace(at("t.moqa"));
            QVERIFY(!loaded.ok());
            QCOMPARE(loaded.error().code, ErrorCode::BadInput);
        }
        QCOMPARE(loadWorkspace(at("missing.moqa")).error().code, ErrorCode::BadInput);
    }

    void failedSaveKeepsTheOldFile() {
        VERIFY_OK(saveWorkspace(sampleWorkspace(), at("a.moqa")));
        const std::string bytes = fileBytes(at("a.moqa"));
        for (const rlim_t limit : {rlim_t{0}, rlim_t{2000}, rlim_t{9000}}) {
            const pid_t child = ::fork();
            if (child == 0) {
                std::signal(SIGXFSZ, SIG_IGN);
                const rlimit size{limit, limit};
                ::setrlimit(RLIMIT_FSIZE, &size);
                Workspace workspace = sampleWorkspace();
                workspace.notes = "changed";
                const Status status = saveWorkspace(workspace, at("a.moqa"));
                H5close(); // what the library does at exit
                ::_exit(!status.ok() && status.error().code == ErrorCode::Io ? 0 : 1);
            }
            int status = 1;
            QCOMPARE(::waitpid(child, &status, 0), child);
            QCOMPARE(status, 0);
            QVERIFY(fileBytes(at("a.moqa")) == bytes);
        }
        for (const char* path : {"/proc/a.moqa", "/nonexistent-folder/a.moqa", "/dev/null/a.moqa"})
            QCOMPARE(saveWorkspace(sampleWorkspace(), path).error().code, ErrorCode::Io);
    }

    void resultsComeOnDemand() {
        VERIFY_OK(saveWorkspace(sampleWorkspace(), at("a.moqa")));
        const Workspace workspace = sampleWorkspace();
        const auto opened = ResultStore::open(at("a.moqa"), 128); // 16 values
        VERIFY_OK(opened);
        const ResultStore& store = **opened;
        QCOMPARE(store.cachedBytes(), int64_t{0});
        const std::vector<ResultKey> keys = store.keys();
        QCOMPARE(keys.size(), workspace.analysis->results.size());
        for (int round = 0; round < 2; ++round)
            for (const ResultKey& key : keys) {
                const auto slice = store.get(key);
                VERIFY_OK(slice);
                QVERIFY(same(**slice, *workspace.analysis->results.at(key)));
                QVERIFY(store.cachedBytes() <= 128);
            }
        const ResultKey load{"load", "code", -1};
        QCOMPARE(store.get(load)->get(), store.get(load)->get()); // from the cache
        QVERIFY(!store.has({"load", "nothing", -1}));
        QCOMPARE(store.get({"load", "nothing", -1}).error().code, ErrorCode::BadInput);
        // A save meanwhile does not touch what was opened.
        VERIFY_OK(saveWorkspace(Workspace(), at("a.moqa")));
        VERIFY_OK(store.get({"coactivation", "code", 1}));

        const ResultStore wrapped(workspace.analysis);
        QVERIFY(wrapped.keys() == keys);
        QCOMPARE(wrapped.get(load)->get(), workspace.analysis->results.at(load).get());
    }

    void anAnalysisReadsItsResultsWhenAsked() {
        const Workspace whole = sampleWorkspace();
        VERIFY_OK(saveWorkspace(whole, at("a.moqa")));
        const auto opened = openWorkspace(at("a.moqa"), 1 << 20);
        VERIFY_OK(opened);
        const Analysis& lazy = *opened->analysis;
        QCOMPARE(lazy.results.size(), whole.analysis->results.size());
        for (const auto& [key, value] : lazy.results) {
            QVERIFY(!value); // not read yet
            QVERIFY(same(*lazy.find(key.metric, key.corpus, key.layer),
                         *whole.analysis->results.at(key)));
            VERIFY_OK(lazy.get(key));
        }
        QVERIFY(!lazy.find("load", "nothing"));
        QCOMPARE(lazy.get({"load", "nothing", -1}).error().code, ErrorCode::BadInput);
        // Saved over itself, it reads from what it opened and gives the same bytes.
        const std::string bytes = fileBytes(at("a.moqa"));
        VERIFY_OK(saveWorkspace(*opened, at("a.moqa")));
        QVERIFY(fileBytes(at("a.moqa")) == bytes);
    }

    void damageShowsWhenAResultIsRead() {
        VERIFY_OK(saveWorkspace(sampleWorkspace(), at("a.moqa")));
        std::string bytes = fileBytes(at("a.moqa"));
        const double known = 0.1 + 0.2; // in "load" of code
        const std::string pattern(reinterpret_cast<const char*>(&known), sizeof known);
        const size_t place = bytes.find(pattern);
        QVERIFY(place != std::string::npos);
        bytes[place] = static_cast<char>(bytes[place] ^ 1);
        setFileBytes(at("a.moqa"), bytes);
        const auto opened = openWorkspace(at("a.moqa"), 1 << 20);
        VERIFY_OK(opened);
        QVERIFY(!opened->analysis->find("load", "code"));
        QCOMPARE(opened->analysis->get({"load", "code", -1}).error().code, ErrorCode::BadInput);
        QVERIFY(opened->analysis->find("load", "maths"));
        QVERIFY(!loadWorkspace(at("a.moqa")).ok());
    }

    void opensWhatTheFirstVersionWrote() {
        const auto old = loadWorkspace(MOQA_SOURCE_DIR "/tests/data/workspace-v1.moqa");
        VERIFY_OK(old);
        const Workspace expected = sampleWorkspace();
        QCOMPARE(old->notes, expected.notes);
        QVERIFY(old->reports == expected.reports);
        QCOMPARE(old->plans.size(), size_t{2});
        for (const auto& [key, array] : expected.analysis->results)
            QVERIFY(same(*old->analysis->results.at(key), *array));
        QVERIFY(old->state.empty());
    }

    void planUnitsComeBack() {
        Workspace workspace = sampleWorkspace();
        Plan& plan = workspace.plans["first"];
        plan.options["bits"] = 3.5;
        plan.totals.meanBits = 3.25;
        plan.units = {{0, 0, Projection::Gate, {3, 64, false}, true, "score"},
                      {0, 0, Projection::Up, {16, -1, false}, false, ""},
                      {1, 3, Projection::All, {4, 32, true}, false, "Maß"}};
        VERIFY_OK(saveWorkspace(workspace, at("p.moqa")));
        QVERIFY(loadWorkspace(at("p.moqa"))->plans.at("first").unrepaired.empty());
        plan.unrepaired = {plan.units[1]};
        VERIFY_OK(saveWorkspace(workspace, at("p.moqa")));
        const auto loaded = loadWorkspace(at("p.moqa"));
        VERIFY_OK(loaded);
        QCOMPARE(loaded->plans.at("first").toJson().dump(), plan.toJson().dump());
        QVERIFY(loaded->plans.at("Zweiter/Plan ü").units.empty());
    }

    void opensWhatTheSecondVersionWrote() {
        const auto old = loadWorkspace(MOQA_SOURCE_DIR "/tests/data/workspace-v2.moqa");
        VERIFY_OK(old);
        const Plan& plan = old->plans.at("first");
        QCOMPARE(plan.units.size(), size_t{2});
        QVERIFY((plan.units[1] == PlanUnit{1, 3, Projection::All, {4, 32, true}, false, "Maß"}));
        QCOMPARE(plan.unrepaired.size(), size_t{1});
        QCOMPARE(plan.unrepaired[0].why, std::string("score"));
        QCOMPARE(old->savedRecords, int64_t{7});
    }

    void windowStateComesBack() {
        Workspace workspace = sampleWorkspace();
        workspace.state = {{"view", R"({"metric": "load"})"}, {"Füße", "[]"}};
        workspace.savedOver = "abc";
        workspace.savedRecords = 7;
        VERIFY_OK(saveWorkspace(workspace, at("a.moqa")));
        const auto loaded = loadWorkspace(at("a.moqa"));
        VERIFY_OK(loaded);
        QVERIFY(loaded->state == workspace.state);
        QCOMPARE(loaded->savedOver, workspace.savedOver);
        QCOMPARE(loaded->savedRecords, int64_t{7});
    }

    void aNewerVersionIsToldInOneSentence() {
        const auto file = h5::OutputFile::create(at("n.moqa"), at("n.moqa"));
        VERIFY_OK(file);
        VERIFY_OK((*file)->attribute("", "format", "moqa-workspace"));
        VERIFY_OK((*file)->attribute("", "format_version", uint32_t{4}));
        VERIFY_OK((*file)->finish());
        const auto loaded = loadWorkspace(at("n.moqa"));
        QVERIFY(!loaded.ok());
        QVERIFY(loaded.error().what.find("newer program") != std::string::npos);
    }

    void tornSavesAreCleared() {
        VERIFY_OK(saveWorkspace(sampleWorkspace(), at("a.moqa")));
        setFileBytes(at("a.moqa.tmp-123"), "half");
        setFileBytes(at("a.moqa.journal"), "");
        setFileBytes(at("b.moqa.tmp-123"), "another's");
        removeTornSaves(at("a.moqa"));
        QVERIFY(!fs::exists(at("a.moqa.tmp-123")));
        QVERIFY(fs::exists(at("a.moqa")) && fs::exists(at("a.moqa.journal")));
        QVERIFY(fs::exists(at("b.moqa.tmp-123")));
    }

    void journalKeepsRecordsInOrder() {
        const std::string path = Journal::pathOf(at("j.moqa"));
        QCOMPARE(path, at("j.moqa.journal"));
        QVERIFY(Journal::read(path)->records.empty());
        {
            const auto journal = Journal::open(path, "base");
            VERIFY_OK(journal);
            VERIFY_OK((*journal)->append({{"edit", 1}}));
            VERIFY_OK((*journal)->append({{"edit", "line\nbreak ü"}}));
        }
        {
            const auto journal = Journal::open(path, "base"); // goes on
            VERIFY_OK((*journal)->append({{"edit", 3}}));
        }
        auto content = Journal::read(path);
        QCOMPARE(content->base, std::string("base"));
        QVERIFY(!content->torn);
        QCOMPARE(content->records.size(), size_t{3});
        QCOMPARE(content->records[1]["edit"].get<std::string>(), std::string("line\nbreak ü"));
        {
            const auto journal = Journal::open(path, "base");
            VERIFY_OK((*journal)->clear("saved"));
            VERIFY_OK((*journal)->append({{"edit", 4}}));
        }
        content = Journal::read(path);
        QCOMPARE(content->base, std::string("saved"));
        QCOMPARE(content->records.size(), size_t{1});
        // Edits to another state are not mixed with those to this one.
        VERIFY_OK(Journal::open(path, "other"));
        QVERIFY(Journal::read(path)->records.empty());
    }

    void tornJournalIsReplayedUpToTheTear() {
        const std::string path = at("torn.journal");
        {
            const auto journal = Journal::open(path, "b");
            VERIFY_OK((*journal)->append({{"edit", 1}}));
            VERIFY_OK((*journal)->append({{"edit", 2}}));
        }
        const std::string bytes = fileBytes(path);
        const size_t second = bytes.rfind('\n', bytes.size() - 2) + 1;
        for (size_t size = 0; size < bytes.size(); ++size) {
            setFileBytes(path, bytes.substr(0, size));
            const auto content = Journal::read(path);
            VERIFY_OK(content);
            QCOMPARE(content->records.size() >= 1, size >= second);
            QVERIFY(content->records.size() < 2);
            if (size > second) QVERIFY(content->torn);
            // What is written next is not hidden by the tear.
            const auto journal = Journal::open(path, "b");
            VERIFY_OK(journal);
            VERIFY_OK((*journal)->append({{"edit", 9}}));
            const auto after = Journal::read(path);
            QVERIFY(!after->torn);
            QCOMPARE(after->records.back()["edit"].get<int>(), 9);
            QCOMPARE(after->records.size(), content->records.size() + 1);
        }
        std::string changed = bytes;
        changed[second + 25] ^= 1;
        setFileBytes(path, changed);
        QCOMPARE(Journal::read(path)->records.size(), size_t{1});
        setFileBytes(path, "99999999999999999999999 x");
        QCOMPARE(Journal::read(path).error().code, ErrorCode::BadInput);
        setFileBytes(path, bytes.substr(0, second) + "99999999999999999 0123456789abcdef {}\n");
        QCOMPARE(Journal::read(path)->records.size(), size_t{1});
    }

    void journalOnFullDiskStaysWhole() {
        QCOMPARE(Journal::open("/nonexistent-folder/x.journal", "b").error().code, ErrorCode::Io);
        const std::string path = at("full.journal");
        const pid_t child = ::fork();
        if (child == 0) {
            std::signal(SIGXFSZ, SIG_IGN);
            const auto journal = Journal::open(path, "b");
            const rlimit size{200, 200};
            ::setrlimit(RLIMIT_FSIZE, &size);
            const bool first = (*journal)->append({{"edit", 1}}).ok();
            const Status tooLong = (*journal)->append({{"edit", std::string(500, 'x')}});
            const bool last = (*journal)->append({{"edit", 3}}).ok();
            ::_exit(first && !tooLong.ok() && tooLong.error().code == ErrorCode::Io && last ? 0
                                                                                            : 1);
        }
        int status = 1;
        QCOMPARE(::waitpid(child, &status, 0), child);
        QCOMPARE(status, 0);
        const auto content = Journal::read(path);
        QCOMPARE(content->records.size(), size_t{2});
        QCOMPARE(content->records[1]["edit"].get<int>(), 3);
    }

    // Sums that fit and a shape that does not: what a hostile writer can make.
    void resultsOfOtherShapesAreRefused() {
        const auto refused = [&](const ResultArray& array, int experts) {
            Workspace workspace = sampleWorkspace();
            Analysis analysis = *workspace.analysis;
            analysis.experts = experts;
            if (experts != 4) analysis.results.clear();
            analysis.results[array.key] = std::make_shared<const ResultArray>(array);
            workspace.analysis = std::make_shared<const Analysis>(std::move(analysis));
            const auto saved = saveWorkspace(workspace, at("s.moqa"));
            const auto loaded = loadWorkspace(at("s.moqa"));
            return saved.ok() && !loaded.ok() && loaded.error().code == ErrorCode::BadInput;
        };
        const std::vector<double> eight(8, 1.0);
        QVERIFY(!refused(result("load", "code", -1, {2, 4}, eight), 4));
        QVERIFY(refused(result("load", "code", -1, {4, 2}, eight), 4));
        QVERIFY(refused(result("load", "code", -1, {2, 2, 2}, eight), 4));
        QVERIFY(refused(result("load", "code", -1, {}, {1}), 4));
        QVERIFY(refused(result("coactivation", "code", 0, {4, 2}, eight), 4));
        QVERIFY(refused(result("zipf_beta", "", -1, {3}, {1, 1, 1}), 4));
        QVERIFY(!refused(result("token_frequency", "code", -1, {8}, eight), 4));
        for (const int experts : {-1, 0, 1, 1 << 20}) // top 2 of 1
            QVERIFY(refused(result("drift", "", -1, {}, {1}), experts));
    }

    void identityFollowsContent() {
        Workspace workspace = sampleWorkspace();
        VERIFY_OK(saveWorkspace(workspace, at("i.moqa")));
        const std::string first = *workspaceIdentity(at("i.moqa"));
        VERIFY_OK(saveWorkspace(workspace, at("i.moqa")));
        QCOMPARE(*workspaceIdentity(at("i.moqa")), first);
        workspace.corpora[0].name = "renamed"; // only an attribute
        VERIFY_OK(saveWorkspace(workspace, at("i.moqa")));
        QVERIFY(*workspaceIdentity(at("i.moqa")) != first);
    }

    void lockHasOneOwner() {
        auto lock = WorkspaceLock::acquire(at("l.moqa"));
        VERIFY_OK(lock);
        const auto second = WorkspaceLock::acquire(at("l.moqa"));
        QVERIFY(!second.ok());
        QCOMPARE(second.error().code, ErrorCode::Io);
        QVERIFY(second.error().what.find(std::to_string(::getpid())) != std::string::npos);
        QVERIFY(fs::exists(at("l.moqa.lock"))); // the refused one did not remove it
        lock->release();
        QVERIFY(!fs::exists(at("l.moqa.lock")));
        VERIFY_OK(WorkspaceLock::acquire(at("l.moqa")));
        QCOMPARE(WorkspaceLock::acquire("/nonexistent-folder/l.moqa").error().code, ErrorCode::Io);
    }

    void lockOfADeadOwnerIsNone() {
        const pid_t child = ::fork();
        if (child == 0) {
            const auto lock = WorkspaceLock::acquire(at("dead.moqa"));
            ::_exit(lock.ok() ? 0 : 1); // no destructor: as after kill -9
        }
        int status = 1;
        QCOMPARE(::waitpid(child, &status, 0), child);
        QCOMPARE(status, 0);
        QVERIFY(fs::exists(at("dead.moqa.lock")));
        VERIFY_OK(WorkspaceLock::acquire(at("dead.moqa")));
    }
};

QTEST_GUILESS_MAIN(TestWorkspace)
#include "tst_workspace.moc"
