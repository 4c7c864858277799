// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/theme/theme.h"

#include "views/state/settings.h"
#include "views/theme/app_style.h"

#include <QApplication>
#include <QStyle>
#include <cmath>
#include <cstdlib>

namespace moqa {

namespace {

QColor mixed(const QColor& a, const QColor& b, double shareOfB) {
    const auto mix = [shareOfB](int x, int y) {
        return static_cast<int>(std::lround(x + (y - x) * shareOfB));
    };
    return {mix(a.red(), b.red()), mix(a.green(), b.green()), mix(a.blue(), b.blue())};
}

QPalette darkPalette() {
    QPalette palette;
    const QColor window(0x2c, 0x2f, 0x34), base(0x1c, 0x1e, 0x21), text(0xe6, 0xe8, 0xea);
    const QColor muted(0x98, 0x9f, 0xa6), accent(0x4a, 0x9e, 0xda);
    palette.setColor(QPalette::Window, window);
    palette.setColor(QPalette::WindowText, text);
    palette.setColor(QPalette::Base, base);
    palette.setColor(QPalette::AlternateBase, QColor(0x23, 0x26, 0x29));
    palette.setColor(QPalette::Text, text);
    palette.setColor(QPalette::PlaceholderText, muted);
    palette.setColor(QPalette::Button, QColor(0x3a, 0x3f, 0x45));
    palette.setColor(QPalette::ButtonText, text);
    palette.setColor(QPalette::BrightText, Qt::white);
    palette.setColor(QPalette::ToolTipBase, QColor(0x33, 0x37, 0x3c));
    palette.setColor(QPalette::ToolTipText, text);
    palette.setColor(QPalette::Highlight, accent.darker(125));
    palette.setColor(QPalette::HighlightedText, Qt::white);
    palette.setColor(QPalette::Link, accent);
    palette.setColor(QPalette::LinkVisited, accent.lighter(120));
    palette.setColor(QPalette::Light, QColor(0x3c, 0x41, 0x47));
    palette.setColor(QPalette::Midlight, QColor(0x36, 0x3a, 0x40));
    palette.setColor(QPalette::Mid, QColor(0x1e, 0x20, 0x23));
    palette.setColor(QPalette::Dark, QColor(0x17, 0x19, 0x1b));
    palette.setColor(QPalette::Shadow, QColor(0x0c, 0x0d, 0x0e));
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        palette.setColor(QPalette::Disabled, role, QColor(0x6b, 0x71, 0x78));
    return palette;
}

QPalette lightPalette() {
    QPalette palette;
    const QColor text(0x1d, 0x21, 0x25), accent(0x1f, 0x6f, 0xb2);
    palette.setColor(QPalette::Window, QColor(0xf4, 0xf5, 0xf6));
    palette.setColor(QPalette::WindowText, text);
    palette.setColor(QPalette::Base, Qt::white);
    palette.setColor(QPalette::AlternateBase, QColor(0xf7, 0xf8, 0xf9));
    palette.setColor(QPalette::Text, text);
    palette.setColor(QPalette::PlaceholderText, QColor(0x62, 0x6a, 0x72));
    palette.setColor(QPalette::Button, QColor(0xfa, 0xfb, 0xfb));
    palette.setColor(QPalette::ButtonText, text);
    palette.setColor(QPalette::BrightText, Qt::white);
    palette.setColor(QPalette::ToolTipBase, Qt::white);
    palette.setColor(QPalette::ToolTipText, text);
    palette.setColor(QPalette::Highlight, accent);
    palette.setColor(QPalette::HighlightedText, Qt::white);
    palette.setColor(QPalette::Link, accent);
    palette.setColor(QPalette::LinkVisited, accent.darker(120));
    palette.setColor(QPalette::Light, Qt::white);
    palette.setColor(QPalette::Midlight, QColor(0xe9, 0xeb, 0xed));
    palette.setColor(QPalette::Mid, QColor(0xb9, 0xbf, 0xc4));
    palette.setColor(QPalette::Dark, QColor(0x9a, 0xa1, 0xa8));
    palette.setColor(QPalette::Shadow, QColor(0x70, 0x76, 0x7c));
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        palette.setColor(QPalette::Disabled, role, QColor(0xa5, 0xab, 0xb1));
    return palette;
}

} // namespace

Theme Theme::of(const QPalette& palette) {
    Theme theme;
    theme.background = palette.color(QPalette::Active, QPalette::Base);
    theme.text = palette.color(QPalette::Active, QPalette::Text);
    theme.dark = theme.background.lightnessF() < theme.text.lightnessF();
    theme.mutedText = mixed(theme.text, theme.background, 0.38);
    theme.grid = mixed(theme.text, theme.background, theme.dark ? 0.80 : 0.86);
    theme.accent = palette.color(QPalette::Active, QPalette::Highlight);
    theme.notSeen = theme.dark ? QColor(0x3d, 0x41, 0x46) : QColor(0xdc, 0xdf, 0xe2);
    theme.notSeenHatch = theme.dark ? QColor(0x6a, 0x70, 0x77) : QColor(0xa2, 0xa8, 0xae);
    theme.series = {QColor(0x00, 0x72, 0xb2), QColor(0xd5, 0x5e, 0x00), QColor(0x00, 0x9e, 0x73),
                    QColor(0xcc, 0x79, 0xa7), QColor(0xe6, 0x9f, 0x00), QColor(0x56, 0xb4, 0xe9),
                    theme.mutedText};
    if (theme.dark) theme.series[0] = QColor(0x4a, 0x9e, 0xda);
    return theme;
}

void applyThemeChoice(QApplication& application, ThemeChoice choice) {
    static const QPalette system = application.palette();
    // Once: setting a style polishes every widget again.
    if (!qobject_cast<AppStyle*>(QApplication::style())) application.setStyle(new AppStyle);
    switch (choice) {
    case ThemeChoice::Light: application.setPalette(lightPalette()); break;
    case ThemeChoice::Dark: application.setPalette(darkPalette()); break;
    case ThemeChoice::System:
        // A desktop without a palette of its own gives Fusion's grey; ours is easier on the eye.
        application.setPalette(system.color(QPalette::Window).lightnessF() <
                                       system.color(QPalette::Text).lightnessF()
                                   ? darkPalette()
                                   : lightPalette());
        break;
    }
}

const std::vector<int>& drawnWidths() {
    static const std::vector<int> widths = {1, 2, 3, 4, 5, 6, 8, 16};
    return widths;
}

QColor widthColour(int bits) {
    switch (bits) {
    case 1: return {0x7a, 0x1c, 0x52};
    case 2: return {0xd5, 0x5e, 0x00};
    case 3: return {0xf0, 0xa8, 0x30};
    case 4: return {0xf4, 0xe2, 0x85};
    case 5: return {0xb5, 0xdc, 0xd0};
    case 6: return {0x63, 0xb3, 0xdd};
    case 8: return {0x1d, 0x72, 0xb0};
    case 16: return {0x16, 0x3a, 0x66};
    default: return {0x99, 0x99, 0x99};
    }
}

QColor inkOn(const QColor& colour) {
    const double luminance =
        0.2126 * colour.redF() + 0.7152 * colour.greenF() + 0.0722 * colour.blueF();
    return luminance > 0.5 ? QColor(0x16, 0x18, 0x1a) : QColor(Qt::white);
}

} // namespace moqa
