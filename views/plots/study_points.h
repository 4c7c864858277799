// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The pictures of a study: what each plan loses against its bits or size, and what random plans
// lose against what was predicted.

#include "core/measure/study.h"
#include "views/plots/symbol_source.h"

#include <memory>
#include <optional>

namespace moqa {

// Plans of one calibration and group stand on equal terms.
struct StudyCell {
    std::string calibration;
    int group = 64;
    bool operator==(const StudyCell&) const = default;
};
std::vector<StudyCell> cellsOf(const Study& study); // in the order of its rows

enum class StudyTexts { Both, Known, New };
enum class StudyMeasure { MeanBits, Megabytes };

struct StudyPoints final : SymbolSource {
    enum Column {
        Method,
        Texts,
        Calibration,
        Group,
        MeanBits,
        Megabytes,
        Kl,
        KlLow,
        KlHigh,
        Frontier,
        ColumnCount
    };
    struct Origin {
        int studyRow = 0;
        bool known = true;
        bool frontier = false; // no plan on these texts has less of both
    };
    std::shared_ptr<const Study> study;
    std::vector<Origin> origins; // of each point

    int rowOf(int studyRow) const; // its first point; -1 = it has none here
    QString readout(int row) const override;
    QString summary() const override;
    int tableColumns() const override { return ColumnCount; }
    int valueColumn() const override { return Kl; }
    QString tableHeader(int column) const override;
    QVariant tableCell(int row, int column) const override;
};

// cell none: all. Null where there is no point to show.
std::shared_ptr<const StudyPoints> studyPoints(std::shared_ptr<const Study> study,
                                               const std::optional<StudyCell>& cell,
                                               StudyTexts texts, StudyMeasure measure);

struct PredictionPoints final : SymbolSource {
    enum Column { Range, MeanBits, Predicted, Measured, ColumnCount };
    std::vector<double> meanBits; // of each point

    QString readout(int row) const override;
    QString summary() const override;
    int tableColumns() const override { return ColumnCount; }
    QString tableHeader(int column) const override;
    QVariant tableCell(int row, int column) const override;
};

// The random plans of a cell, a series for each range of bits; null where there are none.
std::shared_ptr<const PredictionPoints> predictionPoints(const Study& study, const StudyCell& cell);

} // namespace moqa
