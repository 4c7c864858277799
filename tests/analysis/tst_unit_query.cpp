// SPDX-License-Identifier: GPL-3.0-or-later
// Queries over two layers of four experts whose values stand in the table below.
#include "core/analysis/statistics.h"
#include "core/analysis/unit_query.h"

#include <QTest>
#include <random>

using namespace moqa;

namespace {

// Model layers 1 and 3.
const std::vector<double> kLoadCode{0.1, 2.0, 1.0, 0.9, 0.0, 3.0, 1.0, 0.0};
const std::vector<double> kLoadStories{1.0, 0.5, 1.5, 1.0, 2.0, 0.0, 1.0, 1.0};
const std::vector<double> kGateMean{0.2, 0.4, 0.3, 0.1, kNotSeen, 0.5, 0.2, kNotSeen};
const std::vector<double> kBits{2, 3, 4, 8, 2, 8, kNotSeen, 4};
const std::vector<double> kLocked{0, 1, 0, 0, 0, 0, 1, 0};

UnitFields fields() {
    auto analysis = std::make_shared<Analysis>();
    analysis->moeLayers = {1, 3};
    analysis->experts = 4;
    analysis->topK = 2;
    analysis->corpora = {{"code", "", ""}, {"my stories", "", ""}};
    const auto add = [&](const char* metric, const char* corpus, std::vector<double> values) {
        const ResultKey key{metric, corpus, -1};
        analysis->results[key] =
            std::make_shared<const ResultArray>(ResultArray{key, {2, 4}, std::move(values), 100});
    };
    add("load", "code", kLoadCode);
    add("load", "my stories", kLoadStories);
    add("gate_mean", "code", kGateMean);
    add("dynamics", "", {1, 2, 3, 4, 5, 6, 7, 8});
    UnitFields f = unitFields(analysis, "code");
    f.bits = kBits;
    f.locked = kLocked;
    return f;
}

// "1:0 3:2" = expert 0 of layer 1 and 2 of layer 3.
QString unitsOf(const QByteArray& text, const UnitFields& with) {
    const auto query = UnitQuery::parse(text.toStdString());
    if (!query.ok()) return QString::fromStdString("parse: " + query.error().message());
    const auto units = query->evaluate(with);
    if (!units.ok()) return QString::fromStdString("evaluate: " + units.error().message());
    QStringList names;
    for (const UnitRef& unit : *units)
        names += QString::number(unit.layer) + QLatin1Char(':') + QString::number(unit.expert);
    return names.join(QLatin1Char(' '));
}

} // namespace

class TestUnitQuery : public QObject {
    Q_OBJECT
private slots:
    void selects_data() {
        QTest::addColumn<QByteArray>("query");
        QTest::addColumn<QString>("units");
        const auto row = [](const char* query, const char* units) {
            QTest::newRow(query) << QByteArray(query) << QString::fromLatin1(units);
        };
        row("load < 0.1 & bits > 1", "3:0 3:3");
        row("load <= 0.1", "1:0 3:0 3:3");
        row("load = 0", "3:0 3:3");
        row("load != 0", "1:0 1:1 1:2 1:3 3:1 3:2");
        row("layer in 3..7 and not (load = 0)", "3:1 3:2");
        row("layer in 3..7, 1 AND expert in {0, 2..3} & bits >= 4", "1:2 1:3 3:3");
        row("expert in -1..0", "1:0 3:0");
        row("load[code] > 2 * load[ my stories ]", "1:1 3:1");
        row("load - load[my stories] > 0.5", "1:1 3:1");
        row("-load < -1", "1:1 3:1");
        row("load / load[my stories] >= 1", "1:1 3:1 3:2"); // 3:1 divides by 0
        row("top(load, 25%)", "1:1 3:1");
        row("top(load, 3)", "1:1 1:2 3:1"); // 1:2 and 3:2 are equal: the first
        row("bottom(load, 1)", "3:0");
        row("top(load, 0)", "");
        row("top(gate_mean, 1%)", "3:1"); // at least one
        row("top(gate_mean, 100%)", "1:0 1:1 1:2 1:3 3:1 3:2");
        row("rank(load) <= 1", "1:1 3:1");
        row("rank(load) = 3", "1:3 3:0 3:3");            // two equal ones share it
        row("gate_mean < 1", "1:0 1:1 1:2 1:3 3:1 3:2"); // not where not seen
        row("not gate_mean < 1", "3:0 3:3");
        row("gate_mean != 0.2", "1:1 1:2 1:3 3:1");
        row("locked", "1:1 3:2");
        row("!locked & layer=1", "1:0 1:2 1:3");
        row("locked = 1 | bits == 8", "1:1 1:3 3:1 3:2");
        row("bits < 100", "1:0 1:1 1:2 1:3 3:0 3:1 3:3");         // not where projections differ
        row("load < 0.1 | load > 2.5 & bits = 8", "3:0 3:1 3:3"); // and before or
        row("(load < 0.1 | load > 2.5) & bits = 8", "3:1");
        row("dynamics >= 8", "3:3"); // kept over all corpora only
        row("abs(load - 1) < 1e-9", "1:2 3:2");
        row("log2(load) >= 1", "1:1 3:1");
        row("load < 5%", "3:0 3:3");
        row("(load + 1) * 2 > 5.9", "1:1 3:1");
        row("load > 1 - 1 - 1 & load < .05", "3:0 3:3"); // from the left
    }
    void selects() {
        QFETCH(const QByteArray, query);
        QFETCH(const QString, units);
        QCOMPARE(unitsOf(query, fields()), units);
    }

    void refuses_data() {
        QTest::addColumn<QByteArray>("query");
        QTest::addColumn<QString>("part");
        const auto row = [](const char* query, const char* part) {
            QTest::newRow(query) << QByteArray(query) << QString::fromLatin1(part);
        };
        row("", "parse: character 1: the query is empty");
        row("loda < 1", "character 1: there is no field loda; did you mean load?");
        row("load < 1 & bitz > 2", "character 12: there is no field bitz; did you mean bits?");
        row("tpo(load, 5%)", "did you mean top?");
        row("load", "this is a number where a condition is needed");
        row("load < 1 < 2", "character 10: comparisons cannot be chained");
        row("(load < 1", "character 10: ) is missing");
        row("load < 1)", "character 9: something is left over");
        row("load <", "character 7: a field or a number is missing");
        row("load < 1 bits", "left over");
        row("load[code < 1", "character 5: the bracket is not closed");
        row("layer[code] = 1", "character 6: layer has no corpus");
        row("top(load)", "character 9: , is missing");
        row("top(load, 2.5)", "no number of experts");
        row("top(load, 101%)", "no number of experts");
        row("layer in 7..3", "is empty");
        row("layer in", "a number is missing");
        row("(load < 1) + 2 > 1", "a condition where a number is needed");
        row("load < 1e999", "too large");
        row("load # 1", "character 6: this character means nothing");
        row("\xc3\xa4 < 1", "character 1: this character means nothing");
        row("load[nowhere] < 1", "evaluate: character 1: there is no corpus nowhere; choose one "
                                 "of: code, my stories");
        row("load<1 & count = 0", "evaluate: character 10: the analysis does not hold count");
    }
    void refuses() {
        QFETCH(const QByteArray, query);
        QFETCH(const QString, part);
        const QString answer = unitsOf(query, fields());
        QVERIFY2(answer.contains(part), qPrintable(answer));
    }

    void needsAPlan() {
        UnitFields without = fields();
        without.bits.clear();
        without.locked.clear();
        QVERIFY(unitsOf("bits < 4", without).contains(QStringLiteral("needs a plan")));
        QCOMPARE(unitsOf("layer = 1 & expert = 0", without), QStringLiteral("1:0"));
    }

    void hostileTextEnds() {
        const auto isError = [](const std::string& text) {
            const auto query = UnitQuery::parse(text);
            return !query.ok() && query.error().code == ErrorCode::Usage;
        };
        QVERIFY(isError(std::string(kMaxQueryBytes + 1, ' ')));
        QVERIFY(isError(std::string(2000, '(')));
        QVERIFY(isError(std::string(2000, '!')));
        QVERIFY(isError(std::string(2000, '-') + "1 < 2"));
        std::string nested = "load";
        for (int i = 0; i < 200; ++i) nested = "abs(" + nested + ")";
        QVERIFY(isError(nested + " < 1"));
        std::string sum = "load";
        for (int i = 0; i < 1000; ++i) sum += "+1";
        QVERIFY(isError(sum + " < 1"));
        std::string many = "load<9"; // long but flat is fine
        while (many.size() + 7 < kMaxQueryBytes) many += "&load<9";
        QCOMPARE(unitsOf(QByteArray::fromStdString(many), fields()).count(QLatin1Char(':')), 8);
        constexpr unsigned kSeed = 20250301; // of the random texts
        std::mt19937 random(kSeed);
        static constexpr char kAlphabet[] = "load bits<>=&|!()[]{},.%+-*/0123eintop\"\xc3";
        for (int i = 0; i < 20'000; ++i) {
            std::string text(random() % 40, ' ');
            for (char& c : text) c = kAlphabet[random() % (sizeof kAlphabet - 1)];
            if (const auto query = UnitQuery::parse(text); query.ok())
                (void)query->evaluate(fields()).ok();
        }
    }

    void namesAreForCompletion() {
        const std::vector<std::string> names = queryFieldNames();
        for (const char* name : {"load", "significance", "layer", "bits"})
            QVERIFY(std::find(names.begin(), names.end(), name) != names.end());
        QVERIFY(std::find(names.begin(), names.end(), "zipf_beta") == names.end());
        for (const std::string& name : queryFunctionNames())
            QVERIFY(!UnitQuery::parse(name + "(load").ok());
    }
};

QTEST_GUILESS_MAIN(TestUnitQuery)
#include "tst_unit_query.moc"
