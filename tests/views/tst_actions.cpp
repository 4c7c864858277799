// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/state/workbench.h"
#include "views/state/workbench_actions.h"

#include <QStandardPaths>
#include <QTest>

using namespace moqa;

class TestActions : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() { QStandardPaths::setTestModeEnabled(true); }

    void everyActionHasTextAndId() {
        Workbench workbench;
        addWorkbenchActions(workbench);
        QVERIFY(workbench.actions().actions().size() > 20);
        const auto& actions = workbench.actions().actions();
        for (auto it = actions.begin(); it != actions.end(); ++it) {
            QVERIFY2(!it.value()->text().isEmpty(), qPrintable(it.key()));
            QVERIFY2(!it.value()->statusTip().isEmpty(), qPrintable(it.key()));
            QCOMPARE(it.value()->objectName(), it.key());
        }
    }

    void noTwoActionsShareAShortcutInOneContext() {
        Workbench workbench;
        addWorkbenchActions(workbench);
        QMap<QPair<int, QString>, QString> seen;
        const auto& actions = workbench.actions().actions();
        for (auto it = actions.begin(); it != actions.end(); ++it) {
            for (const QKeySequence& key : it.value()->shortcuts()) {
                const auto slot =
                    qMakePair(static_cast<int>(it.value()->shortcutContext()), key.toString());
                QVERIFY2(!seen.contains(slot),
                         qPrintable(key.toString() + QStringLiteral(": ") + it.key() +
                                    QStringLiteral(" and ") + seen.value(slot)));
                seen.insert(slot, it.key());
            }
        }
    }

    void singleKeysStayOnThePlot() {
        Workbench workbench;
        addWorkbenchActions(workbench);
        for (const QAction* const action : workbench.actions().actions())
            for (const QKeySequence& key : action->shortcuts())
                if (key.toString().size() == 1)
                    QCOMPARE(action->shortcutContext(), Qt::WidgetShortcut);
    }

    void redoHasBothUsualKeys() {
        Workbench workbench;
        addWorkbenchActions(workbench);
        const auto keys = workbench.actions().action(QStringLiteral("edit.redo"))->shortcuts();
        QVERIFY(keys.contains(QKeySequence(QStringLiteral("Ctrl+Shift+Z"))));
        QVERIFY(keys.contains(QKeySequence(QStringLiteral("Ctrl+Y"))));
    }

    void whatADragMayDrop() {
        const auto accepts = [](const char* name) {
            return Workbench::accepts({QString::fromLatin1(name)});
        };
        QVERIFY(accepts("/a/model.safetensors"));
        QVERIFY(accepts("/a/work.moqa"));
        QVERIFY(accepts("/a/q.h5"));
        QVERIFY(accepts("/a/text.txt"));
        QVERIFY(accepts("/"));
        QVERIFY(!accepts("/a/picture.jpg"));
        QVERIFY(!Workbench::accepts({}));
    }

    void recentPathsAreTenAndNewestFirst() {
        Settings settings;
        settings.clearRecentPaths();
        for (int i = 0; i < 12; ++i) settings.addRecentPath(QStringLiteral("/m/%1").arg(i));
        settings.addRecentPath(QStringLiteral("/m/5"));
        const QStringList paths = settings.recentPaths();
        QCOMPARE(paths.size(), 10);
        QCOMPARE(paths[0], QStringLiteral("/m/5"));
        QCOMPARE(paths.count(QStringLiteral("/m/5")), 1);
        settings.removeRecentPath(QStringLiteral("/m/5"));
        QVERIFY(!settings.recentPaths().contains(QStringLiteral("/m/5")));
        settings.clearRecentPaths();
    }

    void textsWithoutAModelAreExplained() {
        Workbench workbench;
        std::string what;
        connect(&workbench, &Workbench::errorRaised, this,
                [&](const Error& error) { what = error.hint; });
        workbench.openPaths({QStringLiteral("/a/text.txt")});
        QVERIFY(what.find("open a model first") != std::string::npos);
    }
};

QTEST_MAIN(TestActions)
#include "tst_actions.moc"
