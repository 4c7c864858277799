// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Whether a result still fits what it was computed from: what the badges on the pages say. A result
// that does not fit is shown with its badge, never hidden.

#include <QString>
#include <string>

namespace moqa {

class Document;

enum class Fit { None, Current, Outdated, Partial }; // None: there is no result
struct Staleness {
    Fit fit = Fit::None;
    QString why; // one sentence; empty when current
    bool operator==(const Staleness&) const = default;
};

// Against the texts that are chosen to calibrate, their shares and weights.
Staleness analysisFit(const Document& document);
// Of a plan's quantization and evaluation: against the plan as it is now and the texts.
Staleness quantizeFit(const Document& document, const std::string& plan);
Staleness evaluateFit(const Document& document, const std::string& plan);
// Of the current table of measured losses: against the texts that were analysed.
Staleness lossesFit(const Document& document);

} // namespace moqa
