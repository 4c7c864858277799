// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The tensors of a model as a tree: part or layer, then group, then tensor, with sizes added up on
// the way. Holds the model while it shows it.

#include "core/checkpoint/model_source.h"
#include "views/state/object_ref.h"

#include <QAbstractItemModel>
#include <map>
#include <memory>
#include <utility>
#include <vector>

namespace moqa {

class ModelTreeModel : public QAbstractItemModel {
    Q_OBJECT
public:
    enum Column { Name, Shape, Type, Bytes, ColumnCount };
    explicit ModelTreeModel(QObject* parent = nullptr);
    ~ModelTreeModel() override;
    void setModel(std::shared_ptr<const ModelSource> model);     // null = empty
    const WeightEntry* weightAt(const QModelIndex& index) const; // null for a group
    QModelIndex indexOfExpert(int layer, int expert) const;      // its group; invalid if none
    // The expert of its group or of one of its tensors; not valid of anything else.
    ObjectRef objectAt(const QModelIndex& index) const;

    QModelIndex index(int row, int column, const QModelIndex& parent = {}) const override;
    QModelIndex parent(const QModelIndex& child) const override;
    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    struct Node;
    const Node* nodeOf(const QModelIndex& index) const;
    std::shared_ptr<const ModelSource> m_model;
    std::unique_ptr<Node> m_root;
    std::map<std::pair<int, int>, Node*> m_experts; // (layer, expert)
};

} // namespace moqa
