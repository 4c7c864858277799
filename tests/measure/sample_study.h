// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A study made by hand: two plans and a refusal on one known and two new texts, a comparison, and
// random plans in two groups.

#include "core/measure/study.h"

#include <cmath>

namespace moqa::test {

inline const char* const kStudyGrid = R"({
  "methods": ["moqa@2,4,6,8", "optimal"], "bits": [2.5, 3],
  "calibration": {"mix": ["code=a@2/3:head", "wiki=b"]},
  "evaluation": {"known": ["code=a@1/3:tail"], "new": ["drama=d", "law=e"]},
  "widths": [2, 3, 4], "groups": [32, -1], "baseline_bits": 2, "tokens": 100,
  "evaluation_tokens": 50, "balance": 40, "window": 16, "attention_bits": 8,
  "shared_bits": 4, "dense_bits": 6,
  "unseen": 0.5, "random_plans": [{"low": 2, "high": 3.5, "count": 7}],
  "quantizer": {"method": "rtn", "grid": "hessian", "damp": 0.02, "act_order": false,
                "sequential": false}})";

inline CorpusScore scoreOf(const char* name, double kl) {
    CorpusScore score;
    score.corpus = name;
    score.scored = 49;
    score.nll = 2.25 + kl;
    score.ppl = std::exp(score.nll);
    score.hasReference = true;
    score.kl = kl;
    score.sameTop1 = 0.875;
    score.routingShift = {0.125, 1.0 / 3};
    return score;
}

inline StudyRow rowOf(const char* method, double bits, double kl) {
    StudyRow row;
    row.method = method;
    row.calibration = "mix";
    row.bits = bits;
    row.group = -1;
    row.totals.meanBits = bits - 0.001;
    row.totals.meanBitsModel = 5.5;
    row.totals.trueBits = bits + 0.375;
    row.totals.bytes = 9'007'199'254'740'993; // no double holds it
    row.predicted = kl / 3;
    row.report.corpora = {scoreOf("code", kl), scoreOf("drama", 2 * kl), scoreOf("law", 3 * kl)};
    row.known = {kl, 2.25, MeanInterval{kl * 0.9, kl * 1.1}, ShareInterval{0.77, 0.755, 0.785, 0},
                 ShareInterval{0.5, -0.25, 1.5, 0.03}};
    row.fresh = {2 * kl, 2.5, std::nullopt, std::nullopt, std::nullopt};
    row.seconds = 1.5;
    return row;
}

inline Study sampleStudy() {
    Study study;
    study.model = "demo";
    study.complete = true;
    study.grid = *parseStudyGrid(*parseJson(kStudyGrid, "grid"), "grid");
    study.full.corpora = {scoreOf("code", 0), scoreOf("drama", 0), scoreOf("law", 0)};
    study.rows = {rowOf("uniform", 2, 0.1), rowOf("optimal", 3, 0.0123456789012345)};
    study.rows[0].predicted = -1;
    StudyRow refused;
    refused.method = "moqa@2,4,6,8";
    refused.calibration = "mix";
    refused.bits = 1.5;
    refused.group = -1;
    refused.failure = "no plan has 1.5 mean bits";
    study.rows.push_back(refused);
    study.comparisons = {{"uniform", "optimal", "mix", 3, -1, false, 0.25, 0.125, 0.375, 0.0005}};
    PredictionCheck check;
    check.range = {2, 3.5, 2};
    check.points = {{2.25, 0.5, 0.75}, {3.25, 0.125, 0.1}};
    check.rankCorrelation = std::nan(""); // two points
    PredictionCheck other = check;
    other.rankCorrelation = 0.9625;
    study.predictions = {{"mix", 32, {check, other}}, {"mix", -1, {other}}};
    return study;
}

} // namespace moqa::test
