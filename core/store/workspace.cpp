// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/workspace.h"

#include "core/base/fault_point.h"
#include "core/base/files.h"
#include "core/base/sha256.h"
#include "core/store/loss_table_store.h"
#include "core/store/plan_store.h"
#include "core/store/result_store.h"
#include "core/store/workspace_layout.h"

#include <filesystem>

namespace moqa {

namespace fs = std::filesystem;

namespace {

struct StoredPath {
    std::string path;
    bool relative = false; // to the folder of the workspace
};

// Relative where the model lies beside or below the workspace, so that the two can move together;
// absolute otherwise, so that the workspace alone can.
StoredPath storedModelPath(const std::string& modelPath, const std::string& workspacePath) {
    if (modelPath.empty()) return {};
    std::error_code failed;
    const fs::path model = fs::weakly_canonical(fs::absolute(modelPath, failed), failed);
    const fs::path folder =
        fs::weakly_canonical(fs::absolute(workspacePath, failed), failed).parent_path();
    if (failed) return {modelPath, false};
    const fs::path relative = model.lexically_relative(folder);
    if (relative.empty() || *relative.begin() == "..") return {model.string(), false};
    return {relative.generic_string(), true};
}

std::string loadedModelPath(const std::string& stored, bool relative,
                            const std::string& workspacePath) {
    if (!relative) return stored;
    return (fs::path(workspacePath).parent_path() / stored).lexically_normal().string();
}

Status writeModel(h5::OutputFile& file, const Workspace& workspace, const std::string& path) {
    const StoredPath model = storedModelPath(workspace.modelPath, path);
    MOQA_CHECK(file.attribute("", "model_path", model.path));
    MOQA_CHECK(file.attribute("", "model_path_kind", model.relative ? "relative" : "absolute"));
    MOQA_CHECK(file.attribute("", "model_name", workspace.modelName));
    MOQA_CHECK(file.attribute("", "model_fingerprint", workspace.modelFingerprint));
    MOQA_CHECK(file.attribute("", "window", workspace.window));
    MOQA_CHECK(file.attribute("", "saved_over", workspace.savedOver));
    MOQA_CHECK(file.attribute("", "saved_records", workspace.savedRecords));
    return file.attribute("", "saved_sum", workspace.savedSum);
}

Status writeCorpora(h5::OutputFile& file, const std::vector<Corpus>& corpora) {
    MOQA_CHECK(file.group("corpora"));
    for (size_t i = 0; i < corpora.size(); ++i) {
        const std::string path = numberedPath("corpora", i);
        MOQA_CHECK(file.column(path, corpora[i].ids));
        MOQA_CHECK(file.attribute(path, "name", corpora[i].name));
        MOQA_CHECK(file.attribute(path, "source", corpora[i].source));
        MOQA_CHECK(file.attribute(path, "text_sha256", corpora[i].textSha256));
    }
    return {};
}

Status writeNamedTexts(h5::OutputFile& file, const std::string& group,
                       const std::map<std::string, std::string>& texts) {
    MOQA_CHECK(file.group(group));
    size_t number = 0;
    for (const auto& [name, text] : texts) {
        const std::string path = numberedPath(group, number++);
        MOQA_CHECK(file.embedFile(path, name + ".json", text));
        MOQA_CHECK(file.attribute(path, "name", name));
    }
    return {};
}

Status writeLosses(h5::OutputFile& file,
                   const std::map<std::string, std::shared_ptr<const LossTable>>& losses) {
    size_t number = 0;
    for (const auto& [name, table] : losses) {
        const std::string path = numberedPath("losses", number++);
        MOQA_CHECK(writeLossTable(file, path, *table));
        MOQA_CHECK(file.attribute(path, "name", name));
    }
    return {};
}

Status writeWorkspace(h5::OutputFile& file, const Workspace& workspace, const std::string& path,
                      Progress& progress) {
    MOQA_CHECK(file.attribute("", "format", kWorkspaceFormat));
    MOQA_CHECK(file.attribute("", "format_version", static_cast<uint32_t>(kWorkspaceVersion)));
    MOQA_CHECK(file.attribute("", "producer", "MoQa Workbench"));
    MOQA_CHECK(file.attribute("", "producer_version", MOQA_VERSION));
    MOQA_CHECK(writeModel(file, workspace, path));
    MOQA_CHECK(writeCorpora(file, workspace.corpora));
    faultPoint("save.half_written");
    if (workspace.analysis) MOQA_CHECK(writeAnalysis(file, *workspace.analysis, progress));
    MOQA_CHECK(writeLosses(file, workspace.losses));
    MOQA_CHECK(writePlans(file, workspace.plans));
    MOQA_CHECK(writeNamedTexts(file, "reports", workspace.reports));
    MOQA_CHECK(writeNamedTexts(file, "state", workspace.state));
    return file.embedFile("notes", "notes.txt", workspace.notes);
}

Result<std::vector<Corpus>> readCorpora(const h5::InputFile& file) {
    std::vector<Corpus> corpora;
    MOQA_TRY(const std::vector<std::string> names, file.children("corpora"));
    for (const std::string& name : names) {
        const std::string path = "corpora/" + name;
        Corpus corpus;
        MOQA_TRY(corpus.name, file.text(path, "name"));
        MOQA_TRY(corpus.source, file.text(path, "source"));
        MOQA_TRY(corpus.textSha256, file.text(path, "text_sha256"));
        MOQA_TRY(corpus.ids, file.column<int32_t>(path));
        for (const int32_t id : corpus.ids)
            if (id < 0) return file.malformed(path, "a token id is negative");
        corpora.push_back(std::move(corpus));
    }
    return corpora;
}

Result<std::map<std::string, std::string>> readNamedTexts(const h5::InputFile& file,
                                                          const std::string& group) {
    std::map<std::string, std::string> texts;
    MOQA_TRY(const std::vector<std::string> names, file.children(group));
    for (const std::string& child : names) {
        const std::string path = group + "/" + child;
        MOQA_TRY(const std::string name, file.text(path, "name"));
        MOQA_TRY(std::string text, file.embeddedFile(path));
        if (!texts.emplace(name, std::move(text)).second)
            return file.malformed(path, "this name is there twice");
    }
    return texts;
}

Result<std::map<std::string, std::shared_ptr<const LossTable>>>
readLosses(const h5::InputFile& file) {
    std::map<std::string, std::shared_ptr<const LossTable>> losses;
    MOQA_TRY(const bool measured, file.has("losses"));
    if (!measured) return losses;
    MOQA_TRY(const std::vector<std::string> names, file.children("losses"));
    for (const std::string& child : names) {
        const std::string path = "losses/" + child;
        MOQA_TRY(const std::string name, file.text(path, "name"));
        MOQA_TRY(LossTable table, readLossTable(file, path));
        if (!losses.emplace(name, std::make_shared<const LossTable>(std::move(table))).second)
            return file.malformed(path, "this name is there twice");
    }
    return losses;
}

} // namespace

Status saveWorkspace(const Workspace& workspace, const std::string& path, Progress& progress) {
    faultPoint("save.begin");
    return writeAtomically(path, [&](const std::string& temporary) -> Status {
        MOQA_TRY(const auto file, h5::OutputFile::create(temporary, path));
        MOQA_CHECK(writeWorkspace(*file, workspace, path, progress));
        MOQA_CHECK(file->finish());
        faultPoint("save.before_sync");
        return {};
    });
}

namespace {

// Of version 2 on.
Status readWindowState(const h5::InputFile& file, Workspace& workspace) {
    MOQA_TRY(const int64_t version, file.integer("", "format_version"));
    if (version < 2) return {};
    MOQA_TRY(workspace.savedOver, file.text("", "saved_over"));
    MOQA_TRY(workspace.savedRecords, file.integer("", "saved_records"));
    MOQA_TRY(workspace.savedSum, file.text("", "saved_sum"));
    MOQA_TRY(workspace.state, readNamedTexts(file, "state"));
    return {};
}

} // namespace

Result<Workspace> loadWorkspace(const std::string& path) {
    MOQA_TRY(Workspace workspace, openWorkspace(path, ResultStore::kDefaultCacheBytes));
    if (!workspace.analysis) return workspace;
    Analysis whole = *workspace.analysis;
    for (auto& [key, value] : whole.results) {
        MOQA_TRY(value, workspace.analysis->get(key));
    }
    whole.source.reset();
    workspace.analysis = std::make_shared<const Analysis>(std::move(whole));
    return workspace;
}

Result<Workspace> openWorkspace(const std::string& path, int64_t cacheBytes) {
    MOQA_TRY(const auto file, h5::InputFile::open(path, kWorkspaceFormat, kWorkspaceVersion));
    Workspace workspace;
    MOQA_TRY(const std::string stored, file->text("", "model_path"));
    MOQA_TRY(const std::string kind, file->text("", "model_path_kind"));
    workspace.modelPath = loadedModelPath(stored, kind == "relative", path);
    MOQA_TRY(workspace.modelName, file->text("", "model_name"));
    MOQA_TRY(workspace.modelFingerprint, file->text("", "model_fingerprint"));
    MOQA_TRY(workspace.window, file->integer("", "window"));
    MOQA_TRY(workspace.corpora, readCorpora(*file));
    MOQA_TRY(const bool analysed, file->has("analysis"));
    if (analysed) {
        MOQA_TRY(auto store, ResultStore::open(file, cacheBytes));
        Analysis analysis = store->head();
        for (const ResultKey& key : store->keys()) analysis.results.emplace(key, nullptr);
        analysis.source = std::move(store);
        workspace.analysis = std::make_shared<const Analysis>(std::move(analysis));
    }
    MOQA_TRY(workspace.losses, readLosses(*file));
    MOQA_TRY(const int64_t version, file->integer("", "format_version"));
    MOQA_TRY(workspace.plans, readPlans(*file, version));
    MOQA_TRY(workspace.reports, readNamedTexts(*file, "reports"));
    MOQA_TRY(workspace.notes, file->embeddedFile("notes"));
    MOQA_CHECK(readWindowState(*file, workspace));
    return workspace;
}

void removeTornSaves(const std::string& path) {
    const std::string prefix = fs::path(path).filename().string() + kTemporaryMark;
    std::error_code failed;
    std::vector<fs::path> torn;
    for (fs::directory_iterator entry(fs::absolute(path, failed).parent_path(), failed), end;
         !failed && entry != end; entry.increment(failed))
        if (entry->path().filename().string().starts_with(prefix)) torn.push_back(entry->path());
    for (const fs::path& file : torn) fs::remove(file, failed);
}

Result<std::string> workspaceIdentity(const std::string& path) {
    MOQA_TRY(const auto file, h5::InputFile::open(path, kWorkspaceFormat, kWorkspaceVersion));
    MOQA_TRY(const std::string datasets, file->text("", "manifest_sha256"));
    MOQA_TRY(const std::string attributes, file->text("", "attributes_sha256"));
    return sha256Hex(datasets + attributes);
}

} // namespace moqa
