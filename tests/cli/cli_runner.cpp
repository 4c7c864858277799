// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/cli/cli_runner.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonObject>
#include <QProcessEnvironment>
#include <algorithm>
#include <array>

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

bool copyDemoModel(const QString& folder) {
    const std::array files{"config.json", "model.safetensors", "tokenizer.json"};
    return QDir().mkpath(folder) && std::all_of(files.begin(), files.end(), [&](const char* file) {
               const QString name = QLatin1Char('/') + QLatin1String(file);
               return QFile::copy(demoModel() + name, folder + name) &&
                      QFile::setPermissions(folder + name, QFile::ReadOwner | QFile::WriteOwner);
           });
}

bool putNan(const QString& folder, const QString& tensor) {
    QFile file(folder + QStringLiteral("/model.safetensors"));
    quint64 header = 0;
    if (!file.open(QIODevice::ReadWrite) || file.read(reinterpret_cast<char*>(&header), 8) != 8)
        return false;
    const QJsonObject index =
        QJsonDocument::fromJson(file.read(static_cast<qint64>(header))).object();
    if (!index.contains(tensor)) return false;
    const qint64 begin = static_cast<qint64>(
        index[tensor].toObject()[QStringLiteral("data_offsets")].toArray()[0].toDouble());
    return file.seek(8 + static_cast<qint64>(header) + begin) && file.write("\xc0\x7f", 2) == 2;
}
