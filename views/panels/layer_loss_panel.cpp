// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panels/layer_loss_panel.h"

#include "views/panels/measure_offer.h"
#include "views/panels/scroll_box.h"
#include "views/plots/frontier_source.h"
#include "views/plots/plot_frame.h"
#include "views/state/staleness.h"
#include "views/state/text.h"

#include <QLabel>
#include <QTimer>
#include <QVBoxLayout>
#include <numeric>

namespace moqa {

namespace {

constexpr int kEditsMs = 100; // a moving brush asks ten times a second

std::shared_ptr<const LayerLossSource> layerLosses(const LossTable& table, const Plan& plan,
                                                   const std::string& name,
                                                   const ModelSource& model,
                                                   const UniformPoint* uniform) {
    const auto losses = tableLossByLayer(table, plan, model.spec().layerCount());
    if (!losses) return nullptr;
    auto source = std::make_shared<LayerLossSource>();
    source->title = LayerLossPanel::tr("Predicted loss by layer");
    source->unit = LayerLossPanel::tr("nats a token");
    source->explanation =
        LayerLossPanel::tr("What the experts of a layer add to the divergence of the model's "
                           "answers at the widths of the plan, mean over the measured texts.");
    for (const LossCorpus& corpus : table.corpora) source->samples += corpus.tokens;
    source->caption = LayerLossPanel::tr("%1 tokens measured").arg(count(source->samples));
    source->planName = qstr(name);
    if (uniform)
        source->baselineName = LayerLossPanel::tr("uniform %n bit", nullptr, uniform->bits);
    for (const int layer : model.spec().moeLayers()) {
        source->layers.push_back(layer);
        source->losses.push_back((*losses)[static_cast<size_t>(layer)]);
        if (uniform) source->baseline.push_back(uniform->lossByLayer[static_cast<size_t>(layer)]);
    }
    return source;
}

} // namespace

LayerLossPanel::LayerLossPanel(Workbench& workbench, FrontierKeeper& keeper, QWidget* parent)
    : QWidget(parent), m_workbench(workbench), m_keeper(keeper),
      m_offer(new MeasureOffer(workbench, this)), m_content(new QWidget(this)),
      m_sum(new QLabel(this)), m_view(new LayerLossView), m_timer(new QTimer(this)) {
    setObjectName(QStringLiteral("layerLossPanel"));
    QVBoxLayout* const column = scrolledColumn(*this, 4);
    column->addWidget(m_offer);
    column->addWidget(m_content, 1);
    column->addStretch(0);
    auto* const inner = new QVBoxLayout(m_content);
    inner->setContentsMargins(0, 0, 0, 0);
    m_sum->setWordWrap(true);
    m_sum->setAccessibleName(tr("Predicted loss of the plan"));
    inner->addWidget(m_sum);
    auto* const frame = new PlotFrame(m_view, tr("Predicted loss by layer"), workbench.settings(),
                                      false, m_content);
    connect(frame, &PlotFrame::failed, &workbench, [&workbench](const Error& error) {
        workbench.reportOf(error, Workbench::exportAction());
    });
    connect(frame, &PlotFrame::exported, &workbench,
            [&workbench] { emit workbench.succeeded(Workbench::exportAction()); });
    inner->addWidget(frame, 1);
    m_timer->setSingleShot(true);
    m_timer->setInterval(kEditsMs);
    connect(m_timer, &QTimer::timeout, this, [this] {
        if (isVisible()) showLosses();
    });
    for (const auto signal :
         {&Document::opened, &Document::lossesChanged, &Document::analysisChanged,
          &Document::activePlanChanged, &Document::planEdited})
        connect(&workbench.document(), signal, m_timer, qOverload<>(&QTimer::start));
    connect(&keeper, &FrontierKeeper::changed, this, &LayerLossPanel::showLosses);
    showLosses();
}

void LayerLossPanel::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    m_keeper.want();
    showLosses();
}

void LayerLossPanel::showLosses() {
    const Document& document = m_workbench.document();
    const Staleness fit = lossesFit(document);
    const auto table = document.losses();
    const Plan* const plan = document.activePlan();
    m_offer->setVisible(fit.fit != Fit::Current);
    m_offer->setReason(fit.why);
    m_content->setVisible(fit.fit != Fit::None);
    m_sum->clear();
    if (fit.fit == Fit::None || !plan || !document.model()) {
        m_view->setPlaceholder(tr("No plan to draw yet."));
        m_view->setLosses(nullptr);
        return;
    }
    const auto frontier = m_keeper.frontier();
    const UniformPoint* const uniform = frontier && !frontier->uniforms().empty()
                                            ? &frontier->uniformNear(plan->totals.meanBits)
                                            : nullptr;
    const auto source =
        layerLosses(*table, *plan, document.activePlanName(), *document.model(), uniform);
    m_view->setPlaceholder(tr("The plan has a width, group or split that was not measured."));
    m_view->setLosses(source);
    if (!source) return;
    const auto sum = [](const std::vector<double>& all) {
        return std::accumulate(all.begin(), all.end(), 0.0);
    };
    QString text = tr("%1 in all").arg(lossText(sum(source->losses)));
    if (uniform) text += tr("; %1 of %2").arg(figure(uniform->point.loss), source->baselineName);
    m_sum->setText(text);
}

} // namespace moqa
