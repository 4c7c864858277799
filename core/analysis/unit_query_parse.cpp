// SPDX-License-Identifier: GPL-3.0-or-later
// Recursive descent; the grammar is in unit_query.h.
#include "core/analysis/unit_query.h"
#include "core/analysis/unit_query_nodes.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <map>
#include <numeric>

namespace moqa {

namespace {

size_t editDistance(std::string_view a, std::string_view b) {
    std::vector<size_t> row(b.size() + 1);
    std::iota(row.begin(), row.end(), size_t{0});
    for (size_t i = 0; i < a.size(); ++i) {
        size_t diagonal = row[0];
        row[0] = i + 1;
        for (size_t j = 0; j < b.size(); ++j) {
            const size_t above = row[j + 1];
            row[j + 1] = std::min({above + 1, row[j] + 1, diagonal + (a[i] == b[j] ? 0u : 1u)});
            diagonal = above;
        }
    }
    return row.back();
}

std::string nearestHint(const std::string& name) {
    std::string best;
    size_t least = std::max<size_t>(2, name.size() / 2) + 1;
    std::vector<std::string> names = queryFieldNames();
    for (std::string& function : queryFunctionNames()) names.push_back(std::move(function));
    for (const std::string& candidate : names)
        if (const size_t d = editDistance(name.substr(0, 64), candidate); d < least) {
            least = d;
            best = candidate;
        }
    return best.empty() ? "fields are metrics by layer and expert, layer, expert, bits, locked"
                        : "did you mean " + best + "?";
}

using Node = std::shared_ptr<const QueryNode>;

class Parser {
public:
    explicit Parser(std::vector<QueryToken> tokens) : m_tokens(std::move(tokens)) {}

    Result<Node> run() {
        if (here().kind == QueryTokenKind::End)
            return queryError("the query is empty", 1, "try load < 0.1");
        MOQA_TRY(Node root, alternative());
        if (here().kind != QueryTokenKind::End)
            return queryError("something is left over after the query", here().position,
                              "join conditions by & or |");
        MOQA_CHECK(requireCondition(*root));
        return root;
    }

private:
    // Counts nesting, so that hostile text cannot use up the stack.
    struct Deeper {
        int& depth;
        explicit Deeper(int& d) : depth(++d) {}
        ~Deeper() { --depth; }
    };
    Status checkDepth() const {
        if (m_depth <= kMaxQueryDepth) return {};
        return queryError(fmt::format("the query is nested deeper than {} levels", kMaxQueryDepth),
                          here().position, "write it flatter");
    }

    const QueryToken& here() const { return m_tokens[m_at]; }
    bool isSymbol(std::string_view text) const {
        return here().kind == QueryTokenKind::Symbol && here().text == text;
    }
    bool take(std::string_view text) {
        if (!isSymbol(text)) return false;
        ++m_at;
        return true;
    }
    Status expect(std::string_view text, const char* why) {
        if (take(text)) return {};
        return queryError(fmt::format("{} is missing", text), here().position, why);
    }

    static Status requireCondition(const QueryNode& node) {
        if (node.isCondition()) return {};
        return queryError("this is a number where a condition is needed", node.position,
                          "compare it with something: load < 0.1");
    }
    static Status requireNumber(const QueryNode& node) {
        if (!node.isCondition() || node.op == QueryOp::Field) return {};
        return queryError("this is a condition where a number is needed", node.position,
                          "join conditions by & or |");
    }
    static Node make(QueryOp op, size_t position, std::vector<Node> children) {
        auto node = std::make_shared<QueryNode>();
        node->op = op;
        node->position = position;
        node->children = std::move(children);
        return node;
    }

    Result<Node> join(const char* symbol, QueryOp op, Result<Node> (Parser::*part)()) {
        MOQA_TRY(Node first, (this->*part)());
        if (!isSymbol(symbol)) return first;
        std::vector<Node> children{std::move(first)};
        const size_t position = here().position;
        while (take(symbol)) {
            MOQA_TRY(Node next, (this->*part)());
            children.push_back(std::move(next));
        }
        for (const Node& child : children) MOQA_CHECK(requireCondition(*child));
        return make(op, position, std::move(children));
    }
    Result<Node> alternative() { return join("|", QueryOp::Or, &Parser::conjunction); }
    Result<Node> conjunction() { return join("&", QueryOp::And, &Parser::negation); }

    Result<Node> negation() {
        const size_t position = here().position;
        if (!take("!")) return comparison();
        const Deeper deeper(m_depth);
        MOQA_CHECK(checkDepth());
        MOQA_TRY(Node inner, negation());
        MOQA_CHECK(requireCondition(*inner));
        return make(QueryOp::Not, position, {std::move(inner)});
    }

    Result<Node> comparison() {
        static const std::map<std::string, QueryOp> kOps{
            {"<", QueryOp::Less},          {"<=", QueryOp::LessEqual}, {">", QueryOp::Greater},
            {">=", QueryOp::GreaterEqual}, {"=", QueryOp::Equal},      {"!=", QueryOp::NotEqual},
        };
        MOQA_TRY(Node left, sum());
        const size_t position = here().position;
        if (isSymbol("in")) return ranges(std::move(left));
        const auto op = here().kind == QueryTokenKind::Symbol ? kOps.find(here().text) : kOps.end();
        if (op == kOps.end()) return left;
        ++m_at;
        MOQA_TRY(Node right, sum());
        MOQA_CHECK(requireNumber(*left));
        MOQA_CHECK(requireNumber(*right));
        if (here().kind == QueryTokenKind::Symbol && kOps.contains(here().text))
            return queryError("comparisons cannot be chained", here().position,
                              "write a < b & b < c, or in a..b");
        return make(op->second, position, {std::move(left), std::move(right)});
    }

    Result<Node> ranges(Node value) {
        MOQA_CHECK(requireNumber(*value));
        auto node = std::make_shared<QueryNode>();
        node->op = QueryOp::In;
        node->position = here().position;
        node->children.push_back(std::move(value));
        take("in");
        const bool braces = take("{");
        do {
            MOQA_TRY(const double low, signedNumber());
            double high = low;
            if (take("..")) {
                MOQA_TRY(high, signedNumber());
            }
            if (high < low)
                return queryError(fmt::format("the range {}..{} is empty", low, high),
                                  here().position, "put the smaller number first");
            node->ranges.emplace_back(low, high);
        } while (take(","));
        if (braces) MOQA_CHECK(expect("}", "close the list"));
        return Node(node);
    }

    Result<double> signedNumber() {
        const bool negative = take("-");
        if (here().kind != QueryTokenKind::Number)
            return queryError("a number is missing", here().position, "write in 3..7");
        const double value = m_tokens[m_at++].number;
        return negative ? -value : value;
    }

    Result<Node> chain(const char* plus, QueryOp plusOp, const char* minus, QueryOp minusOp,
                       Result<Node> (Parser::*part)()) {
        MOQA_TRY(Node left, (this->*part)());
        int length = 0; // evaluation goes down the left side
        while (isSymbol(plus) || isSymbol(minus)) {
            if (++length > kMaxQueryDepth)
                return queryError(fmt::format("more than {} terms", kMaxQueryDepth),
                                  here().position, "write it shorter");
            const size_t position = here().position;
            const QueryOp op = isSymbol(plus) ? plusOp : minusOp;
            ++m_at;
            MOQA_TRY(Node right, (this->*part)());
            MOQA_CHECK(requireNumber(*left));
            MOQA_CHECK(requireNumber(*right));
            left = make(op, position, {std::move(left), std::move(right)});
        }
        return left;
    }
    Result<Node> sum() {
        return chain("+", QueryOp::Add, "-", QueryOp::Subtract, &Parser::product);
    }
    Result<Node> product() {
        return chain("*", QueryOp::Multiply, "/", QueryOp::Divide, &Parser::unary);
    }

    Result<Node> unary() {
        const size_t position = here().position;
        if (!take("-")) return primary();
        const Deeper deeper(m_depth);
        MOQA_CHECK(checkDepth());
        MOQA_TRY(Node inner, unary());
        MOQA_CHECK(requireNumber(*inner));
        return make(QueryOp::Negate, position, {std::move(inner)});
    }

    Result<Node> primary() {
        const Deeper deeper(m_depth);
        MOQA_CHECK(checkDepth());
        const QueryToken token = here();
        if (take("(")) {
            MOQA_TRY(Node inner, alternative());
            MOQA_CHECK(expect(")", "close the parenthesis"));
            return inner;
        }
        if (token.kind == QueryTokenKind::Number) return number();
        if (token.kind != QueryTokenKind::Name)
            return queryError("a field or a number is missing", token.position,
                              "write comparisons such as load < 0.1");
        ++m_at;
        return isSymbol("(") ? function(token) : field(token);
    }

    Result<Node> number() {
        auto node = std::make_shared<QueryNode>();
        node->position = here().position;
        node->number = m_tokens[m_at++].number;
        if (take("%")) {
            node->percent = true;
            node->number /= 100.0;
        }
        return Node(node);
    }

    Result<Node> field(const QueryToken& name) {
        const std::vector<std::string> names = queryFieldNames();
        if (std::find(names.begin(), names.end(), name.text) == names.end())
            return queryError("there is no field " + name.text, name.position,
                              nearestHint(name.text));
        auto node = std::make_shared<QueryNode>();
        node->op = QueryOp::Field;
        node->position = name.position;
        node->field = name.text;
        if (here().kind == QueryTokenKind::Bracket) {
            if (!findMetric(name.text))
                return queryError(name.text + " has no corpus", here().position,
                                  "leave the bracket out");
            node->corpus = m_tokens[m_at++].text;
            node->hasCorpus = true;
        }
        return Node(node);
    }

    Result<Node> function(const QueryToken& name) {
        static const std::map<std::string, QueryOp> kFunctions{{"top", QueryOp::Top},
                                                               {"bottom", QueryOp::Bottom},
                                                               {"rank", QueryOp::Rank},
                                                               {"abs", QueryOp::Abs},
                                                               {"log2", QueryOp::Log2}};
        const auto op = kFunctions.find(name.text);
        if (op == kFunctions.end())
            return queryError("there is no function " + name.text, name.position,
                              nearestHint(name.text));
        MOQA_CHECK(expect("(", "a function has its values in parentheses"));
        auto node = std::make_shared<QueryNode>();
        node->op = op->second;
        node->position = name.position;
        MOQA_TRY(Node value, sum());
        MOQA_CHECK(requireNumber(*value));
        node->children.push_back(std::move(value));
        if (node->op == QueryOp::Top || node->op == QueryOp::Bottom) MOQA_CHECK(amount(*node));
        MOQA_CHECK(expect(")", "close the parenthesis"));
        return Node(node);
    }

    Status amount(QueryNode& node) {
        MOQA_CHECK(expect(",", "say how many: top(load, 5%) or top(load, 20)"));
        if (here().kind != QueryTokenKind::Number)
            return queryError("a number is missing", here().position, "top(load, 5%)");
        const size_t position = here().position;
        MOQA_TRY(const Node count, number());
        node.number = count->number;
        node.percent = count->percent;
        const bool whole = node.number == std::floor(node.number);
        if (node.percent ? node.number > 1.0 : !whole)
            return queryError("this is no number of experts", position,
                              "write 0% to 100%, or a whole number");
        return {};
    }

    std::vector<QueryToken> m_tokens;
    size_t m_at = 0;
    int m_depth = 0;
};

} // namespace

bool QueryNode::isCondition() const {
    // A field that is true or false may stand alone.
    return op >= QueryOp::Less || (op == QueryOp::Field && field == "locked");
}

Result<UnitQuery> UnitQuery::parse(std::string_view text) {
    if (text.size() > kMaxQueryBytes)
        return usageError(fmt::format("the query is longer than {} bytes", kMaxQueryBytes), "query",
                          "write it shorter");
    MOQA_TRY(std::vector<QueryToken> tokens, queryTokens(text));
    MOQA_TRY(Node root, Parser(std::move(tokens)).run());
    return UnitQuery(std::move(root));
}

std::vector<std::string> queryFieldNames() {
    std::vector<std::string> names;
    for (const MetricInfo& metric : metricTable())
        if (std::string_view(metric.axes) == "layer,expert") names.emplace_back(metric.id);
    for (const char* name : {"layer", "expert", "bits", "locked"}) names.emplace_back(name);
    return names;
}

std::vector<std::string> queryFunctionNames() { return {"top", "bottom", "rank", "abs", "log2"}; }

} // namespace moqa
