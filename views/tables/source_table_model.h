// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The table twin of a plot: the same immutable source as rows and columns.

#include "views/plots/plot_source.h"

#include <QAbstractTableModel>
#include <memory>

namespace moqa {

class SourceTableModel : public QAbstractTableModel {
    Q_OBJECT
public:
    using QAbstractTableModel::QAbstractTableModel;
    void setSource(std::shared_ptr<const PlotSource> source);

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    std::shared_ptr<const PlotSource> m_source;
};

} // namespace moqa
