// SPDX-License-Identifier: GPL-3.0-or-later
// Installs the build into a temporary folder and uses it from there, with a home of its own:
// nothing may be found but by where the program lies.
#include <QDir>
#include <QDirIterator>
#include <QFileInfo>
#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

namespace {

constexpr int kSlowMs = 120'000;

struct Ran {
    int code = -1;
    QByteArray out, err;
};

} // namespace

class TestInstall : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() {
        QVERIFY(m_folder.isValid());
        for (const char* program : {"bin/moqa", "bin/moqa-workbench"})
            if (!QFileInfo::exists(
                    QDir(QStringLiteral(MOQA_BUILD_DIR)).filePath(QLatin1String(program))))
                QSKIP("the programs are not built");
        const Ran install = run(QStringLiteral(MOQA_CMAKE),
                                {QStringLiteral("--install"), QStringLiteral(MOQA_BUILD_DIR),
                                 QStringLiteral("--prefix"), prefix(),
                                 // What the package holds: all but the CUDA library.
                                 QStringLiteral("--component"), QStringLiteral("Unspecified")});
        QVERIFY2(install.code == 0, install.err.constData());
    }

    void everythingIsInItsPlace() {
        for (const char* file :
             {"bin/moqa", "bin/moqa-workbench", "share/applications/moqa-workbench.desktop",
              "share/mime/packages/moqa-mime.xml",
              "share/metainfo/io.github.moqa.Workbench.metainfo.xml",
              "share/icons/hicolor/scalable/apps/moqa-workbench.svg", "share/man/man1/moqa.1",
              "share/man/man1/moqa-workbench.1", "share/moqa/demo/demo-olmoe/config.json",
              "share/moqa/demo/corpora/code.txt"})
            QVERIFY2(QFileInfo(at(file)).size() > 0, file);
    }

    void theCommandLineRuns() {
        const Ran version = run(at("bin/moqa"), {QStringLiteral("--version")});
        QCOMPARE(version.code, 0);
        QVERIFY2(version.out.contains(MOQA_VERSION), version.out.constData());
    }

    void manPagesNameEveryVerbAndOption() {
        const QByteArray page = read("share/man/man1/moqa.1");
        for (const char* word : {".TH MOQA 1", ".SS analyze", ".SS quantize", "\\-\\-json"})
            QVERIFY2(page.contains(word), word);
        const QByteArray window = read("share/man/man1/moqa-workbench.1");
        for (const char* word : {"\\-\\-theme", "\\-\\-font\\-size", "\\-\\-demo"})
            QVERIFY2(window.contains(word), word);
        if (QStandardPaths::findExecutable(QStringLiteral("groff")).isEmpty()) return;
        for (const char* name : {"share/man/man1/moqa.1", "share/man/man1/moqa-workbench.1"}) {
            const Ran checked = run(QStringLiteral("groff"),
                                    {QStringLiteral("-man"), QStringLiteral("-Tascii"),
                                     QStringLiteral("-ww"), QStringLiteral("-z"), at(name)});
            QVERIFY2(checked.code == 0 && checked.err.isEmpty(), checked.err.constData());
        }
    }

    void theWindowStartsAndFindsTheDemoBesideIt() {
        QProcess window;
        window.setProcessEnvironment(environment());
        window.start(at("bin/moqa-workbench"), {QStringLiteral("--demo")});
        QVERIFY(window.waitForStarted(kSlowMs));
        // The recent list is written when a model has been opened.
        const QString settings =
            m_folder.filePath(QStringLiteral("home/.config/moqa/moqa-workbench.conf"));
        const QByteArray demo = at("share/moqa/demo/demo-olmoe").toUtf8();
        QTRY_VERIFY_WITH_TIMEOUT(
            window.state() != QProcess::Running || readFile(settings).contains(demo), kSlowMs);
        QVERIFY2(window.state() == QProcess::Running, window.readAllStandardError().constData());
        window.terminate();
        QVERIFY(window.waitForFinished(kSlowMs));
    }

    void aWrongOptionIsAUsageError() {
        const Ran ran =
            run(at("bin/moqa-workbench"), {QStringLiteral("--theme"), QStringLiteral("mauve")});
        QCOMPARE(ran.code, 2);
        QVERIFY2(ran.err.contains("mauve"), ran.err.constData());
    }

    void desktopFilesAreValid() {
        if (const QString tool =
                QStandardPaths::findExecutable(QStringLiteral("desktop-file-validate"));
            !tool.isEmpty()) {
            const Ran ran = run(tool, {at("share/applications/moqa-workbench.desktop")});
            QVERIFY2(ran.code == 0, ran.out.constData());
        }
        if (const QString tool = QStandardPaths::findExecutable(QStringLiteral("appstreamcli"));
            !tool.isEmpty()) {
            const Ran ran = run(tool, {QStringLiteral("validate"), QStringLiteral("--no-net"),
                                       at("share/metainfo/io.github.moqa.Workbench.metainfo.xml")});
            QVERIFY2(ran.code == 0, ran.out.constData());
        }
    }

private:
    QString prefix() const { return m_folder.filePath(QStringLiteral("usr")); }
    QString at(const char* file) const { return prefix() + QLatin1Char('/') + QLatin1String(file); }

    static QByteArray readFile(const QString& path) {
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    QByteArray read(const char* file) const { return readFile(at(file)); }

    QProcessEnvironment environment() const {
        QProcessEnvironment made = QProcessEnvironment::systemEnvironment();
        made.insert(QStringLiteral("HOME"), m_folder.filePath(QStringLiteral("home")));
        made.insert(QStringLiteral("QT_QPA_PLATFORM"), QStringLiteral("offscreen"));
        for (const char* name : {"XDG_CONFIG_HOME", "XDG_DATA_HOME", "MOQA_DEMO_DIR"})
            made.remove(QLatin1String(name));
        return made;
    }

    Ran run(const QString& program, const QStringList& arguments) const {
        QProcess process;
        process.setProcessEnvironment(environment());
        process.start(program, arguments);
        if (!process.waitForFinished(kSlowMs)) return {-1, {}, process.errorString().toUtf8()};
        return {process.exitCode(), process.readAllStandardOutput(),
                process.readAllStandardError()};
    }

    QTemporaryDir m_folder;
};

QTEST_GUILESS_MAIN(TestInstall)
#include "tst_install.moc"
