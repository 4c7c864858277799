// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/pages/mapping_page.h"

#include "views/heatmap/heat_map_view.h"
#include "views/pages/choosers.h"
#include "views/pages/mapping_sources.h"
#include "views/panels/staleness_badge.h"
#include "views/panels/unit_facts_view.h"
#include "views/panels/wrap_box.h"
#include "views/plots/plot_frame.h"
#include "views/plots/scatter_link.h"
#include "views/plots/scatter_view.h"
#include "views/plots/series_view.h"

#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QPushButton>
#include <QStackedWidget>
#include <QTabWidget>
#include <QVBoxLayout>
#include <algorithm>

namespace moqa {

namespace {
const QString kFirstMetric = QStringLiteral("significance");
}

MappingPage::MappingPage(Workbench& workbench, QWidget* parent)
    : Page(workbench, QStringLiteral("mapping"), parent) {
    setHeading(tr("Mapping"), tr("An expert's significance on one text against another. On the "
                                 "dashed diagonal it means the same to both; far from it, the plan "
                                 "should know which text comes."));
}

void MappingPage::build() {
    addBadge(newAnalysisBadge(workbench(), this));
    WrapBox* const row = addControls();
    m_metric = addChooser(*row->newGroup(), tr("&Metric:"));
    m_x = addChooser(*row->newGroup(), tr("Al&ong x:"));
    m_y = addChooser(*row->newGroup(), tr("Along &y:"));
    m_layer = addChooser(*row->newGroup(), tr("La&yer:"));
    m_log = new QCheckBox(tr("Lo&garithmic axes"), this);
    m_log->setChecked(view().logAxes());
    row->newGroup()->addWidget(m_log);
    m_scatter = new ScatterView;
    m_scatter->setPlaceholder(
        tr("Two analysed texts are needed to compare them.\n\nChoose texts with \"Texts and "
           "analysis\" (Ctrl+T)."));
    m_scatter->setObjectName(QStringLiteral("scatter"));
    m_matrix = new HeatMapView;
    m_matrix->setObjectName(QStringLiteral("experts"));
    m_matrix->setPlaceholder(tr("What each expert means to each text appears here after an "
                                "analysis with stage 2."));
    m_concentration = new SeriesView;
    m_concentration->setObjectName(QStringLiteral("concentration"));
    m_concentration->setPlaceholder(
        tr("How few channels carry the change between texts: needs stage 2 of an analysis of at "
           "least two texts."));
    m_tabs = new QTabWidget(this);
    m_tabs->setDocumentMode(true);
    m_tabs->setAccessibleName(tr("Views of the mapping"));
    m_tabs->addTab(addPlot(m_scatter, tr("One corpus against another")), tr("Text against text"));
    m_tabs->addTab(addPlot(m_matrix, tr("Experts by texts")), tr("Experts by texts"));
    m_tabs->addTab(addPlot(m_concentration, tr("Concentration of the change")),
                   tr("Concentration"));
    m_tabs->addTab(newChannels(), tr("Channels of an expert"));
    body().addWidget(m_tabs, 1);
    connectChoosers();
    linkScatter();
    linkMatrix();
    connect(&document(), &Document::opened, this, &MappingPage::refreshIfVisible);
    connect(&document(), &Document::analysisChanged, this, &MappingPage::refreshIfVisible);
    connect(&view(), &ViewState::changed, this, &MappingPage::refreshIfVisible);
}

void MappingPage::connectChoosers() {
    connect(m_metric, &QComboBox::activated, this, [this] {
        m_shownMetric = m_metric->currentData().toString();
        refresh();
    });
    connect(m_x, &QComboBox::activated, this,
            [this] { view().setCorpus(m_x->currentData().toString()); });
    connect(m_y, &QComboBox::activated, this,
            [this] { view().setOtherCorpus(m_y->currentData().toString()); });
    connect(m_layer, &QComboBox::activated, this,
            [this] { view().setLayer(m_layer->currentData().toInt()); });
    connect(m_log, &QCheckBox::toggled, &view(), &ViewState::setLogAxes);
}

QWidget* MappingPage::newChannels() {
    m_channels = new BarsView;
    m_channels->setObjectName(QStringLiteral("channels"));
    m_channels->setPlaceholder(tr("Choose an expert on any page to see its channels."));
    m_channelStack = new QStackedWidget(this);
    m_channelStack->addWidget(addPlot(m_channels, tr("Channels of an expert")));
    auto* const offer = new QWidget(m_channelStack);
    auto* const layout = new QVBoxLayout(offer);
    auto* const text = new QLabel(
        tr("The channels of every expert are not kept by default: they are many. Analysing the "
           "same texts again with channels kept shows which few carry an expert."),
        offer);
    text->setWordWrap(true);
    text->setAlignment(Qt::AlignCenter);
    auto* const run = new QPushButton(tr("Analyse again and keep channels"), offer);
    run->setObjectName(QStringLiteral("keepChannels"));
    connect(run, &QPushButton::clicked, this,
            [this] { UnitFactsView::analyzeWithChannels(workbench()); });
    layout->addStretch(1);
    layout->addWidget(text);
    layout->addWidget(run, 0, Qt::AlignCenter);
    layout->addStretch(1);
    m_channelStack->addWidget(offer);
    return m_channelStack;
}

int MappingPage::layerInSight() {
    const int chosen = m_layer->currentData().toInt();
    if (chosen >= 0 || !document().analysis()) return chosen;
    const ObjectRef cursor = workbench().selection().cursor();
    const auto& layers = document().analysis()->moeLayers;
    if (cursor.kind == ObjectKind::Expert &&
        std::find(layers.begin(), layers.end(), cursor.layer) != layers.end())
        return cursor.layer;
    return layers.empty() ? -1 : layers.front();
}

void MappingPage::showMatrix(const QString& metric) {
    const auto analysis = document().analysis();
    const auto grid =
        analysis && !metric.isEmpty() ? expertsByTexts(*analysis, metric, layerInSight()) : nullptr;
    m_matrix->setGrid(grid, view().colours(metric));
    if (!grid) return;
    QSharedPointer<QCPAxisTickerText> names(new QCPAxisTickerText);
    for (int column = 0; column < grid->columns(); ++column)
        names->addTick(column, grid->columnNames[column]);
    m_matrix->xAxis->setTicker(names);
}

void MappingPage::showChannels() {
    const auto analysis = document().analysis();
    const ObjectRef cursor = workbench().selection().cursor();
    const bool isExpert = cursor.kind == ObjectKind::Expert;
    const bool kept =
        analysis && isExpert &&
        analysis->find("channel_significance", view().corpus().toStdString(), cursor.layer);
    const auto bars = analysis && isExpert ? channelBars(*analysis, cursor.layer, cursor.expert,
                                                         view().corpus().toStdString())
                                           : nullptr;
    m_channels->setBars(bars);
    m_channelStack->setCurrentIndex(analysis && isExpert && !kept && !bars ? 1 : 0);
}

// A row is an expert of the layer in sight.
void MappingPage::linkMatrix() {
    Selection& selection = workbench().selection();
    const auto unitAt = [this](QPoint cell) {
        const auto grid = m_matrix->grid();
        return grid && grid->inside(cell.y(), cell.x())
                   ? ObjectRef::ofExpert(layerInSight(),
                                         grid->rowIds[static_cast<size_t>(cell.y())])
                   : ObjectRef();
    };
    connect(m_matrix, &HeatMapView::cellHovered, this,
            [&selection, unitAt](QPoint cell) { selection.setHovered(unitAt(cell)); });
    connect(m_matrix, &HeatMapView::cursorMoved, this, [&selection, unitAt](QPoint cell) {
        const ObjectRef unit = unitAt(cell);
        if (!unit.valid()) return;
        selection.setObjects({unit});
        selection.setCursor(unit);
    });
}

void MappingPage::linkScatter() {
    m_scatterLink = new ScatterLink(*m_scatter, workbench().selection());
    Selection& selection = workbench().selection();
    connect(&selection, &Selection::objectsChanged, this, &MappingPage::showSelection);
    connect(&selection, &Selection::cursorChanged, this, &MappingPage::showSelection);
}

void MappingPage::showSelection() {
    if (!isVisible()) return;
    m_scatterLink->show();
    const ObjectRef cursor = workbench().selection().cursor();
    if (const auto grid = m_matrix->grid(); grid && cursor.layer == layerInSight()) {
        const int column = std::max(0, m_matrix->currentCell().x());
        m_matrix->setCurrentCell({column, grid->rowOf(cursor.expert)});
    }
    showChannels();
}

void MappingPage::refresh() {
    const auto analysis = document().analysis();
    const QString wanted = m_shownMetric.isEmpty() ? kFirstMetric : m_shownMetric;
    QList<Choice> metrics, corpora;
    if (analysis) {
        // Only what is known of single texts can be compared between them.
        for (const Choice& choice : metricChoices(*analysis, "layer,expert"))
            if (corpusChoices(*analysis, choice.data.toString(), true).size() >= 2)
                metrics.append(choice);
    }
    const QString metric = setChoices(*m_metric, metrics, wanted).toString();
    if (analysis && !metric.isEmpty()) corpora = corpusChoices(*analysis, metric, true);
    const QString x = setChoices(*m_x, corpora, view().corpus()).toString();
    QString other = view().otherCorpus();
    for (const Choice& choice : corpora)
        if (other.isEmpty() || other == x) other = choice.data.toString();
    const QString y = setChoices(*m_y, corpora, other).toString();
    const int layer =
        setChoices(*m_layer, analysis ? layerChoices(*analysis, true) : QList<Choice>(),
                   view().layer())
            .toInt();
    m_scatter->setScatter(metric.isEmpty() ? nullptr
                                           : corpusScatter(*analysis, metric, x, y, layer));
    m_scatter->setLogAxes(view().logAxes());
    m_concentration->setSeries(analysis ? concentration(*analysis, layer, {x, y}) : nullptr);
    showMatrix(metric);
    showSelection();
}

} // namespace moqa
