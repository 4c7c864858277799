// SPDX-License-Identifier: GPL-3.0-or-later
// Switching on the command line: a file with a channel cache, what a new text means for it, a patch
// laid over it and taken back, and every patch and text that is the wrong one.
#include "tests/cli/cli_runner.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

class TestCliAdapt : public QObject {
    Q_OBJECT

    QTemporaryDir m_dir;
    QString at(const char* name) const { return m_dir.filePath(QLatin1String(name)); }
    static QString text(const char* name) { return demoText(QLatin1String(name)); }
    void write(const QString& path, const QByteArray& content) const {
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(content) == content.size());
    }
    static QByteArray bytesOf(const QString& path) {
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    CliResult quantize(const char* out, const char* bits, const QStringList& more) const {
        const CliResult plan =
            runCli({QStringLiteral("plan"), at("w.moqa"), QStringLiteral("--bits"),
                    QLatin1String(bits), QStringLiteral("-o"), at("plan.json")});
        if (plan.exitCode != 0) return plan;
        return runCli(QStringList{QStringLiteral("quantize"), demoModel(), QStringLiteral("--plan"),
                                  at("plan.json"), QStringLiteral("--work"), at("w.moqa"),
                                  QStringLiteral("--method"), QStringLiteral("rtn"),
                                  QStringLiteral("--json"), QStringLiteral("--quiet"),
                                  QStringLiteral("-o"), at(out)} +
                      more);
    }
    CliResult adapt(const char* model, const QString& corpus, const QStringList& more = {}) const {
        return runCli(QStringList{QStringLiteral("adapt"), at(model), QStringLiteral("--corpus"),
                                  corpus, QStringLiteral("--tokens"), QStringLiteral("1024"),
                                  QStringLiteral("--quiet"), QStringLiteral("--json")} +
                      more);
    }
    CliResult evaluate(const char* model, const QStringList& patches) const {
        QStringList arguments{
            QStringLiteral("evaluate"), at(model),
            QStringLiteral("--corpus"), QStringLiteral("drama=%1@1/3:tail").arg(text("drama")),
            QStringLiteral("--tokens"), QStringLiteral("512"),
            QStringLiteral("--window"), QStringLiteral("256"),
            QStringLiteral("--quiet"),  QStringLiteral("--json")};
        for (const QString& patch : patches) arguments << QStringLiteral("--patch") << patch;
        return runCli(arguments);
    }
    static double nll(const CliResult& result) {
        return result.json()
            .object()[QLatin1String("corpora")][QLatin1String("drama")][QLatin1String("nll")]
            .toDouble();
    }

private slots:
    void initTestCase() {
        const CliResult analysis = runCli(
            {QStringLiteral("analyze"), demoModel(), QStringLiteral("--corpus"),
             QStringLiteral("code=%1@2/3:head").arg(text("code")), QStringLiteral("--corpus"),
             QStringLiteral("maths=%1@2/3:head").arg(text("maths")), QStringLiteral("--tokens"),
             QStringLiteral("1024"), QStringLiteral("--window"), QStringLiteral("128"),
             QStringLiteral("--stage"), QStringLiteral("1,2"), QStringLiteral("-o"), at("w.moqa"),
             QStringLiteral("--quiet")});
        QVERIFY2(analysis.exitCode == 0, analysis.err);
        const CliResult plain = quantize("plain.h5", "3", {});
        QVERIFY2(plain.exitCode == 0, plain.err);
        const CliResult cached =
            quantize("out.h5", "3", {QStringLiteral("--cache"), QStringLiteral("0.02")});
        QVERIFY2(cached.exitCode == 0, cached.err);
        const QJsonObject without = plain.json().object(), with = cached.json().object();
        QCOMPARE(with[QLatin1String("bits")], without[QLatin1String("bits")]);
        QVERIFY(with[QLatin1String("true_bits")].toDouble() >
                without[QLatin1String("true_bits")].toDouble());
        const CliResult other =
            quantize("other.h5", "4", {QStringLiteral("--cache"), QStringLiteral("0.02")});
        QVERIFY2(other.exitCode == 0, other.err);
    }

    void aPlanMayAskForTheCache() {
        const CliResult plan =
            runCli({QStringLiteral("plan"), at("w.moqa"), QStringLiteral("--bits"),
                    QStringLiteral("3"), QStringLiteral("--cache"), QStringLiteral("0.02"),
                    QStringLiteral("-o"), at("cached-plan.json")});
        QVERIFY2(plan.exitCode == 0, plan.err);
        const CliResult made =
            runCli({QStringLiteral("quantize"), demoModel(), QStringLiteral("--plan"),
                    at("cached-plan.json"), QStringLiteral("--work"), at("w.moqa"),
                    QStringLiteral("--method"), QStringLiteral("rtn"), QStringLiteral("--quiet"),
                    QStringLiteral("-o"), at("by-plan.h5")});
        QVERIFY2(made.exitCode == 0, made.err);
        const CliResult adapted = adapt("by-plan.h5", QStringLiteral("new=") + text("drama"));
        QVERIFY2(adapted.exitCode == 0, adapted.err);
    }

    void checkSaysWhatASwitchWouldChange() {
        const CliResult check =
            adapt("out.h5", QStringLiteral("drama=") + text("drama"), {QStringLiteral("--check")});
        QVERIFY2(check.exitCode == 0, check.err);
        const QJsonObject report = check.json().object();
        for (const char* key : {"cache", "corpora", "recommend", "changes", "patch", "seconds"})
            QVERIFY2(report.contains(QLatin1String(key)), key);
        const QJsonObject drift = report[QLatin1String("corpora")].toArray()[0].toObject();
        QCOMPARE(drift[QLatin1String("tokens")].toInt(), 1024);
        QVERIFY(drift[QLatin1String("divergence")].toDouble() > 0);
        QVERIFY(drift[QLatin1String("null_high")].toDouble() >=
                drift[QLatin1String("null_mean")].toDouble());
        QVERIFY(!report[QLatin1String("changes")].toArray().isEmpty());
        const CliResult words =
            runCli({QStringLiteral("adapt"), at("out.h5"), QStringLiteral("--corpus"),
                    QStringLiteral("drama=") + text("drama"), QStringLiteral("--tokens"),
                    QStringLiteral("1024"), QStringLiteral("--quiet")});
        QCOMPARE(words.exitCode, 0);
        QVERIFY(words.out.contains("a switch is recommended") ||
                words.out.contains("the plan still fits"));
    }

    void aPatchIsLaidOverAndTakenBack() {
        const QString corpus = QStringLiteral("drama=%1@2/3:head").arg(text("drama"));
        for (const char* name : {"p.h5", "again.h5"}) {
            const CliResult made = adapt("out.h5", corpus, {QStringLiteral("-o"), at(name)});
            QVERIFY2(made.exitCode == 0, made.err);
        }
        QVERIFY(bytesOf(at("p.h5")) == bytesOf(at("again.h5")));
        const CliResult resident = adapt("out.h5", corpus,
                                         {QStringLiteral("--mode"), QStringLiteral("resident"),
                                          QStringLiteral("-o"), at("r.h5")});
        QVERIFY2(resident.exitCode == 0, resident.err);
        const QByteArray before = bytesOf(at("out.h5"));
        const CliResult base = evaluate("out.h5", {}), patched = evaluate("out.h5", {at("p.h5")}),
                        whole = evaluate("out.h5", {at("r.h5")}), back = evaluate("out.h5", {});
        for (const CliResult* result : {&base, &patched, &whole, &back})
            QVERIFY2(result->exitCode == 0, result->err);
        QVERIFY(nll(patched) != nll(base));
        QVERIFY(nll(whole) != nll(base));
        QCOMPARE(nll(back), nll(base));
        QVERIFY(bytesOf(at("out.h5")) == before);
    }

    void wrongPatchesAreOneSentence() {
        const QString patch = at("p.h5");
        write(at("cut.h5"), bytesOf(patch).left(3000));
        QByteArray bent = bytesOf(patch);
        bent[bent.size() / 2] = static_cast<char>(bent[bent.size() / 2] ^ 0x55);
        write(at("bent.h5"), bent);
        const struct {
            const char* model;
            QStringList patches;
            const char* words;
        } cases[] = {
            {"other.h5", {patch}, "another file"},    {"plain.h5", {patch}, "another file"},
            {"out.h5", {patch, patch}, "twice"},      {"out.h5", {patch, at("r.h5")}, "already"},
            {"out.h5", {at("cut.h5")}, "truncated"},  {"out.h5", {at("bent.h5")}, ""},
            {"out.h5", {at("out.h5")}, "moqa-patch"}, {"out.h5", {at("missing.h5")}, "missing.h5"}};
        for (const auto& c : cases) {
            const CliResult refused = evaluate(c.model, c.patches);
            QCOMPARE(refused.exitCode, 3);
            QVERIFY2(refused.err.contains(c.words), refused.err);
            QCOMPARE(refused.err.count('\n'), 1);
            QVERIFY(refused.json().object().contains(QLatin1String("error")));
        }
        const CliResult folder =
            runCli({QStringLiteral("evaluate"), demoModel(), QStringLiteral("--corpus"),
                    QStringLiteral("a=") + text("drama"), QStringLiteral("--patch"), patch});
        QCOMPARE(folder.exitCode, 2);
    }

    void wrongFilesAndTextsAreOneSentence() {
        write(at("empty.txt"), "");
        write(at("word.txt"), "a");
        const struct {
            const char* model;
            QString corpus;
            QStringList more;
            int code;
            const char* words;
        } cases[] = {{"plain.h5", QStringLiteral("a=") + text("drama"), {}, 3, "--cache"},
                     {"out.h5", QStringLiteral("a=") + at("empty.txt"), {}, 3, "empty"},
                     {"out.h5", QStringLiteral("a=") + at("word.txt"), {}, 3, "window"},
                     {"out.h5", QStringLiteral("a=") + at("none.txt"), {}, 3, "none.txt"},
                     {"p.h5", QStringLiteral("a=") + text("drama"), {}, 3, "moeq-h5"},
                     {"missing.h5", QStringLiteral("a=") + text("drama"), {}, 3, "missing.h5"},
                     {"out.h5",
                      QStringLiteral("a=") + text("drama"),
                      {QStringLiteral("-o"), at("out.h5")},
                      2,
                      "overwrite"},
                     {"out.h5",
                      QStringLiteral("a=") + text("drama"),
                      {QStringLiteral("-o"), at("plan.json")},
                      3,
                      "not a patch"},
                     {"out.h5",
                      QStringLiteral("a=") + text("drama"),
                      {QStringLiteral("-o"), at("x.h5"), QStringLiteral("--check")},
                      2,
                      "--check"},
                     {"out.h5",
                      QStringLiteral("a=") + text("drama"),
                      {QStringLiteral("-o"), at("no/folder/x.h5")},
                      4,
                      "no/folder"}};
        const QByteArray before = bytesOf(at("out.h5"));
        for (const auto& c : cases) {
            const CliResult refused = adapt(c.model, c.corpus, c.more);
            QVERIFY2(refused.exitCode == c.code, refused.err);
            QVERIFY2(refused.err.contains(c.words), refused.err);
        }
        QVERIFY(bytesOf(at("out.h5")) == before);
        QVERIFY(!QFile::exists(at("x.h5")));
        const CliResult folder =
            runCli({QStringLiteral("adapt"), demoModel(), QStringLiteral("--corpus"),
                    QStringLiteral("a=") + text("drama")});
        QCOMPARE(folder.exitCode, 2);
    }

    void aCacheNeedsTwoTexts() {
        const CliResult plan =
            runCli({QStringLiteral("plan"), at("w.moqa"), QStringLiteral("--bits"),
                    QStringLiteral("3"), QStringLiteral("--corpus"), QStringLiteral("code"),
                    QStringLiteral("-o"), at("single.json")});
        QVERIFY2(plan.exitCode == 0, plan.err);
        const CliResult refused = runCli(
            {QStringLiteral("quantize"), demoModel(), QStringLiteral("--plan"), at("single.json"),
             QStringLiteral("--work"), at("w.moqa"), QStringLiteral("--cache"),
             QStringLiteral("0.01"), QStringLiteral("-o"), at("y.h5")});
        QCOMPARE(refused.exitCode, 2);
        QVERIFY2(refused.err.contains("one calibration text"), refused.err);
    }
};

QTEST_GUILESS_MAIN(TestCliAdapt)
#include "tst_cli_adapt.moc"
