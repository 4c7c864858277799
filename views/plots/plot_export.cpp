// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/plots/plot_export.h"

#include "core/base/files.h"
#include "views/plots/plot_view.h"
#include "views/state/figure_spec.h"

#include <QBuffer>
#include <QPageLayout>
#include <QPdfWriter>
#include <QSvgGenerator>
#include <algorithm>

namespace moqa {

namespace {

constexpr int kPointsPerInch = 72;

// Dresses a view for paper and undresses it whatever happens between.
class ExportDress {
public:
    ExportDress(PlotView& view, const ExportOptions& options) : m_view(view) {
        view.beginExport(figureCaption(view, options.model), options.onPaper);
    }
    ~ExportDress() { m_view.endExport(); }
    ExportDress(const ExportDress&) = delete;
    ExportDress& operator=(const ExportDress&) = delete;

private:
    PlotView& m_view;
};

Result<QByteArray> pngOf(PlotView& view, const ExportOptions& options, QSize size) {
    QImage picture = view.toImage(size, options.scale).toImage();
    if (!options.spec.isEmpty())
        picture.setText(QLatin1String(kSpecKey), QString::fromUtf8(options.spec));
    picture.setText(QStringLiteral("Software"), QStringLiteral("MoQa Workbench"));
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    if (!picture.save(&buffer, "PNG") || bytes.isEmpty())
        return ioError("the picture does not fit into memory", {},
                       "choose a smaller size or scale, or export SVG or PDF");
    return bytes;
}

QByteArray svgOf(PlotView& view, const ExportOptions& options, QSize size) {
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    QSvgGenerator svg;
    svg.setOutputDevice(&buffer);
    svg.setSize(size);
    svg.setViewBox(QRect(QPoint(), size));
    svg.setTitle(view.source()->title);
    svg.setDescription(view.source()->summary());
    view.paintTo(svg, size);
    // The generator has no metadata of its own: they go in where the drawing ends.
    if (const auto end = bytes.lastIndexOf("</svg>"); end >= 0 && !options.spec.isEmpty())
        bytes.insert(end, QByteArray("<metadata id=\"") + kSpecKey + "\">" +
                              QString::fromUtf8(options.spec).toHtmlEscaped().toUtf8() +
                              "</metadata>\n");
    return bytes;
}

// Qt writes the time of day into every PDF; the same figure must be the same file. The text that
// takes its place is as long, so that the offsets in the file hold.
void forgetTime(QByteArray& pdf) {
    static const QByteArray key = "/CreationDate (D:";
    for (auto at = pdf.indexOf(key); at >= 0; at = pdf.indexOf(key, at + 1))
        for (auto i = at + key.size(); i < pdf.size() && pdf[i] != ')'; ++i)
            if (pdf[i] >= '0' && pdf[i] <= '9') pdf[i] = i - at - key.size() == 0 ? '2' : '0';
}

QByteArray pdfOf(PlotView& view, const ExportOptions& options, QSize size) {
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    QPdfWriter pdf(&buffer);
    // One point of the page is one pixel of the screen.
    pdf.setResolution(kPointsPerInch);
    pdf.setPageLayout(
        QPageLayout(QPageSize(QSizeF(size), QPageSize::Point), QPageLayout::Portrait, QMarginsF()));
    pdf.setTitle(view.source()->title);
    pdf.setCreator(QStringLiteral("MoQa Workbench"));
    pdf.setDocumentXmpMetadata(
        QByteArray("<?xpacket begin=\"\xEF\xBB\xBF\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n"
                   "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><rdf:RDF "
                   "xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\"><rdf:Description "
                   "rdf:about=\"\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><dc:source>") +
        QString::fromUtf8(options.spec).toHtmlEscaped().toUtf8() +
        "</dc:source></rdf:Description></rdf:RDF></x:xmpmeta>\n<?xpacket end=\"r\"?>\n");
    view.paintTo(pdf, size);
    forgetTime(bytes);
    return bytes;
}

} // namespace

QString exportSuffix(ExportFormat format) {
    switch (format) {
    case ExportFormat::Png: return QStringLiteral("png");
    case ExportFormat::Svg: return QStringLiteral("svg");
    case ExportFormat::Pdf: return QStringLiteral("pdf");
    case ExportFormat::Csv: return QStringLiteral("csv");
    case ExportFormat::Tsv: return QStringLiteral("tsv");
    }
    return {};
}

QString figureCaption(const PlotView& view, const QString& model) {
    QStringList parts;
    for (const QString& part : {model, view.captionText(), view.rangeText()})
        if (!part.isEmpty()) parts << part;
    return parts.join(QStringLiteral("; "));
}

Result<QByteArray> exportedPlot(PlotView& view, const ExportOptions& options) {
    const auto source = view.source();
    if (!source) return badInput("there is nothing in this plot to export");
    if (options.format == ExportFormat::Csv)
        return QByteArray::fromStdString(options.visibleOnly ? source->csvOf(view.visibleRows())
                                                             : source->csv());
    if (options.format == ExportFormat::Tsv)
        return source->tabText(options.visibleOnly ? view.visibleRows() : source->allRows())
            .toUtf8();
    const QSize size = options.size.isEmpty() ? view.size() : options.size;
    const ExportDress dress(view, options);
    if (options.format == ExportFormat::Svg) return svgOf(view, options, size);
    if (options.format == ExportFormat::Pdf) return pdfOf(view, options, size);
    return pngOf(view, options, size);
}

Status savePlot(PlotView& view, const ExportOptions& options, const QString& path) {
    MOQA_TRY(const QByteArray bytes, exportedPlot(view, options));
    return writeFileAtomically(path.toStdString(), bytes.toStdString());
}

} // namespace moqa
