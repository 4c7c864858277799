// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A selection of experts by what is known of them: `load < 0.1 & bits > 4`. A text is parsed once
// and evaluated against any analysis; both are pure functions of values, on any thread.
//
//   query      = and { ("or" | "|" | "||") and }
//   and        = not { ("and" | "&" | "&&") not }
//   not        = ("not" | "!") not | comparison
//   comparison = sum [ ("<" | "<=" | ">" | ">=" | "=" | "==" | "!=") sum | "in" ranges ]
//   ranges     = range { "," range } | "{" range { "," range } "}"
//   range      = number [ ".." number ]                   both ends belong to it
//   sum        = product { ("+" | "-") product }
//   product    = unary { ("*" | "/") unary }
//   unary      = "-" unary | primary
//   primary    = number [ "%" ] | field | function | "(" query ")"
//   field      = name [ "[" corpus "]" ]
//   function   = ("top" | "bottom") "(" sum "," number [ "%" ] ")"
//              | ("rank" | "abs" | "log2") "(" sum ")"
//
// Fields: every metric with the axes layer,expert (metric table), of the corpus in brackets or else
// the one chosen in the window; layer (model layer index) and expert; bits and locked of the plan.
// A corpus name is what stands between the brackets, without quotes. Keywords and functions may be
// written in capitals.
//
// top(load, 5%) holds for the 5 % of all experts of the model with the largest value (at least
// one), top(load, 20) for 20 of them, bottom for the smallest; equal values by layer and expert.
// rank(load) counts from 1, the largest, within the layer; equal values share the smallest rank.
// 5% elsewhere is 0.05. A comparison with a value that is not there (not seen, no plan unit, 0/0)
// does not hold, and so `not` of it does.

#include "core/analysis/result_array.h"
#include "core/base/result.h"

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace moqa {

inline constexpr size_t kMaxQueryBytes = 4096;
inline constexpr int kMaxQueryDepth = 64;

struct UnitRef {
    int layer = 0, expert = 0; // model layer index
    auto operator<=>(const UnitRef&) const = default;
};

// What a query is evaluated against. array answers null where there is no such result; bits and
// locked run over [layer rows, experts], NaN where the projections of an expert differ, and are
// empty without a plan.
struct UnitFields {
    std::vector<int> moeLayers;
    int experts = 0;
    std::string corpus; // of fields without brackets; "" = over all corpora
    std::vector<std::string> corpora;
    std::function<std::shared_ptr<const ResultArray>(const ResultKey&)> array;
    std::vector<double> bits, locked;
};
// Of an analysis in memory; fields keep it alive.
UnitFields unitFields(std::shared_ptr<const Analysis> analysis, std::string corpus);

struct QueryNode; // unit_query_nodes.h

class UnitQuery {
public:
    // Usage error: where is "character N" (from 1), the hint names the nearest field or what may
    // stand there. Refused as well: more than kMaxQueryBytes, nesting deeper than kMaxQueryDepth.
    static Result<UnitQuery> parse(std::string_view text);

    // The units for which the query holds, rising. BadInput, with the position, for a metric or
    // corpus that the analysis does not have and for bits or locked without a plan.
    Result<std::vector<UnitRef>> evaluate(const UnitFields& fields) const;

private:
    explicit UnitQuery(std::shared_ptr<const QueryNode> root) : m_root(std::move(root)) {}
    std::shared_ptr<const QueryNode> m_root;
};

// Names that a query may begin with, for completion: fields, then functions.
std::vector<std::string> queryFieldNames();
std::vector<std::string> queryFunctionNames();

} // namespace moqa
