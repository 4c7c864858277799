// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/program_options.h"

#include "views/state/settings.h"
#include "views/state/workbench_actions.h"

#include <QCoreApplication>

namespace moqa {

namespace {

struct Text {
    Q_DECLARE_TR_FUNCTIONS(moqa::ProgramOptions)
};

QString pageNames() {
    QStringList names;
    for (const PageEntry& page : pageEntries()) names << QLatin1String(page.id);
    return names.join(QLatin1String(", "));
}

QString valueName(const SettingInfo& setting) {
    QStringList values;
    for (const SettingChoice& choice : setting.choices) values << QLatin1String(choice.value);
    return values.isEmpty() ? QStringLiteral("N") : values.join(QLatin1Char('|'));
}

struct FigureOption {
    QStringList names;
    QString value, text;
};

QList<FigureOption> figureOptions() {
    return {{{QStringLiteral("render")},
             QStringLiteral("spec"),
             Text::tr("Draw the view in SPEC (JSON, or a figure made here) into the file of -o, "
                      "without a window.")},
            {{QStringLiteral("output"), QStringLiteral("o")},
             QStringLiteral("file"),
             Text::tr("Figure to write: .png, .svg, .pdf, .csv or .tsv.")},
            {{QStringLiteral("size")},
             QStringLiteral("WxH"),
             Text::tr("Size of the figure in points, 1200x800 if not given.")},
            {{QStringLiteral("scale")},
             QStringLiteral("factor"),
             Text::tr("Pixels per point of a PNG, 1 to 4.")}};
}

// A line of text in roff: a leading dot or quote would be a command, a backslash an escape.
QString roff(QString text) {
    text.replace(QLatin1Char('\\'), QLatin1String("\\e"))
        .replace(QLatin1Char('-'), QLatin1String("\\-"));
    return text.startsWith(QLatin1Char('.')) || text.startsWith(QLatin1Char('\''))
               ? QLatin1String("\\&") + text
               : text;
}

} // namespace

void addProgramOptions(QCommandLineParser& parser) {
    parser.setApplicationDescription(Text::tr("See, plan and quantize Mixture-of-Experts models."));
    parser.addPositionalArgument(QStringLiteral("PATH"),
                                 Text::tr("A model folder, .safetensors, .h5 or .moqa file."),
                                 QStringLiteral("[PATH...]"));
    parser.addOption({QStringLiteral("page"),
                      Text::tr("Show this page first: %1.").arg(pageNames()),
                      QStringLiteral("name")});
    parser.addOption({QStringLiteral("demo"), Text::tr("Open the shipped demo model.")});
    for (const FigureOption& option : figureOptions())
        parser.addOption({option.names, option.text, option.value});
    for (const SettingInfo& setting : settingTable())
        parser.addOption({QString::fromLatin1(setting.option),
                          Text::tr("%1 For this run.").arg(settingText(setting.text)),
                          valueName(setting)});
}

QString overrideSettings(const QCommandLineParser& parser, Settings& settings) {
    for (const SettingInfo& setting : settingTable()) {
        const QString option = QString::fromLatin1(setting.option);
        if (!parser.isSet(option)) continue;
        if (!settings.overrideValue(QString::fromLatin1(setting.id), parser.value(option)))
            return Text::tr("--%1 does not take \"%2\": %3")
                .arg(option, parser.value(option),
                     setting.choices.empty() ? Text::tr("a whole number from %1 to %2")
                                                   .arg(setting.least)
                                                   .arg(setting.most)
                                             : valueName(setting));
    }
    return {};
}

QString manPage(const QCommandLineParser& parser, const QString& version) {
    QString page = QStringLiteral(".TH MOQA\\-WORKBENCH 1 \"\" \"MoQa Workbench %1\"\n"
                                  ".SH NAME\nmoqa\\-workbench \\- %2\n"
                                  ".SH SYNOPSIS\n.B moqa\\-workbench\n[\\fIOPTION\\fR]... "
                                  "[\\fIPATH\\fR]...\n.SH DESCRIPTION\n%3\n.SH OPTIONS\n")
                       .arg(version,
                            QStringLiteral("analyse and quantize Mixture\\-of\\-Experts "
                                           "models in a window"),
                            roff(parser.applicationDescription()));
    QStringList names{QStringLiteral("page"), QStringLiteral("demo")};
    QMap<QString, QPair<QString, QString>> rows{
        {QStringLiteral("page"),
         {QStringLiteral("name"), Text::tr("Show this page first: %1.").arg(pageNames())}},
        {QStringLiteral("demo"), {QString(), Text::tr("Open the shipped demo model.")}}};
    for (const FigureOption& option : figureOptions()) {
        names << option.names.front();
        rows[option.names.front()] = {option.value, option.text};
    }
    for (const SettingInfo& setting : settingTable()) {
        const QString option = QString::fromLatin1(setting.option);
        names << option;
        rows[option] = {valueName(setting), settingText(setting.text)};
    }
    for (const QString& name : std::as_const(names))
        page += QStringLiteral(".TP\n.B \\-\\-%1\\fR %2\n%3\n")
                    .arg(roff(name), roff(rows[name].first), roff(rows[name].second));
    return page + QStringLiteral(".SH SEE ALSO\n.BR moqa (1)\n");
}

} // namespace moqa
