// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Tables of a quantization and of an evaluation, a row for each layer or corpus.

#include "views/state/run_reports.h"

#include <QAbstractTableModel>
#include <optional>

namespace moqa {

class LayerTable : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { Layer, WeightError, OutputError, Fallbacks, Seconds, ColumnCount };
    using QAbstractTableModel::QAbstractTableModel;
    void setLayers(std::vector<LayerReport> layers);
    void append(const LayerReport& layer);
    const std::vector<LayerReport>& layers() const { return m_layers; }

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    std::vector<LayerReport> m_layers;
};

class EvaluateTable : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { Corpus, Kind, Scored, FullPpl, Ppl, Change, Kl, SameTop1, ColumnCount };
    using QAbstractTableModel::QAbstractTableModel;
    void setRun(std::optional<EvaluateRun> run);

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    QVariant text(int row, int column) const;
    std::optional<EvaluateRun> m_run;
};

} // namespace moqa
