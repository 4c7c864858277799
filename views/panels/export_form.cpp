// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panels/export_form.h"

#include "views/panels/command_line.h"

#include <QComboBox>
#include <QDoubleSpinBox>
#include <QFormLayout>
#include <QGroupBox>
#include <QLabel>
#include <QLineEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QRadioButton>
#include <QVBoxLayout>
#include <cmath>

namespace moqa {

namespace {

size_t placeOf(ExportKind kind) { return static_cast<size_t>(kind); }

} // namespace

ExportForm::ExportForm(QWidget* parent) : FormColumn(parent) {
    QGroupBox* const target = targetBox();
    m_options = optionsBox();
    setParts({target, m_options}, runBox());
    connectFields();
    setOptions({}, 0);
    setState({});
    setOutcome({});
}

QGroupBox* ExportForm::targetBox() {
    auto* const box = new QGroupBox(tr("Target"), this);
    auto* const column = new QVBoxLayout(box);
    auto* const planRow = new QHBoxLayout;
    m_plan = newQuietLabel(box, "exportPlan");
    m_savePlan = newButton(box, tr("Save plan..."), "exportSavePlan",
                           tr("The plan as JSON, as the command line takes it"));
    planRow->addWidget(m_plan, 1);
    planRow->addWidget(m_savePlan);
    column->addLayout(planRow);
    m_quantized = new QRadioButton(tr("H&DF5, our own: the plan as it is"), box);
    m_quantized->setObjectName(QStringLiteral("exportQuantized"));
    m_quantized->setChecked(true);
    m_safetensors = new QRadioButton(tr("safe&tensors: its values at 16 bits"), box);
    m_safetensors->setObjectName(QStringLiteral("exportSafetensors"));
    column->addWidget(m_quantized);
    column->addWidget(m_safetensors);
    auto* const row = new QHBoxLayout;
    m_path = new QLineEdit(box);
    m_path->setObjectName(QStringLiteral("exportPath"));
    m_path->setAccessibleName(tr("File or folder to write"));
    m_choose = newButton(box, tr("Choose..."), "exportChoose", tr("Choose the place to write to"));
    row->addWidget(m_path, 1);
    row->addWidget(m_choose);
    column->addLayout(row);
    return box;
}

QGroupBox* ExportForm::optionsBox() {
    auto* const box = new QGroupBox(tr("Quantizer"), this);
    auto* const form = new QFormLayout(box);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    m_method = new QComboBox(box);
    m_method->setObjectName(QStringLiteral("exportMethod"));
    m_method->addItem(tr("GPTQ"), static_cast<int>(QuantMethod::Gptq));
    m_method->addItem(tr("round to nearest"), static_cast<int>(QuantMethod::Rtn));
    form->addRow(tr("&Method:"), m_method);
    m_grid = new QComboBox(box);
    m_grid->setObjectName(QStringLiteral("exportGrid"));
    m_grid->addItem(tr("off"), static_cast<int>(GridSearch::Off));
    m_grid->addItem(tr("error to the power 2.4"), static_cast<int>(GridSearch::Power24));
    m_grid->addItem(tr("squared error"), static_cast<int>(GridSearch::Power20));
    m_grid->addItem(tr("by the moments"), static_cast<int>(GridSearch::Hessian));
    form->addRow(tr("&Scale search:"), m_grid);
    m_cache = new QDoubleSpinBox(box);
    m_cache->setObjectName(QStringLiteral("exportCache"));
    m_cache->setRange(0, 100);
    m_cache->setDecimals(2);
    m_cache->setSingleStep(0.5);
    m_cache->setSuffix(QStringLiteral(" %"));
    m_cache->setSpecialValueText(tr("none"));
    m_cache->setToolTip(tr("Share of the channels that the file keeps at half precision as well: "
                           "those whose significance differs most between the calibration texts. "
                           "The page Adapt switches them for a new text."));
    form->addRow(tr("Channe&l cache:"), m_cache);
    return box;
}

QWidget* ExportForm::runBox() {
    auto* const box = new QWidget(this);
    auto* const column = new QVBoxLayout(box);
    column->setContentsMargins(0, 4, 0, 0);
    m_cost = newQuietLabel(box, "exportCost");
    m_cost->setAccessibleName(tr("What the export will cost"));
    m_note = newQuietLabel(box, "exportNote");
    m_fault = new QLabel(box);
    m_fault->setObjectName(QStringLiteral("exportFault"));
    m_fault->setAccessibleName(tr("What is missing or wrong"));
    m_command = new CommandLine(box);
    m_progress = newProgressBar(box);
    m_step = newQuietLabel(box, "exportStep");
    m_outcome = newLinkLabel(box, "exportOutcome", tr("Outcome of the export"));
    for (QWidget* const part : std::initializer_list<QWidget*>{m_cost, m_note, m_fault, m_command,
                                                               m_progress, m_step, m_outcome})
        column->addWidget(part);
    m_run = newButton(box, tr("E&xport"), "exportRun", tr("Write it, then read it again to check"));
    m_anew = newButton(box, tr("Start a&new"), "exportAnew",
                       tr("Give up the finished layers; options can be chosen again"));
    m_stop = newButton(box, tr("Stop"), "exportStop", tr("The finished layers of a file are kept"));
    m_check = newButton(box, tr("Chec&k"), "exportCheck",
                        tr("Read the written file again and compare every tensor"));
    auto* const row = new QHBoxLayout;
    for (QPushButton* const button : {m_run, m_anew, m_check, m_stop}) row->addWidget(button);
    column->addLayout(row);
    return box;
}

void ExportForm::connectFields() {
    connect(m_choose, &QPushButton::clicked, this, &ExportForm::pathRequested);
    connect(m_run, &QPushButton::clicked, this, &ExportForm::runRequested);
    connect(m_anew, &QPushButton::clicked, this, &ExportForm::anewRequested);
    connect(m_stop, &QPushButton::clicked, this, &ExportForm::stopRequested);
    connect(m_savePlan, &QPushButton::clicked, this, &ExportForm::savePlanRequested);
    connect(m_check, &QPushButton::clicked, this, &ExportForm::checkRequested);
    connect(m_quantized, &QRadioButton::toggled, this, [this] {
        showKind();
        emit changed();
    });
    connect(m_path, &QLineEdit::textEdited, this, [this](const QString& text) {
        m_paths[placeOf(kind())] = text;
        m_typed[placeOf(kind())] = true;
        emit changed();
    });
    for (QComboBox* const box : {m_method, m_grid})
        connect(box, &QComboBox::currentIndexChanged, this, &ExportForm::changed);
    connect(m_cache, &QDoubleSpinBox::valueChanged, this, &ExportForm::changed);
}

ExportKind ExportForm::kind() const {
    return m_quantized->isChecked() ? ExportKind::Quantized : ExportKind::Safetensors;
}

void ExportForm::setKind(ExportKind kind) {
    (kind == ExportKind::Quantized ? m_quantized : m_safetensors)->setChecked(true);
}

QString ExportForm::path() const { return m_paths[placeOf(kind())].trimmed(); }

void ExportForm::setPath(const QString& path) {
    m_paths[placeOf(kind())] = path;
    m_typed[placeOf(kind())] = true;
    showKind();
    emit changed();
}

void ExportForm::suggestPath(ExportKind kind, const QString& path) {
    if (m_typed[placeOf(kind)]) return;
    m_paths[placeOf(kind)] = path;
    showKind();
}

void ExportForm::forgetPaths() {
    for (QString& path : m_paths) path.clear();
    for (bool& typed : m_typed) typed = false;
    showKind();
}

void ExportForm::showKind() {
    const QString& wanted = m_paths[placeOf(kind())];
    if (m_path->text() != wanted) m_path->setText(wanted);
    m_path->setToolTip(wanted);
    m_options->setVisible(kind() == ExportKind::Quantized);
}

QuantizeOptions ExportForm::options() const {
    QuantizeOptions options = m_base;
    options.method = static_cast<QuantMethod>(m_method->currentData().toInt());
    options.grid = static_cast<GridSearch>(m_grid->currentData().toInt());
    return options;
}

// Of whole hundredths of a per cent, so that it is the number that the command line reads.
double ExportForm::cacheShare() const {
    return static_cast<double>(std::lround(100 * m_cache->value())) / 10000;
}

void ExportForm::setOptions(const QuantizeOptions& options, double cacheShare) {
    m_base = options;
    m_method->setCurrentIndex(m_method->findData(static_cast<int>(options.method)));
    m_grid->setCurrentIndex(m_grid->findData(static_cast<int>(options.grid)));
    m_cache->setValue(100 * cacheShare);
}

void ExportForm::setState(const State& state) {
    const bool runs = state.progress.has_value();
    m_plan->setText(state.plan);
    setQuietText(*m_cost, runs ? QString() : state.cost);
    setQuietText(*m_note, runs ? QString() : state.note);
    setFaultText(*m_fault, runs ? QString() : state.fault);
    m_command->setCommand(state.command, state.commandNote);
    setProgressOf(*m_progress, state.progress);
    setQuietText(*m_step, state.step);
    m_run->setText(state.unfinished ? tr("&Go on") : tr("E&xport"));
    m_run->setEnabled(state.fault.isEmpty() && !runs);
    m_anew->setVisible(state.unfinished);
    m_anew->setEnabled(state.fault.isEmpty() && !runs);
    m_savePlan->setEnabled(state.maySavePlan);
    m_check->setVisible(state.mayCheck && !state.unfinished);
    m_check->setEnabled(!runs);
    m_stop->setEnabled(state.mayStop);
    for (QWidget* const field :
         std::initializer_list<QWidget*>{m_quantized, m_safetensors, m_path, m_choose})
        field->setEnabled(!runs);
    m_options->setEnabled(!runs && !state.unfinished);
}

void ExportForm::setOutcome(const QString& html) {
    m_outcome->setVisible(!html.isEmpty());
    m_outcome->setText(html);
}

} // namespace moqa
