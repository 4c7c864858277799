// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/evaluate/report_json.h"

namespace moqa {

namespace {

Json corpusJson(const CorpusScore& score) {
    Json json = {{"tokens", score.tokens},
                 {"windows", score.windows},
                 {"dropped", score.dropped},
                 {"scored", score.scored},
                 {"nll", score.nll},
                 {"ppl", score.ppl}};
    if (!score.hasReference) return json;
    json["kl"] = score.kl;
    json["same_top1"] = score.sameTop1;
    json["routing_shift"] = score.routingShift;
    return json;
}

Json taskJson(const TaskScore& score) {
    Json json = {{"n", score.n}, {"acc", score.acc}};
    if (score.hasAccNorm) json["acc_norm"] = score.accNorm;
    json["stderr"] = score.stderrAcc;
    if (score.hasAccNorm) json["acc_norm_stderr"] = score.stderrAccNorm;
    if (score.hasMacroF1) json["macro_f1"] = score.macroF1;
    return json;
}

} // namespace

Json evaluateJson(const EvaluateReport& report, const std::vector<TaskScore>& tasks) {
    Json json = {{"model", report.model},
                 {"protocol", protocolName(report.protocol)},
                 {"window", report.window}};
    if (!report.against.empty()) json["against"] = report.against;
    Json& corpora = json["corpora"] = Json::object();
    for (const CorpusScore& score : report.corpora) corpora[score.corpus] = corpusJson(score);
    Json& scores = json["tasks"] = Json::object();
    for (const TaskScore& score : tasks) scores[score.name] = taskJson(score);
    return json;
}

} // namespace moqa
