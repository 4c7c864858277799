// SPDX-License-Identifier: GPL-3.0-or-later
// moqa-workbench [PATH...]: the window on the same engine as `moqa`.

#include "app/gui/main_window.h"
#include "app/gui/program_options.h"
#include "app/gui/render_figure.h"
#include "app/gui/translation.h"
#include "core/base/result.h"
#include "views/a11y/plot_accessible.h"
#include "views/state/log_capture.h"
#include "views/state/workbench_actions.h"

#include <QApplication>
#include <QTimer>
#include <algorithm>
#include <cstdio>
#include <cstring>
#include <string_view>

using namespace moqa;

namespace {

void nameApplication() {
    QCoreApplication::setOrganizationName(QStringLiteral("moqa"));
    QCoreApplication::setApplicationName(QStringLiteral("moqa-workbench"));
    QCoreApplication::setApplicationVersion(QStringLiteral(MOQA_VERSION));
}

// For the build, which has no display: the man page from the options themselves.
int printManPage(int argc, char* argv[]) {
    const QCoreApplication application(argc, argv);
    QCommandLineParser parser;
    addProgramOptions(parser);
    std::fputs(qUtf8Printable(manPage(parser, QStringLiteral(MOQA_VERSION))), stdout);
    return 0;
}

// The language must be known before any text is made, so before the options have their texts.
QString languageGiven(const QStringList& arguments, const Settings& settings) {
    for (qsizetype i = 1; i < arguments.size(); ++i) {
        if (arguments[i] == QLatin1String("--language")) return arguments.value(i + 1);
        if (arguments[i].startsWith(QLatin1String("--language="))) return arguments[i].mid(11);
    }
    return settings.language();
}

void openWhatWasAsked(const QCommandLineParser& parser, Workbench& workbench, MainWindow& window) {
    // After the first frame, so that a slow disk does not look like a window that will not start.
    const QStringList paths = parser.positionalArguments();
    const bool demo = parser.isSet(QStringLiteral("demo"));
    QTimer::singleShot(0, &workbench, [&workbench, paths, demo] {
        if (demo)
            workbench.openDemo();
        else if (!paths.isEmpty())
            workbench.openPaths(paths);
        workbench.offerLostDocuments();
    });
    if (!parser.isSet(QStringLiteral("page"))) return;
    const QString id = parser.value(QStringLiteral("page"));
    window.showPage(id);
    if (!demo && paths.isEmpty()) return;
    // Opening shows the heat map; what was asked for comes after the first one.
    QObject::connect(
        &workbench.document(), &Document::opened, &window,
        [&window, id] { QTimer::singleShot(0, &window, [&window, id] { window.showPage(id); }); },
        Qt::SingleShotConnection);
}

// The pages by name, or an empty list if there is the one that is asked for.
QStringList pagesInstead(const QCommandLineParser& parser) {
    QStringList names;
    for (const PageEntry& page : pageEntries()) names << QLatin1String(page.id);
    const QString asked = parser.value(QStringLiteral("page"));
    return asked.isEmpty() || names.contains(asked) ? QStringList() : names;
}

// A figure, help and the version need no screen: to be known before the application is made.
bool asksForFigure(int argc, char* argv[]) {
    return std::any_of(argv + 1, argv + argc, [](const char* argument) {
        return std::strncmp(argument, "--render", 8) == 0;
    });
}
bool asksForText(int argc, char* argv[]) {
    return std::any_of(argv + 1, argv + argc, [](const std::string_view argument) {
        return argument == "-h" || argument == "--help" || argument == "--help-all" ||
               argument == "-v" || argument == "--version";
    });
}

} // namespace

int main(int argc, char* argv[]) {
    nameApplication();
    if (argc == 2 && std::strcmp(argv[1], "--man-page") == 0) return printManPage(argc, argv);
    const bool figure = asksForFigure(argc, argv);
    if ((figure && !qEnvironmentVariableIsSet("QT_QPA_PLATFORM")) || asksForText(argc, argv))
        qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication application(argc, argv);
    QApplication::setApplicationDisplayName(QStringLiteral("MoQa Workbench"));
    QApplication::setDesktopFileName(QStringLiteral("moqa-workbench"));
    QApplication::setWindowIcon(QIcon(QStringLiteral(":/icons/moqa-workbench.svg")));
    installTranslation(application, languageGiven(QApplication::arguments(), Settings()));

    QCommandLineParser parser;
    parser.addHelpOption();
    parser.addVersionOption();
    addProgramOptions(parser);
    parser.process(application);
    if (figure) {
        // Settings of its own: a figure follows no window's and is no recent file of one.
        QCoreApplication::setApplicationName(QStringLiteral("moqa-workbench-render"));
        const Status drawn = renderAsAsked(parser);
        if (drawn.ok()) return 0;
        std::fprintf(stderr, "moqa-workbench: %s\n", drawn.error().message().c_str());
        return exitCode(drawn.error().code);
    }

    installPlotAccessibility();
    Workbench workbench;
    const LogCapture capture(workbench.log());
    if (const QString fault = overrideSettings(parser, workbench.settings()); !fault.isEmpty()) {
        std::fprintf(stderr, "moqa-workbench: %s\n", qUtf8Printable(fault));
        return exitCode(ErrorCode::Usage);
    }
    if (const QStringList pages = pagesInstead(parser); !pages.isEmpty()) {
        std::fprintf(stderr, "moqa-workbench: there is no page \"%s\"; the pages are %s\n",
                     qUtf8Printable(parser.value(QStringLiteral("page"))),
                     qUtf8Printable(pages.join(QStringLiteral(", "))));
        return exitCode(ErrorCode::Usage);
    }
    addWorkbenchActions(workbench);
    MainWindow window(workbench);
    window.show();
    openWhatWasAsked(parser, workbench, window);
    return QApplication::exec();
}
