// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/measure/loss_estimator.h"

#include <algorithm>
#include <cmath>

namespace moqa {

namespace {

struct Point {
    size_t layer = 0;
    double x = 0, y = 0;
};

double logTokens(double tokens) { return std::log(tokens + 1); }

// Slope within layers and offset of each; what is left, squared, is added to `rest`.
double fitLine(const std::vector<Point>& points, size_t layers, std::vector<double>& offset,
               double& rest) {
    std::vector<double> count(layers), x(layers), y(layers);
    for (const Point& p : points) {
        count[p.layer] += 1;
        x[p.layer] += p.x;
        y[p.layer] += p.y;
    }
    for (size_t l = 0; l < layers; ++l)
        if (count[l] > 0) {
            x[l] /= count[l];
            y[l] /= count[l];
        }
    double xx = 0, xy = 0;
    for (const Point& p : points) {
        xx += (p.x - x[p.layer]) * (p.x - x[p.layer]);
        xy += (p.x - x[p.layer]) * (p.y - y[p.layer]);
    }
    const double slope = xx > 1e-9 ? xy / xx : 0.0;
    double all = 0, seen = 0;
    for (size_t l = 0; l < layers; ++l)
        if (count[l] > 0) {
            offset[l] = y[l] - slope * x[l];
            all += offset[l];
            seen += 1;
        }
    for (size_t l = 0; l < layers; ++l)
        if (count[l] == 0) offset[l] = seen > 0 ? all / seen : -50.0;
    for (const Point& p : points) {
        const double left = p.y - offset[p.layer] - slope * p.x;
        rest += left * left;
    }
    return slope;
}

} // namespace

LossEstimator::LossEstimator(const std::vector<MeasuredCurve>& measured, size_t layers,
                             size_t curves)
    : m_offset(layers * curves), m_slope(curves), m_curves(curves) {
    double rest = 0;
    size_t count = 0;
    for (size_t curve = 0; curve < curves; ++curve) {
        std::vector<Point> points;
        for (const MeasuredCurve& m : measured)
            if (m.energy > 0 && m.errors[curve] > 0)
                points.push_back(
                    {m.layer, logTokens(m.tokens), std::log(m.errors[curve] / m.energy)});
        std::vector<double> offset(layers);
        m_slope[curve] = fitLine(points, layers, offset, rest);
        for (size_t l = 0; l < layers; ++l) m_offset[l * curves + curve] = offset[l];
        count += points.size();
    }
    // One offset per layer and one slope were taken from each curve's points.
    const size_t taken = curves * (layers + 1);
    m_deviation = count > taken ? std::sqrt(rest / static_cast<double>(count - taken)) : 1.0;
}

double LossEstimator::predict(size_t layer, double tokens, double energy, size_t curve) const {
    if (!(energy > 0)) return 0;
    return energy *
           std::exp(m_offset[layer * m_curves + curve] + m_slope[curve] * logTokens(tokens));
}

} // namespace moqa
