// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The window's language: ours from the resources, Qt's own texts from where Qt is installed.

#include <QString>

class QCoreApplication;

namespace moqa {

// "de" of "system" on a German desktop; "en" where there is no translation.
QString languageFor(const QString& choice);
// Before the first widget is made. False if the language's texts are not there.
bool installTranslation(QCoreApplication& application, const QString& choice);

} // namespace moqa
