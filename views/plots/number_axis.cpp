// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/plots/number_axis.h"

#include <algorithm>

namespace moqa {

namespace {

constexpr int kMostTicks = 5;
constexpr double kLinesPerTick = 2; // of text: less reads as one number

template <class Ticker>
class NumberTicker final : public Ticker {
public:
    explicit NumberTicker(const QCPAxis& axis) : m_axis(axis) {}

protected:
    double getTickStep(const QCPRange& range) override {
        if (m_axis.orientation() == Qt::Vertical) {
            const double line = QFontMetrics(m_axis.tickLabelFont()).height();
            const double room = m_axis.axisRect()->height() / (kLinesPerTick * line);
            this->setTickCount(std::clamp(static_cast<int>(room), 1, kMostTicks));
        }
        return Ticker::getTickStep(range);
    }
    QString getTickLabel(double tick, const QLocale& locale, QChar format, int precision) override {
        return Ticker::getTickLabel(tick, locale, format, precision)
            .replace(locale.exponential(), QLatin1String("e"));
    }

private:
    const QCPAxis& m_axis; // that owns this
};

} // namespace

QSharedPointer<QCPAxisTicker> numberTicker(const QCPAxis& axis, bool logarithmic) {
    if (logarithmic) return QSharedPointer<QCPAxisTicker>(new NumberTicker<QCPAxisTickerLog>(axis));
    return QSharedPointer<QCPAxisTicker>(new NumberTicker<QCPAxisTicker>(axis));
}

void makeNumberAxis(QCPAxis& axis, bool logarithmic) {
    axis.setScaleType(logarithmic ? QCPAxis::stLogarithmic : QCPAxis::stLinear);
    axis.setTicker(numberTicker(axis, logarithmic));
    axis.setNumberFormat(logarithmic ? QStringLiteral("ebd") : QStringLiteral("gbd"));
    axis.setNumberPrecision(logarithmic ? 0 : 4);
}

} // namespace moqa
