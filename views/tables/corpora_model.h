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
    enum Column { Name, Calibrates, Evaluates, Weight, Split, File, ColumnCount };
    using QAbstractTableModel::QAbstractTableModel;

    void setLibrary(CorpusLibrary library);
    const CorpusLibrary& library() const { return m_rows; }
    void setChoice(const CorpusChoice& choice) { setLibrary(libraryOf(choice, m_rows)); }
    CorpusChoice choice() const { return choiceOf(m_rows); }
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
    CorpusEntry* rowNamed(const std::string& name);
    QVariant text(const CorpusEntry& row, int column) const;
    bool setText(CorpusEntry& row, int column, const QVariant& value);
    CorpusLibrary m_rows;
};

} // namespace moqa
