// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A button that starts a job is disabled while it runs, and Qt gives its focus to the next field.
// It gets the focus back with its use, unless the user has gone on since. GUI thread.

#include <QPointer>
#include <QWidget>

namespace moqa {

class FocusKeeper : public QObject {
    Q_OBJECT
public:
    // Watches every widget of the application.
    explicit FocusKeeper(QObject* parent);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    QPointer<QWidget> m_lost, m_now; // who lost the focus, and who has it instead
};

} // namespace moqa
