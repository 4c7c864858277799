// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/pages/page.h"

#include "views/panels/staleness_badge.h"
#include "views/panels/wrap_box.h"
#include "views/plots/plot_frame.h"
#include "views/state/figure_spec.h"
#include "views/state/text.h"

#include <QFrame>
#include <QHBoxLayout>
#include <QLabel>
#include <QVBoxLayout>
#include <algorithm>

namespace moqa {

namespace {

constexpr int kDenseLines = 32; // of text: lower pages are dense, as on a laptop of 768 lines
constexpr QMargins kMargins(14, 10, 14, 8), kDenseMargins(14, 4, 14, 4);
constexpr int kSpacing = 6, kDenseSpacing = 3;

// Texts that wrap make a layout's height depend on its width, and a scroll area then insists on the
// height that the layout would like, not on the least it can do with: pages would scroll long
// before they must. So the least height at the width in sight is told instead.
class BodyLayout final : public QVBoxLayout {
public:
    BodyLayout(QWidget* content, const QWidget& viewport)
        : QVBoxLayout(content), m_viewport(viewport) {}
    bool hasHeightForWidth() const override {
        return m_isAsking && QVBoxLayout::hasHeightForWidth();
    }
    QSize minimumSize() const override {
        QSize least = QVBoxLayout::minimumSize();
        const int width = std::max(least.width(), m_viewport.width());
        // Qt answers with a number that it never set where there is no height for a width.
        m_isAsking = true;
        if (hasHeightForWidth())
            least.setHeight(std::max(least.height(), minimumHeightForWidth(width)));
        m_isAsking = false;
        return least;
    }

private:
    mutable bool m_isAsking = false;
    const QWidget& m_viewport; // outlives the content
};

} // namespace

Page::Page(Workbench& workbench, const QString& id, QWidget* parent)
    : QScrollArea(parent), m_workbench(workbench) {
    setObjectName(id);
    setFrameShape(QFrame::NoFrame);
    setWidgetResizable(true);
    setFocusPolicy(Qt::NoFocus);
    auto* const content = new QWidget(this);
    content->setObjectName(id + QStringLiteral(".content"));
    setWidget(content);
    m_body = new BodyLayout(content, *viewport());
    m_body->setContentsMargins(kMargins);
    m_body->setSpacing(kSpacing);
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
    QScrollArea::changeEvent(event);
    if (event->type() != QEvent::FontChange) return;
    sizeHeading();
    followHeight();
}

void Page::resizeEvent(QResizeEvent* event) {
    QScrollArea::resizeEvent(event);
    followHeight();
}

// By the height alone, not by what the content needs: that changes with it.
void Page::followHeight() {
    const bool dense = height() < kDenseLines * fontMetrics().lineSpacing();
    if (dense == m_dense) return;
    m_dense = dense;
    m_text->setVisible(!dense);
    m_title->setToolTip(dense ? m_text->text() : QString());
    m_body->setContentsMargins(dense ? kDenseMargins : kMargins);
    m_body->setSpacing(dense ? kDenseSpacing : kSpacing);
    if (m_isReady) setDense(dense);
}

void Page::showEvent(QShowEvent* event) {
    QScrollArea::showEvent(event);
    if (!m_built) {
        m_built = true;
        build();
        m_isReady = true; // a page may be resized while it is built
        if (m_dense) setDense(true);
        connect(&view(), &ViewState::frameRequested, this, [this] {
            if (isVisible()) takeRequestedFrames();
        });
        connect(&view(), &ViewState::choicesRequested, this, [this](const QString& page) {
            if (page == id()) refreshIfVisible();
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
    if (m_dense) m_title->setToolTip(text);
}

void Page::addBadge(StalenessBadge* badge) {
    m_badges->insertWidget(m_badges->count() - 1, badge, 0, Qt::AlignRight);
}

WrapBox* Page::addControls() {
    auto* const row = new WrapBox(this);
    m_body->addWidget(row);
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
        spec.own = ownChoices();
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
        const QString wrote = tr("Wrote %1.").arg(path);
        m_workbench.inform(m_workbench.document().path().isEmpty()
                               ? wrote + QLatin1Char(' ') +
                                     tr("Save the workspace, or the figure cannot be opened again.")
                               : wrote);
    });
    return frame;
}

} // namespace moqa
