// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Analysis values as text: the answer of `moqa show` and the window's CSV export are these
// functions, byte for byte. Numbers are the shortest that read back exactly, whatever the locale.

#include "core/analysis/result_array.h"
#include "core/base/json.h"

#include <string>

namespace moqa {

// {"metric", "unit", "formula", "corpus", "shape", "axes", "values", "samples"} and "layer" where
// the array belongs to one, "partial" ("3 of 16 layers") where the analysis is; NaN is null. corpus
// "" = the array over all corpora, or the only one there is. layer is a model layer index: required
// for metrics kept per layer, picks one row of arrays over all layers, -1 = none. Usage for an
// unknown metric or one that needs a layer, BadInput where the analysis has no such array (the hint
// names what it has).
Result<Json> showJson(const Analysis& analysis, const std::string& metric,
                      const std::string& corpus, int layer);

// One line per value: its coordinates (layer as model layer index, corpora by name, ranks from 1,
// deciles in percent), then the value, empty where not seen. Header: axis names, then "id [unit]".
// Same choice and errors as showJson.
Result<std::string> showCsv(const Analysis& analysis, const std::string& metric,
                            const std::string& corpus, int layer);

// What there is, in the order of the metric table: [{"metric", "title", "unit", "formula", "axes",
// "shape", "corpora", "layers"}]; layers only for metrics kept per layer.
Json listJson(const Analysis& analysis);

} // namespace moqa
