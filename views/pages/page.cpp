// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/pages/page.h"

#include "views/panels/staleness_badge.h"
#include "views/plots/plot_frame.h"
#include "views/state/figure_spec.h"
#include "views/state/text.h"

#include <QFrame>
#include <QHBoxLayout>
#include <QLabel>
#include <QVBoxLayout>

namespace moqa {

Page::Page(Workbench& workbench, const QString& id, QWidget* parent)
    : QWidget(parent), m_workbench(workbench) {
    setObjectName(id);
    m_body = new QVBoxLayout(this);
    m_body->setContentsMargins(14, 10, 14, 8);
    m_body->setSpacing(6);
    m_title = new QLabel(this);
    m_text = new QLabel(this);
    m_text->setWordWrap(true);
    m_text->setForegroundRole(QPalette::PlaceholderText);
    auto* const header = new QHBoxLayout;
    auto* const words = new QVBoxLayout;
    words->setSpacing(6);
    words->addWidget(m_title);
    words->addWidget(m_text);
    m_badges = new QVBoxLayout;
    m_badges->setSpacing(3);
    m_badges->addStretch(1);
    header->addLayout(words, 1);
    header->addLayout(m_badges);
    m_body->addLayout(header);
    sizeHeading();
}

// A font once set on a label no longer follows the application's size by itself.
void Page::sizeHeading() {
    QFont large = font();
    large.setPointSizeF(large.pointSizeF() * 1.5);
    large.setBold(true);
    m_title->setFont(large);
}

void Page::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange) sizeHeading();
}

void Page::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    if (!m_built) {
        m_built = true;
        build();
        connect(&view(), &ViewState::frameRequested, this, [this] {
            if (isVisible()) takeRequestedFrames();
        });
    }
    refresh();
    takeRequestedFrames();
}

void Page::takeRequestedFrames() {
    for (PlotView* const plot : findChildren<PlotView*>()) {
        if (!plot->source()) continue;
        if (const auto frame =
                view().takeRequestedFrame(id() + QLatin1Char('/') + plot->objectName()))
            plot->setFrame(
                {QCPRange(frame->left, frame->right), QCPRange(frame->bottom, frame->top)});
    }
}

void Page::refreshIfVisible() {
    if (m_built && isVisible()) refresh();
}

void Page::setHeading(const QString& title, const QString& text) {
    m_title->setText(title);
    m_text->setText(text);
}

void Page::addBadge(StalenessBadge* badge) {
    m_badges->insertWidget(m_badges->count() - 1, badge, 0, Qt::AlignRight);
}

QHBoxLayout* Page::addControls() {
    auto* const row = new QHBoxLayout;
    row->setSpacing(8);
    m_body->addLayout(row);
    return row;
}

PlotFrame* Page::addPlot(PlotView* plot, const QString& name, bool withPaint) {
    if (plot->objectName().isEmpty())
        plot->setObjectName(QString::number(findChildren<PlotView*>().size()));
    auto* const frame = new PlotFrame(plot, name, m_workbench.settings(), withPaint, this);
    frame->setContext([this, plot] {
        FigureSpec spec = specOf(view());
        plot->describeView(spec);
        Document& document = m_workbench.document();
        const auto model = document.model();
        spec.source = document.path().isEmpty() && model ? qstr(model->path()) : document.path();
        spec.fingerprint = model ? qstr(model->fingerprint()) : QString();
        spec.model = model ? qstr(model->name()) : document.title();
        spec.page = id();
        spec.plot = plot->objectName();
        return PlotFrame::Context{spec.model, toJson(spec)};
    });
    // The cursor moves in every page's plots at once; the status bar tells what is on screen.
    connect(plot, &PlotView::readoutChanged, this, [this](const QString& text) {
        if (isVisible()) emit readoutChanged(text);
    });
    connect(frame, &PlotFrame::failed, &m_workbench,
            [this](const Error& error) { m_workbench.reportOf(error, Workbench::exportAction()); });
    connect(frame, &PlotFrame::exported, &m_workbench, [this](const QString& path) {
        emit m_workbench.succeeded(Workbench::exportAction());
        m_workbench.inform(tr("Wrote %1.").arg(path));
    });
    return frame;
}

} // namespace moqa
