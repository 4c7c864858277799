// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/measure/study_summary.h"

#include <cmath>
#include <fmt/format.h>

namespace moqa {

namespace {

// A budget of "3 bits" is 3 for the baseline and for the others.
constexpr double kSameBits = 1e-6;

bool isBaseline(const Study& study, const StudyRow& row) {
    return row.method == "uniform" && std::abs(row.bits - study.grid.baselineBits) < kSameBits;
}

void addShare(const StudyRow& row, bool isKnown, StudySummary& summary) {
    const auto& share = (isKnown ? row.known : row.fresh).klShare;
    if (!share) return;
    const ShareFinding finding{row.method, row.calibration, row.bits, row.group, isKnown, *share};
    const bool noMore = row.bits <= summary.baselineBits + kSameBits;
    const bool noFewer = row.bits >= summary.baselineBits - kSameBits;
    // More bits that gain, and fewer that lose, say nothing of the method.
    if (share->low > 0) {
        if (noMore) summary.better.push_back(finding);
    } else if (noFewer) {
        (share->high < 0 ? summary.worse : summary.unclear).push_back(finding);
    }
}

void addOrder(const StudyPredictions& cell, StudySummary& summary) {
    for (const PredictionCheck& check : cell.checks) {
        OrderFinding finding;
        finding.calibration = cell.calibration;
        finding.group = cell.group;
        finding.range = check.range;
        finding.plans = check.points.size();
        finding.correlation = check.rankCorrelation;
        finding.isOneBudget = check.range.high - check.range.low <= kOneBudget;
        finding.required = finding.isOneBudget ? kRequiredOrderOfBudget : kRequiredOrder;
        summary.order.push_back(std::move(finding));
    }
}

std::string cellText(const std::string& calibration, int group) {
    return fmt::format("calibrated on {}, group {}", calibration,
                       group < 0 ? std::string("row") : std::to_string(group));
}

std::string shareText(const ShareFinding& f) {
    return fmt::format("  {} at {:g} bits, {} texts, {}: {:.1f} % [{:.1f}, {:.1f}]\n", f.method,
                       f.bits, f.isKnown ? "known" : "new", cellText(f.calibration, f.group),
                       100 * f.share.value, 100 * f.share.low, 100 * f.share.high);
}

std::string orderText(const OrderFinding& f) {
    const std::string which =
        f.isOneBudget ? fmt::format("of one budget, {:g} to {:g} bits", f.range.low, f.range.high)
                      : fmt::format("of all budgets, {:g} to {:g} bits", f.range.low, f.range.high);
    const std::string cell = cellText(f.calibration, f.group);
    if (!std::isfinite(f.correlation))
        return fmt::format("{} random plans {} are too few to say how predictions order them "
                           "({})\n",
                           f.plans, which, cell);
    return fmt::format("predictions order {} random plans {}, with rank correlation {:.2f}: {} the "
                       "required {:.2f} ({})\n",
                       f.plans, which, f.correlation, f.holds() ? "reaches" : "below", f.required,
                       cell);
}

std::string listText(const std::string& heading, const std::vector<ShareFinding>& findings) {
    if (findings.empty()) return {};
    std::string text = heading;
    for (const ShareFinding& finding : findings) text += shareText(finding);
    return text;
}

} // namespace

StudySummary summarize(const Study& study) {
    StudySummary summary;
    summary.complete = study.complete;
    summary.baselineBits = study.grid.baselineBits;
    for (const StudyRow& row : study.rows) {
        if (!row.failure.empty()) {
            ++summary.refused;
            continue;
        }
        ++summary.plans;
        if (isBaseline(study, row)) continue;
        for (const bool isKnown : {true, false}) addShare(row, isKnown, summary);
    }
    for (const StudyComparison& comparison : study.comparisons)
        if (comparison.low <= 0 && comparison.high >= 0) summary.ties.push_back({comparison});
    for (const StudyPredictions& cell : study.predictions) addOrder(cell, summary);
    return summary;
}

std::string summaryText(const StudySummary& s) {
    std::string text = fmt::format("in short: {} plans were scored", s.plans);
    if (s.refused > 0) text += fmt::format(", {} budgets were out of a method's reach", s.refused);
    text += s.complete ? "\n" : "; the study was stopped before its end\n";
    for (const OrderFinding& finding : s.order) text += orderText(finding);
    const std::string uniform = fmt::format("uniform {:g} bit", s.baselineBits);
    text += listText("better than " + uniform +
                         " at no more bits, share of its KL recovered "
                         "[95 % interval]:\n",
                     s.better);
    text += listText("not told from " + uniform +
                         " (the interval includes zero) at no fewer "
                         "bits:\n",
                     s.unclear);
    text += listText("worse than " + uniform + " at no fewer bits:\n", s.worse);
    if (!s.ties.empty())
        text += "not told from the plan of least KL of their budget (the interval of the "
                "difference includes zero):\n";
    for (const TieFinding& tie : s.ties) {
        const StudyComparison& c = tie.comparison;
        text += fmt::format("  {} from {} at {:g} bits, {} texts, {}: {:+.6f} [{:+.6f}, {:+.6f}]\n",
                            c.a, c.b, c.bits, c.isKnown ? "known" : "new",
                            cellText(c.calibration, c.group), c.difference, c.low, c.high);
    }
    return text;
}

} // namespace moqa
