// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panels/quantize_form.h"

#include "views/panels/scroll_box.h"
#include "views/state/job_costs.h"
#include "views/state/text.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QFileInfo>
#include <QFormLayout>
#include <QGroupBox>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QSpinBox>
#include <QUrl>
#include <QVBoxLayout>

namespace moqa {

namespace {

constexpr int kLetters = 48; // of the width: it follows the font
constexpr int kProgressSteps = 1000;

QLabel* quietLabel(QWidget* parent) {
    auto* const label = new QLabel(parent);
    label->setWordWrap(true);
    label->setForegroundRole(QPalette::PlaceholderText);
    return label;
}

QLabel* linkLabel(QWidget* parent, const QString& name) {
    QLabel* const label = quietLabel(parent);
    label->setTextFormat(Qt::RichText);
    label->setTextInteractionFlags(Qt::TextBrowserInteraction);
    label->setOpenExternalLinks(true);
    label->setAccessibleName(name);
    return label;
}

} // namespace

QString folderLink(const QString& path) {
    const QFileInfo info(path);
    const QString folder = info.isDir() ? info.absoluteFilePath() : info.absolutePath();
    return QStringLiteral("<a href=\"%1\">%2</a>")
        .arg(QUrl::fromLocalFile(folder).toString(QUrl::FullyEncoded).toHtmlEscaped(),
             info.fileName().toHtmlEscaped());
}

QuantizeForm::QuantizeForm(QWidget* parent) : QWidget(parent) {
    auto* const boxes = new QWidget(this);
    auto* const layout = new QVBoxLayout(boxes);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(quantizeBox());
    layout->addWidget(evaluateBox());
    layout->addStretch(1);
    auto* const outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->addWidget(new ScrollBox(boxes, this));
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Preferred);
    connect(m_run, &QPushButton::clicked, this, &QuantizeForm::runRequested);
    connect(m_anew, &QPushButton::clicked, this, &QuantizeForm::anewRequested);
    connect(m_stop, &QPushButton::clicked, this, &QuantizeForm::stopRequested);
    connect(m_evaluate, &QPushButton::clicked, this, &QuantizeForm::evaluateRequested);
    connect(m_export, &QPushButton::clicked, this, &QuantizeForm::exportRequested);
    for (QComboBox* const box : {m_method, m_grid})
        connect(box, &QComboBox::currentIndexChanged, this, &QuantizeForm::optionsChanged);
    for (QCheckBox* const box : {m_actOrder, m_sequential})
        connect(box, &QCheckBox::toggled, this, &QuantizeForm::optionsChanged);
    connect(m_evaluateTokens, &QSpinBox::valueChanged, this, &QuantizeForm::optionsChanged);
    setState({});
}

QSize QuantizeForm::sizeHint() const {
    const int wide = kLetters * fontMetrics().averageCharWidth();
    return QWidget::sizeHint().expandedTo({wide, 0});
}

QWidget* QuantizeForm::quantizeBox() {
    auto* const box = new QGroupBox(tr("Quantize"), this);
    auto* const form = new QFormLayout(box);
    m_plan = new QLabel(box);
    m_plan->setWordWrap(true);
    form->addRow(tr("Plan:"), m_plan);
    addOptions(*form);
    m_estimate = quietLabel(box);
    m_estimate->setAccessibleName(tr("What the run will cost"));
    form->addRow(m_estimate);
    addButtons(*form);
    m_progress = new QProgressBar(box);
    m_progress->setAccessibleName(tr("Progress"));
    m_progress->setRange(0, kProgressSteps);
    m_progress->setTextVisible(false);
    m_step = quietLabel(box);
    m_outcome = linkLabel(box, tr("Outcome of the quantization"));
    form->addRow(m_progress);
    form->addRow(m_step);
    form->addRow(m_outcome);
    return box;
}

void QuantizeForm::addOptions(QFormLayout& form) {
    QWidget* const box = form.parentWidget();
    m_method = new QComboBox(box);
    m_method->addItem(tr("GPTQ"), static_cast<int>(QuantMethod::Gptq));
    m_method->addItem(tr("AWQ, scaled channels"), static_cast<int>(QuantMethod::Awq));
    m_method->addItem(tr("HQQ, without data"), static_cast<int>(QuantMethod::Hqq));
    m_method->addItem(tr("round to nearest"), static_cast<int>(QuantMethod::Rtn));
    form.addRow(tr("&Method:"), m_method);
    m_actOrder = new QCheckBox(tr("&act-order, static groups"), box);
    form.addRow(QString(), m_actOrder);
    m_sequential = new QCheckBox(tr("se&quential layers"), box);
    m_sequential->setToolTip(tr("Each layer is calibrated on what the quantized layers before it "
                                "give"));
    form.addRow(QString(), m_sequential);
    m_damp = new QDoubleSpinBox(box);
    m_damp->setRange(0.001, 1);
    m_damp->setDecimals(3);
    m_damp->setSingleStep(0.01);
    m_damp->setToolTip(tr("Share of the mean diagonal that is added to the moments"));
    form.addRow(tr("&Damping:"), m_damp);
    m_grid = new QComboBox(box);
    m_grid->addItem(tr("off"), static_cast<int>(GridSearch::Off));
    m_grid->addItem(tr("error to the power 2.4"), static_cast<int>(GridSearch::Power24));
    m_grid->addItem(tr("squared error"), static_cast<int>(GridSearch::Power20));
    m_grid->addItem(tr("by the moments"), static_cast<int>(GridSearch::Hessian));
    form.addRow(tr("&Scale search:"), m_grid);
    setOptions({});
}

void QuantizeForm::addButtons(QFormLayout& form) {
    QWidget* const box = form.parentWidget();
    m_run = new QPushButton(box);
    m_run->setObjectName(QStringLiteral("quantizeRun"));
    m_run->setDefault(true);
    m_anew = new QPushButton(tr("Start a&new"), box);
    m_anew->setObjectName(QStringLiteral("quantizeAnew"));
    m_anew->setToolTip(tr("Give up the finished layers; options can be chosen again"));
    m_stop = new QPushButton(tr("S&top"), box);
    m_stop->setToolTip(tr("The finished layers are kept"));
    auto* const buttons = new QHBoxLayout;
    for (QPushButton* const button : {m_run, m_anew, m_stop}) buttons->addWidget(button);
    form.addRow(buttons);
}

QWidget* QuantizeForm::evaluateBox() {
    auto* const box = new QGroupBox(tr("Evaluate and export"), this);
    auto* const form = new QFormLayout(box);
    m_evaluateTokens = new QSpinBox(box);
    m_evaluateTokens->setRange(0, 1'000'000'000);
    m_evaluateTokens->setSingleStep(512);
    m_evaluateTokens->setValue(2048);
    m_evaluateTokens->setGroupSeparatorShown(true);
    m_evaluateTokens->setSpecialValueText(tr("all"));
    form->addRow(tr("T&okens of each text:"), m_evaluateTokens);
    m_evaluateEstimate = quietLabel(box);
    m_evaluateEstimate->setObjectName(QStringLiteral("evaluateCost"));
    m_evaluateEstimate->setAccessibleName(tr("What the evaluation will cost"));
    form->addRow(m_evaluateEstimate);
    m_evaluate = new QPushButton(tr("&Evaluate"), box);
    m_export = new QPushButton(tr("Export safetensors..."), box);
    form->addRow(m_evaluate);
    m_scores = quietLabel(box);
    form->addRow(m_scores);
    form->addRow(m_export);
    m_exported = linkLabel(box, tr("Exported folder"));
    form->addRow(m_exported);
    return box;
}

QuantizeOptions QuantizeForm::options() const {
    QuantizeOptions options;
    options.method = static_cast<QuantMethod>(m_method->currentData().toInt());
    options.actOrder = m_actOrder->isChecked();
    options.sequential = m_sequential->isChecked();
    options.damp = m_damp->value();
    options.grid = static_cast<GridSearch>(m_grid->currentData().toInt());
    return options;
}

void QuantizeForm::setOptions(const QuantizeOptions& options) {
    m_method->setCurrentIndex(m_method->findData(static_cast<int>(options.method)));
    m_actOrder->setChecked(options.actOrder);
    m_sequential->setChecked(options.sequential);
    m_damp->setValue(options.damp);
    m_grid->setCurrentIndex(m_grid->findData(static_cast<int>(options.grid)));
}

int64_t QuantizeForm::evaluateTokens() const { return m_evaluateTokens->value(); }

void QuantizeForm::setState(const State& state) {
    m_run->setText(state.unfinished ? tr("&Go on...") : tr("&Quantize..."));
    m_run->setEnabled(state.mayRun);
    m_anew->setVisible(state.unfinished);
    m_anew->setEnabled(state.mayRun);
    m_stop->setEnabled(state.mayStop);
    m_evaluate->setEnabled(state.mayEvaluate);
    m_export->setEnabled(state.mayExport);
    for (QWidget* const option :
         std::initializer_list<QWidget*>{m_method, m_actOrder, m_sequential, m_damp, m_grid})
        option->setEnabled(!state.unfinished && !state.mayStop);
}

void QuantizeForm::setPlanText(const QString& text) { m_plan->setText(text); }

void QuantizeForm::setProgress(std::optional<double> fraction, const QString& step) {
    m_progress->setVisible(fraction.has_value());
    m_progress->setValue(static_cast<int>(fraction.value_or(0) * kProgressSteps));
    m_step->setVisible(!step.isEmpty());
    m_step->setText(step);
}

void QuantizeForm::setOutcome(const QString& html) {
    m_outcome->setVisible(!html.isEmpty());
    m_outcome->setText(html);
}

void QuantizeForm::setScores(const QString& text) {
    m_scores->setVisible(!text.isEmpty());
    m_scores->setText(text);
}

void QuantizeForm::setExported(const QString& folder) {
    m_exported->setVisible(!folder.isEmpty());
    m_exported->setText(folder.isEmpty() ? QString() : tr("Wrote %1.").arg(folderLink(folder)));
}

void QuantizeForm::setEstimate(const std::optional<JobEstimate>& estimate, int64_t freeBytes) {
    m_estimate->setVisible(estimate.has_value());
    if (!estimate) return;
    QString text = costText(*estimate);
    // The layers are kept beside the file until they are joined into it.
    if (freeBytes >= 0 && freeBytes < 2 * estimate->diskBytes)
        text += tr(" Only %1 are free there, and a run needs twice the file.")
                    .arg(megabyteText(freeBytes));
    m_estimate->setText(text);
}

void QuantizeForm::setEvaluateEstimate(const std::optional<JobEstimate>& estimate) {
    m_evaluateEstimate->setVisible(estimate.has_value());
    if (estimate) m_evaluateEstimate->setText(costText(*estimate));
}

} // namespace moqa
