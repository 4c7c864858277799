// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Stage 3: which experts of a layer work together, and which do the same work: the matrix of pairs
// with its cluster tree, the pairs that stand out, the flow to the next layer, and what errors do
// together.

#include "views/pages/page.h"

class QCheckBox;
class QComboBox;
class QTabWidget;

namespace moqa {

class BarsView;
class DendrogramRail;
class FlowView;
class HeatMapView;
class TableTwin;
struct PairSource;

class CorrelationPage : public Page {
    Q_OBJECT
public:
    explicit CorrelationPage(Workbench& workbench, QWidget* parent = nullptr);

protected:
    void build() override;
    void refresh() override;

private:
    QWidget* newMatrix();
    QWidget* newPairs();
    QWidget* newFlow();
    void connectControls();
    void linkMatrix();
    void linkFlow();
    void chooseRow(int row);
    void chooseCluster(int firstRow, int lastRow, Qt::KeyboardModifiers modifiers);
    void showMatrix();
    void showFlow();
    void showPairs();
    void showSelection();
    int layer() const;

    HeatMapView *m_matrix = nullptr, *m_flowMatrix = nullptr;
    DendrogramRail* m_tree = nullptr;
    FlowView* m_flow = nullptr;
    BarsView* m_errors = nullptr;
    TableTwin* m_pairTable = nullptr;
    std::shared_ptr<const PairSource> m_pairs;
    QTabWidget* m_tabs = nullptr;
    QComboBox *m_metric = nullptr, *m_corpus = nullptr, *m_layer = nullptr;
    QComboBox *m_flowMetric = nullptr, *m_flowCount = nullptr;
    QCheckBox *m_clustered = nullptr, *m_chance = nullptr;
};

} // namespace moqa
