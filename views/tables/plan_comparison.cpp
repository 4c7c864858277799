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
        PlanScore now{name, plan->totals, false, false, false, none, none, none, none};
        const auto run = document.evaluateRun(name);
        if (!run) {
            result->plans.push_back(std::move(now));
            continue;
        }
        now.edited = !document.isCurrent(name, run->planHash);
        PlanScore measured{name,
                           now.edited ? run->totals : plan->totals,
                           true,
                           now.edited,
                           false,
                           jointPpl(*run, true),
                           jointPpl(*run, false),
                           meanKl(*run, true),
                           meanKl(*run, false)};
        result->plans.push_back(std::move(measured));
        if (now.edited) result->plans.push_back(std::move(now));
    }
    return result;
}

int PlanComparison::indexOf(const std::string& name) const {
    for (size_t i = 0; i < plans.size(); ++i)
        if (plans[i].name == name && !plans[i].outdated) return static_cast<int>(i);
    return -1;
}

QString PlanComparison::nameOf(int index) const {
    const PlanScore& plan = plans[static_cast<size_t>(index)];
    return plan.outdated ? Text::tr("%1 as measured").arg(qstr(plan.name)) : qstr(plan.name);
}

QString PlanComparison::readout(int index) const {
    const PlanScore& plan = plans[static_cast<size_t>(index)];
    QString text = plan.totals
                       ? Text::tr("%1: %2 mean bits, %3")
                             .arg(nameOf(index), QLocale().toString(plan.totals->meanBits, 'f', 3),
                                  megabyteText(plan.totals->bytes))
                       : nameOf(index);
    if (!std::isnan(plan.klKnown)) text += Text::tr("; KL known %1").arg(figure(plan.klKnown));
    if (!std::isnan(plan.klNew)) text += Text::tr("; KL new %1").arg(figure(plan.klNew));
    if (plan.outdated) text += Text::tr("; the plan was edited since");
    if (plan.edited) text += Text::tr("; not measured since it was edited");
    return text;
}

QString PlanComparison::summary() const {
    const auto scored = std::count_if(plans.begin(), plans.end(), [](const PlanScore& plan) {
        return plan.evaluated && !plan.outdated;
    });
    const auto all = std::count_if(plans.begin(), plans.end(),
                                   [](const PlanScore& plan) { return !plan.outdated; });
    return Text::tr("%1: %2 of %3 plans are evaluated").arg(title, count(scored), count(all));
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
    const double none = std::numeric_limits<double>::quiet_NaN();
    const auto number = [](double value) {
        return std::isnan(value) ? QVariant() : QVariant(value);
    };
    switch (column) {
    case Name: return nameOf(row);
    case MeanBits: return number(plan.totals ? plan.totals->meanBits : none);
    case ModelBits: return number(plan.totals ? plan.totals->meanBitsModel : none);
    case TrueBits: return number(plan.totals ? plan.totals->trueBits : none);
    case Megabytes:
        return number(plan.totals ? static_cast<double>(plan.totals->bytes) / 1e6 : none);
    case PplKnown: return number(plan.pplKnown);
    case PplNew: return number(plan.pplNew);
    case KlKnown: return number(plan.klKnown);
    case KlNew: return number(plan.klNew);
    default:
        return plan.outdated    ? Text::tr("before the edits")
               : plan.edited    ? Text::tr("not measured: edited")
               : plan.evaluated ? Text::tr("current")
                                : Text::tr("none");
    }
}

} // namespace moqa
