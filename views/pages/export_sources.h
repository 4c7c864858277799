// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What the page Export shows: what each target costs and can hold of a plan, and what came back
// from a file that was written.

#include "core/plan/deployability.h"
#include "core/store/export_check.h"
#include "views/plots/stack_view.h"
#include "views/state/export_desk.h"

#include <memory>
#include <optional>
#include <vector>

namespace moqa {

// One row of the page: a target and the present plan in it.
struct TargetRow {
    QString name, holds, loadedBy, fit; // fit: what it can hold of this plan
    int64_t estimated = 0;              // bytes; 0 = is not there yet
    int64_t written = 0;                // measured; 0 = nothing was written in this session
    bool available = true;
};
// plan: with the channel cache that the file would have. Estimates: of our file that of
// estimateQuantize, of safetensors 16 bits a weight. written may be null.
std::vector<TargetRow> targetRows(const Plan& plan, const ModelSource& model,
                                  int64_t quantizedBytes, int64_t writtenQuantized,
                                  int64_t writtenSafetensors);
// Bytes of the model as it is and of the plan in each target, by part; measured ones as a whole.
std::shared_ptr<const StackSource> targetSizes(const Plan& plan, const ModelSource& model,
                                               const std::vector<TargetRow>& rows);

struct TargetSource final : PlotSource {
    enum Column { Name, Estimated, Written, Fit, Holds, LoadedBy, ColumnCount };
    explicit TargetSource(std::vector<TargetRow> targets);
    std::vector<TargetRow> targets;

    QString summary() const override;
    int tableRows() const override { return static_cast<int>(targets.size()); }
    int tableColumns() const override { return ColumnCount; }
    int valueColumn() const override { return Estimated; }
    QString tableHeader(int column) const override;
    QVariant tableCell(int row, int column) const override;
    QString tableText(int row, int column) const override;
};

// Tensors as they came back.
struct CheckSource final : PlotSource {
    enum Column { Tensor, Bits, Weights, Expected, Found, Matches, ColumnCount };
    explicit CheckSource(const ExportReport& shown);
    ExportReport report; // with a check

    QString summary() const override;
    int tableRows() const override { return static_cast<int>(report.check->tensors.size()); }
    int tableColumns() const override { return ColumnCount; }
    int valueColumn() const override { return Found; }
    QString tableHeader(int column) const override;
    QVariant tableCell(int row, int column) const override;
};

// Files as they lie on disk.
struct WrittenSource final : PlotSource {
    enum Column { Name, Bytes, Sha256, ColumnCount };
    explicit WrittenSource(std::shared_ptr<const ExportCheck> shown);
    std::shared_ptr<const ExportCheck> check;

    QString summary() const override;
    int tableRows() const override { return static_cast<int>(check->files.size()); }
    int tableColumns() const override { return ColumnCount; }
    int valueColumn() const override { return Bytes; }
    QString tableHeader(int column) const override;
    QVariant tableCell(int row, int column) const override;
};

} // namespace moqa
