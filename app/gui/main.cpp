// SPDX-License-Identifier: GPL-3.0-or-later
// moqa-workbench [PATH...]: the window on the same engine as `moqa`.

#include "app/gui/main_window.h"
#include "views/a11y/plot_accessible.h"
#include "views/state/workbench_actions.h"
#include "views/theme/icons.h"
#include "views/theme/theme.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QTimer>

int main(int argc, char* argv[]) {
    QApplication application(argc, argv);
    QApplication::setOrganizationName(QStringLiteral("moqa"));
    QApplication::setApplicationName(QStringLiteral("moqa-workbench"));
    QApplication::setApplicationDisplayName(QStringLiteral("MoQa Workbench"));
    QApplication::setApplicationVersion(QStringLiteral(MOQA_VERSION));
    QApplication::setWindowIcon(QIcon(QStringLiteral(":/icons/moqa-workbench.svg")));

    QCommandLineParser parser;
    parser.setApplicationDescription(
        QApplication::translate("main", "See, plan and quantize Mixture-of-Experts models."));
    parser.addHelpOption();
    parser.addVersionOption();
    parser.addPositionalArgument(
        QStringLiteral("PATH"),
        QApplication::translate("main", "A model folder, .safetensors, .h5 or .moqa file."),
        QStringLiteral("[PATH...]"));
    const QCommandLineOption page(
        QStringLiteral("page"),
        QApplication::translate("main", "Show this page first: welcome, activation, mapping, "
                                        "correlation, plan or quantize."),
        QStringLiteral("name"));
    const QCommandLineOption demo(QStringLiteral("demo"),
                                  QApplication::translate("main", "Open the shipped demo model."));
    parser.addOption(page);
    parser.addOption(demo);
    parser.process(application);

    moqa::installPlotAccessibility();
    moqa::Workbench workbench;
    moqa::addWorkbenchActions(workbench);
    moqa::applyThemeChoice(application, workbench.settings().theme());
    moqa::MainWindow window(workbench);
    window.show();
    // After the first frame, so that a slow disk does not look like a window that will not start.
    QTimer::singleShot(0, &workbench, [&] {
        if (parser.isSet(demo))
            workbench.openDemo();
        else if (!parser.positionalArguments().isEmpty())
            workbench.openPaths(parser.positionalArguments());
    });
    if (parser.isSet(page)) {
        const QString id = parser.value(page);
        window.showPage(id);
        // Opening shows the heat map; what was asked for comes after it.
        QObject::connect(&workbench.document(), &moqa::Document::opened, &window, [&window, id] {
            QTimer::singleShot(0, &window, [&window, id] { window.showPage(id); });
        });
    }
    return QApplication::exec();
}
