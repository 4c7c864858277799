// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/pages/quantize_series.h"

#include "views/state/text.h"

#include <QCoreApplication>

namespace moqa {

namespace {
struct Text {
    Q_DECLARE_TR_FUNCTIONS(moqa::QuantizePage)
};
} // namespace

std::shared_ptr<const SeriesSource> errorSeries(const std::vector<LayerReport>& layers) {
    auto source = std::make_shared<SeriesSource>();
    source->title = Text::tr("Relative error by layer");
    source->unit = QStringLiteral("1");
    source->xName = Text::tr("layer");
    source->yName = Text::tr("relative error");
    source->explanation =
        Text::tr("Error of the routed experts' weights, and of the MoE block's output on the "
                 "calibration tokens");
    SeriesSource::Series weight{Text::tr("weights"), {}};
    SeriesSource::Series output{Text::tr("block output"), {}};
    for (const LayerReport& layer : layers) {
        if (layer.layer < 0) continue; // tensors outside layers
        source->xs.push_back(layer.layer);
        weight.values.push_back(layer.weightError);
        output.values.push_back(layer.outputError);
    }
    source->series = {std::move(weight), std::move(output)};
    return source->xs.empty() ? nullptr : source;
}

std::shared_ptr<const SeriesSource> routingShiftSeries(const EvaluateRun& run,
                                                       const std::vector<int>& moeLayers) {
    auto source = std::make_shared<SeriesSource>();
    source->title = Text::tr("Routing shift by layer");
    source->unit = QStringLiteral("1");
    source->xName = Text::tr("layer");
    source->yName = Text::tr("share of tokens");
    source->explanation = Text::tr("Share of the scored tokens whose set of chosen experts is not "
                                   "the full model's");
    source->xs = moeLayers;
    for (const CorpusScore& score : run.quantized.corpora) {
        if (!score.hasReference || score.routingShift.size() != moeLayers.size()) continue;
        source->series.push_back({qstr(score.corpus), score.routingShift});
        source->samples += score.scored;
    }
    return source->series.empty() ? nullptr : source;
}

} // namespace moqa
