// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Five steps through the work, each a callout on the real widget of the real page, which stays
// usable meanwhile. Opens the demo where nothing is open, and makes a plan where there is none.
// Esc or End leaves it. GUI thread.

#include <QPointer>
#include <QTimer>
#include <QWidget>

class QLabel;
class QPushButton;

namespace moqa {

class MainWindow;
class Workbench;

class Tour : public QWidget {
    Q_OBJECT
public:
    static constexpr int kSteps = 5;
    Tour(MainWindow& window, Workbench& workbench);
    int step() const { return m_step; }
    QWidget* target() const { return m_target; } // null while it is not there yet
    void showStep(int step);
    void end();

signals:
    void ended();

protected:
    bool event(QEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    void prepare(int step);
    void place();
    QRect targetRect() const; // in the window

    MainWindow& m_window;
    Workbench& m_workbench;
    QLabel *m_title, *m_text;
    QPushButton *m_back, *m_next;
    QWidget* m_frame; // around the target, lets all events through
    QPointer<QWidget> m_target;
    QTimer m_follow;
    int m_step = -1;
    bool m_planAsked = false;
    bool m_arrived = false; // the target of this step was found once: the user may go elsewhere
};

} // namespace moqa
