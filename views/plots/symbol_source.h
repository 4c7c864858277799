// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Points of a few named series, each series with a colour and a symbol of its own, with error bars
// where intervals are known. A point is a row of the table twin.

#include "views/plots/plot_source.h"

#include <cmath>
#include <limits>
#include <vector>

namespace moqa {

struct SymbolSource : PlotSource {
    struct Series {
        QString name;
        int symbol = 0;      // colour and shape; the same number looks the same
        bool hollow = false; // a second kind of the same symbol
        bool joined = false; // by a line, in the order of x
    };
    struct Point {
        int series = 0;
        double x = 0, y = 0;
        double low = std::numeric_limits<double>::quiet_NaN(); // of y; NaN = none known
        double high = std::numeric_limits<double>::quiet_NaN();
    };
    QString xName, yName;
    bool logX = false, logY = false;
    bool diagonal = false;          // where y = x
    QString filledName, hollowName; // what the kinds mean; empty = there is one kind alone
    std::vector<Series> series;
    std::vector<Point> points;

    virtual QString readout(int row) const = 0;
    int tableRows() const override { return static_cast<int>(points.size()); }
    // Zero and below have no place on a logarithmic axis.
    bool drawable(int row) const {
        const Point& point = points[static_cast<size_t>(row)];
        return std::isfinite(point.x) && std::isfinite(point.y) && (!logX || point.x > 0) &&
               (!logY || point.y > 0);
    }
};

} // namespace moqa
