// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/pages/quantize_page.h"

#include "views/plots/plot_frame.h"
#include "views/plots/series_view.h"
#include "views/state/text.h"
#include "views/tables/result_tables.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDir>
#include <QDoubleSpinBox>
#include <QFileDialog>
#include <QFileInfo>
#include <QFormLayout>
#include <QGroupBox>
#include <QHeaderView>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QSpinBox>
#include <QSplitter>
#include <QTableView>
#include <QVBoxLayout>
#include <algorithm>

namespace moqa {

namespace {

std::shared_ptr<const SeriesSource> errorSeries(const std::vector<LayerReport>& layers) {
    auto source = std::make_shared<SeriesSource>();
    source->title = QuantizePage::tr("Relative error by layer");
    source->unit = QStringLiteral("1");
    source->xName = QuantizePage::tr("layer");
    source->yName = QuantizePage::tr("relative error");
    source->explanation =
        QuantizePage::tr("Error of the routed experts' weights, and of the MoE block's output on "
                         "the calibration tokens");
    SeriesSource::Series weight{QuantizePage::tr("weights"), {}};
    SeriesSource::Series output{QuantizePage::tr("block output"), {}};
    for (const LayerReport& layer : layers) {
        if (layer.layer < 0) continue; // tensors outside layers
        source->xs.push_back(layer.layer);
        weight.values.push_back(layer.weightError);
        output.values.push_back(layer.outputError);
    }
    source->series = {std::move(weight), std::move(output)};
    return source->xs.empty() ? nullptr : source;
}

// The figure that ranks plans: KL stays precise where perplexity hardly moves.
QString meanKlText(const EvaluateRun& run) {
    double sums[2] = {0, 0};
    int counts[2] = {0, 0};
    for (const CorpusScore& score : run.quantized.corpora) {
        if (!score.hasReference) continue;
        const auto& known = run.knownCorpora;
        const int kind = std::find(known.begin(), known.end(), score.corpus) != known.end() ? 0 : 1;
        sums[kind] += score.kl;
        ++counts[kind];
    }
    QStringList parts;
    if (counts[0] > 0) parts << QuantizePage::tr("known %1").arg(figure(sums[0] / counts[0]));
    if (counts[1] > 0) parts << QuantizePage::tr("new %1").arg(figure(sums[1] / counts[1]));
    return parts.isEmpty() ? QString()
                           : QuantizePage::tr("Mean KL in nats a token: %1")
                                 .arg(parts.join(QStringLiteral(", ")));
}

} // namespace

QuantizePage::QuantizePage(Workbench& workbench, QWidget* parent)
    : Page(workbench, QStringLiteral("quantize"), parent) {
    setHeading(tr("Quantize and evaluate"),
               tr("Write the plan into an HDF5 file, watch the error of each layer, then compare "
                  "with the full model on known and new texts."));
}

void QuantizePage::build() {
    m_layers = new LayerTable(this);
    m_scores = new EvaluateTable(this);
    auto* const columns = new QHBoxLayout;
    columns->setSpacing(14);
    columns->addWidget(optionColumn());
    columns->addWidget(resultColumn(), 1);
    body().addLayout(columns, 1);

    connect(m_run, &QPushButton::clicked, this, &QuantizePage::run);
    connect(m_stop, &QPushButton::clicked, this, [this] {
        for (const JobInfo& job : workbench().jobs().jobs())
            if (job.kind == JobKind::Quantize || job.kind == JobKind::Evaluate)
                workbench().jobs().cancel(job.number);
    });
    connect(m_evaluate, &QPushButton::clicked, this, &QuantizePage::runEvaluation);
    connect(m_export, &QPushButton::clicked, this, &QuantizePage::exportAs);
    connect(&workbench(), &Workbench::layerQuantized, this, &QuantizePage::takeLayer);
    Document& doc = document();
    for (const auto signal :
         {&Document::opened, &Document::activePlanChanged, &Document::plansChanged,
          &Document::planEdited, &Document::runsChanged, &Document::analysisChanged})
        connect(&doc, signal, this, &QuantizePage::refreshIfVisible);
    for (const auto signal :
         {&JobRunner::jobAdded, &JobRunner::jobChanged, &JobRunner::jobFinished})
        connect(&workbench().jobs(), signal, this, &QuantizePage::showState);
}

QWidget* QuantizePage::optionColumn() {
    auto* const column = new QWidget(this);
    auto* const layout = new QVBoxLayout(column);
    layout->setContentsMargins(0, 0, 0, 0);
    auto* const quantizeBox = new QGroupBox(tr("Quantize"), column);
    auto* const form = new QFormLayout(quantizeBox);
    m_planLabel = new QLabel(quantizeBox);
    m_planLabel->setWordWrap(true);
    form->addRow(tr("Plan:"), m_planLabel);
    m_method = new QComboBox(quantizeBox);
    m_method->addItem(tr("GPTQ"), static_cast<int>(QuantMethod::Gptq));
    m_method->addItem(tr("round to nearest"), static_cast<int>(QuantMethod::Rtn));
    form->addRow(tr("&Method:"), m_method);
    m_actOrder = new QCheckBox(tr("&act-order, static groups"), quantizeBox);
    m_actOrder->setChecked(true);
    form->addRow(QString(), m_actOrder);
    m_sequential = new QCheckBox(tr("se&quential layers"), quantizeBox);
    m_sequential->setChecked(true);
    m_sequential->setToolTip(tr("Each layer is calibrated on what the quantized layers before it "
                                "give"));
    form->addRow(QString(), m_sequential);
    m_damp = new QDoubleSpinBox(quantizeBox);
    m_damp->setRange(0, 1);
    m_damp->setDecimals(3);
    m_damp->setSingleStep(0.01);
    m_damp->setValue(0.01);
    m_damp->setToolTip(tr("Share of the mean diagonal that is added to the moments"));
    form->addRow(tr("&Damping:"), m_damp);
    m_grid = new QComboBox(quantizeBox);
    m_grid->addItem(tr("off"), static_cast<int>(GridSearch::Off));
    m_grid->addItem(tr("error to the power 2.4"), static_cast<int>(GridSearch::Power24));
    m_grid->addItem(tr("squared error"), static_cast<int>(GridSearch::Power20));
    m_grid->addItem(tr("by the moments"), static_cast<int>(GridSearch::Hessian));
    m_grid->setCurrentIndex(1);
    form->addRow(tr("&Scale search:"), m_grid);
    m_run = new QPushButton(tr("&Quantize..."), quantizeBox);
    m_run->setDefault(true);
    m_stop = new QPushButton(tr("S&top"), quantizeBox);
    auto* const buttons = new QHBoxLayout;
    buttons->addWidget(m_run);
    buttons->addWidget(m_stop);
    form->addRow(buttons);
    m_progress = new QProgressBar(quantizeBox);
    m_progress->setAccessibleName(tr("Progress"));
    m_progress->setRange(0, 1000);
    m_progress->setTextVisible(false);
    m_state = new QLabel(quantizeBox);
    m_state->setWordWrap(true);
    m_state->setForegroundRole(QPalette::PlaceholderText);
    form->addRow(m_progress);
    form->addRow(m_state);
    layout->addWidget(quantizeBox);

    auto* const evaluateBox = new QGroupBox(tr("Evaluate and export"), column);
    auto* const evaluateForm = new QFormLayout(evaluateBox);
    m_evaluateTokens = new QSpinBox(evaluateBox);
    m_evaluateTokens->setRange(0, 1'000'000'000);
    m_evaluateTokens->setSingleStep(512);
    m_evaluateTokens->setValue(2048);
    m_evaluateTokens->setGroupSeparatorShown(true);
    m_evaluateTokens->setSpecialValueText(tr("all"));
    evaluateForm->addRow(tr("T&okens of each text:"), m_evaluateTokens);
    m_evaluate = new QPushButton(tr("&Evaluate"), evaluateBox);
    m_export = new QPushButton(tr("Export safetensors..."), evaluateBox);
    evaluateForm->addRow(m_evaluate);
    evaluateForm->addRow(m_export);
    m_evaluateState = new QLabel(evaluateBox);
    m_evaluateState->setWordWrap(true);
    m_evaluateState->setForegroundRole(QPalette::PlaceholderText);
    evaluateForm->addRow(m_evaluateState);
    layout->addWidget(evaluateBox);
    layout->addStretch(1);
    column->setFixedWidth(320);
    return column;
}

QTableView* QuantizePage::addTable(QAbstractItemModel* model, const QString& name) {
    auto* const table = new QTableView(this);
    table->setModel(model);
    table->setAccessibleName(name);
    table->setAlternatingRowColors(true);
    table->verticalHeader()->hide();
    table->verticalHeader()->setDefaultSectionSize(table->fontMetrics().height() + 8);
    table->setSelectionBehavior(QAbstractItemView::SelectRows);
    table->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    table->horizontalHeader()->setSectionResizeMode(0, QHeaderView::Stretch);
    return table;
}

QWidget* QuantizePage::resultColumn() {
    auto* const split = new QSplitter(Qt::Vertical, this);
    m_errors = new SeriesView;
    m_errors->setPlaceholder(tr("The error of each layer appears here as it is quantized."));
    split->addWidget(addPlot(m_errors, tr("Error by layer")));
    split->addWidget(addTable(m_layers, tr("Layers quantized")));
    split->addWidget(addTable(m_scores, tr("Full against quantized model, by corpus")));
    split->setStretchFactor(0, 3);
    split->setStretchFactor(1, 2);
    split->setStretchFactor(2, 2);
    return split;
}

QuantizeOptions QuantizePage::options() const {
    QuantizeOptions options;
    options.method = static_cast<QuantMethod>(m_method->currentData().toInt());
    options.actOrder = m_actOrder->isChecked();
    options.sequential = m_sequential->isChecked();
    options.damp = m_damp->value();
    options.grid = static_cast<GridSearch>(m_grid->currentData().toInt());
    return options;
}

QString QuantizePage::suggestedPath() {
    const auto earlier = document().quantizeRun(document().activePlanName());
    if (earlier && !earlier->complete) return qstr(earlier->outputPath);
    QString plan = qstr(document().activePlanName());
    for (QChar& c : plan)
        if (!c.isLetterOrNumber() && c != QLatin1Char('.')) c = QLatin1Char('-');
    const QString folder = document().path().isEmpty()
                               ? workbench().settings().lastFolder()
                               : QFileInfo(document().path()).absolutePath();
    return QDir(folder).filePath(
        QStringLiteral("%1-%2.h5").arg(qstr(document().model()->name()), plan));
}

void QuantizePage::run() {
    if (!document().activePlan() || !document().model()) return;
    const QString path = QFileDialog::getSaveFileName(
        this, tr("Write the quantized model"), suggestedPath(), tr("Quantized model (*.h5)"));
    if (path.isEmpty()) return;
    startRun(path.endsWith(QLatin1String(".h5")) ? path : path + QStringLiteral(".h5"));
}

void QuantizePage::startRun(const QString& path) {
    m_layers->setLayers({});
    m_errors->setSeries(nullptr);
    workbench().quantize(options(), path);
}

void QuantizePage::runEvaluation() { workbench().evaluate(m_evaluateTokens->value()); }

void QuantizePage::exportAs() {
    const QString folder = QFileDialog::getExistingDirectory(
        this, tr("Folder for the safetensors files"), workbench().settings().lastFolder());
    if (!folder.isEmpty())
        workbench().exportSafetensors(QDir(folder).filePath(qstr(document().model()->name()) +
                                                            QStringLiteral("-dequantized")));
}

void QuantizePage::takeLayer(const LayerReport& layer) {
    m_layers->append(layer);
    showLayers();
}

void QuantizePage::showLayers() { m_errors->setSeries(errorSeries(m_layers->layers())); }

void QuantizePage::refresh() {
    const Plan* const plan = document().activePlan();
    const std::string name = document().activePlanName();
    m_planLabel->setText(plan ? tr("%1: %2 mean bits, %3")
                                    .arg(qstr(name),
                                         QLocale().toString(plan->totals.meanBits, 'f', 3),
                                         byteText(plan->totals.bytes))
                              : tr("none; make one on the page Plan"));
    if (!workbench().jobs().isActive(JobKind::Quantize)) {
        const auto quantized = document().quantizeRun(name);
        m_layers->setLayers(quantized ? quantized->layers : std::vector<LayerReport>());
        showLayers();
    }
    m_scores->setRun(document().evaluateRun(name));
    showState();
}

void QuantizePage::showState() {
    if (!isBuilt() || !isVisible()) return;
    const std::string name = document().activePlanName();
    const auto quantized = document().quantizeRun(name);
    const auto evaluated = document().evaluateRun(name);
    const JobInfo* active = nullptr;
    const auto all = workbench().jobs().jobs();
    for (const JobInfo& job : all)
        if (job.active() && (job.kind == JobKind::Quantize || job.kind == JobKind::Evaluate))
            active = &job;
    const bool ready = document().activePlan() && document().model();
    m_run->setEnabled(ready && !active);
    m_run->setText(quantized && !quantized->complete ? tr("&Go on...") : tr("&Quantize..."));
    m_stop->setEnabled(active && active->state != JobState::Cancelling);
    m_evaluate->setEnabled(!active && quantized && quantized->complete && document().model() &&
                           !document().corpusChoice().evaluation.empty());
    m_export->setEnabled(!active && quantized && quantized->complete);
    m_progress->setVisible(active != nullptr);
    m_progress->setValue(active ? static_cast<int>(active->fraction * 1000) : 0);
    QString state;
    if (active) {
        state = active->step;
        if (active->remainingMs) state += tr(", %1 left").arg(durationText(*active->remainingMs));
    } else if (quantized && !quantized->complete) {
        state = tr("Stopped after %n layer(s); they are kept beside %1.", nullptr,
                   static_cast<int>(quantized->layers.size()))
                    .arg(QFileInfo(qstr(quantized->outputPath)).fileName());
    } else if (quantized) {
        state = tr("Wrote %1.").arg(qstr(quantized->outputPath));
        if (!document().isCurrent(name, quantized->planHash))
            state += tr(" Outdated: the plan was edited since. Quantize again.");
    }
    m_state->setText(state);
    QString scores = evaluated ? meanKlText(*evaluated) : QString();
    if (evaluated && !document().isCurrent(name, evaluated->planHash))
        scores += tr("\nOutdated: the plan was edited since.");
    m_evaluateState->setText(scores);
}

} // namespace moqa
