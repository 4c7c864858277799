// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/state/setting_table.h"

#include <QCoreApplication>

namespace moqa {

namespace {
constexpr const char* kContext = "moqa::Settings";
} // namespace

const std::vector<SettingInfo>& settingTable() {
    static const std::vector<SettingInfo> table = {
        {"view/theme",
         "theme",
         QT_TRANSLATE_NOOP("moqa::Settings", "Appearance"),
         QT_TRANSLATE_NOOP("moqa::Settings", "Theme"),
         QT_TRANSLATE_NOOP("moqa::Settings", "Colours of the window and of all plots."),
         {{"system", QT_TRANSLATE_NOOP("moqa::Settings", "As the system")},
          {"light", QT_TRANSLATE_NOOP("moqa::Settings", "Light")},
          {"dark", QT_TRANSLATE_NOOP("moqa::Settings", "Dark")}}},
        {"view/fontPercent",
         "font-size",
         QT_TRANSLATE_NOOP("moqa::Settings", "Appearance"),
         QT_TRANSLATE_NOOP("moqa::Settings", "Font size"),
         QT_TRANSLATE_NOOP("moqa::Settings",
                           "Size of all texts, those of plots too, against the desktop's."),
         {},
         70,
         250,
         100,
         QT_TRANSLATE_NOOP("moqa::Settings", " %")},
        {"view/language",
         "language",
         QT_TRANSLATE_NOOP("moqa::Settings", "Appearance"),
         QT_TRANSLATE_NOOP("moqa::Settings", "Language"),
         QT_TRANSLATE_NOOP(
             "moqa::Settings",
             "Language of the window, from the next start on. Files are always written "
             "in English."),
         {{"system", QT_TRANSLATE_NOOP("moqa::Settings", "As the system")},
          {"en", "English"},
          {"de", "Deutsch"}}},
        {"view/pageBar",
         "page-bar",
         QT_TRANSLATE_NOOP("moqa::Settings", "Appearance"),
         QT_TRANSLATE_NOOP("moqa::Settings", "Page bar"),
         QT_TRANSLATE_NOOP("moqa::Settings", "What the bar of pages at the left shows."),
         {{"text", QT_TRANSLATE_NOOP("moqa::Settings", "Icons and names")},
          {"icons", QT_TRANSLATE_NOOP("moqa::Settings", "Icons")}}},
        {"work/threads",
         "threads",
         QT_TRANSLATE_NOOP("moqa::Settings", "Computing"),
         QT_TRANSLATE_NOOP("moqa::Settings", "Threads"),
         QT_TRANSLATE_NOOP("moqa::Settings",
                           "Most threads that jobs use. No result depends on it."),
         {},
         0,
         4096,
         0,
         "",
         QT_TRANSLATE_NOOP("moqa::Settings", "All cores")},
        {"work/memoryGiB",
         "memory",
         QT_TRANSLATE_NOOP("moqa::Settings", "Computing"),
         QT_TRANSLATE_NOOP("moqa::Settings", "Memory limit"),
         QT_TRANSLATE_NOOP("moqa::Settings",
                           "A job that would need more says so and does not start."),
         {},
         0,
         65536,
         0,
         QT_TRANSLATE_NOOP("moqa::Settings", " GiB"),
         QT_TRANSLATE_NOOP("moqa::Settings", "No limit")},
        {"work/keepAwake",
         "keep-awake",
         QT_TRANSLATE_NOOP("moqa::Settings", "Computing"),
         QT_TRANSLATE_NOOP("moqa::Settings", "Keep awake"),
         QT_TRANSLATE_NOOP("moqa::Settings",
                           "Whether the desktop is asked not to sleep while a job computes."),
         {{"on", QT_TRANSLATE_NOOP("moqa::Settings", "While jobs run")},
          {"off", QT_TRANSLATE_NOOP("moqa::Settings", "Never")}}},
        {"work/notify",
         "notify",
         QT_TRANSLATE_NOOP("moqa::Settings", "Computing"),
         QT_TRANSLATE_NOOP("moqa::Settings", "Notifications"),
         QT_TRANSLATE_NOOP("moqa::Settings",
                           "Whether the desktop says that a job of more than ten seconds has "
                           "ended while you look at another window."),
         {{"on", QT_TRANSLATE_NOOP("moqa::Settings", "When a long job ends")},
          {"off", QT_TRANSLATE_NOOP("moqa::Settings", "Never")}}},
    };
    return table;
}

const SettingInfo* findSetting(const QString& id) {
    for (const SettingInfo& setting : settingTable())
        if (id == QLatin1String(setting.id)) return &setting;
    return nullptr;
}

QVariant fallbackOf(const SettingInfo& setting) {
    if (setting.choices.empty()) return setting.fallback;
    return QString::fromLatin1(setting.choices.front().value);
}

QVariant allowedValue(const SettingInfo& setting, const QVariant& value) {
    if (setting.choices.empty()) {
        bool isNumber = false;
        const int number = value.toInt(&isNumber);
        return isNumber && number >= setting.least && number <= setting.most ? QVariant(number)
                                                                             : QVariant();
    }
    const QString text = value.toString();
    for (const SettingChoice& choice : setting.choices)
        if (text == QLatin1String(choice.value)) return text;
    return {};
}

QString settingText(const char* text) {
    return *text ? QCoreApplication::translate(kContext, text) : QString();
}

} // namespace moqa
