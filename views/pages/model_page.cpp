// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/pages/model_page.h"

#include "views/heatmap/heat_map_view.h"
#include "views/pages/choosers.h"
#include "views/pages/model_sources.h"
#include "views/panels/name_first.h"
#include "views/panels/tree_selection.h"
#include "views/plots/plot_frame.h"
#include "views/state/text.h"
#include "views/state/window_words.h"
#include "views/tables/model_tree_model.h"

#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QRegularExpression>
#include <QSortFilterProxyModel>
#include <QSplitter>
#include <QTabWidget>
#include <QTimer>
#include <QToolBar>
#include <QToolButton>
#include <QTreeView>
#include <QVBoxLayout>

namespace moqa {

namespace {
// A picture of a tensor is looked at as a whole: more pixels than a plot has are of no use.
constexpr int64_t kPictureSide = 256;
constexpr int kFilterPauseMs = 200;
constexpr int kIndentation = 14; // four levels leave a name its room
} // namespace

ModelPage::ModelPage(Workbench& workbench, QWidget* parent)
    : Page(workbench, QStringLiteral("model"), parent) {
    setHeading(tr("Model"), tr("The tensors of the model: where its bytes are, and what the "
                               "weights look like. Choose a tensor in the tree."));
}

void ModelPage::build() {
    m_bytes = new StackView;
    m_bytes->setObjectName(QStringLiteral("bytes"));
    m_bytes->setPlaceholder(tr("No model is open.\n\nOpen one (Ctrl+O), or the demo in one click "
                               "on the page Welcome."));
    PlotFrame* const bytes = addPlot(m_bytes, tr("Bytes by part"));
    auto* const holder = new QWidget(this);
    auto* const row = new QHBoxLayout(holder);
    row->setContentsMargins(0, 0, 0, 0);
    m_bytesOf = addChooser(*row, tr("Bytes &of:"));
    setChoices(*m_bytesOf, {{tr("the whole model"), false}, {tr("each layer"), true}}, false);
    bytes->toolBar().addWidget(holder);
    connect(m_bytesOf, &QComboBox::activated, this, &ModelPage::showBytes);

    m_plots = new QSplitter(Qt::Vertical, this);
    m_plots->addWidget(bytes);
    m_plots->addWidget(newTensor());
    m_plots->setStretchFactor(0, 2);
    m_plots->setStretchFactor(1, 5);
    auto* const split = new QSplitter(Qt::Horizontal, this);
    split->addWidget(newTree());
    split->addWidget(m_plots);
    split->setStretchFactor(0, 2);
    split->setStretchFactor(1, 3);
    body().addWidget(split, 1);
    connect(&document(), &Document::opened, this, &ModelPage::refreshIfVisible);
    connect(&workbench().selection(), &Selection::cursorChanged, this, &ModelPage::followCursor);
}

// Too low for two plots one above the other: they stand side by side.
void ModelPage::setDense(bool on) {
    m_plots->setOrientation(on ? Qt::Horizontal : Qt::Vertical);
    m_plots->setSizes(on ? QList<int>{400, 600} : QList<int>{200, 500});
}

QWidget* ModelPage::newTree() {
    auto* const holder = new QWidget(this);
    auto* const layout = new QVBoxLayout(holder);
    layout->setContentsMargins(0, 0, 0, 0);
    m_filter = new QLineEdit(holder);
    m_filter->setPlaceholderText(tr("Filter by words of the name: \"experts.3 down\""));
    m_filter->setAccessibleName(tr("Filter tensors"));
    m_filter->setClearButtonEnabled(true);
    m_model = new ModelTreeModel(this);
    m_filtered = new QSortFilterProxyModel(this);
    m_filtered->setSourceModel(m_model);
    m_filtered->setRecursiveFilteringEnabled(true);
    m_filtered->setFilterRole(Qt::ToolTipRole); // full names; groups are shown for their tensors
    m_tree = new QTreeView(holder);
    m_tree->setMinimumWidth(fontMetrics().averageCharWidth() * 30);
    m_tree->setModel(m_filtered);
    new TreeSelection(*m_tree, *m_model, m_filtered, workbench().selection());
    m_tree->setAccessibleName(tr("Tensors of the model"));
    m_tree->setUniformRowHeights(true);
    m_tree->setAlternatingRowColors(true);
    m_tree->setTextElideMode(Qt::ElideMiddle); // "experts.3.down_proj": both ends tell
    m_tree->setIndentation(kIndentation);
    new NameFirst(*m_tree, ModelTreeModel::Name,
                  {ModelTreeModel::Type, ModelTreeModel::Shape, ModelTreeModel::Bytes});
    layout->addWidget(m_filter);
    layout->addWidget(m_tree, 1);
    auto* const pause = new QTimer(this);
    pause->setSingleShot(true);
    pause->setInterval(kFilterPauseMs);
    connect(m_filter, &QLineEdit::textChanged, pause, qOverload<>(&QTimer::start));
    connect(pause, &QTimer::timeout, this, &ModelPage::filterTree);
    connect(m_tree->selectionModel(), &QItemSelectionModel::currentChanged, this,
            [this](const QModelIndex& index) { chooseTensor(m_filtered->mapToSource(index)); });
    return holder;
}

QWidget* ModelPage::newTensor() {
    auto* const holder = new QWidget(this);
    auto* const layout = new QVBoxLayout(holder);
    layout->setContentsMargins(0, 0, 0, 0);
    auto* const row = new QHBoxLayout;
    m_tensorText = new QLabel(holder);
    m_tensorText->setWordWrap(true);
    m_tensorText->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_tensorText->setAccessibleName(tr("Statistics of the tensor"));
    m_stop = new QToolButton(holder);
    m_stop->setText(tr("Stop"));
    m_stop->setAccessibleName(tr("Stop reading the tensor"));
    m_stop->hide();
    connect(m_stop, &QToolButton::clicked, this, [this] { workbench().jobs().cancel(m_job); });
    row->addWidget(m_tensorText, 1);
    row->addWidget(m_stop, 0, Qt::AlignTop);
    layout->addLayout(row);

    m_histogram = new BarsView;
    m_histogram->setObjectName(QStringLiteral("histogram"));
    PlotFrame* const histogram = addPlot(m_histogram, tr("Histogram of the tensor"));
    m_logCounts = new QCheckBox(tr("&Logarithmic counts"), this);
    m_logCounts->setChecked(true); // tails are what matters to quantization
    histogram->toolBar().addWidget(m_logCounts);
    m_picture = new HeatMapView;
    m_picture->setObjectName(QStringLiteral("picture"));
    PlotFrame* const picture = addPlot(m_picture, tr("Picture of the tensor"));
    auto* const pixels = new QWidget(this);
    auto* const pixelRow = new QHBoxLayout(pixels);
    pixelRow->setContentsMargins(0, 0, 0, 0);
    m_pixel = addChooser(*pixelRow, tr("Pi&xels:"));
    setChoices(*m_pixel,
               {{tr("mean"), static_cast<int>(Pixel::Mean)},
                {tr("smallest"), static_cast<int>(Pixel::Low)},
                {tr("largest"), static_cast<int>(Pixel::High)}},
               static_cast<int>(Pixel::Mean));
    picture->toolBar().addWidget(pixels);
    auto* const tabs = new QTabWidget(holder);
    tabs->setDocumentMode(true);
    tabs->setAccessibleName(tr("Views of the tensor"));
    tabs->addTab(histogram, tr("Histogram"));
    tabs->addTab(picture, tr("Picture"));
    layout->addWidget(tabs, 1);
    connect(m_logCounts, &QCheckBox::toggled, this, &ModelPage::showStatistics);
    connect(m_pixel, &QComboBox::activated, this, &ModelPage::showStatistics);
    for (PlotView* const plot :
         {static_cast<PlotView*>(m_histogram), static_cast<PlotView*>(m_picture)})
        plot->setPlaceholder(tr("Choose a tensor in the tree to see its weights."));
    return holder;
}

void ModelPage::refresh() {
    if (document().model() == m_shown) return;
    m_shown = document().model();
    m_model->setModel(m_shown);
    m_statistics.reset();
    m_tensorText->clear();
    showStatistics();
    showBytes();
    followCursor();
}

void ModelPage::filterTree() {
    QString pattern;
    for (const QString& word : m_filter->text().split(QLatin1Char(' '), Qt::SkipEmptyParts))
        pattern += QStringLiteral("(?=.*%1)").arg(QRegularExpression::escape(word));
    m_filtered->setFilterRegularExpression(
        QRegularExpression(pattern.isEmpty() ? QString() : QLatin1Char('^') + pattern,
                           QRegularExpression::CaseInsensitiveOption));
    // What is left is shown at once, unless it is a crowd.
    constexpr int kMostOpened = 12;
    if (!pattern.isEmpty() && m_filtered->rowCount() <= kMostOpened)
        m_tree->expandRecursively({}, 2);
}

void ModelPage::showBytes() {
    m_bytes->setStacks(m_shown ? bytesByPart(*m_shown, m_bytesOf->currentData().toBool())
                               : nullptr);
}

void ModelPage::chooseTensor(const QModelIndex& index) {
    const WeightEntry* const weight = m_model->weightAt(index);
    if (!weight) return;
    if (weight->id.expert >= 0)
        workbench().selection().setCursor(ObjectRef::ofExpert(weight->id.layer, weight->id.expert));
    describe(weight->id);
}

// The expert that another page points at, opened in the tree.
void ModelPage::followCursor() {
    if (!isVisible()) return;
    const ObjectRef cursor = workbench().selection().cursor();
    if (cursor.kind != ObjectKind::Expert) return;
    const WeightEntry* const shown =
        m_model->weightAt(m_filtered->mapToSource(m_tree->currentIndex()));
    if (shown && shown->id.layer == cursor.layer && shown->id.expert == cursor.expert) return;
    const QModelIndex expert =
        m_filtered->mapFromSource(m_model->indexOfExpert(cursor.layer, cursor.expert));
    if (!expert.isValid()) return;
    m_tree->expand(expert);
    // What is selected follows the selection, not the cursor.
    m_tree->selectionModel()->setCurrentIndex(expert, QItemSelectionModel::NoUpdate);
    m_tree->scrollTo(expert, QAbstractItemView::PositionAtCenter);
}

void ModelPage::describe(WeightId id) {
    using Statistics = std::shared_ptr<const TensorStatistics>;
    m_tensor = id;
    m_statistics.reset();
    showStatistics();
    showTensorText(tr("reading\u2026"));
    m_stop->show();
    m_job = workbench().jobs().run<Statistics>(
        JobKind::Tensor, tr("Weights of a tensor"),
        [model = m_shown, id](JobContext& context) -> Result<Statistics> {
            TensorStatisticsOptions options;
            options.pictureRows = options.pictureColumns = kPictureSide;
            MOQA_TRY(TensorStatistics found, tensorStatistics(*model, id, options, context));
            return std::make_shared<const TensorStatistics>(std::move(found));
        },
        this, [this, id](Result<Statistics> result) { takeStatistics(id, std::move(result)); });
}

void ModelPage::takeStatistics(WeightId id,
                               Result<std::shared_ptr<const TensorStatistics>> statistics) {
    m_stop->hide();
    if (!m_shown || !m_shown->find(id)) return; // another model was opened meanwhile
    if (statistics.ok()) {
        m_statistics = statistics.value();
        showTensorText({});
    } else {
        const Error& error = statistics.error();
        showTensorText(error.code == ErrorCode::Cancelled ? tr("stopped")
                                                          : qstr(inWindowWords(error).message()));
    }
    showStatistics();
}

void ModelPage::showTensorText(const QString& state) {
    const WeightEntry* const weight = m_shown ? m_shown->find(m_tensor) : nullptr;
    if (!weight) {
        m_tensorText->clear();
        return;
    }
    const QString shape = weight->rows == 1
                              ? QString::number(weight->cols)
                              : QStringLiteral("%1 \u00d7 %2").arg(weight->rows).arg(weight->cols);
    QString text =
        QStringLiteral("<b>%1</b><br>").arg(qstr(weight->name).toHtmlEscaped()) +
        tr("%1, %2, %3").arg(shape, qstr(nameOf(weight->dtype)), byteText(weight->bytes));
    if (weight->bits < 16) text += tr(", quantized to %n bit", nullptr, weight->bits);
    if (!state.isEmpty()) text += QStringLiteral("<br>") + state.toHtmlEscaped();
    if (m_statistics) text += tensorFacts(*m_statistics);
    m_tensorText->setText(text);
}

void ModelPage::showStatistics() {
    const WeightEntry* const weight = m_shown ? m_shown->find(m_tensor) : nullptr;
    if (!m_statistics || !weight) {
        m_histogram->setBars(nullptr);
        m_picture->setGrid(nullptr);
        return;
    }
    m_histogram->setBars(tensorHistogram(*weight, *m_statistics, m_logCounts->isChecked()));
    // A few outliers would leave all other weights white.
    m_picture->setGrid(
        tensorPicture(*weight, *m_statistics, static_cast<Pixel>(m_pixel->currentData().toInt())),
        ColourChoice{.range = ColourScale::Robust});
}

} // namespace moqa
