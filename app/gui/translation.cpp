// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/translation.h"

#include <QCoreApplication>
#include <QLibraryInfo>
#include <QLocale>
#include <QTranslator>

namespace moqa {

QString languageFor(const QString& choice) {
    const QString wanted = choice == QLatin1String("system")
                               ? QLocale::system().uiLanguages().value(0).left(2)
                               : choice;
    return wanted == QLatin1String("de") ? wanted : QStringLiteral("en");
}

bool installTranslation(QCoreApplication& application, const QString& choice) {
    const QString language = languageFor(choice);
    // Figures and dates go with the words.
    if (choice != QLatin1String("system")) QLocale::setDefault(QLocale(language));
    auto* const qt = new QTranslator(&application);
    if (qt->load(QStringLiteral("qtbase_") + language,
                 QLibraryInfo::path(QLibraryInfo::TranslationsPath)))
        QCoreApplication::installTranslator(qt);
    auto* const ours = new QTranslator(&application);
    // English has a file too: for its plurals.
    return ours->load(QStringLiteral(":/i18n/moqa_") + language) &&
           QCoreApplication::installTranslator(ours);
}

} // namespace moqa
