// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/pages/adapt_sources.h"

#include "views/state/text.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <algorithm>
#include <limits>
#include <map>

namespace moqa {

namespace {

struct Text {
    Q_DECLARE_TR_FUNCTIONS(moqa::AdaptSources)
};

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

QString percent(double share) { return QLocale().toString(100 * share, 'f', 0); }

QString captionOf(const AdaptOutcome& outcome) {
    const TextSample& sample = outcome.adaptation->samples.front();
    const UsageDrift& drift = outcome.adaptation->drifts.front();
    return Text::tr("%1, %2 tokens in %3 windows of %4; known texts: %5")
        .arg(qstr(sample.corpus), count(sample.tokens), count(drift.windows),
             count(drift.windowTokens), [&] {
                 QStringList names;
                 for (const std::string& name : outcome.file->cached.corpora) names << qstr(name);
                 return names.join(QStringLiteral(", "));
             }());
}

QString modelText(GainRow::What what) {
    switch (what) {
    case GainRow::What::Original: return Text::tr("original model");
    case GainRow::What::File: return Text::tr("quantized file as it is");
    case GainRow::What::Applied: return Text::tr("with the patches that are applied");
    case GainRow::What::Patch: return Text::tr("with the new patch alone");
    }
    return {};
}

QString signedFigure(double value) {
    return (value > 0 ? QStringLiteral("+") : QString()) + figure(value);
}

} // namespace

std::shared_ptr<const SeriesSource> driftSeries(const AdaptOutcome& outcome) {
    const UsageDrift& drift = outcome.adaptation->drifts.front();
    auto source = std::make_shared<SeriesSource>();
    source->title = Text::tr("Drift of the experts' use from the calibration texts");
    source->caption = captionOf(outcome);
    source->unit = Text::tr("bit");
    source->xName = Text::tr("layer");
    source->yName = Text::tr("Jensen-Shannon divergence, bit");
    source->explanation = Text::tr(
        "Windows slide over the text; each window's use of the experts is compared with that of "
        "the calibration texts. 0 = the same, 1 = no expert in common. The band holds 95 % of the "
        "windows of the calibration texts themselves, each against the rest.");
    source->samples = outcome.adaptation->samples.front().tokens;
    SeriesSource::Series mean{Text::tr("this text"), {}};
    SeriesSource::Series highest{Text::tr("its farthest window"), {}};
    SeriesSource::Series known{Text::tr("known texts"), {}};
    for (const LayerDrift& layer : drift.layers) {
        source->xs.push_back(layer.layer);
        mean.values.push_back(layer.mean);
        highest.values.push_back(layer.highest);
        known.values.push_back(layer.nullMean);
        known.low.push_back(0);
        known.high.push_back(layer.nullHigh);
    }
    source->series = {std::move(mean), std::move(known), std::move(highest)};
    return source->xs.empty() ? nullptr : source;
}

QString verdictText(const AdaptOutcome& outcome) {
    const UsageDrift& drift = outcome.adaptation->drifts.front();
    QStringList beyond;
    for (const LayerDrift& layer : drift.layers)
        if (layer.mean > layer.nullHigh) beyond << QString::number(layer.layer);
    const QString layers = beyond.isEmpty() ? Text::tr("no layer lies beyond their band")
                                            : Text::tr("beyond their band: layer(s) %1", nullptr,
                                                       static_cast<int>(beyond.size()))
                                                  .arg(beyond.join(QStringLiteral(", ")));
    return drift.recommendsSwitch()
               ? Text::tr("%1 drifts: %2 % of its windows differ more than the known texts do; "
                          "%3. A switch is recommended.")
                     .arg(qstr(drift.corpus), percent(drift.beyond), layers)
               : Text::tr("The plan still fits %1: %2 % of its windows differ more than the known "
                          "texts do; %3.")
                     .arg(qstr(drift.corpus), percent(drift.beyond), layers);
}

std::shared_ptr<const GridSource> changeGrid(const AdaptOutcome& outcome) {
    const Adaptation& found = *outcome.adaptation;
    const std::vector<int> moe = outcome.file->spec.moeLayers();
    const auto experts = static_cast<size_t>(outcome.file->spec.experts);
    if (moe.empty() || experts == 0) return nullptr;
    auto grid = std::make_shared<GridSource>();
    grid->kind = GridKind::Signed;
    grid->title = Text::tr("Change of the experts' precision");
    grid->caption = captionOf(outcome);
    grid->explanation = Text::tr("Bits that the base rule gives an expert on this text, less those "
                                 "on the calibration texts. White: it keeps its precision.");
    grid->notSeenText = Text::tr("not seen: no token of the sample came here");
    grid->unit = Text::tr("bit");
    grid->rowAxis = Text::tr("layer");
    grid->columnAxis = Text::tr("expert");
    grid->samples = found.samples.front().tokens;
    grid->key.metric = "precision-change"; // its own limits of colours
    for (size_t e = 0; e < experts; ++e) grid->columnIds.push_back(static_cast<int>(e));
    std::map<int, size_t> rows;
    for (size_t m = 0; m < moe.size(); ++m) {
        for (int dense = grid->rowIds.empty() ? 0 : grid->rowIds.back() + 1; dense < moe[m];
             ++dense) {
            grid->rowIds.push_back(dense);
            grid->gapRows.push_back(true);
            grid->values.insert(grid->values.end(), experts, kNan);
        }
        rows[moe[m]] = grid->rowIds.size();
        grid->rowIds.push_back(moe[m]);
        grid->gapRows.push_back(false);
        for (size_t e = 0; e < experts; ++e)
            grid->values.push_back(found.samples.front().significance[m * experts + e] > 0 ? 0
                                                                                           : kNan);
    }
    for (const PrecisionChange& change : found.changes)
        grid->values[rows.at(change.layer) * experts + static_cast<size_t>(change.expert)] =
            change.to - change.from;
    return grid;
}

QString patchText(const AdaptOutcome& outcome) {
    const Adaptation& found = *outcome.adaptation;
    const auto up = std::count_if(found.changes.begin(), found.changes.end(),
                                  [](const PrecisionChange& c) { return c.to > c.from; });
    const auto changed = static_cast<int>(found.changes.size());
    QString text = changed == 0 ? Text::tr("No expert changes its precision.")
                                : Text::tr("%n expert(s) change their precision: %1 up, %2 down.",
                                           nullptr, changed)
                                      .arg(up)
                                      .arg(changed - static_cast<int>(up));
    text += QLatin1Char(' ');
    if (found.patch.channels() == 0)
        return text + Text::tr("There is nothing to patch: none of them has cached channels.");
    text += Text::tr("Patch: %1 of %2 cached channels, %3 beside a file of %4.")
                .arg(count(found.patch.channels()), count(found.cachedChannels),
                     byteText(found.patch.storedBytes()), byteText(outcome.file->fileBytes));
    return text;
}

QString gainText(const Gain& gain) {
    const CorpusScore* const without = gain.find(GainRow::What::File);
    const CorpusScore* const with = gain.find(GainRow::What::Patch);
    if (!without || !with) return {};
    if (!with->hasReference)
        return Text::tr("The patch takes the perplexity of %1 from %2 to %3. Open the original "
                        "model to see the divergence from it.")
            .arg(qstr(with->corpus), figure(without->ppl), figure(with->ppl));
    QString text = Text::tr("The patch takes the mean KL of %1 from %2 to %3 nats a token")
                       .arg(qstr(with->corpus), figure(without->kl), figure(with->kl));
    if (without->kl > 0)
        text +=
            Text::tr(" (%1 %)").arg((with->kl > without->kl ? QStringLiteral("+") : QString()) +
                                    QLocale().toString(100 * (with->kl / without->kl - 1), 'f', 1));
    if (gain.difference)
        text += Text::tr("; difference %1, 95 %: %2 to %3")
                    .arg(signedFigure(gain.difference->value), signedFigure(gain.difference->low),
                         signedFigure(gain.difference->high));
    return text + QStringLiteral(". ") + gainVerdict(gain);
}

QString gainVerdict(const Gain& gain) {
    if (!gain.difference) return {};
    return gain.difference->high < 0  ? Text::tr("Measured, the patch wins.")
           : gain.difference->low > 0 ? Text::tr("Measured, the patch harms.")
                                      : Text::tr("Measured, no gain is shown.");
}

ChangeSource::ChangeSource(const AdaptOutcome& outcome) : adaptation(outcome.adaptation) {
    title = Text::tr("Experts whose precision changes");
    std::map<std::pair<int, int>, int64_t> cached;
    for (const LayerCache& layer : outcome.file->cached.layers)
        for (const ChannelId& id : layer.channels) ++cached[{layer.layer, id.expert}];
    for (const PrecisionChange& change : adaptation->changes) {
        const auto found = cached.find({change.layer, change.expert});
        channels.push_back(found == cached.end() ? 0 : found->second);
    }
}

QString ChangeSource::summary() const {
    return Text::tr("%1: %n expert(s)", nullptr, tableRows()).arg(title);
}

QString ChangeSource::tableHeader(int column) const {
    switch (column) {
    case Layer: return Text::tr("Layer");
    case Expert: return Text::tr("Expert");
    case From: return Text::tr("Bits by the rule, known texts");
    case To: return Text::tr("Bits by the rule, this text");
    case Before: return Text::tr("Significance on known texts");
    case Now: return Text::tr("On this text");
    default: return Text::tr("Cached channels");
    }
}

QVariant ChangeSource::tableCell(int row, int column) const {
    const PrecisionChange& change = adaptation->changes[static_cast<size_t>(row)];
    switch (column) {
    case Layer: return change.layer;
    case Expert: return change.expert;
    case From: return change.from;
    case To: return change.to;
    case Before: return change.before;
    case Now: return change.now;
    default: return static_cast<qlonglong>(channels[static_cast<size_t>(row)]);
    }
}

GainSource::GainSource(Gain measured) : gain(std::move(measured)) {
    title = Text::tr("What the patch wins on %1").arg(qstr(gain.choice.text.name()));
}

QString GainSource::summary() const { return title + QStringLiteral(": ") + gainText(gain); }

QString GainSource::tableHeader(int column) const {
    switch (column) {
    case Model: return Text::tr("Model");
    case Perplexity: return Text::tr("Perplexity");
    case Kl: return Text::tr("Mean KL, nats");
    case SameTop1: return Text::tr("Same top-1");
    case Scored: return Text::tr("Scored tokens");
    default: return Text::tr("Windows");
    }
}

QVariant GainSource::tableCell(int row, int column) const {
    const auto& [what, score] = gain.rows[static_cast<size_t>(row)];
    switch (column) {
    case Model: return modelText(what);
    case Perplexity: return score.ppl;
    case Kl: return score.hasReference ? QVariant(score.kl) : QVariant();
    case SameTop1: return score.hasReference ? QVariant(score.sameTop1) : QVariant();
    case Scored: return static_cast<qlonglong>(score.scored);
    default: return static_cast<qlonglong>(score.windows);
    }
}

QString GainSource::tableText(int row, int column) const {
    // A model is not compared with itself, nor with one that is not there.
    return tableCell(row, column).isValid() ? QString() : QStringLiteral("\u2013");
}

PatchSource::PatchSource(std::vector<PatchFile> laid) : patches(std::move(laid)) {
    title = Text::tr("Patches that lie over the file");
}

QString PatchSource::summary() const {
    return Text::tr("%1: %n patch(es)", nullptr, tableRows()).arg(title);
}

QString PatchSource::tableHeader(int column) const {
    switch (column) {
    case Name: return Text::tr("Patch");
    case Mode: return Text::tr("Mode");
    case Texts: return Text::tr("Made for");
    case Channels: return Text::tr("Channels");
    case Bytes: return Text::tr("Bytes");
    default: return Text::tr("Folder");
    }
}

QVariant PatchSource::tableCell(int row, int column) const {
    const PatchFile& patch = patches[static_cast<size_t>(row)];
    const QFileInfo file(qstr(patch.path));
    switch (column) {
    case Name: return file.fileName();
    case Mode: return patch.mode.empty() ? Text::tr("cannot be read") : qstr(patch.mode);
    case Texts: {
        QStringList names;
        for (const std::string& name : patch.corpora) names << qstr(name);
        return names.join(QStringLiteral(", "));
    }
    case Channels: return static_cast<qlonglong>(patch.channels);
    case Bytes: return static_cast<qlonglong>(patch.bytes);
    default: return file.absolutePath();
    }
}

} // namespace moqa
