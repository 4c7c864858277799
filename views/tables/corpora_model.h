// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The texts of a corpus choice, a row each: name, file, whether it calibrates and whether it
// evaluates. A text that does both is cut: first two thirds and last third never overlap.

#include "views/state/document.h"

#include <QAbstractTableModel>

namespace moqa {

class CorporaModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { Name, Calibrates, Evaluates, File, ColumnCount };
    using QAbstractTableModel::QAbstractTableModel;

    void setChoice(const CorpusChoice& choice);
    CorpusChoice choice() const;
    void addFile(const QString& path);
    void removeText(int row);
    int calibratingCount() const;

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    bool setData(const QModelIndex& index, const QVariant& value, int role) override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    struct Row {
        std::string name, path;
        bool calibrates = true, evaluates = true;
    };
    Row* rowNamed(const std::string& name);
    std::vector<Row> m_rows;
};

} // namespace moqa
