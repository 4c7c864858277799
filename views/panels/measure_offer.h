// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Stands where losses would be drawn while none are measured: says what would be there, offers to
// measure, and shows how far a measurement is. GUI thread.

#include "views/state/workbench.h"

#include <QWidget>

class QLabel;
class QProgressBar;
class QPushButton;

namespace moqa {

class MeasureOffer : public QWidget {
    Q_OBJECT
public:
    explicit MeasureOffer(Workbench& workbench, QWidget* parent = nullptr);
    // Beside losses that no longer fit: one line why, instead of the explanation.
    void setReason(const QString& why);

private:
    void followJobs();

    Workbench& m_workbench;
    QLabel* m_text;
    QPushButton *m_measure, *m_stop;
    QProgressBar* m_progress;
    QLabel* m_step;
};

} // namespace moqa
