// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/coverage.h"

#include "core/base/json.h"

#include <algorithm>
#include <fmt/format.h>

namespace moqa {

namespace {

constexpr const char* kKey = "coverage";
constexpr int64_t kWindowsOfALook = 8, kLeastWindow = 32, kMostWindow = 256;

Coverage complete(const Analysis& analysis) {
    Coverage coverage;
    for (const CorpusInfo& info : analysis.corpora) coverage.tokensSeen += info.tokens;
    coverage.tokensPlanned = coverage.tokensSeen;
    coverage.layersPlanned = static_cast<int>(analysis.moeLayers.size());
    coverage.layersComplete = coverage.layersPlanned;
    return coverage;
}

// Windows of the corpus at even distances, `tokens` in all or the whole of it.
std::vector<int32_t> spread(const std::vector<int32_t>& ids, int64_t window, int64_t tokens) {
    const auto size = static_cast<int64_t>(ids.size());
    const int64_t windows = std::min(std::max<int64_t>(1, tokens / window), size / window);
    if (windows < 1) return ids;
    const int64_t stride = size / windows;
    std::vector<int32_t> out;
    for (int64_t w = 0; w < windows; ++w)
        out.insert(out.end(), ids.begin() + w * stride, ids.begin() + w * stride + window);
    return out;
}

} // namespace

std::string Coverage::text() const {
    std::string text;
    if (tokensSeen < tokensPlanned)
        text = fmt::format("{} of {} tokens", tokensSeen, tokensPlanned);
    if (layersComplete < layersPlanned)
        text += fmt::format("{}{} of {} layers", text.empty() ? "" : ", ", layersComplete,
                            layersPlanned);
    return text;
}

Coverage coverageOf(const Analysis& analysis) {
    const Coverage whole = complete(analysis);
    const auto options = parseJson(analysis.optionsJson, "options");
    if (!options.ok() || !options->is_object() || !options->contains(kKey)) return whole;
    const Json& label = (*options)[kKey];
    if (!label.is_object()) return whole;
    const auto number = [&](const char* key, int64_t fallback) {
        const auto value = jsonInt(label, key, fallback, "coverage");
        return value.ok() && *value >= 0 ? *value : fallback;
    };
    Coverage coverage = whole;
    coverage.tokensPlanned =
        std::max(whole.tokensSeen, number("tokens_planned", whole.tokensPlanned));
    coverage.layersComplete = static_cast<int>(
        std::min<int64_t>(whole.layersPlanned, number("layers_complete", whole.layersComplete)));
    return coverage;
}

void setCoverage(Analysis& analysis, const Coverage& coverage) {
    auto options = parseJson(analysis.optionsJson, "options");
    Json json = options.ok() && options->is_object() ? std::move(*options) : Json::object();
    json.erase(kKey);
    if (coverage.partial())
        json[kKey] = {{"tokens_planned", coverage.tokensPlanned},
                      {"tokens_seen", coverage.tokensSeen},
                      {"layers_planned", coverage.layersPlanned},
                      {"layers_complete", coverage.layersComplete}};
    analysis.optionsJson = json.dump();
}

QuickLook quickLook(const ModelSpec& spec, const std::vector<Corpus>& corpora,
                    const AnalyzeOptions& options, int64_t tokens) {
    QuickLook look{corpora, options};
    look.options.stage3 = false;
    look.options.stage1 = true;
    look.options.keepChannels = false;
    if (corpora.empty()) return look;
    const int64_t full = analysisWindow(spec, options);
    const int64_t share = std::max<int64_t>(1, tokens / static_cast<int64_t>(corpora.size()));
    int64_t window = std::clamp(share / kWindowsOfALook, kLeastWindow, kMostWindow);
    window = std::min(window, full);
    look.options.plannedTokens = 0;
    for (const Corpus& corpus : corpora) {
        const auto size = static_cast<int64_t>(corpus.ids.size());
        if (size > 0) window = std::min(window, size);
        look.options.plannedTokens += size / full * full;
    }
    look.options.window = window;
    for (Corpus& corpus : look.corpora) corpus.ids = spread(corpus.ids, window, share);
    return look;
}

} // namespace moqa
