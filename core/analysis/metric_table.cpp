// SPDX-License-Identifier: GPL-3.0-or-later
// The one table of metrics. Symbols: T tokens, N experts, K chosen per token, n_e tokens of expert
// e, g combine weight, w token weight, h gated intermediate, y expert output, pi corpus shares.
#include "core/analysis/result_array.h"
#include "core/base/translatable.h"

namespace moqa {

namespace {

constexpr const char* kPaper = "arXiv 2503.21135";
constexpr const char* kOurs = "this project";

// id, title, unit, axes, formula, description, source, perLayer, isSigned
const std::vector<MetricInfo> kTable{
    // Stage 1: the tokens of a corpus.
    {"token_frequency", MOQA_TEXT("Token frequency by rank"), "1", "rank", "count(rank) / T",
     MOQA_TEXT("Share of each distinct token, most frequent first. A straight line on log-log axes "
               "is a long "
               "tail."),
     kPaper, false, false},
    {"token_ids", MOQA_TEXT("Token by rank"), "id", "rank", "argsort(-count)",
     MOQA_TEXT("Vocabulary id of each rank of token_frequency; equal counts by rising id."), kOurs,
     false, false},
    {"utilization", MOQA_TEXT("Token-level utilisation by rank"), "experts/token", "rank",
     "K * f(rank)",
     MOQA_TEXT("Expert evaluations that the token of this rank causes per token of the corpus: "
               "every token "
               "is used K times."),
     kPaper, false, false},
    {"zipf_beta", MOQA_TEXT("Long-tail exponent"), "1", "corpus", "f(r) = C * r^-beta",
     MOQA_TEXT("Slope of the long-tail fit over ranks with count >= 5, weights 1/r; near 1 for "
               "natural text. "
               "Not seen with fewer than three such ranks."),
     kPaper, false, false},
    {"zipf_c", MOQA_TEXT("Long-tail constant"), "1", "corpus", "f(r) = C * r^-beta",
     MOQA_TEXT("Frequency that the long-tail fit gives the first rank."), kPaper, false, false},
    {"zipf_r2", MOQA_TEXT("Long-tail fit R^2"), "1", "corpus", "1 - residual / variance of log f",
     MOQA_TEXT("How much of the weighted variance of log frequency the fit explains; 1 = an exact "
               "power law."),
     kOurs, false, false},

    // Stage 1: the routers.
    {"count", MOQA_TEXT("Tokens routed to the expert"), "tokens", "layer,expert", "n_e",
     MOQA_TEXT("Tokens that chose the expert. Sums to K * T in each layer; 0 = not seen."), kOurs,
     false, false},
    {"frequency", MOQA_TEXT("Routing frequency"), "1", "layer,expert", "n_e / T",
     MOQA_TEXT("Share of tokens that chose the expert. Fair share is K / N."), kOurs, false, false},
    {"frequency_low", MOQA_TEXT("Routing frequency, lower bound"), "1", "layer,expert",
     "Wilson 95 % lower bound of n_e / T",
     MOQA_TEXT("Lower end of the 95 % interval of frequency. Takes tokens as independent: "
               "neighbours in a "
               "text are not, so the true interval is wider; frequency_se does not."),
     "Wilson 1927", false, false},
    {"frequency_high", MOQA_TEXT("Routing frequency, upper bound"), "1", "layer,expert",
     "Wilson 95 % upper bound of n_e / T",
     MOQA_TEXT(
         "Upper end of the 95 % interval of frequency. Above 0 for an expert without a token: the "
         "sample cannot exclude such a frequency. Takes tokens as independent, as frequency_low "
         "does."),
     "Wilson 1927", false, false},
    {"frequency_se", MOQA_TEXT("Routing frequency, standard error"), "1", "layer,expert",
     "sqrt(S / (S - 1) sum_s (n_es - n_e / S)^2) / T over S windows",
     MOQA_TEXT(
         "Standard error of frequency from its spread between windows of text, which nearly are "
         "independent where tokens are not; corpora are strata of the pool. Not seen with fewer "
         "than "
         "two windows, unsure with fewer than eight."),
     "Cochran 1977", false, false},
    {"load", MOQA_TEXT("Load over fair share"), "1", "layer,expert", "frequency * N / K",
     MOQA_TEXT("1 = fair share, 0 = dead, N / K = in every token."), kOurs, false, false},
    {"gate_mass", MOQA_TEXT("Gate mass"), "1", "layer,expert", "sum_t g",
     MOQA_TEXT("Sum of the combine weights of the expert over the tokens that chose it."), kOurs,
     false, false},
    {"gate_mean", MOQA_TEXT("Mean gate"), "1", "layer,expert", "sum_t g / n_e",
     MOQA_TEXT("Mean combine weight where the expert is chosen; not seen without a token."), kOurs,
     false, false},
    {"gate_square", MOQA_TEXT("Squared gate mass"), "1", "layer,expert", "sum_t g^2",
     MOQA_TEXT(
         "Sum of squared combine weights: the weight of the expert's output error in the block's."),
     kOurs, false, false},
    {"favourite_tokens", MOQA_TEXT("Favourite tokens"), "id", "expert,rank",
     "argsort of favourite_lift over tokens with O >= 3 and O > E",
     MOQA_TEXT("Vocabulary ids of the tokens that the expert takes most beyond expectation."),
     kOurs, true, false},
    {"favourite_count", MOQA_TEXT("Favourite tokens, count"), "tokens", "expert,rank",
     "O = #{t: token v, expert e}",
     MOQA_TEXT("How often the expert took its favourite token of this rank."), kOurs, true, false},
    {"favourite_lift", MOQA_TEXT("Favourite tokens, lift"), "1", "expert,rank",
     "(O + 1/2) / (E + 1/2), E = n_v n_e / T",
     MOQA_TEXT("How many times more often than by chance the expert took the token; shrunk towards "
               "1 where "
               "little was expected, so that rare tokens do not win by accident."),
     "Noren, Hopstadius & Bate 2013", true, false},
    {"margin_top", MOQA_TEXT("Router margin of the first choice"), "logit", "layer,decile",
     "deciles over t of logit_(1) - logit_(2)",
     MOQA_TEXT(
         "How far the first expert leads the second in the router's logits; samples = tokens."),
     kOurs, false, false},
    {"margin_cut", MOQA_TEXT("Router margin of the last choice"), "logit", "layer,decile",
     "deciles over t of logit_(K) - logit_(K+1)",
     MOQA_TEXT("How far the last chosen expert leads the first one left out: a logit error above "
               "this flips "
               "the routing."),
     kOurs, false, false},
    {"router_entropy", MOQA_TEXT("Mean router entropy"), "bit", "layer",
     "mean_t H(softmax(logits))",
     MOQA_TEXT("0 = the router always gives all weight to one expert, log2 N = it does not choose. "
               "Normalised sigmoids take the place of the softmax for sigmoid routers."),
     kOurs, false, false},
    {"router_entropy_deciles", MOQA_TEXT("Router entropy of tokens"), "bit", "layer,decile",
     "deciles over t of H(softmax(logits))", MOQA_TEXT("Spread of router_entropy over the tokens."),
     kOurs, false, false},
    {"block_cosine", MOQA_TEXT("Cosine of the block's input and output"), "1", "layer",
     "mean_t cos(x, x + F(x)) of the residual stream x",
     MOQA_TEXT("Near 1 = the block hardly turns the stream: the lower, the more the block matters. "
               "Over at most 4,096 tokens of each text."),
     "QuantMoE-Bench, arXiv 2406.08155", false, false},
    {"imbalance_cv", MOQA_TEXT("Imbalance: coefficient of variation"), "1", "layer",
     "std_e(n_e) / mean_e(n_e)", MOQA_TEXT("0 = all experts equally used."), kOurs, false, false},
    {"imbalance_cv_low", MOQA_TEXT("Coefficient of variation, lower bound"), "1", "layer",
     "2.5 % of 200 bootstrap resamples of sequences",
     MOQA_TEXT("Lower end of the 95 % interval; not seen with fewer than two sequences."),
     "Efron 1979", false, false},
    {"imbalance_cv_high", MOQA_TEXT("Coefficient of variation, upper bound"), "1", "layer",
     "97.5 % of 200 bootstrap resamples of sequences",
     MOQA_TEXT("Upper end of the 95 % interval; not seen with fewer than two sequences."),
     "Efron 1979", false, false},
    {"imbalance_gini", MOQA_TEXT("Imbalance: Gini"), "1", "layer",
     "sum_i (2i - N - 1) n_(i) / (N sum_e n_e)",
     MOQA_TEXT("0 = all experts equally used, (N - 1) / N = one expert takes all."), "Gini 1912",
     false, false},
    {"imbalance_gini_low", MOQA_TEXT("Gini, lower bound"), "1", "layer",
     "2.5 % of 200 bootstrap resamples of sequences",
     MOQA_TEXT("Lower end of the 95 % interval; not seen with fewer than two sequences."),
     "Efron 1979", false, false},
    {"imbalance_gini_high", MOQA_TEXT("Gini, upper bound"), "1", "layer",
     "97.5 % of 200 bootstrap resamples of sequences",
     MOQA_TEXT("Upper end of the 95 % interval; not seen with fewer than two sequences."),
     "Efron 1979", false, false},
    {"imbalance_max_over_mean", MOQA_TEXT("Imbalance: maximum over mean"), "1", "layer",
     "max_e(n_e) / mean_e(n_e)",
     MOQA_TEXT("Load of the busiest expert; 1 = all equal, at most N / K."), kOurs, false, false},
    {"imbalance_max_over_mean_low", MOQA_TEXT("Maximum over mean, lower bound"), "1", "layer",
     "2.5 % of 200 bootstrap resamples of sequences",
     MOQA_TEXT("Lower end of the 95 % interval; not seen with fewer than two sequences."),
     "Efron 1979", false, false},
    {"imbalance_max_over_mean_high", MOQA_TEXT("Maximum over mean, upper bound"), "1", "layer",
     "97.5 % of 200 bootstrap resamples of sequences",
     MOQA_TEXT("Upper end of the 95 % interval; not seen with fewer than two sequences."),
     "Efron 1979", false, false},
    {"dead_experts", MOQA_TEXT("Experts without a token"), "experts", "layer", "#{e: n_e = 0}",
     MOQA_TEXT("Falls as the sample grows: read it beside the number of tokens."), kOurs, false,
     false},
    {"mutual_information", MOQA_TEXT("Specialisation of the routing"), "bit", "layer",
     "I(corpus; expert), corpora with equal share",
     MOQA_TEXT(
         "How much the chosen expert tells about the corpus; 0 = nothing, log2 of the number of "
         "corpora = everything. Compare with mutual_information_null."),
     kOurs, false, false},
    {"mutual_information_null", MOQA_TEXT("Specialisation, null level"), "bit", "layer",
     "mean over 100 shuffles of corpus labels between sequences",
     MOQA_TEXT(
         "What mutual_information would be if corpora did not differ, from the same sequences."),
     kOurs, false, false},
    {"mutual_information_null_high", MOQA_TEXT("Specialisation, 95 % of the null level"), "bit",
     "layer", "95 % quantile of 100 shuffles of corpus labels between sequences",
     MOQA_TEXT("A mutual_information above this is not chance at the 5 % level."), kOurs, false,
     false},

    // Stage 2.
    {"significance", MOQA_TEXT("Expert significance"), "1", "layer,expert",
     "sum_c S_ch(e,c) / sum_e' sum_c S_ch(e',c)",
     MOQA_TEXT(
         "Share of the layer's routed contribution that comes from the expert; sums to 1 in each "
         "layer. S_ch as the significance option says, energy by default."),
     "arXiv 2503.21135, eq. 1", false, false},
    {"significance_energy", MOQA_TEXT("Expert significance by energy"), "1", "layer,expert",
     "S_ch = sum_t w g^2 h_c^2 ||Wd[:,c]||^2",
     MOQA_TEXT(
         "Energy that the expert's channels add to the block's output, as share of the layer."),
     kOurs, false, false},
    {"significance_magnitude", MOQA_TEXT("Expert significance by magnitude"), "1", "layer,expert",
     "S_ch = sum_t w g |h_c| ||Wd[:,c]||",
     MOQA_TEXT("As energy, without squares: less ruled by outliers."), kOurs, false, false},
    {"significance_activation", MOQA_TEXT("Expert significance by activation"), "1", "layer,expert",
     "S_ch = sum_t w g^2 h_c^2", MOQA_TEXT("As energy, without the norm of the down projection."),
     kOurs, false, false},
    {"baseline_significance", MOQA_TEXT("Baseline significance"), "1", "layer,expert",
     "sum_D pi_D S_exp(e|D)",
     MOQA_TEXT("Mean significance over the corpora, weighted by their shares."), kPaper, false,
     false},
    {"dynamics", MOQA_TEXT("Expert dynamics"), "1", "layer,expert",
     "std over D of log(S_exp(e|D) + 1e-6)",
     MOQA_TEXT("How much the significance of the expert changes between corpora, in logarithms: 0 "
               "= not at "
               "all, 0.69 with two corpora = by a factor of 4."),
     kPaper, false, false},
    {"joint_mean", MOQA_TEXT("Joint distribution: mean"), "1", "layer,corpus",
     "mean over e of log(S_exp(e|D) + 1e-6)",
     MOQA_TEXT("Centre of the experts in the space of their log significances."),
     "arXiv 2503.21135, eq. 2", false, true},
    {"joint_covariance", MOQA_TEXT("Joint distribution: covariance"), "1", "layer,corpus,corpus_b",
     "cov over e of log(S_exp + 1e-6), divided by N",
     MOQA_TEXT("Spread of the experts in the space of their log significances. Strong off-diagonal "
               "entries: "
               "the corpora need the same experts."),
     "arXiv 2503.21135, eq. 2", false, true},
    {"dynamics_concentration", MOQA_TEXT("Concentration of channel dynamics"), "1", "layer,share",
     "share of sum(dyn) in the top 0.1, 1, 5, 10 % of channels",
     MOQA_TEXT(
         "dyn = max_D p - min_D p, p = S_ch as share of the layer. The paper says about 1 % of the "
         "channels carry the change: read it beside significance_concentration and "
         "dynamics_null_concentration."),
     kPaper, false, false},
    {"significance_concentration", MOQA_TEXT("Concentration of channel significance"), "1",
     "layer,share", "share of sum(S_ch) in the top 0.1, 1, 5, 10 % of channels",
     MOQA_TEXT("First null curve of dynamics_concentration: dyn inherits the heavy tail of S_ch."),
     kOurs, false, false},
    {"dynamics_null_concentration", MOQA_TEXT("Concentration of dynamics within a corpus"), "1",
     "layer,share", "as dynamics_concentration, between two halves of the corpus",
     MOQA_TEXT("Second null curve: the change between two random halves (by sequence) of one "
               "corpus, which "
               "is noise. Not seen with fewer than two sequences."),
     kOurs, false, false},
    {"dynamics_total", MOQA_TEXT("Total channel dynamics"), "1", "layer",
     "sum over channels of dyn",
     MOQA_TEXT("Amount of change between the corpora; for two corpora twice the total variation "
               "distance. "
               "Compare with dynamics_null_total."),
     kOurs, false, false},
    {"dynamics_null_total", MOQA_TEXT("Total channel dynamics within a corpus"), "1", "layer",
     "sum over channels of |p_first half - p_second half|",
     MOQA_TEXT("Amount of change that sampling alone makes, between two random halves of one "
               "corpus (half "
               "the tokens each, so an upper estimate)."),
     kOurs, false, false},
    {"channel_significance", MOQA_TEXT("Channel significance"), "output^2", "expert,channel",
     "S_ch(e,c) = sum_t w g^2 h_c^2 ||Wd[:,c]||^2",
     MOQA_TEXT("Contribution of each channel, as the significance option says. Kept on request."),
     kOurs, true, false},
    {"channel_dynamics", MOQA_TEXT("Channel dynamics"), "1", "expert,channel", "max_D p - min_D p",
     MOQA_TEXT("Largest difference between corpora of the channel's share of the layer. Kept on "
               "request."),
     kOurs, true, false},

    // Stage 3.
    {"coactivation", MOQA_TEXT("Co-activation counts"), "tokens", "expert,expert_b", "C(e,e')",
     MOQA_TEXT("Tokens that chose both experts; the diagonal is the expert's own count."), kOurs,
     true, false},
    {"support", MOQA_TEXT("Co-activation support"), "1", "expert,expert_b", "C / T",
     MOQA_TEXT("Share of tokens that chose both experts."), kOurs, true, false},
    {"conditional", MOQA_TEXT("Conditional choice"), "1", "expert,expert_b", "C / n_e",
     MOQA_TEXT("Share of the tokens of the row's expert that also chose the column's."), kOurs,
     true, false},
    {"jaccard", MOQA_TEXT("Jaccard index"), "1", "expert,expert_b", "C / (n_e + n_e' - C)",
     MOQA_TEXT(
         "Tokens that chose both over tokens that chose either; 0 = never together, 1 = always."),
     "Jaccard 1901", true, false},
    {"coactivation_expected", MOQA_TEXT("Expected co-activation"), "tokens", "expert,expert_b",
     "n_e n_e' / T * (K-1) N / (K (N-1))",
     MOQA_TEXT("Hypergeometric mean of C for the same counts without preference; the factor is "
               "there because "
               "a token never chooses one expert twice."),
     kOurs, true, false},
    {"lift", MOQA_TEXT("Normalised lift"), "1", "expert,expert_b",
     "C T / (n_e n_e') / ((K-1) N / (K (N-1)))",
     MOQA_TEXT("1 = together as often as chance, above = more often. Small expected counts make it "
               "noisy: "
               "read it beside coactivation_expected."),
     "Brin et al. 1997", true, false},
    {"pmi", MOQA_TEXT("Pointwise mutual information"), "bit", "expert,expert_b",
     "log2(C T / (n_e n_e'))",
     MOQA_TEXT("Not normalised: without preference it is log2((K-1) N / (K (N-1))), slightly below "
               "0. Not "
               "seen where the two were never chosen together."),
     "Church & Hanks 1990", true, true},
    {"npmi", MOQA_TEXT("Normalised PMI"), "1", "expert,expert_b", "pmi / -log2(C / T)",
     MOQA_TEXT("-1 = never together, 0 = independent, 1 = always together."), "Bouma 2009", true,
     true},
    {"transition", MOQA_TEXT("Transitions to the next layer"), "tokens", "expert,next_expert",
     "#{t: e in layer l, e' in the next}",
     MOQA_TEXT("Tokens that chose the row's expert here and the column's in the next layer with "
               "experts."),
     kOurs, true, false},
    {"transition_lift", MOQA_TEXT("Transition lift"), "1", "expert,next_expert",
     "transition * T / (n_e n_e')",
     MOQA_TEXT("1 = the choice here says nothing about the choice in the next layer."), kOurs, true,
     false},
    {"output_similarity", MOQA_TEXT("Output similarity"), "1", "expert,expert_b",
     "mean_t cos(y_e, y_e')",
     MOQA_TEXT(
         "Both experts evaluated on the same sample of tokens, routed to them or not; 1 = same "
         "direction. samples = tokens of the sample."),
     kOurs, true, true},
    {"cka", MOQA_TEXT("Linear CKA of hidden intermediates"), "1", "expert,expert_b",
     "<K, K'> / (|K| |K'|), K = centred Gram of h",
     MOQA_TEXT("1 = same representation up to rotation and scale. Biased upward when the sample is "
               "smaller "
               "than the expert's width."),
     "Kornblith et al. 2019", true, false},
    {"weight_similarity", MOQA_TEXT("Weight-space similarity"), "1", "expert,expert_b",
     "<G, G'> / (|G| |G'|), G = Z^T Z of the stacked channels",
     MOQA_TEXT(
         "Overlap of the channel subspaces, blind to the order of channels; random experts of "
         "width m "
         "and hidden size d give about m / (m + 3d). Exact for small layers; else estimated with "
         "128 "
         "or more random directions, which for experts ruled by a few directions errs by 5-20 %."),
     "Robert & Escoufier 1976", true, false},
    {"error_correlation", MOQA_TEXT("Correlation of quantization errors"), "output^2",
     "expert,expert_b", "sum_t w g_e g_e' <delta_e, delta_e'>",
     MOQA_TEXT(
         "delta = output error of the expert rounded to nearest at 3 bits, groups of 64. The sum "
         "of "
         "all entries is the squared error of the block: positive off-diagonal entries add up, "
         "negative ones cancel."),
     kOurs, true, true},
    {"error_offdiagonal", MOQA_TEXT("Off-diagonal error share"), "1", "layer",
     "(sum M - tr M) / tr M",
     MOQA_TEXT("What correlation between experts adds to the sum of their own squared errors."),
     kOurs, false, true},
    {"cluster_order", MOQA_TEXT("Experts in cluster order"), "expert", "position",
     "leaf order of average linkage on (1 - NPMI) / 2",
     MOQA_TEXT("Puts experts that are chosen together side by side; re-orders the heat maps."),
     kOurs, true, false},
    {"dendrogram", MOQA_TEXT("Cluster tree"), "1", "merge,merge_field",
     "average linkage on (1 - NPMI) / 2",
     MOQA_TEXT("Merges in order: the two clusters (0..N-1 experts, N + i the i-th merge), their "
               "distance, "
               "the size of the result."),
     "Sokal & Michener 1958", true, false},
    {"overlap_pairs", MOQA_TEXT("Overlap: redundant pairs"), "1", "pair,pair_field",
     "lift > 1 and expected >= 5 and NPMI in their top 10 %; output similarity in its top 25 %",
     MOQA_TEXT("Pairs chosen together that also answer alike, by falling lift."), kPaper, true,
     false},
    {"complement_pairs", MOQA_TEXT("Complement: cooperating pairs"), "1", "pair,pair_field",
     "lift > 1 and expected >= 5 and NPMI in their top 10 %; output similarity in its lowest 25 %",
     MOQA_TEXT("Pairs chosen together that answer differently, by falling lift."), kPaper, true,
     false},
};

} // namespace

const std::vector<MetricInfo>& metricTable() { return kTable; }

const MetricInfo* findMetric(const std::string& id) {
    for (const MetricInfo& metric : kTable)
        if (id == metric.id) return &metric;
    return nullptr;
}

std::vector<std::string> axesOf(const MetricInfo& metric) {
    std::vector<std::string> names;
    std::string name;
    for (const char* p = metric.axes;; ++p) {
        if (*p != ',' && *p != '\0') {
            name += *p;
            continue;
        }
        if (!name.empty()) names.push_back(name);
        name.clear();
        if (*p == '\0') return names;
    }
}

} // namespace moqa
