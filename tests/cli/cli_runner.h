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
// A copy of the demo model in a folder to be made, for a test to damage. False if it cannot be
// made.
bool copyDemoModel(const QString& folder);
// Makes the first value of a bf16 tensor of such a copy NaN.
bool putNan(const QString& folder, const QString& tensor);
