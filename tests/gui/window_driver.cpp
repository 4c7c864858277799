// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/gui/window_driver.h"

#include "views/heatmap/heat_map_view.h"

#include <QAbstractScrollArea>
#include <QDragEnterEvent>
#include <QDropEvent>
#include <QFileDialog>
#include <QLineEdit>
#include <QMenu>
#include <QMimeData>
#include <QScrollArea>
#include <QTest>
#include <QTimer>
#include <QWheelEvent>

namespace moqa {

bool dropOn(QWidget& target, const QStringList& paths) {
    QMimeData data;
    QList<QUrl> urls;
    for (const QString& path : paths) urls << QUrl::fromLocalFile(path);
    data.setUrls(urls);
    // Of a page that scrolls the viewport takes drops; an event for the area itself is not heard.
    auto* const area = qobject_cast<QAbstractScrollArea*>(&target);
    QWidget& taker = area ? *area->viewport() : target;
    // Qt hands a drop to the widget that the drag entered.
    QDragEnterEvent enter(QPoint(10, 10), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    enter.ignore();
    QApplication::sendEvent(&taker, &enter);
    if (!enter.isAccepted()) return false;
    QDropEvent event(QPointF(10, 10), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(&taker, &event);
    return enter.dropAction() != Qt::IgnoreAction; // else taken to be refused
}

QAbstractButton* visibleButton(const QWidget& root, const QString& text) {
    return visibleChild<QAbstractButton>(root, [&text](const QAbstractButton& button) {
        return button.text().remove(QLatin1Char('&')).startsWith(text) ||
               button.accessibleName().endsWith(text);
    });
}

void clickOn(QWidget& widget) {
    for (QWidget* at = widget.parentWidget(); at; at = at->parentWidget())
        if (auto* const area = qobject_cast<QScrollArea*>(at)) area->ensureWidgetVisible(&widget);
    QTest::mouseClick(&widget, Qt::LeftButton);
}

QPoint cellPoint(HeatMapView& map, int row, int column) {
    map.replot(); // a plot that waits to be drawn has its cells elsewhere
    return cellBox(map, row, column).center().toPoint();
}

void turnWheel(HeatMapView& map, int notches) {
    const QPointF at = map.axisRect()->rect().center();
    QWheelEvent event(at, map.mapToGlobal(at), {}, {0, 120 * notches}, Qt::NoButton, Qt::NoModifier,
                      Qt::NoScrollPhase, false);
    QApplication::sendEvent(&map, &event);
}

void pressTab(QWidget& widget) { QTest::keyClick(&widget, Qt::Key_Tab); }

void Answers::add(Step step) {
    m_steps.push_back(std::move(step));
    schedule();
}

// A timer of its own each time: Qt does not run one again inside its own slot, and a step may open
// the window that the next step answers before it returns.
void Answers::schedule() {
    if (m_scheduled || m_steps.empty()) return;
    m_scheduled = true;
    QTimer::singleShot(10, this, &Answers::next);
}

void Answers::next() {
    m_scheduled = false;
    if (m_steps.empty()) return;
    const Step step = m_steps.front();
    m_steps.pop_front();
    schedule();
    if (!step()) m_steps.push_front(step);
    schedule();
}

void Answers::file(const QString& path) {
    dialog<QFileDialog>([path](QFileDialog& dialog) {
        auto* const name = dialog.findChild<QLineEdit*>(QStringLiteral("fileNameEdit"));
        name->setText(path);
        QTest::keyClick(name, Qt::Key_Return);
    });
}

void Answers::box(QMessageBox::StandardButton button) {
    dialog<QMessageBox>(
        [button](QMessageBox& box) { QTest::mouseClick(box.button(button), Qt::LeftButton); });
}

void Answers::menuEntry(const QString& beginning) {
    add([beginning] {
        auto* const menu = qobject_cast<QMenu*>(QApplication::activePopupWidget());
        if (!menu) return false;
        for (QAction* const action : menu->actions())
            if (action->text().startsWith(beginning))
                QTest::mouseClick(menu, Qt::LeftButton, {}, menu->actionGeometry(action).center());
        return true;
    });
}

} // namespace moqa
