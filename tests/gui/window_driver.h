// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What a user's hands do to the window, for tests: drops, clicks on what is in sight, answers to
// dialogs, which run event loops of their own.

#include <QAbstractButton>
#include <QApplication>
#include <QMessageBox>
#include <QObject>
#include <QStringList>
#include <deque>
#include <functional>

namespace moqa {

class HeatMapView;

// Enters and drops, as a file manager does. False if the window refuses.
bool dropOn(QWidget& target, const QStringList& paths);

// The first in sight of a kind, null if there is none.
template <class T>
T* visibleChild(const QWidget& root, const std::function<bool(const T&)>& fits = {}) {
    for (T* const one : root.findChildren<T*>())
        if (one->isVisible() && (!fits || fits(*one))) return one;
    return nullptr;
}
// By the beginning of its text or the end of its accessible name.
QAbstractButton* visibleButton(const QWidget& root, const QString& text);

// Scrolls a widget into sight where a form or page scrolls, then clicks its middle.
void clickOn(QWidget& widget);

// Of the middle of a cell.
QPoint cellPoint(HeatMapView& map, int row, int column);
// One turn of the wheel in the middle of the plot; positive zooms in.
void turnWheel(HeatMapView& map, int notches);

void pressTab(QWidget& widget);
// Presses Tab until a widget of this kind has the keys; null after a round.
template <class T>
T* tabTo(QWidget& start) {
    for (int i = 0; i < 200; ++i) {
        QWidget* const at = QApplication::focusWidget();
        if (auto* const found = qobject_cast<T*>(at)) return found;
        pressTab(at ? *at : start);
    }
    return nullptr;
}

// Answers the windows that the next event will open, one after another. Each step is tried until it
// has found its window; the test fails by its own checks if one never comes.
class Answers : public QObject {
public:
    using Step = std::function<bool()>; // true once it has answered
    using QObject::QObject;

    void add(Step step);
    void file(const QString& path);
    void box(QMessageBox::StandardButton button);
    void menuEntry(const QString& beginning);
    template <class Dialog>
    void dialog(std::function<void(Dialog&)> verb) {
        add([verb] {
            auto* const shown = qobject_cast<Dialog*>(QApplication::activeModalWidget());
            if (shown) verb(*shown);
            return shown != nullptr;
        });
    }
    bool allGiven() const { return m_steps.empty(); }

private:
    void schedule();
    void next();
    std::deque<Step> m_steps;
    bool m_scheduled = false;
};

} // namespace moqa
