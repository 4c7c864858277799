// SPDX-License-Identifier: GPL-3.0-or-later
#include "naive_forward.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace moqa::test {

namespace {

using Row = std::vector<double>;

class Naive {
public:
    explicit Naive(const ModelSource& model) : m_model(model), m_spec(model.spec()) {}

    Rows read(WeightId id) const {
        const WeightEntry* entry = m_model.find(id);
        if (entry == nullptr) return {};
        std::vector<float> values(static_cast<size_t>(entry->count()));
        (void)m_model.readRows(id, 0, entry->rows, values.data());
        Rows rows;
        for (int64_t r = 0; r < entry->rows; ++r)
            rows.emplace_back(values.begin() + r * entry->cols,
                              values.begin() + (r + 1) * entry->cols);
        return rows;
    }

    Row times(WeightId id, const Row& x, Role bias) const {
        Row y;
        for (const Row& w : read(id))
            y.push_back(std::inner_product(w.begin(), w.end(), x.begin(), 0.0));
        const Rows shift = bias == id.role ? Rows() : read({bias, id.layer, id.expert});
        for (size_t i = 0; i < y.size() && !shift.empty(); ++i) y[i] += shift[0][i];
        return y;
    }
    Row times(WeightId id, const Row& x) const { return times(id, x, id.role); }

    // Norm of x[begin, begin + count).
    void norm(Row& x, size_t begin, size_t count, const Row& weight) const {
        double square = 0.0;
        for (size_t i = 0; i < count; ++i) square += x[begin + i] * x[begin + i];
        const double inverse =
            1.0 / std::sqrt(square / static_cast<double>(count) + m_spec.normEps);
        for (size_t i = 0; i < count; ++i) x[begin + i] *= inverse * weight[i];
    }
    Row normed(WeightId id, Row x) const {
        norm(x, 0, x.size(), read(id)[0]);
        return x;
    }

    void normHeads(Row& x, WeightId id) const {
        if (m_spec.qkNorm == QkNorm::None) return;
        const Row weight = read(id)[0];
        for (size_t at = 0; at < x.size(); at += weight.size()) norm(x, at, weight.size(), weight);
    }

    void rotate(Row& x, int64_t position) const {
        const auto dim = static_cast<size_t>(m_spec.headDim);
        const auto pairs = static_cast<size_t>(m_spec.rope.rotaryDims / 2);
        for (size_t head = 0; head < x.size(); head += dim)
            for (size_t i = 0; i < pairs; ++i) {
                const double angle = static_cast<double>(position) *
                                     std::pow(m_spec.rope.theta,
                                              -static_cast<double>(i) / static_cast<double>(pairs));
                const double a = x[head + i];
                const double b = x[head + i + pairs];
                x[head + i] = a * std::cos(angle) - b * std::sin(angle);
                x[head + i + pairs] = b * std::cos(angle) + a * std::sin(angle);
            }
    }

    // One sequence.
    void attention(int layer, Rows& hidden) const {
        Rows q, k, v;
        for (size_t t = 0; t < hidden.size(); ++t) {
            const Row x = normed({Role::AttnNorm, layer}, hidden[t]);
            q.push_back(times({Role::AttnQ, layer}, x, Role::AttnQBias));
            k.push_back(times({Role::AttnK, layer}, x, Role::AttnKBias));
            v.push_back(times({Role::AttnV, layer}, x, Role::AttnVBias));
            normHeads(q[t], {Role::AttnQNorm, layer});
            normHeads(k[t], {Role::AttnKNorm, layer});
            rotate(q[t], static_cast<int64_t>(t));
            rotate(k[t], static_cast<int64_t>(t));
        }
        for (size_t t = 0; t < hidden.size(); ++t) {
            const Row y =
                times({Role::AttnO, layer}, context(layer, t, q[t], k, v), Role::AttnOBias);
            for (size_t i = 0; i < y.size(); ++i) hidden[t][i] += m_spec.residualMultiplier * y[i];
        }
    }

    Row context(int layer, size_t t, const Row& q, const Rows& k, const Rows& v) const {
        const auto dim = static_cast<size_t>(m_spec.headDim);
        const auto group = static_cast<size_t>(m_spec.heads / m_spec.kvHeads);
        const auto window =
            static_cast<size_t>(m_spec.layers[static_cast<size_t>(layer)].slidingWindow);
        const size_t first = window > 0 && t + 1 > window ? t + 1 - window : 0;
        Row out(q.size());
        for (size_t h = 0; h < static_cast<size_t>(m_spec.heads); ++h) {
            const size_t kv = h / group * dim;
            Row score(t + 1);
            double total = 0.0;
            for (size_t j = first; j <= t; ++j) {
                for (size_t d = 0; d < dim; ++d) score[j] += q[h * dim + d] * k[j][kv + d];
                score[j] = std::exp(score[j] * m_spec.attentionScale);
                total += score[j];
            }
            for (size_t j = first; j <= t; ++j)
                for (size_t d = 0; d < dim; ++d)
                    out[h * dim + d] += score[j] / total * v[j][kv + d];
        }
        return out;
    }

    Row gated(Role gate, Role up, Role down, int layer, int expert, const Row& x) const {
        Row h = times({gate, layer, expert}, x);
        const Row u = times({up, layer, expert}, x);
        for (size_t i = 0; i < h.size(); ++i) h[i] = h[i] / (1.0 + std::exp(-h[i])) * u[i];
        return times({down, layer, expert}, h);
    }

    void ffn(int layer, Row& hidden) const {
        const Row x = normed({Role::FfnNorm, layer}, hidden);
        const auto add = [&](double factor, const Row& y) {
            for (size_t i = 0; i < y.size(); ++i)
                hidden[i] += m_spec.residualMultiplier * factor * y[i];
        };
        if (!m_spec.layers[static_cast<size_t>(layer)].moe)
            return add(1.0, gated(Role::DenseGate, Role::DenseUp, Role::DenseDown, layer, -1, x));
        Row p = times({Role::Router, layer}, x);
        double all = 0.0;
        for (double& value : p) all += value = std::exp(value);
        std::vector<int> order(p.size());
        std::iota(order.begin(), order.end(), 0);
        std::stable_sort(order.begin(), order.end(), [&](int a, int b) {
            return p[static_cast<size_t>(a)] > p[static_cast<size_t>(b)];
        });
        order.resize(static_cast<size_t>(m_spec.topK));
        double chosen = 0.0;
        for (const int e : order) chosen += p[static_cast<size_t>(e)];
        for (const int e : order)
            add(p[static_cast<size_t>(e)] / (m_spec.normTopK ? chosen : all),
                gated(Role::ExpertGate, Role::ExpertUp, Role::ExpertDown, layer, e, x));
        if (m_spec.sharedWidth == 0) return;
        const double mix =
            m_spec.sharedMix ? 1.0 / (1.0 + std::exp(-times({Role::SharedMix, layer}, x)[0])) : 1.0;
        add(mix, gated(Role::SharedGate, Role::SharedUp, Role::SharedDown, layer, -1, x));
    }

private:
    const ModelSource& m_model;
    const ModelSpec& m_spec;
};

Matrix toMatrix(const Rows& rows) {
    Matrix matrix(static_cast<int64_t>(rows.size()), static_cast<int64_t>(rows[0].size()));
    for (size_t r = 0; r < rows.size(); ++r)
        std::transform(rows[r].begin(), rows[r].end(), matrix.row(static_cast<int64_t>(r)),
                       [](double value) { return static_cast<float>(value); });
    return matrix;
}

} // namespace

std::vector<Matrix> naiveForward(const ModelSource& model, const TokenBatch& batch) {
    const Naive naive(model);
    const Rows embedding = naive.read({Role::Embedding});
    Rows hidden;
    for (const int32_t id : batch.ids) {
        hidden.push_back(embedding[static_cast<size_t>(id)]);
        for (double& value : hidden.back()) value *= model.spec().embeddingMultiplier;
    }
    std::vector<Matrix> states{toMatrix(hidden)};
    for (int layer = 0; layer < model.spec().layerCount(); ++layer) {
        for (int64_t s = 0; s < batch.sequences(); ++s) {
            const auto begin = hidden.begin() + batch.starts[static_cast<size_t>(s)];
            const auto end = hidden.begin() + batch.sequenceEnd(s);
            Rows sequence(begin, end);
            naive.attention(layer, sequence);
            std::copy(sequence.begin(), sequence.end(), begin);
        }
        for (auto& row : hidden) naive.ffn(layer, row);
        states.push_back(toMatrix(hidden));
    }
    for (auto& row : hidden) row = naive.normed({Role::FinalNorm}, row);
    states.back() = toMatrix(hidden);
    return states;
}

} // namespace moqa::test
