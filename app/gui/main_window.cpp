// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/main_window.h"

#include "app/gui/dialogs.h"
#include "app/gui/window_menus.h"
#include "views/pages/activation_page.h"
#include "views/pages/correlation_page.h"
#include "views/pages/mapping_page.h"
#include "views/pages/plan_page.h"
#include "views/pages/quantize_page.h"
#include "views/pages/welcome_page.h"
#include "views/panels/inspector_panel.h"
#include "views/panels/jobs_panel.h"
#include "views/panels/log_panel.h"
#include "views/panels/message_bar.h"
#include "views/panels/model_panel.h"
#include "views/state/text.h"
#include "views/state/workbench_actions.h"

#include <QCloseEvent>
#include <QDockWidget>
#include <QDragEnterEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QLabel>
#include <QMessageBox>
#include <QMimeData>
#include <QStackedWidget>
#include <QStatusBar>
#include <QUndoView>
#include <QVBoxLayout>

namespace moqa {

namespace {

QStringList localPaths(const QMimeData& data) {
    QStringList paths;
    for (const QUrl& url : data.urls())
        if (url.isLocalFile()) paths << url.toLocalFile();
    return paths;
}

} // namespace

MainWindow::MainWindow(Workbench& workbench)
    : m_workbench(workbench), m_pages(new QStackedWidget(this)), m_messages(new MessageBar(this)),
      m_readout(new QLabel(this)), m_busy(new QLabel(this)) {
    setObjectName(QStringLiteral("MainWindow"));
    setAcceptDrops(true);
    setDockNestingEnabled(true);
    resize(1360, 860);
    auto* const centre = new QWidget(this);
    auto* const layout = new QVBoxLayout(centre);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_messages);
    layout->addWidget(m_pages, 1);
    setCentralWidget(centre);
    addPages();
    addDocks();
    addWindowMenus(*this, workbench);
    statusBar()->addWidget(m_readout, 1);
    statusBar()->addPermanentWidget(m_busy);
    connectActions();
    connectState();
    workbench.setConfirmReplace([this] { return mayReplace(); });

    m_defaultState = saveState(kLayoutVersion);
    restoreGeometry(workbench.settings().windowGeometry());
    restoreState(workbench.settings().windowState(), kLayoutVersion);
    showPage(QStringLiteral("welcome"));
    updateTitle();
    updateActions();
}

void MainWindow::addPages() {
    m_quantizePage = new QuantizePage(m_workbench, this);
    for (Page* const page : std::initializer_list<Page*>{
             new WelcomePage(m_workbench, this), new ActivationPage(m_workbench, this),
             new MappingPage(m_workbench, this), new CorrelationPage(m_workbench, this),
             new PlanPage(m_workbench, this), m_quantizePage}) {
        m_pages->addWidget(page);
        m_pageOf.insert(page->id(), page);
        connect(page, &Page::readoutChanged, m_readout, &QLabel::setText);
    }
}

QDockWidget* MainWindow::addDock(const QString& id, const QString& title, QWidget* content,
                                 Qt::DockWidgetArea area) {
    auto* const dock = new QDockWidget(title, this);
    dock->setObjectName(id);
    dock->setWidget(content);
    addDockWidget(area, dock);
    return dock;
}

void MainWindow::addDocks() {
    setCorner(Qt::BottomRightCorner, Qt::RightDockWidgetArea);
    QDockWidget* const inspector =
        addDock(QStringLiteral("dock.inspector"), tr("Inspector"),
                new InspectorPanel(m_workbench, this), Qt::RightDockWidgetArea);
    QDockWidget* const model = addDock(QStringLiteral("dock.model"), tr("Model"),
                                       new ModelPanel(m_workbench, this), Qt::RightDockWidgetArea);
    QDockWidget* const jobs =
        addDock(QStringLiteral("dock.jobs"), tr("Jobs"), new JobsPanel(m_workbench.jobs(), this),
                Qt::BottomDockWidgetArea);
    QDockWidget* const log =
        addDock(QStringLiteral("dock.log"), tr("Log"), new LogPanel(m_workbench.log(), this),
                Qt::BottomDockWidgetArea);
    auto* const undoView = new QUndoView(&m_workbench.document().undoStack(), this);
    undoView->setEmptyLabel(tr("As opened"));
    undoView->setAccessibleName(tr("History of edits"));
    undoView->setFrameShape(QFrame::NoFrame);
    QDockWidget* const history =
        addDock(QStringLiteral("dock.history"), tr("History"), undoView, Qt::BottomDockWidgetArea);
    tabifyDockWidget(log, history);
    log->raise();
    resizeDocks({inspector, model}, {310, 310}, Qt::Horizontal);
    resizeDocks({inspector, model}, {380, 300}, Qt::Vertical);
    resizeDocks({jobs, log}, {130, 130}, Qt::Vertical);
    resizeDocks({jobs, log}, {360, 640}, Qt::Horizontal);
}

void MainWindow::connectActions() {
    const auto on = [this](const char* id, auto verb) {
        connect(m_workbench.actions().action(QLatin1String(id)), &QAction::triggered, this, verb);
    };
    on("file.open", [this] {
        if (const QStringList paths = askModelFiles(this, m_workbench.settings()); !paths.isEmpty())
            m_workbench.openPaths(paths);
    });
    on("file.openFolder", [this] {
        const QString folder = QFileDialog::getExistingDirectory(
            this, tr("Open model folder"), m_workbench.settings().lastFolder());
        if (!folder.isEmpty()) m_workbench.openPaths({folder});
    });
    on("file.save", [this] { saveOr(m_workbench.document().path().isEmpty()); });
    on("file.saveAs", [this] { saveOr(true); });
    on("file.quit", [this] { close(); });
    on("work.corpora", [this] { askAndAnalyze(this, m_workbench); });
    on("work.plan", [this] { askAndPlan(this, m_workbench); });
    on("work.quantize", [this] {
        showPage(QStringLiteral("quantize"));
        m_quantizePage->run();
    });
    on("work.evaluate", [this] {
        showPage(QStringLiteral("quantize"));
        m_quantizePage->runEvaluation();
    });
    on("work.export", [this] {
        showPage(QStringLiteral("quantize"));
        m_quantizePage->exportAs();
    });
    on("view.resetLayout", [this] {
        m_workbench.settings().clearWindowLayout();
        restoreState(m_defaultState, kLayoutVersion);
    });
    on("help.keys", [this] { showKeys(this, m_workbench.actions()); });
    on("help.about", [this] { showAbout(this); });
}

void MainWindow::connectState() {
    Document& document = m_workbench.document();
    connect(&m_workbench, &Workbench::pageRequested, this, &MainWindow::showPage);
    connect(&m_workbench, &Workbench::errorRaised, m_messages, &MessageBar::showError);
    connect(&m_workbench, &Workbench::informed, m_messages, &MessageBar::showNews);
    for (const auto signal : {&Document::opened, &Document::modifiedChanged})
        connect(&document, signal, this, &MainWindow::updateTitle);
    for (const auto signal :
         {&Document::opened, &Document::analysisChanged, &Document::activePlanChanged,
          &Document::plansChanged, &Document::runsChanged})
        connect(&document, signal, this, &MainWindow::updateActions);
    for (const auto signal :
         {&JobRunner::jobAdded, &JobRunner::jobChanged, &JobRunner::jobFinished})
        connect(&m_workbench.jobs(), signal, this, &MainWindow::updateStatus);
}

void MainWindow::showPage(const QString& id) {
    Page* const page = m_pageOf.value(id);
    if (!page) return;
    m_pages->setCurrentWidget(page);
    m_readout->clear();
    for (const PageEntry& entry : pageEntries()) {
        const QString entryId = QLatin1String(entry.id);
        m_workbench.actions().action(QStringLiteral("page.") + entryId)->setChecked(entryId == id);
    }
}

QString MainWindow::currentPage() const { return m_pages->currentWidget()->objectName(); }

void MainWindow::updateTitle() {
    const QString title = m_workbench.document().title();
    setWindowTitle(title.isEmpty() ? tr("MoQa Workbench")
                                   : tr("%1[*] \u2013 MoQa Workbench").arg(title));
    setWindowModified(m_workbench.document().isModified());
}

void MainWindow::updateActions() {
    const Document& document = m_workbench.document();
    const auto enable = [this](const char* id, bool on) {
        m_workbench.actions().action(QLatin1String(id))->setEnabled(on);
    };
    const bool model = document.model() != nullptr;
    const bool plan = model && document.activePlan();
    const auto run = document.quantizeRun(document.activePlanName());
    const bool quantized = model && run && run->complete;
    for (const char* id : {"file.save", "file.saveAs", "file.close"}) enable(id, document.isOpen());
    for (const char* id : {"work.corpora", "work.plan"}) enable(id, model);
    for (const char* id : {"plan.fewerBits", "plan.moreBits", "plan.lock", "work.quantize"})
        enable(id, plan);
    for (const char* id : {"work.evaluate", "work.export"}) enable(id, quantized);
}

void MainWindow::updateStatus() {
    QString text;
    for (const JobInfo& job : m_workbench.jobs().jobs()) {
        if (!job.active()) continue;
        text = tr("%1: %2 %").arg(job.title).arg(static_cast<int>(job.fraction * 100));
        if (job.remainingMs) text += tr(", %1 left").arg(durationText(*job.remainingMs));
    }
    m_busy->setText(text);
}

void MainWindow::saveOr(bool askName) {
    Document& document = m_workbench.document();
    if (!document.isOpen()) return;
    QString path = document.path();
    if (askName) {
        const QString base = document.title().isEmpty() ? tr("work") : document.title();
        const QString suggestion = m_workbench.settings().lastFolder() + QLatin1Char('/') +
                                   QFileInfo(base).completeBaseName() + QStringLiteral(".moqa");
        path = QFileDialog::getSaveFileName(this, tr("Save workspace"), suggestion,
                                            tr("Workspace (*.moqa)"));
        if (path.isEmpty()) return;
        if (!path.endsWith(QLatin1String(".moqa"))) path += QStringLiteral(".moqa");
    }
    m_workbench.save(path);
}

bool MainWindow::mayReplace() {
    QMessageBox box(QMessageBox::Question, tr("Unsaved changes"),
                    tr("%1 has changes that are not saved.").arg(m_workbench.document().title()),
                    QMessageBox::Save | QMessageBox::Discard | QMessageBox::Cancel, this);
    box.setInformativeText(tr("Analysis, plans and reports are kept in the workspace file."));
    const int answer = box.exec();
    // Saving is a job: what was asked can be asked again when it is done.
    if (answer == QMessageBox::Save) saveOr(m_workbench.document().path().isEmpty());
    return answer == QMessageBox::Discard;
}

bool MainWindow::mayStopJobs() {
    const int running = m_workbench.jobs().activeCount();
    if (running == 0) return true;
    QMessageBox box(QMessageBox::Question, tr("Jobs are running"),
                    tr("%n job(s) still run. Stop and close?", nullptr, running),
                    QMessageBox::Close | QMessageBox::Cancel, this);
    box.setInformativeText(
        tr("Layers that are quantized are kept; the next run goes on from them."));
    return box.exec() == QMessageBox::Close;
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event) {
    if (event->mimeData()->hasUrls() && Workbench::accepts(localPaths(*event->mimeData())))
        event->acceptProposedAction();
}

void MainWindow::dropEvent(QDropEvent* event) {
    event->acceptProposedAction();
    m_workbench.openPaths(localPaths(*event->mimeData()));
}

void MainWindow::closeEvent(QCloseEvent* event) {
    if (!mayStopJobs() || (m_workbench.document().isModified() && !mayReplace())) {
        event->ignore();
        return;
    }
    m_workbench.settings().setWindowLayout(saveGeometry(), saveState(kLayoutVersion));
    m_workbench.jobs().cancelAll();
    event->accept();
}

} // namespace moqa
