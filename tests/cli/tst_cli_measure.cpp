// SPDX-License-Identifier: GPL-3.0-or-later
// From measured losses to a plan and a study on the command line: a table once and not again, an
// interrupted one gone on with, tables that do not fit refused.
#include "tests/cli/cli_runner.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

class TestCliMeasure : public QObject {
    Q_OBJECT

    QTemporaryDir m_dir;
    QString at(const char* name) const { return m_dir.filePath(QLatin1String(name)); }

    QStringList measureArguments(const QString& work, const QString& widths) const {
        return {QStringLiteral("measure"),        demoModel(),
                QStringLiteral("--work"),         work,
                QStringLiteral("--widths"),       widths,
                QStringLiteral("--method"),       QStringLiteral("rtn"),
                QStringLiteral("--probe-tokens"), QStringLiteral("256"),
                QStringLiteral("--json"),         QStringLiteral("--quiet")};
    }
    QStringList planArguments(const QString& source, const QString& bits,
                              const QString& out) const {
        return {
            QStringLiteral("plan"),   source, QStringLiteral("--method"), QStringLiteral("optimal"),
            QStringLiteral("--bits"), bits,   QStringLiteral("--widths"), QStringLiteral("2,4"),
            QStringLiteral("-o"),     out,    QStringLiteral("--json")};
    }
    void write(const QString& path, const QByteArray& content) const {
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(content) == content.size());
    }

private slots:
    void initTestCase() {
        const CliResult analysis =
            runCli({QStringLiteral("analyze"), demoModel(), QStringLiteral("--corpus"),
                    QStringLiteral("code=%1@2/3:head").arg(demoText(QStringLiteral("code"))),
                    QStringLiteral("--tokens"), QStringLiteral("512"), QStringLiteral("--window"),
                    QStringLiteral("256"), QStringLiteral("--stage"), QStringLiteral("1,2"),
                    QStringLiteral("-o"), at("w.moqa"), QStringLiteral("--quiet")});
        QVERIFY2(analysis.exitCode == 0, analysis.err);
    }

    void planWithoutATableSaysWhatToDo() {
        const CliResult plan =
            runCli(planArguments(at("w.moqa"), QStringLiteral("3"), at("none.json")));
        QVERIFY(plan.exitCode != 0);
        QVERIFY2(plan.err.contains("measure"), plan.err);
        QVERIFY(!QFile::exists(at("none.json")));
    }

    void measuresOnce() {
        const CliResult first = runCli(measureArguments(at("w.moqa"), QStringLiteral("2,4")));
        QVERIFY2(first.exitCode == 0, first.err);
        const QJsonObject report = first.json().object();
        const QJsonArray uniform = report.value(QLatin1String("uniform")).toArray();
        QCOMPARE(uniform.size(), 2);
        const auto kl = [&](int i) {
            return uniform.at(i)[QLatin1String("predicted_kl")][QLatin1String("code")].toDouble();
        };
        QVERIFY(kl(0) > kl(1) && kl(1) > 0);
        QCOMPARE(report.value(QLatin1String("measured_units")),
                 report.value(QLatin1String("units")));
        QCOMPARE(report.value(QLatin1String("predicted_units")).toInt(-1), 0);
        QCOMPARE(report.value(QLatin1String("predicted_spread")).toDouble(-1), 0.0);
        QVERIFY(!QFile::exists(at("w.moqa.losses.partial")));
        const CliResult again = runCli(measureArguments(at("w.moqa"), QStringLiteral("2,4")));
        QCOMPARE(again.exitCode, 0);
        QCOMPARE(again.json().object().value(QLatin1String("seconds")).toDouble(), 0.0);
        QCOMPARE(again.json().object().value(QLatin1String("uniform")).toArray(), uniform);
    }

    // Who measures a sample is told how much of the table is a prediction, and how good a one.
    void aSampleSaysWhatIsPredicted() {
        QVERIFY(QFile::copy(at("w.moqa"), at("sampled.moqa")));
        QStringList arguments = measureArguments(at("sampled.moqa"), QStringLiteral("2,4"));
        arguments << QStringLiteral("--sample") << QStringLiteral("0.06");
        const CliResult sampled = runCli(arguments);
        QVERIFY2(sampled.exitCode == 0, sampled.err);
        const QJsonObject report = sampled.json().object();
        const int measured = report.value(QLatin1String("measured_units")).toInt();
        const int predicted = report.value(QLatin1String("predicted_units")).toInt();
        QCOMPARE(measured + predicted, report.value(QLatin1String("units")).toInt());
        QVERIFY(measured > 0 && measured < predicted);
        QVERIFY(report.value(QLatin1String("predicted_spread")).toDouble() > 0);
        arguments.removeAll(QStringLiteral("--json"));
        const CliResult text = runCli(arguments);
        QVERIFY2(
            text.out.contains(QStringLiteral("%1 of %2 units measured at every width, %3 at one "
                                             "and predicted at the others (give or take ")
                                  .arg(measured)
                                  .arg(measured + predicted)
                                  .arg(predicted)
                                  .toUtf8()),
            text.out);
    }

    // plan takes every group that measure takes.
    void groupsOfSixteenArePlanned() {
        const CliResult plan = runCli(
            {QStringLiteral("plan"), at("w.moqa"), QStringLiteral("--method"),
             QStringLiteral("uniform"), QStringLiteral("--bits"), QStringLiteral("4"),
             QStringLiteral("--group"), QStringLiteral("16"), QStringLiteral("-o"), at("16.json")});
        QVERIFY2(plan.exitCode == 0, plan.err);
    }

    void plansWithinTheBudgetAndPredicts() {
        double last = 1e9;
        for (const char* bits : {"2", "2.5", "3", "4"}) {
            const CliResult plan =
                runCli(planArguments(at("w.moqa"), QLatin1String(bits), at("p.json")));
            QVERIFY2(plan.exitCode == 0, plan.err);
            const QJsonObject totals =
                plan.json().object().value(QLatin1String("totals")).toObject();
            QVERIFY(totals.value(QLatin1String("mean_bits")).toDouble() <=
                    QByteArray(bits).toDouble() + 1e-9);
            const double loss = totals.value(QLatin1String("predicted_loss")).toDouble(-1);
            QVERIFY2(loss > 0 && loss < last, bits);
            last = loss;
        }
        for (const char* bits : {"1.5", "5"}) {
            const CliResult plan =
                runCli(planArguments(at("w.moqa"), QLatin1String(bits), at("x.json")));
            QVERIFY2(plan.exitCode == 3 || QByteArray(bits) == "5", plan.err);
        }
    }

    // A table of rtn, quantized with rtn and with hqq, whose zero points take two bytes.
    void quantizingSaysWhatTheTableDidNotMeasure() {
        const CliResult plan =
            runCli(planArguments(at("w.moqa"), QStringLiteral("3"), at("rtn.json")));
        QVERIFY2(plan.exitCode == 0, plan.err);
        const auto quantize = [&](const char* method, const QStringList& more = {}) {
            return runCli(
                QStringList{QStringLiteral("quantize"), demoModel(), QStringLiteral("--plan"),
                            at("rtn.json"), QStringLiteral("--method"), QLatin1String(method),
                            QStringLiteral("-o"), at("noted.h5"), QStringLiteral("--json")} +
                more);
        };
        const CliResult same = quantize("rtn");
        QVERIFY2(same.exitCode == 0, same.err);
        QVERIFY(!same.json().object().contains(QLatin1String("notes")));
        const CliResult coarse = quantize("rtn", {QStringLiteral("--grid"), QStringLiteral("off")});
        QVERIFY2(coarse.err.contains("measured with grid power2.4, this run takes grid off"),
                 coarse.err);
        const CliResult other = quantize("hqq");
        QVERIFY2(other.exitCode == 0, other.err);
        QVERIFY2(other.err.contains("measured with method rtn, this run takes method hqq"),
                 other.err);
        const QJsonArray notes = other.json().object().value(QLatin1String("notes")).toArray();
        QCOMPARE(notes.size(), 2);
        QVERIFY(notes.at(1).toString().contains(QLatin1String("--real-zeros")));
    }

    void goesOnOnlyWithWhatFits() {
        write(at("w.moqa.losses.partial"), "no table");
        const CliResult damaged = runCli(measureArguments(at("w.moqa"), QStringLiteral("2,3")));
        QCOMPARE(damaged.exitCode, 3);
        QVERIFY2(damaged.err.contains("delete") || damaged.out.contains("delete"), damaged.err);
        QVERIFY(QFile::remove(at("w.moqa.losses.partial")));
        const CliResult wrong = runCli(measureArguments(at("w.moqa"), QStringLiteral("7")));
        QCOMPARE(wrong.exitCode, 2);
        const CliResult absent = runCli(measureArguments(at("absent.moqa"), QStringLiteral("2")));
        QCOMPARE(absent.exitCode, 3);
    }

    void studiesAGrid() {
        const QString text = demoText(QStringLiteral("code"));
        write(at("grid.json"),
              QStringLiteral(
                  R"({"methods": ["uniform", "optimal"], "bits": [2.5, 4], "widths": [2, 4],
                "baseline_bits": 2, "calibration": {"code": ["code=%1@2/3:head"]},
                "evaluation": {"known": ["code=%1@1/3:tail"]}, "tokens": 512,
                "evaluation_tokens": 512, "window": 256, "quantizer": {"method": "rtn"}})")
                  .arg(text)
                  .toUtf8());
        const CliResult study =
            runCli({QStringLiteral("study"), demoModel(), QStringLiteral("--grid"), at("grid.json"),
                    QStringLiteral("-o"), at("study.csv"), QStringLiteral("--json"),
                    QStringLiteral("--quiet")});
        QVERIFY2(study.exitCode == 0, study.err);
        const QJsonArray rows = study.json().object().value(QLatin1String("rows")).toArray();
        QCOMPARE(rows.size(), 5); // the baseline and two methods at two budgets
        QCOMPARE(rows.at(0)[QLatin1String("bits")].toDouble(), 2.0);
        int failures = 0;
        double optimal = -1;
        for (const auto& row : rows) {
            failures += row.toObject().contains(QLatin1String("failure"));
            if (row[QLatin1String("method")].toString() == QLatin1String("optimal") &&
                row[QLatin1String("bits")].toDouble() == 2.5)
                optimal = row[QLatin1String("known")][QLatin1String("recovered_kl")]
                             [QLatin1String("value")]
                                 .toDouble();
        }
        QCOMPARE(failures, 1); // uniform has no 2.5 bits; the study goes on
        QVERIFY2(optimal > 0.1 && optimal < 1, qPrintable(QString::number(optimal)));
        QFile csv(at("study.csv"));
        QVERIFY(csv.open(QIODevice::ReadOnly));
        QCOMPARE(csv.readAll().count('\n'), 1 + 4 + 1); // the refusal has its line

        write(at("bad.json"), R"({"methods": ["best"], "bits": [3], "calibration": {"a": ["a=a"]},
                                  "evaluation": {"known": ["b=b"]}})");
        const CliResult unknown = runCli(
            {QStringLiteral("study"), demoModel(), QStringLiteral("--grid"), at("bad.json")});
        QCOMPARE(unknown.exitCode, 2);
        QVERIFY2(unknown.err.contains("best") && unknown.err.contains("optimal"), unknown.err);
    }
};

QTEST_GUILESS_MAIN(TestCliMeasure)
#include "tst_cli_measure.moc"
