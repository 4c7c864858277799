// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/plots/frontier_source.h"

#include "views/state/text.h"

#include <QCoreApplication>

namespace moqa {

namespace {

struct Text {
    Q_DECLARE_TR_FUNCTIONS(moqa::FrontierSource)
};

QString bitsText(double bits) { return QLocale().toString(bits, 'f', 3); }

} // namespace

QString lossText(double loss) { return Text::tr("%1 nats a token").arg(figure(loss)); }

const FrontierPoint& FrontierSource::pointAt(int row) const {
    auto i = static_cast<size_t>(row);
    if (i < plans.size()) return plans[i].point;
    i -= plans.size();
    if (i < uniforms.size()) return uniforms[i].point;
    return curve[i - uniforms.size()];
}

QString FrontierSource::nameAt(int row) const {
    auto i = static_cast<size_t>(row);
    if (i < plans.size()) return qstr(plans[i].name);
    i -= plans.size();
    if (i < uniforms.size()) return Text::tr("uniform %n bit", nullptr, uniforms[i].bits);
    return Text::tr("least loss");
}

int FrontierSource::indexOf(const std::string& plan) const {
    for (size_t i = 0; i < plans.size(); ++i)
        if (plans[i].name == plan) return static_cast<int>(i);
    return -1;
}

QString FrontierSource::readout(int row) const {
    if (row < 0 || row >= tableRows()) return {};
    const FrontierPoint& point = pointAt(row);
    return Text::tr("%1: %2 mean bits, %3, %4")
        .arg(nameAt(row), bitsText(point.meanBits), lossText(point.loss),
             megabyteText(point.bytes));
}

QString FrontierSource::summary() const {
    return Text::tr("%1: %n plan(s) beside the least loss at each budget", nullptr,
                    static_cast<int>(plans.size()))
        .arg(title);
}

QString FrontierSource::tableHeader(int column) const {
    switch (column) {
    case What: return Text::tr("plan");
    case MeanBits: return Text::tr("mean bits");
    case Loss: return Text::tr("predicted loss, nats a token");
    case Megabytes: return Text::tr("size of the model, MB");
    default: return {};
    }
}

QVariant FrontierSource::tableCell(int row, int column) const {
    const FrontierPoint& point = pointAt(row);
    switch (column) {
    case What: return nameAt(row);
    case MeanBits: return point.meanBits;
    case Loss: return point.loss;
    case Megabytes: return static_cast<double>(point.bytes) / 1e6;
    default: return {};
    }
}

std::shared_ptr<const FrontierSource>
frontierSource(const Frontier& frontier,
               const std::vector<std::pair<std::string, const Plan*>>& plans) {
    auto source = std::make_shared<FrontierSource>();
    source->title = Text::tr("Predicted loss against mean bits");
    source->unit = Text::tr("nats a token");
    source->explanation =
        Text::tr("Sum of the measured losses of all experts at their widths, mean over the texts "
                 "that were measured. The curve is the least that is possible at each budget; "
                 "below and to the left is better.");
    source->uniforms = frontier.uniforms();
    source->curve = frontier.curve();
    for (const LossCorpus& corpus : frontier.table().corpora) source->samples += corpus.tokens;
    int uncovered = 0;
    for (const auto& [name, plan] : plans) {
        const auto loss = tableLoss(frontier.table(), *plan);
        if (loss)
            source->plans.push_back({name, {plan->totals.meanBits, *loss, plan->totals.bytes, 0}});
        else
            ++uncovered;
    }
    source->caption = Text::tr("%1 tokens measured").arg(count(source->samples));
    if (uncovered > 0)
        source->caption +=
            Text::tr("; %n plan(s) not drawn: formats not measured", nullptr, uncovered);
    return source;
}

} // namespace moqa
