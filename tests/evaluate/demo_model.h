// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The shipped demo model and its corpora.

#include "core/checkpoint/checkpoint.h"
#include "core/text/corpus.h"
#include "core/text/tokenizer.h"

#include <stdexcept>
#include <string>

namespace moqa::test {

inline std::string demoPath(const std::string& name) {
    return std::string(MOQA_SOURCE_DIR) + "/resources/demo/" + name;
}

// A demo model of the project, or of the shared folder; null if it is not there.
inline std::shared_ptr<const ModelSource> demoModel(const std::string& name = "demo-olmoe") {
    for (const std::string& path : {demoPath(name), MOQA_SHARED_DIR "/models/" + name})
        if (auto model = Checkpoint::open(path)) return *model;
    return nullptr;
}

inline Tokenizer tokenizerOf(const ModelSource& model) {
    return Tokenizer::fromJson(*model.sideFile("tokenizer.json"), model.name()).value();
}

inline Corpus demoCorpus(const ModelSource& model, const std::string& name, int64_t maxTokens) {
    CorpusRequest request;
    request.name = name;
    request.path = demoPath("corpora/" + name + ".txt");
    Result<Corpus> corpus = loadCorpus(request, tokenizerOf(model), maxTokens);
    if (!corpus.ok()) throw std::runtime_error(corpus.error().message());
    return *corpus;
}

// The same weights under another description.
class RedescribedModel final : public ModelSource {
public:
    explicit RedescribedModel(const ModelSource& base) : own(base.spec()), m_base(base) {}
    ModelSpec own;

    const ModelSpec& spec() const override { return own; }
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

private:
    const ModelSource& m_base;
};

} // namespace moqa::test
