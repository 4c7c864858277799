// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panels/budget_panel.h"

#include "core/plan/optimal_plan.h"
#include "views/panels/wrap_box.h"
#include "views/state/text.h"
#include "views/theme/theme.h"

#include <QBoxLayout>
#include <QComboBox>
#include <QEvent>
#include <QLabel>

namespace moqa {

namespace {

constexpr int kAsMade = 0; // beside widths
constexpr int kGap = 28, kDenseGap = 14;

QString bitsText(double bits) { return QLocale().toString(bits, 'f', 3); }

QString signedText(double value, const QString& text) {
    const QChar sign = value < 0 ? QChar(0x2212) : QLatin1Char('+');
    return value == 0 ? QStringLiteral("\u00b10") : sign + text;
}

} // namespace

BudgetPanel::BudgetPanel(Workbench& workbench, QWidget* parent)
    : QWidget(parent), m_workbench(workbench) {
    m_row = new WrapBox(this);
    m_row->setGap(kGap);
    auto* const column = new QVBoxLayout(this);
    column->setContentsMargins(0, 4, 0, 4);
    column->addWidget(m_row);
    m_mean = addFigure(tr("Mean bits"),
                       tr("Nominal width of the routed experts' weights, weighted by parameters: "
                          "what papers call the average"));
    m_meanModel = addFigure(tr("Mean bits of the model"), tr("The same over every weight"));
    m_true = addFigure(tr("True bits"),
                       tr("All bytes of the routed experts' codes, scales and zero points, times "
                          "8, over their weights"));
    m_bytes = addFigure(tr("Size of the model"), tr("All bytes that are stored"));
    m_loss = addFigure(tr("Predicted loss"),
                       tr("Nats a token that the plan loses by the measured losses of its experts, "
                          "mean over the plan's texts. Nothing where no losses are measured, or a "
                          "width of the plan was not."));
    m_loss.value->setObjectName(QStringLiteral("predictedLoss"));
    auto* const label = new QLabel(tr("Change a&gainst"), this);
    m_baselineBits = new QComboBox(this);
    label->setBuddy(m_baselineBits);
    label->setForegroundRole(QPalette::PlaceholderText);
    m_baselineBits->setAccessibleName(tr("Plan to compare with"));
    m_baselineBits->setToolTip(tr("As made: as its rule made the plan, before any edit"));
    m_baselineBits->addItem(tr("as made"), kAsMade);
    for (const int bits : drawnWidths())
        if (bits < 16) m_baselineBits->addItem(tr("uniform %n bit", nullptr, bits), bits);
    auto* const baseline = new QVBoxLayout;
    baseline->setSpacing(0);
    baseline->addWidget(label);
    baseline->addWidget(m_baselineBits);
    baseline->addStretch(1);
    m_row->newGroup()->addLayout(baseline);
    sizeFigures();

    Document& document = workbench.document();
    connect(m_baselineBits, &QComboBox::activated, this, &BudgetPanel::askBaseline);
    connect(&document, &Document::planEdited, this, &BudgetPanel::showTotals);
    connect(&document, &Document::activePlanChanged, this, [this] {
        askBaseline();
        showTotals();
    });
    connect(&document, &Document::opened, this, [this] {
        m_baseline.reset();
        m_losses.clear();
        askBaseline();
        showTotals();
    });
    connect(&document, &Document::plansChanged, this, &BudgetPanel::keepLosses);
    connect(&document, &Document::lossesChanged, this, [this] {
        // By another table: not to be compared.
        for (auto& [name, loss] : m_losses) loss.reset();
        m_baseline.reset();
        askBaseline();
        showTotals();
    });
    connect(&workbench, &Workbench::baselineReady, this,
            [this](int bits, const PlanTotals& totals) {
                if (bits != m_baselineBits->currentData().toInt()) return;
                m_baseline = totals;
                showTotals();
            });
    askBaseline();
    showTotals();
}

BudgetPanel::Figure BudgetPanel::addFigure(const QString& name, const QString& tip) {
    auto* const title = new QLabel(name, this);
    title->setForegroundRole(QPalette::PlaceholderText);
    Figure figure{new QLabel(this), new QLabel(this), new QBoxLayout(QBoxLayout::TopToBottom)};
    figure.box->setSpacing(0);
    figure.delta->setForegroundRole(QPalette::PlaceholderText);
    for (QLabel* const label : {title, figure.value, figure.delta}) label->setToolTip(tip);
    figure.value->setAccessibleName(name);
    figure.box->addWidget(figure.value);
    figure.box->addWidget(figure.delta);
    auto* const column = new QVBoxLayout;
    column->setSpacing(0);
    column->addWidget(title);
    column->addLayout(figure.box);
    column->addStretch(1);
    m_row->newGroup()->addLayout(column);
    return figure;
}

// A font once set on a label no longer follows the application's size by itself.
void BudgetPanel::sizeFigures() {
    QFont large = font();
    if (!m_dense) large.setPointSizeF(large.pointSizeF() * 1.5);
    large.setBold(true);
    for (const Figure& figure : {m_mean, m_meanModel, m_true, m_bytes, m_loss})
        figure.value->setFont(large);
}

void BudgetPanel::setDense(bool on) {
    m_dense = on;
    layout()->setContentsMargins(0, on ? 0 : 4, 0, on ? 0 : 4);
    m_row->setGap(on ? kDenseGap : kGap);
    for (const Figure& figure : {m_mean, m_meanModel, m_true, m_bytes, m_loss}) {
        figure.box->setDirection(on ? QBoxLayout::LeftToRight : QBoxLayout::TopToBottom);
        figure.box->setSpacing(on ? kDenseGap / 2 : 0);
        figure.box->setAlignment(figure.delta,
                                 on ? Qt::AlignLeft | Qt::AlignVCenter : Qt::Alignment());
    }
    sizeFigures();
}

void BudgetPanel::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange && m_loss.value) sizeFigures();
}

void BudgetPanel::keepLosses() {
    const Document& document = m_workbench.document();
    for (const std::string& name : document.planNames()) {
        const Plan* const plan = document.plan(name);
        const auto made = document.planAsMade(name);
        if (!plan || !made || m_losses.contains(name)) continue;
        const bool unedited =
            plan->totals.bytes == made->bytes && plan->totals.meanBits == made->meanBits;
        m_losses[name] = unedited ? lossOf(*plan) : std::nullopt;
    }
    std::erase_if(m_losses, [&](const auto& entry) { return !document.plan(entry.first); });
}

std::optional<PlanTotals> BudgetPanel::asMade(const std::string& plan) const {
    auto made = m_workbench.document().planAsMade(plan);
    if (const auto loss = m_losses.find(plan);
        made && !made->predictedLoss && loss != m_losses.end())
        made->predictedLoss = loss->second;
    return made;
}

std::optional<double> BudgetPanel::lossOf(const Plan& plan) const {
    const auto table = m_workbench.document().losses();
    return table ? meanPredictedLoss(*table, plan) : std::nullopt;
}

void BudgetPanel::showLoss(const Plan& plan) {
    const auto loss = lossOf(plan);
    m_loss.value->setText(loss ? figure(*loss) : QStringLiteral("\u2013"));
    m_loss.delta->clear();
    if (!loss || !m_baseline || !m_baseline->predictedLoss) return;
    const double delta = *loss - *m_baseline->predictedLoss;
    m_loss.delta->setText(signedText(delta, figure(std::abs(delta))));
}

void BudgetPanel::askBaseline() {
    keepLosses();
    const int bits = m_baselineBits->currentData().toInt();
    const Document& document = m_workbench.document();
    if (!document.activePlan()) return;
    if (bits != kAsMade) {
        m_workbench.computeBaseline(bits);
        return;
    }
    m_baseline = asMade(document.activePlanName());
    showTotals();
}

void BudgetPanel::showTotals() {
    const Plan* const plan = m_workbench.document().activePlan();
    setEnabled(plan != nullptr);
    if (!plan) {
        for (const Figure& figure : {m_mean, m_meanModel, m_true, m_bytes, m_loss}) {
            figure.value->setText(QStringLiteral("\u2013"));
            figure.delta->clear();
        }
        return;
    }
    const PlanTotals& totals = plan->totals;
    const auto show = [this](const Figure& figure, double value, double PlanTotals::*field) {
        figure.value->setText(bitsText(value));
        const double delta = m_baseline ? value - (*m_baseline).*field : 0;
        figure.delta->setText(m_baseline ? signedText(delta, bitsText(std::abs(delta)))
                                         : QString());
    };
    show(m_mean, totals.meanBits, &PlanTotals::meanBits);
    show(m_meanModel, totals.meanBitsModel, &PlanTotals::meanBitsModel);
    show(m_true, totals.trueBits, &PlanTotals::trueBits);
    m_bytes.value->setText(
        tr("%1 of %2").arg(megabyteText(totals.bytes), megabyteText(totals.bytesFull)));
    const qint64 delta = m_baseline ? totals.bytes - m_baseline->bytes : 0;
    m_bytes.delta->setText(
        m_baseline ? signedText(static_cast<double>(delta), megabyteText(std::abs(delta)))
                   : QString());
    showLoss(*plan);
}

} // namespace moqa
