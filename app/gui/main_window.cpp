// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/main_window.h"

#include "app/gui/file_drops.h"
#include "app/gui/focus_keeper.h"
#include "app/gui/presenter.h"
#include "app/gui/window_actions.h"
#include "app/gui/window_docks.h"
#include "app/gui/window_layouts.h"
#include "app/gui/window_menus.h"
#include "app/gui/window_pages.h"
#include "core/base/memory.h"
#include "core/base/parallel.h"
#include "moqa/kernels.h"
#include "views/pages/page.h"
#include "views/panels/form_parts.h"
#include "views/panels/log_panel.h"
#include "views/panels/message_bar.h"
#include "views/panels/selection_bar.h"
#include "views/state/job_watch.h"
#include "views/state/text.h"
#include "views/state/window_words.h"
#include "views/state/workbench_actions.h"
#include "views/theme/app_look.h"
#include "views/theme/desktop_calls.h"

#include <QApplication>
#include <QCloseEvent>
#include <QDragEnterEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QLabel>
#include <QMessageBox>
#include <QMimeData>
#include <QStackedWidget>
#include <QStatusBar>
#include <QVBoxLayout>
#include <algorithm>
#include <thread>

namespace moqa {

namespace {

QStringList localPaths(const QMimeData& data) {
    QStringList paths;
    for (const QUrl& url : data.urls())
        if (url.isLocalFile()) paths << url.toLocalFile();
    return paths;
}

void applyComputeLimits(const Settings& settings) {
    const int cores = static_cast<int>(std::max(1u, std::thread::hardware_concurrency()));
    setThreadLimit(settings.threads() > 0 ? settings.threads() : cores);
    kernels::setCpuThreads(threadLimit());
    setMemoryLimit(int64_t{settings.memoryGiB()} << 30);
}

} // namespace

MainWindow::MainWindow(Workbench& workbench)
    : m_workbench(workbench), m_pages(new QStackedWidget(this)), m_readout(new QLabel(this)),
      m_busy(new QLabel(this)), m_look(new AppLook(workbench.settings(), this)),
      m_desktop(new DesktopCalls(this)) {
    setObjectName(QStringLiteral("MainWindow"));
    setAcceptDrops(true);
    resize(1360, 860);
    auto* const centre = new QWidget(this);
    auto* const layout = new QVBoxLayout(centre);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_pages, 1);
    layout->addWidget(new SelectionBar(workbench, centre));
    m_messages = new MessageBar(centre);
    setCentralWidget(centre);
    addPages();
    addWindowDocks(*this, workbench);
    addWindowMenus(*this, workbench);
    // Never widens the window.
    m_readout->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    statusBar()->addWidget(m_readout, 1);
    statusBar()->addPermanentWidget(m_busy);
    m_layouts = new WindowLayouts(*this, workbench.settings());
    m_presenter = new Presenter(*this, *m_look);
    new FocusKeeper(this);
    new FileDrops(this);
    connectWindowActions(*this, workbench);
    connectState();
    applyComputeLimits(workbench.settings());
    workbench.setConfirmLeave([this] { return askLeave(); }, [this] { return askSavePath(); });
    workbench.setConfirmStop([this](int jobs) { return mayStop(jobs, tr("Stop and leave?")); });
    connectOffers();
    m_layouts->restoreLast();
    showPage(QStringLiteral("welcome"));
    updateTitle();
    updateEnabledActions(workbench);
}

void MainWindow::addPages() {
    for (const PageEntry& entry : pageEntries()) {
        Page* const page = newPage(QLatin1String(entry.id), m_workbench, this);
        Q_ASSERT(page);
        m_pages->addWidget(page);
        m_pageOf.insert(page->id(), page);
        connect(page, &Page::readoutChanged, m_readout,
                [this](const QString& text) { setElidedText(*m_readout, text); });
    }
}

void MainWindow::connectState() {
    Document& document = m_workbench.document();
    connect(&m_workbench, &Workbench::pageRequested, this, &MainWindow::showPage);
    connect(&m_workbench, &Workbench::errorRaised, m_messages, &MessageBar::showError);
    connect(&m_workbench, &Workbench::succeeded, m_messages, &MessageBar::actionSucceeded);
    connect(&m_workbench, &Workbench::informed, m_messages, &MessageBar::showNews);
    connect(&m_workbench.settings(), &Settings::valueChanged, this,
            [this] { applyComputeLimits(m_workbench.settings()); });
    auto* const log = findChild<LogPanel*>();
    const QString saveLog = QStringLiteral("log file");
    connect(log, &LogPanel::failed, this,
            [this, saveLog](const Error& error) { m_workbench.reportOf(error, saveLog); });
    connect(log, &LogPanel::written, this,
            [this, saveLog] { emit m_workbench.succeeded(saveLog); });
    for (const auto signal : {&Document::opened, &Document::modifiedChanged})
        connect(&document, signal, this, &MainWindow::updateTitle);
    for (const auto signal :
         {&Document::opened, &Document::analysisChanged, &Document::activePlanChanged,
          &Document::plansChanged, &Document::runsChanged})
        connect(&document, signal, this, [this] { updateEnabledActions(m_workbench); });
    for (const auto signal :
         {&JobRunner::jobAdded, &JobRunner::jobChanged, &JobRunner::jobFinished})
        connect(&m_workbench.jobs(), signal, this, &MainWindow::updateStatus);
    connect(&m_workbench.jobs(), &JobRunner::jobFinished, this, &MainWindow::closeIfIdle);
    auto* const watch = new JobWatch(m_workbench.jobs(), m_workbench.settings(), *m_desktop, this);
    connect(watch, &JobWatch::attentionWanted, this, [this] { QApplication::alert(this); });
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

void MainWindow::updateStatus() {
    QString text;
    for (const JobInfo& job : m_workbench.jobs().jobs()) {
        if (!job.active()) continue;
        text = tr("%1: %2 %").arg(job.title).arg(static_cast<int>(job.fraction * 100));
        if (job.remainingMs) text += tr(", %1 left").arg(durationText(*job.remainingMs));
    }
    m_busy->setText(text);
}

void MainWindow::save(bool askName) {
    const Document& document = m_workbench.document();
    if (!document.isOpen()) return;
    const bool ask = askName || document.path().isEmpty() || !document.readOnlyReason().isEmpty();
    const QString path = ask ? askSavePath() : document.path();
    if (!path.isEmpty()) m_workbench.save(path);
}

QString MainWindow::askSavePath() {
    const QString title = m_workbench.document().title();
    const QString suggestion = m_workbench.settings().lastFolder() + QLatin1Char('/') +
                               QFileInfo(title.isEmpty() ? tr("work") : title).completeBaseName() +
                               QStringLiteral(".moqa");
    QString path = QFileDialog::getSaveFileName(this, tr("Save workspace"), suggestion,
                                                tr("Workspace (*.moqa)"));
    if (!path.isEmpty() && !path.endsWith(QLatin1String(".moqa"))) path += QStringLiteral(".moqa");
    return path;
}

Workbench::Leave MainWindow::askLeave() {
    QMessageBox box(QMessageBox::Question, tr("Unsaved changes"),
                    tr("%1 has changes that are not saved.").arg(m_workbench.document().title()),
                    QMessageBox::Save | QMessageBox::Discard | QMessageBox::Cancel, this);
    box.setInformativeText(tr("Analysis, plans and reports are kept in the workspace file."));
    const int answer = box.exec();
    if (answer == QMessageBox::Save) return Workbench::Leave::Save;
    return answer == QMessageBox::Discard ? Workbench::Leave::Discard : Workbench::Leave::Stay;
}

void MainWindow::connectOffers() {
    connect(&m_workbench, &Workbench::recoveryOffered, this,
            [this](const QString& text, bool wait) {
                MessageBar::Offer later;
                if (wait) later = {tr("Later"), [this] { m_workbench.postponeRecovery(); }};
                m_messages->showOffer(
                    text, {tr("Restore"), [this] { m_workbench.answerRecovery(true); }},
                    {tr("Discard"), [this] { m_workbench.answerRecovery(false); }}, later);
            });
    connect(&m_workbench, &Workbench::recoveryAnswered, m_messages, &MessageBar::withdrawOffer);
    connect(&m_workbench, &Workbench::modelMissing, this, [this](const Error& error) {
        const auto locate = [this] {
            const QString last = m_workbench.settings().lastFolder();
            const QString was = QString::fromStdString(m_workbench.document().snapshot().modelPath);
            // A model is a folder or a file: the new one is what the old one was.
            const QString found =
                QFileInfo(was).suffix().isEmpty()
                    ? QFileDialog::getExistingDirectory(this, tr("Locate the model"), last)
                    : QFileDialog::getOpenFileName(this, tr("Locate the model"), last);
            if (!found.isEmpty()) m_workbench.locateModel(found);
        };
        m_messages->showOffer(tr("The results are shown without their model: %1.")
                                  .arg(QString::fromStdString(inWindowWords(error).what)),
                              {tr("Locate model..."), locate}, {});
    });
}

bool MainWindow::mayStop(int running, const QString& question) {
    if (running == 0) return true;
    QMessageBox box(QMessageBox::Question, tr("Jobs are running"),
                    tr("%n job(s) still run.", nullptr, running) + QLatin1Char(' ') + question,
                    QMessageBox::Close | QMessageBox::Cancel, this);
    box.button(QMessageBox::Close)->setText(tr("Stop"));
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

// What runs is stopped first, so that its partial results are in the document when saving is asked
// about; what must be saved is saved, and the window closes by itself when that is done.
void MainWindow::closeEvent(QCloseEvent* event) {
    JobRunner& jobs = m_workbench.jobs();
    if (!m_mayClose) {
        if (m_closeWhenIdle || !mayStop(jobs.activeCount(), tr("Stop and close?")))
            return event->ignore();
        if (jobs.activeCount() > 0) {
            event->ignore();
            m_closeWhenIdle = true;
            jobs.cancelAll();
            return;
        }
        m_workbench.document().gatherEdits();
        if (m_workbench.document().isModified()) {
            event->ignore();
            m_workbench.leaveDocument([this] {
                m_mayClose = true;
                QMetaObject::invokeMethod(this, &QWidget::close, Qt::QueuedConnection);
            });
            return;
        }
    }
    m_presenter->setOn(false); // what is kept is the window's own arrangement
    m_layouts->storeLast();
    m_workbench.session().close();
    event->accept();
}

void MainWindow::closeIfIdle() {
    if (!m_closeWhenIdle || m_workbench.jobs().activeCount() > 0) return;
    m_closeWhenIdle = false;
    QMetaObject::invokeMethod(this, &QWidget::close, Qt::QueuedConnection);
}

} // namespace moqa
