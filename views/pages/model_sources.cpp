// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/pages/model_sources.h"

#include "views/panels/size_bar.h"
#include "views/state/text.h"

#include <QCoreApplication>
#include <algorithm>
#include <array>
#include <cmath>
#include <map>

namespace moqa {

namespace {

struct Text {
    Q_DECLARE_TR_FUNCTIONS(moqa::ModelSources)
};

constexpr size_t kParts = static_cast<size_t>(Part::Other) + 1;

QString shapeText(const WeightEntry& weight) {
    return weight.rows == 1 ? QString::number(weight.cols)
                            : QStringLiteral("%1 \u00d7 %2").arg(weight.rows).arg(weight.cols);
}

// Edges half way between neighbours.
void fillDistinct(BarsSource& bars, const std::vector<std::pair<float, int64_t>>& distinct) {
    const auto value = [&](size_t i) { return static_cast<double>(distinct[i].first); };
    const double outer =
        distinct.size() > 1 ? (value(1) - value(0)) / 2 : std::max(std::abs(value(0)), 1.0) / 2;
    bars.edges.push_back(value(0) - outer);
    for (size_t i = 0; i < distinct.size(); ++i) {
        const bool last = i + 1 == distinct.size();
        bars.edges.push_back(last ? value(i) + (value(i) - bars.edges.back())
                                  : (value(i) + value(i + 1)) / 2);
        bars.values.push_back(static_cast<double>(distinct[i].second));
    }
}

QString factRow(const QString& name, const QString& value) {
    return QStringLiteral("<tr><td>%1&nbsp;&nbsp;</td><td align='right'>%2&nbsp;&nbsp;&nbsp;&nbsp;"
                          "</td></tr>")
        .arg(name, value);
}

} // namespace

std::shared_ptr<const StackSource> bytesByPart(const ModelSource& model, bool byLayer) {
    std::map<int, std::array<int64_t, kParts>> bytes; // by layer, -1 = in none
    std::array<int64_t, kParts> totals{};
    int64_t all = 0;
    for (const WeightEntry& weight : model.weights()) {
        const auto part = static_cast<size_t>(partOf(weight.id.role));
        const auto row = bytes.try_emplace(byLayer ? weight.id.layer : -1).first;
        row->second[part] += weight.bytes;
        totals[part] += weight.bytes;
        all += weight.bytes;
    }
    auto source = std::make_shared<StackSource>();
    source->title = Text::tr("Where the bytes are");
    source->caption = Text::tr("%1: %2 as stored").arg(qstr(model.name()), byteText(all));
    source->explanation = Text::tr("Bytes of the tensors as they are stored, by what they do.");
    source->rowAxis = byLayer ? Text::tr("layer") : QString();
    source->labelAxis = Text::tr("part");
    source->valueAxis = Text::tr("bytes");
    source->inBytes = true;
    std::array<int, kParts> group{};
    for (size_t part = 0; part < kParts; ++part) {
        if (totals[part] == 0) continue;
        group[part] = static_cast<int>(source->groups.size());
        source->tones.push_back(partTone(static_cast<Part>(part)));
        source->groups << Text::tr("%1 %2").arg(partText(static_cast<Part>(part)),
                                                byteText(totals[part]));
    }
    for (const auto& [layer, parts] : bytes) {
        StackSource::Row row{!byLayer    ? Text::tr("model")
                             : layer < 0 ? Text::tr("no layer")
                                         : QString::number(layer),
                             layer,
                             {}};
        for (size_t part = 0; part < kParts; ++part)
            if (parts[part] > 0)
                row.segments.push_back({static_cast<double>(parts[part]),
                                        partText(static_cast<Part>(part)), group[part],
                                        static_cast<int>(part)});
        source->rows.push_back(std::move(row));
    }
    return source;
}

std::shared_ptr<const BarsSource>
tensorHistogram(const WeightEntry& weight, const TensorStatistics& statistics, bool logarithmic) {
    const TensorHistogram& histogram = statistics.histogram;
    auto bars = std::make_shared<BarsSource>();
    bars->title = qstr(weight.name);
    bars->xName = Text::tr("weight");
    bars->yName = Text::tr("weights");
    bars->isCount = true;
    bars->logarithmic = logarithmic;
    bars->caption = Text::tr("%1, %2 weights").arg(shapeText(weight), count(statistics.count));
    if (!histogram.distinct.empty()) {
        fillDistinct(*bars, histogram.distinct);
        bars->caption += Text::tr("; %n distinct value(s), a bar each", nullptr,
                                  static_cast<int>(histogram.distinct.size()));
        return bars;
    }
    if (histogram.counts.empty()) return nullptr;
    const auto bins = static_cast<double>(histogram.counts.size());
    for (size_t i = 0; i <= histogram.counts.size(); ++i)
        bars->edges.push_back(histogram.low +
                              (histogram.high - histogram.low) * static_cast<double>(i) / bins);
    if (bars->edges.front() >= bars->edges.back()) // all values equal
        bars->edges = {histogram.low - 0.5, histogram.low + 0.5};
    bars->values.assign(histogram.counts.begin(), histogram.counts.end());
    if (const int64_t outside = histogram.below + histogram.above; outside > 0)
        bars->caption += Text::tr("; %1 outside, down to %2 and up to %3, not drawn")
                             .arg(count(outside), figure(statistics.low), figure(statistics.high));
    return bars;
}

std::shared_ptr<const GridSource> tensorPicture(const WeightEntry& weight,
                                                const TensorStatistics& statistics, Pixel pixel) {
    const TensorPicture& picture = statistics.picture;
    if (picture.rows < 1 || picture.cols < 1) return nullptr;
    auto grid = std::make_shared<GridSource>();
    grid->kind = GridKind::Signed;
    grid->title = qstr(weight.name);
    const bool reduced = picture.rows < weight.rows || picture.cols < weight.cols;
    const QString what = pixel == Pixel::Mean  ? Text::tr("means")
                         : pixel == Pixel::Low ? Text::tr("smallest")
                                               : Text::tr("largest");
    grid->caption = reduced ? Text::tr("%1, drawn as %2 of blocks on %3 \u00d7 %4 pixels")
                                  .arg(shapeText(weight), what)
                                  .arg(picture.rows)
                                  .arg(picture.cols)
                            : Text::tr("%1, every weight").arg(shapeText(weight));
    grid->explanation = Text::tr("Blue = negative, red = positive. Ids are the first row and "
                                 "column of a block.");
    grid->notSeenText = Text::tr("no finite weight");
    grid->unit = QStringLiteral("1");
    grid->rowAxis = Text::tr("row");
    grid->columnAxis = Text::tr("column");
    for (int64_t row = 0; row < picture.rows; ++row)
        grid->rowIds.push_back(static_cast<int>(row * weight.rows / picture.rows));
    for (int64_t column = 0; column < picture.cols; ++column)
        grid->columnIds.push_back(static_cast<int>(column * weight.cols / picture.cols));
    const std::vector<float>& values = pixel == Pixel::Mean  ? picture.mean
                                       : pixel == Pixel::Low ? picture.low
                                                             : picture.high;
    grid->values.assign(values.begin(), values.end());
    return grid;
}

QString tensorFacts(const TensorStatistics& statistics) {
    QString left =
        factRow(Text::tr("mean"), figure(statistics.mean)) +
        factRow(Text::tr("standard deviation"), figure(statistics.standardDeviation)) +
        factRow(Text::tr("kurtosis (normal: 3)"), figure(statistics.kurtosis)) +
        factRow(Text::tr("zeros"), Text::tr("%1 %").arg(figure(100 * statistics.zeroShare())));
    if (statistics.nonFinite > 0)
        left += factRow(Text::tr("<b>not finite</b>"), count(statistics.nonFinite));
    QString right = factRow(Text::tr("smallest"), figure(statistics.low));
    for (const size_t i : {size_t{1}, size_t{4}, size_t{7}})
        right += factRow(Text::tr("%1 % quantile").arg(figure(100 * kTensorQuantiles[i])),
                         figure(statistics.quantiles[i]));
    right += factRow(Text::tr("largest"), figure(statistics.high));
    return QStringLiteral("<table><tr><td><table>%1</table></td><td><table>%2</table></td></tr>"
                          "</table>")
        .arg(left, right);
}

} // namespace moqa
