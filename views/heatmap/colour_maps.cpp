// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/heatmap/colour_maps.h"

#include <algorithm>
#include <initializer_list>
#include <limits>

namespace moqa {

namespace {

QCPColorGradient evenly(std::initializer_list<QRgb> stops, bool reversed, const Theme& theme) {
    QCPColorGradient gradient;
    QMap<double, QColor> map;
    double index = 0;
    for (const QRgb rgb : stops) {
        const double at = index++ / static_cast<double>(stops.size() - 1);
        map.insert(reversed ? 1 - at : at, QColor(rgb));
    }
    gradient.setColorStops(map);
    gradient.setNanHandling(QCPColorGradient::nhNanColor);
    gradient.setNanColor(theme.notSeen);
    return gradient;
}

} // namespace

QCPColorGradient amountGradient(ColourMap map, bool reversed, const Theme& theme) {
    if (map == ColourMap::Greys) return evenly({0x101010, 0xf4f4f4}, reversed, theme);
    if (map == ColourMap::Cividis)
        return evenly({0x00224e, 0x123570, 0x3b496c, 0x575d6d, 0x707173, 0x8a8678, 0xa59c74,
                       0xc3b369, 0xe1cc55, 0xfee838},
                      reversed, theme);
    return evenly({0x440154, 0x482475, 0x414487, 0x355f8d, 0x2a788e, 0x21918c, 0x22a884, 0x44bf70,
                   0x7ad151, 0xbddf26, 0xfde725},
                  reversed, theme);
}

QCPColorGradient signedGradient(bool reversed, const Theme& theme) {
    return evenly({0x053061, 0x2166ac, 0x4393c3, 0x92c5de, 0xd1e5f0, 0xf7f7f7, 0xfddbc7, 0xf4a582,
                   0xd6604d, 0xb2182b, 0x67001f},
                  reversed, theme);
}

QCPColorGradient widthGradient(const Theme& theme) {
    // QCustomPlot turns a value into level int((v - lower) / span * (levels - 1)): with one level
    // more than widths each unit of the range is one level.
    const int widths = static_cast<int>(drawnWidths().size());
    QCPColorGradient gradient;
    gradient.setLevelCount(widths + 1);
    QMap<double, QColor> map;
    for (int slot = 0; slot <= widths; ++slot)
        map.insert(slot / static_cast<double>(widths),
                   widthColour(drawnWidths()[static_cast<size_t>(std::min(slot, widths - 1))]));
    gradient.setColorStops(map);
    gradient.setNanHandling(QCPColorGradient::nhNanColor);
    gradient.setNanColor(theme.notSeen);
    return gradient;
}

double widthSlot(int bits) {
    const auto& widths = drawnWidths();
    const auto found = std::find(widths.begin(), widths.end(), bits);
    return found == widths.end() ? std::numeric_limits<double>::quiet_NaN()
                                 : static_cast<double>(found - widths.begin()) + 0.5;
}

QCPRange widthSlotRange() { return {0, static_cast<double>(drawnWidths().size())}; }

} // namespace moqa
