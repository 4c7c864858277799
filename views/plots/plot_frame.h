// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What stands around every plot: its tools, the table twin, export and copy, and the read-out line.
// Owns the view that it frames. GUI thread.

#include "core/base/result.h"
#include "views/plots/plot_export.h"
#include "views/plots/plot_view.h"

#include <QWidget>

class QActionGroup;
class QLabel;
class QStackedWidget;
class QTableView;
class QToolBar;

namespace moqa {

class Settings;
class SourceTableModel;

class PlotFrame : public QWidget {
    Q_OBJECT
public:
    // name: what a screen reader calls the plot. With paint the tool Paint is offered.
    PlotFrame(PlotView* view, const QString& name, Settings& settings, bool withPaint = false,
              QWidget* parent = nullptr);

    PlotView& view() { return *m_view; }
    QToolBar& toolBar() { return *m_bar; } // for a page's own controls
    bool showsTable() const;
    void showTable(bool on);
    // What the menu does once a path was chosen.
    void exportTo(ExportFormat format, double scale, const QString& path);
    void askAndExport(ExportFormat format, double scale);

signals:
    void failed(const moqa::Error& error);
    void exported(const QString& path);

private:
    void addTools(bool withPaint);
    void addExportMenu();
    void copyImage();
    void copyTable();
    QString suggestedName(ExportFormat format) const;

    PlotView* m_view;
    Settings& m_settings;
    QToolBar* m_bar;
    QActionGroup* m_tools;
    QAction* m_back;
    QAction* m_tableAction;
    QStackedWidget* m_stack;
    QTableView* m_table;
    SourceTableModel* m_tableModel;
    QLabel* m_readout;
};

} // namespace moqa
