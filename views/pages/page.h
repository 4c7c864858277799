// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A page of the centre: a heading, a line on what it shows, its controls and its plots. Composed
// when first shown; owns no data. Where the window is low it is dense: what only explains gives
// way. What is then still higher than the window is scrolled, and plots keep their least size. GUI
// thread.

#include "views/state/workbench.h"

#include <QScrollArea>

class QLabel;
class QVBoxLayout;

namespace moqa {

class PlotFrame;
class PlotView;
class StalenessBadge;
class WrapBox;

class Page : public QScrollArea {
    Q_OBJECT
public:
    Page(Workbench& workbench, const QString& id, QWidget* parent = nullptr);
    QString id() const { return objectName(); }
    bool isDense() const { return m_dense; }
    // What this page alone decides of its plots, for the figures that carry it (FigureSpec::own).
    virtual PageChoices ownChoices() const { return {}; }

signals:
    void readoutChanged(const QString& text); // for the status bar

protected:
    // Called once, when the page is first shown.
    virtual void build() = 0;
    // Called whenever the page is shown, after build.
    virtual void refresh() {}
    // Called after build and whenever the page gets much less or more height.
    virtual void setDense(bool) {}
    bool isBuilt() const { return m_built; }
    void showEvent(QShowEvent* event) override;
    void changeEvent(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

    Workbench& workbench() const { return m_workbench; }
    Document& document() { return m_workbench.document(); }
    ViewState& view() { return m_workbench.view(); }
    QVBoxLayout& body() { return *m_body; }
    // What an opened figure asks of this page; once.
    std::optional<PageChoices> takeRequestedChoices() {
        return view().takeRequestedChoices(id());
    }
    void setHeading(const QString& title, const QString& text);
    // Beside the heading, so that the page does not move when it comes.
    void addBadge(StalenessBadge* badge);
    // A row of controls under the heading.
    WrapBox* addControls();
    // A framed plot, its read-outs and errors connected.
    PlotFrame* addPlot(PlotView* plot, const QString& name, bool withPaint = false);
    // Calls refresh when the signal comes and the page is in sight; showing it later does so too.
    void refreshIfVisible();

private:
    void sizeHeading();
    void followHeight();
    // Frames that an opened figure asks for, once their plots have data.
    void takeRequestedFrames();

    Workbench& m_workbench;
    QVBoxLayout *m_body, *m_badges;
    QLabel *m_title, *m_text;
    bool m_built = false, m_isReady = false, m_dense = false;
};

} // namespace moqa
