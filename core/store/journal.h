// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Edits made since the workspace was last saved, one JSON record per line in NAME.moqa.journal, so
// that no gesture costs a save and none is lost to a crash. The first line names the saved state
// that the edits apply to; a journal of another state is not replayed (a crash between a save and
// the emptying of its journal). One writer at a time: WorkspaceLock.

#include "core/base/json.h"
#include "core/base/result.h"

#include <memory>
#include <string>
#include <vector>

namespace moqa {

struct JournalContent {
    std::string base; // workspaceIdentity of the state the records apply to; "" = never saved
    std::vector<Json> records; // in the order they were made
    bool torn = false;         // the last record was cut off and is left out
};

class Journal {
public:
    static std::string pathOf(const std::string& workspacePath);
    // What is in a journal, up to the first record that is not whole. No file: no records.
    // BadInput if the file is not a journal.
    static Result<JournalContent> read(const std::string& path);

    // Goes on with the journal of this base, cutting off a torn end; one of another base, or none,
    // is begun anew.
    static Result<std::unique_ptr<Journal>> open(const std::string& path, const std::string& base);
    ~Journal();

    // On disk when it returns.
    Status append(const Json& record);
    // After a save: no records, for the state saved.
    Status clear(const std::string& base);

private:
    explicit Journal(std::string path) : m_path(std::move(path)) {}
    Status begin(const std::string& base);
    Status writeLine(const std::string& line);

    std::string m_path;
    int m_fd = -1;
};

} // namespace moqa
