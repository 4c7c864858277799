// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/window_actions.h"

#include "app/gui/dialogs.h"
#include "app/gui/main_window.h"
#include "views/pages/quantize_page.h"

#include <QCoreApplication>
#include <QFileDialog>

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
}

} // namespace

void connectWindowActions(MainWindow& window, Workbench& workbench) {
    const Connector on(window, workbench);
    connectFiles(on, window, workbench);
    connectWork(on, window, workbench);
    on("view.resetLayout", [&] { window.resetLayout(); });
    on("help.keys", [&] { showKeys(&window, workbench.actions()); });
    on("help.about", [&] { showAbout(&window); });
}

void updateEnabledActions(Workbench& workbench) {
    const Document& document = workbench.document();
    const auto enable = [&workbench](const char* id, bool on) {
        workbench.actions().action(QLatin1String(id))->setEnabled(on);
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

} // namespace moqa
