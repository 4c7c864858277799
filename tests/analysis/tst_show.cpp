// SPDX-License-Identifier: GPL-3.0-or-later
// The metric table, `show` as JSON and CSV, the list, and findings on a small made-up analysis.
#include "core/analysis/findings.h"
#include "core/analysis/seen_units.h"
#include "core/analysis/show.h"
#include "core/analysis/statistics.h"
#include "tests/analysis/close_to.h"

#include <set>

using namespace moqa;

namespace {

void put(Analysis& analysis, ResultKey key, std::vector<int64_t> shape, std::vector<double> values,
         int64_t samples) {
    ResultArray array{key, std::move(shape), std::move(values), samples};
    analysis.results[key] = std::make_shared<const ResultArray>(std::move(array));
}

// Layers 1 and 3 of a model have two experts each; two corpora.
Analysis smallAnalysis() {
    Analysis analysis;
    analysis.moeLayers = {1, 3};
    analysis.experts = 2;
    analysis.topK = 1;
    analysis.corpora.resize(2);
    analysis.corpora[0].name = "code";
    analysis.corpora[1].name = "a, \"b\"";
    put(analysis, {"load", "code", -1}, {2, 2}, {0.5, 1.5, kNotSeen, 0.1}, 100);
    put(analysis, {"load", "", -1}, {2, 2}, {1, 1, 1, 1}, 150);
    put(analysis, {"lift", "code", 3}, {2, 2}, {kNotSeen, 2, 2, kNotSeen}, 100);
    put(analysis, {"zipf_beta", "", -1}, {2}, {1.0, 0.9}, 150);
    put(analysis, {"margin_top", "code", -1}, {2, 11}, std::vector<double>(22, 0.25), 100);
    put(analysis, {"overlap_pairs", "", 3}, {0, 4}, {}, 150);
    put(analysis, {"router_entropy", "code", -1}, {2}, {1e-300, 12345678.9}, 100);
    return analysis;
}

} // namespace

class TestShow : public QObject {
    Q_OBJECT
private slots:
    void tableIsWhole() {
        std::set<std::string> ids;
        for (const MetricInfo& info : metricTable()) {
            QVERIFY2(ids.insert(info.id).second, info.id);
            for (const char* text :
                 {info.title, info.unit, info.axes, info.formula, info.description, info.source})
                QVERIFY2(text && *text, info.id);
            QVERIFY2(std::string(info.unit).find(',') == std::string::npos, info.id);
            QCOMPARE(findMetric(info.id), &info);
        }
        QVERIFY(!findMetric("no such metric"));
        QVERIFY(ids.size() >= 60);
    }

    void jsonHasTheContractsKeys() {
        const auto json = showJson(smallAnalysis(), "load", "code", -1);
        QVERIFY(json.ok());
        QCOMPARE(json->dump(),
                 std::string(R"({"metric":"load","unit":"1","formula":"frequency * N / K",)"
                             R"("corpus":"code","shape":[2,2],"axes":["layer","expert"],)"
                             R"("values":[[0.5,1.5],[null,0.1]],"samples":100})"));
    }

    void oneLayerIsOneRow() {
        const auto row = showJson(smallAnalysis(), "load", "code", 3);
        QVERIFY(row.ok());
        QCOMPARE((*row)["values"].dump(), std::string("[null,0.1]"));
        QCOMPARE((*row)["axes"].dump(), std::string("[\"expert\"]"));
        QCOMPARE((*row)["layer"].get<int>(), 3);
        const auto number = showJson(smallAnalysis(), "router_entropy", "code", 3);
        QCOMPARE((*number)["values"].get<double>(), 12345678.9);
        const auto pair = showJson(smallAnalysis(), "lift", "code", 3);
        QCOMPARE((*pair)["shape"].dump(), std::string("[2,2]"));
    }

    void corpusMayBeLeftOut() {
        const Analysis analysis = smallAnalysis();
        QCOMPARE((*showJson(analysis, "load", "", -1))["samples"].get<int>(), 150);
        QCOMPARE((*showJson(analysis, "router_entropy", "", -1))["corpus"].get<std::string>(),
                 std::string("code"));
        QCOMPARE((*showJson(analysis, "overlap_pairs", "", 3))["values"].dump(), std::string("[]"));
    }

    void unseenCellsCanBeToldApart() {
        Analysis analysis = smallAnalysis();
        QVERIFY(analysis.isSeen(1, 0, "code")); // nothing known
        put(analysis, {"count", "code", -1}, {2, 2}, {5, 0, 1, 2}, 8);
        QVERIFY(analysis.isSeen(1, 0, "code"));
        QVERIFY(!analysis.isSeen(1, 1, "code"));
        QVERIFY(analysis.isSeen(3, 0, "code"));
        QVERIFY(analysis.isSeen(2, 0, "code") && analysis.isSeen(1, 7, "code"));
        const SeenUnits seen(analysis, "code");
        QVERIFY(seen.contains(0, 0) && !seen.contains(0, 1) && seen.contains(1, 1));
        QVERIFY(seen.contains(0, -1) && seen.contains(0, 2) && seen.contains(2, 0));
        QVERIFY(SeenUnits(analysis, "prose").contains(0, 1)); // nothing known
    }

    void wrongQuestionsAreAnswered() {
        const Analysis analysis = smallAnalysis();
        const auto code = [&](const char* metric, const char* corpus, int layer) {
            const auto answer = showJson(analysis, metric, corpus, layer);
            return answer.ok() ? std::string("ok") : errorName(answer.error().code);
        };
        QCOMPARE(code("loud", "", -1), std::string("usage"));
        QCOMPARE(code("lift", "code", -1), std::string("usage"));
        QCOMPARE(code("zipf_beta", "", 1), std::string("usage"));
        QCOMPARE(code("cka", "", 3), std::string("bad_input"));
        QCOMPARE(code("load", "prose", -1), std::string("bad_input"));
        QCOMPARE(code("load", "code", 0), std::string("bad_input"));
        QCOMPARE(code("lift", "code", 1), std::string("bad_input"));
        QVERIFY(showJson(analysis, "load", "prose", -1).error().hint.find("code") !=
                std::string::npos);
        QVERIFY(!showCsv(analysis, "loud", "", -1).ok());
    }

    void csvNamesItsCoordinates() {
        const Analysis analysis = smallAnalysis();
        QCOMPARE(*showCsv(analysis, "load", "code", -1),
                 std::string("layer,expert,load [1]\n1,0,0.5\n1,1,1.5\n3,0,\n3,1,0.1\n"));
        QCOMPARE(*showCsv(analysis, "zipf_beta", "", -1),
                 std::string("corpus,zipf_beta [1]\ncode,1\n\"a, \"\"b\"\"\",0.9\n"));
        QCOMPARE(*showCsv(analysis, "router_entropy", "code", -1),
                 std::string("layer,router_entropy [bit]\n1,1e-300\n3,12345678.9\n"));
        QCOMPARE(*showCsv(analysis, "overlap_pairs", "", 3),
                 std::string("pair,pair_field,overlap_pairs [1]\n"));
        const std::string deciles = *showCsv(analysis, "margin_top", "code", 1);
        QVERIFY(deciles.starts_with("decile,margin_top [logit]\n0,0.25\n10,0.25\n"));
        QVERIFY(deciles.ends_with("100,0.25\n"));
    }

    void listNamesWhatThereIs() {
        const Json list = listJson(smallAnalysis());
        QCOMPARE(list.size(), size_t{6});
        QCOMPARE(list[0]["metric"].get<std::string>(), std::string("zipf_beta")); // table order
        for (const Json& entry : list) {
            if (entry["metric"] == "load")
                QCOMPARE(entry["corpora"].dump(), std::string(R"(["","code"])"));
            if (entry["metric"] == "lift") QCOMPARE(entry["layers"].dump(), std::string("[3]"));
            QCOMPARE(entry.contains("layers"), findMetric(entry["metric"])->perLayer);
        }
        QVERIFY(listJson(Analysis{}).empty());
    }

    void findingsNameExpertsAndSamples() {
        Analysis analysis = smallAnalysis();
        QVERIFY(stageFindings(Analysis{}).empty());
        analysis.corpora[0].tokens = 100;
        analysis.corpora[1].tokens = 50;
        put(analysis, {"zipf_r2", "", -1}, {2}, {0.99, 0.98}, 150);
        put(analysis, {"frequency", "code", -1}, {2, 2}, {0.25, 0.75, 0.95, 0.05}, 100);
        put(analysis, {"frequency_low", "code", -1}, {2, 2}, {0.2, 0.66, 0.9, 0.02}, 100);
        put(analysis, {"frequency_high", "code", -1}, {2, 2}, {0.3, 0.82, 0.98, 0.1}, 100);
        put(analysis, {"baseline_significance", "", -1}, {2, 2}, {0.4, 0.6, 0.1, 0.9}, 150);
        put(analysis, {"significance", "code", -1}, {2, 2}, {0.3, 0.7, 0.1, 0.9}, 100);
        put(analysis, {"significance", "a, \"b\"", -1}, {2, 2}, {0.5, 0.5, 0.1, 0.9}, 50);
        put(analysis, {"dynamics_concentration", "", -1}, {2, 4},
            {.1, .12, .3, .4, .1, .14, .3, .4}, 150);
        put(analysis, {"dynamics_total", "", -1}, {2}, {0.6, 0.8}, 150);
        for (const char* corpus : {"code", "a, \"b\""}) {
            put(analysis, {"significance_concentration", corpus, -1}, {2, 4},
                {.1, .2, .3, .4, .1, .2, .3, .4}, 100);
            put(analysis, {"dynamics_null_concentration", corpus, -1}, {2, 4},
                {.1, .3, .3, .4, .1, .3, .3, .4}, 100);
            put(analysis, {"dynamics_null_total", corpus, -1}, {2}, {0.2, 0.15}, 100);
        }
        const auto lines = stageFindings(analysis);
        const auto has = [&](const char* text) {
            for (const std::string& line : lines)
                if (line.find(text) != std::string::npos) return true;
            qWarning("missing: %s", text);
            for (const std::string& line : lines) qWarning("  %s", line.c_str());
            return false;
        };
        QVERIFY(
            has("busiest expert is 1 of layer 1 on code: 1.5 times its fair share, in 75.0 % of "
                "tokens (95 % interval 66.0-82.0 %; 100 tokens)"));
        QVERIFY(has("expert 1 of layer 3 carries most over all corpora: 90.0 %"));
        QVERIFY(has("most corpus-specific expert is 0 of layer 1: 50.0 % of the layer's "
                    "significance on a, \"b\" (50 tokens), 30.0 % on code (100 tokens)") ||
                has("most corpus-specific expert is 1 of layer 1: 70.0 % of the layer's "
                    "significance on code (100 tokens), 50.0 % on a, \"b\" (50 tokens)"));
        QVERIFY(has("top 1 % of channels carry 13 % of the change"));
        QVERIFY(has("they carry 20 % of the significance itself, so the change is no more "
                    "concentrated"));
        QVERIFY(has("4.0 times as much between corpora"));
        for (const std::string& line : lines) QVERIFY(line.find("tokens") != std::string::npos);
    }
};

QTEST_GUILESS_MAIN(TestShow)
#include "tst_show.moc"
