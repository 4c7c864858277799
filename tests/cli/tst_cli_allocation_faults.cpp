// SPDX-License-Identifier: GPL-3.0-or-later
// Bad input and bad luck for measured losses, studies, scores and the plans made from them: one
// message, the right exit code, nothing lost.
#include "tests/cli/cli_runner.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>
#include <csignal>

class TestCliAllocationFaults : public QObject {
    Q_OBJECT

    QTemporaryDir m_dir;
    QString at(const char* name) const { return m_dir.filePath(QLatin1String(name)); }

    static QStringList words(const char* line) {
        return QString::fromUtf8(line).split(QLatin1Char(' '), Qt::SkipEmptyParts);
    }
    void write(const QString& path, const QByteArray& content) const {
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(content) == content.size());
    }
    static QByteArray read(const QString& path) {
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    // Exit code as expected, one sentence on stderr that names `mention`.
    static void check(const CliResult& result, int exitCode, const char* mention) {
        QVERIFY2(!result.crashed, result.err);
        QVERIFY2(result.exitCode == exitCode, result.err + result.out);
        QVERIFY2(result.err.contains(mention), result.err);
        QVERIFY2(result.err.startsWith("moqa: ") && result.err.count('\n') == 1, result.err);
    }
    static QString codeText(const char* share) {
        return QStringLiteral("code=%1@%2")
            .arg(demoText(QStringLiteral("code")), QLatin1String(share));
    }
    CliResult analyze(const QString& model, const QString& work, const char* tokens = "512") const {
        return runCli(QStringList{QStringLiteral("analyze"), model, QStringLiteral("--corpus"),
                                  codeText("2/3:head"), QStringLiteral("-o"), work} +
                      words("--window 256 --stage 1,2 --quiet --tokens") +
                      QStringList{QLatin1String(tokens)});
    }
    QStringList measureArguments(const QString& model, const QString& work) const {
        return QStringList{QStringLiteral("measure"), model, QStringLiteral("--work"), work} +
               words("--method rtn --widths 2,4 --probe-tokens 256 --json --quiet");
    }
    CliResult measure(const QString& work, const char* more = "") const {
        return runCli(measureArguments(demoModel(), work) + words(more));
    }
    CliResult plan(const QString& source, const char* more) const {
        return runCli(
            QStringList{QStringLiteral("plan"), source, QStringLiteral("-o"), at("plan.json")} +
            words(more));
    }
    CliResult study(const QByteArray& grid, const QString& out = {}) const {
        write(at("grid.json"), grid);
        QStringList arguments{QStringLiteral("study"), demoModel(), QStringLiteral("--grid"),
                              at("grid.json"), QStringLiteral("--quiet")};
        if (!out.isEmpty()) arguments << QStringLiteral("-o") << out;
        return runCli(arguments);
    }
    // A grid that runs in seconds, with one key more.
    static QByteArray grid(const QByteArray& more = {}) {
        QByteArray text = "{'methods': ['optimal'], 'bits': [3], 'widths': [2, 4], "
                          "'baseline_bits': 2, 'calibration': {'code': ['CALIBRATION']}, "
                          "'evaluation': {'known': ['EVALUATION']}, 'tokens': 512, "
                          "'evaluation_tokens': 512, 'window': 256, 'quantizer': {'method': 'rtn'}";
        text.replace('\'', '"')
            .replace("CALIBRATION", codeText("2/3:head").toUtf8())
            .replace("EVALUATION", codeText("1/3:tail").toUtf8());
        return text + (more.isEmpty() ? QByteArray() : ", " + more) + "}";
    }

private slots:
    void initTestCase() {
        const CliResult made = analyze(demoModel(), at("w.moqa"));
        QVERIFY2(made.exitCode == 0, made.err);
        const CliResult measured = measure(at("w.moqa"));
        QVERIFY2(measured.exitCode == 0, measured.err);
    }

    void budgetsOutOfReach() {
        const QByteArray before = read(at("w.moqa"));
        for (const char* bits : {"1.99", "4.01", "16"}) {
            const CliResult result =
                plan(at("w.moqa"),
                     (QByteArray("--method optimal --widths 2,4 --bits ") + bits).constData());
            check(result, 3, "mean bits");
            QVERIFY2(result.err.contains("2, 4"), result.err);
        }
        check(plan(at("w.moqa"), "--method optimal --widths 2,4 --bytes 1"), 3, "bytes");
        // More than the widest plan needs is refused in every unit, with what can be used.
        for (const char* budget : {"--method optimal --widths 2,4 --bytes 900000000000",
                                   "--widths 2,4 --bytes 900000000000"})
            check(plan(at("w.moqa"), budget), 3, "bytes; the largest has");
        check(plan(at("w.moqa"), "--method optimal --widths 2,4 --bits 4 --layer-bits :3"), 3,
              "the largest has 3");
        check(plan(at("w.moqa"), "--method optimal --widths 2,4g64 --bits 8"), 3,
              "no plan of widths 2, 4g64 has 8 mean bits; the largest has 4");
        check(plan(at("w.moqa"), "--method optimal --widths 2,4g64 --bits 1.5"), 3,
              "--bits: no plan of widths 2, 4g64 has 1.5 mean bits or fewer; the smallest has 2");
        for (const char* wrong : {"--bits 0.5", "--bits nan", "--bits 3 --bytes 5", "--bits three",
                                  "--bytes 0", "--bytes -4"}) {
            const CliResult result = plan(at("w.moqa"), wrong);
            QVERIFY2(result.exitCode == 2 && !result.crashed, wrong + (": " + result.err));
        }
        QVERIFY(!QFile::exists(at("plan.json")));
        QVERIFY(read(at("w.moqa")) == before);
    }

    void pinsThatContradict() {
        // Every expert pinned above the budget, below a layer's floor, or to bounds without a plan.
        check(plan(at("w.moqa"), "--method optimal --widths 2,4 --bits 3 --set *experts*=8"), 3,
              "mean bits");
        check(plan(at("w.moqa"),
                   "--method optimal --widths 2,4 --bits 3 --set *layers.0.*experts*=2 "
                   "--layer-bits 3:"),
              3, "layer");
        check(plan(at("w.moqa"), "--method optimal --widths 2,4 --bits 3 --layer-bits 4:3"), 2,
              "--layer-bits");
        check(plan(at("w.moqa"), "--method optimal --widths 2,4 --bits 3 --layer-bits 3.01:3.01"),
              3, "--layer-bits, layer 0");
        check(plan(at("w.moqa"), "--method optimal --widths 2,4 --bits 3 --set *up_proj*=4"), 3,
              "gate_up");
        check(plan(at("w.moqa"), "--method optimal --widths 2,4 --bits 3 --layer-bits 3.5:"), 3,
              "the smallest has 3.5");
        for (const char* wrong :
             {"--layer-bits nan:4", "--layer-bits 2", "--layer-bits a:b", "--widths 2,7",
              "--widths 0", "--set *=99", "--set nonsense=3", "--objective best", "--unseen -1",
              "--unseen nan", "--method optimal:3", "--corpus absent:2", "--corpus code:0",
              "--corpus code:nan", "--groups 48"}) {
            const CliResult result =
                plan(at("w.moqa"),
                     (QByteArray("--method optimal --widths 2,4 --bits 3 ") + wrong).constData());
            QVERIFY2(!result.crashed && (result.exitCode == 2 || result.exitCode == 3),
                     wrong + (": " + result.err));
            QVERIFY2(result.err.startsWith("moqa: ") && result.err.count('\n') == 1, result.err);
        }
        QVERIFY(!QFile::exists(at("plan.json")));
    }

    void tablesOfSomethingElse() {
        check(plan(at("w.moqa"), "--method optimal --widths 2,4 --bits 3 --losses gptq"), 2,
              "gptq");
        check(plan(at("w.moqa"), "--method optimal --widths 2,3,4 --bits 3"), 3, "measure");
        check(plan(at("w.moqa"), "--method optimal --widths 2,4 --bits 3 --group 32"), 3,
              "measure");
        check(plan(at("w.moqa"), "--method optimal --widths 2,4 --bits 3 --symmetric"), 3,
              "measure");
        const QString other = at("other");
        QVERIFY(copyDemoModel(other));
        const QString config = other + QStringLiteral("/config.json");
        write(config, read(config).replace("\"rope_theta\": 10000.0", "\"rope_theta\": 20000.0"));
        check(runCli(measureArguments(other, at("w.moqa"))), 3, "another model");
        QVERIFY2(analyze(other, at("other.moqa")).exitCode == 0, "analysis of the other model");
        check(plan(at("other.moqa"), "--method optimal --widths 2,4 --bits 3"), 2, "measure");
    }

    // The table is of the text that was measured: more tokens of it are another text.
    void moreTokensAreMeasuredAnew() {
        QVERIFY2(analyze(demoModel(), at("grown.moqa")).exitCode == 0, "first analysis");
        const CliResult first = measure(at("grown.moqa"));
        QVERIFY2(first.exitCode == 0, first.err);
        QVERIFY2(analyze(demoModel(), at("grown.moqa"), "1024").exitCode == 0, "second analysis");
        const CliResult second = measure(at("grown.moqa"));
        QVERIFY2(second.exitCode == 0, second.err);
        QVERIFY(second.json()[QLatin1String("seconds")].toDouble() > 0);
        QVERIFY(second.json()[QLatin1String("uniform")] != first.json()[QLatin1String("uniform")]);
    }

    void threadsDoNotChangeTheTable() {
        QVERIFY2(analyze(demoModel(), at("threads.moqa")).exitCode == 0, "analysis");
        const CliResult one = measure(at("threads.moqa"), "--threads 1");
        QVERIFY2(one.exitCode == 0, one.err);
        QCOMPARE(one.json()[QLatin1String("uniform")],
                 measure(at("w.moqa")).json()[QLatin1String("uniform")]);
    }

    void interruptedMeasurementGoesOn() {
        QVERIFY2(analyze(demoModel(), at("cut.moqa"), "4096").exitCode == 0, "analysis");
        QVERIFY(QFile::copy(at("cut.moqa"), at("whole.moqa")));
        QProcess process;
        process.start(QStringLiteral(MOQA_PROGRAM), measureArguments(demoModel(), at("cut.moqa")));
        QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(at("cut.moqa.losses.partial")) ||
                                     process.state() == QProcess::NotRunning,
                                 60000);
        ::kill(static_cast<pid_t>(process.processId()), SIGINT);
        QVERIFY(process.waitForFinished(60000));
        QCOMPARE(process.exitStatus(), QProcess::NormalExit);
        if (process.exitCode() == 0) QSKIP("the run ended before the interrupt came");
        QCOMPARE(process.exitCode(), 5);
        const QByteArray message = process.readAllStandardError();
        QVERIFY2(message.contains("losses.partial") && message.contains("go on"), message);
        QVERIFY(QFile::exists(at("cut.moqa.losses.partial")));
        // What was begun with other options is not taken over and not lost.
        const QByteArray partial = read(at("cut.moqa.losses.partial"));
        const CliResult other = measure(at("cut.moqa"), "--probe-bits 2");
        check(other, 3, "losses.partial");
        QVERIFY(read(at("cut.moqa.losses.partial")) == partial);
        QStringList loud = measureArguments(demoModel(), at("cut.moqa"));
        loud.removeAll(QStringLiteral("--quiet"));
        const CliResult resumed = runCli(loud);
        QVERIFY2(resumed.exitCode == 0, resumed.err);
        QVERIFY2(resumed.err.contains("going on after layer"), resumed.err);
        QVERIFY(!QFile::exists(at("cut.moqa.losses.partial")));
        const CliResult whole = measure(at("whole.moqa"));
        QVERIFY2(whole.exitCode == 0, whole.err);
        QCOMPARE(resumed.json()[QLatin1String("uniform")], whole.json()[QLatin1String("uniform")]);
    }

    void emptyAndTornFiles() {
        write(at("empty"), "");
        check(study(""), 3, "grid.json");
        check(runCli(QStringList{QStringLiteral("scores"), at("empty")}), 3, "empty");
        check(runCli(QStringList{QStringLiteral("scores"), at("w.moqa"),
                                 QStringLiteral("--score-file"), at("empty")}),
              3, "empty");
        const QString partial = at("w.moqa.losses.partial");
        write(partial, "");
        check(measure(at("w.moqa"), "--group 32"), 3, "delete");
        QVERIFY(QFile::remove(partial));
        const QByteArray whole = read(at("w.moqa"));
        write(at("torn.moqa"), whole.left(whole.size() / 2));
        check(measure(at("torn.moqa")), 3, "torn.moqa");
        check(plan(at("torn.moqa"), "--method optimal --bits 3"), 3, "torn.moqa");
        QCOMPARE(read(at("torn.moqa")).size(), whole.size() / 2);
    }

    void textsThatAreTooShort() {
        write(at("one.txt"), "a\n");
        const QString one = QStringLiteral("one=") + at("one.txt");
        check(runCli(QStringList{QStringLiteral("calibration"), demoModel(),
                                 QStringLiteral("--corpus"), one, QStringLiteral("--quiet")}),
              3, "one");
        QByteArray text = grid();
        check(study(text.replace(codeText("2/3:head").toUtf8(), one.toUtf8())), 3, "one");
        text = grid();
        check(study(text.replace(codeText("1/3:tail").toUtf8(), one.toUtf8())), 3, "one");
        // A window of one token has nothing to predict.
        check(study(grid().replace("\"window\": 256", "\"window\": 1")), 2, "window");
    }

    void hostileGrids_data() {
        QTest::addColumn<QByteArray>("text");
        const QByteArray whole = grid();
        QTest::newRow("torn") << whole.left(whole.size() / 2);
        QTest::newRow("not JSON") << QByteArray("methods: optimal");
        QTest::newRow("a list") << QByteArray("[]");
        QTest::newRow("deep") << QByteArray(100000, '[');
        QTest::newRow("twice") << grid("\"bits\": [4]");
        QTest::newRow("unknown key") << grid("\"bit\": [4]");
        QTest::newRow("bytes") << QByteArray("\xff\xfe{}", 4);
        QTest::newRow("no bits") << QByteArray(whole).replace("[3]", "[]");
        QTest::newRow("huge bits") << QByteArray(whole).replace("[3]", "[1e400]");
        QTest::newRow("negative bits") << QByteArray(whole).replace("[3]", "[-3]");
        QTest::newRow("text bits") << QByteArray(whole).replace("[3]", "[\"3\"]");
        QTest::newRow("width 0") << QByteArray(whole).replace("[2, 4]", "[0, 4]");
        QTest::newRow("width 16") << QByteArray(whole).replace("[2, 4]", "[2, 16]");
        QTest::newRow("width of 2^32+2") << QByteArray(whole).replace("[2, 4]", "[4294967298, 4]");
        QTest::newRow("group 0") << grid("\"groups\": [0]");
        QTest::newRow("group 7") << grid("\"groups\": [7]");
        QTest::newRow("group -64") << grid("\"groups\": [-64]");
        QTest::newRow("window beyond the model")
            << QByteArray(whole).replace("\"window\": 256", "\"window\": 1000000000000");
        QTest::newRow("negative tokens")
            << QByteArray(whole).replace("\"tokens\": 512", "\"tokens\": -1");
        QTest::newRow("a billion plans")
            << grid("\"random_plans\": [{\"low\": 2.1, \"high\": 3.9, \"count\": 1000000000}]");
        QTest::newRow("plans of no width")
            << grid("\"random_plans\": [{\"low\": 1, \"high\": 9, \"count\": 3}]");
        QTest::newRow("plans the wrong way round")
            << grid("\"random_plans\": [{\"low\": 3.9, \"high\": 2.1, \"count\": 3}]");
        QTest::newRow("damping of nothing")
            << QByteArray(whole).replace("\"rtn\"", "\"gptq\", \"damp\": 0");
        QTest::newRow("unknown remedy")
            << QByteArray(whole).replace("\"rtn\"", "\"rtn\", \"starved\": \"feed\"");
        QTest::newRow("negative balance") << grid("\"balance\": -5");
        QTest::newRow("no such file")
            << QByteArray(whole).replace(codeText("1/3:tail").toUtf8(), "x=/no/such/text");
        QTest::newRow("unseen share below 0") << grid("\"unseen\": -1");
    }
    void hostileGrids() {
        QFETCH(QByteArray, text);
        const CliResult result = study(text, at("report.json"));
        QVERIFY2(!result.crashed, result.err);
        QVERIFY2(result.exitCode == 2 || result.exitCode == 3, result.err + result.out);
        QVERIFY2(result.err.startsWith("moqa: ") && result.err.count('\n') == 1, result.err);
        QVERIFY(!QFile::exists(at("report.json")));
    }

    void userScoresThatAreNone() {
        const auto withScores = [&](const QByteArray& csv) {
            write(at("s.csv"), csv);
            return plan(
                at("w.moqa"),
                ("--method score:csv --bits 3 --score-file " + at("s.csv").toUtf8()).constData());
        };
        const auto table = [](const QByteArray& odd) {
            QByteArray csv = "layer,expert,value\n";
            for (int layer = 0; layer < 6; ++layer)
                for (int e = 0; e < 32; ++e)
                    csv += layer == 2 && e == 5
                               ? odd
                               : QByteArray::number(layer) + ',' + QByteArray::number(e) + ",1.5\n";
            return csv;
        };
        QVERIFY(withScores(table("2,5,0.5\n")).exitCode == 0);
        QVERIFY(QFile::remove(at("plan.json")));
        for (const char* odd :
             {"2,5,nan\n", "2,5,inf\n", "2,5,-inf\n", "2,5,\n", "2,5,1e999\n", "2,5,1.5x\n",
              "2,5\n", "2,99,1\n", "77,5,1\n", "-1,5,1\n", "2,4,1\n", "2,5,1\n2,5,2\n",
              "a.tensor.of.nobody,1\n", "2,5,0x1p3zz\n", "99999999999999999999,5,1\n"}) {
            const CliResult result = withScores(table(odd));
            check(result, 3, "s.csv");
            const CliResult scores = runCli({QStringLiteral("scores"), at("w.moqa"),
                                             QStringLiteral("--score-file"), at("s.csv")});
            check(scores, 3, "s.csv");
        }
        check(withScores(table("")), 3, "expert 5"); // one left out
        check(withScores(table("2,5,-3\n")), 3, "negative");
        check(plan(at("w.moqa"), "--method score:csv --bits 3"), 2, "--score-file");
        check(plan(at("w.moqa"), "--method score:beauty --bits 3"), 2, "beauty");
        QVERIFY(!QFile::exists(at("plan.json")));
    }

    // Below a file there is no folder, whoever asks.
    void placesThatCannotBeWritten() {
        write(at("file"), "x");
        const QString below = at("file") + QStringLiteral("/out.json");
        const QByteArray name = below.toUtf8();
        check(runCli({QStringLiteral("plan"), at("w.moqa"), QStringLiteral("--bits"),
                      QStringLiteral("3"), QStringLiteral("-o"), below}),
              4, name.constData());
        check(study(grid(), below), 4, name.constData());
        check(runCli({QStringLiteral("calibration"), demoModel(), QStringLiteral("--corpus"),
                      codeText("2/3:head"), QStringLiteral("--balance"), QStringLiteral("512"),
                      QStringLiteral("-o"), below, QStringLiteral("--quiet")}),
              4, name.constData());
        const CliResult work =
            runCli(measureArguments(demoModel(), at("file") + QStringLiteral("/w.moqa")));
        QVERIFY2(!work.crashed && (work.exitCode == 3 || work.exitCode == 4), work.err);
        QCOMPARE(read(at("file")), QByteArray("x"));
    }

    // A file size limit stands for the full disk: writes beyond it fail the same way.
    void fullDiskKeepsTheWorkspace() {
        QVERIFY2(analyze(demoModel(), at("full.moqa")).exitCode == 0, "analysis");
        const QByteArray before = read(at("full.moqa"));
        QProcess process;
        process.start(
            QStringLiteral("bash"),
            QStringList{QStringLiteral("-c"),
                        QStringLiteral("ulimit -f %1; exec \"$@\"").arg(before.size() / 1024 - 1),
                        QStringLiteral("bash"), QStringLiteral(MOQA_PROGRAM)} +
                measureArguments(demoModel(), at("full.moqa")));
        QVERIFY(process.waitForFinished(120000));
        QCOMPARE(process.exitStatus(), QProcess::NormalExit);
        const QByteArray message = process.readAllStandardError();
        QVERIFY2(process.exitCode() == 4, message);
        QVERIFY2(message.contains("full.moqa"), message);
        QVERIFY(read(at("full.moqa")) == before);
        // What was measured is still there: the same command ends at once.
        const CliResult again = measure(at("full.moqa"));
        QVERIFY2(again.exitCode == 0, again.err);
    }
};

QTEST_GUILESS_MAIN(TestCliAllocationFaults)
#include "tst_cli_allocation_faults.moc"
