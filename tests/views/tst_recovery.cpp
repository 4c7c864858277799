// SPDX-License-Identifier: GPL-3.0-or-later
// Documents on disk through accidents: kill -9 while editing and at each step of a save, a full
// disk, two windows on one workspace, a journal of another state. The accidents happen in child
// processes: this program with "--child".
#include "core/store/demo_files.h"
#include "tests/views/fake_plan.h"
#include "views/state/workbench.h"
#include "views/state/workbench_actions.h"

#include <QApplication>
#include <QDir>
#include <QFile>
#include <QProcess>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>
#include <csignal>
#include <set>
#include <sys/resource.h>
#include <unistd.h>

using namespace moqa;

namespace {

constexpr int kJobMs = 60'000;
const Document::Cells kThreeCells = {{0, 0}, {0, 1}, {0, 2}};

QString demoModel() {
    const auto demo = findDemoFiles();
    if (!demo.ok()) qFatal("%s", demo.error().message().c_str());
    return QString::fromStdString(demo->modelPath);
}

bool open(Workbench& workbench, const QString& path) {
    QSignalSpy opened(&workbench.document(), &Document::opened);
    workbench.openPaths({path});
    return QTest::qWaitFor([&] { return !opened.isEmpty(); }, kJobMs);
}

bool save(Workbench& workbench, const QString& path) {
    bool saved = false;
    workbench.save(path, [&saved] { saved = true; });
    return QTest::qWaitFor([&] { return !workbench.jobs().isActive(JobKind::Save); }, kJobMs) &&
           saved;
}

// Every kind of edit once: 5 steps.
void editAll(Document& document) {
    document.setBits(kThreeCells, 8);
    document.setLocked({{1, 0}}, true);
    document.setNotes("seen in the lecture");
    document.setNamedSet("dead", {ObjectRef::ofExpert(1, 3)});
    document.setPlanNotes("p", "for the paper");
}

bool hasAllEdits(const Document& document) {
    bool all = document.locked(1, 0) && document.notes() == "seen in the lecture" &&
               document.namedSets().contains("dead") && document.planNotes("p") == "for the paper";
    for (const auto& [layer, expert] : kThreeCells) all = all && document.bits(layer, expert) == 8;
    return all;
}

int child(const QStringList& arguments) {
    const QString& what = arguments.at(0);
    const QString& path = arguments.at(1);
    // The fault is of the save, not of the mark that opening and editing write.
    const QByteArray fault = qgetenv("MOQA_FAULT");
    qunsetenv("MOQA_FAULT");
    Workbench workbench;
    if (!open(workbench, path)) return 2;
    Document& document = workbench.document();
    if (what == QLatin1String("unsaved")) document.addPlan("p", uniformPlan(*document.model(), 4));
    editAll(document);
    workbench.session().flush();
    if (what == QLatin1String("save")) { // killed by MOQA_FAULT
        qputenv("MOQA_FAULT", fault);
        save(workbench, path);
        return 3;
    }
    if (what == QLatin1String("full")) {
        std::signal(SIGXFSZ, SIG_IGN);
        const rlimit size{4096, 4096};
        ::setrlimit(RLIMIT_FSIZE, &size);
        QString message;
        QObject::connect(&workbench, &Workbench::errorRaised, [&](const Error& error) {
            message = QString::fromStdString(error.message());
        });
        const bool saved = save(workbench, path);
        return !saved && document.isModified() && message.contains(path) ? 0 : 4;
    }
    ::kill(::getpid(), SIGKILL);
    return 5;
}

} // namespace

class TestRecovery : public QObject {
    Q_OBJECT
private slots:
    void init() {
        m_folder = std::make_unique<QTemporaryDir>();
        QDir(QString::fromStdString(DocumentSession::recoveryFolder())).removeRecursively();
        m_path = m_folder->filePath(QStringLiteral("w.moqa"));
        Workbench workbench;
        QVERIFY(open(workbench, demoModel()));
        workbench.document().addPlan("p", uniformPlan(*workbench.document().model(), 4));
        QVERIFY(save(workbench, m_path));
        QVERIFY(!workbench.document().isModified());
        workbench.closeDocument();
    }

    void killBringsAllEditsBack() {
        QCOMPARE(runChild({QStringLiteral("edit"), m_path}), SIGKILL);
        Workbench workbench;
        QSignalSpy offered(&workbench, &Workbench::recoveryOffered);
        QVERIFY(open(workbench, m_path));
        Document& document = workbench.document();
        QCOMPARE(offered.count(), 1);
        QVERIFY(offered[0][0].toString().startsWith(QLatin1Char('5')));
        QCOMPARE(document.bits(0, 0), 4);        // nothing unasked
        QVERIFY(!document.setBits({{0, 0}}, 2)); // and nothing in between
        workbench.answerRecovery(true);
        QVERIFY(hasAllEdits(document));
        QVERIFY(document.isModified());
        // Each is a step again, and what comes now is kept too.
        QCOMPARE(document.undoStack().count(), 5);
        QVERIFY(document.setBits({{0, 3}}, 2));
        for (int step = 0; step < 6; ++step) document.undo();
        QCOMPARE(document.bits(0, 0), 4);
        for (int step = 0; step < 6; ++step) document.redo();
        QVERIFY(hasAllEdits(document));
        QVERIFY(save(workbench, m_path));
        Workbench later;
        workbench.closeDocument();
        QSignalSpy again(&later, &Workbench::recoveryOffered);
        QVERIFY(open(later, m_path));
        QVERIFY(again.isEmpty());
        QVERIFY(hasAllEdits(later.document()));
        QCOMPARE(later.document().bits(0, 3), 2);
    }

    void aKillAfterRecoveryKeepsBoth() {
        QCOMPARE(runChild({QStringLiteral("edit"), m_path}), SIGKILL);
        {
            Workbench workbench;
            QVERIFY(open(workbench, m_path));
            workbench.answerRecovery(true);
            workbench.document().setBits({{0, 3}}, 2);
            workbench.session().flush();
        } // without a word: as a crash leaves it
        Workbench workbench;
        QVERIFY(open(workbench, m_path));
        workbench.answerRecovery(true);
        QVERIFY(hasAllEdits(workbench.document()));
        QCOMPARE(workbench.document().bits(0, 3), 2);
        workbench.closeDocument();
    }

    void discardedEditsAreGone() {
        QCOMPARE(runChild({QStringLiteral("edit"), m_path}), SIGKILL);
        {
            Workbench workbench;
            QVERIFY(open(workbench, m_path));
            workbench.answerRecovery(false);
            QCOMPARE(workbench.document().bits(0, 0), 4);
            QVERIFY(workbench.document().setBits({{0, 0}}, 2)); // editable again
            workbench.document().undo();
            workbench.closeDocument();
        }
        Workbench workbench;
        QSignalSpy offered(&workbench, &Workbench::recoveryOffered);
        QVERIFY(open(workbench, m_path));
        QVERIFY(offered.isEmpty());
        workbench.closeDocument();
    }

    void anUnsavedDocumentComesBack() {
        QCOMPARE(runChild({QStringLiteral("unsaved"), demoModel()}), SIGKILL);
        Workbench workbench;
        QSignalSpy offered(&workbench, &Workbench::recoveryOffered);
        workbench.offerLostDocuments();
        QTRY_COMPARE_WITH_TIMEOUT(offered.count(), 1, kJobMs);
        workbench.answerRecovery(true);
        QTRY_VERIFY_WITH_TIMEOUT(workbench.document().model() != nullptr, kJobMs);
        QVERIFY(hasAllEdits(workbench.document()));
        QVERIFY(workbench.document().path().isEmpty());
        QVERIFY(workbench.document().isModified());
        const QString path = m_folder->filePath(QStringLiteral("named.moqa"));
        QVERIFY(save(workbench, path));
        workbench.session().flush();
        QVERIFY(QDir(QString::fromStdString(DocumentSession::recoveryFolder()))
                    .entryList({QStringLiteral("*.moqa")})
                    .isEmpty());
        workbench.closeDocument();
    }

    // The next start offers it on its own, wherever the file lies.
    void aKilledWorkspaceIsOfferedAtTheNextStart() {
        QCOMPARE(runChild({QStringLiteral("edit"), m_path}), SIGKILL);
        Workbench workbench;
        QSignalSpy offered(&workbench, &Workbench::recoveryOffered);
        workbench.offerLostDocuments();
        QTRY_COMPARE_WITH_TIMEOUT(offered.count(), 1, kJobMs);
        const QString text = offered[0][0].toString();
        QVERIFY2(text.startsWith(QStringLiteral("w.moqa has 5 unsaved edit")), qPrintable(text));
        QVERIFY(offered[0][1].toBool()); // can wait
        QVERIFY(!workbench.document().isOpen());
        workbench.answerRecovery(true);
        QTRY_VERIFY_WITH_TIMEOUT(workbench.document().model() != nullptr, kJobMs);
        QVERIFY(hasAllEdits(workbench.document())); // without a second question
        QCOMPARE(workbench.document().path(), m_path);
        QCOMPARE(offered.count(), 1);
        QVERIFY(workbench.document().isEditable());
        QVERIFY(save(workbench, m_path));
        workbench.closeDocument();
        expectNoOffer();
    }

    void whatWaitsIsOfferedAgain() {
        QCOMPARE(runChild({QStringLiteral("edit"), m_path}), SIGKILL);
        for (int start = 0; start < 2; ++start) {
            Workbench workbench;
            QSignalSpy offered(&workbench, &Workbench::recoveryOffered);
            workbench.offerLostDocuments();
            QTRY_COMPARE_WITH_TIMEOUT(offered.count(), 1, kJobMs);
            workbench.postponeRecovery();
            QVERIFY(!workbench.session().hasOffer());
        }
        {
            Workbench workbench; // one that opens another file meanwhile is asked all the same
            QSignalSpy offered(&workbench, &Workbench::recoveryOffered);
            workbench.offerLostDocuments();
            QVERIFY(open(workbench, demoModel()));
            QTRY_VERIFY_WITH_TIMEOUT(!offered.isEmpty(), kJobMs);
            QTRY_VERIFY(workbench.session().hasOffer());
            workbench.answerRecovery(false);
            QVERIFY(!QFile::exists(m_path + QStringLiteral(".journal")));
            workbench.closeDocument();
        }
        expectNoOffer();
        Workbench workbench;
        QVERIFY(open(workbench, m_path));
        QCOMPARE(workbench.document().bits(0, 0), 4);
        workbench.closeDocument();
    }

    void anOfferWithoutAnAnswerIsMadeAgain() {
        QCOMPARE(runChild({QStringLiteral("edit"), m_path}), SIGKILL);
        for (const bool openAnother : {false, true}) {
            Workbench workbench;
            QSignalSpy offered(&workbench, &Workbench::recoveryOffered);
            QVERIFY(open(workbench, m_path));
            QCOMPARE(offered.count(), 1);
            // It belongs to the state in the file, which must not be written over.
            bool written = true;
            workbench.session().save(m_path, [&written](bool done) { written = done; });
            QVERIFY(!written);
            if (openAnother)
                QVERIFY(open(workbench, demoModel()));
            else
                workbench.closeDocument();
            workbench.session().flush();
        }
        Workbench workbench;
        QSignalSpy offered(&workbench, &Workbench::recoveryOffered);
        QVERIFY(open(workbench, m_path));
        QCOMPARE(offered.count(), 1);
        workbench.answerRecovery(true);
        QVERIFY(hasAllEdits(workbench.document()));
        QVERIFY(save(workbench, m_path));
        workbench.closeDocument();
        expectNoOffer();
    }

    void severalFilesAreOfferedInTurn() {
        const QString other = m_folder->filePath(QStringLiteral("other.moqa"));
        QVERIFY(QFile::copy(m_path, other));
        QCOMPARE(runChild({QStringLiteral("edit"), m_path}), SIGKILL);
        QCOMPARE(runChild({QStringLiteral("edit"), other}), SIGKILL);
        QCOMPARE(runChild({QStringLiteral("unsaved"), demoModel()}), SIGKILL);
        Workbench workbench;
        QSignalSpy offered(&workbench, &Workbench::recoveryOffered);
        workbench.setConfirmLeave(
            [] { return Workbench::Leave::Save; },
            [this] { return m_folder->filePath(QStringLiteral("third.moqa")); });
        workbench.offerLostDocuments();
        QTRY_COMPARE_WITH_TIMEOUT(offered.count(), 1, kJobMs);
        std::set<QString> seen;
        for (int i = 0; i < 3; ++i) {
            QTRY_VERIFY_WITH_TIMEOUT(workbench.session().hasOffer(), kJobMs);
            seen.insert(offered.last()[0].toString());
            QSignalSpy opened(&workbench.document(), &Document::opened);
            workbench.answerRecovery(true); // what was restored before is saved, not lost
            QTRY_COMPARE_WITH_TIMEOUT(opened.count(), 1, kJobMs);
            QVERIFY(hasAllEdits(workbench.document()));
        }
        QCOMPARE(seen.size(), size_t{3});
        QVERIFY(!workbench.session().hasOffer());
        workbench.closeDocument(); // saves the last
        QTRY_VERIFY_WITH_TIMEOUT(!workbench.document().isOpen(), kJobMs);
        for (const QString& path :
             {m_path, other, m_folder->filePath(QStringLiteral("third.moqa"))}) {
            Workbench later;
            QSignalSpy again(&later, &Workbench::recoveryOffered);
            QVERIFY(open(later, path));
            QVERIFY(again.isEmpty());
            QVERIFY(hasAllEdits(later.document()));
            later.closeDocument();
        }
        expectNoOffer();
    }

    void anOpenWorkspaceIsNotOffered() {
        Workbench first;
        QVERIFY(open(first, m_path));
        QVERIFY(first.document().setBits({{0, 0}}, 2));
        first.session().flush();
        expectNoOffer(); // in another window
        first.closeDocument();
        first.session().flush();
        expectNoOffer(); // left on purpose
    }

    void killedAtEachStepOfASave_data() {
        QTest::addColumn<QString>("fault");
        for (const char* name : {"save.begin", "save.half_written", "save.before_sync",
                                 "file.before_rename", "file.after_rename", "save.before_journal"})
            QTest::newRow(name) << QString::fromLatin1(name);
    }

    void killedAtEachStepOfASave() {
        QFETCH(QString, fault);
        QCOMPARE(runChild({QStringLiteral("save"), m_path}, fault), SIGKILL);
        Workbench workbench;
        QSignalSpy offered(&workbench, &Workbench::recoveryOffered);
        QSignalSpy errors(&workbench, &Workbench::errorRaised);
        QVERIFY(open(workbench, m_path));
        const bool renamed = fault == QLatin1String("file.after_rename") ||
                             fault == QLatin1String("save.before_journal");
        QCOMPARE(offered.count(), renamed ? 0 : 1); // a save that is there took the edits in
        QCOMPARE(workbench.document().bits(0, 0), renamed ? 8 : 4);
        if (!renamed) workbench.answerRecovery(true);
        QVERIFY(hasAllEdits(workbench.document()));
        QCOMPARE(errors.count(), 0);
        // Nothing half written stays behind.
        QVERIFY(QDir(m_folder->path()).entryList({QStringLiteral("*.tmp-*")}).isEmpty());
        workbench.closeDocument();
    }

    void aFullDiskLeavesTheOldFileAndTheEdits() {
        QFile file(m_path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray before = file.readAll();
        QCOMPARE(runChild({QStringLiteral("full"), m_path}), 0);
        file.seek(0);
        QFile after(m_path);
        QVERIFY(after.open(QIODevice::ReadOnly));
        QVERIFY(after.readAll() == before);
        Workbench workbench;
        QVERIFY(open(workbench, m_path));
        workbench.answerRecovery(true);
        QVERIFY(hasAllEdits(workbench.document()));
        workbench.closeDocument();
    }

    void aSecondWindowReadsOnly() {
        Workbench first, second;
        QVERIFY(open(first, m_path));
        QSignalSpy errors(&second, &Workbench::errorRaised);
        QVERIFY(open(second, m_path));
        QCOMPARE(errors.count(), 1);
        const auto error = errors[0][0].value<Error>();
        QVERIFY2(error.what.find("in use by") != std::string::npos, error.what.c_str());
        QVERIFY(!second.document().isEditable());
        QSignalSpy refused(&second, &Workbench::informed);
        QVERIFY(!second.document().setBits({{0, 0}}, 2));
        QCOMPARE(refused.count(), 1);
        QVERIFY(!save(second, m_path));
        const QString copy = m_folder->filePath(QStringLiteral("copy.moqa"));
        QVERIFY(save(second, copy));
        QVERIFY(second.document().setBits({{0, 0}}, 2));
        second.document().undo();
        first.closeDocument();
        second.closeDocument();
    }

    void aJournalOfAnotherStateIsToldAndKept() {
        QCOMPARE(runChild({QStringLiteral("edit"), m_path}), SIGKILL);
        QFile::rename(m_path + QStringLiteral(".journal"), m_path + QStringLiteral(".keep"));
        {
            Workbench workbench;
            QVERIFY(open(workbench, m_path));
            workbench.document().setNotes("changed elsewhere");
            QVERIFY(save(workbench, m_path));
            workbench.closeDocument();
        }
        QFile::remove(m_path + QStringLiteral(".journal"));
        QFile::rename(m_path + QStringLiteral(".keep"), m_path + QStringLiteral(".journal"));
        Workbench workbench;
        QSignalSpy offered(&workbench, &Workbench::recoveryOffered);
        QSignalSpy errors(&workbench, &Workbench::errorRaised);
        QVERIFY(open(workbench, m_path));
        QVERIFY(offered.isEmpty());
        QCOMPARE(errors.count(), 1);
        QVERIFY(QFile::exists(m_path + QStringLiteral(".journal.aside-1")));
        QCOMPARE(workbench.document().notes(), std::string("changed elsewhere"));
        workbench.closeDocument();
    }

    void aTruncatedJournalGivesWhatIsWhole() {
        QCOMPARE(runChild({QStringLiteral("edit"), m_path}), SIGKILL);
        QFile journal(m_path + QStringLiteral(".journal"));
        QVERIFY(journal.resize(journal.size() - 5));
        Workbench workbench;
        QSignalSpy offered(&workbench, &Workbench::recoveryOffered);
        QVERIFY(open(workbench, m_path));
        QCOMPARE(offered.count(), 1);
        QVERIFY(offered[0][0].toString().startsWith(QLatin1Char('4')));
        workbench.answerRecovery(true);
        QCOMPARE(workbench.document().undoStack().count(), 4);
        workbench.closeDocument();
    }

    void viewAndSelectionComeBack() {
        {
            Workbench workbench;
            QVERIFY(open(workbench, m_path));
            workbench.view().setMetric(QStringLiteral("gini"));
            workbench.view().setLockedLimits(ColourLimits{0.25, 2});
            workbench.view().setValueScale(ValueScale::Rank);
            workbench.view().setExpertOrder(ExpertOrder::Significance);
            workbench.selection().setObjects({ObjectRef::ofExpert(1, 2), ObjectRef::ofLayer(0)});
            workbench.selection().setCursor(ObjectRef::ofExpert(1, 2));
            QVERIFY(save(workbench, m_path));
            workbench.closeDocument();
        }
        Workbench workbench;
        QVERIFY(open(workbench, m_path));
        QTRY_COMPARE(workbench.view().metric(), QStringLiteral("gini"));
        QVERIFY(workbench.view().limitsLocked());
        QCOMPARE(workbench.view().ownLimits(QStringLiteral("gini")),
                 (std::optional<ColourLimits>({0.25, 2})));
        QCOMPARE(workbench.view().valueScale(), ValueScale::Rank);
        QCOMPARE(workbench.view().expertOrder(), ExpertOrder::Significance);
        QCOMPARE(workbench.selection().objects().size(), size_t{2});
        QCOMPARE(workbench.selection().cursor(), ObjectRef::ofExpert(1, 2));
        workbench.closeDocument();
    }

    void savingOnLeavingGoesOn() {
        Workbench workbench;
        QVERIFY(open(workbench, m_path));
        workbench.setConfirmLeave([] { return Workbench::Leave::Save; }, [] { return QString(); });
        workbench.document().setNotes("last words");
        workbench.closeDocument();
        QTRY_VERIFY_WITH_TIMEOUT(!workbench.document().isOpen(), kJobMs);
        QVERIFY(open(workbench, m_path));
        QCOMPARE(workbench.document().notes(), std::string("last words"));
        workbench.setConfirmLeave([] { return Workbench::Leave::Stay; }, [] { return QString(); });
        workbench.document().setNotes("no");
        workbench.closeDocument();
        QVERIFY(workbench.document().isOpen());
        workbench.setConfirmLeave([] { return Workbench::Leave::Discard; },
                                  [] { return QString(); });
        workbench.closeDocument();
        QVERIFY(!workbench.document().isOpen());
        workbench.session().flush(); // the journal is removed beside the window
        QVERIFY(!QFile::exists(m_path + QStringLiteral(".journal")));
    }

    // The lock of what was just left goes with its journal, beside the window: opening waits for it
    // instead of finding the workspace in use by ourselves.
    void whatWasJustLeftOpensToEdit() {
        Workbench workbench;
        QSignalSpy errors(&workbench, &Workbench::errorRaised);
        for (int round = 0; round < 20; ++round) {
            QVERIFY(open(workbench, m_path));
            QVERIFY2(workbench.document().isEditable(),
                     qPrintable(workbench.document().readOnlyReason()));
            for (int edit = 0; edit < 10; ++edit)
                QVERIFY(workbench.document().setBits({{0, edit % 4}}, 2 + edit / 4));
            workbench.closeDocument(); // discards
            QVERIFY(!workbench.document().isOpen());
        }
        QCOMPARE(errors.count(), 0);
    }

    void cleanupTestCase() {
        QDir(QString::fromStdString(DocumentSession::recoveryFolder())).removeRecursively();
    }

private:
    // Of a start of the program.
    static void expectNoOffer() {
        Workbench workbench;
        QSignalSpy offered(&workbench, &Workbench::recoveryOffered);
        workbench.offerLostDocuments();
        QTRY_VERIFY_WITH_TIMEOUT(!workbench.jobs().isActive(JobKind::Recover), kJobMs);
        QVERIFY2(offered.isEmpty(), qPrintable(offered.value(0).value(0).toString()));
    }

    // The exit code, or the signal that ended it.
    static int runChild(const QStringList& arguments, const QString& fault = {}) {
        QProcess process;
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        if (!fault.isEmpty()) environment.insert(QStringLiteral("MOQA_FAULT"), fault);
        process.setProcessEnvironment(environment);
        process.setProcessChannelMode(QProcess::ForwardedChannels);
        process.start(QCoreApplication::applicationFilePath(),
                      QStringList{QStringLiteral("--child")} + arguments);
        if (!process.waitForFinished(kJobMs)) return -1;
        return process.exitCode();
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    QString m_path;
};

int main(int argc, char* argv[]) {
    QApplication application(argc, argv);
    QCoreApplication::setApplicationName(QStringLiteral("tst_recovery"));
    QStandardPaths::setTestModeEnabled(true);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.value(1) == QLatin1String("--child")) return child(arguments.mid(2));
    TestRecovery test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_recovery.moc"
