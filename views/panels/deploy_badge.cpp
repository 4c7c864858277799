// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panels/deploy_badge.h"

#include "views/state/text.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QTimer>

namespace moqa {

namespace {
// A stroke edits at every move of the mouse; the whole plan is judged when the hand rests.
constexpr int kRestMs = 120;
} // namespace

QString obstacleText(const RuntimeFit& fit) {
    switch (fit.obstacle) {
    case Obstacle::None: return DeployBadge::tr("could hold these widths");
    case Obstacle::MixedTensor:
        return DeployBadge::tr("layer %1 mixes %2 and %3 bit in one projection; it keeps one "
                               "projection of all experts of a layer in one type")
            .arg(fit.layer)
            .arg(fit.firstBits)
            .arg(fit.otherBits);
    case Obstacle::MixedLayer:
        return fit.firstBits == fit.otherBits
                   ? DeployBadge::tr("layer %1 mixes group sizes; its kernels run all experts of "
                                     "a layer in one format")
                         .arg(fit.layer)
                   : DeployBadge::tr("layer %1 mixes %2 and %3 bit; its kernels run all experts "
                                     "of a layer in one format")
                         .arg(fit.layer)
                         .arg(fit.firstBits)
                         .arg(fit.otherBits);
    case Obstacle::Width:
        return DeployBadge::tr("layer %1 has %2 bit; its expert kernels take 4 or 8 bit, or 16")
            .arg(fit.layer)
            .arg(fit.firstBits);
    }
    return {};
}

DeployBadge::DeployBadge(Document& document, QWidget* parent)
    : QWidget(parent), m_document(document), m_runtimes(new QLabel(this)),
      m_layers(new QLabel(this)), m_soon(new QTimer(this)) {
    auto* const row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(12);
    row->addWidget(m_runtimes);
    row->addWidget(m_layers);
    m_runtimes->setAccessibleName(tr("Runtimes that could hold the plan's widths"));
    m_layers->setForegroundRole(QPalette::PlaceholderText);
    m_soon->setSingleShot(true);
    m_soon->setInterval(kRestMs);
    connect(m_soon, &QTimer::timeout, this, &DeployBadge::judge);
    for (const auto signal :
         {&Document::opened, &Document::plansChanged, &Document::activePlanChanged})
        connect(&document, signal, this, &DeployBadge::judge);
    connect(&document, &Document::planEdited, m_soon, qOverload<>(&QTimer::start));
    judge();
}

void DeployBadge::judge() {
    const Plan* const plan = m_document.activePlan();
    setVisible(plan && m_document.model());
    if (!plan || !m_document.model()) {
        m_mixed = 0;
        emit mixedLayersChanged(m_mixed);
        return;
    }
    const Deployability found = deployabilityOf(*plan, *m_document.model());
    QStringList names, reasons;
    for (const RuntimeFit& fit : found.runtimes) {
        const QString name = qstr(runtimeName(fit.runtime));
        // A sign and not a colour alone.
        names << (fit.fits() ? QStringLiteral("\u2713 ") : QStringLiteral("\u2717 ")) + name;
        reasons << tr("%1: %2").arg(name, obstacleText(fit));
    }
    m_runtimes->setText(names.join(QStringLiteral("   ")));
    const QString tip =
        tr("By the widths of the routed experts alone; each runtime has its own layout of codes.") +
        QLatin1Char('\n') + reasons.join(QLatin1Char('\n'));
    m_runtimes->setToolTip(tip);
    m_runtimes->setAccessibleDescription(tip);
    m_layers->setText(
        found.mixedLayers == 0
            ? tr("one format in every layer")
            : tr("%1 of %2 layers mix formats").arg(found.mixedLayers).arg(found.layers));
    m_mixed = found.mixedLayers;
    emit mixedLayersChanged(m_mixed);
}

} // namespace moqa
