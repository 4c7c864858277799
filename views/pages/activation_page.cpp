// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/pages/activation_page.h"

#include "views/heatmap/colour_controls.h"
#include "views/heatmap/heat_map_view.h"
#include "views/heatmap/selection_link.h"
#include "views/pages/activation_series.h"
#include "views/pages/choosers.h"
#include "views/panels/staleness_badge.h"
#include "views/panels/wrap_box.h"
#include "views/plots/plot_frame.h"
#include "views/state/text.h"

#include <QComboBox>
#include <QSplitter>
#include <QTabBar>
#include <QTabWidget>
#include <QToolBar>
#include <QToolButton>
#include <QVBoxLayout>

namespace moqa {

namespace {

const char* const kUnitAxes = "layer,expert";
const QString kFirstMetric = QStringLiteral("load");
const QString kFirstLayerMetric = QStringLiteral("imbalance_gini");

} // namespace

ActivationPage::ActivationPage(Workbench& workbench, QWidget* parent)
    : Page(workbench, QStringLiteral("activation"), parent) {
    setHeading(tr("Activation"),
               tr("How the routers use the experts on each text: one row a layer, one column an "
                  "expert."));
}

void ActivationPage::build() {
    addBadge(newAnalysisBadge(workbench(), this));
    m_map = new HeatMapView;
    m_map->setObjectName(QStringLiteral("map"));
    new SelectionLink(*m_map, workbench().selection());
    PlotFrame* const mapFrame = addPlot(m_map, tr("Layers by experts"));
    mapFrame->addRow(new ColourControls(*m_map, view(), mapFrame));
    buildControls();
    buildLinePlots();
    m_split = new QSplitter(Qt::Vertical, this);
    m_split->addWidget(mapFrame);
    m_split->addWidget(m_lines);
    m_split->setStretchFactor(0, 5);
    m_split->setStretchFactor(1, 2);
    m_split->setSizes({500, 200}); // shares of what there is: the map is what the page is for
    m_split->setChildrenCollapsible(true);
    body().addWidget(m_split, 1);

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

// Too low for two plots one above the other: they stand side by side.
void ActivationPage::setDense(bool on) {
    m_split->setOrientation(on ? Qt::Horizontal : Qt::Vertical);
    m_split->setSizes(on ? QList<int>{600, 400} : QList<int>{500, 200});
}

void ActivationPage::buildLinePlots() {
    m_lines = new QTabWidget(this);
    m_lines->setDocumentMode(true);
    m_lines->setAccessibleName(tr("Line plots"));
    m_lines->tabBar()->setAccessibleName(tr("Line plots"));
    m_layers = new SeriesView;
    m_layers->setObjectName(QStringLiteral("layers"));
    m_layers->setPlaceholder(tr("Balance of the layers appears here after an analysis."));
    PlotFrame* const layerFrame = addPlot(m_layers, tr("A quantity over the layers"));
    auto* const holder = new QWidget(this);
    auto* const row = new QHBoxLayout(holder);
    row->setContentsMargins(0, 0, 0, 0);
    m_layerMetric = addChooser(*row, tr("&Over the layers:"));
    layerFrame->toolBar().addWidget(holder);
    m_tail = new SeriesView;
    m_tail->setObjectName(QStringLiteral("tail"));
    m_tail->setPlaceholder(tr("The tokens of a text by frequency appear here after an analysis."));
    m_lines->addTab(layerFrame, tr("Over the layers"));
    m_lines->addTab(addPlot(m_tail, tr("Long tail of the text")), tr("Long tail of the text"));
}

void ActivationPage::buildControls() {
    WrapBox* const row = addControls();
    m_metric = addChooser(*row->newGroup(), tr("&Metric:"));
    m_metric->setToolTip(tr("What the colours mean; keys 1 to 9 on the plot"));
    m_corpus = addChooser(*row->newGroup(), tr("&Corpus:"));
    m_minus = addChooser(*row->newGroup(), tr("&Less:"));
    m_minus->setToolTip(tr("Show how much more the first text has than this one (D on the plot)"));
    m_order = addChooser(*row->newGroup(), tr("&Order:"));
    m_order->setToolTip(tr("Of the experts within each layer: their index means nothing across "
                           "layers"));
    auto* const texts = new QToolButton(this);
    texts->setDefaultAction(workbench().actions().action(QStringLiteral("work.corpora")));
    texts->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    texts->setAccessibleName(tr("Texts and analysis"));
    row->newGroup()->addWidget(texts);

    connect(m_metric, &QComboBox::activated, this,
            [this] { view().setMetric(m_metric->currentData().toString()); });
    connect(m_corpus, &QComboBox::activated, this,
            [this] { view().setCorpus(m_corpus->currentData().toString()); });
    connect(m_minus, &QComboBox::activated, this,
            [this] { compareWith(m_minus->currentData().toString()); });
    connect(m_order, &QComboBox::activated, this, [this] {
        view().setExpertOrder(static_cast<ExpertOrder>(m_order->currentData().toInt()));
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
    QAction* const difference = workbench().actions().add(
        QStringLiteral("metric.difference"),
        {tr("Difference of two texts"),
         tr("Show how the text differs from the one last compared with, and back"),
         {QKeySequence(Qt::Key_D)},
         {},
         false,
         Qt::WidgetShortcut});
    m_map->addAction(difference);
    connect(difference, &QAction::triggered, this, &ActivationPage::toggleDifference);
}

void ActivationPage::compareWith(const QString& corpus) {
    m_shownMinus = corpus;
    if (!corpus.isEmpty()) m_lastMinus = corpus;
    refresh();
}

// With the text that was last compared with, or with the first that can be.
void ActivationPage::toggleDifference() {
    if (!m_shownMinus.isEmpty()) return compareWith({});
    constexpr int kFirstText = 1; // after "nothing"
    const int last = m_lastMinus.isEmpty() ? -1 : m_minus->findData(m_lastMinus);
    compareWith(m_minus->itemData(last > 0 ? last : kFirstText).toString());
}

void ActivationPage::chooseMetric(int index) {
    if (index < m_metric->count()) view().setMetric(m_metric->itemData(index).toString());
}

void ActivationPage::fillOrders() {
    setChoices(*m_order,
               {{tr("index"), static_cast<int>(ExpertOrder::Index)},
                {tr("load"), static_cast<int>(ExpertOrder::Load)},
                {tr("significance"), static_cast<int>(ExpertOrder::Significance)},
                {tr("cluster"), static_cast<int>(ExpertOrder::Cluster)}},
               static_cast<int>(view().expertOrder()));
}

void ActivationPage::refresh() {
    const auto analysis = document().analysis();
    fillOrders();
    if (!analysis) {
        for (QComboBox* const box : {m_metric, m_corpus, m_minus, m_layerMetric})
            setChoices(*box, {}, {});
        m_map->setGrid(nullptr);
        m_layers->setSeries(nullptr);
        m_tail->setSeries(nullptr);
        showWaiting();
        return;
    }
    const QString wanted = view().metric().isEmpty() ? kFirstMetric : view().metric();
    const QString metric =
        setChoices(*m_metric, metricChoices(*analysis, kUnitAxes), wanted).toString();
    const QString corpus =
        setChoices(*m_corpus, corpusChoices(*analysis, metric, false), view().corpus()).toString();
    QList<Choice> others{{tr("nothing"), QString()}};
    for (const Choice& choice : corpusChoices(*analysis, metric, true))
        if (choice.data.toString() != corpus) others.append(choice);
    m_shownMinus = setChoices(*m_minus, others, m_shownMinus).toString();
    showMap(metric, corpus);
    showLayerMetric();
    m_tail->setSeries(longTail(*analysis, corpus));
}

void ActivationPage::showMap(const QString& metric, const QString& corpus) {
    const auto analysis = document().analysis();
    const bool tested = m_test && m_testedAnalysis.lock() == analysis &&
                        qstr(m_test->metric) == metric && qstr(m_test->corpusA) == corpus &&
                        qstr(m_test->corpusB) == m_shownMinus;
    const auto grid = m_shownMinus.isEmpty()
                          ? unitGrid(analysis, metric, corpus, view().expertOrder())
                          : differenceGrid(analysis, metric, corpus, m_shownMinus,
                                           view().expertOrder(), tested ? m_test.get() : nullptr);
    if (!m_shownMinus.isEmpty() && !tested) testDifference(metric, corpus);
    m_map->setGrid(grid, view().colours(grid ? qstr(grid->key.metric) : metric));
}

// 0.1 s for 32,768 cells: the difference is shown first, its significance when it is known. Of
// metrics that are no counts there is no test.
void ActivationPage::testDifference(const QString& metric, const QString& corpus) {
    using Test = std::shared_ptr<const CorpusDifference>;
    if (metric != QLatin1String("load") && metric != QLatin1String("frequency")) return;
    if (corpus.isEmpty()) return;
    const auto analysis = document().analysis();
    workbench().jobs().run<Test>(
        JobKind::Difference, tr("Significance of a difference"),
        [analysis, metric = metric.toStdString(), a = corpus.toStdString(),
         b = m_shownMinus.toStdString()](JobContext&) -> Result<Test> {
            MOQA_TRY(CorpusDifference test, corpusDifference(*analysis, metric, a, b));
            return std::make_shared<const CorpusDifference>(std::move(test));
        },
        this,
        [this, analysis](Result<Test> test) {
            if (!test.ok()) return; // an analysis without what a test needs: no significance
            m_test = std::move(test).value();
            m_testedAnalysis = analysis;
            refreshIfVisible();
        });
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
