// SPDX-License-Identifier: GPL-3.0-or-later
// Accidents that need the whole window: what the workspace or its model went through meanwhile, a
// job that fails in the middle, the command line on a workspace that is open. Each is told in one
// sentence, nothing is lost, and the window goes on.
#include "core/plan/make_plan.h"
#include "core/store/h5_output.h"
#include "tests/cli/cli_runner.h"
#include "tests/gui/walk_child.h"
#include "tests/gui/window_driver.h"
#include "tests/store/sample_workspace.h"
#include "views/panels/message_bar.h"

#include <QDir>
#include <QFile>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>
#include <QThread>
#include <csignal>
#include <sys/resource.h>

using namespace moqa;

namespace {
constexpr int kToldMs = 60'000; // a read or a few layers
}

class TestAccidents : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() { QStandardPaths::setTestModeEnabled(true); }

    void init() {
        m_folder = std::make_unique<QTemporaryDir>();
        m_window = std::make_unique<WalkWindow>();
    }

    void cleanup() { m_window.reset(); }

    void aWorkspaceOfANewerProgram() {
        const std::string path = at("new.moqa").toStdString();
        const auto file = h5::OutputFile::create(path, path);
        QVERIFY(file.ok());
        QVERIFY((*file)->attribute("", "format", "moqa-workspace").ok());
        QVERIFY((*file)->attribute("", "format_version", uint32_t{99}).ok());
        QVERIFY((*file)->finish().ok());
        QVERIFY(dropOn(window(), {at("new.moqa")}));
        QVERIFY2(isTold({QStringLiteral("newer program"), QStringLiteral("new.moqa")}),
                 qPrintable(toldText()));
        QVERIFY(!doc().isOpen());
    }

    void aResultThatIsDamagedIsNamed() {
        const QString path = at("damaged.moqa");
        QVERIFY(saveWorkspace(test::sampleWorkspace(), path.toStdString()).ok());
        const double known = 0.1 + 0.2; // in "load" of code
        flipByteOf(path, QByteArray(reinterpret_cast<const char*>(&known), sizeof known));
        QVERIFY(m_window->opens(path)); // results are read when they are drawn
        window().showPage(QStringLiteral("activation"));
        QVERIFY2(isTold({QStringLiteral("load of code"), QStringLiteral("damaged")}),
                 qPrintable(toldText()));
        QVERIFY(doc().analysis()->find("load", "maths")); // the others are there
        const qsizetype once = m_window->errors.size();
        window().showPage(QStringLiteral("welcome"));
        window().showPage(QStringLiteral("activation"));
        QApplication::processEvents();
        QCOMPARE(m_window->errors.size(), once);
    }

    void aModelThatMovedIsFoundAgain() {
        const QString path = workspaceOfACopy();
        QVERIFY(QDir(m_folder->path()).rename(QStringLiteral("model"), QStringLiteral("moved")));
        QVERIFY(dropOn(window(), {path}));
        QVERIFY2(isTold({QStringLiteral("model")}), qPrintable(toldText()));
        QTRY_COMPARE(doc().path(), path);
        QVERIFY(!doc().model() && !doc().isEditable());
        QVERIFY(doc().activePlan()); // what it holds is shown
        // The error lies over the offer until it was read.
        const auto press = [this](const QString& text) {
            QTRY_VERIFY(visibleButton(window().messageBar(), text));
            QTest::mouseClick(visibleButton(window().messageBar(), text), Qt::LeftButton);
        };
        press(QStringLiteral("Close the message"));
        m_answers.file(at("moved"));
        press(QStringLiteral("Locate model"));
        QTRY_VERIFY_WITH_TIMEOUT(doc().isEditable(), kWalkJobMs);
        QVERIFY(doc().setBits({{0, 0}}, 3));
        doc().undo();
    }

    // Edits that a crash left wait until their model is found.
    void lostEditsWaitForTheirModel() {
        const QString path = workspaceOfACopy();
        {
            Workbench crashed;
            crashed.openPaths({path});
            const auto open = [&crashed] { return crashed.document().model() != nullptr; };
            QVERIFY(QTest::qWaitFor(open, kWalkJobMs));
            QVERIFY(crashed.document().setBits({{0, 0}}, 3));
            crashed.session().flush();
        } // without a word
        QVERIFY(QDir(m_folder->path()).rename(QStringLiteral("model"), QStringLiteral("moved")));
        QVERIFY(dropOn(window(), {path}));
        QTRY_COMPARE(doc().path(), path);
        QVERIFY(!doc().model());
        QSignalSpy offered(&m_window->workbench, &Workbench::recoveryOffered);
        m_window->workbench.answerRecovery(true);
        QCOMPARE(offered.count(), 1); // stays
        QVERIFY2(isTold({QStringLiteral("need the model")}), qPrintable(toldText()));
        QVERIFY(m_window->workbench.session().offersPending());
        QVERIFY(QFile::exists(path + QStringLiteral(".journal")));
        m_window->workbench.locateModel(at("moved"));
        QTRY_VERIFY_WITH_TIMEOUT(doc().model() != nullptr, kWalkJobMs);
        QTRY_COMPARE(offered.count(), 2);
        QCOMPARE(doc().bits(0, 0), 4);
        m_window->workbench.answerRecovery(true);
        QCOMPARE(doc().bits(0, 0), 3);
        QVERIFY(doc().isModified());
        doc().undo();
    }

    void aModelThatChangedIsNotTaken() {
        const QString path = workspaceOfACopy();
        QVERIFY(flipByteOf(at("model/config.json"), "0000.0")); // another base of its positions
        QVERIFY(dropOn(window(), {path}));
        QTRY_COMPARE(doc().path(), path);
        QVERIFY2(isTold({QStringLiteral("not the one")}), qPrintable(toldText()));
        QVERIFY(!doc().model() && !doc().isEditable() && doc().activePlan());
    }

    void aJobThatFailsInTheMiddle() {
        QVERIFY(copyDemoModel(at("model")));
        const QString tensor = QStringLiteral("model.layers.2.self_attn.q_proj.weight");
        QVERIFY(putNan(at("model"), tensor));
        QVERIFY(dropOn(window(), {at("model")}));
        QTRY_VERIFY_WITH_TIMEOUT(doc().model(), kWalkJobMs);
        QVERIFY(dropOn(window(), {demoText(QStringLiteral("code"))}));
        m_window->workbench.analyze({}, 1024); // one window
        QVERIFY2(isTold({tensor.section(QLatin1Char('.'), 0, 2)}), qPrintable(toldText()));
        QTRY_COMPARE(m_window->workbench.jobs().activeCount(), 0);
        const auto jobs = m_window->workbench.jobs().jobs();
        QVERIFY(jobs.back().state == JobState::Failed);
        QVERIFY(doc().model() && !doc().analysis());
        QCOMPARE(doc().corpora().size(), size_t{1}); // what was chosen stays
        // And it goes on.
        doc().undoStack().setClean();
        QVERIFY(m_window->opens(workspaceOfACopy("whole")));
        QVERIFY(doc().isEditable());
    }

    // As a full disk does: writing stops in the middle. The old file and the edits stay, and the
    // message goes when the save succeeds.
    void aFullDiskIsToldAndNothingIsLost() {
        const QString path = workspaceOfACopy();
        QVERIFY(m_window->opens(path));
        const QByteArray before = bytesOf(path);
        QVERIFY(doc().setBits({{0, 0}}, 3));
        m_window->workbench.session().flush();
        rlimit limit{};
        QCOMPARE(::getrlimit(RLIMIT_FSIZE, &limit), 0);
        const auto earlier = std::signal(SIGXFSZ, SIG_IGN);
        rlimit small = limit;
        small.rlim_cur = 4096;
        QCOMPARE(::setrlimit(RLIMIT_FSIZE, &small), 0);
        m_window->key(Qt::Key_S, Qt::ControlModifier);
        const bool told = isTold({QStringLiteral("model.moqa")});
        ::setrlimit(RLIMIT_FSIZE, &limit);
        std::signal(SIGXFSZ, earlier);
        QVERIFY2(told, qPrintable(toldText()));
        QVERIFY(bytesOf(path) == before);
        QVERIFY(doc().isModified() && window().isWindowModified());
        QCOMPARE(doc().bits(0, 0), 3);
        m_window->key(Qt::Key_S, Qt::ControlModifier);
        QTRY_VERIFY_WITH_TIMEOUT(!doc().isModified(), kWalkJobMs);
        QVERIFY(bytesOf(path) != before);
        QTRY_VERIFY(!window().messageBar().text().startsWith(QStringLiteral("Error")));
    }

    // What the last session left of it cannot be read: the workspace opens, the journal is kept.
    void aJournalThatIsRubbish() {
        const QString path = workspaceOfACopy();
        QFile journal(path + QStringLiteral(".journal"));
        QVERIFY(journal.open(QIODevice::WriteOnly));
        journal.write("rubbish\n");
        journal.close();
        QVERIFY(dropOn(window(), {path}));
        QVERIFY2(isTold({QStringLiteral("journal")}), qPrintable(toldText()));
        QTRY_COMPARE(doc().path(), path);
        QVERIFY(doc().isEditable() && doc().activePlan());
        QCOMPARE(bytesOf(path + QStringLiteral(".journal.aside-1")), QByteArray("rubbish\n"));
    }

    void theCommandLineLeavesAnOpenWorkspaceAlone() {
        const QString path = workspaceOfACopy();
        QVERIFY(m_window->opens(path));
        const QByteArray before = bytesOf(path);
        const CliResult refused =
            runCli({QStringLiteral("analyze"), at("model"), QStringLiteral("--corpus"),
                    QStringLiteral("code=") + demoText(QStringLiteral("code")),
                    QStringLiteral("--tokens"), QStringLiteral("512"), QStringLiteral("-o"), path});
        QCOMPARE(refused.exitCode, 4);
        QVERIFY2(refused.err.contains("in use by"), refused.err);
        QVERIFY(bytesOf(path) == before);
        // To read is no conflict; and the window may still write.
        QCOMPARE(runCli({QStringLiteral("plan"), path, QStringLiteral("--method"),
                         QStringLiteral("uniform"), QStringLiteral("--bits"), QStringLiteral("4"),
                         QStringLiteral("-o"), at("p.json")})
                     .exitCode,
                 0);
        QVERIFY(doc().setBits({{0, 0}}, 3));
        m_window->key(Qt::Key_S, Qt::ControlModifier);
        QTRY_VERIFY_WITH_TIMEOUT(!doc().isModified(), kWalkJobMs);
        QVERIFY(bytesOf(path) != before);
        QVERIFY2(m_window->errors.isEmpty(), qPrintable(toldText()));
    }

    // Both wait in one lane: the save ends when the other document is open already.
    void aSaveBehindAnOpenTouchesNothingOfIt() {
        const QString a = workspaceOfACopy("a"), b = workspaceOfACopy("b");
        Workbench workbench; // by default changes are left behind unasked
        Document& document = workbench.document();
        workbench.openPaths({a});
        QTRY_COMPARE_WITH_TIMEOUT(document.path(), a, kWalkJobMs);
        QVERIFY(document.setBits({{0, 0}}, 3));
        const QByteArray before = bytesOf(a);
        workbench.openPaths({b});
        workbench.save(a);
        QTRY_COMPARE_WITH_TIMEOUT(workbench.jobs().activeCount(), 0, kWalkJobMs);
        QCOMPARE(document.path(), b);
        QVERIFY(!document.isModified());
        QCOMPARE(document.bits(0, 0), 4);
        const QByteArray saved = bytesOf(a);
        QVERIFY(saved != before);
        // What is edited now is b's, in its journal and in its file.
        QVERIFY(document.setBits({{0, 1}}, 3));
        workbench.session().flush();
        QVERIFY(QFile::exists(b + QStringLiteral(".journal")));
        workbench.save(b);
        QTRY_VERIFY_WITH_TIMEOUT(!document.isModified(), kWalkJobMs);
        QVERIFY(bytesOf(a) == saved);
    }

    void whatIsEditedWhileAnotherOpensIsAskedAbout() {
        const QString a = workspaceOfACopy("a"), b = workspaceOfACopy("b");
        Workbench workbench;
        Document& document = workbench.document();
        int asked = 0;
        Workbench::Leave answer = Workbench::Leave::Stay;
        workbench.setConfirmLeave([&] { return ++asked, answer; }, [] { return QString(); });
        workbench.openPaths({a});
        QTRY_COMPARE_WITH_TIMEOUT(document.path(), a, kWalkJobMs);
        workbench.openPaths({b});
        QCOMPARE(asked, 0); // nothing to lose yet
        QVERIFY(document.setBits({{0, 0}}, 3));
        QTRY_COMPARE_WITH_TIMEOUT(workbench.jobs().activeCount(), 0, kWalkJobMs);
        QCOMPARE(asked, 1);
        QCOMPARE(document.path(), a);
        QCOMPARE(document.bits(0, 0), 3);
        answer = Workbench::Leave::Discard;
        workbench.openPaths({b});
        QTRY_COMPARE_WITH_TIMEOUT(document.path(), b, kWalkJobMs);
        QCOMPARE(asked, 2);
    }

    void aLongJobIsAskedAboutBeforeItsDocumentGoes() {
        Workbench workbench;
        Document& document = workbench.document();
        workbench.openPaths({workspaceOfACopy()});
        QTRY_VERIFY_WITH_TIMEOUT(document.isOpen(), kWalkJobMs);
        int asked = 0;
        bool stop = false;
        workbench.setConfirmStop([&](int jobs) { return asked += jobs, stop; });
        bool delivered = false;
        workbench.jobs().run<bool>(
            JobKind::Measure, QStringLiteral("hours"),
            [](JobContext& context) -> Result<bool> {
                while (!context.cancelled()) QThread::msleep(5);
                return cancelledError("stopped");
            },
            this, [&](Result<bool>) { delivered = document.isOpen(); });
        workbench.closeDocument();
        QCOMPARE(asked, 1);
        QVERIFY(document.isOpen() && workbench.jobs().isActive(JobKind::Measure));
        stop = true;
        workbench.closeDocument();
        QTRY_VERIFY_WITH_TIMEOUT(!document.isOpen(), kWalkJobMs);
        QVERIFY(delivered); // its partial results went to the document that it was of
    }

private:
    QString at(const char* name) const { return m_folder->filePath(QLatin1String(name)); }
    MainWindow& window() { return *m_window->main; }
    Document& doc() { return m_window->workbench.document(); }
    QString toldText() const { return m_window->errors.join(QLatin1Char('\n')); }

    // An error comes, in sight and with these words, and the window is there.
    bool isTold(const QStringList& words) {
        const auto says = [&](const QString& text) {
            return std::all_of(words.begin(), words.end(),
                               [&](const QString& word) { return text.contains(word); });
        };
        const auto told = [&] {
            return std::any_of(m_window->errors.begin(), m_window->errors.end(), says);
        };
        return QTest::qWaitFor(told, kToldMs) && window().messageBar().isVisible() &&
               window().isVisible();
    }

    // Saved beside a copy of the demo model, with one plan.
    QString workspaceOfACopy(const char* model = "model") const {
        const QString folder = at(model), path = folder + QStringLiteral(".moqa");
        Workbench workbench;
        if (!copyDemoModel(folder)) qFatal("no copy of the demo model");
        workbench.openPaths({folder});
        const auto opened = [&] { return workbench.document().model() != nullptr; };
        if (!QTest::qWaitFor(opened, kWalkJobMs)) qFatal("the copy does not open");
        PlanOptions options;
        options.method = PlanMethod::Uniform;
        options.bits = 4;
        auto plan = makePlan(*workbench.document().model(), nullptr, options);
        if (!plan.ok()) qFatal("%s", plan.error().message().c_str());
        workbench.document().addPlan("p", std::move(plan).value());
        workbench.save(path);
        const auto saved = [&] { return workbench.document().path() == path; };
        if (!QTest::qWaitFor(saved, kWalkJobMs)) qFatal("the workspace is not saved");
        workbench.closeDocument();
        return path;
    }

    static QByteArray bytesOf(const QString& path) {
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

    // The first byte of the first place that holds the pattern. False if there is none.
    static bool flipByteOf(const QString& path, const QByteArray& pattern) {
        QByteArray bytes = bytesOf(path);
        const qsizetype place = bytes.indexOf(pattern);
        QFile file(path);
        if (place < 0 || !file.open(QIODevice::ReadWrite) || !file.seek(place)) return false;
        return file.putChar(static_cast<char>(bytes[place] ^ 1));
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<WalkWindow> m_window;
    Answers m_answers;
};

QTEST_MAIN(TestAccidents)
#include "tst_accidents.moc"
