// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The window: docks, menus, the stack of pages, drops, closing. Decides nothing itself: actions and
// drops go to the workbench.

#include "views/state/workbench.h"

#include <QMainWindow>
#include <QMap>

class QDockWidget;
class QLabel;
class QStackedWidget;

namespace moqa {

class MessageBar;
class Page;
class QuantizePage;

class MainWindow : public QMainWindow {
    Q_OBJECT
public:
    // Another layout of docks: an older saved state is then ignored instead of half applied.
    static constexpr int kLayoutVersion = 1;

    explicit MainWindow(Workbench& workbench);
    void showPage(const QString& id);
    QString currentPage() const;
    MessageBar& messageBar() { return *m_messages; }

protected:
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;
    void closeEvent(QCloseEvent* event) override;

private:
    void addPages();
    void addDocks();
    QDockWidget* addDock(const QString& id, const QString& title, QWidget* content,
                         Qt::DockWidgetArea area);
    void connectActions();
    void connectState();
    void saveOr(bool askName);
    bool mayReplace();
    bool mayStopJobs();
    void updateTitle();
    void updateActions();
    void updateStatus();

    Workbench& m_workbench;
    QStackedWidget* m_pages;
    QMap<QString, Page*> m_pageOf;
    QuantizePage* m_quantizePage = nullptr;
    MessageBar* m_messages;
    QLabel *m_readout, *m_busy;
    QByteArray m_defaultState;
};

} // namespace moqa
