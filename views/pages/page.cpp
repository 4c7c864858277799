// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/pages/page.h"

#include "views/plots/plot_frame.h"

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
    m_body->addWidget(m_title);
    m_body->addWidget(m_text);
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
    }
    refresh();
}

void Page::refreshIfVisible() {
    if (m_built && isVisible()) refresh();
}

void Page::setHeading(const QString& title, const QString& text) {
    m_title->setText(title);
    m_text->setText(text);
}

QHBoxLayout* Page::addControls() {
    auto* const row = new QHBoxLayout;
    row->setSpacing(8);
    m_body->addLayout(row);
    return row;
}

PlotFrame* Page::addPlot(PlotView* plot, const QString& name, bool withPaint) {
    auto* const frame = new PlotFrame(plot, name, m_workbench.settings(), withPaint, this);
    // The cursor moves in every page's plots at once; the status bar tells what is on screen.
    connect(plot, &PlotView::readoutChanged, this, [this](const QString& text) {
        if (isVisible()) emit readoutChanged(text);
    });
    connect(frame, &PlotFrame::failed, &m_workbench, &Workbench::report);
    connect(frame, &PlotFrame::exported, &m_workbench,
            [this](const QString& path) { m_workbench.inform(tr("Wrote %1.").arg(path)); });
    return frame;
}

} // namespace moqa
