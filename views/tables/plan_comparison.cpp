// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/tables/plan_comparison.h"

#include "views/state/text.h"

#include <QCoreApplication>
#include <algorithm>
#include <cmath>
#include <limits>

namespace moqa {

namespace {

struct Text {
    Q_DECLARE_TR_FUNCTIONS(moqa::PlanComparison)
};

// Mean of a figure over the scored corpora of one kind.
template <class Figure>
double meanOver(const EvaluateRun& run, bool known, Figure figureOf) {
    double sum = 0;
    int counted = 0;
    for (const CorpusScore& score : run.quantized.corpora) {
        const auto& names = run.knownCorpora;
        const bool isKnown = std::find(names.begin(), names.end(), score.corpus) != names.end();
        const double value = figureOf(score);
        if (isKnown != known || std::isnan(value)) continue;
        sum += value;
        ++counted;
    }
    return counted > 0 ? sum / counted : std::numeric_limits<double>::quiet_NaN();
}

} // namespace

double meanKl(const EvaluateRun& run, bool known) {
    return meanOver(run, known, [](const CorpusScore& score) {
        return score.hasReference ? score.kl : std::numeric_limits<double>::quiet_NaN();
    });
}

double jointPpl(const EvaluateRun& run, bool known) {
    return std::exp(meanOver(run, known, [](const CorpusScore& score) { return score.nll; }));
}

std::shared_ptr<const PlanComparison> comparePlans(const Document& document) {
    auto result = std::make_shared<PlanComparison>();
    result->title = Text::tr("Size against divergence");
    result->caption = Text::tr("mean KL(full || quantized) in nats a token");
    result->unit = Text::tr("nats");
    result->explanation =
        Text::tr("Each plan that was evaluated, on known texts (other parts of them calibrated) "
                 "and on new ones; below and to the left is better.");
    const double none = std::numeric_limits<double>::quiet_NaN();
    for (const std::string& name : document.planNames()) {
        const Plan* const plan = document.plan(name);
        if (!plan) continue;
        PlanScore score{name, plan->totals, false, false, none, none, none, none};
        if (const auto run = document.evaluateRun(name)) {
            score.evaluated = true;
            score.outdated = !document.isCurrent(name, run->planHash);
            score.pplKnown = jointPpl(*run, true);
            score.pplNew = jointPpl(*run, false);
            score.klKnown = meanKl(*run, true);
            score.klNew = meanKl(*run, false);
        }
        result->plans.push_back(std::move(score));
    }
    return result;
}

int PlanComparison::indexOf(const std::string& name) const {
    for (size_t i = 0; i < plans.size(); ++i)
        if (plans[i].name == name) return static_cast<int>(i);
    return -1;
}

QString PlanComparison::readout(int index) const {
    const PlanScore& plan = plans[static_cast<size_t>(index)];
    QString text = Text::tr("%1: %2 mean bits, %3")
                       .arg(qstr(plan.name), QLocale().toString(plan.totals.meanBits, 'f', 3),
                            megabyteText(plan.totals.bytes));
    if (!std::isnan(plan.klKnown)) text += Text::tr("; KL known %1").arg(figure(plan.klKnown));
    if (!std::isnan(plan.klNew)) text += Text::tr("; KL new %1").arg(figure(plan.klNew));
    if (plan.outdated) text += Text::tr("; outdated");
    return text;
}

QString PlanComparison::summary() const {
    const auto scored = std::count_if(plans.begin(), plans.end(),
                                      [](const PlanScore& plan) { return plan.evaluated; });
    return Text::tr("%1: %2 of %3 plans are evaluated")
        .arg(title, count(scored), count(tableRows()));
}

QString PlanComparison::tableHeader(int column) const {
    switch (column) {
    case Name: return Text::tr("Plan");
    case MeanBits: return Text::tr("Mean bits");
    case ModelBits: return Text::tr("Of the model");
    case TrueBits: return Text::tr("True bits");
    case Megabytes: return Text::tr("MB");
    case PplKnown: return Text::tr("PPL known");
    case PplNew: return Text::tr("PPL new");
    case KlKnown: return Text::tr("KL known, nats");
    case KlNew: return Text::tr("KL new, nats");
    default: return Text::tr("Evaluation");
    }
}

QVariant PlanComparison::tableCell(int row, int column) const {
    const PlanScore& plan = plans[static_cast<size_t>(row)];
    const auto number = [](double value) {
        return std::isnan(value) ? QVariant() : QVariant(value);
    };
    switch (column) {
    case Name: return qstr(plan.name);
    case MeanBits: return plan.totals.meanBits;
    case ModelBits: return plan.totals.meanBitsModel;
    case TrueBits: return plan.totals.trueBits;
    case Megabytes: return static_cast<double>(plan.totals.bytes) / 1e6;
    case PplKnown: return number(plan.pplKnown);
    case PplNew: return number(plan.pplNew);
    case KlKnown: return number(plan.klKnown);
    case KlNew: return number(plan.klNew);
    default:
        return plan.outdated    ? Text::tr("outdated")
               : plan.evaluated ? Text::tr("current")
                                : Text::tr("none");
    }
}

} // namespace moqa
