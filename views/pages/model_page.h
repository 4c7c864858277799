// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The model as it lies in its file: the tensors as a tree that can be filtered, where the bytes
// are, and the weights themselves: moments, histogram and picture of the tensor chosen.

#include "core/analysis/tensor_statistics.h"
#include "views/pages/page.h"

class QCheckBox;
class QComboBox;
class QLabel;
class QLineEdit;
class QSortFilterProxyModel;
class QSplitter;
class QToolButton;
class QTreeView;

namespace moqa {

class BarsView;
class HeatMapView;
class ModelTreeModel;
class StackView;

class ModelPage : public Page {
    Q_OBJECT
public:
    explicit ModelPage(Workbench& workbench, QWidget* parent = nullptr);

protected:
    void build() override;
    void refresh() override;
    void setDense(bool on) override;

private:
    QWidget* newTree();
    QWidget* newTensor();
    void filterTree();
    void showBytes();
    void chooseTensor(const QModelIndex& index);
    void followCursor();
    void describe(WeightId id);
    void takeStatistics(WeightId id, Result<std::shared_ptr<const TensorStatistics>> statistics);
    void showStatistics();
    void showTensorText(const QString& state);

    std::shared_ptr<const ModelSource> m_shown;
    ModelTreeModel* m_model = nullptr;
    QSortFilterProxyModel* m_filtered = nullptr;
    QTreeView* m_tree = nullptr;
    QLineEdit* m_filter = nullptr;
    QSplitter* m_plots = nullptr; // the bytes and the tensor
    QComboBox *m_bytesOf = nullptr, *m_pixel = nullptr;
    StackView* m_bytes = nullptr;
    QLabel* m_tensorText = nullptr;
    QToolButton* m_stop = nullptr;
    QCheckBox* m_logCounts = nullptr;
    BarsView* m_histogram = nullptr;
    HeatMapView* m_picture = nullptr;
    WeightId m_tensor;
    int m_job = 0;
    std::shared_ptr<const TensorStatistics> m_statistics;
};

} // namespace moqa
