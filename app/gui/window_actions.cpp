// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/window_actions.h"

#include "app/gui/about_dialog.h"
#include "app/gui/command_palette.h"
#include "app/gui/dialogs.h"
#include "app/gui/help_window.h"
#include "app/gui/main_window.h"
#include "app/gui/panel_focus.h"
#include "app/gui/presenter.h"
#include "app/gui/settings_dialog.h"
#include "app/gui/shortcuts_dialog.h"
#include "app/gui/tour.h"
#include "app/gui/window_layouts.h"
#include "views/pages/adapt_page.h"
#include "views/pages/quantize_page.h"
#include "views/pages/study_page.h"
#include "views/plots/plot_frame.h"

#include <QAbstractSpinBox>
#include <QApplication>
#include <QFileDialog>
#include <QLineEdit>
#include <QWhatsThis>
#include <cstring>

namespace moqa {

namespace {

struct Text {
    Q_DECLARE_TR_FUNCTIONS(moqa::WindowActions)
};

class Connector {
public:
    Connector(MainWindow& window, Workbench& workbench)
        : m_window(window), m_workbench(workbench) {}
    template <class Verb>
    void operator()(const char* id, Verb verb) const {
        QObject::connect(m_workbench.actions().action(QLatin1String(id)), &QAction::triggered,
                         &m_window, verb);
    }

private:
    MainWindow& m_window;
    Workbench& m_workbench;
};

void connectFiles(const Connector& on, MainWindow& window, Workbench& workbench) {
    on("file.open", [&] {
        if (const QStringList paths = askModelFiles(&window, workbench.settings());
            !paths.isEmpty())
            workbench.openPaths(paths);
    });
    on("file.openFolder", [&] {
        const QString folder = QFileDialog::getExistingDirectory(
            &window, Text::tr("Open model folder"), workbench.settings().lastFolder());
        if (!folder.isEmpty()) workbench.openPaths({folder});
    });
    on("file.save", [&] { window.save(workbench.document().path().isEmpty()); });
    on("file.saveAs", [&] { window.save(true); });
    on("file.quit", [&] { window.close(); });
}

void connectWork(const Connector& on, MainWindow& window, Workbench& workbench) {
    on("work.corpora", [&] { askAndAnalyze(&window, workbench); });
    on("work.measure", [&] { askAndMeasure(&window, workbench); });
    on("work.plan", [&] { askAndPlan(&window, workbench); });
    const auto onQuantizePage = [&](const char* id, void (QuantizePage::*verb)()) {
        on(id, [&window, verb] {
            window.showPage(QStringLiteral("quantize"));
            (window.findChild<QuantizePage*>()->*verb)();
        });
    };
    onQuantizePage("work.quantize", &QuantizePage::run);
    onQuantizePage("work.evaluate", &QuantizePage::runEvaluation);
    onQuantizePage("work.export", &QuantizePage::exportAs);
    const auto onStudyPage = [&](const char* id, void (StudyPage::*verb)()) {
        on(id, [&window, verb] {
            window.showPage(QStringLiteral("study"));
            (window.findChild<StudyPage*>()->*verb)();
        });
    };
    onStudyPage("work.openStudy", &StudyPage::openReport);
    onStudyPage("work.saveStudy", &StudyPage::saveReport);
    const auto followStudy = [&workbench] {
        const StudyDesk& desk = workbench.study();
        workbench.actions().setEnabled(QStringLiteral("work.saveStudy"), desk.study() != nullptr,
                                       Text::tr("run a study or open a report first"));
        workbench.actions().setEnabled(QStringLiteral("work.openStudy"), !desk.isRunning(),
                                       Text::tr("a study is running"));
    };
    QObject::connect(&workbench.study(), &StudyDesk::changed, &window, followStudy);
    followStudy();
}

void connectAdapting(const Connector& on, MainWindow& window, Workbench& workbench) {
    const auto onPage = [&](const char* id, void (AdaptPage::*verb)()) {
        on(id, [&window, verb] {
            window.showPage(QStringLiteral("adapt"));
            (window.findChild<AdaptPage*>()->*verb)();
        });
    };
    onPage("work.adapt", &AdaptPage::chooseText);
    onPage("work.savePatch", &AdaptPage::savePatch);
    onPage("work.addPatch", &AdaptPage::addPatch);
    const auto follow = [&workbench] {
        const AdaptDesk& desk = workbench.adapting();
        const bool busy = desk.isBusy();
        ActionCatalogue& actions = workbench.actions();
        actions.setEnabled(QStringLiteral("work.adapt"), !busy,
                           Text::tr("a text is being checked"));
        actions.setEnabled(QStringLiteral("work.addPatch"), desk.file() && !busy,
                           Text::tr("choose a quantized file with a channel cache first"));
        actions.setEnabled(QStringLiteral("work.savePatch"), desk.mayPatch() && !busy,
                           Text::tr("check a text that changes the experts' precision first"));
    };
    QObject::connect(&workbench.adapting(), &AdaptDesk::changed, &window, follow);
    for (const auto signal : {&JobRunner::jobAdded, &JobRunner::jobFinished})
        QObject::connect(&workbench.jobs(), signal, &window, follow);
    follow();
}

// The plot in use: the one with the keys, else the first in sight.
PlotFrame* plotInUse(const MainWindow& window) {
    for (QWidget* widget = QApplication::focusWidget(); widget; widget = widget->parentWidget())
        if (auto* const frame = qobject_cast<PlotFrame*>(widget)) return frame;
    for (PlotFrame* const frame : window.findChildren<PlotFrame*>())
        if (frame->isVisible() && frame->view().source()) return frame;
    return nullptr;
}

void connectPlots(const Connector& on, MainWindow& window, Workbench& workbench) {
    const auto exportAs = [&](const char* id, ExportFormat format, double scale) {
        on(id, [&window, &workbench, format, scale] {
            if (PlotFrame* const frame = plotInUse(window); frame && frame->view().source())
                frame->askAndExport({format, scale});
            else
                workbench.inform(Text::tr("No plot with data is in sight."));
        });
    };
    exportAs("plot.exportImage", ExportFormat::Png, 2);
    exportAs("plot.exportData", ExportFormat::Csv, 1);
}

// A search of the page's own where it has one, else the palette, which finds everything.
void findInPage(MainWindow& window, Workbench& workbench) {
    const auto* const page = window.findChild<QWidget*>(window.currentPage());
    for (QLineEdit* const line : page ? page->findChildren<QLineEdit*>() : QList<QLineEdit*>()) {
        if (!line->isVisible() || !line->isEnabled() || line->isReadOnly() ||
            line->inputMethodHints().testFlag(Qt::ImhFormattedNumbersOnly) ||
            qobject_cast<QAbstractSpinBox*>(line->parentWidget()))
            continue;
        line->setFocus(Qt::ShortcutFocusReason);
        line->selectAll();
        return;
    }
    workbench.actions().action(QStringLiteral("help.palette"))->trigger();
}

void connectHelp(const Connector& on, MainWindow& window, Workbench& workbench) {
    on("edit.find", [&] { findInPage(window, workbench); });
    on("edit.settings", [&] { SettingsDialog(workbench.settings(), &window).exec(); });
    on("help.palette", [&] { (new CommandPalette(workbench, &window))->show(); });
    on("help.keys", [&] { ShortcutsDialog(workbench.actions(), &window).exec(); });
    on("help.manual", [&] {
        auto* help = window.findChild<HelpWindow*>();
        if (!help) help = new HelpWindow(workbench.actions(), &window);
        help->show();
        help->raise();
        help->showAnchor(QStringLiteral("page-") + window.currentPage());
    });
    on("help.whatsThis", [] { QWhatsThis::enterWhatsThisMode(); });
    on("help.tour", [&] {
        if (auto* const running = window.findChild<Tour*>()) running->end();
        new Tour(window, workbench);
    });
    on("help.about", [&] { AboutDialog(&window).exec(); });
}

void connectView(const Connector& on, MainWindow& window, Workbench& workbench) {
    WindowLayouts& layouts = window.layouts();
    const auto showLayout = [&layouts, &workbench] {
        for (const QString& name : WindowLayouts::names())
            workbench.actions()
                .action(QStringLiteral("view.layout") + name)
                ->setChecked(name == layouts.current());
    };
    for (const char* const id : {"view.layoutExplore", "view.layoutQuantize", "view.layoutCompare"})
        on(id, [&layouts, name = QString::fromLatin1(id + std::strlen("view.layout"))] {
            layouts.use(name);
        });
    QObject::connect(&layouts, &WindowLayouts::changed, &window, showLayout);
    on("view.resetLayout", [&layouts] { layouts.reset(); });
    on("view.nextPanel", [&] { focusNextPanel(window, +1); });
    on("view.previousPanel", [&] { focusNextPanel(window, -1); });
    QAction* const presenter = workbench.actions().action(QStringLiteral("view.presenter"));
    on("view.presenter", [&, presenter] { window.presenter().setOn(presenter->isChecked()); });
    QObject::connect(&window.presenter(), &Presenter::changed, presenter, &QAction::setChecked);
}

} // namespace

void connectWindowActions(MainWindow& window, Workbench& workbench) {
    const Connector on(window, workbench);
    connectFiles(on, window, workbench);
    connectWork(on, window, workbench);
    connectAdapting(on, window, workbench);
    connectPlots(on, window, workbench);
    connectView(on, window, workbench);
    connectHelp(on, window, workbench);
}

void updateEnabledActions(Workbench& workbench) {
    const Document& document = workbench.document();
    const auto enable = [&workbench](std::initializer_list<const char*> ids, bool isOn,
                                     const QString& reason) {
        for (const char* const id : ids)
            workbench.actions().setEnabled(QLatin1String(id), isOn, reason);
    };
    const bool model = document.model() != nullptr;
    const bool plan = model && document.activePlan();
    const auto run = document.quantizeRun(document.activePlanName());
    const bool quantized = model && run && run->complete;
    enable({"file.save", "file.saveAs", "file.close", "file.reload"}, document.isOpen(),
           Text::tr("open a model first"));
    enable({"work.corpora", "work.plan"}, model, Text::tr("open a model first"));
    enable({"work.measure"}, model && !document.calibrationCorpora().empty(),
           model ? Text::tr("analyse the model on texts first") : Text::tr("open a model first"));
    enable({"plan.fewerBits", "plan.moreBits", "plan.lock", "work.quantize"}, plan,
           Text::tr("make a plan first"));
    enable({"work.evaluate", "work.export"}, quantized, Text::tr("quantize with this plan first"));
}

} // namespace moqa
