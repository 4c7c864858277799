// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/pages/correlation_page.h"

#include "views/heatmap/heat_map_view.h"
#include "views/pages/choosers.h"
#include "views/plots/plot_frame.h"

#include <QCheckBox>
#include <QComboBox>
#include <QVBoxLayout>

namespace moqa {

namespace {
const char* const kPairAxes = "expert,expert_b";
const QString kFirstMetric = QStringLiteral("lift");
} // namespace

CorrelationPage::CorrelationPage(Workbench& workbench, QWidget* parent)
    : Page(workbench, QStringLiteral("correlation"), parent) {
    setHeading(tr("Correlation"),
               tr("Two experts of a layer at a time: chosen together more often than chance, or "
                  "giving alike outputs."));
}

void CorrelationPage::build() {
    QHBoxLayout* const row = addControls();
    m_layer = addChooser(*row, tr("La&yer:"));
    m_metric = addChooser(*row, tr("&Metric:"));
    m_corpus = addChooser(*row, tr("&Corpus:"));
    m_clustered = new QCheckBox(tr("Cl&uster order"), this);
    m_clustered->setToolTip(
        tr("Experts that are chosen together stand together (average linkage on 1 - NPMI)"));
    m_clustered->setChecked(view().clusteredOrder());
    row->addWidget(m_clustered);
    m_robust = new QCheckBox(tr("&Robust limits"), this);
    m_robust->setToolTip(tr("Colours span 1 % to 99 % of the values"));
    row->addWidget(m_robust);
    row->addStretch(1);
    m_matrix = new HeatMapView;
    m_matrix->setPlaceholder(tr("No pair matrices yet.\n\nThey come with stage 3 of an analysis: "
                                "\"Texts and analysis\" (Ctrl+T)."));
    body().addWidget(addPlot(m_matrix, tr("Experts by experts of a layer")), 1);
    connectControls();
    connect(&document(), &Document::opened, this, &CorrelationPage::refreshIfVisible);
    connect(&document(), &Document::analysisChanged, this, &CorrelationPage::refreshIfVisible);
    connect(&view(), &ViewState::changed, this, &CorrelationPage::refreshIfVisible);
}

void CorrelationPage::connectControls() {
    connect(m_metric, &QComboBox::activated, this,
            [this] { view().setMatrixMetric(m_metric->currentData().toString()); });
    connect(m_corpus, &QComboBox::activated, this,
            [this] { view().setCorpus(m_corpus->currentData().toString()); });
    connect(m_layer, &QComboBox::activated, this,
            [this] { view().setLayer(m_layer->currentData().toInt()); });
    connect(m_clustered, &QCheckBox::toggled, &view(), &ViewState::setClusteredOrder);
    connect(m_robust, &QCheckBox::toggled, this, [this](bool on) {
        view().setColourScale(on ? ColourScale::Robust : ColourScale::FullRange);
    });
    // A pair is two experts of the layer.
    connect(m_matrix, &HeatMapView::blockSelected, this, [this](QPoint from, QPoint to) {
        const auto grid = m_matrix->grid();
        const int layer = m_layer->currentData().toInt();
        Selection::Objects objects;
        if (!grid || !grid->inside(from.y(), from.x()) || !grid->inside(to.y(), to.x())) return;
        for (const int index : {from.x(), from.y(), to.x(), to.y()})
            objects.insert(ObjectRef::ofExpert(layer, grid->columnIds[static_cast<size_t>(index)]));
        workbench().selection().setObjects(std::move(objects));
        workbench().selection().setCursor(
            ObjectRef::ofExpert(layer, grid->rowIds[static_cast<size_t>(to.y())]));
    });
}

void CorrelationPage::refresh() {
    const auto analysis = document().analysis();
    if (!analysis) {
        for (QComboBox* const box : {m_layer, m_metric, m_corpus}) setChoices(*box, {}, {});
        m_matrix->setGrid(nullptr);
        return;
    }
    m_robust->setChecked(view().colourScale() == ColourScale::Robust);
    const QString wanted = view().matrixMetric().isEmpty() ? kFirstMetric : view().matrixMetric();
    const QString metric =
        setChoices(*m_metric, metricChoices(*analysis, kPairAxes), wanted).toString();
    const QString corpus =
        setChoices(*m_corpus, corpusChoices(*analysis, metric, false), view().corpus()).toString();
    const int layer = setChoices(*m_layer, layerChoices(*analysis, false), view().layer()).toInt();
    m_matrix->setGrid(pairGrid(analysis, metric, corpus, layer, view().clusteredOrder()),
                      view().colours(metric));
}

} // namespace moqa
