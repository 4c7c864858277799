// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/tables/model_tree_model.h"

#include "views/state/text.h"

namespace moqa {

struct ModelTreeModel::Node {
    QString name;
    Node* parent = nullptr;
    int row = 0;
    const WeightEntry* entry = nullptr; // of a tensor
    int64_t bytes = 0;
    int layer = -1, expert = -1; // of a group that is one
    std::vector<std::unique_ptr<Node>> children;

    Node* child(const QString& childName) {
        // Weights come in order: the node wanted is the last one, or new.
        if (!children.empty() && children.back()->name == childName) return children.back().get();
        for (const auto& one : children)
            if (one->name == childName) return one.get();
        auto fresh = std::make_unique<Node>();
        fresh->name = childName;
        fresh->parent = this;
        fresh->row = static_cast<int>(children.size());
        children.push_back(std::move(fresh));
        return children.back().get();
    }
};

ModelTreeModel::ModelTreeModel(QObject* parent)
    : QAbstractItemModel(parent), m_root(std::make_unique<Node>()) {}
ModelTreeModel::~ModelTreeModel() = default;

void ModelTreeModel::setModel(std::shared_ptr<const ModelSource> model) {
    beginResetModel();
    m_root = std::make_unique<Node>();
    m_experts.clear();
    m_model = std::move(model);
    if (m_model) {
        for (const WeightEntry& entry : m_model->weights()) {
            Node* node = m_root.get();
            const QString part = qstr(partName(partOf(entry.id.role)));
            if (entry.id.layer >= 0) {
                node = node->child(tr("layer %1").arg(entry.id.layer));
                node->layer = entry.id.layer;
            }
            node = node->child(part);
            if (entry.id.expert >= 0) {
                node = node->child(tr("expert %1").arg(entry.id.expert));
                node->expert = entry.id.expert;
                m_experts.try_emplace({entry.id.layer, entry.id.expert}, node);
            }
            // A tensor is a leaf of its own even where names repeat.
            auto leaf = std::make_unique<Node>();
            leaf->name = qstr(entry.name);
            leaf->parent = node;
            leaf->row = static_cast<int>(node->children.size());
            leaf->entry = &entry;
            leaf->bytes = entry.bytes;
            node->children.push_back(std::move(leaf));
            for (; node; node = node->parent) node->bytes += entry.bytes;
        }
    }
    endResetModel();
}

const ModelTreeModel::Node* ModelTreeModel::nodeOf(const QModelIndex& index) const {
    return index.isValid() ? static_cast<const Node*>(index.internalPointer()) : m_root.get();
}

const WeightEntry* ModelTreeModel::weightAt(const QModelIndex& index) const {
    return index.isValid() ? nodeOf(index)->entry : nullptr;
}

QModelIndex ModelTreeModel::indexOfExpert(int layer, int expert) const {
    const auto found = m_experts.find({layer, expert});
    return found == m_experts.end() ? QModelIndex()
                                    : createIndex(found->second->row, 0, found->second);
}

ObjectRef ModelTreeModel::objectAt(const QModelIndex& index) const {
    if (!index.isValid()) return {};
    const Node& node = *nodeOf(index);
    if (node.entry)
        return node.entry->id.expert >= 0
                   ? ObjectRef::ofExpert(node.entry->id.layer, node.entry->id.expert)
                   : ObjectRef();
    if (node.expert < 0) return {};
    return ObjectRef::ofExpert(node.parent->parent->layer, node.expert);
}

QModelIndex ModelTreeModel::index(int row, int column, const QModelIndex& parent) const {
    if (!hasIndex(row, column, parent)) return {};
    return createIndex(row, column, nodeOf(parent)->children[static_cast<size_t>(row)].get());
}

QModelIndex ModelTreeModel::parent(const QModelIndex& child) const {
    if (!child.isValid()) return {};
    const Node* const parent = nodeOf(child)->parent;
    return !parent || parent == m_root.get() ? QModelIndex() : createIndex(parent->row, 0, parent);
}

int ModelTreeModel::rowCount(const QModelIndex& parent) const {
    return parent.column() > 0 ? 0 : static_cast<int>(nodeOf(parent)->children.size());
}
int ModelTreeModel::columnCount(const QModelIndex&) const { return ColumnCount; }

QVariant ModelTreeModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid()) return {};
    const Node& node = *nodeOf(index);
    if (role == Qt::TextAlignmentRole && index.column() != Name)
        return QVariant(Qt::AlignRight | Qt::AlignVCenter);
    if (role == Qt::ToolTipRole && node.entry) return node.name;
    if (role != Qt::DisplayRole) return {};
    switch (index.column()) {
    case Name: return node.entry ? node.name.section(QLatin1Char('.'), -2) : node.name;
    case Shape:
        if (!node.entry) return {};
        return node.entry->rows == 1
                   ? QString::number(node.entry->cols)
                   : QStringLiteral("%1 \u00d7 %2").arg(node.entry->rows).arg(node.entry->cols);
    case Type:
        if (!node.entry) return {};
        return node.entry->bits < 16 ? tr("%n bit", nullptr, node.entry->bits)
                                     : qstr(nameOf(node.entry->dtype));
    default: return byteText(node.bytes);
    }
}

QVariant ModelTreeModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole) return {};
    switch (section) {
    case Name: return tr("Name");
    case Shape: return tr("Shape");
    case Type: return tr("Type");
    case Bytes: return tr("Size");
    default: return {};
    }
}

} // namespace moqa
