// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/tables/score_table.h"

#include "views/state/metric_text.h"
#include "views/state/score_text.h"
#include "views/state/text.h"

#include <QCoreApplication>
#include <cmath>
#include <limits>

namespace moqa {

namespace {
struct Text {
    Q_DECLARE_TR_FUNCTIONS(moqa::ScoreTable)
};
} // namespace

QString ScoreTable::titleOf(int row) const {
    const ScoreInfo* const info = at(row).info;
    return info ? scoreTitle(*info) : Text::tr("Your values: %1").arg(userName);
}

QString ScoreTable::remarkOf(int row) const {
    const ScoreRow& score = at(row);
    QStringList parts;
    if (score.isFlipped) parts << Text::tr("turned round");
    if (!score.missing.empty()) {
        const ScoreNeeds needs = score.info ? score.info->needs : ScoreNeeds::Losses;
        if (needs == ScoreNeeds::Analysis && !board->inputs.analysis)
            parts << Text::tr("needs an analysis of texts");
        else if (needs == ScoreNeeds::Weights && !board->inputs.readsWeights)
            parts << Text::tr("not computed: every expert would be read");
        else
            parts << qstr(score.missing);
    } else if (!board->isCompared()) {
        parts << Text::tr("needs a measured table to be compared with");
    }
    if (const QString warning = scoreWarning(score.agreement); !warning.isEmpty())
        parts << Text::tr("Misleading: %1").arg(warning);
    return parts.join(QStringLiteral("; "));
}

QString ScoreTable::summary() const {
    int compared = 0, misleading = 0;
    for (const ScoreRow& row : board->comparison.rows) {
        compared += row.agreement.byLayer.empty() ? 0 : 1;
        misleading += row.agreement.isArtefact ? 1 : 0;
    }
    return Text::tr("%1: %2 scores, %3 compared with the measured loss, of %4 the pooled "
                    "correlation is misleading")
        .arg(title)
        .arg(tableRows())
        .arg(compared)
        .arg(misleading);
}

QString ScoreTable::tableHeader(int column) const {
    switch (column) {
    case Id: return Text::tr("id");
    case Score: return Text::tr("score");
    case Needs: return Text::tr("needs");
    case Pooled: return Text::tr("pooled");
    case Within: return Text::tr("within layers");
    case Gate: return Text::tr("gate");
    case Up: return Text::tr("up");
    case Down: return Text::tr("down");
    default: return Text::tr("remark");
    }
}

double ScoreTable::numberOf(int row, int column) const {
    const ScoreAgreement& a = at(row).agreement;
    if (a.byLayer.empty()) return std::numeric_limits<double>::quiet_NaN();
    if (column == Pooled) return a.pooled;
    if (column == Within) return a.within;
    return a.byProjection[static_cast<size_t>(column - Gate)];
}

QVariant ScoreTable::tableCell(int row, int column) const {
    switch (column) {
    case Id: return qstr(at(row).agreement.id);
    case Score: return titleOf(row);
    case Needs: return at(row).info ? scoreNeedsText(at(row).info->needs) : Text::tr("your file");
    case Remark: return remarkOf(row);
    default: break;
    }
    const double number = numberOf(row, column);
    return std::isfinite(number) ? QVariant(number) : QVariant();
}

QString ScoreTable::tableText(int row, int column) const {
    if (column < Pooled || column > Down) return {};
    const QString text = correlationText(numberOf(row, column));
    // The remark stands far to the right.
    return column == Pooled && at(row).agreement.isArtefact ? QStringLiteral("\u26a0 ") + text
                                                            : text;
}

std::string ScoreTable::csvOf(const std::vector<int>& rows) const {
    ScoreComparison chosen;
    chosen.measured.moeLayers = board->comparison.measured.moeLayers;
    for (const int row : rows) chosen.rows.push_back(at(row));
    return scoresCsv(chosen);
}

std::shared_ptr<const ScoreTable> scoreTableOf(std::shared_ptr<const ScoreBoard> board,
                                               const QString& userName) {
    if (!board) return nullptr;
    auto table = std::make_shared<ScoreTable>();
    table->title = Text::tr("Scores against the measured loss");
    table->board = std::move(board);
    table->userName = userName;
    return table;
}

} // namespace moqa
