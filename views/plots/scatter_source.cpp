// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/plots/scatter_source.h"

#include "views/state/metric_text.h"
#include "views/state/text.h"

#include <QCoreApplication>
#include <cmath>
#include <set>

namespace moqa {

namespace {
struct Text {
    Q_DECLARE_TR_FUNCTIONS(moqa::ScatterSource)
};
} // namespace

int ScatterSource::indexOf(int layer, int expert) const {
    for (size_t i = 0; i < points.size(); ++i)
        if (points[i].layer == layer && points[i].expert == expert) return static_cast<int>(i);
    return -1;
}

QString ScatterSource::readout(int index) const {
    if (index < 0 || index >= tableRows()) return {};
    const ScatterPoint& point = points[static_cast<size_t>(index)];
    QString text = Text::tr("layer %1, expert %2: %3 %4, %5 %6")
                       .arg(point.layer)
                       .arg(point.expert)
                       .arg(xName, figure(point.x), yName, figure(point.y));
    if (isSameQuantity && point.x > 0 && point.y > 0)
        text += Text::tr(", ratio %1").arg(figure(point.y / point.x));
    if (samples > 0) text += Text::tr("; %1 tokens").arg(count(samples));
    return text;
}

std::vector<int> ScatterSource::layers() const {
    std::set<int> found;
    for (const ScatterPoint& point : points) found.insert(point.layer);
    return {found.begin(), found.end()};
}

QString ScatterSource::summary() const {
    if (!isSameQuantity)
        return Text::tr("%1: %2 experts, %3 along x against %4 along y; %5")
            .arg(title)
            .arg(points.size())
            .arg(xName, yName, caption);
    return Text::tr("%1: %2 experts, %3 along x against %4 along y, with the diagonal of equality")
        .arg(title)
        .arg(points.size())
        .arg(xName, yName);
}

QString ScatterSource::tableHeader(int column) const {
    switch (column) {
    case 0: return Text::tr("layer");
    case 1: return Text::tr("expert");
    case 2: return xName;
    default: return yName;
    }
}

QVariant ScatterSource::tableCell(int row, int column) const {
    const ScatterPoint& point = points[static_cast<size_t>(row)];
    const auto known = [](double v) { return std::isnan(v) ? QVariant() : QVariant(v); };
    switch (column) {
    case 0: return point.layer;
    case 1: return point.expert;
    case 2: return known(point.x);
    default: return known(point.y);
    }
}

std::shared_ptr<const ScatterSource> corpusScatter(const Analysis& analysis, const QString& metric,
                                                   const QString& xCorpus, const QString& yCorpus,
                                                   int layer) {
    const ResultPtr x = analysis.find(metric.toStdString(), xCorpus.toStdString());
    const ResultPtr y = analysis.find(metric.toStdString(), yCorpus.toStdString());
    const MetricInfo* const info = findMetric(metric.toStdString());
    if (!x || !y || !info || x->shape.size() != 2 || x->shape != y->shape ||
        x->shape[0] != static_cast<int64_t>(analysis.moeLayers.size()) ||
        x->values.size() != y->values.size() ||
        x->values.size() != static_cast<size_t>(x->shape[0] * x->shape[1]))
        return nullptr;
    auto source = std::make_shared<ScatterSource>();
    source->title = Text::tr("%1: %2 against %3").arg(metricTitle(*info), yCorpus, xCorpus);
    source->unit = qstr(info->unit);
    source->xName = xCorpus;
    source->yName = yCorpus;
    source->samples = x->samples + y->samples;
    source->caption = Text::tr("%1: %2 tokens; %3: %4 tokens")
                          .arg(xCorpus, count(x->samples), yCorpus, count(y->samples));
    source->explanation = metricHelp(*info);
    const int64_t experts = x->shape[1];
    for (size_t row = 0; row < analysis.moeLayers.size(); ++row) {
        if (layer >= 0 && analysis.moeLayers[row] != layer) continue;
        for (int64_t expert = 0; expert < experts; ++expert) {
            const size_t i = row * static_cast<size_t>(experts) + static_cast<size_t>(expert);
            source->points.push_back(
                {analysis.moeLayers[row], static_cast<int>(expert), x->values[i], y->values[i]});
        }
    }
    if (layer >= 0) source->caption = Text::tr("layer %1; ").arg(layer) + source->caption;
    return source;
}

} // namespace moqa
