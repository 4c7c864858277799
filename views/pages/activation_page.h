// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Stage 1 and every other [layer, expert] quantity: one heat map whose metric, corpus and order of
// experts are chosen, or the difference of two corpora; below it what a layer's quantities say
// about balance, and the long tail of the text.

#include "core/analysis/corpus_difference.h"
#include "views/pages/page.h"

class QComboBox;
class QSplitter;
class QTabWidget;

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
    void setDense(bool on) override;

private:
    void buildControls();
    void buildLinePlots();
    void addMetricKeys();
    void fillOrders();
    void showMap(const QString& metric, const QString& corpus);
    void testDifference(const QString& metric, const QString& corpus);
    void showLayerMetric();
    void showWaiting();
    void chooseMetric(int index);
    void compareWith(const QString& corpus); // empty: with none
    void toggleDifference();

    HeatMapView* m_map = nullptr;
    SeriesView *m_layers = nullptr, *m_tail = nullptr;
    QTabWidget* m_lines = nullptr;
    QSplitter* m_split = nullptr; // the map and the lines
    QComboBox *m_metric = nullptr, *m_corpus = nullptr, *m_minus = nullptr, *m_order = nullptr;
    QComboBox* m_layerMetric = nullptr;
    QString m_shownLayerMetric;
    QString m_shownMinus; // corpus that the shown one is compared with; empty = none
    QString m_lastMinus;  // what the key D compares with again
    // Of the analysis and the texts that it names; computed when it is asked for.
    std::shared_ptr<const CorpusDifference> m_test;
    std::weak_ptr<const Analysis> m_testedAnalysis;
};

} // namespace moqa
