// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/tables/study_table.h"

#include "views/state/text.h"

#include <QCoreApplication>
#include <algorithm>
#include <array>
#include <cmath>
#include <fmt/format.h>

namespace moqa {

namespace {

struct Text {
    Q_DECLARE_TR_FUNCTIONS(moqa::StudyTable)
};

// Above this share of resamples without a meaning an interval says little.
constexpr double kManyUndefined = 0.02;

QString percent(double share) { return QLocale().toString(100 * share, 'f', 1); }

QString shareText(const ShareInterval& share) {
    return QStringLiteral("%1 [%2, %3]")
        .arg(percent(share.value), percent(share.low), percent(share.high));
}

bool sameCell(const StudyRow& row, const StudyComparison& c, bool known) {
    return c.bits == row.bits && c.calibration == row.calibration && c.group == row.group &&
           c.isKnown == known;
}

// The shortest digits that are read back exactly.
std::string field(double value) {
    return std::isnan(value) ? std::string() : fmt::format("{}", value);
}

std::string field(const std::string& text) {
    if (text.find_first_of(",\"\n") == std::string::npos) return text;
    std::string out = "\"";
    for (const char c : text) out += c == '"' ? std::string("\"\"") : std::string(1, c);
    return out + '"';
}

} // namespace

QString groupText(int group) { return group < 0 ? Text::tr("row") : QString::number(group); }

std::shared_ptr<const StudyTable> studyTable(std::shared_ptr<const Study> study) {
    if (!study) return nullptr;
    auto table = std::make_shared<StudyTable>();
    table->title = Text::tr("Study of %1").arg(qstr(study->model));
    table->unit = Text::tr("per cent");
    table->explanation = Text::tr(
        "Recovered: the share of what the uniform baseline loses that a plan wins back, 1 - sum "
        "KL(plan) / sum KL(uniform) over the texts of a kind, in per cent; below 0 it loses more. "
        "In brackets the 95 % interval of a paired bootstrap over windows. p: that the plan is as "
        "good as the best one of its budget, by the same bootstrap.");
    if (!study->rows.empty())
        for (const CorpusScore& text : study->rows.front().report.corpora)
            table->samples += text.scored;
    table->caption =
        Text::tr("recovered: per cent of what uniform %n bit loses, with 95 % intervals", nullptr,
                 static_cast<int>(study->grid.baselineBits));
    table->caption += Text::tr("; %1 tokens scored").arg(count(table->samples));
    if (!study->complete) table->caption += Text::tr("; unfinished");
    table->study = std::move(study);
    return table;
}

const StudyComparison* StudyTable::comparison(int row, bool known) const {
    const StudyRow& one = study->rows[static_cast<size_t>(row)];
    for (const StudyComparison& c : study->comparisons)
        if (c.a == one.method && sameCell(one, c, known)) return &c;
    return nullptr;
}

bool StudyTable::isBest(int row, bool known) const {
    const StudyRow& one = study->rows[static_cast<size_t>(row)];
    return one.failure.empty() &&
           std::any_of(study->comparisons.begin(), study->comparisons.end(),
                       [&](const auto& c) { return c.b == one.method && sameCell(one, c, known); });
}

const std::optional<ShareInterval>* StudyTable::shareOf(int row, int column) const {
    const StudyRow& one = study->rows[static_cast<size_t>(row)];
    switch (column) {
    case ShareKnown: return &one.known.klShare;
    case ShareNew: return &one.fresh.klShare;
    case LogKnown: return &one.known.logPerplexityShare;
    case LogNew: return &one.fresh.logPerplexityShare;
    default: return nullptr;
    }
}

QString StudyTable::remark(int row) const {
    const StudyRow& one = study->rows[static_cast<size_t>(row)];
    if (!one.failure.empty()) return Text::tr("no plan: %1").arg(qstr(one.failure));
    if (one.method == "uniform" && one.bits == study->grid.baselineBits)
        return Text::tr("baseline");
    for (const int column : {ShareKnown, ShareNew, LogKnown, LogNew})
        if (const auto* const share = shareOf(row, column);
            *share && (*share)->undefinedResamples > kManyUndefined)
            return Text::tr("intervals of little worth: uniform loses nothing in %1 % of resamples")
                .arg(percent((*share)->undefinedResamples));
    return {};
}

QString StudyTable::tableHeader(int column) const {
    switch (column) {
    case Method: return Text::tr("Method");
    case Calibration: return Text::tr("Calibrated on");
    case Group: return Text::tr("Group");
    case Budget: return Text::tr("Bits");
    case MeanBits: return Text::tr("Mean bits");
    case TrueBits: return Text::tr("True bits");
    case Megabytes: return Text::tr("MB");
    case Predicted: return Text::tr("KL predicted");
    case KlKnown: return Text::tr("KL known");
    case ShareKnown: return Text::tr("Recovered known, %");
    case PKnown: return Text::tr("p known");
    case KlNew: return Text::tr("KL new");
    case ShareNew: return Text::tr("Recovered new, %");
    case PNew: return Text::tr("p new");
    case LogKnown: return Text::tr("Recovered log PPL known, %");
    case LogNew: return Text::tr("Recovered log PPL new, %");
    default: return Text::tr("Remark");
    }
}

QVariant StudyTable::tableCell(int row, int column) const {
    const StudyRow& one = study->rows[static_cast<size_t>(row)];
    switch (column) {
    case Method: return qstr(one.method);
    case Calibration: return qstr(one.calibration);
    case Group: return one.group < 0 ? QVariant(groupText(-1)) : QVariant(one.group);
    case Budget: return one.bits;
    case Remark: return remark(row);
    default: break;
    }
    if (!one.failure.empty()) return {};
    const auto present = [](bool is, double value) { return is ? QVariant(value) : QVariant(); };
    switch (column) {
    case MeanBits: return one.totals.meanBits;
    case TrueBits: return one.totals.trueBits;
    case Megabytes: return static_cast<double>(one.totals.bytes) / 1e6;
    case Predicted: return present(one.predicted >= 0, one.predicted);
    case KlKnown: return present(hasTexts(true), one.known.kl);
    case KlNew: return present(hasTexts(false), one.fresh.kl);
    case PKnown:
    case PNew: {
        const StudyComparison* const c = comparison(row, column == PKnown);
        return c ? QVariant(c->p) : QVariant();
    }
    default: {
        const auto* const share = shareOf(row, column);
        return share && *share ? QVariant(100 * (*share)->value) : QVariant();
    }
    }
}

QString StudyTable::tableText(int row, int column) const {
    if (const auto* const share = shareOf(row, column))
        return *share ? shareText(**share) : QStringLiteral("\u2013");
    const StudyRow& one = study->rows[static_cast<size_t>(row)];
    const auto fixed = [](double value, int digits) {
        return QLocale().toString(value, 'f', digits);
    };
    if (column == PKnown || column == PNew) {
        if (isBest(row, column == PKnown)) return Text::tr("best");
        const StudyComparison* const c = comparison(row, column == PKnown);
        if (!c) return QStringLiteral("\u2013");
        return c->p < 0.001 ? QStringLiteral("< ") + fixed(0.001, 3) : fixed(c->p, 3);
    }
    if (column == Remark || !tableCell(row, column).isValid())
        return column == Remark ? QString() : QStringLiteral("\u2013");
    switch (column) {
    case Budget: return fixed(one.bits, 2);
    case MeanBits: return fixed(one.totals.meanBits, 3);
    case TrueBits: return fixed(one.totals.trueBits, 3);
    case Megabytes: return fixed(static_cast<double>(one.totals.bytes) / 1e6, 2);
    case Predicted: return fixed(one.predicted, 6);
    case KlKnown: return fixed(one.known.kl, 6);
    case KlNew: return fixed(one.fresh.kl, 6);
    default: return {};
    }
}

QString StudyTable::readout(int row) const {
    if (row < 0 || row >= tableRows()) return {};
    const StudyRow& one = study->rows[static_cast<size_t>(row)];
    QString text = Text::tr("%1, %2 bits, calibrated on %3, group %4")
                       .arg(qstr(one.method), QLocale().toString(one.bits, 'f', 2),
                            qstr(one.calibration), groupText(one.group));
    if (!one.failure.empty()) return text + QStringLiteral("; ") + remark(row);
    if (one.known.klShare) text += Text::tr("; known %1 %").arg(shareText(*one.known.klShare));
    if (one.fresh.klShare) text += Text::tr("; new %1 %").arg(shareText(*one.fresh.klShare));
    return text;
}

QString StudyTable::summary() const {
    return Text::tr("%1: %n plan(s)", nullptr, tableRows()).arg(title);
}

std::string StudyTable::csvOf(const std::vector<int>& rows) const {
    std::string out =
        "method,calibration,group,bits,mean_bits,true_bits,bytes,predicted_kl,seconds";
    for (const char* const kind : {"known", "new"})
        out += fmt::format(",kl_{0},kl_{0}_low,kl_{0}_high,recovered_kl_{0},recovered_kl_{0}_low,"
                           "recovered_kl_{0}_high,recovered_log_ppl_{0},recovered_log_ppl_{0}_low,"
                           "recovered_log_ppl_{0}_high,p_{0}",
                           kind);
    out += ",failure\n";
    constexpr size_t kFigures = 5 + 2 * 10; // between the budget and the failure
    for (const int r : rows) {
        const StudyRow& row = study->rows[static_cast<size_t>(r)];
        std::vector<std::string> cells = {field(row.method), field(row.calibration),
                                          fmt::format("{}", row.group), field(row.bits)};
        const auto addShare = [&](const std::optional<ShareInterval>& share) {
            for (const double v : share ? std::array{share->value, share->low, share->high}
                                        : std::array{std::nan(""), std::nan(""), std::nan("")})
                cells.push_back(field(v));
        };
        if (row.failure.empty()) {
            cells.push_back(field(row.totals.meanBits));
            cells.push_back(field(row.totals.trueBits));
            cells.push_back(fmt::format("{}", row.totals.bytes));
            cells.push_back(row.predicted >= 0 ? field(row.predicted) : std::string());
            cells.push_back(field(row.seconds));
            for (const bool known : {true, false}) {
                const StudyScores& scores = known ? row.known : row.fresh;
                const auto& interval = scores.klInterval;
                cells.push_back(hasTexts(known) ? field(scores.kl) : std::string());
                cells.push_back(interval ? field(interval->low) : std::string());
                cells.push_back(interval ? field(interval->high) : std::string());
                addShare(scores.klShare);
                addShare(scores.logPerplexityShare);
                const StudyComparison* const c = comparison(r, known);
                cells.push_back(c ? field(c->p) : std::string());
            }
        } else {
            cells.resize(cells.size() + kFigures);
        }
        cells.push_back(field(row.failure));
        for (size_t i = 0; i < cells.size(); ++i) out += (i ? "," : "") + cells[i];
        out += '\n';
    }
    return out;
}

} // namespace moqa
