// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What a list of paths means that was dropped, chosen, given as arguments or taken from the recent
// list: judged by the names alone, so that it costs nothing and never waits for a disk.

#include "core/base/result.h"

#include <QStringList>

namespace moqa {

struct OpenRequest {
    QString model; // what openPath takes: a folder, a file or a workspace; empty if none
    QStringList texts;
    QString report; // of a study; then there is nothing else
};

bool isTextPath(const QString& path);
bool isModelPath(const QString& path); // of a model, or a workspace
bool isWorkspacePath(const QString& path);
bool isReportPath(const QString& path); // JSON that is no part of a model

// More than one model, or a heap of files that are none, is a usage error that says what to do.
Result<OpenRequest> openRequest(const QStringList& paths);
// For a drag that hovers: whether a drop would be tried. Looks at the disk for one path at most.
bool acceptsPaths(const QStringList& paths);

} // namespace moqa
