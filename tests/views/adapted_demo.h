// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The demo model analysed on two of its texts, with a plan: what the pages Adapt and Export begin
// with. Few tokens and round to nearest, so that it takes seconds.

#include "core/analysis/analyze.h"
#include "core/plan/make_plan.h"
#include "core/store/demo_files.h"
#include "core/store/open_model.h"
#include "core/text/tokenizer.h"
#include "views/state/engine_jobs.h"

#include <memory>
#include <string>
#include <vector>

namespace moqa::test {

struct AdaptedDemo {
    static constexpr int64_t kTokens = 1024, kWindow = 128;

    std::shared_ptr<const ModelSource> model;
    CorpusLibrary library; // code and maths calibrate, drama is new
    std::vector<Corpus> corpora;
    std::shared_ptr<const Analysis> analysis;
    Plan plan; // MoQa's rule at 3 bits

    static Result<AdaptedDemo> make() {
        AdaptedDemo demo;
        MOQA_TRY(const DemoFiles files, findDemoFiles());
        MOQA_TRY(demo.model, openModel(files.modelPath));
        MOQA_TRY(const std::string json, demo.model->sideFile("tokenizer.json"));
        MOQA_TRY(const Tokenizer tokenizer, Tokenizer::fromJson(json, "tokenizer"));
        for (const DemoCorpus& one : files.corpora) {
            if (one.name != "code" && one.name != "maths" && one.name != "drama") continue;
            CorpusEntry entry;
            entry.name = one.name;
            entry.path = one.path;
            entry.calibrates = one.name != "drama";
            demo.library.push_back(entry);
            if (!entry.calibrates) continue;
            MOQA_TRY(Corpus corpus, loadCorpus(one.calibration(), tokenizer, kTokens));
            demo.corpora.push_back(std::move(corpus));
        }
        AnalyzeOptions options;
        options.window = kWindow;
        options.stage3 = false;
        MOQA_TRY(Analysis analysis, analyze(*demo.model, demo.corpora, options, silentProgress()));
        demo.analysis = std::make_shared<const Analysis>(std::move(analysis));
        PlanOptions wanted;
        wanted.bits = 3;
        MOQA_TRY(demo.plan, makePlan(*demo.model, demo.analysis.get(), wanted));
        return demo;
    }

    static QuantizeOptions quantizer() {
        QuantizeOptions options;
        options.method = QuantMethod::Rtn;
        options.window = kWindow;
        return options;
    }
    // Of the plan, or of a uniform one.
    Result<QuantizeRun> quantize(const std::string& path, double cache, int uniformBits = 0) const {
        QuantizeJob job{model, plan, "three", corpora, quantizer(), path, false, {}};
        if (uniformBits > 0) {
            PlanOptions wanted;
            wanted.method = PlanMethod::Uniform;
            wanted.bits = uniformBits;
            MOQA_TRY(job.plan, makePlan(*model, nullptr, wanted));
        }
        job.cache = cache;
        job.analysis = analysis;
        return runQuantize(
            job, [](const LayerReport&) {}, silentProgress());
    }
    void open(Document& document) const {
        document.openModel(model);
        document.setCorpora(library);
        document.setAnalysis(analysis, corpora);
        document.addPlan("three", plan);
    }
    std::string textPath(const std::string& name) const {
        for (const CorpusEntry& entry : library)
            if (entry.name == name) return entry.path;
        return {};
    }
};

} // namespace moqa::test
