// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The plans of a document as a table: name, size, whether its results fit, notes. Renaming and
// notes are edited in place, as undoable steps of the document. GUI thread.

#include "views/state/document.h"

#include <QAbstractTableModel>

namespace moqa {

class PlanLibraryModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { Name, MeanBits, Bytes, Method, Results, Notes, ColumnCount };
    explicit PlanLibraryModel(Document& document, QObject* parent = nullptr);

    std::string nameAt(int row) const; // "" for none
    int rowOf(const std::string& name) const;

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    bool setData(const QModelIndex& index, const QVariant& value, int role) override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    void reload();
    void refresh(); // the same plans with other values
    QString results(const std::string& plan) const;

    Document& m_document;
    std::vector<std::string> m_names;
};

} // namespace moqa
