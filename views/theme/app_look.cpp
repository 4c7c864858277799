// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/theme/app_look.h"

#include "views/theme/theme.h"

#include <QApplication>
#include <algorithm>

namespace moqa {

namespace {

constexpr int kPresenterPercent = 150;

// The desktop's font, before we first changed it.
const QFont& desktopFont() {
    static const QFont font = QApplication::font();
    return font;
}

} // namespace

AppLook::AppLook(Settings& settings, QObject* parent) : QObject(parent), m_settings(settings) {
    desktopFont();
    connect(&settings, &Settings::themeChanged, this, &AppLook::applyColours);
    connect(&settings, &Settings::fontPercentChanged, this, &AppLook::applyFont);
    connect(&m_desktop, &DesktopColours::changed, this, &AppLook::applyColours);
    applyColours();
    applyFont();
}

void AppLook::setPresenting(bool on) {
    if (on == m_presenting) return;
    m_presenting = on;
    applyColours();
    applyFont();
}

bool AppLook::isDark() const { return Theme::of(QApplication::palette()).dark; }

void AppLook::applyColours() {
    ThemeChoice choice = m_presenting ? ThemeChoice::Light : m_settings.theme();
    if (choice == ThemeChoice::System)
        if (const auto dark = m_desktop.prefersDark())
            choice = *dark ? ThemeChoice::Dark : ThemeChoice::Light;
    applyThemeChoice(*qApp, choice);
}

void AppLook::applyFont() {
    const int percent = m_presenting ? std::max(kPresenterPercent, m_settings.fontPercent())
                                     : m_settings.fontPercent();
    QFont font = desktopFont();
    if (font.pointSizeF() > 0)
        font.setPointSizeF(font.pointSizeF() * percent / 100);
    else
        font.setPixelSize(font.pixelSize() * percent / 100);
    if (font != QApplication::font()) QApplication::setFont(font);
}

} // namespace moqa
