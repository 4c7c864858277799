// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/palette_model.h"

#include "views/state/fuzzy.h"
#include "views/state/text.h"
#include "views/state/workbench.h"

#include <QFileInfo>
#include <algorithm>

namespace moqa {

namespace {

// At equal fit an action is likelier meant than a file, and a file than one of 50,000 tensors.
int bonus(PaletteEntry::Kind kind) {
    return kind == PaletteEntry::Kind::Action ? 60 : kind == PaletteEntry::Kind::Recent ? 30 : 0;
}

} // namespace

PaletteModel::PaletteModel(Workbench& workbench, QObject* parent) : QAbstractTableModel(parent) {
    addActions(workbench);
    addRecent(workbench);
    addTensors(workbench);
    setQuery({});
}

void PaletteModel::addActions(Workbench& workbench) {
    const ActionCatalogue& catalogue = workbench.actions();
    for (auto it = catalogue.actions().begin(); it != catalogue.actions().end(); ++it) {
        const QAction& action = *it.value();
        // Recent files come with their names below.
        if (it.key() == QLatin1String("help.palette") ||
            it.key().startsWith(QLatin1String("recent.")))
            continue;
        const QString keys = action.shortcut().toString(QKeySequence::NativeText);
        const QString reason = catalogue.disabledReason(it.key());
        m_entries.push_back({PaletteEntry::Kind::Action, plainText(action), it.key(),
                             action.isEnabled() ? keys
                             : reason.isEmpty() ? tr("not possible now")
                                                : reason,
                             action.isEnabled(), 0});
    }
}

void PaletteModel::addRecent(Workbench& workbench) {
    for (const QString& path : workbench.settings().recentPaths()) {
        const QFileInfo file(path);
        m_entries.push_back({PaletteEntry::Kind::Recent, tr("Open %1").arg(file.fileName()), path,
                             file.path(), true, 0});
    }
}

void PaletteModel::addTensors(Workbench& workbench) {
    const auto model = workbench.document().model();
    if (!model) return;
    const auto& weights = model->weights();
    m_entries.reserve(m_entries.size() + weights.size());
    for (size_t i = 0; i < weights.size(); ++i)
        m_entries.push_back(
            {PaletteEntry::Kind::Tensor,
             qstr(weights[i].name),
             {},
             QStringLiteral("%1 \u00d7 %2").arg(weights[i].rows).arg(weights[i].cols),
             true,
             i});
}

void PaletteModel::setQuery(const QString& letters) {
    const QString pattern = letters.trimmed();
    std::vector<std::pair<int, size_t>> found; // score, entry
    for (size_t i = 0; i < m_entries.size(); ++i) {
        if (pattern.isEmpty() && m_entries[i].kind == PaletteEntry::Kind::Tensor) continue;
        const int score = fuzzyScore(pattern, m_entries[i].text);
        if (score > 0) found.emplace_back(score + bonus(m_entries[i].kind), i);
    }
    const auto better = [this](const auto& a, const auto& b) {
        if (a.first != b.first) return a.first > b.first;
        return QString::compare(m_entries[a.second].text, m_entries[b.second].text) < 0;
    };
    const size_t kept = std::min(found.size(), kMostRows);
    std::partial_sort(found.begin(), found.begin() + static_cast<std::ptrdiff_t>(kept), found.end(),
                      better);
    beginResetModel();
    m_shown.clear();
    for (size_t i = 0; i < kept; ++i) m_shown.push_back(found[i].second);
    endResetModel();
}

int PaletteModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_shown.size());
}

int PaletteModel::columnCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : 2; }

QVariant PaletteModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid() || index.row() >= rowCount()) return {};
    const PaletteEntry& shown = entry(index.row());
    if (role == Qt::DisplayRole) return index.column() == 0 ? shown.text : shown.detail;
    if (role == Qt::TextAlignmentRole && index.column() == 1)
        return QVariant::fromValue(Qt::Alignment(Qt::AlignRight | Qt::AlignVCenter));
    if (role == Qt::ToolTipRole || role == Qt::AccessibleDescriptionRole)
        return shown.kind == PaletteEntry::Kind::Recent ? shown.id : shown.detail;
    return {};
}

Qt::ItemFlags PaletteModel::flags(const QModelIndex& index) const {
    if (!index.isValid()) return Qt::NoItemFlags;
    return entry(index.row()).enabled ? Qt::ItemIsEnabled | Qt::ItemIsSelectable
                                      : Qt::ItemIsSelectable;
}

} // namespace moqa
