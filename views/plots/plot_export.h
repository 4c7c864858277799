// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A plot as the bytes of a file, and onto disk through core's atomic write. The same plot in the
// same state gives the same bytes.

#include "core/base/result.h"

#include <QByteArray>
#include <QSize>
#include <QString>

namespace moqa {

class PlotView;

enum class ExportFormat { Png, Svg, Pdf, Csv, Tsv };
// "png", "svg", "pdf", "csv", "tsv".
QString exportSuffix(ExportFormat format);

struct ExportOptions {
    ExportFormat format = ExportFormat::Png;
    double scale = 1;         // pixels per point of a PNG
    QSize size = {};          // of the picture in points; empty = as on screen
    bool onPaper = false;     // black on white whatever the theme
    bool visibleOnly = false; // of values: what the frame shows
    QString model = {};       // for the caption
    QByteArray spec = {};     // view of the figure as JSON (FigureSpec), carried as metadata
};

// "demo; prose, 4 096 tokens; colours from 0 to 3.2": what a figure must say about itself.
QString figureCaption(const PlotView& view, const QString& model);
// BadInput if the plot is empty.
Result<QByteArray> exportedPlot(PlotView& view, const ExportOptions& options);
Status savePlot(PlotView& view, const ExportOptions& options, const QString& path);

} // namespace moqa
