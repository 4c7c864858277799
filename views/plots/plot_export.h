// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A plot as the bytes of a file, and onto disk through core's atomic write.

#include "core/base/result.h"

#include <QByteArray>
#include <QString>

namespace moqa {

class PlotView;

enum class ExportFormat { Png, Svg, Pdf, Csv };
// "png", "svg", "pdf", "csv".
QString exportSuffix(ExportFormat format);

// scale: pixels per point of a PNG. BadInput if the plot is empty.
Result<QByteArray> exportedPlot(PlotView& view, ExportFormat format, double scale = 1.0);
Status savePlot(PlotView& view, ExportFormat format, double scale, const QString& path);

} // namespace moqa
