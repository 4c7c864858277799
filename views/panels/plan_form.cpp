// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panels/plan_form.h"

#include "views/theme/theme.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QDoubleSpinBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <algorithm>

namespace moqa {

PlanForm::PlanForm(bool hasAnalysis, QWidget* parent) : QDialog(parent) {
    setWindowTitle(tr("Make a plan"));
    auto* const form = new QFormLayout(this);
    m_method = new QComboBox(this);
    if (hasAnalysis)
        m_method->addItem(tr("MoQa: significance of the experts"),
                          static_cast<int>(PlanMethod::Moqa));
    m_method->addItem(tr("Uniform: one width for all"), static_cast<int>(PlanMethod::Uniform));
    form->addRow(tr("&Method:"), m_method);
    m_explanation = new QLabel(this);
    m_explanation->setWordWrap(true);
    m_explanation->setForegroundRole(QPalette::PlaceholderText);
    m_explanation->setMinimumWidth(420);
    m_explanation->setMinimumHeight(m_explanation->fontMetrics().lineSpacing() * 3);
    form->addRow(m_explanation);

    auto* const bitsRow = new QHBoxLayout;
    m_target = new QCheckBox(tr("&reach"), this);
    m_target->setChecked(true);
    m_target->setAccessibleName(tr("Reach a target of mean bits"));
    m_bits = new QDoubleSpinBox(this);
    m_bits->setRange(1, 16);
    m_bits->setDecimals(2);
    m_bits->setSingleStep(0.25);
    m_bits->setValue(3.0);
    m_bits->setAccessibleName(tr("Mean bits of the routed experts"));
    m_width = new QComboBox(this);
    m_width->setAccessibleName(tr("Width of all routed experts"));
    for (const int bits : drawnWidths())
        m_width->addItem(bits == 16 ? tr("16, as stored") : QString::number(bits), bits);
    m_width->setCurrentIndex(m_width->findData(3));
    bitsRow->addWidget(m_target);
    bitsRow->addWidget(m_bits);
    bitsRow->addWidget(m_width);
    bitsRow->addStretch(1);
    // A row's label is no buddy of a layout: its ampersand would be shown.
    auto* const bitsLabel = new QLabel(tr("Mean &bits:"), this);
    bitsLabel->setBuddy(m_bits);
    form->addRow(bitsLabel, bitsRow);

    auto* const widthRow = new QHBoxLayout;
    for (const int bits : drawnWidths()) {
        if (bits == 16) continue;
        auto* const box = new QCheckBox(QString::number(bits), this);
        box->setChecked(bits == 2 || bits == 4 || bits == 6 || bits == 8);
        box->setAccessibleName(tr("Use width %1").arg(bits));
        box->setProperty("bits", bits);
        m_widths.append(box);
        widthRow->addWidget(box);
    }
    form->addRow(tr("Widths:"), widthRow);
    m_scope = new QComboBox(this);
    m_scope->addItem(tr("in each layer"), static_cast<int>(PlanScope::Layer));
    m_scope->addItem(tr("over the whole model"), static_cast<int>(PlanScope::Model));
    form->addRow(tr("&Clusters:"), m_scope);
    m_overlap = new QDoubleSpinBox(this);
    m_overlap->setRange(0, 1);
    m_overlap->setSingleStep(0.05);
    m_overlap->setValue(0.1);
    m_overlap->setToolTip(tr("An expert between two clusters, with memberships closer than this, "
                             "takes the lower width"));
    form->addRow(tr("O&verlap:"), m_overlap);
    m_group = new QComboBox(this);
    for (const int group : {32, 64, 128}) m_group->addItem(QString::number(group), group);
    m_group->addItem(tr("whole row"), -1);
    m_group->setCurrentIndex(1);
    form->addRow(tr("&Group of columns:"), m_group);
    m_symmetric = new QCheckBox(tr("&symmetric (no zero points)"), this);
    form->addRow(QString(), m_symmetric);
    m_hint = new QLabel(this);
    m_hint->setObjectName(QStringLiteral("planFormHint"));
    m_hint->setWordWrap(true);
    form->addRow(m_hint);
    m_buttons = new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel, this);
    m_buttons->button(QDialogButtonBox::Ok)->setText(tr("Make plan"));
    form->addRow(m_buttons);

    connect(m_buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(m_buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(m_method, &QComboBox::currentIndexChanged, this, &PlanForm::followMethod);
    connect(m_target, &QCheckBox::toggled, this, &PlanForm::followMethod);
    connect(m_bits, &QDoubleSpinBox::valueChanged, this, &PlanForm::followMethod);
    for (QCheckBox* const box : m_widths)
        connect(box, &QCheckBox::toggled, this, &PlanForm::followMethod);
    followMethod();
}

void PlanForm::followMethod() {
    const bool uniform = m_method->currentData().toInt() == static_cast<int>(PlanMethod::Uniform);
    m_explanation->setText(
        uniform
            ? tr("Every routed expert gets the same width: the baseline to compare with.")
            : tr("Experts are clustered by their significance over the analysed texts; the more "
                 "significant cluster gets the wider format, and the budget is then met by "
                 "moving the least significant experts down."));
    m_target->setVisible(!uniform);
    m_bits->setVisible(!uniform);
    m_width->setVisible(uniform);
    m_bits->setEnabled(m_target->isChecked());
    m_scope->setEnabled(!uniform);
    m_overlap->setEnabled(!uniform);
    for (QCheckBox* const box : m_widths) box->setEnabled(!uniform);
    const bool anyWidth =
        std::any_of(m_widths.begin(), m_widths.end(), [](auto* box) { return box->isChecked(); });
    QString hint;
    if (!uniform && !anyWidth)
        hint = tr("Choose at least one width.");
    else if (!uniform && !reachesTarget())
        hint = tr("These widths cannot have that mean; choose a lower or a wider one as well.");
    m_hint->setText(hint);
    m_buttons->button(QDialogButtonBox::Ok)->setEnabled(hint.isEmpty());
}

bool PlanForm::reachesTarget() const {
    if (!m_target->isChecked()) return true;
    bool below = false, above = false;
    for (const QCheckBox* const box : m_widths) {
        if (!box->isChecked()) continue;
        const int bits = box->property("bits").toInt();
        below = below || bits <= m_bits->value();
        above = above || bits >= m_bits->value();
    }
    return below && above;
}

PlanOptions PlanForm::options() const {
    PlanOptions options;
    options.method = static_cast<PlanMethod>(m_method->currentData().toInt());
    const bool uniform = options.method == PlanMethod::Uniform;
    if (uniform)
        options.bits = m_width->currentData().toInt();
    else
        options.bits = m_target->isChecked() ? m_bits->value() : 0;
    options.scope = static_cast<PlanScope>(m_scope->currentData().toInt());
    options.overlap = m_overlap->value();
    options.widths.clear();
    for (const QCheckBox* const box : m_widths)
        if (box->isChecked()) options.widths.push_back(box->property("bits").toInt());
    options.unitFormat.group = m_group->currentData().toInt();
    options.unitFormat.symmetric = m_symmetric->isChecked();
    return options;
}

} // namespace moqa
