// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panels/study_form.h"

#include "core/plan/plan_methods.h"
#include "core/plan/unit_scores.h"
#include "views/panels/scroll_box.h"
#include "views/state/metric_text.h"
#include "views/state/text.h"
#include "views/theme/theme.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QEvent>
#include <QFormLayout>
#include <QGroupBox>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QProgressBar>
#include <QPushButton>
#include <QRegularExpression>
#include <QSpinBox>
#include <QStandardItemModel>
#include <QVBoxLayout>
#include <algorithm>
#include <utility>

namespace moqa {

namespace {

constexpr int kLetters = 50; // of the width: it follows the font
constexpr int kProgressSteps = 1000;
constexpr int kShownMethods = 6;

QLabel* quietLabel(QWidget* parent) {
    auto* const label = new QLabel(parent);
    label->setWordWrap(true);
    label->setForegroundRole(QPalette::PlaceholderText);
    return label;
}

QStringList words(const QString& text) {
    return text.split(QRegularExpression(QStringLiteral("[\\s;]+")), Qt::SkipEmptyParts);
}

} // namespace

StudyForm::StudyForm(QWidget* parent) : QWidget(parent) {
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    auto* const box = new QGroupBox(tr("Compare"), this);
    m_fields = box;
    auto* const form = new QFormLayout(box);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    form->setRowWrapPolicy(QFormLayout::WrapLongRows);
    addMethods(*form);
    addBudgets(*form);
    addTexts(*form);
    addQuantizer(*form);
    addRandomPlans(*form);
    layout->addWidget(new ScrollBox(box, this), 1); // the part that gives way
    layout->addWidget(runBox());
    connectFields();
    setState({});
}

QSize StudyForm::sizeHint() const {
    return QWidget::sizeHint().expandedTo({kLetters * fontMetrics().averageCharWidth(), 0});
}

void StudyForm::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange && m_list) fitList();
}

void StudyForm::fitList() {
    m_list->setFixedHeight(m_list->sizeHintForRow(0) * kShownMethods + 2 * m_list->frameWidth());
}

void StudyForm::addMethods(QFormLayout& form) {
    QWidget* const box = form.parentWidget();
    m_methods = new QStandardItemModel(this);
    for (const PlanMethodInfo& info : planMethodTable()) {
        if (info.method == PlanMethod::Score) continue; // needs a score: under others
        auto* const item = new QStandardItem(qstr(info.id));
        item->setCheckable(true);
        item->setEditable(false);
        const bool isUsual = info.method == PlanMethod::Moqa || info.method == PlanMethod::Optimal;
        item->setCheckState(isUsual ? Qt::Checked : Qt::Unchecked);
        item->setToolTip(QStringLiteral("%1 (%2)").arg(methodTitle(info), methodSource(info)));
        m_methods->appendRow(item);
    }
    auto* const list = new QListView(box);
    list->setObjectName(QStringLiteral("studyMethods"));
    list->setAccessibleName(tr("Methods to compare"));
    list->setModel(m_methods);
    list->setUniformItemSizes(true);
    list->setTabKeyNavigation(false);
    m_list = list;
    fitList();
    form.addRow(list);
    m_others = new QLineEdit(box);
    m_others->setObjectName(QStringLiteral("studyOthers"));
    m_others->setPlaceholderText(QStringLiteral("moqa@2,4,6,8 score:kurtosis"));
    m_others->setToolTip(tr("More methods, between blanks: a method with widths of its own as in "
                            "moqa@2,4,6,8, or bits by a score as in score:kurtosis. Scores: %1.")
                             .arg(qstr(scoreNames())));
    form.addRow(tr("And &others:"), m_others);
}

void StudyForm::addBudgets(QFormLayout& form) {
    QWidget* const box = form.parentWidget();
    m_bits = new QLineEdit(box);
    m_bits->setObjectName(QStringLiteral("studyBits"));
    m_bits->setText(QStringLiteral("%1 3").arg(QLocale().toString(2.5)));
    m_bits->setToolTip(tr("Mean bits of the routed experts, between blanks"));
    form.addRow(tr("Mean &bits:"), m_bits);
    const auto boxes = [&](QList<QCheckBox*>& list, const std::vector<int>& values,
                           const std::vector<int>& checked, const QString& name) {
        auto* const row = new QHBoxLayout;
        row->setSpacing(5);
        for (const int value : values) {
            auto* const check = new QCheckBox(value < 0 ? tr("row") : QString::number(value), box);
            check->setChecked(std::find(checked.begin(), checked.end(), value) != checked.end());
            check->setAccessibleName(name.arg(check->text()));
            check->setProperty("value", value);
            list.append(check);
            row->addWidget(check);
        }
        row->addStretch(1);
        return row;
    };
    form.addRow(tr("Widths:"),
                boxes(m_widths, {1, 2, 3, 4, 5, 6, 8}, {2, 3, 4, 5, 6, 8}, tr("Use width %1")));
    form.addRow(tr("Groups:"),
                boxes(m_groups, {32, 64, 128, -1}, {64}, tr("Compare groups of %1 columns")));
    m_baseline = new QComboBox(box);
    m_baseline->setObjectName(QStringLiteral("studyBaseline"));
    for (const int bits : {2, 3, 4, 5, 6, 8})
        m_baseline->addItem(tr("uniform %n bit", nullptr, bits), bits);
    m_baseline->setCurrentIndex(m_baseline->findData(3));
    m_baseline->setToolTip(tr("Shares are of what this plan loses"));
    form.addRow(tr("Baseli&ne:"), m_baseline);
}

void StudyForm::addTexts(QFormLayout& form) {
    QWidget* const box = form.parentWidget();
    const auto tokens = [box](const QString& name) {
        auto* const spin = new QSpinBox(box);
        spin->setRange(0, 1'000'000'000);
        spin->setSingleStep(1024);
        spin->setGroupSeparatorShown(true);
        spin->setSpecialValueText(tr("all"));
        spin->setToolTip(name);
        return spin;
    };
    m_texts = quietLabel(box);
    m_texts->setObjectName(QStringLiteral("studyTexts"));
    form.addRow(m_texts);
    m_mixes = new QComboBox(box);
    m_mixes->setObjectName(QStringLiteral("studyMixes"));
    m_mixes->addItem(tr("all known texts together"), static_cast<int>(StudyMixes::Together));
    m_mixes->addItem(tr("each known text alone"), static_cast<int>(StudyMixes::Alone));
    m_mixes->addItem(tr("together, and each alone"), static_cast<int>(StudyMixes::Both));
    form.addRow(tr("&Calibrate on:"), m_mixes);
    m_tokens = tokens(tr("Tokens of each text that calibrates"));
    m_tokens->setObjectName(QStringLiteral("studyTokens"));
    m_tokens->setValue(8192);
    form.addRow(tr("&Tokens of each:"), m_tokens);
    m_scored = tokens(tr("Tokens of each text that is scored"));
    m_scored->setObjectName(QStringLiteral("studyScored"));
    m_scored->setValue(2048);
    form.addRow(tr("&Scored of each:"), m_scored);
}

void StudyForm::addQuantizer(QFormLayout& form) {
    m_quantizer = new QComboBox(form.parentWidget());
    m_quantizer->setObjectName(QStringLiteral("studyQuantizer"));
    m_quantizer->addItem(tr("GPTQ"), 0);
    m_quantizer->addItem(tr("GPTQ, scale search"), 1);
    m_quantizer->addItem(tr("round to nearest"), 2);
    m_quantizer->addItem(tr("AWQ, scaled channels"), 3);
    m_quantizer->addItem(tr("HQQ, without data"), 4);
    m_quantizer->setToolTip(tr("The same for every plan. Everything but the routed experts stays "
                               "at 16 bits."));
    form.addRow(tr("&Quantizer:"), m_quantizer);
}

void StudyForm::addRandomPlans(QFormLayout& form) {
    QWidget* const box = form.parentWidget();
    m_plans = new QSpinBox(box);
    m_plans->setObjectName(QStringLiteral("studyPlans"));
    m_plans->setRange(0, 10'000);
    m_plans->setSpecialValueText(tr("none"));
    m_plans->setToolTip(tr("Random plans, predicted and measured: how far the predictions that "
                           "plans are made by can be trusted"));
    form.addRow(tr("&Random plans:"), m_plans);
    const auto bits = [box](double value, const QString& name) {
        auto* const spin = new QDoubleSpinBox(box);
        spin->setRange(1, 8);
        spin->setDecimals(2);
        spin->setSingleStep(0.25);
        spin->setValue(value);
        spin->setAccessibleName(name);
        spin->setEnabled(false); // until there are plans
        return spin;
    };
    m_low = bits(2.1, tr("Least mean bits of a random plan"));
    m_high = bits(6, tr("Most mean bits of a random plan"));
    auto* const row = new QHBoxLayout;
    row->addWidget(m_low, 1);
    row->addWidget(new QLabel(tr("to"), box));
    row->addWidget(m_high, 1);
    form.addRow(tr("of mean bits:"), row);
    connect(m_plans, &QSpinBox::valueChanged, this, [this](int count) {
        m_low->setEnabled(count > 0);
        m_high->setEnabled(count > 0);
    });
}

QWidget* StudyForm::runBox() {
    auto* const box = new QWidget(this);
    auto* const column = new QVBoxLayout(box);
    column->setContentsMargins(0, 4, 0, 0);
    m_fault = new QLabel(box);
    m_fault->setObjectName(QStringLiteral("studyFault"));
    m_fault->setWordWrap(true);
    m_estimate = quietLabel(box);
    m_estimate->setObjectName(QStringLiteral("studyCost"));
    m_estimate->setAccessibleName(tr("What the study will cost"));
    m_progress = new QProgressBar(box);
    m_progress->setAccessibleName(tr("Progress"));
    m_progress->setRange(0, kProgressSteps);
    m_progress->setTextVisible(false);
    m_step = quietLabel(box);
    m_outcome = quietLabel(box);
    m_outcome->setObjectName(QStringLiteral("studyOutcome"));
    m_outcome->setTextFormat(Qt::RichText);
    m_outcome->setTextInteractionFlags(Qt::TextBrowserInteraction);
    m_outcome->setOpenExternalLinks(true);
    m_outcome->setAccessibleName(tr("Report of the study"));
    for (QWidget* const label :
         std::initializer_list<QWidget*>{m_fault, m_estimate, m_progress, m_step, m_outcome})
        column->addWidget(label);
    const auto button = [box](const QString& text, const char* name, const QString& tip) {
        auto* const made = new QPushButton(text, box);
        made->setObjectName(QLatin1String(name));
        made->setToolTip(tip);
        return made;
    };
    m_run = button(tr("R&un study"), "studyRun", tr("Make, quantize and score every plan"));
    m_stop = button(tr("Stop"), "studyStop", tr("The finished rows are kept"));
    m_open = button(tr("Open report..."), "studyOpen", tr("A report that was saved as .json"));
    m_save = button(tr("Save report..."), "studySave",
                    tr("As JSON, which is opened again, CSV or text"));
    for (const auto& [left, right] : {std::pair(m_run, m_stop), std::pair(m_open, m_save)}) {
        auto* const row = new QHBoxLayout;
        row->addWidget(left);
        row->addWidget(right);
        column->addLayout(row);
    }
    return box;
}

void StudyForm::connectFields() {
    connect(m_run, &QPushButton::clicked, this, &StudyForm::runRequested);
    connect(m_stop, &QPushButton::clicked, this, &StudyForm::stopRequested);
    connect(m_open, &QPushButton::clicked, this, &StudyForm::openRequested);
    connect(m_save, &QPushButton::clicked, this, &StudyForm::saveRequested);
    connect(m_methods, &QStandardItemModel::itemChanged, this, &StudyForm::gridChanged);
    for (QLineEdit* const line : {m_others, m_bits})
        connect(line, &QLineEdit::textChanged, this, &StudyForm::gridChanged);
    for (QCheckBox* const box : m_widths + m_groups)
        connect(box, &QCheckBox::toggled, this, &StudyForm::gridChanged);
    for (QComboBox* const box : {m_baseline, m_mixes, m_quantizer})
        connect(box, &QComboBox::currentIndexChanged, this, &StudyForm::gridChanged);
    for (QSpinBox* const box : {m_tokens, m_scored, m_plans})
        connect(box, &QSpinBox::valueChanged, this, &StudyForm::gridChanged);
    for (QDoubleSpinBox* const box : {m_low, m_high})
        connect(box, &QDoubleSpinBox::valueChanged, this, &StudyForm::gridChanged);
}

Result<std::vector<std::string>> StudyForm::methods() const {
    std::vector<std::string> names;
    for (int row = 0; row < m_methods->rowCount(); ++row)
        if (m_methods->item(row)->checkState() == Qt::Checked)
            names.push_back(m_methods->item(row)->text().toStdString());
    for (const QString& word : words(m_others->text())) {
        PlanOptions ignored;
        MOQA_TRY(const StudyMethod method, parseStudyMethod(word.toStdString()));
        MOQA_CHECK(parsePlanMethod(method.name, ignored));
        if (std::find(names.begin(), names.end(), word.toStdString()) == names.end())
            names.push_back(word.toStdString());
    }
    if (names.empty()) return usageError(tr("choose at least one method").toStdString());
    return names;
}

Result<std::vector<double>> StudyForm::budgets() const {
    std::vector<double> bits;
    for (const QString& word : words(m_bits->text())) {
        bool isNumber = false;
        double value = QLocale().toDouble(word, &isNumber);
        if (!isNumber) value = word.toDouble(&isNumber);
        if (!isNumber || !(value >= 1 && value <= 8))
            return usageError(
                tr("mean bits are numbers of 1 to 8, between blanks: %1").arg(word).toStdString());
        if (std::find(bits.begin(), bits.end(), value) == bits.end()) bits.push_back(value);
    }
    if (bits.empty()) return usageError(tr("give at least one budget of mean bits").toStdString());
    return bits;
}

Result<StudyGrid> StudyForm::grid() const {
    StudyGrid grid;
    MOQA_TRY(grid.methods, methods());
    MOQA_TRY(grid.bits, budgets());
    grid.widths.clear();
    grid.groups.clear();
    for (const auto& [boxes, values] :
         {std::pair(&m_widths, &grid.widths), std::pair(&m_groups, &grid.groups)})
        for (const QCheckBox* const box : *boxes)
            if (box->isChecked()) values->push_back(box->property("value").toInt());
    if (grid.widths.empty()) return usageError(tr("choose at least one width").toStdString());
    if (grid.groups.empty()) return usageError(tr("choose at least one group").toStdString());
    grid.baselineBits = m_baseline->currentData().toInt();
    grid.calibrationTokens = m_tokens->value();
    grid.evaluationTokens = m_scored->value();
    grid.quantize = m_defaults;
    grid.window = m_defaults.window;
    const int quantizer = m_quantizer->currentData().toInt();
    constexpr QuantMethod kMethods[] = {QuantMethod::Gptq, QuantMethod::Gptq, QuantMethod::Rtn,
                                        QuantMethod::Awq, QuantMethod::Hqq};
    grid.quantize.method = kMethods[quantizer];
    // Awq without a search would not clip.
    grid.quantize.grid = quantizer == 1 || quantizer == 3 ? GridSearch::Power24 : GridSearch::Off;
    if (m_plans->value() > 0) {
        const auto [least, most] = std::minmax_element(grid.widths.begin(), grid.widths.end());
        if (!(m_low->value() < m_high->value()) || m_low->value() < *least ||
            m_high->value() > *most)
            return usageError(
                tr("random plans need a range of mean bits within the widths").toStdString());
        grid.randomPlans = {{m_low->value(), m_high->value(), m_plans->value()}};
    }
    return grid;
}

StudyMixes StudyForm::mixes() const {
    return static_cast<StudyMixes>(m_mixes->currentData().toInt());
}

void StudyForm::setState(const State& state) {
    const auto wanted = grid();
    QString fault = state.missing;
    if (fault.isEmpty() && !wanted.ok()) fault = qstr(wanted.error().message());
    const bool runs = state.progress.has_value();
    m_texts->setText(state.texts);
    m_texts->setVisible(!state.texts.isEmpty());
    m_fault->setText(fault);
    m_fault->setVisible(!fault.isEmpty() && !runs);
    m_estimate->setVisible(fault.isEmpty() && !runs && !m_estimate->text().isEmpty());
    m_fields->setEnabled(!runs);
    m_run->setEnabled(fault.isEmpty() && !runs);
    m_stop->setEnabled(state.mayStop);
    m_open->setEnabled(!runs);
    m_save->setEnabled(state.hasStudy);
    m_progress->setVisible(runs);
    m_progress->setValue(static_cast<int>(state.progress.value_or(0) * kProgressSteps));
    m_step->setVisible(runs);
    m_step->setText(state.step);
}

void StudyForm::setEstimate(const QString& text) { m_estimate->setText(text); }

void StudyForm::setOutcome(const QString& html) {
    m_outcome->setVisible(!html.isEmpty());
    m_outcome->setText(html);
}

} // namespace moqa
