// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/findings.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

namespace moqa {

namespace {

struct Extreme {
    double value = -1e300;
    size_t index = 0;
    bool found = false;
};

Extreme largest(const ResultPtr& array) {
    Extreme best;
    for (size_t i = 0; array && i < array->values.size(); ++i)
        if (array->values[i] > best.value) best = {array->values[i], i, true};
    return best;
}

// Mean over the layers of column `column` of [layer, columns]; NaN rows are left out.
double columnMean(const ResultPtr& array, size_t columns, size_t column) {
    double sum = 0.0;
    int count = 0;
    for (size_t i = column; array && i < array->values.size(); i += columns)
        if (!std::isnan(array->values[i])) {
            sum += array->values[i];
            ++count;
        }
    return count == 0 ? std::nan("") : sum / count;
}

class Findings {
public:
    explicit Findings(const Analysis& analysis) : m_analysis(analysis) {}

    std::vector<std::string> all() {
        stage1();
        stage2();
        stage3();
        return std::move(m_lines);
    }

private:
    ResultPtr get(const char* metric, const std::string& corpus = "", int layer = -1) const {
        return m_analysis.find(metric, corpus, layer);
    }
    template <class... Args>
    void say(fmt::format_string<Args...> format, Args&&... args) {
        m_lines.push_back(fmt::format(format, std::forward<Args>(args)...));
    }
    size_t experts() const { return static_cast<size_t>(m_analysis.experts); }
    int layerOf(size_t cell) const { return m_analysis.moeLayers[cell / experts()]; }
    size_t expertOf(size_t cell) const { return cell % experts(); }

    void stage1() {
        longTail();
        busiest();
        dead();
        imbalance();
        fragile();
        specialisation();
    }
    void stage2() {
        if (!get("baseline_significance")) return;
        significant();
        specific();
        concentrated();
    }
    void stage3() {
        together();
        alike();
        patterns();
        errors();
    }

    void longTail();
    void busiest();
    void dead();
    void imbalance();
    void fragile();
    void specialisation();
    void significant();
    void specific();
    void concentrated();
    void together();
    void alike();
    void patterns();
    void errors();

    const Analysis& m_analysis;
    std::vector<std::string> m_lines;
};

void Findings::longTail() {
    const ResultPtr beta = get("zipf_beta");
    const ResultPtr r2 = get("zipf_r2");
    for (size_t d = 0; beta && r2 && d < m_analysis.corpora.size(); ++d)
        if (!std::isnan(beta->values[d]))
            say("Stage 1: token frequencies of {} fall as rank^-{:.2f} (R^2 {:.3f}; {} tokens).",
                m_analysis.corpora[d].name, beta->values[d], r2->values[d],
                m_analysis.corpora[d].tokens);
}

void Findings::busiest() {
    Extreme best;
    const CorpusInfo* where = nullptr;
    for (const CorpusInfo& corpus : m_analysis.corpora) {
        const Extreme one = largest(get("load", corpus.name));
        if (one.found && one.value > best.value) best = one, where = &corpus;
    }
    if (!where) return;
    const double share = get("frequency", where->name)->values[best.index];
    say("Stage 1: the busiest expert is {} of layer {} on {}: {:.1f} times its fair share, in "
        "{:.1f} % of tokens (95 % interval {:.1f}-{:.1f} %; {} tokens).",
        expertOf(best.index), layerOf(best.index), where->name, best.value, 100.0 * share,
        100.0 * get("frequency_low", where->name)->values[best.index],
        100.0 * get("frequency_high", where->name)->values[best.index], where->tokens);
}

void Findings::dead() {
    const ResultPtr count = get("count");
    if (!count) return;
    const size_t cells = count->values.size();
    const auto unseen = std::count(count->values.begin(), count->values.end(), 0.0);
    std::string perCorpus;
    for (const CorpusInfo& corpus : m_analysis.corpora) {
        const auto& values = get("count", corpus.name)->values;
        perCorpus += fmt::format("{}{} on {}", perCorpus.empty() ? "" : ", ",
                                 std::count(values.begin(), values.end(), 0.0), corpus.name);
    }
    say("Stage 1: {} of {} experts got no token from any corpus ({}; {} tokens in all).", unseen,
        cells, perCorpus, count->samples);
}

void Findings::imbalance() {
    const ResultPtr gini = get("imbalance_gini");
    const Extreme best = largest(gini);
    if (!best.found) return;
    const double low = get("imbalance_gini_low")->values[best.index];
    const double high = get("imbalance_gini_high")->values[best.index];
    const std::string interval = std::isnan(low)
                                     ? "no interval from one sequence"
                                     : fmt::format("95 % interval {:.2f}-{:.2f}", low, high);
    say("Stage 1: layer {} uses its experts most unevenly: Gini {:.2f} ({}), the busiest expert "
        "{:.1f} times the mean ({} tokens).",
        m_analysis.moeLayers[best.index], best.value, interval,
        get("imbalance_max_over_mean")->values[best.index], gini->samples);
}

void Findings::fragile() {
    const ResultPtr margin = get("margin_cut");
    if (!margin || margin->shape.size() != 2) return;
    const size_t columns = static_cast<size_t>(margin->shape[1]), median = columns / 2;
    size_t weakest = 0;
    for (size_t row = 0; row < m_analysis.moeLayers.size(); ++row)
        if (margin->values[row * columns + median] < margin->values[weakest * columns + median])
            weakest = row;
    const double value = margin->values[weakest * columns + median];
    if (std::isnan(value)) return;
    say("Stage 1: routing is easiest to flip in layer {}: in half of the tokens the last chosen "
        "expert leads the next by less than {:.3f} in the router's logits ({} tokens).",
        m_analysis.moeLayers[weakest], value, margin->samples);
}

void Findings::specialisation() {
    const ResultPtr bits = get("mutual_information");
    const ResultPtr null = get("mutual_information_null");
    const ResultPtr high = get("mutual_information_null_high");
    const Extreme best = largest(bits);
    if (!best.found || !null || !high) return;
    int above = 0;
    for (size_t i = 0; i < bits->values.size(); ++i) above += bits->values[i] > high->values[i];
    say("Stage 1: experts tell the corpora apart most in layer {}: {:.3f} bit against {:.3f} by "
        "chance; {} of {} layers lie above 95 % of the chance level ({} tokens).",
        m_analysis.moeLayers[best.index], best.value, null->values[best.index], above,
        bits->values.size(), bits->samples);
}

void Findings::significant() {
    const ResultPtr baseline = get("baseline_significance");
    const Extreme best = largest(baseline);
    if (!best.found) return;
    say("Stage 2: expert {} of layer {} carries most over all corpora: {:.1f} % of its layer's "
        "significance, {:.1f} times the fair share ({} tokens).",
        expertOf(best.index), layerOf(best.index), 100.0 * best.value,
        best.value * static_cast<double>(experts()), baseline->samples);
}

// The largest gap between two corpora in the share of a layer, which is what moves bits; dynamics,
// being logarithmic, would single out experts that matter on no corpus.
void Findings::specific() {
    Extreme best;
    const CorpusInfo *most = nullptr, *least = nullptr;
    for (const CorpusInfo& a : m_analysis.corpora)
        for (const CorpusInfo& b : m_analysis.corpora) {
            const ResultPtr first = get("significance", a.name);
            const ResultPtr second = get("significance", b.name);
            for (size_t i = 0; first && second && i < first->values.size(); ++i)
                if (first->values[i] - second->values[i] > best.value)
                    best = {first->values[i] - second->values[i], i, true}, most = &a, least = &b;
        }
    if (!best.found || most == least) return;
    say("Stage 2: the most corpus-specific expert is {} of layer {}: {:.1f} % of the layer's "
        "significance on {} ({} tokens), {:.1f} % on {} ({} tokens).",
        expertOf(best.index), layerOf(best.index),
        100.0 * get("significance", most->name)->values[best.index], most->name, most->tokens,
        100.0 * get("significance", least->name)->values[best.index], least->name, least->tokens);
}

void Findings::concentrated() {
    constexpr size_t kColumns = 4, kOnePercent = 1;
    const ResultPtr curve = get("dynamics_concentration");
    if (!curve) return;
    double own = 0.0, null = 0.0, nullTotal = 0.0;
    const double corpora = static_cast<double>(m_analysis.corpora.size());
    for (const CorpusInfo& corpus : m_analysis.corpora) {
        own += columnMean(get("significance_concentration", corpus.name), kColumns, kOnePercent) /
               corpora;
        null += columnMean(get("dynamics_null_concentration", corpus.name), kColumns, kOnePercent) /
                corpora;
        nullTotal += columnMean(get("dynamics_null_total", corpus.name), 1, 0) / corpora;
    }
    const double share = columnMean(curve, kColumns, kOnePercent);
    say("Stage 2: the top 1 % of channels carry {:.0f} % of the change between corpora, where the "
        "paper says that about 1 % carry it; they carry {:.0f} % of the significance itself, so "
        "the change is {} concentrated than what it changes (mean over layers; {} tokens).",
        100.0 * share, 100.0 * own, share > own ? "more" : "no more", curve->samples);
    const double total = columnMean(get("dynamics_total"), 1, 0);
    if (!std::isnan(nullTotal))
        say("Stage 2: the channels change {:.1f} times as much between corpora as between two "
            "random halves of one corpus, where the top 1 % carry {:.0f} % ({} tokens).",
            total / nullTotal, 100.0 * null, curve->samples);
}

void Findings::together() {
    Extreme best;
    int where = -1;
    for (const int layer : m_analysis.moeLayers) {
        const ResultPtr lift = get("lift", "", layer);
        const ResultPtr expected = get("coactivation_expected", "", layer);
        for (size_t i = 0; lift && expected && i < lift->values.size(); ++i)
            if (expected->values[i] >= 5.0 && lift->values[i] > best.value)
                best = {lift->values[i], i, true}, where = layer;
    }
    if (!best.found) return;
    say("Stage 3: experts {} and {} of layer {} are chosen together {:.1f} times as often as "
        "chance: in {:.0f} tokens where {:.1f} were expected ({} tokens).",
        best.index / experts(), best.index % experts(), where, best.value,
        get("coactivation", "", where)->values[best.index],
        get("coactivation_expected", "", where)->values[best.index],
        get("lift", "", where)->samples);
}

void Findings::alike() {
    Extreme best;
    int where = -1;
    for (const int layer : m_analysis.moeLayers) {
        const ResultPtr similarity = get("output_similarity", "", layer);
        for (size_t i = 0; similarity && i < similarity->values.size(); ++i)
            if (i / experts() < i % experts() && similarity->values[i] > best.value)
                best = {similarity->values[i], i, true}, where = layer;
    }
    if (!best.found) return;
    say("Stage 3: the most similar outputs are those of experts {} and {} of layer {}: cosine "
        "{:.2f}, CKA {:.2f}, on the same {} tokens.",
        best.index / experts(), best.index % experts(), where, best.value,
        get("cka", "", where)->values[best.index], get("output_similarity", "", where)->samples);
}

void Findings::patterns() {
    int64_t overlap = 0, complement = 0, tokens = 0;
    for (const int layer : m_analysis.moeLayers) {
        const ResultPtr first = get("overlap_pairs", "", layer);
        const ResultPtr second = get("complement_pairs", "", layer);
        if (!first || !second) return;
        overlap += first->shape[0];
        complement += second->shape[0];
        tokens = first->samples;
    }
    if (tokens == 0) return;
    say("Stage 3: among pairs chosen together, {} overlap (alike outputs, candidates for fewer "
        "bits) and {} complement each other ({} tokens).",
        overlap, complement, tokens);
}

void Findings::errors() {
    const ResultPtr share = get("error_offdiagonal");
    const Extreme best = largest(share);
    if (!best.found) return;
    say("Stage 3: correlation between experts changes the block's squared error at 3 bits by "
        "{:+.1f} % on average over layers, most upward in layer {} ({:+.1f} %; {} tokens).",
        100.0 * columnMean(share, 1, 0), m_analysis.moeLayers[best.index], 100.0 * best.value,
        share->samples);
}

} // namespace

std::vector<std::string> stageFindings(const Analysis& analysis) {
    return Findings(analysis).all();
}

} // namespace moqa
