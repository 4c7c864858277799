// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The table of scores: what each needs, how it agrees with the measured loss, and what to think of
// that. Its CSV is that of `moqa scores --csv`.

#include "views/plots/plot_source.h"
#include "views/state/score_desk.h"

#include <memory>

namespace moqa {

struct ScoreTable final : PlotSource {
    enum Column { Score, Pooled, Within, Gate, Up, Down, Remark, Needs, Id, ColumnCount };
    std::shared_ptr<const ScoreBoard> board; // never null
    QString userName;

    // By the engine's words, or the user's file.
    QString titleOf(int row) const;
    // Why there is no number, or what to think of it; empty where there is nothing to say.
    QString remarkOf(int row) const;
    QString summary() const override;
    int tableRows() const override { return static_cast<int>(board->comparison.rows.size()); }
    int tableColumns() const override { return ColumnCount; }
    int valueColumn() const override { return Within; }
    QString tableHeader(int column) const override;
    QVariant tableCell(int row, int column) const override;
    QString tableText(int row, int column) const override;
    std::string csv() const override { return scoresCsv(board->comparison); }
    std::string csvOf(const std::vector<int>& rows) const override;

private:
    const ScoreRow& at(int row) const { return board->comparison.rows[static_cast<size_t>(row)]; }
    double numberOf(int row, int column) const; // NaN where it is not defined
};

// Null for no board.
std::shared_ptr<const ScoreTable> scoreTableOf(std::shared_ptr<const ScoreBoard> board,
                                               const QString& userName);

} // namespace moqa
