// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panels/measure_form.h"

#include "core/measure/measure_estimate.h"
#include "views/state/text.h"
#include "views/theme/theme.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QSpinBox>
#include <algorithm>

namespace moqa {

MeasureForm::MeasureForm(std::shared_ptr<const ModelSource> model,
                         const std::vector<Corpus>& corpora, const MeasureOptions& defaults,
                         QWidget* parent)
    : QDialog(parent), m_model(std::move(model)), m_defaults(defaults) {
    setWindowTitle(tr("Measure losses"));
    QStringList names;
    for (const Corpus& corpus : corpora) {
        m_tokens.push_back(static_cast<int64_t>(corpus.ids.size()));
        names << tr("%1 (%2 tokens)").arg(qstr(corpus.name), count(m_tokens.back()));
    }
    auto* const form = new QFormLayout(this);
    auto* const text = new QLabel(
        names.isEmpty() ? tr("Losses are measured on the texts of an analysis. Analyse the model "
                             "first.")
                        : tr("Every expert is quantized at every width with the quantizer that "
                             "will be used, and its error measured on the analysed texts: %1.")
                              .arg(names.join(QStringLiteral(", "))),
        this);
    text->setWordWrap(true);
    text->setForegroundRole(QPalette::PlaceholderText);
    text->setMinimumWidth(440);
    text->setMinimumHeight(
        text->heightForWidth(440)); // a dialog takes fewer lines than the text has
    form->addRow(text);
    addWidths();
    addQuantizer();
    m_cost = new QLabel(this);
    m_cost->setObjectName(QStringLiteral("measureCost"));
    m_cost->setWordWrap(true);
    form->addRow(m_cost);
    m_buttons = new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel, this);
    m_buttons->button(QDialogButtonBox::Ok)->setText(tr("Measure"));
    form->addRow(m_buttons);
    connect(m_buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(m_buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    for (QCheckBox* const box : m_widths)
        connect(box, &QCheckBox::toggled, this, &MeasureForm::follow);
    for (QComboBox* const box : {m_unit, m_method})
        connect(box, &QComboBox::currentIndexChanged, this, &MeasureForm::follow);
    connect(m_sample, &QSpinBox::valueChanged, this, &MeasureForm::follow);
    follow();
}

void MeasureForm::addWidths() {
    auto* const form = static_cast<QFormLayout*>(layout());
    auto* const row = new QHBoxLayout;
    for (const int bits : drawnWidths()) {
        if (bits == 16) continue;
        auto* const box = new QCheckBox(QString::number(bits), this);
        const auto& wanted = m_defaults.widths;
        box->setChecked(std::find(wanted.begin(), wanted.end(), bits) != wanted.end());
        box->setAccessibleName(tr("Measure width %1").arg(bits));
        box->setProperty("bits", bits);
        m_widths.append(box);
        row->addWidget(box);
    }
    form->addRow(tr("Widths:"), row);
    m_group = new QComboBox(this);
    for (const int group : {32, 64, 128}) m_group->addItem(QString::number(group), group);
    m_group->addItem(tr("whole row"), -1);
    m_group->setCurrentIndex(std::max(0, m_group->findData(m_defaults.groups.front())));
    form->addRow(tr("&Group of columns:"), m_group);
    m_symmetric = new QCheckBox(tr("&symmetric (no zero points)"), this);
    m_symmetric->setChecked(m_defaults.symmetric);
    form->addRow(QString(), m_symmetric);
}

void MeasureForm::addQuantizer() {
    auto* const form = static_cast<QFormLayout*>(layout());
    m_unit = new QComboBox(this);
    m_unit->addItem(tr("gate and up together, down apart"), true);
    m_unit->addItem(tr("whole experts"), false);
    m_unit->setCurrentIndex(m_defaults.byProjection ? 0 : 1);
    form->addRow(tr("Measured as &one:"), m_unit);
    m_method = new QComboBox(this);
    m_method->addItem(tr("GPTQ"), static_cast<int>(QuantMethod::Gptq));
    m_method->addItem(tr("AWQ, scaled channels"), static_cast<int>(QuantMethod::Awq));
    m_method->addItem(tr("HQQ, without data"), static_cast<int>(QuantMethod::Hqq));
    m_method->addItem(tr("round to nearest"), static_cast<int>(QuantMethod::Rtn));
    m_method->setCurrentIndex(m_method->findData(static_cast<int>(m_defaults.quantize.method)));
    m_method->setToolTip(tr("The one that the model will be quantized with: losses of another "
                            "quantizer mislead the plan"));
    form->addRow(tr("&Quantizer:"), m_method);
    m_sample = new QSpinBox(this);
    m_sample->setRange(1, 100);
    m_sample->setValue(static_cast<int>(m_defaults.sample * 100));
    m_sample->setSuffix(tr(" %"));
    m_sample->setToolTip(tr("Share of each layer's experts that is measured at every width; the "
                            "others are measured at one and predicted at the rest"));
    form->addRow(tr("&Experts measured:"), m_sample);
}

void MeasureForm::follow() {
    const bool anyWidth =
        std::any_of(m_widths.begin(), m_widths.end(), [](auto* box) { return box->isChecked(); });
    m_buttons->button(QDialogButtonBox::Ok)->setEnabled(anyWidth && !m_tokens.empty());
    if (!anyWidth || m_tokens.empty()) {
        m_cost->setText(anyWidth ? QString() : tr("Choose at least one width."));
        return;
    }
    const JobEstimate cost = estimateMeasure(*m_model, m_tokens, options());
    const auto ms = [](double seconds) { return static_cast<qint64>(seconds * 1000); };
    m_cost->setText(
        tr("About %1 to %2. It can be stopped; beside a saved workspace the finished "
           "layers are kept.")
            .arg(durationText(ms(cost.secondsLow)), durationText(ms(cost.secondsHigh))));
}

MeasureOptions MeasureForm::options() const {
    MeasureOptions options = m_defaults;
    options.widths.clear();
    for (const QCheckBox* const box : m_widths)
        if (box->isChecked()) options.widths.push_back(box->property("bits").toInt());
    options.groups = {m_group->currentData().toInt()};
    options.symmetric = m_symmetric->isChecked();
    options.byProjection = m_unit->currentData().toBool();
    options.quantize.method = static_cast<QuantMethod>(m_method->currentData().toInt());
    options.sample = m_sample->value() / 100.0;
    return options;
}

} // namespace moqa
