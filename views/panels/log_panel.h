// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The log with a filter and a button to copy it. GUI thread.

#include "views/state/log_model.h"

#include <QWidget>

namespace moqa {

class LogPanel : public QWidget {
    Q_OBJECT
public:
    explicit LogPanel(LogModel& log, QWidget* parent = nullptr);
    QSize sizeHint() const override { return {360, 140}; }
};

} // namespace moqa
