// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The recent list with what is known of each path. Whether a file is still there is asked on a
// thread of its own: a path on a network that is gone takes a minute to answer. GUI thread.

#include "views/state/settings.h"

#include <QObject>
#include <QThreadPool>
#include <vector>

namespace moqa {

struct RecentFile {
    QString path;
    bool isWorkspace = false;
    bool missing = false; // known to be gone; false until the disk has answered
};

class RecentFiles : public QObject {
    Q_OBJECT
public:
    explicit RecentFiles(Settings& settings, QObject* parent = nullptr);
    ~RecentFiles() override;

    // Workspaces first, then models, each newest first.
    const std::vector<RecentFile>& files() const { return m_files; }
    void look(); // asks the disk again; changed() comes when an answer is news

signals:
    void changed();

private:
    void reread();
    void setMissing(const QString& path, bool missing);

    Settings& m_settings;
    std::vector<RecentFile> m_files;
    QThreadPool m_pool;
};

} // namespace moqa
