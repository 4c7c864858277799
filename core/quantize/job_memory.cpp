// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quantize/job_memory.h"

#include "core/base/memory.h"
#include "core/base/parallel.h"
#include "core/quantize/quant_method.h"

#include <algorithm>
#include <map>
#include <unistd.h>

namespace moqa {

int workersThatFit(int64_t bytesPerJob, int64_t jobs) {
    const int64_t half = static_cast<int64_t>(sysconf(_SC_PHYS_PAGES)) / 2 *
                         static_cast<int64_t>(sysconf(_SC_PAGESIZE));
    const int64_t limit = memoryLimit() > 0 ? memoryLimit() : half;
    const int64_t fit = (limit - residentBytes()) / std::max<int64_t>(bytesPerJob, 1);
    const int64_t threads = threadLimit();
    const int64_t workers = std::clamp<int64_t>(std::min(fit, jobs), 1, threads);
    return static_cast<int>(2 * workers < threads ? 1 : workers);
}

Status requireLinearMemory(const ModelSource& model, const Plan& plan,
                           const QuantizeOptions& options) {
    // The weight and what rounding leaves of it in f32, its codes; gptq adds the moment, its
    // factorisation in double and the factor in f32.
    const int64_t perMoment = needsTokens(options.method) ? 8 + 8 + 4 : 0;
    int64_t most = 0;
    std::map<int, int64_t> layers; // a layer's weights and its codes of at most a byte each
    const WeightEntry* largest = nullptr;
    for (const WeightEntry& entry : model.weights()) {
        layers[entry.id.layer] += entry.bytes;
        if (plan.formatOf(entry).bits >= 16) continue;
        layers[entry.id.layer] += entry.count();
        const int64_t bytes = entry.count() * (4 + 4 + 1) + entry.cols * entry.cols * perMoment;
        if (bytes <= most) continue;
        most = bytes;
        largest = &entry;
    }
    if (largest == nullptr) return {};
    int64_t layer = 0;
    for (const auto& [index, bytes] : layers) layer = std::max(layer, bytes);
    return requireMemory(layer + most, "a layer and working copies of " + largest->name);
}

} // namespace moqa
