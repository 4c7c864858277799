// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/gui/shell_test.h"

#include "core/store/demo_files.h"
#include "views/state/workbench_actions.h"

#include <QAccessible>
#include <QApplication>
#include <QSettings>
#include <QTabBar>
#include <QTest>

namespace moqa {

QStringList namelessIn(const QWidget& root) {
    QStringList nameless;
    for (QWidget* const widget : root.findChildren<QWidget*>()) {
        if (widget->focusPolicy() == Qt::NoFocus) continue;
        // A tab bar is called by its tab; Qt keeps those of docks that are apart now, empty.
        if (const auto* const bar = qobject_cast<const QTabBar*>(widget); bar && bar->count() == 0)
            continue;
        // Parts of a composed widget speak through it.
        const QString type = QLatin1String(widget->metaObject()->className());
        if (widget->objectName().startsWith(QLatin1String("qt_")) ||
            type == QLatin1String("QComboBoxListView"))
            continue;
        QAccessibleInterface* const face = QAccessible::queryAccessibleInterface(widget);
        if (face && face->text(QAccessible::Name).isEmpty())
            nameless << type + QLatin1Char(' ') + widget->objectName() + QStringLiteral(" in ") +
                            QLatin1String(widget->parentWidget()->metaObject()->className());
    }
    return nameless;
}

QPushButton* buttonIn(const QWidget& root, const char* text) {
    for (QPushButton* const one : root.findChildren<QPushButton*>())
        if (one->text().remove(QLatin1Char('&')).startsWith(QLatin1String(text))) return one;
    return nullptr;
}

void ShellTest::begin() {
    QSettings().clear();
    open();
}

void ShellTest::end() {
    m_window.reset();
    m_workbench.reset();
}

void ShellTest::open() {
    m_window.reset();
    m_workbench = std::make_unique<Workbench>();
    addWorkbenchActions(*m_workbench);
    m_window = std::make_unique<MainWindow>(*m_workbench);
    m_window->show();
    QApplication::setActiveWindow(m_window.get());
    QApplication::processEvents();
}

void ShellTest::openModel() {
    constexpr int kJobMs = 120'000;
    const auto demo = findDemoFiles();
    QVERIFY(demo.ok());
    m_workbench->openPaths({QString::fromStdString(demo->modelPath)});
    QTRY_VERIFY_WITH_TIMEOUT(m_workbench->document().model() != nullptr, kJobMs);
}

QAction* ShellTest::action(const char* id) const {
    return m_workbench->actions().action(QLatin1String(id));
}

void ShellTest::trigger(const char* id) const { action(id)->trigger(); }

} // namespace moqa
