// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/cli/cli_runner.h"

#include <QProcessEnvironment>

CliResult runCli(const QStringList& arguments, const QStringList& environment) {
    QProcess process;
    QProcessEnvironment env = QProcessEnvironment::systemEnvironment();
    for (const QString& entry : environment)
        env.insert(entry.section(QLatin1Char('='), 0, 0), entry.section(QLatin1Char('='), 1));
    process.setProcessEnvironment(env);
    process.start(QStringLiteral(MOQA_PROGRAM), arguments);
    CliResult result;
    if (!process.waitForFinished(120000)) {
        process.kill();
        process.waitForFinished();
        return result;
    }
    result.exitCode = process.exitCode();
    result.crashed = process.exitStatus() == QProcess::CrashExit;
    result.out = process.readAllStandardOutput();
    result.err = process.readAllStandardError();
    return result;
}

QString demoModel() { return QStringLiteral(MOQA_SOURCE_DIR "/resources/demo/demo-olmoe"); }

QString demoText(const QString& name) {
    return QStringLiteral(MOQA_SOURCE_DIR "/resources/demo/corpora/") + name +
           QStringLiteral(".txt");
}
