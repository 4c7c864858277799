// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A workspace with something in every part: two corpora, results of all shapes, plans, a report.

#include "core/store/workspace.h"

#include <limits>
#include <utility>

namespace moqa::test {

inline ResultArray result(const char* metric, const char* corpus, int layer,
                          std::vector<int64_t> shape, std::vector<double> values) {
    return {{metric, corpus, layer}, std::move(shape), std::move(values), 128};
}

inline Workspace sampleWorkspace() {
    Analysis analysis;
    analysis.modelName = "tiny";
    analysis.modelPath = "/models/tiny";
    analysis.modelFingerprint = "feed";
    analysis.moeLayers = {0, 1};
    analysis.experts = 4;
    analysis.topK = 2;
    analysis.corpora = {{"code", "code.txt@2/3:head", "ab", 128, 3, 2, 64, 1.0},
                        {"maths", "maths.txt", "cd", 64, 0, 1, 64, 0.5}};
    analysis.optionsJson = R"({"stage": [1, 2, 3]})";
    const double nan = std::numeric_limits<double>::quiet_NaN();
    for (ResultArray array :
         {result("load", "code", -1, {2, 4}, {1, 0.5, 0.1 + 0.2, nan, 1, 1, 1, 1}),
          result("load", "maths", -1, {2, 4}, {0, 1, 2, 3, 4, 5, 6, 7}),
          result("coactivation", "code", 1, {4, 4}, std::vector<double>(16, 0.25)),
          result("drift", "code|maths", -1, {}, {0.75}), result("empty", "", -1, {0, 4}, {})}) {
        const ResultKey key = array.key;
        analysis.results[key] = std::make_shared<const ResultArray>(std::move(array));
    }
    Workspace workspace;
    workspace.modelPath = "/models/tiny";
    workspace.modelName = "tiny";
    workspace.modelFingerprint = "feed";
    workspace.corpora = {{"code", "code.txt@2/3:head", "ab", {1, 2, 95}}, {"empty", "x", "", {}}};
    workspace.window = 64;
    workspace.analysis = std::make_shared<const Analysis>(std::move(analysis));
    workspace.plans["first"].method = "uniform";
    workspace.plans["Zweiter/Plan ü"].method = "manual";
    workspace.reports["evaluate"] = R"({"ppl": 12.5})";
    workspace.notes = "Löffel\n";
    return workspace;
}

} // namespace moqa::test
