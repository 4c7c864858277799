// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/render_figure.h"

#include "app/gui/main_window.h"
#include "core/base/files.h"
#include "views/pages/page.h"
#include "views/plots/plot_export.h"
#include "views/plots/plot_view.h"
#include "views/state/figure_spec.h"
#include "views/state/text.h"
#include "views/state/workbench_actions.h"
#include "views/theme/theme.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QEventLoop>
#include <QFileInfo>
#include <QRegularExpression>
#include <optional>

namespace moqa {

namespace {

constexpr int64_t kMaxFigureBytes = int64_t{64} << 20;

Result<ExportFormat> formatOf(const QString& path) {
    for (const auto format : {ExportFormat::Png, ExportFormat::Svg, ExportFormat::Pdf,
                              ExportFormat::Csv, ExportFormat::Tsv})
        if (QFileInfo(path).suffix().toLower() == exportSuffix(format)) return format;
    return usageError("a figure is written as .png, .svg, .pdf, .csv or .tsv", path.toStdString(),
                      "name the output by one of them");
}

Result<FigureSpec> readSpec(const QString& path) {
    MOQA_TRY(const std::string bytes, readFile(path.toStdString(), kMaxFigureBytes));
    MOQA_TRY(FigureSpec spec, figureSpecInside(QByteArray::fromStdString(bytes), path));
    if (spec.source.isEmpty())
        return badInput("the view names no workspace", path.toStdString(),
                        "save the workspace before the figure is exported");
    return spec;
}

// Returns when the path is open or has failed. A workspace whose model is gone still shows results.
Status openAndWait(Workbench& workbench, const QString& path) {
    QEventLoop loop;
    std::optional<Error> failure;
    bool ended = false; // what is no workspace may end before the loop begins
    const auto end = [&] {
        ended = true;
        loop.quit();
    };
    QObject::connect(&workbench, &Workbench::errorRaised, &loop, [&](const Error& error) {
        failure = error;
        end();
    });
    QObject::connect(&workbench, &Workbench::pageRequested, &loop, end);
    workbench.openPaths({path});
    if (!ended) loop.exec();
    if (workbench.document().isOpen()) return {};
    return failure ? Status(*failure) : Status(internalError("nothing was opened"));
}

Status checkModel(const FigureSpec& spec, const Document& document) {
    const auto analysis = document.analysis();
    if (!analysis || spec.fingerprint.isEmpty() ||
        spec.fingerprint.toStdString() == analysis->modelFingerprint)
        return {};
    return badInput("the workspace is of another model than the figure", spec.source.toStdString(),
                    "export the figure again from this workspace");
}

} // namespace

Result<QSize> parseFigureSize(const QString& text) {
    static const QRegularExpression pattern(QStringLiteral("^(\\d{3,5})x(\\d{3,5})$"));
    const auto match = pattern.match(text);
    const QSize size(match.captured(1).toInt(), match.captured(2).toInt());
    constexpr int kMost = 10000;
    if (match.hasMatch() && size.width() <= kMost && size.height() <= kMost) return size;
    return usageError("a size is WIDTHxHEIGHT in points, each 100 to 10000", text.toStdString(),
                      "for example --size 1200x800");
}

Status renderFigure(const RenderRequest& request) {
    MOQA_TRY(const ExportFormat format, formatOf(request.output));
    MOQA_TRY(const FigureSpec spec, readSpec(request.spec));
    Workbench workbench;
    addWorkbenchActions(workbench);
    // Figures are drawn on paper: what a reader's theme is must not change the bytes.
    applyThemeChoice(*qApp, ThemeChoice::Light);
    MainWindow window(workbench);
    window.resize(request.size);
    window.show();
    MOQA_CHECK(openAndWait(workbench, spec.source));
    MOQA_CHECK(checkModel(spec, workbench.document()));
    applySpec(spec, workbench.view());
    window.showPage(spec.page);
    QApplication::processEvents();
    const auto* const page = window.findChild<Page*>(spec.page);
    auto* const plot = page ? page->findChild<PlotView*>(spec.plot) : nullptr;
    // Some values are computed when their page is first seen.
    while (plot && workbench.jobs().activeCount() > 0)
        QApplication::processEvents(QEventLoop::WaitForMoreEvents);
    if (!plot || !plot->source() || (!spec.own.empty() && page->ownChoices() != spec.own))
        return badInput("the workspace has nothing for this plot", spec.plotKey().toStdString(),
                        "open the workspace in the window and look at this page");
    ExportOptions options{format, request.scale, request.size};
    options.onPaper = true;
    options.model = spec.model;
    options.spec = toJson(spec);
    return savePlot(*plot, options, request.output);
}

Status renderAsAsked(const QCommandLineParser& parser) {
    RenderRequest request{parser.value(QStringLiteral("render")),
                          parser.value(QStringLiteral("output"))};
    if (request.output.isEmpty())
        return usageError("a figure needs a file to go to", "--render", "add -o FILE.png");
    if (parser.isSet(QStringLiteral("size"))) {
        MOQA_TRY(request.size, parseFigureSize(parser.value(QStringLiteral("size"))));
    }
    if (parser.isSet(QStringLiteral("scale"))) {
        bool ok = false;
        request.scale = parser.value(QStringLiteral("scale")).toDouble(&ok);
        if (!ok || !(request.scale >= 1 && request.scale <= 4))
            return usageError("the scale of a figure is a number from 1 to 4", "--scale");
    }
    return renderFigure(request);
}

} // namespace moqa
