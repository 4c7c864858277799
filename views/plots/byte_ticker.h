// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Ticks of an axis that counts bytes, each with its unit.

#include "views/plots/qcp.h"

namespace moqa {

// "2.5 MB", "500 kB", "0".
QString byteTickText(double bytes);

class ByteTicker : public QCPAxisTicker {
protected:
    QString getTickLabel(double tick, const QLocale&, QChar, int) override {
        return byteTickText(tick);
    }
};

} // namespace moqa
