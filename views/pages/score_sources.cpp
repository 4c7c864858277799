// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/pages/score_sources.h"

#include "views/state/metric_text.h"
#include "views/state/score_text.h"
#include "views/state/text.h"

#include <QCoreApplication>
#include <algorithm>
#include <cmath>
#include <limits>

namespace moqa {

namespace {

struct Text {
    Q_DECLARE_TR_FUNCTIONS(moqa::ScoreSources)
};

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

const ScoreRow* rowAt(const ScoreTable& table, int row) {
    const auto& rows = table.board->comparison.rows;
    if (row < 0 || row >= table.tableRows()) return nullptr;
    const ScoreRow& found = rows[static_cast<size_t>(row)];
    return found.score.values.empty() ? nullptr : &found;
}

// "code, wiki": the texts whose loss is meant.
QString textsOf(const ScoreBoard& board) {
    QStringList names;
    for (const auto& [name, weight] : board.inputs.corpora) names << qstr(name);
    if (names.isEmpty() && board.inputs.losses)
        for (const LossCorpus& corpus : board.inputs.losses->corpora) names << qstr(corpus.name);
    return names.join(QStringLiteral(", "));
}

int64_t tokensOf(const ScoreBoard& board) {
    int64_t tokens = 0;
    if (!board.inputs.losses) return 0;
    for (const LossCorpus& corpus : board.inputs.losses->corpora) {
        const auto& chosen = board.inputs.corpora;
        const bool isMeant = chosen.empty() ||
                             std::any_of(chosen.begin(), chosen.end(),
                                         [&](const auto& one) { return one.first == corpus.name; });
        if (isMeant) tokens += corpus.tokens;
    }
    return tokens;
}

// Zero alone may be left out of a logarithmic axis; what is below has no place at all.
bool spreadsOverDecades(const std::vector<ScatterPoint>& points, double ScatterPoint::*value) {
    double lower = HUGE_VAL, upper = 0;
    for (const ScatterPoint& point : points) {
        const double v = point.*value;
        if (!std::isfinite(v)) continue;
        if (v < 0) return false;
        if (v > 0) lower = std::min(lower, v);
        upper = std::max(upper, v);
    }
    return upper > 10 * lower;
}

QString agreementText(const ScoreAgreement& a, const std::vector<int>& layers, int layer) {
    if (layer < 0)
        return Text::tr("rank correlation %1 pooled, %2 within layers")
            .arg(correlationText(a.pooled), correlationText(a.within));
    const auto at = std::find(layers.begin(), layers.end(), layer);
    const auto row = static_cast<size_t>(at - layers.begin());
    return Text::tr("layer %1: rank correlation %2")
        .arg(layer)
        .arg(correlationText(row < a.byLayer.size() ? a.byLayer[row] : kNan));
}

QString helpOf(const ScoreTable& table, int row) {
    const ScoreInfo* const info = table.board->comparison.rows[static_cast<size_t>(row)].info;
    if (!info) return Text::tr("Values that you gave for every expert.");
    return QStringLiteral("<p><b>%1</b><br>%2</p><p><code>%3</code><br>%4</p>")
        .arg(scoreTitle(*info).toHtmlEscaped(), scoreDescription(*info).toHtmlEscaped(),
             qstr(info->formula).toHtmlEscaped(), qstr(info->source).toHtmlEscaped());
}

} // namespace

std::shared_ptr<const GridSource> correlationGrid(const ScoreTable& table) {
    const ScoreBoard& board = *table.board;
    if (!board.isCompared()) return nullptr;
    auto grid = std::make_shared<GridSource>();
    grid->kind = GridKind::Signed;
    grid->title = Text::tr("Rank correlation with the measured loss");
    grid->caption = Text::tr("%1, %2 tokens").arg(textsOf(board), count(tokensOf(board)));
    grid->unit = QStringLiteral("1");
    grid->samples = tokensOf(board);
    grid->explanation = Text::tr("Spearman's rank correlation of score and measured loss over the "
                                 "experts of a layer: +1 means that what the score calls worth "
                                 "bits does lose most.");
    grid->notSeenText = Text::tr("no correlation: no score, or all alike");
    grid->rowAxis = Text::tr("layer");
    grid->columnAxis = Text::tr("score");
    grid->key.metric = "score_correlation"; // its own limits of colours
    for (int row = 0; row < table.tableRows(); ++row) {
        grid->columnIds.push_back(row);
        grid->columnNames << table.titleOf(row);
    }
    grid->rowIds = board.comparison.measured.moeLayers;
    for (size_t layer = 0; layer < grid->rowIds.size(); ++layer)
        for (const ScoreRow& row : board.comparison.rows)
            grid->values.push_back(row.agreement.byLayer.empty() ? kNan
                                                                 : row.agreement.byLayer[layer]);
    return grid;
}

std::shared_ptr<const ScatterSource> scoreScatter(const ScoreTable& table, int row, int layer,
                                                  bool logarithmic) {
    const ScoreRow* const score = rowAt(table, row);
    const UnitScore& measured = table.board->comparison.measured;
    if (!score || measured.values.empty() || score->score.values.size() != measured.values.size())
        return nullptr;
    auto source = std::make_shared<ScatterSource>();
    source->isSameQuantity = false;
    source->colourByLayer = true;
    source->xName = table.titleOf(row);
    source->yName = Text::tr("measured loss, nats per token");
    source->title = Text::tr("%1 against the measured loss").arg(source->xName);
    source->unit = QStringLiteral("1");
    source->samples = tokensOf(*table.board);
    source->caption = agreementText(score->agreement, measured.moeLayers, layer);
    if (score->isFlipped) source->caption += Text::tr(", turned round");
    source->caption +=
        Text::tr("; %1, %2 tokens").arg(textsOf(*table.board), count(source->samples));
    source->explanation = helpOf(table, row);
    for (size_t l = 0; l < measured.moeLayers.size(); ++l)
        for (int e = 0; e < measured.experts; ++e)
            if (layer < 0 || measured.moeLayers[l] == layer)
                source->points.push_back(
                    {measured.moeLayers[l], e, score->score.at(l, e), measured.at(l, e)});
    source->logX = logarithmic && spreadsOverDecades(source->points, &ScatterPoint::x);
    source->logY = logarithmic && spreadsOverDecades(source->points, &ScatterPoint::y);
    return source;
}

std::shared_ptr<const GridSource> scoreGrid(const ScoreTable& table, int row) {
    const ScoreRow* const found = rowAt(table, row);
    if (!found) return nullptr;
    const UnitScore& score = found->score;
    auto grid = std::make_shared<GridSource>();
    const bool isSigned =
        std::any_of(score.values.begin(), score.values.end(), [](double v) { return v < 0; });
    grid->kind = isSigned ? GridKind::Signed : GridKind::Amount;
    grid->title = table.titleOf(row);
    grid->unit = QStringLiteral("1");
    grid->caption = score.higherNeedsBits ? Text::tr("higher is taken to need bits")
                                          : Text::tr("lower is taken to need bits");
    grid->explanation = helpOf(table, row);
    grid->notSeenText = Text::tr("not defined");
    grid->rowAxis = Text::tr("layer");
    grid->columnAxis = Text::tr("expert");
    grid->key.metric = "score_" + score.id;
    for (int e = 0; e < score.experts; ++e) grid->columnIds.push_back(e);
    for (size_t l = 0; l < score.moeLayers.size(); ++l) {
        const int layer = score.moeLayers[l];
        for (int dense = grid->rowIds.empty() ? 0 : grid->rowIds.back() + 1; dense < layer;
             ++dense) {
            grid->rowIds.push_back(dense);
            grid->gapRows.push_back(true);
            grid->values.insert(grid->values.end(), grid->columnIds.size(), kNan);
        }
        grid->rowIds.push_back(layer);
        grid->gapRows.push_back(false);
        for (int e = 0; e < score.experts; ++e) grid->values.push_back(score.at(l, e));
    }
    return grid;
}

} // namespace moqa
