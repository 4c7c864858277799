// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Keeps the application's palette and font at what the settings, the desktop and presenter mode ask
// for. Widgets follow by PaletteChange and FontChange; nobody else sets either. GUI thread.

#include "views/state/settings.h"
#include "views/theme/desktop_colours.h"

#include <QObject>

namespace moqa {

class AppLook : public QObject {
    Q_OBJECT
public:
    explicit AppLook(Settings& settings, QObject* parent = nullptr);
    // Presenter mode: light, and large enough for the last row of a lecture hall.
    void setPresenting(bool on);
    bool isDark() const;

private:
    void applyColours();
    void applyFont();
    Settings& m_settings;
    DesktopColours m_desktop;
    bool m_presenting = false;
};

} // namespace moqa
