// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/pages/correlation_page.h"

#include "views/heatmap/colour_controls.h"
#include "views/heatmap/dendrogram_rail.h"
#include "views/heatmap/heat_map_view.h"
#include "views/pages/choosers.h"
#include "views/pages/correlation_sources.h"
#include "views/panels/staleness_badge.h"
#include "views/panels/wrap_box.h"
#include "views/plots/flow_view.h"
#include "views/plots/plot_frame.h"
#include "views/state/text.h"
#include "views/tables/table_twin.h"

#include <QCheckBox>
#include <QComboBox>
#include <QSplitter>
#include <QTabWidget>
#include <QToolBar>
#include <QVBoxLayout>

namespace moqa {

namespace {
const char* const kPairAxes = "expert,expert_b";
const char* const kFlowAxes = "expert,next_expert";
const QString kFirstMetric = QStringLiteral("lift");
constexpr int kFewFlows = 40, kMoreFlows = 100, kManyFlows = 300;
} // namespace

CorrelationPage::CorrelationPage(Workbench& workbench, QWidget* parent)
    : Page(workbench, QStringLiteral("correlation"), parent) {
    setHeading(tr("Correlation"),
               tr("Two experts of a layer at a time: chosen together more often than chance, or "
                  "giving alike outputs; and where their tokens go next."));
}

void CorrelationPage::build() {
    addBadge(newAnalysisBadge(workbench(), this));
    WrapBox* const row = addControls();
    m_layer = addChooser(*row->newGroup(), tr("La&yer:"));
    m_corpus = addChooser(*row->newGroup(), tr("&Corpus:"));
    m_tabs = new QTabWidget(this);
    m_tabs->setDocumentMode(true);
    m_tabs->setAccessibleName(tr("Views of the correlation"));
    m_tabs->addTab(newMatrix(), tr("Pairs"));
    m_tabs->addTab(newPairs(), tr("Pairs that stand out"));
    m_tabs->addTab(newFlow(), tr("Flow to the next layer"));
    m_errors = new BarsView;
    m_errors->setObjectName(QStringLiteral("errors"));
    m_errors->setPlaceholder(tr("What the errors of experts add up to, or cancel, appears here "
                                "after stage 3 of an analysis."));
    m_tabs->addTab(addPlot(m_errors, tr("Errors of experts together")), tr("Errors together"));
    body().addWidget(m_tabs, 1);
    connectControls();
    linkMatrix();
    linkFlow();
    Selection& selection = workbench().selection();
    connect(&selection, &Selection::cursorChanged, this, &CorrelationPage::showSelection);
    connect(&selection, &Selection::objectsChanged, this, &CorrelationPage::showSelection);
    connect(&document(), &Document::opened, this, &CorrelationPage::refreshIfVisible);
    connect(&document(), &Document::analysisChanged, this, &CorrelationPage::refreshIfVisible);
    connect(&view(), &ViewState::changed, this, &CorrelationPage::refreshIfVisible);
}

QWidget* CorrelationPage::newMatrix() {
    auto* const holder = new QWidget(this);
    auto* const layout = new QVBoxLayout(holder);
    layout->setContentsMargins(0, 4, 0, 0);
    auto* const row = new WrapBox(holder);
    m_metric = addChooser(*row->newGroup(), tr("&Metric:"));
    m_clustered = new QCheckBox(tr("Cl&uster order"), holder);
    m_clustered->setToolTip(
        tr("Experts that are chosen together stand together, with the tree that says how close "
           "(average linkage on 1 - NPMI)"));
    m_clustered->setChecked(view().clusteredOrder());
    m_chance = new QCheckBox(tr("&Around chance"), holder);
    m_chance->setToolTip(tr("Logarithm of the lift, white where it is chance"));
    m_chance->setChecked(true);
    for (QCheckBox* const box : {m_clustered, m_chance}) row->newGroup()->addWidget(box);
    m_matrix = new HeatMapView;
    m_matrix->setObjectName(QStringLiteral("pairs"));
    m_matrix->setPlaceholder(tr("No pair matrices yet.\n\nThey come with stage 3 of an analysis: "
                                "\"Texts and analysis\" (Ctrl+T)."));
    m_tree = new DendrogramRail(*m_matrix);
    layout->addWidget(row);
    PlotFrame* const frame = addPlot(m_matrix, tr("Experts by experts of a layer"));
    frame->addRow(new ColourControls(*m_matrix, view(), frame));
    layout->addWidget(frame, 1);
    return holder;
}

QWidget* CorrelationPage::newPairs() {
    m_pairTable = new TableTwin(tr("Pairs that stand out"), this);
    connect(m_pairTable, &TableTwin::currentSourceRowChanged, this, &CorrelationPage::chooseRow);
    return m_pairTable;
}

QWidget* CorrelationPage::newFlow() {
    m_flow = new FlowView;
    m_flow->setObjectName(QStringLiteral("flow"));
    m_flow->setPlaceholder(tr("Where the tokens of each expert go in the next layer: comes with "
                              "stage 3 of an analysis, for all layers but the last."));
    PlotFrame* const flow = addPlot(m_flow, tr("Flow to the next layer"));
    m_flowMatrix = new HeatMapView;
    m_flowMatrix->setObjectName(QStringLiteral("transitions"));
    m_flowMatrix->setPlaceholder(tr("Experts of this layer by experts of the next one."));
    PlotFrame* const matrix = addPlot(m_flowMatrix, tr("Transitions to the next layer"));
    const auto chooser = [this](PlotFrame& frame, const QString& label) {
        auto* const holder = new QWidget(this);
        auto* const row = new QHBoxLayout(holder);
        row->setContentsMargins(0, 0, 0, 0);
        QComboBox* const box = addChooser(*row, label);
        frame.toolBar().addWidget(holder);
        return box;
    };
    m_flowCount = chooser(*flow, tr("&Strongest:"));
    QList<Choice> counts;
    for (const int n : {kFewFlows, kMoreFlows, kManyFlows}) counts.append({QString::number(n), n});
    setChoices(*m_flowCount, counts, kFewFlows);
    m_flowMetric = chooser(*matrix, tr("M&atrix of:"));
    connect(m_flowCount, &QComboBox::activated, this, &CorrelationPage::showFlow);
    connect(m_flowMetric, &QComboBox::activated, this, &CorrelationPage::showFlow);
    auto* const split = new QSplitter(Qt::Horizontal, this);
    split->addWidget(flow);
    split->addWidget(matrix);
    return split;
}

void CorrelationPage::connectControls() {
    connect(m_metric, &QComboBox::activated, this,
            [this] { view().setMatrixMetric(m_metric->currentData().toString()); });
    connect(m_corpus, &QComboBox::activated, this,
            [this] { view().setCorpus(m_corpus->currentData().toString()); });
    connect(m_layer, &QComboBox::activated, this,
            [this] { view().setLayer(m_layer->currentData().toInt()); });
    connect(m_clustered, &QCheckBox::toggled, &view(), &ViewState::setClusteredOrder);
    connect(m_chance, &QCheckBox::toggled, this, &CorrelationPage::refreshIfVisible);
}

int CorrelationPage::layer() const { return m_layer->currentData().toInt(); }

// A cell is two experts of the layer; the row's is the one that the other pages follow.
void CorrelationPage::linkMatrix() {
    const auto unitAt = [this](QPoint cell) {
        const auto grid = m_matrix->grid();
        return grid && grid->inside(cell.y(), cell.x())
                   ? ObjectRef::ofExpert(layer(), grid->rowIds[static_cast<size_t>(cell.y())])
                   : ObjectRef();
    };
    connect(m_matrix, &HeatMapView::cellHovered, this,
            [this, unitAt](QPoint cell) { workbench().selection().setHovered(unitAt(cell)); });
    connect(m_matrix, &HeatMapView::cursorMoved, this, [this, unitAt](QPoint cell) {
        if (const ObjectRef unit = unitAt(cell); unit.valid())
            workbench().selection().setCursor(unit);
    });
    connect(m_tree, &DendrogramRail::clusterChosen, this, &CorrelationPage::chooseCluster);
    connect(m_matrix, &HeatMapView::blockSelected, this, [this](QPoint from, QPoint to) {
        const auto grid = m_matrix->grid();
        Selection::Objects objects;
        if (!grid || !grid->inside(from.y(), from.x()) || !grid->inside(to.y(), to.x())) return;
        for (const int index : {from.x(), from.y(), to.x(), to.y()})
            objects.insert(
                ObjectRef::ofExpert(layer(), grid->columnIds[static_cast<size_t>(index)]));
        workbench().selection().setObjects(std::move(objects));
    });
}

// A click on the tree selects the experts that it joins there.
void CorrelationPage::chooseCluster(int firstRow, int lastRow, Qt::KeyboardModifiers modifiers) {
    const auto grid = m_matrix->grid();
    if (!grid || !grid->inside(firstRow, 0) || !grid->inside(lastRow, 0)) return;
    Selection::Objects objects;
    if (modifiers.testFlag(Qt::ControlModifier)) objects = workbench().selection().objects();
    for (int row = firstRow; row <= lastRow; ++row)
        objects.insert(ObjectRef::ofExpert(layer(), grid->rowIds[static_cast<size_t>(row)]));
    workbench().selection().setObjects(std::move(objects));
}

// A flow selects both of its experts, each in its layer.
void CorrelationPage::linkFlow() {
    Selection& selection = workbench().selection();
    connect(m_flow, &PaintedView::partHovered, this, [this, &selection](int part) {
        const auto flows = m_flow->flows();
        selection.setHovered(
            part < 0 || !flows ? ObjectRef()
                               : ObjectRef::ofExpert(flows->fromLayer,
                                                     flows->flows[static_cast<size_t>(part)].from));
    });
    connect(m_flow, &PaintedView::partChosen, this, [this, &selection](int part) {
        const auto flows = m_flow->flows();
        const FlowSource::Flow& flow = flows->flows[static_cast<size_t>(part)];
        const ObjectRef from = ObjectRef::ofExpert(flows->fromLayer, flow.from);
        selection.setObjects({from, ObjectRef::ofExpert(flows->toLayer, flow.to)});
        selection.setCursor(from);
    });
    connect(m_flowMatrix, &HeatMapView::cursorMoved, this, [this, &selection](QPoint cell) {
        const auto grid = m_flowMatrix->grid();
        if (!grid || !grid->inside(cell.y(), cell.x())) return;
        selection.setCursor(
            ObjectRef::ofExpert(layer(), grid->rowIds[static_cast<size_t>(cell.y())]));
    });
}

void CorrelationPage::chooseRow(int row) {
    if (!m_pairs || row < 0 || row >= m_pairs->tableRows()) return;
    const PairSource::Pair& pair = m_pairs->pairs[static_cast<size_t>(row)];
    const ObjectRef first = ObjectRef::ofExpert(layer(), pair.expert);
    workbench().selection().setObjects({first, ObjectRef::ofExpert(layer(), pair.other)});
    workbench().selection().setCursor(first);
}

void CorrelationPage::refresh() {
    const auto analysis = document().analysis();
    if (!analysis) {
        for (QComboBox* const box : {m_layer, m_metric, m_corpus, m_flowMetric})
            setChoices(*box, {}, {});
        m_matrix->setGrid(nullptr);
        m_tree->setJoints({});
        m_flow->setFlows(nullptr);
        m_flowMatrix->setGrid(nullptr);
        m_errors->setBars(nullptr);
        m_pairs.reset();
        m_pairTable->setSource(nullptr);
        return;
    }
    m_clustered->setChecked(view().clusteredOrder());
    const QString wanted = view().matrixMetric().isEmpty() ? kFirstMetric : view().matrixMetric();
    const QString metric =
        setChoices(*m_metric, metricChoices(*analysis, kPairAxes), wanted).toString();
    setChoices(*m_corpus, corpusChoices(*analysis, metric, false), view().corpus());
    setChoices(*m_layer, layerChoices(*analysis, false), view().layer());
    m_chance->setVisible(isRatioToChance(metric));
    showMatrix();
    showFlow();
    showPairs();
    m_errors->setBars(jointErrors(*analysis, m_corpus->currentData().toString().toStdString()));
    showSelection();
}

void CorrelationPage::showMatrix() {
    const auto analysis = document().analysis();
    const QString metric = m_metric->currentData().toString();
    const QString corpus = m_corpus->currentData().toString();
    auto grid = pairGrid(analysis, metric, corpus, layer(), view().clusteredOrder());
    if (isRatioToChance(metric) && m_chance->isChecked()) grid = aroundChance(grid);
    m_matrix->setGrid(grid, view().colours(grid ? qstr(grid->key.metric) : metric));
    std::vector<TreeJoint> joints;
    if (grid && view().clusteredOrder()) {
        auto tree = analysis->find("dendrogram", corpus.toStdString(), layer());
        if (!tree) tree = analysis->find("dendrogram", "", layer());
        if (tree) joints = treeJoints(*tree, grid->rowIds);
    }
    m_tree->setJoints(std::move(joints));
}

void CorrelationPage::showFlow() {
    const auto analysis = document().analysis();
    if (!analysis) return;
    const QString corpus = m_corpus->currentData().toString();
    m_flow->setFlows(
        layerFlow(*analysis, corpus.toStdString(), layer(), m_flowCount->currentData().toInt()));
    const QVariant shown = m_flowMetric->currentData();
    const QString metric = setChoices(*m_flowMetric, metricChoices(*analysis, kFlowAxes),
                                      shown.isValid() ? shown : QStringLiteral("transition_lift"))
                               .toString();
    auto grid = flowGrid(analysis, metric, corpus, layer());
    if (isRatioToChance(metric)) grid = aroundChance(grid);
    m_flowMatrix->setGrid(grid, view().colours(grid ? qstr(grid->key.metric) : metric));
}

void CorrelationPage::showPairs() {
    m_pairs = notablePairs(*document().analysis(), layer());
    m_pairTable->setSource(m_pairs);
    m_tabs->setTabText(1, m_pairs ? tr("Pairs that stand out (%1)").arg(m_pairs->tableRows())
                                  : tr("Pairs that stand out"));
}

// Follows the other pages: the cursor's expert is the row, the column stays.
void CorrelationPage::showSelection() {
    if (!isVisible()) return;
    const auto grid = m_matrix->grid();
    const ObjectRef cursor = workbench().selection().cursor();
    if (!grid || cursor.kind != ObjectKind::Expert || cursor.layer != layer()) return;
    const int row = grid->rowOf(cursor.expert);
    if (row < 0) return;
    const QPoint at = m_matrix->currentCell();
    if (at.y() != row) m_matrix->setCurrentCell({at.x() < 0 ? row : at.x(), row});
}

} // namespace moqa
