// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panels/staleness_badge.h"

#include "views/theme/theme.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QToolButton>

namespace moqa {

namespace {
constexpr int kRadius = 4;
constexpr float kFillAlpha = 0.16F;
// Places in Theme::series: orange and sky blue.
constexpr size_t kOutdatedColour = 4, kPartialColour = 5;
} // namespace

StalenessBadge::StalenessBadge(Workbench& workbench, Subject subject, QWidget* parent)
    : QWidget(parent), m_workbench(workbench), m_subject(std::move(subject)),
      m_text(new QLabel(this)), m_again(new QToolButton(this)) {
    auto* const row = new QHBoxLayout(this);
    row->setContentsMargins(8, 2, 3, 2);
    row->setSpacing(8);
    row->addWidget(m_text, 1);
    row->addWidget(m_again);
    m_text->setTextFormat(Qt::PlainText);
    m_again->setObjectName(QStringLiteral("again"));
    m_again->setText(m_subject.again);
    m_again->setAccessibleName(m_subject.again);
    setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Fixed);
    hide();
    connect(m_again, &QToolButton::clicked, this, &StalenessBadge::againRequested);
    Document& document = workbench.document();
    for (const auto signal :
         {&Document::opened, &Document::analysisChanged, &Document::corpusChoiceChanged,
          &Document::planEdited, &Document::activePlanChanged, &Document::plansChanged,
          &Document::runsChanged})
        connect(&document, signal, this, &StalenessBadge::judgeInSight);
    for (const auto signal : {&JobRunner::jobAdded, &JobRunner::jobFinished})
        connect(&workbench.jobs(), signal, this, &StalenessBadge::updateButton);
    if (parent) parent->installEventFilter(this);
    judge();
}

// A stroke on another page edits the plan at every move of the mouse, and its digest takes
// milliseconds on 30 000 units: it is judged when it is looked at.
void StalenessBadge::judgeInSight() {
    if (parentWidget() && parentWidget()->isVisible()) judge();
}

bool StalenessBadge::eventFilter(QObject* watched, QEvent* event) {
    // What it was made with, a page: its layout has put it on the page's content since.
    if (event->type() == QEvent::Show && watched != this) judge();
    return QWidget::eventFilter(watched, event);
}

void StalenessBadge::judge() {
    const Staleness now = m_subject.judge();
    if (now != m_shown) {
        m_shown = now;
        const bool partial = now.fit == Fit::Partial;
        m_text->setText(partial ? tr("Partial: %1").arg(now.why) : tr("Outdated: %1").arg(now.why));
        setAccessibleName(tr("%1: %2").arg(m_subject.name, m_text->text()));
        m_again->setText(partial ? m_subject.goOn : m_subject.again);
        m_again->setAccessibleName(m_again->text());
        m_again->setAccessibleDescription(m_text->text());
        setVisible(partial || now.fit == Fit::Outdated);
        update();
    }
    updateButton();
}

void StalenessBadge::updateButton() {
    const bool runs = m_workbench.jobs().isActive(m_subject.job);
    QString obstacle =
        m_workbench.document().model() ? m_subject.obstacle() : tr("the model is not open");
    if (runs) obstacle = tr("it is being computed");
    m_again->setEnabled(obstacle.isEmpty());
    m_again->setToolTip(obstacle.isEmpty() ? m_again->text()
                                           : tr("%1 (%2)").arg(m_again->text(), obstacle));
}

void StalenessBadge::paintEvent(QPaintEvent*) {
    const Theme theme = Theme::of(palette());
    QColor colour = theme.series[m_shown.fit == Fit::Partial ? kPartialColour : kOutdatedColour];
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(colour);
    colour.setAlphaF(kFillAlpha);
    painter.setBrush(colour);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), kRadius, kRadius);
}

StalenessBadge* newAnalysisBadge(Workbench& workbench, QWidget* parent) {
    auto* const badge = new StalenessBadge(
        workbench,
        {StalenessBadge::tr("Analysis"), JobKind::Analyze,
         [&workbench] { return analysisFit(workbench.document()); },
         StalenessBadge::tr("Analyse again"), StalenessBadge::tr("Analyse all of it")},
        parent);
    badge->setObjectName(QStringLiteral("analysisBadge"));
    QObject::connect(badge, &StalenessBadge::againRequested, &workbench, &Workbench::analyzeAgain);
    return badge;
}

} // namespace moqa
