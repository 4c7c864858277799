// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panels/adapt_form.h"

#include "views/panels/command_line.h"

#include <QComboBox>
#include <QFileInfo>
#include <QFormLayout>
#include <QGroupBox>
#include <QLabel>
#include <QLineEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QSignalBlocker>
#include <QSpinBox>
#include <QVBoxLayout>

namespace moqa {

AdaptForm::AdaptForm(QWidget* parent) : FormColumn(parent) {
    setParts({fileBox(), textBox(), patchBox()}, runBox());
    connectFields();
    setState({});
}

QGroupBox* AdaptForm::fileBox() {
    auto* const box = new QGroupBox(tr("Quantized file"), this);
    auto* const column = new QVBoxLayout(box);
    auto* const row = new QHBoxLayout;
    m_file = new QLineEdit(box);
    m_file->setObjectName(QStringLiteral("adaptFile"));
    m_file->setReadOnly(true);
    m_file->setAccessibleName(tr("Quantized file"));
    m_file->setPlaceholderText(tr("none with a channel cache"));
    m_chooseFile = newButton(box, tr("Choose..."), "adaptChooseFile",
                             tr("An .h5 that was written with a channel cache"));
    m_chooseFile->setAccessibleName(tr("Choose the quantized file"));
    row->addWidget(m_file, 1);
    row->addWidget(m_chooseFile);
    column->addLayout(row);
    m_fileText = newQuietLabel(box, "adaptFileText");
    column->addWidget(m_fileText);
    return box;
}

QGroupBox* AdaptForm::textBox() {
    auto* const box = new QGroupBox(tr("New text"), this);
    auto* const form = new QFormLayout(box);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    auto* const row = new QHBoxLayout;
    m_text = new QComboBox(box);
    m_text->setObjectName(QStringLiteral("adaptText"));
    m_text->setAccessibleName(tr("New text"));
    m_text->setPlaceholderText(tr("choose, or drop one here"));
    m_chooseText = newButton(box, tr("File..."), "adaptChooseText",
                             tr("A text file: its first two thirds are looked at, its last third "
                                "measures. A file may also be dropped on the page."));
    m_chooseText->setAccessibleName(tr("Choose a text file"));
    row->addWidget(m_text, 1);
    row->addWidget(m_chooseText);
    form->addRow(row);
    m_tokens = newTokensBox(box, "adaptTokens", 8192, false);
    m_tokens->setToolTip(tr("Tokens of the sample that is run through the quantized model"));
    form->addRow(tr("Sam&ple tokens:"), m_tokens);
    m_mode = new QComboBox(box);
    m_mode->setObjectName(QStringLiteral("adaptMode"));
    m_mode->addItem(tr("switch"), static_cast<int>(PatchMode::Switch));
    m_mode->setItemData(0, tr("Cached channels of the experts that change, at their new precision"),
                        Qt::ToolTipRole);
    m_mode->addItem(tr("resident"), static_cast<int>(PatchMode::Resident));
    m_mode->setItemData(1, tr("All cached channels at half precision, whatever the text"),
                        Qt::ToolTipRole);
    m_mode->setToolTip(tr("switch: the cached channels of the experts that change, at their new "
                          "precision. resident: all cached channels at half precision, the most "
                          "that a patch can win."));
    form->addRow(tr("Patch &mode:"), m_mode);
    m_estimate = newQuietLabel(box, "adaptCost");
    m_estimate->setAccessibleName(tr("What the check will cost"));
    form->addRow(m_estimate);
    m_run = newButton(box, tr("&Check the plan"), "adaptRun",
                      tr("Run the sample through the quantized model; nothing is written"));
    m_stop = newButton(box, tr("Stop"), "adaptStop", tr("What was shown before stays"));
    auto* const buttons = new QHBoxLayout;
    buttons->addWidget(m_run);
    buttons->addWidget(m_stop);
    form->addRow(buttons);
    return box;
}

QGroupBox* AdaptForm::patchBox() {
    auto* const box = new QGroupBox(tr("Patch"), this);
    auto* const form = new QFormLayout(box);
    m_patch = newQuietLabel(box, "adaptPatch");
    form->addRow(m_patch);
    m_measured = newTokensBox(box, "adaptMeasured", 2048, true);
    m_measured->setToolTip(tr("Tokens of the part of the text that measures; it is no part of the "
                              "sample"));
    form->addRow(tr("Measured t&okens:"), m_measured);
    m_measures = newQuietLabel(box, "adaptMeasures");
    form->addRow(m_measures);
    m_measure = newButton(box, tr("Measure what it wi&ns"), "adaptMeasure",
                          tr("Score the text with and without the patch, before it is applied"));
    m_save = newButton(box, tr("&Save patch..."), "adaptSave",
                       tr("Write the patch beside the file and apply it; the file stays as it is"));
    auto* const buttons = new QVBoxLayout;
    buttons->addWidget(m_measure);
    buttons->addWidget(m_save);
    form->addRow(buttons);
    return box;
}

QWidget* AdaptForm::runBox() {
    auto* const box = new QWidget(this);
    auto* const column = new QVBoxLayout(box);
    column->setContentsMargins(0, 4, 0, 0);
    m_fault = new QLabel(box);
    m_fault->setObjectName(QStringLiteral("adaptFault"));
    m_fault->setAccessibleName(tr("What is missing or wrong"));
    m_progress = newProgressBar(box);
    m_step = newQuietLabel(box, "adaptStep");
    m_command = new CommandLine(box);
    for (QWidget* const part :
         std::initializer_list<QWidget*>{m_fault, m_progress, m_step, m_command})
        column->addWidget(part);
    return box;
}

void AdaptForm::connectFields() {
    connect(m_chooseFile, &QPushButton::clicked, this, &AdaptForm::fileRequested);
    connect(m_chooseText, &QPushButton::clicked, this, &AdaptForm::textRequested);
    connect(m_text, &QComboBox::activated, this, &AdaptForm::textChosen);
    connect(m_run, &QPushButton::clicked, this, &AdaptForm::runRequested);
    connect(m_stop, &QPushButton::clicked, this, &AdaptForm::stopRequested);
    connect(m_measure, &QPushButton::clicked, this, &AdaptForm::measureRequested);
    connect(m_save, &QPushButton::clicked, this, &AdaptForm::saveRequested);
    connect(m_mode, &QComboBox::currentIndexChanged, this, &AdaptForm::optionsChanged);
    connect(m_tokens, &QSpinBox::valueChanged, this, &AdaptForm::optionsChanged);
}

int64_t AdaptForm::tokens() const { return m_tokens->value(); }
int64_t AdaptForm::measuredTokens() const { return m_measured->value(); }
PatchMode AdaptForm::mode() const { return static_cast<PatchMode>(m_mode->currentData().toInt()); }

void AdaptForm::setState(const State& state) {
    const bool runs = state.progress.has_value();
    const QString name = QFileInfo(state.file).fileName();
    if (m_file->text() != name) m_file->setText(name);
    m_file->setToolTip(state.file);
    setQuietText(*m_fileText, state.fileText);
    setQuietText(*m_estimate, state.missing.isEmpty() && !runs ? state.estimate : QString());
    setQuietText(*m_patch, state.patch);
    setQuietText(*m_measures, state.measures);
    // What went wrong comes before what is missing.
    setFaultText(*m_fault, runs ? QString() : state.fault.isEmpty() ? state.missing : state.fault);
    m_run->setEnabled(state.mayRun && !runs);
    m_stop->setEnabled(state.mayStop);
    m_measure->setEnabled(state.mayMeasure && !runs);
    m_save->setEnabled(state.maySave && !runs);
    for (QWidget* const field :
         std::initializer_list<QWidget*>{m_chooseFile, m_chooseText, m_text, m_mode, m_tokens})
        field->setEnabled(!runs);
    setProgressOf(*m_progress, state.progress);
    setQuietText(*m_step, state.step);
    m_command->setCommand(state.command);
}

void AdaptForm::setTexts(const QStringList& names, const QStringList& tips, int chosen) {
    const QSignalBlocker quiet(m_text);
    m_text->clear();
    for (qsizetype i = 0; i < names.size(); ++i) {
        m_text->addItem(names[i]);
        m_text->setItemData(static_cast<int>(i), tips[i], Qt::ToolTipRole);
    }
    m_text->setCurrentIndex(chosen);
    m_text->setToolTip(chosen >= 0 ? tips[chosen] : tr("Texts of the workspace"));
}

} // namespace moqa
