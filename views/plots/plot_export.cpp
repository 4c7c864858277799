// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/plots/plot_export.h"

#include "core/base/files.h"
#include "views/plots/plot_view.h"

#include <QBuffer>
#include <QPageLayout>
#include <QPdfWriter>
#include <QSvgGenerator>

namespace moqa {

namespace {

constexpr int kPointsPerInch = 72;

QByteArray pngOf(PlotView& view, double scale) {
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    view.toImage(scale).save(&buffer, "PNG");
    return bytes;
}

QByteArray svgOf(PlotView& view, const PlotSource& source) {
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    QSvgGenerator svg;
    svg.setOutputDevice(&buffer);
    svg.setSize(view.size());
    svg.setViewBox(QRect(QPoint(), view.size()));
    svg.setTitle(source.title);
    svg.setDescription(source.summary());
    view.paintTo(svg, view.size());
    return bytes;
}

QByteArray pdfOf(PlotView& view, const PlotSource& source) {
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    QPdfWriter pdf(&buffer);
    // One point of the page is one pixel of the screen.
    pdf.setResolution(kPointsPerInch);
    pdf.setPageLayout(QPageLayout(QPageSize(QSizeF(view.size()), QPageSize::Point),
                                  QPageLayout::Portrait, QMarginsF()));
    pdf.setTitle(source.title);
    pdf.setCreator(QStringLiteral("MoQa Workbench"));
    view.paintTo(pdf, view.size());
    return bytes;
}

} // namespace

QString exportSuffix(ExportFormat format) {
    switch (format) {
    case ExportFormat::Png: return QStringLiteral("png");
    case ExportFormat::Svg: return QStringLiteral("svg");
    case ExportFormat::Pdf: return QStringLiteral("pdf");
    case ExportFormat::Csv: return QStringLiteral("csv");
    }
    return {};
}

Result<QByteArray> exportedPlot(PlotView& view, ExportFormat format, double scale) {
    const auto source = view.source();
    if (!source) return badInput("there is nothing in this plot to export");
    switch (format) {
    case ExportFormat::Png: return pngOf(view, scale);
    case ExportFormat::Svg: return svgOf(view, *source);
    case ExportFormat::Pdf: return pdfOf(view, *source);
    case ExportFormat::Csv: return QByteArray::fromStdString(source->csv());
    }
    return internalError("unknown export format");
}

Status savePlot(PlotView& view, ExportFormat format, double scale, const QString& path) {
    MOQA_TRY(const QByteArray bytes, exportedPlot(view, format, scale));
    return writeFileAtomically(path.toStdString(), bytes.toStdString());
}

} // namespace moqa
