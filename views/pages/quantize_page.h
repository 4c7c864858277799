// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Runs the plan: errors arrive layer by layer, a stopped run goes on later; then the quantized
// model is compared with the full one on known and new texts, every tensor is accounted for, and
// the plans stand side by side.

#include "views/pages/page.h"

class QTabWidget;
class QTableView;

namespace moqa {

class EvaluateTable;
class LayerTable;
struct PlotSource;
class QuantizeForm;
class SeriesView;
class TableTwin;
class TradeView;

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
    void connectForm();
    void connectState();
    void addBadges();
    QWidget* layersTab();
    QWidget* evaluationTab();
    QWidget* ledgerTab();
    QWidget* plansTab();
    QTableView* addTable(QAbstractItemModel* model, const QString& name);
    QString suggestedPath();
    void ask(bool anew);
    void startRun(const QString& path, bool anew);
    void stop();
    void showRun();
    void showState();
    void showOutcome();
    void showEstimate();
    void showPlans();
    void showLedger();
    void saveLedger();
    void takeLayer(const LayerReport& layer);

    QuantizeForm* m_form = nullptr;
    QTabWidget* m_tabs = nullptr;
    LayerTable* m_layers = nullptr;
    EvaluateTable* m_scores = nullptr;
    SeriesView *m_errors = nullptr, *m_shift = nullptr;
    TableTwin *m_ledger = nullptr, *m_comparison = nullptr;
    TradeView* m_trade = nullptr;
    QWidget *m_ledgerTab = nullptr, *m_saveLedger = nullptr;
    std::shared_ptr<const PlotSource> m_ledgerSource;
    std::string m_ledgerOf;     // file and plan that the ledger shown belongs to
    bool m_runStarting = false; // the first layer of a run replaces what is shown
    std::string m_lockedPlan;   // whose unfinished run lent the form its options
};

} // namespace moqa
