// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The command line of moqa-workbench: what to open and show, and a twin of every setting, which
// holds for this run alone.

#include <QCommandLineParser>

namespace moqa {

class Settings;

void addProgramOptions(QCommandLineParser& parser);
// Values of options that were given, onto the settings; the first one that is not allowed is named
// in the answer, which is empty if all were taken.
QString overrideSettings(const QCommandLineParser& parser, Settings& settings);
// The manual page moqa-workbench(1) in roff, from the same options.
QString manPage(const QCommandLineParser& parser, const QString& version);

} // namespace moqa
