// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/plan/plan_totals.h"

#include <cmath>

namespace moqa {

int nominalBits(const WeightEntry& entry, const UnitFormat& format) {
    return format.bits == 16 ? entry.bits : format.bits;
}

int64_t storedBytes(const WeightEntry& entry, const UnitFormat& format) {
    if (format.bits == 16) return entry.bytes;
    const int64_t rowBytes = (entry.cols * format.bits + 7) / 8;
    const int64_t paddedRowBytes = (rowBytes + 3) / 4 * 4;
    const int64_t groups =
        format.group <= 0 ? 1 : (entry.cols + format.group - 1) / int64_t{format.group};
    const int64_t zeroBytes = !format.hasZeroPoints() ? 0 : format.realZeros ? 2 : 1;
    return entry.rows * (paddedRowBytes + groups * (2 + zeroBytes)) +
           2 * format.rank * (entry.rows + entry.cols);
}

void PlanSums::add(const WeightEntry& entry, const UnitFormat& format, int sign) {
    const int64_t count = sign * entry.count();
    const int64_t bits = nominalBits(entry, format);
    const int64_t stored = sign * storedBytes(entry, format);
    weights += count;
    bitWeights += bits * count;
    bytes += stored;
    bytesFull += sign * entry.bytes;
    if (partOf(entry.id.role) != Part::Routed) return;
    routedWeights += count;
    routedBitWeights += bits * count;
    routedBytes += stored;
}

PlanTotals PlanSums::totals() const {
    const auto ratio = [](int64_t a, int64_t b) {
        return b == 0 ? 0.0 : static_cast<double>(a) / static_cast<double>(b);
    };
    PlanTotals t;
    t.meanBits = ratio(routedBitWeights, routedWeights);
    t.meanBitsModel = ratio(bitWeights, weights);
    t.trueBits = ratio(8 * routedBytes, routedWeights);
    t.bytes = bytes;
    t.bytesFull = bytesFull;
    t.routedBytes = routedBytes;
    return t;
}

PlanTotals planTotals(const Plan& plan, const ModelSource& model) {
    PlanSums sums;
    for (const WeightEntry& entry : model.weights()) sums.add(entry, plan.formatOf(entry));
    sums.addRoutedBytes(cacheBytes(plan, model.spec()));
    return sums.totals();
}

double cacheShare(const Plan& plan) {
    const auto found = plan.options.find("cache");
    if (found == plan.options.end() || !found->is_number()) return 0;
    const double share = found->get<double>();
    return share > 0 && share <= 1 ? share : 0;
}

int64_t cachedChannels(const ModelSpec& spec, double share) {
    // The small slack keeps 0.07 * 100 at seven where the product rounds up.
    const double exact = share * static_cast<double>(spec.experts * spec.expertWidth);
    return static_cast<int64_t>(std::ceil(exact - 1e-9));
}

int64_t cacheBytes(const Plan& plan, const ModelSpec& spec) {
    const auto layers = static_cast<int64_t>(spec.moeLayers().size());
    return layers * channelCacheBytes(cachedChannels(spec, cacheShare(plan)), spec.hidden);
}

std::map<Part, PartSize> partSizes(const Plan& plan, const ModelSource& model) {
    std::map<Part, PartSize> sizes;
    for (const WeightEntry& entry : model.weights()) {
        PartSize& size = sizes[partOf(entry.id.role)];
        size.weights += entry.count();
        size.bytes += storedBytes(entry, plan.formatOf(entry));
        size.bytesFull += entry.bytes;
    }
    return sizes;
}

} // namespace moqa
