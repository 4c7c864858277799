// SPDX-License-Identifier: GPL-3.0-or-later
// Document: the tables of measured losses.
#include "views/state/document.h"

namespace moqa {

std::vector<std::string> Document::lossTableNames() const {
    std::vector<std::string> names;
    for (const auto& [name, table] : m_workspace.losses) names.push_back(name);
    return names;
}

std::shared_ptr<const LossTable> Document::losses() const {
    const auto found = m_workspace.losses.find(m_lossTable);
    return found == m_workspace.losses.end() ? nullptr : found->second;
}

void Document::chooseLosses(const std::string& name) {
    if (name == m_lossTable || !m_workspace.losses.contains(name)) return;
    m_lossTable = name;
    forgetPredictions();
    emit lossesChanged();
}

Status Document::setLosses(const std::string& name, std::shared_ptr<const LossTable> table) {
    if (table->modelFingerprint != m_workspace.modelFingerprint)
        return badInput("these losses were measured on another model", table->modelName,
                        "measure the open model");
    m_lossTable = lossTableKey(m_workspace.losses, name, *table);
    m_workspace.losses[m_lossTable] = std::move(table);
    m_resultsUnsaved = true;
    forgetPredictions();
    emit lossesChanged();
    touch();
    return {};
}

} // namespace moqa
