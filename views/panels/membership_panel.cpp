// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panels/membership_panel.h"

#include "views/panels/scroll_box.h"
#include "views/plots/plot_frame.h"
#include "views/state/engine_words.h"
#include "views/state/text.h"
#include "views/state/window_words.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QSignalBlocker>
#include <QVBoxLayout>
#include <algorithm>

namespace moqa {

bool inOverlap(const BaseDecision& decision) {
    const auto& u = decision.memberships;
    return !u.empty() &&
           u[static_cast<size_t>(decision.cluster)] < *std::max_element(u.begin(), u.end());
}

std::shared_ptr<const SeriesSource> membershipSeries(const PlanMemberships& memberships,
                                                     int layer) {
    std::vector<const BaseDecision*> experts;
    for (const BaseDecision& decision : memberships.decisions)
        if (decision.layer == layer) experts.push_back(&decision);
    if (experts.empty()) return nullptr;
    std::stable_sort(experts.begin(), experts.end(),
                     [](auto* a, auto* b) { return a->significance < b->significance; });
    auto source = std::make_shared<SeriesSource>();
    source->title = MembershipPanel::tr("Memberships in layer %1").arg(layer);
    source->unit = QStringLiteral("1");
    source->caption = MembershipPanel::tr("overlap %1")
                          .arg(QLocale().toString(memberships.origin.overlap, 'g', 3));
    source->xName = MembershipPanel::tr("expert, by rising significance");
    source->yName = MembershipPanel::tr("membership");
    source->explanation = MembershipPanel::tr(
        "Fuzzy clusters of the experts' significance, one for each width. Where a second curve "
        "rises above the bound, the two largest memberships differ by less than the overlap and "
        "the lower width is taken.");
    const size_t clusters = experts.front()->memberships.size();
    SeriesSource::Series bound{MembershipPanel::tr("largest less overlap"), {}};
    for (size_t k = 0; k < clusters; ++k) {
        const int width = memberships.origin.widths[clusters - 1 - k];
        SeriesSource::Series one{MembershipPanel::tr("%n bit", nullptr, width), {}};
        for (const BaseDecision* expert : experts) one.values.push_back(expert->memberships[k]);
        source->series.push_back(std::move(one));
    }
    int place = 0;
    for (const BaseDecision* expert : experts) {
        source->xs.push_back(++place);
        const auto& u = expert->memberships;
        bound.values.push_back(*std::max_element(u.begin(), u.end()) - memberships.origin.overlap);
    }
    source->series.push_back(std::move(bound));
    return source;
}

MembershipPanel::MembershipPanel(Workbench& workbench, QWidget* parent)
    : QWidget(parent), m_workbench(workbench), m_plot(new SeriesView), m_overlap(new QLabel(this)),
      m_expert(new QLabel(this)) {
    QVBoxLayout* const column = scrolledColumn(*this, 4);
    buildRow(*column);
    auto* const frame = new PlotFrame(m_plot, tr("Memberships of the experts in the clusters"),
                                      workbench.settings(), false, this);
    connect(frame, &PlotFrame::failed, &workbench, [&workbench](const Error& error) {
        workbench.reportOf(error, Workbench::exportAction());
    });
    connect(frame, &PlotFrame::exported, &workbench,
            [&workbench] { emit workbench.succeeded(Workbench::exportAction()); });
    column->addWidget(frame, 1);
    for (QLabel* const label : {m_overlap, m_expert}) {
        label->setWordWrap(true);
        label->setForegroundRole(QPalette::PlaceholderText);
        column->addWidget(label);
    }
    Document& document = workbench.document();
    for (const auto signal :
         {&Document::opened, &Document::analysisChanged, &Document::activePlanChanged})
        connect(&document, signal, this, [this] {
            m_stale = true;
            if (isVisible()) compute();
        });
    connect(&workbench.selection(), &Selection::cursorChanged, this, &MembershipPanel::showExpert);
}

void MembershipPanel::buildRow(QVBoxLayout& column) {
    auto* const row = new QHBoxLayout;
    column.addLayout(row);
    auto* const label = new QLabel(tr("La&yer:"), this);
    m_layer = new QComboBox(this);
    m_layer->setAccessibleName(tr("Layer whose memberships are shown"));
    label->setBuddy(m_layer);
    m_select = new QPushButton(tr("Select the overlap"), this);
    m_select->setToolTip(tr("Select the experts of this layer that lie between two clusters"));
    row->addWidget(label);
    row->addWidget(m_layer);
    row->addWidget(m_select);
    row->addStretch(1);
    connect(m_layer, &QComboBox::activated, this, &MembershipPanel::showLayer);
    connect(m_select, &QPushButton::clicked, this, [this] {
        Selection::Objects objects;
        if (m_memberships)
            for (const BaseDecision& decision : m_memberships->decisions)
                if (decision.layer == m_layer->currentData().toInt() && inOverlap(decision))
                    objects.insert(ObjectRef::ofExpert(decision.layer, decision.expert));
        m_workbench.selection().setObjects(std::move(objects));
    });
}

void MembershipPanel::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    compute();
}

void MembershipPanel::compute() {
    if (!m_stale) return;
    m_stale = false;
    m_memberships.reset();
    const Plan* const plan = m_workbench.document().activePlan();
    const auto analysis = m_workbench.document().analysis();
    if (!plan || !analysis) {
        take(badInput(
            tr("A plan made by the significance of analysed texts has clusters.").toStdString()));
        return;
    }
    m_workbench.jobs().run<PlanMemberships>(
        JobKind::Membership, tr("Memberships"),
        [plan = *plan, analysis](JobContext& context) {
            return planMemberships(plan, *analysis, context);
        },
        this, [this](Result<PlanMemberships> found) { take(std::move(found)); });
}

void MembershipPanel::take(Result<PlanMemberships> found) {
    m_memberships.reset();
    m_refusal = found.ok() ? QString() : qstr(inWindowWords(found.error()).what);
    if (found.ok()) m_memberships = std::move(found).value();
    const QSignalBlocker blocked(m_layer);
    const QVariant shown = m_layer->currentData();
    m_layer->clear();
    std::set<int> layers;
    if (m_memberships)
        for (const BaseDecision& decision : m_memberships->decisions) layers.insert(decision.layer);
    for (const int layer : layers) m_layer->addItem(QString::number(layer), layer);
    m_layer->setCurrentIndex(std::max(0, m_layer->findData(shown)));
    showLayer();
}

void MembershipPanel::showLayer() {
    const bool any = m_memberships && m_layer->currentIndex() >= 0;
    m_layer->setEnabled(any);
    const int layer = m_layer->currentData().toInt();
    m_plot->setPlaceholder(m_refusal);
    m_plot->setSeries(any ? membershipSeries(*m_memberships, layer) : nullptr);
    int experts = 0, between = 0;
    if (any)
        for (const BaseDecision& decision : m_memberships->decisions) {
            if (decision.layer != layer) continue;
            ++experts;
            between += inOverlap(decision);
        }
    m_select->setEnabled(between > 0);
    m_overlap->setText(
        any ? tr("%1 of %2 experts lie in the overlap: their two largest memberships differ by "
                 "less than %3, and the lower width is taken.")
                  .arg(between)
                  .arg(experts)
                  .arg(QLocale().toString(m_memberships->origin.overlap, 'g', 3))
            : QString());
    showExpert();
}

void MembershipPanel::showExpert() {
    m_expert->clear();
    const ObjectRef cursor = m_workbench.selection().cursor();
    if (!m_memberships || cursor.kind != ObjectKind::Expert) return;
    for (const BaseDecision& decision : m_memberships->decisions)
        if (decision.layer == cursor.layer && decision.expert == cursor.expert)
            m_expert->setText(tr("Layer %1, expert %2: %3; significance %4 of its layer's mean")
                                  .arg(cursor.layer)
                                  .arg(cursor.expert)
                                  .arg(engineText(decision.why), figure(decision.relative)));
}

} // namespace moqa
