// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quantize/raised_routing.h"

#include <algorithm>

namespace moqa {

namespace {

// The model with another number of experts a token.
class TopKSource final : public ModelSource {
public:
    TopKSource(const ModelSource& base, int topK) : m_base(base), m_spec(base.spec()) {
        m_spec.topK = topK;
    }
    const ModelSpec& spec() const override { return m_spec; }
    std::string path() const override { return m_base.path(); }
    std::string name() const override { return m_base.name(); }
    std::string fingerprint() const override { return m_base.fingerprint(); }
    Result<std::string> sideFile(const std::string& f) const override { return m_base.sideFile(f); }
    std::vector<std::string> sideFiles() const override { return m_base.sideFiles(); }
    const std::vector<WeightEntry>& weights() const override { return m_base.weights(); }
    const WeightEntry* find(WeightId id) const override { return m_base.find(id); }
    Status readRows(WeightId id, int64_t row, int64_t count, float* out) const override {
        return m_base.readRows(id, row, count, out);
    }
    const void* mappedBf16(WeightId id, int64_t row, int64_t count) const override {
        return m_base.mappedBf16(id, row, count);
    }

private:
    const ModelSource& m_base;
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
