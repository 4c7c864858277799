// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// PATH.partial: what a quantization run has finished so far. One HDF5 file per layer, each renamed
// into place only when it is whole, and state.json, which says what the run was made from. Holds a
// lock on the folder, so that two runs never share it; the lock dies with the process.

#include "core/base/json.h"
#include "core/base/result.h"
#include "core/store/h5_input.h"

#include <map>
#include <memory>
#include <string>

namespace moqa {

class PartialFolder {
public:
    // Makes the folder, or goes on with one whose state is equal. One of another or an unreadable
    // state is emptied if it holds no finished layer, else refused: BadInput naming what differs.
    // Io if it cannot be made or another run holds it.
    static Result<std::unique_ptr<PartialFolder>> open(const std::string& path, const Json& state);
    // Removes what a run left there, whatever it was; none is fine. Io if a run holds it.
    static Status discard(const std::string& path);
    ~PartialFolder();

    const std::string& path() const { return m_path; }
    // layer -1: the weights outside layers.
    std::string layerFile(int layer) const;
    // A finished layer's file, null if it is not there or was cut off. Opened once.
    std::shared_ptr<const h5::InputFile> layer(int layer) const;
    void forget(int layer) { m_open.erase(layer); } // before its file is replaced
    // Removes our files and the folder.
    void remove();
    // The same unless a layer is there.
    void removeIfEmpty();

private:
    explicit PartialFolder(std::string path) : m_path(std::move(path)) {}
    Status lock();
    Status checkState(const Json& state) const;
    bool holdsFinishedLayer() const;
    void removeContents();
    void removeLeftovers() const; // temporary files of a killed run

    std::string m_path;
    int m_lockFd = -1;
    mutable std::map<int, std::shared_ptr<const h5::InputFile>> m_open;
};

} // namespace moqa
