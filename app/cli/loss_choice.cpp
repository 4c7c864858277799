// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/loss_choice.h"

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

} // namespace moqa::cli
