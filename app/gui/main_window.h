// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The window: the stack of pages, drops, saving, closing. Docks, menus, pages and what actions do
// here are files beside this one. Decides nothing itself: actions and drops go to the workbench.

#include "views/state/workbench.h"

#include <QMainWindow>
#include <QMap>

class QLabel;
class QStackedWidget;

namespace moqa {

class AppLook;
class DesktopCalls;
class MessageBar;
class Page;
class Presenter;
class WindowLayouts;

class MainWindow : public QMainWindow {
    Q_OBJECT
public:
    explicit MainWindow(Workbench& workbench);
    void showPage(const QString& id);
    QString currentPage() const;
    // Asks for a name where there is none, or when told to.
    void save(bool askName);
    MessageBar& messageBar() { return *m_messages; }
    WindowLayouts& layouts() { return *m_layouts; }
    Presenter& presenter() { return *m_presenter; }

protected:
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;
    void closeEvent(QCloseEvent* event) override;

private:
    void addPages();
    void connectState();
    Workbench::Leave askLeave();
    QString askSavePath();
    void connectOffers();
    bool mayStop(int running, const QString& question); // asks where any do
    void closeIfIdle();
    void updateTitle();
    void updateStatus();

    Workbench& m_workbench;
    QStackedWidget* m_pages;
    QMap<QString, Page*> m_pageOf;
    MessageBar* m_messages = nullptr;
    QLabel *m_readout, *m_busy;
    AppLook* m_look;
    DesktopCalls* m_desktop;
    WindowLayouts* m_layouts = nullptr;
    Presenter* m_presenter = nullptr;
    bool m_mayClose = false;      // all that closing asks is answered
    bool m_closeWhenIdle = false; // jobs are being stopped for it
};

} // namespace moqa
