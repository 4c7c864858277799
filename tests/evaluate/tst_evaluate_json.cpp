// SPDX-License-Identifier: GPL-3.0-or-later
// The keys that scripts read.
#include "core/evaluate/report_json.h"

#include <QTest>

using namespace moqa;

class TestEvaluateJson : public QObject {
    Q_OBJECT
private slots:
    void hasTheKeysOfTheContract() {
        EvaluateReport report;
        report.model = "demo";
        report.protocol = Protocol::LlamaCpp;
        report.window = 256;
        CorpusScore score;
        score.corpus = "code";
        score.tokens = 1000;
        score.windows = 3;
        score.dropped = 232;
        score.scored = 381;
        score.nll = 0.5;
        score.ppl = 1.6487212707001282;
        report.corpora = {score};
        TaskScore task;
        task.name = "copa";
        task.n = 4;
        task.acc = 0.75;
        task.stderrAcc = 0.25;
        QCOMPARE(evaluateJson(report, {task}).dump(),
                 std::string(
                     R"({"model":"demo","protocol":"llama.cpp","window":256,"corpora":)"
                     R"({"code":{"tokens":1000,"windows":3,"dropped":232,"scored":381,"nll":0.5,)"
                     R"("ppl":1.6487212707001282}},"tasks":{"copa":{"n":4,"acc":0.75,)"
                     R"("stderr":0.25}}})"));
    }

    void referenceAndNormalisedAccuracyAddTheirs() {
        EvaluateReport report;
        report.against = "full";
        CorpusScore score;
        score.corpus = "code";
        score.hasReference = true;
        score.kl = 0.25;
        score.sameTop1 = 0.5;
        score.routingShift = {0.0, 0.125};
        report.corpora = {score};
        TaskScore task;
        task.name = "cb";
        task.hasAccNorm = task.hasMacroF1 = true;
        task.accNorm = 0.5;
        task.macroF1 = 0.25;
        const Json json = evaluateJson(report, {task});
        const Json& code = json["corpora"]["code"];
        QCOMPARE(code["kl"].get<double>(), 0.25);
        QCOMPARE(code["same_top1"].get<double>(), 0.5);
        QCOMPARE(code["routing_shift"].dump(), std::string("[0.0,0.125]"));
        QCOMPARE(json["tasks"]["cb"]["acc_norm"].get<double>(), 0.5);
        QCOMPARE(json["tasks"]["cb"]["macro_f1"].get<double>(), 0.25);
        QCOMPARE(json["against"].get<std::string>(), std::string("full"));
    }
};

QTEST_GUILESS_MAIN(TestEvaluateJson)
#include "tst_evaluate_json.moc"
