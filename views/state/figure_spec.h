// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// How a figure was made, as JSON: workspace, page and plot, metric, corpora, order, colours, limits
// and frame. Every exported figure carries it (PNG text chunk, SVG and PDF metadata), so that the
// view can be opened again from the picture, and `moqa-workbench --render` draws from it.

#include "core/base/result.h"
#include "views/state/view_state.h"

#include <QByteArray>
#include <QString>
#include <optional>

namespace moqa {

struct FigureSpec {
    QString source;      // path of the workspace, or of the model where none was saved
    QString fingerprint; // of the model
    QString model;       // its name
    QString page, plot;  // "activation", "map"
    QString metric, matrixMetric, corpus, otherCorpus;
    int layer = -1;
    ExpertOrder order = ExpertOrder::Index;
    ColourChoice colours; // with the limits that were shown
    QString limitsOf;     // the values that the limits belong to; empty: metric
    bool limitsLocked = false;
    bool logAxes = true;
    std::optional<FrameBounds> frame; // none = all
    PageChoices own;                  // of the page alone
    bool operator==(const FigureSpec& other) const;

    QString plotKey() const { return page + QLatin1Char('/') + plot; }
};

// Everything that ViewState knows; limits are those of its metric until a plot says otherwise.
FigureSpec specOf(const ViewState& view);
// Sets it all, the frame as one that waits for its plot.
void applySpec(const FigureSpec& spec, ViewState& view);

QByteArray toJson(const FigureSpec& spec); // keys in one order: the same spec, the same bytes
// BadInput naming the key for JSON that is no spec or of a newer version.
Result<FigureSpec> figureSpecFromJson(const QByteArray& json, const QString& where);

// Key of a PNG's text chunk and id of the metadata of an SVG; a PDF has it as dc:source of its XMP.
inline constexpr const char* kSpecKey = "moqa-view";
// From the bytes of a PNG, SVG or PDF of ours, or of the JSON itself. BadInput if there is none
// inside.
Result<FigureSpec> figureSpecInside(const QByteArray& file, const QString& where);
// True for names that figureSpecInside could read: .png, .svg, .pdf.
bool looksLikeFigure(const QString& path);

} // namespace moqa
