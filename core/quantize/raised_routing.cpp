// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quantize/raised_routing.h"

#include <algorithm>

namespace moqa {

namespace {

// The model with another number of experts a token.
class TopKSource final : public ForwardingSource {
public:
    TopKSource(const ModelSource& base, int topK) : ForwardingSource(base), m_spec(base.spec()) {
        m_spec.topK = topK;
    }
    const ModelSpec& spec() const override { return m_spec; }

private:
    ModelSpec m_spec;
};

} // namespace

int raisedTopK(const ModelSpec& spec, const StarvedChoice& choice) {
    const int wanted = choice.topK > 0 ? choice.topK : 2 * spec.topK;
    return std::clamp(wanted, spec.topK, std::max(spec.topK, spec.experts));
}

Result<std::optional<Routing>> raisedRouting(const ModelSource& model, const StarvedChoice& choice,
                                             int layer, MatrixView x) {
    if (choice.remedy != StarvedRemedy::RaiseTopK) return std::optional<Routing>();
    const TopKSource source(model, raisedTopK(model.spec(), choice));
    MOQA_TRY(Routing routing, Forward(source).route(layer, x));
    return std::optional<Routing>(std::move(routing));
}

} // namespace moqa
