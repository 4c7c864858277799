// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/tables/result_tables.h"

#include "views/state/text.h"

#include <algorithm>

namespace moqa {

namespace {

QVariant alignment(int column, int firstNumber) {
    return QVariant((column >= firstNumber ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
}

QString percent(double share) {
    return QLocale().toString(share * 100, 'f', 2) + QStringLiteral(" %");
}

} // namespace

void LayerTable::setLayers(std::vector<LayerReport> layers) {
    beginResetModel();
    m_layers = std::move(layers);
    endResetModel();
}

void LayerTable::append(const LayerReport& layer) {
    beginInsertRows({}, rowCount(), rowCount());
    m_layers.push_back(layer);
    endInsertRows();
}

int LayerTable::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_layers.size());
}
int LayerTable::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant LayerTable::data(const QModelIndex& index, int role) const {
    if (!index.isValid() || index.row() >= rowCount()) return {};
    if (role == Qt::TextAlignmentRole) return alignment(index.column(), WeightError);
    if (role != Qt::DisplayRole) return {};
    const LayerReport& layer = m_layers[static_cast<size_t>(index.row())];
    switch (index.column()) {
    case Layer: return layer.layer < 0 ? tr("outside layers") : QString::number(layer.layer);
    case WeightError: return figure(layer.weightError);
    case OutputError: return figure(layer.outputError);
    case Fallbacks: return count(layer.fallbacks);
    default: return QLocale().toString(layer.seconds, 'f', 1);
    }
}

QVariant LayerTable::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal) return {};
    if (role == Qt::ToolTipRole) {
        switch (section) {
        case WeightError: return tr("||W - Wq|| / ||W||, over the routed experts");
        case OutputError:
            return tr("Relative error of the MoE block's output on calibration tokens");
        case Fallbacks: return tr("Tensors that got another treatment than asked, see the ledger");
        default: return {};
        }
    }
    if (role != Qt::DisplayRole) return {};
    switch (section) {
    case Layer: return tr("Layer");
    case WeightError: return tr("Weight error");
    case OutputError: return tr("Output error");
    case Fallbacks: return tr("Fallbacks");
    case Seconds: return tr("Seconds");
    default: return {};
    }
}

void EvaluateTable::setRun(std::optional<EvaluateRun> run) {
    beginResetModel();
    m_run = std::move(run);
    endResetModel();
}

int EvaluateTable::rowCount(const QModelIndex& parent) const {
    return parent.isValid() || !m_run ? 0
                                      : static_cast<int>(std::min(m_run->full.corpora.size(),
                                                                  m_run->quantized.corpora.size()));
}
int EvaluateTable::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant EvaluateTable::text(int row, int column) const {
    const CorpusScore& full = m_run->full.corpora[static_cast<size_t>(row)];
    const CorpusScore& quantized = m_run->quantized.corpora[static_cast<size_t>(row)];
    const auto& known = m_run->knownCorpora;
    switch (column) {
    case Corpus: return qstr(full.corpus);
    case Kind:
        return std::find(known.begin(), known.end(), full.corpus) != known.end() ? tr("known")
                                                                                 : tr("new");
    case Scored: return count(full.scored);
    case FullPpl: return QLocale().toString(full.ppl, 'f', 3);
    case Ppl: return QLocale().toString(quantized.ppl, 'f', 3);
    case Change:
        return (quantized.ppl >= full.ppl ? QStringLiteral("+") : QString()) +
               percent(quantized.ppl / full.ppl - 1);
    case Kl: return quantized.hasReference ? figure(quantized.kl) : QString();
    default: return quantized.hasReference ? percent(quantized.sameTop1) : QString();
    }
}

QVariant EvaluateTable::data(const QModelIndex& index, int role) const {
    if (!index.isValid() || index.row() >= rowCount()) return {};
    if (role == Qt::TextAlignmentRole) return alignment(index.column(), Scored);
    return role == Qt::DisplayRole ? text(index.row(), index.column()) : QVariant();
}

QVariant EvaluateTable::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal) return {};
    if (role == Qt::ToolTipRole) {
        switch (section) {
        case Kind: return tr("known: calibrated on another part of it; new: never seen");
        case Scored: return tr("Tokens scored");
        case FullPpl: return tr("Perplexity of the full model");
        case Ppl: return tr("Perplexity of the quantized model");
        case Kl: return tr("Mean KL(full || quantized) of a scored token, in nats");
        case SameTop1: return tr("Share of tokens whose most likely next token is the same");
        default: return {};
        }
    }
    if (role != Qt::DisplayRole) return {};
    switch (section) {
    case Corpus: return tr("Corpus");
    case Kind: return tr("Data");
    case Scored: return tr("Tokens");
    case FullPpl: return tr("PPL full");
    case Ppl: return tr("PPL quantized");
    case Change: return tr("Change");
    case Kl: return tr("KL, nats");
    case SameTop1: return tr("Same top-1");
    default: return {};
    }
}

} // namespace moqa
