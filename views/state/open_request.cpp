// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/state/open_request.h"

#include "views/state/figure_spec.h"

#include <QFileInfo>
#include <algorithm>

namespace moqa {

namespace {

// The largest published models come in fewer than 200 shards.
constexpr qsizetype kMaxShards = 2000;
constexpr qsizetype kMaxTexts = 200;

bool endsWithAny(const QString& path, std::initializer_list<const char*> ends) {
    return std::any_of(ends.begin(), ends.end(), [&](const char* end) {
        return path.endsWith(QLatin1String(end), Qt::CaseInsensitive);
    });
}

QString folderOf(const QString& path) { return QFileInfo(path).absolutePath(); }

Error tooMany(const QStringList& paths) {
    return usageError(std::to_string(paths.size()) + " files at once are no model",
                      folderOf(paths.front()).toStdString(),
                      "drop the model's folder, one model file or one workspace");
}

// A folder stands for its shards, its index and its config.
Result<QString> modelOf(const QStringList& paths) {
    if (paths.isEmpty()) return QString();
    const QString first = paths.front();
    if (paths.size() == 1) return first.endsWith(QLatin1String(".json")) ? folderOf(first) : first;
    const QString folder = folderOf(first);
    for (const QString& path : paths) {
        if (isWorkspacePath(path) || !isModelPath(path) || folderOf(path) != folder)
            return usageError("several things were given, and they are not the shards of one model",
                              path.toStdString(),
                              "open one workspace, one model file or one model folder at a time");
    }
    return folder;
}

} // namespace

bool isTextPath(const QString& path) {
    return endsWithAny(path, {".txt", ".jsonl", ".txt.gz", ".jsonl.gz"});
}

bool isModelPath(const QString& path) {
    return endsWithAny(path,
                       {".safetensors", ".h5", ".moqa", ".gguf", "config.json", ".index.json"});
}

bool isWorkspacePath(const QString& path) { return endsWithAny(path, {".moqa"}); }

bool isReportPath(const QString& path) {
    return endsWithAny(path, {".json"}) && !isModelPath(path);
}

Result<OpenRequest> openRequest(const QStringList& paths) {
    OpenRequest request;
    if (paths.size() == 1 && isReportPath(paths.front())) {
        request.report = paths.front();
        return request;
    }
    QStringList models;
    for (const QString& path : paths) (isTextPath(path) ? request.texts : models).append(path);
    if (models.size() > kMaxShards) return tooMany(models);
    if (request.texts.size() > kMaxTexts)
        return usageError(std::to_string(request.texts.size()) + " texts were given at once",
                          folderOf(request.texts.front()).toStdString(),
                          "join them into a few corpora (.txt or .jsonl), one for each domain");
    MOQA_TRY(request.model, modelOf(models));
    return request;
}

bool acceptsPaths(const QStringList& paths) {
    if (paths.isEmpty()) return false;
    // Of a heap the drop says what is wrong with it: that is clearer than a cursor that refuses.
    const QStringList looked = paths.mid(0, 16);
    if (paths.size() == 1 && isReportPath(paths.front())) return true;
    const auto named = [](const QString& path) { return isTextPath(path) || isModelPath(path); };
    if (paths.size() == 1 && looksLikeFigure(paths.front())) return true;
    if (std::all_of(looked.begin(), looked.end(), named)) return true;
    return paths.size() > 16 || (paths.size() == 1 && QFileInfo(paths.front()).isDir());
}

} // namespace moqa
