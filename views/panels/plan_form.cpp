// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panels/plan_form.h"

#include "core/plan/plan_methods.h"
#include "core/plan/unit_scores.h"
#include "views/state/score_text.h"
#include "views/state/text.h"
#include "views/theme/theme.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QDoubleSpinBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QStandardItemModel>
#include <algorithm>

namespace moqa {

namespace {

// A method without words of its own is called as the engine calls it.
QString titleOf(const PlanMethodInfo& info) {
    switch (info.method) {
    case PlanMethod::Moqa: return PlanForm::tr("MoQa: significance of the experts");
    case PlanMethod::Uniform: return PlanForm::tr("Uniform: one width for all");
    case PlanMethod::Optimal: return PlanForm::tr("Optimal: least predicted loss");
    case PlanMethod::Score: return PlanForm::tr("Bits by a score of the experts");
    default: return methodTitle(info);
    }
}

QString explanationOf(const PlanMethodInfo& info) {
    switch (info.method) {
    case PlanMethod::Uniform:
        return PlanForm::tr(
            "Every routed expert gets the same width: the baseline to compare with.");
    case PlanMethod::Moqa:
        return PlanForm::tr(
            "Experts are clustered by their significance over the analysed texts; the more "
            "significant cluster gets the wider format, and the budget is then met by moving the "
            "least significant experts down.");
    case PlanMethod::Optimal:
        return PlanForm::tr(
            "Every expert gets the width that makes the sum of the measured losses least within "
            "the budget: solved exactly, for the mean over the texts, for the text that fares "
            "worst, or for the largest regret.");
    case PlanMethod::Score:
        return PlanForm::tr("Experts with a higher score get more bits, as the logarithm of the "
                            "score says (reverse water-filling).");
    default: return PlanForm::tr("As published: %1.").arg(methodSource(info));
    }
}

// The others bring the widths of their paper.
bool choosesAmongWidths(PlanMethod method) {
    switch (method) {
    case PlanMethod::Moqa:
    case PlanMethod::Optimal:
    case PlanMethod::Ewq:
    case PlanMethod::AlphaQ:
    case PlanMethod::Score: return true;
    default: return false;
    }
}

} // namespace

PlanForm::PlanForm(bool hasAnalysis, std::shared_ptr<const LossTable> losses, QWidget* parent)
    : QDialog(parent), m_losses(std::move(losses)) {
    setWindowTitle(tr("Make a plan"));
    auto* const form = new QFormLayout(this);
    m_method = new QComboBox(this);
    m_method->setObjectName(QStringLiteral("planMethod"));
    addMethods(hasAnalysis);
    form->addRow(tr("&Method:"), m_method);
    m_explanation = new QLabel(this);
    m_explanation->setWordWrap(true);
    m_explanation->setForegroundRole(QPalette::PlaceholderText);
    m_explanation->setMinimumWidth(420);
    m_explanation->setMinimumHeight(m_explanation->fontMetrics().lineSpacing() * 3);
    form->addRow(m_explanation);
    form->addRow(tr("&Score:"), m_score);
    form->addRow(QString(), m_flip);
    addBits(*form);
    addWidths(*form);
    addFormat(*form);
    m_hint = new QLabel(this);
    m_hint->setObjectName(QStringLiteral("planFormHint"));
    m_hint->setWordWrap(true);
    form->addRow(m_hint);
    m_buttons = new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel, this);
    m_buttons->button(QDialogButtonBox::Ok)->setText(tr("Make plan"));
    form->addRow(m_buttons);

    connect(m_buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(m_buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(m_method, &QComboBox::currentIndexChanged, this, &PlanForm::changeMethod);
    connect(m_group, &QComboBox::currentIndexChanged, this, &PlanForm::followMethod);
    connect(m_target, &QCheckBox::toggled, this, &PlanForm::followMethod);
    connect(m_symmetric, &QCheckBox::toggled, this, &PlanForm::followMethod);
    connect(m_bits, &QDoubleSpinBox::valueChanged, this, &PlanForm::followMethod);
    for (QCheckBox* const box : m_widths)
        connect(box, &QCheckBox::toggled, this, &PlanForm::followMethod);
    m_shownMethod = method();
    followMethod();
}

void PlanForm::addMethods(bool hasAnalysis) {
    auto* const items = qobject_cast<QStandardItemModel*>(m_method->model());
    int first = -1;
    for (const PlanMethodInfo& info : planMethodTable()) {
        const bool lacksAnalysis = info.needsAnalysis && !hasAnalysis;
        const bool lacksLosses = info.needsLosses && !m_losses;
        QString text = titleOf(info), why;
        if (lacksAnalysis) {
            text = tr("%1 (needs an analysis)").arg(text);
            why = tr("Run \"Texts and analysis\" first.");
        } else if (lacksLosses) {
            text = tr("%1 (needs measured losses)").arg(text);
            why = tr("Run \"Measure losses\" first.");
        }
        m_method->addItem(text, static_cast<int>(info.method));
        const int at = m_method->count() - 1;
        items->item(at)->setEnabled(why.isEmpty());
        items->item(at)->setToolTip(why);
        if (why.isEmpty() && first < 0) first = at;
    }
    m_method->setCurrentIndex(first);
    m_score = new QComboBox(this);
    m_score->setObjectName(QStringLiteral("planScore"));
    for (const ScoreInfo& info : scoreTable()) {
        if (info.needs == ScoreNeeds::Analysis && !hasAnalysis) continue;
        if (info.needs == ScoreNeeds::Losses && !m_losses) continue;
        m_score->addItem(scoreTitle(info), qstr(info.id));
        m_score->setItemData(m_score->count() - 1, scoreHelp(info), Qt::ToolTipRole);
    }
    m_flip = new QCheckBox(tr("other &way round"), this);
    m_flip->setObjectName(QStringLiteral("planFlip"));
    m_flip->setToolTip(tr("Bits go where the score's source would take them away"));
}

void PlanForm::offerUserScore(const QString& name) {
    m_score->addItem(tr("Your values: %1").arg(name), QStringLiteral("csv"));
}

void PlanForm::chooseScore(const QString& id, bool flipped) {
    const int at = m_score->findData(id);
    if (at < 0) return;
    m_method->setCurrentIndex(m_method->findData(static_cast<int>(PlanMethod::Score)));
    m_score->setCurrentIndex(at);
    m_flip->setChecked(flipped);
}

void PlanForm::addBits(QFormLayout& form) {
    auto* const row = new QHBoxLayout;
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
    row->addWidget(m_target);
    row->addWidget(m_bits);
    row->addWidget(m_width);
    row->addStretch(1);
    // A row's label is no buddy of a layout: its ampersand would be shown.
    auto* const label = new QLabel(tr("Mean &bits:"), this);
    label->setBuddy(m_bits);
    form.addRow(label, row);
    m_objective = new QComboBox(this);
    m_objective->setObjectName(QStringLiteral("planObjective"));
    m_objective->addItem(tr("mean over the texts"), static_cast<int>(PlanObjective::Mean));
    m_objective->addItem(tr("text that fares worst"), static_cast<int>(PlanObjective::Worst));
    m_objective->addItem(tr("largest regret"), static_cast<int>(PlanObjective::Regret));
    m_objective->setToolTip(tr("Regret: what a text loses above a plan made for it alone at the "
                               "same budget"));
    form.addRow(tr("&Least loss of:"), m_objective);
}

void PlanForm::addWidths(QFormLayout& form) {
    auto* const row = new QHBoxLayout;
    m_chosenWidths = {2, 4, 6, 8};
    for (const int bits : drawnWidths()) {
        if (bits == 16) continue;
        auto* const box = new QCheckBox(QString::number(bits), this);
        box->setChecked(m_chosenWidths.contains(bits));
        box->setAccessibleName(tr("Use width %1").arg(bits));
        box->setProperty("bits", bits);
        m_widths.append(box);
        row->addWidget(box);
    }
    form.addRow(tr("Widths:"), row);
    m_scope = new QComboBox(this);
    m_scope->addItem(tr("in each layer"), static_cast<int>(PlanScope::Layer));
    m_scope->addItem(tr("over the whole model"), static_cast<int>(PlanScope::Model));
    form.addRow(tr("&Clusters:"), m_scope);
    m_overlap = new QDoubleSpinBox(this);
    m_overlap->setRange(0, 1);
    m_overlap->setSingleStep(0.05);
    m_overlap->setValue(0.1);
    m_overlap->setToolTip(tr("An expert between two clusters, with memberships closer than this, "
                             "takes the lower width"));
    form.addRow(tr("O&verlap:"), m_overlap);
}

void PlanForm::addFormat(QFormLayout& form) {
    m_group = new QComboBox(this);
    m_group->setObjectName(QStringLiteral("planGroup"));
    for (const int group : {32, 64, 128}) m_group->addItem(QString::number(group), group);
    m_group->addItem(tr("whole row"), -1);
    m_group->setCurrentIndex(1);
    form.addRow(tr("&Group of columns:"), m_group);
    m_symmetric = new QCheckBox(tr("&symmetric (no zero points)"), this);
    form.addRow(QString(), m_symmetric);
}

PlanMethod PlanForm::method() const {
    return static_cast<PlanMethod>(m_method->currentData().toInt());
}

bool PlanForm::isMeasured(int bits) const {
    return m_losses && m_losses->find(UnitFormat{bits, m_group->currentData().toInt(),
                                                 m_symmetric->isChecked()}) >= 0;
}

// Methods by losses choose among all that was measured; the others keep what the user ticked.
void PlanForm::changeMethod() {
    const bool before = methodInfo(m_shownMethod).needsLosses;
    const bool now = methodInfo(method()).needsLosses;
    m_shownMethod = method();
    if (now && !before) {
        m_chosenWidths.clear();
        for (const QCheckBox* const box : m_widths)
            if (box->isChecked()) m_chosenWidths.insert(box->property("bits").toInt());
        const UnitFormat& measured = m_losses->formats.front();
        m_group->setCurrentIndex(std::max(0, m_group->findData(measured.group)));
        m_symmetric->setChecked(measured.symmetric);
    }
    if (now != before)
        for (QCheckBox* const box : m_widths) {
            const int bits = box->property("bits").toInt();
            box->setChecked(now ? isMeasured(bits) : m_chosenWidths.contains(bits));
        }
    followMethod();
}

void PlanForm::enableWidths() {
    const bool choosing = choosesAmongWidths(method());
    const bool measured = methodInfo(method()).needsLosses;
    for (QCheckBox* const box : m_widths) {
        const bool known = !measured || isMeasured(box->property("bits").toInt());
        box->setEnabled(choosing && known);
        box->setToolTip(known ? QString() : tr("not measured in this format"));
    }
}

QString PlanForm::hint() const {
    if (method() == PlanMethod::Uniform) return {};
    const auto chosen = [](auto* box) { return box->isChecked() && box->isEnabled(); };
    if (methodInfo(method()).needsLosses &&
        std::none_of(m_widths.begin(), m_widths.end(),
                     [this](auto* box) { return isMeasured(box->property("bits").toInt()); }))
        return tr("No width was measured in this format; choose the group and symmetry that were.");
    if (!choosesAmongWidths(method())) return {};
    if (std::none_of(m_widths.begin(), m_widths.end(), chosen))
        return tr("Choose at least one width.");
    if (!reachesTarget())
        return tr("These widths cannot have that mean; choose a lower or a wider one as well.");
    return {};
}

void PlanForm::followMethod() {
    const PlanMethodInfo& info = methodInfo(method());
    const bool uniform = info.method == PlanMethod::Uniform;
    const bool moqa = info.method == PlanMethod::Moqa;
    m_explanation->setText(explanationOf(info));
    m_target->setVisible(moqa);
    m_bits->setVisible(!uniform);
    m_width->setVisible(uniform);
    m_bits->setEnabled(!moqa || m_target->isChecked());
    m_scope->setEnabled(moqa);
    m_overlap->setEnabled(moqa);
    m_objective->setEnabled(info.method == PlanMethod::Optimal);
    m_score->setEnabled(info.method == PlanMethod::Score);
    m_flip->setEnabled(info.method == PlanMethod::Score);
    enableWidths();
    m_hint->setText(hint());
    m_buttons->button(QDialogButtonBox::Ok)->setEnabled(m_hint->text().isEmpty());
}

bool PlanForm::reachesTarget() const {
    if (method() == PlanMethod::Moqa && !m_target->isChecked()) return true;
    bool below = false, above = false;
    for (const QCheckBox* const box : m_widths) {
        if (!box->isChecked() || !box->isEnabled()) continue;
        const int bits = box->property("bits").toInt();
        below = below || bits <= m_bits->value();
        above = above || bits >= m_bits->value();
    }
    return below && above;
}

PlanOptions PlanForm::options() const {
    PlanOptions options;
    options.method = method();
    if (options.method == PlanMethod::Uniform)
        options.bits = m_width->currentData().toInt();
    else if (options.method != PlanMethod::Moqa || m_target->isChecked())
        options.bits = m_bits->value();
    options.scope = static_cast<PlanScope>(m_scope->currentData().toInt());
    options.overlap = m_overlap->value();
    options.objective = static_cast<PlanObjective>(m_objective->currentData().toInt());
    if (options.method == PlanMethod::Score) {
        options.score = m_score->currentData().toString().toStdString();
        options.flipScore = m_flip->isChecked();
    }
    options.widths.clear();
    for (const QCheckBox* const box : m_widths)
        if (box->isChecked() && (!choosesAmongWidths(options.method) || box->isEnabled()))
            options.widths.push_back(box->property("bits").toInt());
    options.unitFormat.group = m_group->currentData().toInt();
    options.unitFormat.symmetric = m_symmetric->isChecked();
    return options;
}

} // namespace moqa
