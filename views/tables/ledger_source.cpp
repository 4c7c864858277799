// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/tables/ledger_source.h"

#include "views/state/text.h"

#include <QCoreApplication>
#include <algorithm>

namespace moqa {

namespace {
struct Text {
    Q_DECLARE_TR_FUNCTIONS(moqa::LedgerSource)
};
} // namespace

LedgerSource::LedgerSource(std::vector<LedgerRow> ledger) : rows(std::move(ledger)) {
    title = Text::tr("Every tensor of the quantized model");
}

int LedgerSource::fallbacks() const {
    return static_cast<int>(std::count_if(
        rows.begin(), rows.end(), [](const LedgerRow& row) { return !row.fallback.empty(); }));
}

QString LedgerSource::summary() const {
    return Text::tr("%1: %2 tensors, %3 of them treated otherwise than asked")
        .arg(title, count(tableRows()), count(fallbacks()));
}

QString LedgerSource::tableHeader(int column) const {
    switch (column) {
    case Tensor: return Text::tr("Tensor");
    case Bits: return Text::tr("Bits");
    case Group: return Text::tr("Group");
    case Method: return Text::tr("Method");
    case WeightError: return Text::tr("Weight error");
    case OutputError: return Text::tr("Output error");
    case TokensSeen: return Text::tr("Tokens seen");
    case Fallback: return Text::tr("Fallback");
    case Reason: return Text::tr("Reason");
    default: return Text::tr("Bytes");
    }
}

QVariant LedgerSource::tableCell(int row, int column) const {
    const LedgerRow& one = rows[static_cast<size_t>(row)];
    const bool kept = one.method == "kept";
    const auto number = [](double value) {
        return std::isnan(value) ? QVariant() : QVariant(value);
    };
    switch (column) {
    case Tensor: return qstr(one.name);
    case Bits: return one.format.bits;
    case Group:
        if (kept) return QString();
        return one.format.group < 0 ? QVariant(Text::tr("row")) : QVariant(one.format.group);
    case Method: return qstr(one.method);
    case WeightError: return number(one.weightError);
    case OutputError: return kept ? QVariant(0.0) : number(one.outputError);
    case TokensSeen: return static_cast<qlonglong>(one.tokensSeen);
    case Fallback: return qstr(one.fallback);
    case Reason: return qstr(one.reason);
    default: return static_cast<qlonglong>(one.storedBytes);
    }
}

} // namespace moqa
