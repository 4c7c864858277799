// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panels/frontier_panel.h"

#include "core/measure/measured_share.h"
#include "views/panels/measure_offer.h"
#include "views/panels/scroll_box.h"
#include "views/plots/plot_frame.h"
#include "views/state/staleness.h"
#include "views/state/text.h"

#include <QComboBox>
#include <QDoubleSpinBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QSignalBlocker>
#include <QSlider>
#include <QTimer>
#include <QVBoxLayout>
#include <algorithm>
#include <cmath>

namespace moqa {

namespace {

constexpr double kStep = 0.01;       // mean bits of a step of the slider
constexpr double kFirstBudget = 3.0; // mean bits, where no plan says another
constexpr int kPlansMs = 100;        // a moving brush asks for the plans' losses ten times a second
constexpr double kMegabyte = 1e6;

int stepsOf(double bits) { return static_cast<int>(std::lround(bits / kStep)); }

} // namespace

FrontierPanel::FrontierPanel(Workbench& workbench, FrontierKeeper& keeper, QWidget* parent)
    : QWidget(parent), m_workbench(workbench), m_keeper(keeper), m_view(new FrontierView),
      m_planTimer(new QTimer(this)) {
    setObjectName(QStringLiteral("frontierPanel"));
    QVBoxLayout* const column = scrolledColumn(*this, 4);
    m_offer = new MeasureOffer(workbench, this);
    column->addWidget(m_offer);
    m_content = buildContent();
    column->addWidget(m_content, 1);
    column->addStretch(0);
    m_planTimer->setSingleShot(true);
    m_planTimer->setInterval(kPlansMs);
    connectState();
    takeFrontier();
}

QWidget* FrontierPanel::buildContent() {
    auto* const content = new QWidget(this);
    auto* const column = new QVBoxLayout(content);
    column->setContentsMargins(0, 0, 0, 0);
    auto* const form = new QFormLayout;
    form->setVerticalSpacing(0); // every line is taken from the plot
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    column->addLayout(form);
    m_tablesLabel = new QLabel(tr("Measured:"), content);
    m_tables = new QComboBox(content);
    m_tables->setAccessibleName(tr("Table of measured losses"));
    m_tables->setToolTip(tr("Which of the measurements of this workspace predicts"));
    form->addRow(m_tablesLabel, m_tables);
    addSlider(*form);
    m_loss = addFigure(*form, tr("Predicted loss:"), "frontierLoss",
                       tr("The least that a plan of this budget loses: the measured losses of all "
                          "experts at their widths, mean over the measured texts"));
    m_uniform = addFigure(*form, tr("Against:"), "frontierUniform",
                          tr("The plan of one width whose mean bits are nearest"));
    m_size = addFigure(*form, tr("Size:"), "frontierSize", tr("All bytes that are stored"));
    m_saved = addFigure(*form, tr("One more MB:"), "frontierSaved",
                        tr("What the next megabyte of codes would save at this budget"));
    m_state = new QLabel(content);
    m_state->setObjectName(QStringLiteral("frontierState"));
    m_state->setWordWrap(true);
    m_state->setForegroundRole(QPalette::PlaceholderText);
    column->addWidget(m_state);
    auto* const frame = new PlotFrame(m_view, tr("Predicted loss against mean bits"),
                                      m_workbench.settings(), false, content);
    connect(frame, &PlotFrame::failed, &m_workbench,
            [this](const Error& error) { m_workbench.reportOf(error, Workbench::exportAction()); });
    connect(frame, &PlotFrame::exported, &m_workbench,
            [this] { emit m_workbench.succeeded(Workbench::exportAction()); });
    column->addWidget(frame, 1);
    return content;
}

void FrontierPanel::addSlider(QFormLayout& form) {
    auto* const row = new QHBoxLayout;
    m_slider = new QSlider(Qt::Horizontal, this);
    m_slider->setObjectName(QStringLiteral("frontierSlider"));
    m_slider->setAccessibleName(tr("Budget in mean bits"));
    m_slider->setToolTip(tr("Mean bits of the routed experts; the arrow keys move by 0.01, Page Up "
                            "and Page Down by 0.25"));
    m_slider->setPageStep(stepsOf(0.25));
    m_bits = new QDoubleSpinBox(this);
    m_bits->setObjectName(QStringLiteral("frontierBits"));
    m_bits->setAccessibleName(tr("Budget in mean bits"));
    m_bits->setDecimals(2);
    m_bits->setSingleStep(0.05);
    m_use = new QPushButton(tr("Use pla&n"), this);
    m_use->setObjectName(QStringLiteral("frontierUse"));
    m_use->setToolTip(tr("Make the plan of this budget and add it to the plans: one step that can "
                         "be undone"));
    row->addWidget(m_slider, 1);
    row->addWidget(m_bits);
    row->addWidget(m_use);
    auto* const label = new QLabel(tr("Mean &bits:"), this);
    label->setBuddy(m_bits);
    form.addRow(label, row);
    connect(m_slider, &QSlider::valueChanged, this, [this](int steps) { moveTo(steps * kStep); });
    connect(m_bits, &QDoubleSpinBox::valueChanged, this, &FrontierPanel::moveTo);
}

QLabel* FrontierPanel::addFigure(QFormLayout& form, const QString& name, const char* id,
                                 const QString& tip) {
    auto* const value = new QLabel(this);
    value->setObjectName(QLatin1String(id));
    value->setAccessibleName(name);
    value->setToolTip(tip);
    value->setWordWrap(true);
    value->setTextInteractionFlags(Qt::TextSelectableByMouse);
    auto* const label = new QLabel(name, this);
    label->setToolTip(tip);
    form.addRow(label, value);
    return value;
}

void FrontierPanel::connectState() {
    Document& document = m_workbench.document();
    connect(&m_keeper, &FrontierKeeper::changed, this, &FrontierPanel::takeFrontier);
    for (const auto signal : {&Document::opened, &Document::lossesChanged,
                              &Document::analysisChanged, &Document::readOnlyChanged})
        connect(&document, signal, this, &FrontierPanel::takeFrontier);
    for (const auto signal :
         {&Document::plansChanged, &Document::activePlanChanged, &Document::planEdited})
        connect(&document, signal, m_planTimer, qOverload<>(&QTimer::start));
    connect(m_planTimer, &QTimer::timeout, this, [this] {
        if (isVisible()) showPlans();
    });
    connect(m_tables, &QComboBox::activated, this, [this] {
        m_workbench.document().chooseLosses(m_tables->currentData().toString().toStdString());
    });
    connect(m_use, &QPushButton::clicked, this, &FrontierPanel::usePlan);
    connect(m_view, &FrontierView::planChosen, this,
            [this](const std::string& name) { m_workbench.document().setActivePlan(name); });
}

void FrontierPanel::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    m_keeper.want();
    showPlans();
}

void FrontierPanel::showTables() {
    const Document& document = m_workbench.document();
    const QSignalBlocker blocked(m_tables);
    m_tables->clear();
    for (const std::string& name : document.lossTableNames())
        m_tables->addItem(qstr(name), qstr(name));
    m_tables->setCurrentIndex(m_tables->findData(qstr(document.lossTableName())));
    for (QWidget* const widget :
         {static_cast<QWidget*>(m_tables), static_cast<QWidget*>(m_tablesLabel)})
        widget->setVisible(m_tables->count() > 1);
}

// What there is to say of the table or the frontier; empty where all is measured and there.
QString FrontierPanel::stateText() const {
    const Document& document = m_workbench.document();
    if (!m_frontier)
        return !document.model()              ? tr("Plans need the model that was measured.")
               : m_keeper.refusal().isEmpty() ? tr("Preparing the least losses...")
                                              : m_keeper.refusal();
    const MeasuredShare share = measuredShare(m_frontier->table());
    if (share.predicted == 0) return {};
    return tr("Measured at every width: %1 of %2 units; the others are measured at one and "
              "predicted, give or take %3 %.")
        .arg(QLocale().toString(static_cast<qulonglong>(share.measured)),
             QLocale().toString(static_cast<qulonglong>(share.measured + share.predicted)),
             QLocale().toString(100 * share.spread, 'g', 2));
}

void FrontierPanel::takeFrontier() {
    const Document& document = m_workbench.document();
    const Staleness fit = lossesFit(document);
    showTables();
    m_content->setVisible(fit.fit != Fit::None);
    m_offer->setVisible(fit.fit != Fit::Current);
    m_offer->setReason(fit.why);
    m_frontier = fit.fit == Fit::None ? nullptr : m_keeper.frontier();
    const bool there = m_frontier != nullptr;
    for (QWidget* const widget : {static_cast<QWidget*>(m_slider), static_cast<QWidget*>(m_bits)})
        widget->setEnabled(there);
    m_use->setEnabled(there && document.readOnlyReason().isEmpty());
    m_state->setText(fit.fit == Fit::None ? QString() : stateText());
    m_state->setVisible(!m_state->text().isEmpty());
    if (there) {
        double bits = kFirstBudget;
        if (m_budget)
            bits = m_bits->value();
        else if (const Plan* const plan = document.activePlan())
            bits = plan->totals.meanBits;
        const QSignalBlocker slider(m_slider), box(m_bits);
        m_bits->setRange(m_frontier->lowestBits(), m_frontier->highestBits());
        m_slider->setRange(stepsOf(m_frontier->lowestBits()), stepsOf(m_frontier->highestBits()));
        m_budget.reset();
        moveTo(bits);
    } else {
        m_budget.reset();
        showFigures();
    }
    showPlans();
}

void FrontierPanel::showPlans() {
    const Document& document = m_workbench.document();
    if (!m_frontier) {
        m_view->setFrontier(nullptr, {});
        return;
    }
    std::vector<std::pair<std::string, const Plan*>> plans;
    for (const std::string& name : document.planNames())
        if (const Plan* const plan = document.plan(name)) plans.emplace_back(name, plan);
    m_view->setFrontier(frontierSource(*m_frontier, plans), document.activePlanName());
    m_view->setBudget(m_budget);
}

void FrontierPanel::moveTo(double meanBits) {
    if (!m_frontier) return;
    const double bits = std::clamp(meanBits, m_frontier->lowestBits(), m_frontier->highestBits());
    const QSignalBlocker slider(m_slider), box(m_bits);
    m_slider->setValue(stepsOf(bits));
    // Not while it is typed: "2.5" must not become "2.50" under the cursor.
    if (std::abs(m_bits->value() - bits) >= kStep / 2) m_bits->setValue(bits);
    const auto point = m_frontier->at(bits);
    if (!point.ok()) return m_workbench.report(point.error());
    m_budget = *point;
    m_view->setBudget(m_budget);
    showFigures();
}

void FrontierPanel::showFigures() {
    for (QLabel* const label : {m_loss, m_size, m_uniform, m_saved})
        label->setText(QStringLiteral("\u2013"));
    if (!m_budget) return;
    m_loss->setText(lossText(m_budget->loss));
    m_size->setText(
        tr("%1 at %2 mean bits")
            .arg(megabyteText(m_budget->bytes), QLocale().toString(m_budget->meanBits, 'f', 3)));
    m_saved->setText(tr("saves %1").arg(lossText(m_budget->savedByByte * kMegabyte)));
    if (m_frontier->uniforms().empty()) return;
    const UniformPoint& uniform = m_frontier->uniformNear(m_budget->meanBits);
    QString text = tr("%1, uniform %n bit", nullptr, uniform.bits).arg(figure(uniform.point.loss));
    if (uniform.point.loss > 0) {
        const double change = m_budget->loss / uniform.point.loss - 1;
        text += QStringLiteral(" (%1%2 %)")
                    .arg(change < 0 ? QStringLiteral("\u2212") : QStringLiteral("+"),
                         QLocale().toString(std::abs(change) * 100, 'f', 1));
    }
    m_uniform->setText(text);
}

void FrontierPanel::usePlan() {
    if (m_frontier) m_workbench.makePlan(m_frontier->options(m_bits->value()));
}

} // namespace moqa
