// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What stands around every plot: its tools, the table twin, export and copy, and the read-out line.
// Owns the view that it frames. GUI thread.

#include "core/base/result.h"
#include "views/plots/plot_export.h"
#include "views/plots/plot_view.h"

#include <QWidget>
#include <functional>

class QActionGroup;
class QLabel;
class QMenu;
class QStackedWidget;
class QToolBar;
class QVBoxLayout;

namespace moqa {

class Settings;
class TableTwin;

class PlotFrame : public QWidget {
    Q_OBJECT
public:
    // What a figure says of where it comes from; asked for at each export.
    struct Context {
        QString model;
        QByteArray spec; // FigureSpec as JSON
    };

    // name: what a screen reader calls the plot. With paint the tool Paint is offered.
    PlotFrame(PlotView* view, const QString& name, Settings& settings, bool withPaint = false,
              QWidget* parent = nullptr);

    PlotView& view() { return *m_view; }
    QToolBar& toolBar() { return *m_bar; } // for a page's own controls
    void addRow(QWidget* controls);        // between tool bar and plot
    void setContext(std::function<Context()> context) { m_context = std::move(context); }
    TableTwin& table() { return *m_table; }
    bool showsTable() const;
    void showTable(bool on);
    bool onPaper() const { return m_onPaper->isChecked(); }
    void setOnPaper(bool on) { m_onPaper->setChecked(on); }
    // What the menu does once a path was chosen; model, spec and paper are filled in here.
    void exportTo(ExportOptions options, const QString& path);
    void askAndExport(ExportOptions options);
    void copyImage();
    void copyValues(); // of what is in the frame, or of what the table shows

signals:
    void failed(const moqa::Error& error);
    void exported(const QString& path);

protected:
    void changeEvent(QEvent* event) override;

private:
    void sizeReadout();
    void addTools(bool withPaint);
    void addFrameTools();
    void addExportMenu();
    void letKeysReachTools();
    void fillExportMenu(QMenu& menu);
    void connectView();
    void complete(ExportOptions& options) const;
    QString suggestedName(ExportFormat format) const;

    PlotView* m_view;
    Settings& m_settings;
    std::function<Context()> m_context;
    QVBoxLayout* m_layout;
    QToolBar* m_bar;
    QActionGroup* m_tools;
    QAction *m_back, *m_forward, *m_frameLock, *m_tableAction, *m_onPaper;
    QStackedWidget* m_stack;
    TableTwin* m_table;
    QLabel* m_readout;
};

} // namespace moqa
