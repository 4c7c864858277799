// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The one table of preferences: feeds the typed class Settings, the settings dialog, the options of
// the command line and its man page.

#include <QVariant>
#include <vector>

namespace moqa {

struct SettingChoice {
    const char* value; // as stored and as given to the option
    const char* label; // translated when shown
};

struct SettingInfo {
    const char* id;     // key of the store
    const char* option; // command-line twin without dashes
    const char* group;  // translated when shown, as title, text and unit
    const char* title;
    const char* text;
    std::vector<SettingChoice> choices; // empty: a whole number
    int least = 0, most = 0, fallback = 0;
    const char* unit = "";
    const char* leastText = ""; // shown instead of the least number
};

// What a choice falls back to is its first value.
const std::vector<SettingInfo>& settingTable();
const SettingInfo* findSetting(const QString& id); // null if unknown
QVariant fallbackOf(const SettingInfo& setting);
// The value as its type, or an invalid QVariant where the setting does not allow it.
QVariant allowedValue(const SettingInfo& setting, const QVariant& value);
QString settingText(const char* text); // in the window's language

} // namespace moqa
