// SPDX-License-Identifier: GPL-3.0-or-later
// A study that is stopped leaves its finished rows, and loss tables of a workspace are measured
// once.
#include "tests/cli/cli_runner.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>
#include <csignal>

class TestCliStudy : public QObject {
    Q_OBJECT

    QTemporaryDir m_dir;
    QString at(const char* name) const { return m_dir.filePath(QLatin1String(name)); }
    static QString codeText(const char* share) {
        return QStringLiteral("code=%1@%2")
            .arg(demoText(QStringLiteral("code")), QLatin1String(share));
    }
    // A grid of the demo's code, quantized by rtn in widths of 2 and 4.
    void writeGrid(const QString& path, const QJsonArray& bits) const {
        const QJsonObject grid{
            {QStringLiteral("methods"), QJsonArray{QStringLiteral("optimal")}},
            {QStringLiteral("bits"), bits},
            {QStringLiteral("widths"), QJsonArray{2, 4}},
            {QStringLiteral("baseline_bits"), 2},
            {QStringLiteral("calibration"),
             QJsonObject{{QStringLiteral("code"), QJsonArray{codeText("2/3:head")}}}},
            {QStringLiteral("evaluation"),
             QJsonObject{{QStringLiteral("known"), QJsonArray{codeText("1/3:tail")}}}},
            {QStringLiteral("tokens"), 512},
            {QStringLiteral("evaluation_tokens"), 512},
            {QStringLiteral("window"), 256},
            {QStringLiteral("quantizer"),
             QJsonObject{{QStringLiteral("method"), QStringLiteral("rtn")}}}};
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        QVERIFY(file.write(QJsonDocument(grid).toJson()) > 0);
    }
    QStringList arguments(const char* report, const QStringList& more = {}) const {
        return QStringList{QStringLiteral("study"), demoModel(),          QStringLiteral("--grid"),
                           at("grid.json"),         QStringLiteral("-o"), at(report)} +
               more;
    }
    QStringList withTables(const char* work) const { return {QStringLiteral("--work"), at(work)}; }
    static QJsonObject reportAt(const QString& path) {
        QFile file(path);
        if (!file.open(QIODevice::ReadOnly)) return {};
        return QJsonDocument::fromJson(file.readAll()).object();
    }
    // Rows without the seconds that they took.
    QJsonArray rowsOf(const char* report) const {
        QJsonArray rows;
        for (const QJsonValue& row : reportAt(at(report))[QStringLiteral("rows")].toArray()) {
            QJsonObject timeless = row.toObject();
            timeless.remove(QStringLiteral("seconds"));
            rows.append(timeless);
        }
        return rows;
    }

private slots:
    void initTestCase() {
        const CliResult made = runCli(
            {QStringLiteral("analyze"), demoModel(), QStringLiteral("--corpus"),
             codeText("2/3:head"), QStringLiteral("--tokens"), QStringLiteral("512"),
             QStringLiteral("--window"), QStringLiteral("256"), QStringLiteral("--stage"),
             QStringLiteral("1,2"), QStringLiteral("-o"), at("w.moqa"), QStringLiteral("--quiet")});
        QVERIFY2(made.exitCode == 0, made.err);
        QVERIFY(QFile::copy(at("w.moqa"), at("measured.moqa")));
    }

    void tablesAreMeasuredOnce() {
        writeGrid(at("grid.json"), {3});
        const CliResult plain = runCli(arguments("plain.json"));
        QVERIFY2(plain.exitCode == 0, plain.err);
        QVERIFY2(plain.err.contains("measuring losses"), plain.err);
        const CliResult first = runCli(arguments("first.json", withTables("w.moqa")));
        QVERIFY2(first.exitCode == 0, first.err);
        QVERIFY2(first.err.contains("measuring losses"), first.err);
        const CliResult again = runCli(arguments("again.json", withTables("w.moqa")));
        QVERIFY2(again.exitCode == 0, again.err);
        QVERIFY2(!again.err.contains("measuring losses") &&
                     again.err.contains("losses were measured before"),
                 again.err);
        QCOMPARE(rowsOf("plain.json").size(), 2);
        QCOMPARE(rowsOf("first.json"), rowsOf("plain.json"));
        QCOMPARE(rowsOf("again.json"), rowsOf("plain.json"));
        QVERIFY(!QFile::exists(at("plain.json.partial.json")));
    }

    // The same measurement by measure is the study's, on other texts it is not.
    void tablesOfMeasureAreTaken() {
        writeGrid(at("grid.json"), {3});
        const CliResult measured =
            runCli({QStringLiteral("measure"), demoModel(), QStringLiteral("--work"),
                    at("measured.moqa"), QStringLiteral("--widths"), QStringLiteral("2,4"),
                    QStringLiteral("--method"), QStringLiteral("rtn"), QStringLiteral("--quiet")});
        QVERIFY2(measured.exitCode == 0, measured.err);
        const CliResult study = runCli(arguments("m.json", withTables("measured.moqa")));
        QVERIFY2(study.exitCode == 0, study.err);
        QVERIFY2(!study.err.contains("measuring losses"), study.err);
        QFile grid(at("grid.json"));
        QVERIFY(grid.open(QIODevice::ReadWrite));
        const QByteArray other = grid.readAll().replace("\"tokens\": 512", "\"tokens\": 256");
        QVERIFY(grid.resize(0) && grid.seek(0) && grid.write(other) == other.size());
        grid.close();
        const CliResult shorter = runCli(arguments("s.json", withTables("measured.moqa")));
        QVERIFY2(shorter.exitCode == 0, shorter.err);
        QVERIFY2(shorter.err.contains("measuring losses"), shorter.err);
    }

    void anInterruptKeepsFinishedRows() {
        QJsonArray bits; // more rows than are done before the interrupt comes
        for (int i = 0; i < 150; ++i) bits.append(2.2 + 0.01 * i);
        writeGrid(at("grid.json"), bits);
        QProcess process;
        process.start(QStringLiteral(MOQA_PROGRAM), arguments("cut.csv", withTables("w.moqa")));
        QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(at("cut.csv.partial.json")) ||
                                     process.state() == QProcess::NotRunning,
                                 60000);
        QVERIFY2(process.state() != QProcess::NotRunning, process.readAllStandardError());
        ::kill(static_cast<pid_t>(process.processId()), SIGINT);
        QVERIFY(process.waitForFinished(60000));
        QCOMPARE(process.exitStatus(), QProcess::NormalExit);
        QCOMPARE(process.exitCode(), 5);
        const QByteArray message = process.readAllStandardError();
        QVERIFY2(
            message.contains("finished rows are kept in " + at("cut.csv.partial.json").toUtf8()),
            message);
        QVERIFY2(message.contains("loss tables are kept in " + at("w.moqa").toUtf8()), message);
        QVERIFY(!QFile::exists(at("cut.csv")));
        const QJsonObject partial = reportAt(at("cut.csv.partial.json"));
        QCOMPARE(partial[QStringLiteral("complete")], QJsonValue(false));
        QVERIFY(!partial[QStringLiteral("rows")].toArray().isEmpty());
        // A study that is done leaves no partial one.
        writeGrid(at("grid.json"), {3});
        const CliResult whole = runCli(arguments("cut.csv", withTables("w.moqa")));
        QVERIFY2(whole.exitCode == 0, whole.err);
        QVERIFY(QFile::exists(at("cut.csv")) && !QFile::exists(at("cut.csv.partial.json")));
    }

    void refusesWorkspacesOfNoUse() {
        writeGrid(at("grid.json"), {3});
        const CliResult absent = runCli(arguments("x.json", withTables("absent.moqa")));
        QCOMPARE(absent.exitCode, 3);
        QVERIFY2(absent.err.contains("absent.moqa"), absent.err);
        const CliResult over =
            runCli({QStringLiteral("study"), demoModel(), QStringLiteral("--grid"), at("grid.json"),
                    QStringLiteral("-o"), at("w.moqa"), QStringLiteral("--work"), at("w.moqa")});
        QCOMPARE(over.exitCode, 2);
        QVERIFY2(over.err.contains("overwrite an input"), over.err);
    }
};

QTEST_GUILESS_MAIN(TestCliStudy)
#include "tst_cli_study.moc"
