// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/pages/activation_page.h"

#include "views/heatmap/heat_map_view.h"
#include "views/heatmap/selection_link.h"
#include "views/pages/choosers.h"
#include "views/plots/plot_frame.h"
#include "views/plots/series_view.h"
#include "views/state/text.h"

#include <QCheckBox>
#include <QComboBox>
#include <QSplitter>
#include <QToolBar>
#include <QToolButton>
#include <QVBoxLayout>

namespace moqa {

namespace {

const char* const kUnitAxes = "layer,expert";
const QString kFirstMetric = QStringLiteral("load");
const QString kFirstLayerMetric = QStringLiteral("imbalance_gini");

// A per-layer metric of every corpus as one series each.
std::shared_ptr<const SeriesSource> layerSeries(const Analysis& analysis,
                                                const MetricInfo& metric) {
    auto source = std::make_shared<SeriesSource>();
    source->title = qstr(metric.title);
    source->unit = qstr(metric.unit);
    source->explanation = qstr(metric.description);
    source->xName = ActivationPage::tr("layer");
    if (source->unit != QLatin1String("1")) source->yName = source->unit;
    source->xs = analysis.moeLayers;
    for (const std::string& corpus : corporaOf(analysis, metric.id)) {
        const ResultArray* const array = analysis.find(metric.id, corpus);
        if (!array || array->values.size() != analysis.moeLayers.size()) continue;
        source->series.push_back(
            {corpus.empty() ? ActivationPage::tr("all corpora") : qstr(corpus), array->values});
        source->samples += array->samples;
    }
    source->caption = qstr(metric.formula);
    return source->series.empty() ? nullptr : source;
}

} // namespace

ActivationPage::ActivationPage(Workbench& workbench, QWidget* parent)
    : Page(workbench, QStringLiteral("activation"), parent) {
    setHeading(tr("Activation"),
               tr("How the routers use the experts on each text: one row a layer, one column an "
                  "expert."));
}

void ActivationPage::build() {
    m_map = new HeatMapView;
    new SelectionLink(*m_map, workbench().selection());
    PlotFrame* const mapFrame = addPlot(m_map, tr("Layers by experts"));
    m_layers = new SeriesView;
    m_layers->setPlaceholder(tr("Balance of the layers appears here after an analysis."));
    PlotFrame* const layerFrame = addPlot(m_layers, tr("A quantity over the layers"));
    buildControls();
    auto* const layerRow = new QHBoxLayout;
    auto* const holder = new QWidget(this);
    layerRow->setContentsMargins(0, 0, 0, 0);
    holder->setLayout(layerRow);
    m_layerMetric = addChooser(*layerRow, tr("&Over the layers:"));
    layerFrame->toolBar().addWidget(holder);

    auto* const split = new QSplitter(Qt::Vertical, this);
    split->addWidget(mapFrame);
    split->addWidget(layerFrame);
    split->setStretchFactor(0, 3);
    split->setStretchFactor(1, 2);
    split->setChildrenCollapsible(true);
    body().addWidget(split, 1);

    addMetricKeys();
    connect(m_layerMetric, &QComboBox::activated, this, [this] {
        m_shownLayerMetric = m_layerMetric->currentData().toString();
        showLayerMetric();
    });
    connect(&document(), &Document::opened, this, &ActivationPage::refreshIfVisible);
    connect(&document(), &Document::analysisChanged, this, &ActivationPage::refreshIfVisible);
    connect(&view(), &ViewState::changed, this, &ActivationPage::refreshIfVisible);
    for (const auto signal :
         {&JobRunner::jobAdded, &JobRunner::jobChanged, &JobRunner::jobFinished})
        connect(&workbench().jobs(), signal, this, &ActivationPage::showWaiting);
    showWaiting();
}

void ActivationPage::buildControls() {
    QHBoxLayout* const row = addControls();
    m_metric = addChooser(*row, tr("&Metric:"));
    m_metric->setToolTip(tr("What the colours mean; keys 1 to 9 on the plot"));
    m_corpus = addChooser(*row, tr("&Corpus:"));
    m_colours = addChooser(*row, tr("Co&lours:"));
    setChoices(*m_colours,
               {{tr("viridis"), static_cast<int>(ColourMap::Viridis)},
                {tr("cividis"), static_cast<int>(ColourMap::Cividis)}},
               static_cast<int>(view().colourMap()));
    m_robust = new QCheckBox(tr("&Robust limits"), this);
    m_robust->setToolTip(tr("Colours span 1 % to 99 % of the values, so that one outlier does not "
                            "flatten the rest"));
    m_lockLimits = new QCheckBox(tr("Loc&k limits"), this);
    m_lockLimits->setToolTip(tr("Keep the colour limits while metric, corpus or model change"));
    row->addWidget(m_robust);
    row->addWidget(m_lockLimits);
    row->addStretch(1);
    auto* const texts = new QToolButton(this);
    texts->setDefaultAction(workbench().actions().action(QStringLiteral("work.corpora")));
    texts->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    texts->setAccessibleName(tr("Texts and analysis"));
    row->addWidget(texts);

    connect(m_metric, &QComboBox::activated, this,
            [this] { view().setMetric(m_metric->currentData().toString()); });
    connect(m_corpus, &QComboBox::activated, this,
            [this] { view().setCorpus(m_corpus->currentData().toString()); });
    connect(m_colours, &QComboBox::activated, this, [this] {
        view().setColourMap(static_cast<ColourMap>(m_colours->currentData().toInt()));
    });
    connect(m_robust, &QCheckBox::toggled, this, [this](bool on) {
        view().setColourScale(on ? ColourScale::Robust : ColourScale::FullRange);
    });
    connect(m_lockLimits, &QCheckBox::toggled, this, [this](bool on) {
        view().setLockedLimits(on ? std::optional(m_map->shownLimits()) : std::nullopt);
    });
}

void ActivationPage::addMetricKeys() {
    for (int digit = 1; digit <= 9; ++digit) {
        QAction* const action =
            workbench().actions().add(QStringLiteral("metric.%1").arg(digit),
                                      {tr("Metric %1").arg(digit),
                                       tr("Show the metric number %1 of the list").arg(digit),
                                       {QKeySequence(static_cast<Qt::Key>(Qt::Key_0 + digit))},
                                       {},
                                       false,
                                       Qt::WidgetShortcut});
        m_map->addAction(action);
        connect(action, &QAction::triggered, this, [this, digit] { chooseMetric(digit - 1); });
    }
}

void ActivationPage::chooseMetric(int index) {
    if (index < m_metric->count()) view().setMetric(m_metric->itemData(index).toString());
}

void ActivationPage::refresh() {
    const auto analysis = document().analysis();
    m_robust->setChecked(view().colourScale() == ColourScale::Robust);
    if (!analysis) {
        setChoices(*m_metric, {}, {});
        setChoices(*m_corpus, {}, {});
        setChoices(*m_layerMetric, {}, {});
        m_map->setGrid(nullptr);
        m_layers->setSeries(nullptr);
        showWaiting();
        return;
    }
    const QString wanted = view().metric().isEmpty() ? kFirstMetric : view().metric();
    const QString metric =
        setChoices(*m_metric, metricChoices(*analysis, kUnitAxes), wanted).toString();
    const QString corpus =
        setChoices(*m_corpus, corpusChoices(*analysis, metric, false), view().corpus()).toString();
    m_map->setGrid(unitGrid(analysis, metric, corpus));
    applyColours();
    showLayerMetric();
}

// Until there is a picture: what is being done for it, or what to do.
void ActivationPage::showWaiting() {
    if (document().analysis()) return;
    QString text =
        document().model()
            ? tr("No analysis yet.\n\nChoose texts with \"Texts and analysis\" (Ctrl+T), "
                 "or drop them here.")
            : tr("No model is open.\n\nOpen one (Ctrl+O), or the demo in one click on "
                 "the page Welcome.");
    for (const JobInfo& job : workbench().jobs().jobs()) {
        if (job.kind != JobKind::Analyze || !job.active()) continue;
        text = tr("%1: %2 %\n\n%3")
                   .arg(job.title)
                   .arg(static_cast<int>(job.fraction * 100))
                   .arg(job.step);
        if (job.remainingMs) text += tr("\nabout %1 left").arg(durationText(*job.remainingMs));
    }
    m_map->setPlaceholder(text);
}

void ActivationPage::applyColours() {
    m_map->setColours(view().colourMap(), view().colourScale(), view().lockedLimits());
}

void ActivationPage::showLayerMetric() {
    const auto analysis = document().analysis();
    if (!analysis) return;
    const QString wanted = m_shownLayerMetric.isEmpty() ? kFirstLayerMetric : m_shownLayerMetric;
    const QString id =
        setChoices(*m_layerMetric, metricChoices(*analysis, "layer"), wanted).toString();
    const MetricInfo* const metric = findMetric(id.toStdString());
    m_layers->setSeries(metric ? layerSeries(*analysis, *metric) : nullptr);
}

} // namespace moqa
