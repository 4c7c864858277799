// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/common.h"

#include "core/base/files.h"
#include "core/measure/balanced_windows.h"
#include "core/store/open_model.h"

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <fmt/format.h>
#include <set>
#include <unistd.h>

namespace moqa::cli {

Error comesLater(const std::string& option, const std::string& value,
                 const std::string& available) {
    return usageError(fmt::format("\"{}\" is not in this version yet", value), option,
                      "available now: " + available);
}

Result<Tokenizer> openTokenizer(const ModelSource& model) {
    MOQA_TRY(const std::string json, model.sideFile("tokenizer.json"));
    return Tokenizer::fromJson(json, model.path() + ", tokenizer.json");
}

Result<std::vector<Corpus>> loadCorpora(const ModelSource& model,
                                        const std::vector<std::string>& requests, int64_t maxTokens,
                                        Progress& progress) {
    MOQA_TRY(const Tokenizer tokenizer, openTokenizer(model));
    std::vector<Corpus> corpora;
    std::set<std::string> names;
    for (const std::string& text : requests) {
        MOQA_CHECK(checkCancelled(progress));
        MOQA_TRY(const CorpusRequest request, parseCorpusRequest(text));
        if (!names.insert(request.name).second)
            return usageError("two corpora have this name", request.name,
                              "give each its own NAME=FILE");
        const double done = static_cast<double>(corpora.size());
        progress.report(done / static_cast<double>(requests.size()),
                        "reading corpus " + request.name);
        MOQA_TRY(Corpus corpus, loadCorpus(request, tokenizer, maxTokens));
        corpora.push_back(std::move(corpus));
    }
    return corpora;
}

Result<std::vector<std::pair<std::string, double>>>
parseWeights(const std::vector<std::string>& texts) {
    std::vector<std::pair<std::string, double>> weights;
    for (const std::string& text : texts) {
        const size_t colon = text.rfind(':');
        double weight = 1.0;
        if (colon != std::string::npos) {
            const char* end = text.data() + text.size();
            const auto [stop, fault] = std::from_chars(text.data() + colon + 1, end, weight);
            if (fault != std::errc() || stop != end || !(weight > 0) || weight > 1e12)
                return usageError("the weight must be a positive number", "--corpus " + text,
                                  "write NAME:WEIGHT, for example code:2");
        }
        weights.emplace_back(text.substr(0, colon), weight);
    }
    return weights;
}

Result<std::vector<Corpus>>
namedCorpora(const std::vector<Corpus>& all,
             const std::vector<std::pair<std::string, double>>& weights) {
    std::vector<Corpus> chosen;
    std::string names;
    for (const Corpus& corpus : all) {
        names += (names.empty() ? "" : ", ") + corpus.name;
        for (const auto& [name, weight] : weights)
            if (name == corpus.name && (chosen.empty() || chosen.back().name != name))
                chosen.push_back(corpus);
    }
    for (const auto& [name, weight] : weights)
        if (std::none_of(chosen.begin(), chosen.end(),
                         [n = name](const Corpus& corpus) { return corpus.name == n; }))
            return badInput("the workspace has no text of this name", "--corpus " + name,
                            "it has " + names);
    return chosen;
}

Result<std::vector<Corpus>> balanced(const ModelSource& model, const std::vector<Corpus>& corpora,
                                     int64_t tokens, int64_t window, Progress& progress) {
    MOQA_TRY(BalancedCorpora chosen, balanceCorpora(model, corpora, tokens, window, progress));
    progress.note(fmt::format("spread of the load over the experts (coefficient of variation): "
                              "{:.3f} in the first windows, {:.3f} in the chosen ones",
                              chosen.variationOfFirst, chosen.variation));
    return std::move(chosen.corpora);
}

std::string totalsText(const PlanTotals& totals) {
    return fmt::format(
        "mean {:.3f} bits, model {:.3f} bits, true {:.3f} bits, {:.2f} MB of {:.2f} MB",
        totals.meanBits, totals.meanBitsModel, totals.trueBits,
        static_cast<double>(totals.bytes) / 1e6, static_cast<double>(totals.bytesFull) / 1e6);
}

bool isWorkspacePath(const std::string& path) {
    return std::filesystem::path(path).extension() == ".moqa";
}

Result<std::shared_ptr<const ModelSource>> openWorkspaceModel(const Workspace& workspace) {
    auto model = openModel(workspace.modelPath);
    if (!model.ok()) {
        Error error = model.error();
        error.hint = "the workspace refers to this model: put it back where it was";
        return error;
    }
    if ((*model)->fingerprint() != workspace.modelFingerprint)
        return badInput("the model is not the one this workspace was made with",
                        workspace.modelPath, "run moqa analyze again on this model");
    return model;
}

Status checkWritable(const std::string& path) {
    MOQA_CHECK(checkReplaceable(path));
    std::error_code ignored;
    const std::string probe = path + ".probe-" + std::to_string(::getpid());
    const Status status = writeFileAtomically(probe, "x");
    std::filesystem::remove(probe, ignored);
    if (status.ok()) return status;
    Error error = status.error();
    error.where = path;
    return error;
}

} // namespace moqa::cli
