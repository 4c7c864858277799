// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What the page Adapt shows of an adaptation, as sources of its plots and tables.

#include "views/heatmap/grid_source.h"
#include "views/plots/series_view.h"
#include "views/state/adapt_jobs.h"

#include <memory>
#include <vector>

namespace moqa {

// Divergence of a text's use of the experts by layer, over the band of the known texts.
std::shared_ptr<const SeriesSource> driftSeries(const AdaptOutcome& outcome);
// "Still fits: ..." or "Drifts: ..."; the layers beyond the band are named.
QString verdictText(const AdaptOutcome& outcome);
// Bits that each expert wins or loses; 0 = keeps its precision, not seen = no token reached it.
std::shared_ptr<const GridSource> changeGrid(const AdaptOutcome& outcome);
// "12 experts change (8 up, 4 down): 120 of 256 cached channels, 39.9 kB beside a file of 9.9 MB."
QString patchText(const AdaptOutcome& outcome);
// "0.0123 -> 0.0117 nats a token (-5 %); difference ..., 95 %: ..."; empty where nothing is won.
QString gainText(const Gain& gain);
// What the measured difference says, in a sentence; empty without one.
QString gainVerdict(const Gain& gain);

struct ChangeSource final : PlotSource {
    enum Column { Layer, Expert, From, To, Before, Now, Channels, ColumnCount };
    explicit ChangeSource(const AdaptOutcome& outcome);
    std::shared_ptr<const Adaptation> adaptation; // never null
    std::vector<int64_t> channels;                // cached ones of each changed expert

    QString summary() const override;
    int tableRows() const override { return static_cast<int>(adaptation->changes.size()); }
    int tableColumns() const override { return ColumnCount; }
    QString tableHeader(int column) const override;
    QVariant tableCell(int row, int column) const override;
};

struct GainSource final : PlotSource {
    enum Column { Model, Perplexity, Kl, SameTop1, Scored, Windows, ColumnCount };
    explicit GainSource(Gain measured);
    Gain gain;

    QString summary() const override;
    int tableRows() const override { return static_cast<int>(gain.rows.size()); }
    int tableColumns() const override { return ColumnCount; }
    int valueColumn() const override { return Kl; }
    QString tableHeader(int column) const override;
    QVariant tableCell(int row, int column) const override;
    QString tableText(int row, int column) const override;
};

struct PatchSource final : PlotSource {
    enum Column { Name, Mode, Texts, Channels, Bytes, Folder, ColumnCount };
    explicit PatchSource(std::vector<PatchFile> laid);
    std::vector<PatchFile> patches;

    QString summary() const override;
    int tableRows() const override { return static_cast<int>(patches.size()); }
    int tableColumns() const override { return ColumnCount; }
    int valueColumn() const override { return Bytes; }
    QString tableHeader(int column) const override;
    QVariant tableCell(int row, int column) const override;
};

} // namespace moqa
