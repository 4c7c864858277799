// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What the Model page draws, made from a model's headers and from the statistics of a tensor.

#include "core/analysis/tensor_statistics.h"
#include "core/checkpoint/model_source.h"
#include "views/heatmap/grid_source.h"
#include "views/plots/bars_view.h"
#include "views/plots/stack_view.h"

namespace moqa {

// Parts of the whole model in one row, or a row for each layer and one for what is in none.
std::shared_ptr<const StackSource> bytesByPart(const ModelSource& model, bool byLayer);
// Values outside the drawn range are told in the caption. Few distinct values get a bar each.
std::shared_ptr<const BarsSource>
tensorHistogram(const WeightEntry& weight, const TensorStatistics& statistics, bool logarithmic);
enum class Pixel { Mean, Low, High }; // of the weights under it
std::shared_ptr<const GridSource> tensorPicture(const WeightEntry& weight,
                                                const TensorStatistics& statistics, Pixel pixel);
// A table of moments and quantiles, as rich text.
QString tensorFacts(const TensorStatistics& statistics);

} // namespace moqa
