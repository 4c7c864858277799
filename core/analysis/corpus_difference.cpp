// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/corpus_difference.h"

#include "core/analysis/statistics.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <numeric>

namespace moqa {

namespace {

// Frequency of a cell in one corpus as an estimate.
struct Estimate {
    double value = kNotSeen, variance = kNotSeen, freedom = 0.0;
};

class Sample {
public:
    static Result<Sample> of(const Analysis& analysis, const std::string& name) {
        const auto info = std::find_if(analysis.corpora.begin(), analysis.corpora.end(),
                                       [&](const CorpusInfo& c) { return c.name == name; });
        if (info == analysis.corpora.end()) {
            std::string known;
            for (const CorpusInfo& c : analysis.corpora)
                known += (known.empty() ? "" : ", ") + c.name;
            return badInput("the analysis has no such corpus", name, "choose two of: " + known);
        }
        const ResultPtr frequency = analysis.find("frequency", name);
        const size_t cells = analysis.moeLayers.size() * static_cast<size_t>(analysis.experts);
        if (!frequency || frequency->values.size() != cells)
            return badInput("the analysis does not hold the routing of this corpus", name,
                            "run analyze with stage 1");
        ResultPtr error = analysis.find("frequency_se", name);
        if (error && error->values.size() != cells) error = nullptr;
        return Sample(frequency, error, info->tokens, info->sequences);
    }

    int64_t windows() const { return m_windows; }
    bool clustered() const { return m_error && m_windows >= kLeastWindows; }

    Estimate at(size_t cell) const {
        const double p = m_frequency->values[cell];
        if (std::isnan(p)) return {};
        const double tokens = static_cast<double>(m_tokens);
        const double shifted = (p * tokens + 1.0) / (tokens + 2.0);
        const Estimate independent{p, shifted * (1.0 - shifted) / (tokens + 2.0), tokens - 1.0};
        const double error = m_error ? m_error->values[cell] : kNotSeen;
        if (std::isnan(error)) return independent;
        const Estimate between{p, error * error, static_cast<double>(m_windows - 1)};
        if (clustered()) return error > 0.0 ? between : independent;
        return between.variance > independent.variance ? between : independent;
    }

private:
    Sample(ResultPtr frequency, ResultPtr error, int64_t tokens, int64_t windows)
        : m_frequency(std::move(frequency)), m_error(std::move(error)), m_tokens(tokens),
          m_windows(windows) {}

    ResultPtr m_frequency, m_error;
    int64_t m_tokens, m_windows;
};

// 97.5 % points of Student's t, computed when first asked for; beyond 1000 degrees of freedom it
// differs from the normal by less than 0.2 %.
class StudentPoints {
public:
    static double freedomOf(const Estimate& a, const Estimate& b) {
        const double sum = a.variance + b.variance;
        const double welch = sum * sum /
                             (a.variance * a.variance / std::max(1.0, a.freedom) +
                              b.variance * b.variance / std::max(1.0, b.freedom));
        return std::clamp(std::floor(welch), 1.0, kMost);
    }
    double at(double freedom) {
        double& point = m_points[static_cast<size_t>(freedom)];
        if (point == 0.0) point = studentPoint(0.05, freedom);
        return point;
    }

private:
    static constexpr double kMost = 1000.0;
    std::vector<double> m_points = std::vector<double>(static_cast<size_t>(kMost) + 1, 0.0);
};

std::string noteOf(const CorpusDifference& d) {
    const std::string windows = fmt::format("{} and {} windows", d.windowsA, d.windowsB);
    const std::string correction = fmt::format("Benjamini-Hochberg at {:.0f} % over {} cells",
                                               100 * kFalseDiscoveryRate, d.cells);
    if (d.clustered) return "variance between " + windows + "; " + correction;
    return windows +
           fmt::format(" are fewer than {}: intervals are likely too narrow; ", kLeastWindows) +
           correction;
}

} // namespace

std::vector<double> adjustedForFalseDiscovery(std::span<const double> p) {
    std::vector<size_t> order;
    for (size_t i = 0; i < p.size(); ++i)
        if (!std::isnan(p[i])) order.push_back(i);
    std::stable_sort(order.begin(), order.end(), [&](size_t a, size_t b) { return p[a] < p[b]; });
    std::vector<double> adjusted(p.size(), kNotSeen);
    const double count = static_cast<double>(order.size());
    double least = 1.0;
    for (size_t i = order.size(); i-- > 0;) {
        least = std::min(least, p[order[i]] * count / static_cast<double>(i + 1));
        adjusted[order[i]] = least;
    }
    return adjusted;
}

Result<CorpusDifference> corpusDifference(const Analysis& analysis, const std::string& metric,
                                          const std::string& corpusA, const std::string& corpusB) {
    if (metric != "frequency" && metric != "load")
        return usageError("corpora are compared by frequency or load alone", metric,
                          "choose frequency or load");
    if (corpusA == corpusB)
        return usageError("a corpus is compared with itself", corpusA, "choose two corpora");
    MOQA_TRY(const Sample a, Sample::of(analysis, corpusA));
    MOQA_TRY(const Sample b, Sample::of(analysis, corpusB));
    CorpusDifference out;
    out.metric = metric;
    out.corpusA = corpusA;
    out.corpusB = corpusB;
    out.moeLayers = analysis.moeLayers;
    out.experts = analysis.experts;
    out.windowsA = a.windows();
    out.windowsB = b.windows();
    out.clustered = a.clustered() && b.clustered();
    const size_t cells = out.moeLayers.size() * static_cast<size_t>(out.experts);
    for (std::vector<double>* values : {&out.difference, &out.low, &out.high, &out.p})
        values->assign(cells, kNotSeen);
    const double scale =
        metric == "load" ? static_cast<double>(analysis.experts) / std::max(1, analysis.topK) : 1.0;
    StudentPoints points;
    for (size_t i = 0; i < cells; ++i) {
        const Estimate inA = a.at(i), inB = b.at(i);
        if (std::isnan(inA.value) || std::isnan(inB.value)) continue;
        const double difference = inA.value - inB.value;
        const double error = std::sqrt(inA.variance + inB.variance);
        const double freedom = StudentPoints::freedomOf(inA, inB);
        const double half = points.at(freedom) * error;
        out.difference[i] = scale * difference;
        out.low[i] = scale * (difference - half);
        out.high[i] = scale * (difference + half);
        out.p[i] = studentTwoSided(difference / error, freedom);
        ++out.cells;
    }
    out.pAdjusted = adjustedForFalseDiscovery(out.p);
    out.significant.assign(cells, 0);
    for (size_t i = 0; i < cells; ++i) out.significant[i] = out.pAdjusted[i] <= kFalseDiscoveryRate;
    out.note = noteOf(out);
    return out;
}

} // namespace moqa
