// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quantize/calibration_corpora.h"

#include <algorithm>

namespace moqa {

Result<std::vector<Corpus>> calibrationCorpora(const std::vector<Corpus>& all, const Plan& plan) {
    const auto named = plan.options.find("corpora");
    if (named == plan.options.end() || !named->is_object() || named->empty()) return all;
    std::vector<Corpus> chosen;
    for (const Corpus& corpus : all)
        if (named->contains(corpus.name)) chosen.push_back(corpus);
    if (chosen.size() == named->size()) return chosen;
    std::string missing;
    for (const auto& [name, weight] : named->items())
        if (std::none_of(chosen.begin(), chosen.end(),
                         [&name](const Corpus& corpus) { return corpus.name == name; }))
            missing += (missing.empty() ? "" : ", ") + name;
    return badInput("the plan was made for corpora that this workspace does not hold: " + missing,
                    "--work", "give the workspace that the plan was made from");
}

} // namespace moqa
