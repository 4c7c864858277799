// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Where the active plan loses: its predicted loss by layer, beside the uniform plan of about the
// same bits. Without a table of measured losses it offers to measure one. GUI thread.

#include "views/plots/layer_loss_view.h"
#include "views/state/frontier_keeper.h"

#include <QWidget>

class QLabel;
class QTimer;

namespace moqa {

class MeasureOffer;

class LayerLossPanel : public QWidget {
    Q_OBJECT
public:
    LayerLossPanel(Workbench& workbench, FrontierKeeper& keeper, QWidget* parent = nullptr);

protected:
    void showEvent(QShowEvent* event) override;

private:
    void showLosses();

    Workbench& m_workbench;
    FrontierKeeper& m_keeper;
    MeasureOffer* m_offer;
    QWidget* m_content;
    QLabel* m_sum;
    LayerLossView* m_view;
    QTimer* m_timer;
};

} // namespace moqa
