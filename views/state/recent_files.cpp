// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/state/recent_files.h"

#include "views/state/open_request.h"

#include <QFileInfo>
#include <algorithm>

namespace moqa {

RecentFiles::RecentFiles(Settings& settings, QObject* parent)
    : QObject(parent), m_settings(settings) {
    m_pool.setMaxThreadCount(2);
    connect(&settings, &Settings::recentPathsChanged, this, &RecentFiles::reread);
    reread();
}

RecentFiles::~RecentFiles() { m_pool.clear(); }

void RecentFiles::reread() {
    const std::vector<RecentFile> before = std::move(m_files);
    m_files.clear();
    for (const QString& path : m_settings.recentPaths()) {
        const auto known = std::find_if(before.begin(), before.end(),
                                        [&](const RecentFile& file) { return file.path == path; });
        m_files.push_back({path, isWorkspacePath(path), known != before.end() && known->missing});
    }
    std::stable_partition(m_files.begin(), m_files.end(),
                          [](const RecentFile& file) { return file.isWorkspace; });
    emit changed();
    look();
}

void RecentFiles::look() {
    m_pool.clear();
    for (const RecentFile& file : m_files)
        m_pool.start([this, path = file.path] {
            const bool missing = !QFileInfo::exists(path);
            // The pool waits for its threads when it goes, so this is alive while they post.
            QMetaObject::invokeMethod(
                this, [this, path, missing] { setMissing(path, missing); }, Qt::QueuedConnection);
        });
}

void RecentFiles::setMissing(const QString& path, bool missing) {
    for (RecentFile& file : m_files) {
        if (file.path != path || file.missing == missing) continue;
        file.missing = missing;
        emit changed();
        return;
    }
}

} // namespace moqa
