// SPDX-License-Identifier: GPL-3.0-or-later
// Evaluation: every node becomes one column of values over all units, so that a query of a few
// conditions on 32,768 units takes a few ms. Conditions are columns of 0 and 1.
#include "core/analysis/unit_query.h"

#include "core/analysis/statistics.h"
#include "core/analysis/unit_query_nodes.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <numeric>

namespace moqa {

namespace {

using Column = std::vector<double>; // [layer rows * experts]

class Evaluator {
public:
    explicit Evaluator(const UnitFields& fields)
        : m_fields(fields), m_experts(static_cast<size_t>(std::max(0, fields.experts))),
          m_units(fields.moeLayers.size() * m_experts) {}

    Result<Column> column(const QueryNode& node) const;
    size_t units() const { return m_units; }

private:
    Result<Column> field(const QueryNode& node) const;
    Result<Column> metric(const QueryNode& node) const;
    Result<Column> ofPlan(const QueryNode& node, const std::vector<double>& values) const;
    Column extreme(const QueryNode& node, const Column& values) const;
    Column ranks(const Column& values) const;

    const UnitFields& m_fields;
    size_t m_experts, m_units;
};

// One value from the values of the children; conditions on NaN do not hold.
double combine(const QueryNode& node, double a, double b) {
    switch (node.op) {
    case QueryOp::Negate: return -a;
    case QueryOp::Add: return a + b;
    case QueryOp::Subtract: return a - b;
    case QueryOp::Multiply: return a * b;
    case QueryOp::Divide: return a / b;
    case QueryOp::Abs: return std::abs(a);
    case QueryOp::Log2: return std::log2(a);
    case QueryOp::Less: return a < b;
    case QueryOp::LessEqual: return a <= b;
    case QueryOp::Greater: return a > b;
    case QueryOp::GreaterEqual: return a >= b;
    case QueryOp::Equal: return a == b;
    case QueryOp::NotEqual: return a < b || a > b;
    case QueryOp::And: return a > 0.0 && b > 0.0;
    case QueryOp::Or: return a > 0.0 || b > 0.0;
    case QueryOp::Not: return !(a > 0.0);
    case QueryOp::In:
        return std::any_of(node.ranges.begin(), node.ranges.end(), [&](const auto& range) {
            return a >= range.first && a <= range.second;
        });
    default: return kNotSeen;
    }
}

Result<Column> Evaluator::column(const QueryNode& node) const {
    if (node.op == QueryOp::Number) return Column(m_units, node.number);
    if (node.op == QueryOp::Field) return field(node);
    MOQA_TRY(Column values, column(*node.children.front()));
    if (node.op == QueryOp::Top || node.op == QueryOp::Bottom) return extreme(node, values);
    if (node.op == QueryOp::Rank) return ranks(values);
    if (node.children.size() == 1) {
        for (double& value : values) value = combine(node, value, kNotSeen);
        return values;
    }
    for (size_t child = 1; child < node.children.size(); ++child) {
        MOQA_TRY(const Column right, column(*node.children[child]));
        for (size_t i = 0; i < m_units; ++i) values[i] = combine(node, values[i], right[i]);
    }
    return values;
}

Result<Column> Evaluator::field(const QueryNode& node) const {
    if (node.field == "bits") return ofPlan(node, m_fields.bits);
    if (node.field == "locked") return ofPlan(node, m_fields.locked);
    const bool layer = node.field == "layer";
    if (!layer && node.field != "expert") return metric(node);
    Column values(m_units);
    for (size_t i = 0; i < m_units; ++i)
        values[i] = layer ? static_cast<double>(m_fields.moeLayers[i / m_experts])
                          : static_cast<double>(i % m_experts);
    return values;
}

Result<Column> Evaluator::ofPlan(const QueryNode& node, const std::vector<double>& values) const {
    if (values.size() == m_units) return values;
    Error error = queryError(node.field + " needs a plan", node.position, "make a plan first");
    error.code = ErrorCode::BadInput;
    return error;
}

Result<Column> Evaluator::metric(const QueryNode& node) const {
    const std::string& corpus = node.hasCorpus ? node.corpus : m_fields.corpus;
    std::shared_ptr<const ResultArray> array;
    if (m_fields.array) {
        array = m_fields.array({node.field, corpus, -1});
        // Some metrics exist over all corpora only: there the window's corpus says nothing.
        if (!array && !node.hasCorpus) array = m_fields.array({node.field, "", -1});
    }
    if (array && array->values.size() == m_units) return array->values;
    std::string known;
    for (const std::string& name : m_fields.corpora) known += (known.empty() ? "" : ", ") + name;
    const bool unknownCorpus =
        node.hasCorpus && std::find(m_fields.corpora.begin(), m_fields.corpora.end(), corpus) ==
                              m_fields.corpora.end();
    Error error = unknownCorpus ? queryError("there is no corpus " + corpus, node.position,
                                             "choose one of: " + known)
                                : queryError("the analysis does not hold " + node.field +
                                                 (corpus.empty() ? "" : " of " + corpus),
                                             node.position, "run the stage that makes it");
    error.code = ErrorCode::BadInput;
    return error;
}

Column Evaluator::extreme(const QueryNode& node, const Column& values) const {
    std::vector<size_t> order;
    for (size_t i = 0; i < m_units; ++i)
        if (!std::isnan(values[i])) order.push_back(i);
    const double wanted =
        node.percent ? std::ceil(node.number * static_cast<double>(order.size())) : node.number;
    const double have = static_cast<double>(order.size());
    const size_t count = static_cast<size_t>(std::min(wanted, have));
    const bool top = node.op == QueryOp::Top;
    std::stable_sort(order.begin(), order.end(), [&](size_t a, size_t b) {
        return top ? values[a] > values[b] : values[a] < values[b];
    });
    Column chosen(m_units, 0.0);
    for (size_t i = 0; i < count; ++i) chosen[order[i]] = 1.0;
    return chosen;
}

Column Evaluator::ranks(const Column& values) const {
    Column out(m_units, kNotSeen);
    std::vector<double> sorted;
    for (size_t begin = 0; begin < m_units; begin += m_experts) {
        sorted.clear();
        for (size_t e = 0; e < m_experts; ++e)
            if (!std::isnan(values[begin + e])) sorted.push_back(values[begin + e]);
        std::sort(sorted.begin(), sorted.end(), std::greater<>());
        for (size_t e = 0; e < m_experts; ++e) {
            const double value = values[begin + e];
            if (std::isnan(value)) continue;
            const auto first =
                std::lower_bound(sorted.begin(), sorted.end(), value, std::greater<>());
            out[begin + e] = static_cast<double>(first - sorted.begin()) + 1.0;
        }
    }
    return out;
}

} // namespace

Result<std::vector<UnitRef>> UnitQuery::evaluate(const UnitFields& fields) const {
    const Evaluator evaluator(fields);
    MOQA_TRY(const Column holds, evaluator.column(*m_root));
    std::vector<UnitRef> units;
    const size_t experts = static_cast<size_t>(std::max(1, fields.experts));
    for (size_t i = 0; i < evaluator.units(); ++i)
        if (holds[i] > 0.0)
            units.push_back({fields.moeLayers[i / experts], static_cast<int>(i % experts)});
    return units;
}

UnitFields unitFields(std::shared_ptr<const Analysis> analysis, std::string corpus) {
    UnitFields fields;
    fields.moeLayers = analysis->moeLayers;
    fields.experts = analysis->experts;
    fields.corpus = std::move(corpus);
    for (const CorpusInfo& info : analysis->corpora) fields.corpora.push_back(info.name);
    fields.array = [analysis = std::move(analysis)](const ResultKey& key) {
        return analysis->find(key.metric, key.corpus, key.layer);
    };
    return fields;
}

} // namespace moqa
