// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Runs the built `moqa` as a user's shell would and keeps what it printed.

#include <QByteArray>
#include <QJsonDocument>
#include <QProcess>
#include <QStringList>

struct CliResult {
    int exitCode = -1;
    bool crashed = false;
    QByteArray out, err;
    QJsonDocument json() const { return QJsonDocument::fromJson(out); }
};

// Waits at most two minutes.
CliResult runCli(const QStringList& arguments, const QStringList& environment = {});
// A small training run's worth of shared fixtures: the shipped demo model and texts.
QString demoModel();
QString demoText(const QString& name);
