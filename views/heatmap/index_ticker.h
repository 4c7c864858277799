// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Ticks at whole coordinates, labelled with the ids that stand there, thinned when crowded.

#include "views/plots/qcp.h"

#include <vector>

namespace moqa {

class IndexTicker final : public QCPAxisTickerFixed {
public:
    IndexTicker() {
        setTickStep(1);
        setScaleStrategy(QCPAxisTickerFixed::ssMultiples);
        setTickStepStrategy(QCPAxisTicker::tssReadability);
    }
    void setIds(std::vector<int> ids) { m_ids = std::move(ids); }

protected:
    QString getTickLabel(double tick, const QLocale&, QChar, int) override {
        const auto index = static_cast<size_t>(tick);
        return tick < 0 || index >= m_ids.size() ? QString() : QString::number(m_ids[index]);
    }
    int getSubTickCount(double) override { return 0; }

private:
    std::vector<int> m_ids;
};

} // namespace moqa
