// SPDX-License-Identifier: GPL-3.0-or-later
// Calibration on the command line: starved experts named, texts balanced and weighted, remedies
// chosen by one option.
#include "tests/cli/cli_runner.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

class TestCliCalibration : public QObject {
    Q_OBJECT

    QTemporaryDir m_dir;
    QString at(const char* name) const { return m_dir.filePath(QLatin1String(name)); }

    static QStringList words(const char* line) {
        return QString::fromUtf8(line).split(QLatin1Char(' '), Qt::SkipEmptyParts);
    }
    static QString text(const char* name) {
        return QStringLiteral("%1=%2@2/3:head")
            .arg(QLatin1String(name), demoText(QLatin1String(name)));
    }
    static CliResult calibration(const char* more) {
        return runCli(QStringList{QStringLiteral("calibration"), demoModel(),
                                  QStringLiteral("--corpus"), text("code")} +
                      words("--window 256") + words(more));
    }
    CliResult quantize(const char* more) const {
        return runCli(QStringList{QStringLiteral("quantize"), demoModel(), QStringLiteral("--plan"),
                                  at("p.json"), QStringLiteral("--work"), at("w.moqa"),
                                  QStringLiteral("-o"), at("q.h5"), QStringLiteral("--grid"),
                                  QStringLiteral("off")} +
                      words(more));
    }
    static QByteArray bytesOf(const QString& path) {
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

private slots:
    void initTestCase() {
        const CliResult made =
            runCli(QStringList{QStringLiteral("analyze"), demoModel(), QStringLiteral("--corpus"),
                               text("code"), QStringLiteral("--corpus"), text("maths"),
                               QStringLiteral("-o"), at("w.moqa")} +
                   words("--tokens 512 --window 256 --stage 1 --quiet"));
        QVERIFY2(made.exitCode == 0, made.err);
        QVERIFY(runCli(QStringList{QStringLiteral("plan"), demoModel(), QStringLiteral("-o"),
                                   at("p.json")} +
                       words("--method uniform --bits 3"))
                    .exitCode == 0);
    }

    void namesStarvedExperts() {
        const CliResult json = calibration("--tokens 512 --json --quiet");
        QVERIFY2(json.exitCode == 0, json.err);
        const QJsonObject report = json.json().object();
        QCOMPARE(report.value(QLatin1String("tokens")).toInt(), 512);
        QCOMPARE(report.value(QLatin1String("tokens_needed")).toInt(), 2048);
        const QJsonArray experts = report.value(QLatin1String("experts")).toArray();
        QCOMPARE(experts.size(), 6 * 32);
        int64_t tokens = 0;
        int starved = 0;
        for (const auto& expert : experts) {
            tokens += expert[QLatin1String("tokens")].toInt();
            starved += expert[QLatin1String("starved")].toBool() ? 1 : 0;
        }
        QCOMPARE(tokens, int64_t{6 * 4 * 512});
        QCOMPARE(starved, 6 * 32); // 512 tokens can give no expert 2048
        QCOMPARE(report.value(QLatin1String("starved")).toInt(), starved);
        const CliResult csv = calibration("--tokens 512 --csv --quiet");
        QCOMPARE(csv.out.count('\n'), 1 + 6 * 32);
        const CliResult plain = calibration("--tokens 512 --quiet");
        QVERIFY2(plain.out.contains("192 of 192 experts see fewer than 2048 tokens"), plain.out);
        // The same text out of a workspace.
        const CliResult work =
            runCli(QStringList{QStringLiteral("calibration"), demoModel(), QStringLiteral("--work"),
                               at("w.moqa"), QStringLiteral("--json"), QStringLiteral("--quiet")});
        QVERIFY2(work.exitCode == 0, work.err);
        QCOMPARE(work.json()[QLatin1String("tokens")].toInt(), 1024);
    }

    void balancedTextIsMoreEvenAndWritten() {
        const auto variation = [](const CliResult& result) {
            double sum = 0, squares = 0;
            const QJsonArray experts = result.json()[QLatin1String("experts")].toArray();
            for (const auto& expert : experts) {
                const double tokens = expert[QLatin1String("tokens")].toDouble();
                sum += tokens;
                squares += tokens * tokens;
            }
            return squares / sum;
        };
        const CliResult first = calibration("--tokens 1024 --json --quiet");
        const CliResult even = calibration(
            ("--balance 1024 --json --quiet -o " + at("text.txt").toUtf8()).constData());
        QVERIFY2(first.exitCode == 0 && even.exitCode == 0, even.err);
        QCOMPARE(even.json()[QLatin1String("tokens")].toInt(), 1024);
        QVERIFY(variation(even) < variation(first));
        QVERIFY(bytesOf(at("text.txt")).size() > 1024);
        const CliResult none = calibration(("-o " + at("t.txt").toUtf8()).constData());
        QCOMPARE(none.exitCode, 2);
        QVERIFY2(none.err.contains("--balance"), none.err);
    }

    void analysisKeepsTheBalancedText() {
        const CliResult made =
            runCli(QStringList{QStringLiteral("analyze"), demoModel(), QStringLiteral("--corpus"),
                               text("code"), QStringLiteral("-o"), at("b.moqa")} +
                   words("--balance 512 --window 256 --stage 1 --json"));
        QVERIFY2(made.exitCode == 0, made.err);
        QVERIFY2(made.err.contains("coefficient of variation"), made.err);
        QCOMPARE(
            made.json()[QLatin1String("corpora")][QLatin1String("code")][QLatin1String("tokens")]
                .toInt(),
            512);
    }

    void quantizeSaysWhoIsStarvedAndWhatIsDone() {
        const CliResult plain = quantize("");
        QVERIFY2(plain.exitCode == 0, plain.err);
        QVERIFY2(plain.err.contains("experts see fewer than 2048 tokens"), plain.err);
        QVERIFY2(plain.err.contains("remedy: shrink"), plain.err);
        const QByteArray shrunk = bytesOf(at("q.h5"));
        QVERIFY(QFile::remove(at("q.h5")));
        for (const char* remedy : {"route-all", "raise-top-k:6", "none", "data-free"}) {
            const CliResult other =
                quantize((QByteArray("--quiet --json --starved ") + remedy).constData());
            QVERIFY2(other.exitCode == 0, other.err);
            QVERIFY2(bytesOf(at("q.h5")) != shrunk, remedy);
            QVERIFY(QFile::remove(at("q.h5")));
        }
    }

    void routersAreAligned() {
        const CliResult plain = quantize("--quiet --json");
        QVERIFY2(plain.exitCode == 0, plain.err);
        QVERIFY(!plain.json().object().contains(QLatin1String("routing_shift")));
        const QByteArray own = bytesOf(at("q.h5"));
        QVERIFY(QFile::remove(at("q.h5")));
        const CliResult aligned = quantize("--quiet --json --router-align");
        QVERIFY2(aligned.exitCode == 0, aligned.err);
        QVERIFY(bytesOf(at("q.h5")) != own);
        const QJsonArray shifts = aligned.json()[QLatin1String("routing_shift")].toArray();
        QCOMPARE(shifts.size(), 6);
        double before = 0, after = 0;
        for (const auto& shift : shifts) {
            before += shift[QLatin1String("before")].toDouble();
            after += shift[QLatin1String("after")].toDouble();
        }
        QVERIFY(after < before);
        // The file holds the aligned routers: its routing on the calibration text differs less.
        const auto shiftOf = [&]() {
            const CliResult result = runCli(QStringList{QStringLiteral("evaluate"), at("q.h5"),
                                                        QStringLiteral("--against"), demoModel(),
                                                        QStringLiteral("--corpus"), text("code")} +
                                            words("--tokens 512 --window 256 --quiet --json"));
            double sum = 0;
            const QJsonArray all = result
                                       .json()[QLatin1String("corpora")][QLatin1String("code")]
                                              [QLatin1String("routing_shift")]
                                       .toArray();
            for (const auto& value : all) sum += value.toDouble();
            return all.isEmpty() ? -1.0 : sum / static_cast<double>(all.size());
        };
        const double better = shiftOf();
        QVERIFY(QFile::remove(at("q.h5")));
        QVERIFY(quantize("--quiet").exitCode == 0);
        const double worse = shiftOf();
        QVERIFY(QFile::remove(at("q.h5")));
        QVERIFY2(better >= 0 && better < worse,
                 qPrintable(QStringLiteral("%1 %2").arg(better).arg(worse)));
    }

    void contradictionsAreRefused() {
        for (const char* wrong : {"--starved feed", "--starved none --shrink 64", "--corpus code:0",
                                  "--corpus code:x"}) {
            const CliResult result = quantize(wrong);
            QVERIFY2(result.exitCode == 2, wrong + (": " + result.err));
        }
        const CliResult absent = quantize("--corpus drama:1");
        QCOMPARE(absent.exitCode, 3);
        QVERIFY2(absent.err.contains("drama") && absent.err.contains("code, maths"), absent.err);
        QVERIFY(!QFile::exists(at("q.h5")));
        QCOMPARE(calibration("--csv --json").exitCode, 2);
        QCOMPARE(calibration("--work w.moqa").exitCode, 2);
        QCOMPARE(runCli({QStringLiteral("calibration"), demoModel()}).exitCode, 2);
    }

    void weightsChangeTheModel() {
        QVERIFY(quantize("--quiet --corpus code --corpus maths").exitCode == 0);
        const QByteArray equal = bytesOf(at("q.h5"));
        QVERIFY(QFile::remove(at("q.h5")));
        QVERIFY(quantize("--quiet --corpus code:9 --corpus maths:1").exitCode == 0);
        QVERIFY(!equal.isEmpty() && bytesOf(at("q.h5")) != equal);
        QVERIFY(QFile::remove(at("q.h5")));
    }
};

QTEST_GUILESS_MAIN(TestCliCalibration)
#include "tst_cli_calibration.moc"
