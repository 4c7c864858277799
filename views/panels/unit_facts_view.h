// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What one expert likes and whom it keeps company with, in words: favourite tokens, neighbours,
// strongest channels. Neighbours are links that move the cursor; what was not computed says so,
// with a link that computes it. GUI thread.

#include "views/state/workbench.h"

#include <QTextBrowser>
#include <QTimer>

namespace moqa {

class UnitFactsView : public QTextBrowser {
    Q_OBJECT
public:
    explicit UnitFactsView(Workbench& workbench, QWidget* parent = nullptr);
    // Drawn after a moment, so that a mouse that crosses fifty experts costs one page. Else = none.
    void setUnit(const ObjectRef& unit);
    ObjectRef unit() const { return m_unit; }
    // The same analysis again, with channels kept.
    static void analyzeWithChannels(Workbench& workbench);

private:
    void write();
    QString favourites(const Analysis& analysis);
    QString neighbours(const Analysis& analysis) const;
    QString channels(const Analysis& analysis) const;
    void follow(const QUrl& link);
    void changeEvent(QEvent* event) override;

    Workbench& m_workbench;
    ObjectRef m_unit;
    QTimer m_pause;
};

} // namespace moqa
