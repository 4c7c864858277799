// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Colours of everything that we draw ourselves, derived from the palette of the widget that draws:
// follows light and dark without being told.

#include <QColor>
#include <QPalette>
#include <vector>

class QApplication;

namespace moqa {

enum class ThemeChoice;

struct Theme {
    bool dark = false;
    QColor background, text, mutedText, grid, accent;
    QColor notSeen, notSeenHatch; // cells without data: never a colour of the scale
    std::vector<QColor> series;   // Okabe-Ito: told apart with any colour vision; last a grey

    static Theme of(const QPalette& palette);
};

// Sets Fusion's palette for the choice; System keeps what the desktop gave.
void applyThemeChoice(QApplication& application, ThemeChoice choice);

// Bit widths have fixed colours, warm for few bits to cold for many, told apart with any colour
// vision; the width is also written where there is room.
const std::vector<int>& drawnWidths(); // 1, 2, 3, 4, 5, 6, 8, 16
QColor widthColour(int bits);
// Black or white, whichever reads better on it.
QColor inkOn(const QColor& colour);

} // namespace moqa
