// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/pages/activation_series.h"

#include "views/heatmap/grid_source.h"
#include "views/state/metric_text.h"
#include "views/state/text.h"

#include <QCoreApplication>
#include <algorithm>
#include <cmath>
#include <numeric>

namespace moqa {

namespace {

struct Text {
    Q_DECLARE_TR_FUNCTIONS(moqa::ActivationSeries)
};

// One number of a corpus out of a [corpus] array; NaN if there is none.
double corpusValue(const Analysis& analysis, const char* metric, size_t corpus) {
    const ResultPtr array = analysis.find(metric, "");
    return array && corpus < array->values.size() ? array->values[corpus] : std::nan("");
}

} // namespace

std::shared_ptr<const SeriesSource> layerSeries(const Analysis& analysis,
                                                const MetricInfo& metric) {
    auto source = std::make_shared<SeriesSource>();
    source->title = metricTitle(metric);
    source->unit = qstr(metric.unit);
    source->explanation = metricHelp(metric);
    source->xName = Text::tr("layer");
    source->yName = unitSuffix(source->unit).trimmed();
    source->xs = analysis.moeLayers;
    const auto fits = [&](const ResultPtr& array) {
        return array && array->values.size() == analysis.moeLayers.size();
    };
    int64_t pooled = 0, eachCorpus = 0;
    for (const std::string& corpus : corporaOf(analysis, metric.id)) {
        const ResultPtr array = analysis.find(metric.id, corpus);
        if (!fits(array)) continue;
        SeriesSource::Series one{corpus.empty() ? Text::tr("all corpora") : qstr(corpus),
                                 array->values};
        const ResultPtr low = analysis.find(metric.id + std::string("_low"), corpus);
        const ResultPtr high = analysis.find(metric.id + std::string("_high"), corpus);
        // A text of one sequence has no interval, and its legend must not promise one.
        if (fits(low) && fits(high) &&
            std::any_of(low->values.begin(), low->values.end(),
                        [](double v) { return std::isfinite(v); })) {
            one.low = low->values;
            one.high = high->values;
        }
        source->series.push_back(std::move(one));
        if (!corpus.empty()) eachCorpus += array->samples;
        pooled = corpus.empty() ? array->samples : pooled;
    }
    source->samples = pooled > 0 ? pooled : eachCorpus; // the pooled row has the same tokens again
    source->caption = qstr(metric.formula);
    if (source->samples > 0)
        source->caption += Text::tr("; %1 tokens in all").arg(count(source->samples));
    return source->series.empty() ? nullptr : source;
}

std::shared_ptr<const SeriesSource> longTail(const Analysis& analysis, const QString& corpus) {
    size_t index = 0;
    for (size_t i = 0; i < analysis.corpora.size(); ++i)
        if (analysis.corpora[i].name == corpus.toStdString()) index = i;
    if (index >= analysis.corpora.size()) return nullptr;
    const std::string& name = analysis.corpora[index].name;
    const ResultPtr frequency = analysis.find("token_frequency", name);
    const MetricInfo* const info = findMetric("token_frequency");
    if (!frequency || !info || frequency->values.empty()) return nullptr;
    auto source = std::make_shared<SeriesSource>();
    source->title = metricTitle(*info);
    source->explanation = metricHelp(*info);
    source->unit = qstr(info->unit);
    source->xName = Text::tr("rank");
    source->yName = Text::tr("share");
    source->logarithmic = true;
    source->samples = frequency->samples;
    source->xs.resize(frequency->values.size());
    std::iota(source->xs.begin(), source->xs.end(), 1);
    source->series.push_back({qstr(name), frequency->values});
    source->caption = Text::tr("%1, %2 tokens, %3 distinct")
                          .arg(qstr(name), count(frequency->samples))
                          .arg(frequency->values.size());
    const double beta = corpusValue(analysis, "zipf_beta", index);
    const double c = corpusValue(analysis, "zipf_c", index);
    if (!std::isfinite(beta) || !std::isfinite(c)) return source;
    SeriesSource::Series fit{
        Text::tr("fit, exponent %1, R\u00b2 %2")
            .arg(figure(beta), figure(corpusValue(analysis, "zipf_r2", index))),
        {}};
    fit.isFit = true;
    for (const int rank : source->xs) fit.values.push_back(c * std::pow(rank, -beta));
    source->series.push_back(std::move(fit));
    return source;
}

} // namespace moqa
