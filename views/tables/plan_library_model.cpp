// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/tables/plan_library_model.h"

#include "views/state/staleness.h"
#include "views/state/text.h"

#include <QFont>
#include <algorithm>

namespace moqa {

PlanLibraryModel::PlanLibraryModel(Document& document, QObject* parent)
    : QAbstractTableModel(parent), m_document(document) {
    for (const auto signal : {&Document::opened, &Document::plansChanged})
        connect(&document, signal, this, &PlanLibraryModel::reload);
    for (const auto signal : {&Document::planEdited, &Document::activePlanChanged,
                              &Document::runsChanged, &Document::readOnlyChanged})
        connect(&document, signal, this, &PlanLibraryModel::refresh);
    connect(&document, &Document::planNotesChanged, this, &PlanLibraryModel::refresh);
    reload();
}

void PlanLibraryModel::reload() {
    beginResetModel();
    m_names = m_document.planNames();
    endResetModel();
}

void PlanLibraryModel::refresh() {
    if (!m_names.empty()) emit dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
}

std::string PlanLibraryModel::nameAt(int row) const {
    return row < 0 || row >= rowCount() ? std::string() : m_names[static_cast<size_t>(row)];
}

int PlanLibraryModel::rowOf(const std::string& name) const {
    const auto found = std::find(m_names.begin(), m_names.end(), name);
    return found == m_names.end() ? -1 : static_cast<int>(found - m_names.begin());
}

int PlanLibraryModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_names.size());
}
int PlanLibraryModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : ColumnCount;
}

QString PlanLibraryModel::results(const std::string& plan) const {
    const Staleness quantized = quantizeFit(m_document, plan);
    switch (quantized.fit) {
    case Fit::None: return tr("not quantized");
    case Fit::Outdated: return tr("outdated: %1").arg(quantized.why);
    case Fit::Partial: return tr("partial: %1").arg(quantized.why);
    case Fit::Current: break;
    }
    const Staleness measured = evaluateFit(m_document, plan);
    if (measured.fit == Fit::Outdated) return tr("quantized; outdated: %1").arg(measured.why);
    return measured.fit == Fit::Current ? tr("quantized, evaluated") : tr("quantized");
}

QVariant PlanLibraryModel::data(const QModelIndex& index, int role) const {
    const std::string name = index.isValid() ? nameAt(index.row()) : std::string();
    const Plan* const plan = m_document.plan(name);
    if (!plan) return {};
    if (role == Qt::FontRole && name == m_document.activePlanName()) {
        QFont bold;
        bold.setBold(true);
        return bold;
    }
    if (role == Qt::TextAlignmentRole && (index.column() == MeanBits || index.column() == Bytes))
        return QVariant(Qt::AlignRight | Qt::AlignVCenter);
    if (role == Qt::ToolTipRole && index.column() == Results) return results(name);
    if (role != Qt::DisplayRole && role != Qt::EditRole) return {};
    switch (index.column()) {
    case Name: return qstr(name);
    case MeanBits: return QLocale().toString(plan->totals.meanBits, 'f', 3);
    case Bytes: return byteText(plan->totals.bytes);
    case Method: return qstr(plan->method);
    case Results: return results(name);
    case Notes: return qstr(m_document.planNotes(name));
    default: return {};
    }
}

bool PlanLibraryModel::setData(const QModelIndex& index, const QVariant& value, int role) {
    const std::string name = index.isValid() ? nameAt(index.row()) : std::string();
    if (role != Qt::EditRole || name.empty()) return false;
    const std::string text = value.toString().trimmed().toStdString();
    if (index.column() == Name) return m_document.renamePlan(name, text);
    if (index.column() == Notes) return m_document.setPlanNotes(name, text);
    return false;
}

Qt::ItemFlags PlanLibraryModel::flags(const QModelIndex& index) const {
    Qt::ItemFlags flags = QAbstractTableModel::flags(index);
    const bool text = index.column() == Name || index.column() == Notes;
    if (text && m_document.readOnlyReason().isEmpty()) flags |= Qt::ItemIsEditable;
    return flags;
}

QVariant PlanLibraryModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole) return {};
    switch (section) {
    case Name: return tr("Plan");
    case MeanBits: return tr("Mean bits");
    case Bytes: return tr("Size");
    case Method: return tr("Method");
    case Results: return tr("Results");
    case Notes: return tr("Notes");
    default: return {};
    }
}

} // namespace moqa
