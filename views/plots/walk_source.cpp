// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/plots/walk_source.h"

#include "views/state/text.h"
#include "views/state/token_text.h"

#include <QCoreApplication>
#include <cmath>
#include <limits>

namespace moqa {

namespace {

struct Text {
    Q_DECLARE_TR_FUNCTIONS(moqa::WalkSource)
};

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

double at(const std::vector<double>& values, int index) {
    const auto i = static_cast<size_t>(index);
    return i < values.size() ? values[i] : kNan; // margins are empty where nothing is left out
}

QVariant known(double value) { return std::isnan(value) ? QVariant() : QVariant(value); }

} // namespace

QString measureName(WalkMeasure measure) {
    switch (measure) {
    case WalkMeasure::FirstGate: return Text::tr("gate of the first expert");
    case WalkMeasure::MarginTop: return Text::tr("margin of the first choice");
    case WalkMeasure::MarginCut: return Text::tr("margin of the last choice");
    case WalkMeasure::Entropy: return Text::tr("router entropy");
    }
    return {};
}

QString measureTip(WalkMeasure measure) {
    switch (measure) {
    case WalkMeasure::FirstGate:
        return Text::tr("Weight that the first expert's output gets in the layer's sum");
    case WalkMeasure::MarginTop:
        return Text::tr("Logits by which the first expert leads the second: large = sure");
    case WalkMeasure::MarginCut:
        return Text::tr("Logits by which the last chosen expert leads the first one left out: "
                        "small = a small error changes the choice");
    case WalkMeasure::Entropy:
        return Text::tr("Bits of doubt of the router: 0 = all weight on one expert");
    }
    return {};
}

int WalkSource::rowOfLayer(int layer) const {
    for (int row = 0; row < rows(); ++row)
        if (layerOf(row) == layer) return row;
    return -1;
}

int WalkSource::expertAt(int row, int column, int choice) const {
    return walk->layers[static_cast<size_t>(row)]
        .experts[walk->at(static_cast<size_t>(column), choice)];
}

bool WalkSource::chose(int row, int column, int expert) const {
    for (int choice = 0; choice < walk->topK; ++choice)
        if (expertAt(row, column, choice) == expert) return true;
    return false;
}

double WalkSource::value(int row, int column) const {
    const WalkLayer& layer = walk->layers[static_cast<size_t>(row)];
    switch (measure) {
    case WalkMeasure::FirstGate:
        return static_cast<double>(layer.gates[walk->at(static_cast<size_t>(column), 0)]);
    case WalkMeasure::MarginTop: return at(layer.marginTop, column);
    case WalkMeasure::MarginCut: return at(layer.marginCut, column);
    case WalkMeasure::Entropy: return at(layer.entropyBits, column);
    }
    return kNan;
}

QString WalkSource::readout(int row, int column) const {
    if (row < 0 || column < 0 || row >= rows() || column >= columns()) return {};
    const WalkLayer& layer = walk->layers[static_cast<size_t>(row)];
    QStringList chosen;
    for (int choice = 0; choice < walk->topK; ++choice)
        chosen << Text::tr("expert %1 (%2)")
                      .arg(expertAt(row, column, choice))
                      .arg(figure(static_cast<double>(
                          layer.gates[walk->at(static_cast<size_t>(column), choice)])));
    return Text::tr("layer %1, token %2 \"%3\": %4; margins %5 and %6, entropy %7 bit")
        .arg(layer.layer)
        .arg(column + 1)
        .arg(tokens[column], chosen.join(QStringLiteral(", ")), figure(at(layer.marginTop, column)),
             figure(at(layer.marginCut, column)), figure(at(layer.entropyBits, column)));
}

QString WalkSource::summary() const {
    return Text::tr("%1: %2 tokens through %3 layers, %4 of %5 experts each, colours by %6")
        .arg(title)
        .arg(columns())
        .arg(rows())
        .arg(walk->topK)
        .arg(walk->experts)
        .arg(measureName(measure));
}

QString WalkSource::tableHeader(int column) const {
    switch (column) {
    case 0: return Text::tr("layer");
    case 1: return Text::tr("position");
    case 2: return Text::tr("token");
    case 3: return Text::tr("choice");
    case 4: return Text::tr("expert");
    case 5: return Text::tr("gate");
    case 6: return Text::tr("probability");
    case 7: return Text::tr("margin, first choice");
    case 8: return Text::tr("margin, last choice");
    default: return Text::tr("entropy, bit");
    }
}

QVariant WalkSource::tableCell(int tableRow, int column) const {
    const int choice = tableRow % walk->topK;
    const int token = tableRow / walk->topK % columns();
    const int row = tableRow / walk->topK / columns();
    const WalkLayer& layer = walk->layers[static_cast<size_t>(row)];
    const size_t cell = walk->at(static_cast<size_t>(token), choice);
    switch (column) {
    case 0: return layer.layer;
    case 1: return token + 1;
    case 2: return tokens[token];
    case 3: return choice + 1;
    case 4: return layer.experts[cell];
    case 5: return static_cast<double>(layer.gates[cell]);
    case 6: return static_cast<double>(layer.probability[cell]);
    case 7: return known(at(layer.marginTop, token));
    case 8: return known(at(layer.marginCut, token));
    default: return known(at(layer.entropyBits, token));
    }
}

std::shared_ptr<const WalkSource> walkSource(std::shared_ptr<const TokenWalk> walk,
                                             WalkMeasure measure) {
    if (!walk || walk->layers.empty() || walk->tokens.empty()) return nullptr;
    auto source = std::make_shared<WalkSource>();
    source->title = Text::tr("The way of the tokens through the experts");
    source->caption = Text::tr("%1, %2 tokens, %3 of %4 experts a layer; colours: %5")
                          .arg(qstr(walk->modelName))
                          .arg(walk->tokens.size())
                          .arg(walk->topK)
                          .arg(walk->experts)
                          .arg(measureName(measure));
    source->explanation = measureTip(measure);
    source->unit = measure == WalkMeasure::FirstGate ? QStringLiteral("1")
                   : measure == WalkMeasure::Entropy ? Text::tr("bit")
                                                     : Text::tr("logit");
    source->measure = measure;
    for (const WalkToken& token : walk->tokens) source->tokens << visibleToken(token.piece);
    source->walk = std::move(walk);
    return source;
}

std::shared_ptr<const StackSource> tokenChoices(const WalkSource& source, int token) {
    if (token < 0 || token >= source.columns()) return nullptr;
    auto stacks = std::make_shared<StackSource>();
    stacks->title = Text::tr("Token %1: %2").arg(token + 1).arg(source.tokens[token]);
    stacks->caption = Text::tr("chosen experts, as long as their gates");
    stacks->explanation = Text::tr("First choice first. Gates are the weights of the experts' "
                                   "outputs in the layer's sum.");
    stacks->rowAxis = Text::tr("layer");
    stacks->labelAxis = Text::tr("expert");
    stacks->valueAxis = Text::tr("gate");
    for (int choice = 0; choice < source.walk->topK; ++choice)
        stacks->groups << QString::number(choice + 1);
    for (int row = 0; row < source.rows(); ++row) {
        const WalkLayer& layer = source.walk->layers[static_cast<size_t>(row)];
        StackSource::Row one{QString::number(layer.layer), layer.layer, {}};
        for (int choice = 0; choice < source.walk->topK; ++choice) {
            const size_t cell = source.walk->at(static_cast<size_t>(token), choice);
            one.segments.push_back({static_cast<double>(layer.gates[cell]),
                                    QString::number(layer.experts[cell]), choice,
                                    layer.experts[cell]});
        }
        stacks->rows.push_back(std::move(one));
    }
    return stacks;
}

} // namespace moqa
