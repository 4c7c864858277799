// SPDX-License-Identifier: GPL-3.0-or-later
// The contract of the command line that needs no long work: help, exit codes, JSON errors, verbs
// and options that come later, inspect, tokenize, explain.
#include "tests/cli/cli_runner.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

class TestCliUsage : public QObject {
    Q_OBJECT
private slots:
    void everyVerbHasHelpWithAnExample() {
        for (const char* verb : {"inspect", "tokenize", "logits", "analyze", "show", "explain",
                                 "plan", "quantize", "evaluate", "export", "demo"}) {
            const CliResult help = runCli({QLatin1String(verb), QStringLiteral("--help")});
            QCOMPARE(help.exitCode, 0);
            QVERIFY2(help.out.contains("Example: moqa " + QByteArray(verb)), verb);
            for (const char* option :
                 {"--json", "--quiet", "--log", "--threads", "--memory", "--seed"})
                QVERIFY2(help.out.contains(option), verb);
        }
    }

    void wrongUsageIsExitCode2() {
        QCOMPARE(runCli({}).exitCode, 2);
        QCOMPARE(runCli({QStringLiteral("frobnicate")}).exitCode, 2);
        QCOMPARE(runCli({QStringLiteral("inspect")}).exitCode, 2);
        QCOMPARE(
            runCli({QStringLiteral("inspect"), demoModel(), QStringLiteral("--nope")}).exitCode, 2);
        QCOMPARE(runCli({QStringLiteral("explain"), QStringLiteral("no_such_metric")}).exitCode, 2);
        QCOMPARE(runCli({QStringLiteral("tokenize"), demoModel()}).exitCode, 2);
        const CliResult both = runCli({QStringLiteral("show"), QStringLiteral("x.moqa"),
                                       QStringLiteral("--csv"), QStringLiteral("--json")});
        QCOMPARE(both.exitCode, 2);
    }

    void windowThatScoresNothingIsRefused() {
        for (const char* protocol : {"gptq", "llama.cpp"}) {
            const bool gptq = QByteArray(protocol) == "gptq";
            const CliResult result = runCli(
                {QStringLiteral("evaluate"), demoModel(), QStringLiteral("--corpus"),
                 QStringLiteral("a=") + demoText(QStringLiteral("code")),
                 QStringLiteral("--tokens"), QStringLiteral("64"), QStringLiteral("--protocol"),
                 QLatin1String(protocol), QStringLiteral("--window"),
                 gptq ? QStringLiteral("1") : QStringLiteral("2"), QStringLiteral("--quiet")});
            QCOMPARE(result.exitCode, 2);
            QVERIFY2(result.err.contains("scores nothing"), result.err);
        }
    }

    void whatComesLaterSaysSo() {
        for (const char* verb : {"compare", "report", "bench"}) {
            const CliResult later =
                runCli({QLatin1String(verb), QStringLiteral("anything"), QStringLiteral("--x")});
            QCOMPARE(later.exitCode, 2);
            QVERIFY2(later.err.contains("not in this version"), verb);
        }
        const CliResult method =
            runCli({QStringLiteral("quantize"), demoModel(), QStringLiteral("--plan"),
                    QStringLiteral("p.json"), QStringLiteral("--method"), QStringLiteral("hgq"),
                    QStringLiteral("-o"), QStringLiteral("/tmp/x.h5")});
        QCOMPARE(method.exitCode, 2);
        QVERIFY2(method.err.contains("hqq"), method.err);
        for (const char* rank : {"x", "-1", "8:0", "8:", "8:1000", "8:x"}) {
            const CliResult wrong = runCli({QStringLiteral("quantize"), demoModel(),
                                            QStringLiteral("--plan"), QStringLiteral("p.json"),
                                            QStringLiteral("--low-rank=") + QLatin1String(rank),
                                            QStringLiteral("-o"), QStringLiteral("/tmp/x.h5")});
            QCOMPARE(wrong.exitCode, 2);
            QVERIFY2(wrong.err.contains("16:5"), wrong.err);
        }
        for (const char* widths : {"2,3g", "2,3h32", "2,16g32"}) {
            const CliResult wrong = runCli({QStringLiteral("plan"), demoModel(),
                                            QStringLiteral("--widths"), QLatin1String(widths),
                                            QStringLiteral("-o"), QStringLiteral("/tmp/x.json")});
            QCOMPARE(wrong.exitCode, 2);
            QVERIFY2(wrong.err.contains("3g32"), wrong.err);
        }
        const CliResult target =
            runCli({QStringLiteral("export"), demoModel(), QStringLiteral("--to"),
                    QStringLiteral("gguf"), QStringLiteral("-o"), QStringLiteral("/tmp/x")});
        QCOMPARE(target.exitCode, 2);
    }

    void errorsAreOneSentenceAndJson() {
        const CliResult missing =
            runCli({QStringLiteral("inspect"), QStringLiteral("/no/such/model"),
                    QStringLiteral("--json")});
        QCOMPARE(missing.exitCode, 3);
        const QJsonObject error = missing.json().object()[QStringLiteral("error")].toObject();
        QCOMPARE(error[QStringLiteral("code")].toString(), QStringLiteral("bad_input"));
        QVERIFY(error.contains(QStringLiteral("what")) && error.contains(QStringLiteral("where")) &&
                error.contains(QStringLiteral("hint")));
        QCOMPARE(missing.err.count('\n'), 1);
        QVERIFY(missing.err.contains("/no/such/model"));
    }

    void inspectSaysWhatTheModelIs() {
        const CliResult result =
            runCli({QStringLiteral("inspect"), demoModel(), QStringLiteral("--json")});
        QCOMPARE(result.exitCode, 0);
        const QJsonObject model = result.json().object();
        QCOMPARE(model[QStringLiteral("family")].toString(), QStringLiteral("olmoe"));
        QCOMPARE(model[QStringLiteral("layers")].toInt(), 6);
        QCOMPARE(model[QStringLiteral("moe_layers")].toInt(), 6);
        QCOMPARE(model[QStringLiteral("experts")].toInt(), 32);
        QCOMPARE(model[QStringLiteral("top_k")].toInt(), 4);
        QCOMPARE(model[QStringLiteral("hidden")].toInt(), 256);
        QCOMPARE(model[QStringLiteral("expert_width")].toInt(), 64);
        QCOMPARE(model[QStringLiteral("vocab")].toInt(), 8192);
        QVERIFY(model[QStringLiteral("runnable")].toBool());
        const QJsonObject bytes = model[QStringLiteral("bytes")].toObject();
        double sum = 0;
        for (const char* part : {"attention", "router", "shared", "routed", "embedding", "other"}) {
            QVERIFY2(bytes.contains(QLatin1String(part)), part);
            sum += bytes[QLatin1String(part)].toDouble();
        }
        QCOMPARE(sum, 2.0 * model[QStringLiteral("parameters")].toDouble()); // all bf16
        QVERIFY(runCli({QStringLiteral("inspect"), demoModel()}).out.contains("olmoe"));
    }

    void tokenizeRoundTrips() {
        QTemporaryDir dir;
        const QString path = dir.filePath(QStringLiteral("in.jsonl"));
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(
            "{\"text\": \"Hello, world\"}\n\n{\"text\": \"\\u00e9t\\u00e9 \\ud83d\\ude00\"}\n");
        file.close();
        const CliResult result =
            runCli({QStringLiteral("tokenize"), demoModel(), QStringLiteral("--jsonl"), path});
        QCOMPARE(result.exitCode, 0);
        const QList<QByteArray> lines = result.out.trimmed().split('\n');
        QCOMPARE(lines.size(), 2);
        const QJsonObject first = QJsonDocument::fromJson(lines[0]).object();
        QCOMPARE(first[QStringLiteral("decoded")].toString(), QStringLiteral("Hello, world"));
        QCOMPARE(first[QStringLiteral("ids")].toArray().size(),
                 first[QStringLiteral("offsets")].toArray().size());
        QCOMPARE(QJsonDocument::fromJson(lines[1]).object()[QStringLiteral("decoded")].toString(),
                 QStringLiteral(u"\u00e9t\u00e9 \U0001F600"));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("{\"text\": \"fine\"}\n{\"no_text\": 1}\n");
        file.close();
        const CliResult bad =
            runCli({QStringLiteral("tokenize"), demoModel(), QStringLiteral("--jsonl"), path});
        QCOMPARE(bad.exitCode, 3);
        QVERIFY(bad.err.contains("line 2"));
    }

    void explainDescribesAMetric() {
        const CliResult text = runCli({QStringLiteral("explain"), QStringLiteral("load")});
        QCOMPARE(text.exitCode, 0);
        QVERIFY(text.out.contains("formula"));
        const QJsonObject json =
            runCli({QStringLiteral("explain"), QStringLiteral("load"), QStringLiteral("--json")})
                .json()
                .object();
        QCOMPARE(json[QStringLiteral("metric")].toString(), QStringLiteral("load"));
    }

    void exportListsItsTargets() {
        const CliResult list =
            runCli({QStringLiteral("export"), QStringLiteral("--list"), QStringLiteral("--json")});
        QCOMPARE(list.exitCode, 0);
        QVERIFY(list.json().isArray());
        QCOMPARE(list.json().array()[0].toObject()[QStringLiteral("name")].toString(),
                 QStringLiteral("safetensors"));
    }
};

QTEST_GUILESS_MAIN(TestCliUsage)
#include "tst_cli_usage.moc"
