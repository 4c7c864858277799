// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What a plan costs, live: mean bits, mean bits of the model, true bits, bytes and predicted loss,
// always together, each beside that of the plan as it was made or of a uniform one. Dense, a figure
// and its change share a line. GUI thread.

#include "views/state/workbench.h"

#include <QWidget>
#include <map>

class QBoxLayout;
class QComboBox;
class QLabel;

namespace moqa {

class WrapBox;

class BudgetPanel : public QWidget {
    Q_OBJECT
public:
    explicit BudgetPanel(Workbench& workbench, QWidget* parent = nullptr);
    void setDense(bool on);

protected:
    void changeEvent(QEvent* event) override;

private:
    struct Figure {
        QLabel* value = nullptr;
        QLabel* delta = nullptr;
        QBoxLayout* box = nullptr; // of both
    };
    Figure addFigure(const QString& name, const QString& tip);
    void sizeFigures();
    void showTotals();
    void askBaseline();
    void keepLosses();
    std::optional<PlanTotals> asMade(const std::string& plan) const;
    std::optional<double> lossOf(const Plan& plan) const;
    void showLoss(const Plan& plan);

    Workbench& m_workbench;
    WrapBox* m_row;
    Figure m_mean, m_meanModel, m_true, m_bytes, m_loss;
    QComboBox* m_baselineBits;
    bool m_dense = false;
    std::optional<PlanTotals> m_baseline;
    // Predicted losses of plans as made where the document does not know: if seen unedited.
    std::map<std::string, std::optional<double>> m_losses;
};

} // namespace moqa
