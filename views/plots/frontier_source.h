// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Predicted loss against mean bits: the least that is possible, one width for all, and the plans of
// a document. Each is a row of the table twin: plans first, then uniform widths, then the curve.

#include "views/plots/plot_source.h"
#include "views/state/frontier.h"

#include <memory>
#include <vector>

namespace moqa {

struct FrontierSource final : PlotSource {
    enum Column { What, MeanBits, Loss, Megabytes, ColumnCount };
    struct PlanDot {
        std::string name;
        FrontierPoint point;
    };
    std::vector<PlanDot> plans; // of the document, those that the table covers
    std::vector<UniformPoint> uniforms;
    std::vector<FrontierPoint> curve;

    const FrontierPoint& pointAt(int row) const;
    QString nameAt(int row) const;
    // Rows that are drawn as marks of their own; the curve's follow them.
    int marked() const { return static_cast<int>(plans.size() + uniforms.size()); }
    int indexOf(const std::string& plan) const; // row; -1 if not there
    QString readout(int row) const;
    QString summary() const override;
    int tableRows() const override {
        return static_cast<int>(plans.size() + uniforms.size() + curve.size());
    }
    int tableColumns() const override { return ColumnCount; }
    int valueColumn() const override { return Loss; }
    QString tableHeader(int column) const override;
    QVariant tableCell(int row, int column) const override;
};

// plans: of the document; uncovered ones are counted in the caption.
std::shared_ptr<const FrontierSource>
frontierSource(const Frontier& frontier,
               const std::vector<std::pair<std::string, const Plan*>>& plans);

// "0.01234 nats a token": four digits.
QString lossText(double loss);

} // namespace moqa
