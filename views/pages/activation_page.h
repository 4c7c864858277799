// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Stage 1 and every other [layer, expert] quantity: one heat map whose metric and corpus are
// chosen, and below it what a layer's quantities say about balance.

#include "views/pages/page.h"

class QCheckBox;
class QComboBox;
class QLabel;

namespace moqa {

class HeatMapView;
class SeriesView;

class ActivationPage : public Page {
    Q_OBJECT
public:
    explicit ActivationPage(Workbench& workbench, QWidget* parent = nullptr);

protected:
    void build() override;
    void refresh() override;

private:
    void buildControls();
    void addMetricKeys();
    void showLayerMetric();
    void showWaiting();
    void applyColours();
    void chooseMetric(int index);

    HeatMapView* m_map = nullptr;
    SeriesView* m_layers = nullptr;
    QComboBox *m_metric = nullptr, *m_corpus = nullptr, *m_colours = nullptr;
    QComboBox* m_layerMetric = nullptr;
    QCheckBox *m_robust = nullptr, *m_lockLimits = nullptr;
    QString m_shownLayerMetric;
};

} // namespace moqa
