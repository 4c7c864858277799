// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/state/score_text.h"

#include "views/state/metric_text.h"
#include "views/state/text.h"

#include <QCoreApplication>

namespace moqa {

namespace {

struct Text {
    Q_DECLARE_TR_FUNCTIONS(moqa::Scores)
};

} // namespace

QString scoreDescription(const ScoreInfo& info) {
    // The texts stand in core, marked for translation in this context.
    return QCoreApplication::translate("moqa", info.description);
}

QString scoreNeedsText(ScoreNeeds needs) {
    switch (needs) {
    case ScoreNeeds::Analysis: return Text::tr("analysis of texts");
    case ScoreNeeds::Weights: return Text::tr("weights alone");
    case ScoreNeeds::Losses: return Text::tr("measured losses");
    }
    return {};
}

QString scoreWarning(const ScoreAgreement& agreement) {
    if (!agreement.isArtefact) return {};
    return Text::tr("pooled %1, but %2 within layers: the pooled number comes from differences "
                    "between layers and does not say which expert of a layer needs bits")
        .arg(correlationText(agreement.pooled), correlationText(agreement.within));
}

QString correlationText(double r) {
    if (!std::isfinite(r)) return QStringLiteral("\u2013");
    QString text = QLocale().toString(std::abs(r), 'f', 2);
    // A minus as wide as the plus.
    return (r < 0 ? QStringLiteral("\u2212") : QStringLiteral("+")) + text;
}

} // namespace moqa
