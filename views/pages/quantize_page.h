// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Runs the plan: errors arrive layer by layer, a stopped run goes on later; then the quantized
// model is compared with the full one on known and new texts, and exported.

#include "views/pages/page.h"

class QCheckBox;
class QComboBox;
class QDoubleSpinBox;
class QLabel;
class QProgressBar;
class QPushButton;
class QSpinBox;
class QTableView;

namespace moqa {

class EvaluateTable;
class LayerTable;
class SeriesView;

class QuantizePage : public Page {
    Q_OBJECT
public:
    explicit QuantizePage(Workbench& workbench, QWidget* parent = nullptr);

public slots:
    void run(); // asks for the file
    void runEvaluation();
    void exportAs();

protected:
    void build() override;
    void refresh() override;

private:
    QWidget* optionColumn();
    QWidget* resultColumn();
    QTableView* addTable(QAbstractItemModel* model, const QString& name);
    QuantizeOptions options() const;
    QString suggestedPath();
    void startRun(const QString& path);
    void showLayers();
    void showState();
    void takeLayer(const LayerReport& layer);

    QComboBox *m_method = nullptr, *m_grid = nullptr;
    QCheckBox *m_actOrder = nullptr, *m_sequential = nullptr;
    QDoubleSpinBox* m_damp = nullptr;
    QSpinBox* m_evaluateTokens = nullptr;
    QPushButton *m_run = nullptr, *m_stop = nullptr, *m_evaluate = nullptr, *m_export = nullptr;
    QProgressBar* m_progress = nullptr;
    QLabel *m_planLabel = nullptr, *m_state = nullptr, *m_evaluateState = nullptr;
    LayerTable* m_layers = nullptr;
    EvaluateTable* m_scores = nullptr;
    SeriesView* m_errors = nullptr;
};

} // namespace moqa
