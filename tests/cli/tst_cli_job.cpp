// SPDX-License-Identifier: GPL-3.0-or-later
// The main job verb by verb on a few thousand tokens of the demo: analyze, show, plan, quantize,
// evaluate, export, and the promise that the same command gives the same bytes.
#include "tests/cli/cli_runner.h"

#include <QCryptographicHash>
#include <QFile>
#include <QJsonArray>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>
#include <cmath>

class TestCliJob : public QObject {
    Q_OBJECT

    QTemporaryDir m_dir;
    QString at(const char* name) const { return m_dir.filePath(QLatin1String(name)); }
    static QByteArray hashOf(const QString& path) {
        QFile file(path);
        if (!file.open(QIODevice::ReadOnly)) return {};
        QCryptographicHash hash(QCryptographicHash::Sha256);
        hash.addData(&file);
        return hash.result();
    }
    QStringList analyzeArguments(const QString& work) const {
        return {QStringLiteral("analyze"),
                demoModel(),
                QStringLiteral("--corpus"),
                QStringLiteral("code=%1@2/3:head").arg(demoText(QStringLiteral("code"))),
                QStringLiteral("--corpus"),
                QStringLiteral("maths=%1@2/3:head").arg(demoText(QStringLiteral("maths"))),
                QStringLiteral("--tokens"),
                QStringLiteral("1024"),
                QStringLiteral("--window"),
                QStringLiteral("256"),
                QStringLiteral("-o"),
                work,
                QStringLiteral("--quiet")};
    }
    QStringList quantizeArguments(const QString& out) const {
        return {QStringLiteral("quantize"), demoModel(),
                QStringLiteral("--plan"),   at("plan.json"),
                QStringLiteral("--work"),   at("w.moqa"),
                QStringLiteral("-o"),       out,
                QStringLiteral("--json"),   QStringLiteral("--quiet")};
    }

private slots:
    void analyzeWritesAWorkspace() {
        const CliResult first = runCli(analyzeArguments(at("w.moqa")));
        QVERIFY2(first.exitCode == 0, first.err);
        QVERIFY(runCli(analyzeArguments(at("again.moqa"))).exitCode == 0);
        QCOMPARE(hashOf(at("w.moqa")), hashOf(at("again.moqa")));
    }

    void showPrintsValues() {
        const CliResult list = runCli({QStringLiteral("show"), at("w.moqa"),
                                       QStringLiteral("--list"), QStringLiteral("--json")});
        QCOMPARE(list.exitCode, 0);
        QVERIFY(list.json().array().size() > 20);
        const CliResult load =
            runCli({QStringLiteral("show"), at("w.moqa"), QStringLiteral("--metric"),
                    QStringLiteral("load"), QStringLiteral("--corpus"), QStringLiteral("code"),
                    QStringLiteral("--json")});
        QVERIFY2(load.exitCode == 0, load.err);
        const QJsonObject value = load.json().object();
        for (const char* key :
             {"metric", "unit", "formula", "corpus", "shape", "axes", "values", "samples"})
            QVERIFY2(value.contains(QLatin1String(key)), key);
        QCOMPARE(value[QStringLiteral("samples")].toInt(), 1024);
        // Load over fair share has mean 1 in every layer.
        for (const QJsonValue& row : value[QStringLiteral("values")].toArray()) {
            double sum = 0;
            for (const QJsonValue& cell : row.toArray()) sum += cell.toDouble();
            QVERIFY(std::abs(sum / 32 - 1.0) < 1e-9);
        }
        const CliResult unknown = runCli({QStringLiteral("show"), at("w.moqa"),
                                          QStringLiteral("--metric"), QStringLiteral("nope")});
        QVERIFY(unknown.exitCode == 2 || unknown.exitCode == 3);
        const CliResult csv =
            runCli({QStringLiteral("show"), at("w.moqa"), QStringLiteral("--metric"),
                    QStringLiteral("load"), QStringLiteral("--corpus"), QStringLiteral("code"),
                    QStringLiteral("--csv")});
        QCOMPARE(csv.exitCode, 0);
        QVERIFY(csv.out.contains("layer"));
    }

    void planMeetsItsBudget() {
        const CliResult plan = runCli(
            {QStringLiteral("plan"), at("w.moqa"), QStringLiteral("--bits"), QStringLiteral("3.0"),
             QStringLiteral("-o"), at("plan.json"), QStringLiteral("--json")});
        QVERIFY2(plan.exitCode == 0, plan.err);
        const QJsonObject totals = plan.json().object()[QStringLiteral("totals")].toObject();
        const double mean = totals[QStringLiteral("mean_bits")].toDouble();
        QVERIFY(mean <= 3.0 && mean > 2.95);
        QVERIFY(totals[QStringLiteral("true_bits")].toDouble() > mean);
        QCOMPARE(plan.json().object()[QStringLiteral("units")].toArray().size(), 6 * 32);
        const CliResult uniform =
            runCli({QStringLiteral("plan"), demoModel(), QStringLiteral("--method"),
                    QStringLiteral("uniform"), QStringLiteral("--bits"), QStringLiteral("3"),
                    QStringLiteral("-o"), at("u3.json")});
        QVERIFY2(uniform.exitCode == 0, uniform.err);
        QCOMPARE(runCli({QStringLiteral("plan"), at("w.moqa"), QStringLiteral("--bits"),
                         QStringLiteral("3"), QStringLiteral("--bytes"), QStringLiteral("5"),
                         QStringLiteral("-o"), at("x.json")})
                     .exitCode,
                 2);
    }

    void quantizeIsReproducible() {
        const CliResult first = runCli(quantizeArguments(at("q.h5")));
        QVERIFY2(first.exitCode == 0, first.err);
        const QJsonObject report = first.json().object();
        QCOMPARE(report[QStringLiteral("layers")].toArray().size(), 6);
        QVERIFY(report[QStringLiteral("peak_bytes")].toDouble() > 0);
        QVERIFY(!QFile::exists(at("q.h5.partial")));
        QStringList other = quantizeArguments(at("q2.h5"));
        other << QStringLiteral("--threads") << QStringLiteral("1");
        QVERIFY(runCli(other).exitCode == 0);
        const CliResult again = runCli(quantizeArguments(at("q.h5")));
        QVERIFY(again.exitCode == 0);
    }

    void sameCommandSameBytes() {
        const QByteArray before = hashOf(at("q.h5"));
        QVERIFY(QFile::remove(at("q.h5")));
        QVERIFY(runCli(quantizeArguments(at("q.h5"))).exitCode == 0);
        QCOMPARE(hashOf(at("q.h5")), before);
    }

    void reloadedModelRunsAlone() {
        const QString corpus =
            QStringLiteral("code=%1@1/3:tail").arg(demoText(QStringLiteral("code")));
        const CliResult result =
            runCli({QStringLiteral("evaluate"), at("q.h5"), QStringLiteral("--corpus"), corpus,
                    QStringLiteral("--tokens"), QStringLiteral("1024"), QStringLiteral("--window"),
                    QStringLiteral("256"), QStringLiteral("--against"), demoModel(),
                    QStringLiteral("--json"), QStringLiteral("--quiet")});
        QVERIFY2(result.exitCode == 0, result.err);
        const QJsonObject code = result.json()
                                     .object()[QStringLiteral("corpora")]
                                     .toObject()[QStringLiteral("code")]
                                     .toObject();
        QCOMPARE(code[QStringLiteral("scored")].toInt(), 4 * 255);
        QVERIFY(code[QStringLiteral("kl")].toDouble() > 0 &&
                code[QStringLiteral("kl")].toDouble() < 0.1);
        QVERIFY(code[QStringLiteral("ppl")].toDouble() > 10 &&
                code[QStringLiteral("ppl")].toDouble() < 200);
        QCOMPARE(code[QStringLiteral("routing_shift")].toArray().size(), 6);
    }

    void exportedSafetensorsGiveTheSamePerplexity() {
        const CliResult exported =
            runCli({QStringLiteral("export"), at("q.h5"), QStringLiteral("--to"),
                    QStringLiteral("safetensors"), QStringLiteral("-o"), at("hub"),
                    QStringLiteral("--quiet")});
        QVERIFY2(exported.exitCode == 0, exported.err);
        const QString corpus =
            QStringLiteral("code=%1@1/3:tail").arg(demoText(QStringLiteral("code")));
        const auto ppl = [&](const QString& model) {
            return runCli({QStringLiteral("evaluate"), model, QStringLiteral("--corpus"), corpus,
                           QStringLiteral("--tokens"), QStringLiteral("1024"),
                           QStringLiteral("--window"), QStringLiteral("256"),
                           QStringLiteral("--json"), QStringLiteral("--quiet")})
                .json()
                .object()[QStringLiteral("corpora")]
                .toObject()[QStringLiteral("code")]
                .toObject()[QStringLiteral("ppl")]
                .toDouble();
        };
        const double a = ppl(at("q.h5"));
        const double b = ppl(at("hub"));
        QVERIFY(a > 0);
        QVERIFY2(std::abs(a - b) / a < 2e-3,
                 "bf16 rounding of the widened values moves perplexity by more than 0.2 %");
    }

    void logitsWritesTheGoldenLayout() {
        const CliResult result =
            runCli({QStringLiteral("logits"), demoModel(), QStringLiteral("--ids"),
                    QStringLiteral("1 2 3"), QStringLiteral("-o"), at("l.safetensors")});
        QVERIFY2(result.exitCode == 0, result.err);
        QFile file(at("l.safetensors"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray head = file.read(4096);
        for (const char* name :
             {"logits", "hidden.0", "hidden.6", "router_logits.5", "topk_ids.0", "topk_weights.5"})
            QVERIFY2(head.contains(name), name);
    }
};

QTEST_GUILESS_MAIN(TestCliJob)
#include "tst_cli_job.moc"
