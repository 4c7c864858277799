// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The tree between the parser and the evaluation of unit queries, and the tokens that it is made
// of. Immutable once parsed.

#include "core/base/result.h"

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace moqa {

enum class QueryOp {
    Number,
    Field,
    Negate,
    Add,
    Subtract,
    Multiply,
    Divide,
    Abs,
    Log2,
    Rank,
    Less,
    LessEqual,
    Greater,
    GreaterEqual,
    Equal,
    NotEqual,
    In,
    Top,
    Bottom,
    And,
    Or,
    Not,
};

struct QueryNode {
    QueryOp op = QueryOp::Number;
    size_t position = 0; // character of the text, from 1
    double number = 0.0; // of a Number; how many of a Top or Bottom
    bool percent = false;
    std::string field, corpus; // corpus as in the brackets
    bool hasCorpus = false;
    std::vector<std::pair<double, double>> ranges;
    std::vector<std::shared_ptr<const QueryNode>> children;

    // A condition, else a number.
    bool isCondition() const;
};

enum class QueryTokenKind { End, Number, Name, Bracket, Symbol };
struct QueryToken {
    QueryTokenKind kind = QueryTokenKind::End;
    std::string text; // a Bracket's without the brackets; symbols and keywords in one spelling
    double number = 0.0;
    size_t position = 0;
};
Result<std::vector<QueryToken>> queryTokens(std::string_view text);

Error queryError(std::string what, size_t position, std::string hint = {});

} // namespace moqa
