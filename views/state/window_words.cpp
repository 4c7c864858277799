// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/state/window_words.h"

#include "views/state/engine_words.h"
#include "views/state/text.h"

#include <QCoreApplication>
#include <QRegularExpression>

namespace moqa {

namespace {

struct Text {
    Q_DECLARE_TR_FUNCTIONS(moqa::WindowWords)
};

QString wordOf(const QString& option) {
    static const struct {
        const char *option, *word;
    } kWords[] = {
        {"--bits", QT_TRANSLATE_NOOP("moqa::WindowWords", "mean bits")},
        {"--bytes", QT_TRANSLATE_NOOP("moqa::WindowWords", "size")},
        {"--widths", QT_TRANSLATE_NOOP("moqa::WindowWords", "widths")},
        {"--overlap", QT_TRANSLATE_NOOP("moqa::WindowWords", "overlap")},
        {"--group", QT_TRANSLATE_NOOP("moqa::WindowWords", "group of columns")},
        {"--method", QT_TRANSLATE_NOOP("moqa::WindowWords", "method")},
        {"--set", QT_TRANSLATE_NOOP("moqa::WindowWords", "rules")},
        {"--corpus", QT_TRANSLATE_NOOP("moqa::WindowWords", "texts")},
        {"--tokens", QT_TRANSLATE_NOOP("moqa::WindowWords", "tokens of each text")},
        {"--window", QT_TRANSLATE_NOOP("moqa::WindowWords", "window")},
        {"--damp", QT_TRANSLATE_NOOP("moqa::WindowWords", "damping")},
        {"--memory", QT_TRANSLATE_NOOP("moqa::WindowWords", "memory limit")},
        {"--stage", QT_TRANSLATE_NOOP("moqa::WindowWords", "stages")},
        {"-o", QT_TRANSLATE_NOOP("moqa::WindowWords", "the name of the file")},
    };
    for (const auto& word : kWords)
        if (option == QLatin1String(word.option)) return Text::tr(word.word);
    QString plain = option;
    return plain.remove(QRegularExpression(QStringLiteral("^-+")))
        .replace(QLatin1Char('-'), QLatin1Char(' '));
}

std::string replaced(const std::string& text) {
    // "choose another name with -o" asks for a name already.
    QString result = qstr(text);
    result.remove(QStringLiteral(" with -o"));
    static const QRegularExpression option(
        QStringLiteral(R"((?<![\w/-])(--[a-z][a-z-]*|-o)(?![\w-]))"));
    for (auto match = option.match(result); match.hasMatch(); match = option.match(result))
        result.replace(match.capturedStart(), match.capturedLength(), wordOf(match.captured()));
    return result.toStdString();
}

} // namespace

Error inWindowWords(Error error) {
    error.what = replaced(errorText(error.what).toStdString());
    error.hint = replaced(errorText(error.hint).toStdString());
    if (error.where.find('/') == std::string::npos) // "layer 3", and no path
        error.where = errorText(error.where).toStdString();
    // A path or a tensor may look like anything; an option stands alone.
    if (error.where.starts_with('-')) error.where = replaced(error.where);
    return error;
}

QString kindOf(ErrorCode code) {
    switch (code) {
    case ErrorCode::Usage: return Text::tr("choice");
    case ErrorCode::BadInput: return Text::tr("input");
    case ErrorCode::Io: return Text::tr("disk");
    case ErrorCode::Cancelled: return Text::tr("cancelled");
    case ErrorCode::Internal: return Text::tr("program fault");
    }
    return {};
}

} // namespace moqa
