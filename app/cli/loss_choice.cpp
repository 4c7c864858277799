// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/loss_choice.h"

#include "core/quantize/calibration_stream.h"

#include <fmt/format.h>

namespace moqa::cli {

Result<std::shared_ptr<const LossTable>> chooseLosses(const Workspace& workspace,
                                                      const std::string& name, bool needed) {
    const auto& tables = workspace.losses;
    std::string names;
    for (const auto& [known, table] : tables) names += (names.empty() ? "" : ", ") + known;
    if (!name.empty()) {
        const auto found = tables.find(name);
        if (found != tables.end()) return found->second;
        return usageError(fmt::format("the workspace has no loss table \"{}\"", name), "--losses",
                          names.empty() ? "fill one with moqa measure" : "it has " + names);
    }
    if (tables.size() == 1) return tables.begin()->second;
    if (needed && !tables.empty())
        return usageError("the workspace has several loss tables", "--losses",
                          "name one: " + names);
    return std::shared_ptr<const LossTable>();
}

std::string measuredKey(const Workspace& workspace, const ModelSource& model,
                        const std::vector<Corpus>& corpora, const MeasureOptions& options) {
    const int64_t window = CalibrationStream::windowOf(model.spec(), options.quantize.window);
    if (window < 1) return {};
    std::vector<LossCorpus> measured;
    for (const Corpus& corpus : corpora) {
        const int64_t windows = static_cast<int64_t>(corpus.ids.size()) / window;
        measured.push_back({corpus.name, corpus.textSha256, windows * window});
    }
    for (const auto& [key, table] : workspace.losses)
        if (table->optionsJson == measureOptionsJson(options) && table->corpora == measured)
            return key;
    return {};
}

} // namespace moqa::cli
