// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// `moqa-workbench --render SPEC -o FILE`: draws the figure of a view without a screen, through the
// same pages as the window. Needs a QApplication, of the offscreen platform as a rule; runs an
// event loop until the workspace is read.

#include "core/base/result.h"

#include <QSize>
#include <QString>

class QCommandLineParser;

namespace moqa {

struct RenderRequest {
    QString spec;   // JSON of a view, or a PNG, SVG or PDF that carries one
    QString output; // .png, .svg, .pdf, .csv or .tsv
    QSize size = {1200, 800};
    double scale = 1; // pixels per point of a PNG
};

// "1200x800". Usage for anything else, and for sides outside 100 to 10000.
Result<QSize> parseFigureSize(const QString& text);

// Usage for an output of another suffix; BadInput if the spec, its workspace or its plot is not
// there, or the workspace is of another model than the figure.
Status renderFigure(const RenderRequest& request);

// From the options --render, -o, --size and --scale; Usage for what they do not take.
Status renderAsAsked(const QCommandLineParser& parser);

} // namespace moqa
