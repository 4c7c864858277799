// SPDX-License-Identifier: GPL-3.0-or-later
// Bad input and bad luck: one message, the right exit code, nothing half-written under the final
// name.
#include "tests/cli/cli_runner.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>
#include <csignal>
#include <sys/file.h>

class TestCliFaults : public QObject {
    Q_OBJECT

    QTemporaryDir m_dir;
    QString at(const char* name) const { return m_dir.filePath(QLatin1String(name)); }

    void write(const QString& path, const QByteArray& content) const {
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(content);
    }
    // A copy of the demo model that a test may damage.
    QString copyOfModel(const char* name) const {
        const QString folder = at(name);
        if (!copyDemoModel(folder)) qFatal("no copy of the demo model");
        return folder;
    }
    static QString codeCorpus() {
        return QStringLiteral("code=") + demoText(QStringLiteral("code"));
    }
    // Exit code as expected, one sentence on stderr that names `mention`.
    static void check(const CliResult& result, int exitCode, const char* mention) {
        QVERIFY2(!result.crashed, result.err);
        QVERIFY2(result.exitCode == exitCode, result.err);
        QVERIFY2(result.err.contains(mention), result.err);
        QVERIFY2(result.err.startsWith("moqa: ") && result.err.count('\n') == 1, result.err);
    }
    CliResult analyze(const QString& model, const QString& corpus, const QString& out,
                      const QStringList& more = {}) const {
        return runCli(QStringList{QStringLiteral("analyze"), model, QStringLiteral("--corpus"),
                                  corpus, QStringLiteral("-o"), out, QStringLiteral("--quiet"),
                                  QStringLiteral("--tokens"), QStringLiteral("1024"),
                                  QStringLiteral("--window"), QStringLiteral("256")} +
                      more);
    }

private slots:
    void aWorkspaceThatIsOpenElsewhereIsLeftAlone() {
        write(at("held.moqa.lock"), "moqa-workbench (process 1)");
        QFile lock(at("held.moqa.lock"));
        QVERIFY(lock.open(QIODevice::ReadOnly));
        QCOMPARE(::flock(lock.handle(), LOCK_EX | LOCK_NB), 0);
        check(analyze(demoModel(), codeCorpus(), at("held.moqa")), 4, "moqa-workbench (process 1)");
        QVERIFY(!QFile::exists(at("held.moqa")));
    }

    void missingAndForeignModels() {
        check(runCli({QStringLiteral("inspect"), at("nothing")}), 3, "nothing");
        const QString folder = copyOfModel("foreign");
        write(folder + QStringLiteral("/config.json"),
              R"({"model_type": "bert", "hidden_size": 4})");
        check(analyze(folder, codeCorpus(), at("o.moqa")), 3, "bert");
        QVERIFY(!QFile::exists(at("o.moqa")));
    }

    void truncatedShardIsNamed() {
        const QString folder = copyOfModel("truncated");
        QVERIFY(QFile::resize(folder + QStringLiteral("/model.safetensors"), 20000000));
        check(analyze(folder, codeCorpus(), at("o.moqa")), 3, "model.safetensors");
    }

    void tensorOfWrongShapeIsNamed() {
        const QString folder = copyOfModel("shape");
        QFile config(folder + QStringLiteral("/config.json"));
        QVERIFY(config.open(QIODevice::ReadOnly));
        const QByteArray text =
            config.readAll().replace("\"intermediate_size\": 64", "\"intermediate_size\": 96");
        config.close();
        write(config.fileName(), text);
        check(analyze(folder, codeCorpus(), at("o.moqa")), 3, "experts");
    }

    void nanWeightIsNamed() {
        const QString folder = copyOfModel("nan");
        QVERIFY(putNan(folder, QStringLiteral("model.layers.2.self_attn.q_proj.weight")));
        check(analyze(folder, codeCorpus(), at("o.moqa")), 3,
              "model.layers.2.self_attn.q_proj.weight");
    }

    void tokenizerWithoutMerges() {
        const QString folder = copyOfModel("merges");
        write(folder + QStringLiteral("/tokenizer.json"),
              R"({"version": "1.0", "added_tokens": [], "normalizer": null, "pre_tokenizer": null,
                  "post_processor": null, "decoder": null, "model": {"type": "BPE", "vocab": {"a": 0}}})");
        check(analyze(folder, codeCorpus(), at("o.moqa")), 3, "merges");
    }

    void corporaThatCannotServe() {
        write(at("empty.txt"), "");
        check(analyze(demoModel(), QStringLiteral("e=") + at("empty.txt"), at("o.moqa")), 3,
              "empty");
        write(at("short.txt"), "A few words only.\n");
        check(analyze(demoModel(), QStringLiteral("s=") + at("short.txt"), at("o.moqa")), 3, "256");
        write(at("binary.txt"), QByteArray("\xff\xfe\x00\x01", 4));
        check(analyze(demoModel(), QStringLiteral("b=") + at("binary.txt"), at("o.moqa")), 3,
              "UTF-8");
        check(analyze(demoModel(), QStringLiteral("m=/no/such.txt"), at("o.moqa")), 3,
              "/no/such.txt");
        check(analyze(demoModel(), QStringLiteral("nonsense"), at("o.moqa")), 2, "nonsense");
        QVERIFY(!QFile::exists(at("o.moqa")));
    }

    void planForAnotherModel() {
        const QString other = copyOfModel("other");
        QFile config(other + QStringLiteral("/config.json"));
        QVERIFY(config.open(QIODevice::ReadOnly));
        const QByteArray text =
            config.readAll().replace("\"rope_theta\": 10000.0", "\"rope_theta\": 20000.0");
        config.close();
        write(config.fileName(), text);
        QVERIFY(runCli({QStringLiteral("plan"), other, QStringLiteral("--method"),
                        QStringLiteral("uniform"), QStringLiteral("--bits"), QStringLiteral("3"),
                        QStringLiteral("-o"), at("other.json")})
                    .exitCode == 0);
        check(runCli({QStringLiteral("quantize"), demoModel(), QStringLiteral("--plan"),
                      at("other.json"), QStringLiteral("--method"), QStringLiteral("rtn"),
                      QStringLiteral("-o"), at("o.h5"), QStringLiteral("--quiet")}),
              3, "another model");
        write(at("broken.json"), "{\"format\": \"moqa-plan\"");
        check(runCli({QStringLiteral("quantize"), demoModel(), QStringLiteral("--plan"),
                      at("broken.json"), QStringLiteral("--method"), QStringLiteral("rtn"),
                      QStringLiteral("-o"), at("o.h5"), QStringLiteral("--quiet")}),
              3, "broken.json");
    }

    void placesThatCannotBeWritten() {
        check(analyze(demoModel(), codeCorpus(), QStringLiteral("/no/such/folder/o.moqa")), 4,
              "/no/such/folder");
        check(analyze(demoModel(), codeCorpus(), QStringLiteral("/proc/o.moqa")), 4,
              "/proc/o.moqa");
        check(analyze(demoModel(), codeCorpus(), m_dir.path()), 4, "folder");
    }

    void outputsThatWouldDestroySomethingElse() {
        const QString folder = copyOfModel("kept");
        const auto plan = [&](const QString& out) {
            return runCli({QStringLiteral("plan"), folder, QStringLiteral("--method"),
                           QStringLiteral("uniform"), QStringLiteral("--bits"), QStringLiteral("3"),
                           QStringLiteral("-o"), out});
        };
        const auto logits = [&](const QString& out) {
            return runCli({QStringLiteral("logits"), folder, QStringLiteral("--ids"),
                           QStringLiteral("1 2"), QStringLiteral("-o"), out,
                           QStringLiteral("--quiet")});
        };
        check(logits(folder + QStringLiteral("/model.safetensors")), 3, "not one of logits");
        check(plan(folder + QStringLiteral("/config.json")), 3, "not a plan");
        write(at("notes.moqa"), "my notes");
        check(analyze(folder, codeCorpus(), at("notes.moqa")), 3, "not a workspace");
        check(analyze(folder, QStringLiteral("n=") + at("notes.moqa"), at("notes.moqa")), 2,
              "overwrite an input");
        check(analyze(folder, codeCorpus(), at("o.work")), 2, ".moqa");
        QCOMPARE(plan(at("again.json")).exitCode, 0);
        QCOMPARE(plan(at("again.json")).exitCode, 0);
        QCOMPARE(logits(at("again.safetensors")).exitCode, 0);
        QCOMPARE(logits(at("again.safetensors")).exitCode, 0);
        // A pipe stands for the devices: a rename would put a file in its place.
        QCOMPARE(QProcess::execute(QStringLiteral("mkfifo"), {at("pipe.json")}), 0);
        check(plan(at("pipe.json")), 4, "not a file");
        QVERIFY(runCli({QStringLiteral("inspect"), folder}).exitCode == 0);
    }

    void failedStartLeavesNoPartialFolder() {
        QVERIFY(analyze(demoModel(), codeCorpus(), at("start.moqa")).exitCode == 0);
        QVERIFY(runCli({QStringLiteral("plan"), at("start.moqa"), QStringLiteral("--bits"),
                        QStringLiteral("3"), QStringLiteral("-o"), at("start.json")})
                    .exitCode == 0);
        const auto quantize = [&](const QStringList& more) {
            return runCli(QStringList{QStringLiteral("quantize"), demoModel(),
                                      QStringLiteral("--plan"), at("start.json"),
                                      QStringLiteral("--work"), at("start.moqa"),
                                      QStringLiteral("--quiet")} +
                          more);
        };
        check(quantize({QStringLiteral("--memory"), QStringLiteral("0.001"), QStringLiteral("-o"),
                        at("start.h5")}),
              3, "memory");
        QVERIFY(!QFile::exists(at("start.h5.partial")));
        check(runCli({QStringLiteral("quantize"), demoModel(), QStringLiteral("--plan"),
                      at("start.json"), QStringLiteral("--method"), QStringLiteral("rtn"),
                      QStringLiteral("--memory"), QStringLiteral("0.001"), QStringLiteral("-o"),
                      at("start.h5"), QStringLiteral("--quiet")}),
              3, "memory");
        check(runCli({QStringLiteral("inspect"), demoModel(), QStringLiteral("--memory"),
                      QStringLiteral("0.001")}),
              3, "memory");
        check(runCli({QStringLiteral("quantize"), demoModel(), QStringLiteral("--plan"),
                      at("start.json"), QStringLiteral("--method"), QStringLiteral("rtn"),
                      QStringLiteral("--reweight"), QStringLiteral("0.5"), QStringLiteral("-o"),
                      at("start.h5"), QStringLiteral("--quiet")}),
              2, "--work");
        check(quantize({QStringLiteral("-o"), at("start.bin")}), 2, ".h5");
    }

    void fullDiskLeavesNothing() {
        // A file size limit of 64 KiB stands for the full disk: writes beyond it fail the same way.
        QProcess process;
        process.start(QStringLiteral("bash"),
                      {QStringLiteral("-c"), QStringLiteral("ulimit -f 64; exec \"$@\""),
                       QStringLiteral("bash"), QStringLiteral(MOQA_PROGRAM),
                       QStringLiteral("analyze"), demoModel(), QStringLiteral("--corpus"),
                       codeCorpus(), QStringLiteral("--tokens"), QStringLiteral("1024"),
                       QStringLiteral("--window"), QStringLiteral("256"), QStringLiteral("--quiet"),
                       QStringLiteral("-o"), at("full.moqa")});
        QVERIFY(process.waitForFinished(120000));
        QCOMPARE(process.exitStatus(), QProcess::NormalExit);
        QCOMPARE(process.exitCode(), 4);
        QVERIFY(!QFile::exists(at("full.moqa")));
        QCOMPARE(QDir(m_dir.path()).entryList({QStringLiteral("full.moqa*")}).size(), 0);
    }

    void interruptKeepsFinishedLayersAndGoesOn() {
        QVERIFY(analyze(demoModel(), codeCorpus(), at("w.moqa")).exitCode == 0);
        QVERIFY(runCli({QStringLiteral("plan"), at("w.moqa"), QStringLiteral("--bits"),
                        QStringLiteral("3"), QStringLiteral("-o"), at("p.json")})
                    .exitCode == 0);
        const QStringList arguments{
            QStringLiteral("quantize"), demoModel(),  QStringLiteral("--plan"), at("p.json"),
            QStringLiteral("--work"),   at("w.moqa"), QStringLiteral("-o")};
        QProcess process;
        process.start(QStringLiteral(MOQA_PROGRAM), arguments + QStringList{at("q.h5")});
        QTRY_VERIFY_WITH_TIMEOUT(
            QDir(at("q.h5.partial")).entryList({QStringLiteral("layer*")}, QDir::Files).size() >= 2,
            60000);
        ::kill(static_cast<pid_t>(process.processId()), SIGINT);
        QVERIFY(process.waitForFinished(20000));
        QCOMPARE(process.exitStatus(), QProcess::NormalExit);
        if (process.exitCode() == 0) QSKIP("the run ended before the interrupt came");
        QCOMPARE(process.exitCode(), 5);
        QVERIFY(!QFile::exists(at("q.h5")));
        QVERIFY(process.readAllStandardError().contains("q.h5.partial"));
        const CliResult resumed = runCli(arguments + QStringList{at("q.h5")});
        QVERIFY2(resumed.exitCode == 0, resumed.err);
        QVERIFY(resumed.err.contains("going on after"));
        const QList<QByteArray> table = resumed.out.split('\n');
        QVERIFY2(table.size() >= 7, resumed.out);
        for (int layer = 0; layer < 6; ++layer) // every layer of the model, kept or not
            QVERIFY2(table[1 + layer].trimmed().startsWith(QByteArray::number(layer) + ' '),
                     resumed.out);
        QVERIFY(table[1].endsWith("kept") && !table[6].endsWith("kept"));
        QVERIFY(QFile::rename(at("q.h5"), at("resumed.h5")));
        QVERIFY(runCli(arguments + QStringList{at("q.h5")}).exitCode == 0);
        QFile a(at("resumed.h5"));
        QFile b(at("q.h5"));
        QVERIFY(a.open(QIODevice::ReadOnly) && b.open(QIODevice::ReadOnly));
        QVERIFY2(a.readAll() == b.readAll(),
                 "a resumed run must write the bytes of an uninterrupted one");
    }

    void damagedFilesAreRefused() {
        write(at("junk.moqa"), QByteArray(4096, 'x'));
        check(runCli({QStringLiteral("show"), at("junk.moqa"), QStringLiteral("--list")}), 3,
              "junk.moqa");
        write(at("junk.h5"), QByteArray("\x89HDF\r\n\x1a\n", 8) + QByteArray(4096, '\0'));
        check(runCli({QStringLiteral("evaluate"), at("junk.h5"), QStringLiteral("--corpus"),
                      codeCorpus(), QStringLiteral("--quiet")}),
              3, "junk.h5");
    }
};

QTEST_GUILESS_MAIN(TestCliFaults)
#include "tst_cli_faults.moc"
