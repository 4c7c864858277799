// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/rope.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace moqa {

namespace {

// The pair index whose wave turns `turns` times within the original context.
double yarnCorrection(const RopeSpec& rope, double turns) {
    const double context = static_cast<double>(rope.originalMaxPosition);
    return static_cast<double>(rope.rotaryDims) *
           std::log(context / (turns * 2.0 * std::numbers::pi)) / (2.0 * std::log(rope.theta));
}

double yarnFrequency(const RopeSpec& rope, double base, double pair) {
    double low = yarnCorrection(rope, rope.betaFast);
    double high = yarnCorrection(rope, rope.betaSlow);
    if (rope.truncate) {
        low = std::floor(low);
        high = std::ceil(high);
    }
    low = std::max(low, 0.0);
    high = std::min(high, static_cast<double>(rope.rotaryDims - 1));
    if (low == high) high += 0.001;
    const double ramp = std::clamp((pair - low) / (high - low), 0.0, 1.0);
    return base / rope.factor * ramp + base * (1.0 - ramp);
}

double llama3Frequency(const RopeSpec& rope, double base) {
    const double context = static_cast<double>(rope.originalMaxPosition);
    const double wave = 2.0 * std::numbers::pi / base;
    if (wave < context / rope.highFreqFactor) return base;
    if (wave > context / rope.lowFreqFactor) return base / rope.factor;
    const double share =
        (context / wave - rope.lowFreqFactor) / (rope.highFreqFactor - rope.lowFreqFactor);
    return (1.0 - share) * base / rope.factor + share * base;
}

} // namespace

std::vector<double> ropeFrequencies(const RopeSpec& rope) {
    std::vector<double> frequencies(static_cast<size_t>(rope.rotaryDims / 2));
    for (size_t i = 0; i < frequencies.size(); ++i) {
        const double pair = static_cast<double>(i);
        const double base =
            std::pow(rope.theta, -2.0 * pair / static_cast<double>(rope.rotaryDims));
        switch (rope.scaling) {
        case RopeScaling::Default: frequencies[i] = base; break;
        case RopeScaling::Linear: frequencies[i] = base / rope.factor; break;
        case RopeScaling::Yarn: frequencies[i] = yarnFrequency(rope, base, pair); break;
        case RopeScaling::Llama3: frequencies[i] = llama3Frequency(rope, base); break;
        }
    }
    return frequencies;
}

RopeTable::RopeTable(const RopeSpec& rope) : m_rope(rope) {
    for (const double frequency : ropeFrequencies(rope))
        m_frequencies.push_back(static_cast<float>(frequency));
}

void RopeTable::reserve(int64_t count) {
    const size_t pairs = m_frequencies.size();
    if (count <= m_positions || pairs == 0) return;
    m_cosines.resize(static_cast<size_t>(count) * pairs);
    m_sines.resize(static_cast<size_t>(count) * pairs);
    for (int64_t p = m_positions; p < count; ++p)
        for (size_t i = 0; i < pairs; ++i) {
            const float angle = static_cast<float>(p) * m_frequencies[i];
            const size_t at = static_cast<size_t>(p) * pairs + i;
            m_cosines[at] =
                static_cast<float>(std::cos(static_cast<double>(angle)) * m_rope.attentionFactor);
            m_sines[at] =
                static_cast<float>(std::sin(static_cast<double>(angle)) * m_rope.attentionFactor);
        }
    m_positions = count;
}

void RopeTable::rotate(int64_t position, int64_t heads, int64_t headDim, float* x) const {
    const auto pairs = static_cast<int64_t>(m_frequencies.size());
    const float* cosines = m_cosines.data() + position * pairs;
    const float* sines = m_sines.data() + position * pairs;
    // Pair i is (x[i], x[i + pairs]), or (x[2i], x[2i + 1]) where interleaved.
    const int64_t step = m_rope.interleaved ? 2 : 1;
    const int64_t distance = m_rope.interleaved ? 1 : pairs;
    for (int64_t h = 0; h < heads; ++h, x += headDim)
        for (int64_t i = 0; i < pairs; ++i) {
            const float a = x[i * step];
            const float b = x[i * step + distance];
            x[i * step] = a * cosines[i] - b * sines[i];
            x[i * step + distance] = b * cosines[i] + a * sines[i];
        }
}

} // namespace moqa
