// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Spreads values over a colour gradient: value in, place on the gradient in [0, 1] out. Immutable.

#include "views/state/view_state.h"

#include <vector>

namespace moqa {

class ColourSpread {
public:
    ColourSpread() = default;
    // values: all that are shown, NaN = none. Centred: zero is the middle of the gradient; a
    // logarithm has no meaning there and the spread is linear then. Rank ignores the limits' scale
    // but clips at them.
    ColourSpread(ValueScale scale, bool centred, ColourLimits limits,
                 const std::vector<double>& values);

    ValueScale scale() const { return m_scale; }
    ColourLimits limits() const { return m_limits; }
    // NaN for NaN; values beyond the limits take the end's colour. With Log all values <= 0 take
    // the low end.
    double place(double value) const;
    // Share of the finite values that lie beyond the limits, in [0, 1].
    double shareOutside() const { return m_shareOutside; }

private:
    ValueScale m_scale = ValueScale::Linear;
    bool m_centred = false;
    ColourLimits m_limits;
    double m_shareOutside = 0;
    std::vector<double> m_sorted; // of Rank: values within the limits, their sizes if centred
};

// Counts of the finite values in equal bins between their least and largest.
struct ValueHistogram {
    ColourLimits range;
    std::vector<int> counts;
};
ValueHistogram histogramOf(const std::vector<double>& values, int bins);

} // namespace moqa
