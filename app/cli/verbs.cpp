// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/verb.h"

namespace moqa::cli {

CLI::Validator oneOrMore() {
    return {[](std::string& text) {
                int64_t value = 0;
                if (CLI::detail::lexical_cast(text, value) && value > 0) return std::string();
                return "must be a whole number, 1 or more, not \"" + text.substr(0, 40) + "\"";
            },
            ""};
}

const std::vector<Verb>& verbs() {
    static const std::vector<Verb> table = {
        {"inspect", "what a model is: family, sizes, where its bytes are",
         "moqa inspect models/OLMoE-1B-7B", addInspect},
        {"tokenize", "texts to token ids with a model's tokenizer",
         "moqa tokenize MODEL --file text.txt", addTokenize},
        {"logits", "logits, hidden states and routing of one sequence",
         "moqa logits MODEL --ids \"1 2 3\" -o out.safetensors", addLogits},
        {"analyze", "the three analysis stages on your corpora, into a workspace",
         "moqa analyze MODEL --corpus code=code.txt@2/3:head --corpus wiki=wiki.txt@2/3:head -o "
         "work.moqa",
         addAnalyze},
        {"calibration", "which experts a calibration text starves, before anything runs",
         "moqa calibration MODEL --corpus code=code.txt@2/3:head", addCalibration},
        {"show", "any analysis value as a table",
         "moqa show work.moqa --metric load --corpus code --csv", addShow},
        {"explain", "what a metric means", "moqa explain lift", addExplain},
        {"plan", "bits for every expert under a budget",
         "moqa plan work.moqa --method moqa --bits 3.0 -o plan.json", addPlan},
        {"measure", "fill the table of measured losses that plans minimise",
         "moqa measure MODEL --work work.moqa --widths 2,3,4,6,8", addMeasure},
        {"scores", "which score predicts the measured loss of the experts", "moqa scores work.moqa",
         addScores},
        {"quantize", "quantize a model as a plan says",
         "moqa quantize MODEL --plan plan.json --work work.moqa -o out.h5", addQuantize},
        {"study", "a grid of methods, bits and corpora, with intervals and paired tests",
         "moqa study MODEL --grid grid.json -o study.json", addStudy},
        {"evaluate", "perplexity, divergence, routing shift and tasks",
         "moqa evaluate out.h5 --corpus wiki=wiki.txt@1/3:tail --against MODEL", addEvaluate},
        {"adapt", "whether a plan still fits a new text, and a patch that switches channels for it",
         "moqa adapt out.h5 --corpus law=law.txt -o law-patch.h5", addAdapt},
        {"export", "write a model in a format that others load",
         "moqa export out.h5 --to safetensors -o folder", addExport},
        {"demo", "the main job on the shipped demo model, or a random checkpoint",
         "moqa demo -o demo-out", addDemo},
        {"compare", "two models, plans or workspaces", "", nullptr},
        {"report", "a workspace as one document", "", nullptr},
        {"bench", "time the kernels", "", nullptr},
    };
    return table;
}

} // namespace moqa::cli
