// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What the command palette lists, best first: every action with its keys (greyed, with the reason,
// when it makes no sense now), recent files, and every tensor of the model once letters were typed.

#include <QAbstractTableModel>
#include <vector>

namespace moqa {

class Workbench;

struct PaletteEntry {
    enum class Kind { Action, Recent, Tensor } kind = Kind::Action;
    QString text;
    QString id;     // of an action; path of a recent file
    QString detail; // keys, or the reason why it is disabled, or what else is known
    bool enabled = true;
    size_t tensor = 0; // index in the model's weights
};

class PaletteModel : public QAbstractTableModel {
    Q_OBJECT
public:
    static constexpr size_t kMostRows = 200;

    // Takes what the workbench holds now; a palette is opened, used and gone.
    explicit PaletteModel(Workbench& workbench, QObject* parent = nullptr);
    void setQuery(const QString& letters);
    const PaletteEntry& entry(int row) const {
        return m_entries[m_shown[static_cast<size_t>(row)]];
    }

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;

private:
    void addActions(Workbench& workbench);
    void addRecent(Workbench& workbench);
    void addTensors(Workbench& workbench);
    std::vector<PaletteEntry> m_entries;
    std::vector<size_t> m_shown;
};

} // namespace moqa
