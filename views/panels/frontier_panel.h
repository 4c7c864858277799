// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A budget slider over the least predicted losses: it re-solves while it moves, says what a plan of
// that budget would lose and weigh, and makes it a plan of the document; below it the frontier with
// all plans. Without a table of measured losses it offers to measure one. GUI thread.

#include "views/plots/frontier_view.h"
#include "views/state/frontier_keeper.h"

#include <QWidget>
#include <optional>

class QComboBox;
class QDoubleSpinBox;
class QFormLayout;
class QLabel;
class QPushButton;
class QSlider;
class QTimer;

namespace moqa {

class MeasureOffer;

class FrontierPanel : public QWidget {
    Q_OBJECT
public:
    FrontierPanel(Workbench& workbench, FrontierKeeper& keeper, QWidget* parent = nullptr);
    // What the slider stands for; nothing without a frontier.
    const std::optional<FrontierPoint>& budget() const { return m_budget; }

protected:
    void showEvent(QShowEvent* event) override;

private:
    QWidget* buildContent();
    void addSlider(QFormLayout& form);
    QLabel* addFigure(QFormLayout& form, const QString& name, const char* id, const QString& tip);
    void connectState();
    void showTables();
    QString stateText() const;
    void takeFrontier();
    void showPlans();
    void moveTo(double meanBits);
    void showFigures();
    void usePlan();

    Workbench& m_workbench;
    FrontierKeeper& m_keeper;
    std::shared_ptr<const Frontier> m_frontier;
    std::optional<FrontierPoint> m_budget;
    QWidget* m_content;
    MeasureOffer* m_offer;
    QComboBox* m_tables;
    QLabel* m_tablesLabel;
    QSlider* m_slider;
    QDoubleSpinBox* m_bits;
    QLabel *m_loss, *m_size, *m_uniform, *m_saved, *m_state;
    QPushButton* m_use;
    FrontierView* m_view;
    QTimer* m_planTimer;
};

} // namespace moqa
