// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Says on a page that what it shows no longer fits what it was computed from, or is only a part of
// it, and offers to compute it again. Not there while the result fits. Follows the document and the
// jobs by itself. GUI thread.

#include "views/state/staleness.h"
#include "views/state/workbench.h"

#include <QWidget>
#include <functional>

class QLabel;
class QToolButton;

namespace moqa {

class StalenessBadge : public QWidget {
    Q_OBJECT
public:
    struct Subject {
        QString name; // "Analysis": for screen readers
        JobKind job;  // that computes it: not offered while it runs
        std::function<Staleness()> judge;
        QString again, goOn; // what the button says of an outdated and of a partial result
        // What must be done first; empty where it can be computed again at once.
        std::function<QString()> obstacle = [] { return QString(); };
    };
    StalenessBadge(Workbench& workbench, Subject subject, QWidget* parent = nullptr);
    Staleness shown() const { return m_shown; }
    // For what neither the document nor a job tells.
    void judgeAgain() { judgeInSight(); }

signals:
    void againRequested();

protected:
    void paintEvent(QPaintEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void judgeInSight();
    void judge();
    void updateButton();

    Workbench& m_workbench;
    Subject m_subject;
    Staleness m_shown;
    QLabel* m_text;
    QToolButton* m_again;
};

// Of the analysis, with the button connected: the same on each page that shows it.
StalenessBadge* newAnalysisBadge(Workbench& workbench, QWidget* parent);

} // namespace moqa
