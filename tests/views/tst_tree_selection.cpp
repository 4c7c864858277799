// SPDX-License-Identifier: GPL-3.0-or-later
// The tree of tensors and the table twins as full partners of the one selection.
#include "tests/views/fake_model.h"
#include "views/heatmap/heat_map_view.h"
#include "views/heatmap/selection_link.h"
#include "views/panels/model_panel.h"
#include "views/plots/plot_frame.h"
#include "views/state/settings.h"
#include "views/tables/model_tree_model.h"
#include "views/tables/table_twin.h"

#include <QSignalSpy>
#include <QStandardPaths>
#include <QTableView>
#include <QTest>
#include <QTreeView>

using namespace moqa;

class TestTreeSelection : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() { QStandardPaths::setTestModeEnabled(true); }

    void theTreeSelectsUnits() {
        Workbench workbench;
        workbench.document().openModel(std::make_shared<FakeModel>());
        ModelPanel panel(workbench);
        QTreeView* const tree = showAndFocus(panel);
        auto* const model = qobject_cast<ModelTreeModel*>(tree->model());
        tree->expandAll();
        QSignalSpy changed(&workbench.selection(), &Selection::objectsChanged);
        const auto click = [&](const QModelIndex& index, Qt::KeyboardModifiers modifiers) {
            tree->scrollTo(index);
            QTest::mouseClick(tree->viewport(), Qt::LeftButton, modifiers,
                              tree->visualRect(index).center());
        };
        click(model->indexOfExpert(0, 1), Qt::NoModifier);
        QCOMPARE(objects(workbench), (Selection::Objects{ObjectRef::ofExpert(0, 1)}));
        QCOMPARE(changed.count(), 1); // one change, one signal
        click(model->indexOfExpert(2, 3), Qt::ControlModifier);
        QCOMPARE(objects(workbench),
                 (Selection::Objects{ObjectRef::ofExpert(0, 1), ObjectRef::ofExpert(2, 3)}));
        // A tensor stands for its expert.
        click(model->index(0, 0, model->indexOfExpert(2, 0)), Qt::NoModifier);
        QCOMPARE(objects(workbench), (Selection::Objects{ObjectRef::ofExpert(2, 0)}));
        // A layer is no unit.
        click(model->indexOfExpert(2, 0).parent().parent(), Qt::NoModifier);
        QVERIFY(objects(workbench).empty());
    }

    void theTreeShowsWhatIsSelected() {
        Workbench workbench;
        workbench.document().openModel(std::make_shared<FakeModel>());
        ModelPanel panel(workbench);
        QTreeView* const tree = showAndFocus(panel);
        auto* const model = qobject_cast<ModelTreeModel*>(tree->model());
        QSignalSpy changed(&workbench.selection(), &Selection::objectsChanged);
        workbench.selection().setObjects({ObjectRef::ofExpert(0, 0), ObjectRef::ofExpert(2, 2)});
        QCOMPARE(changed.count(), 1); // no echo
        QVERIFY(tree->selectionModel()->isSelected(model->indexOfExpert(0, 0)));
        QVERIFY(tree->selectionModel()->isSelected(model->indexOfExpert(2, 2)));
        QCOMPARE(tree->selectionModel()->selectedRows().size(), 2);
        QVERIFY(tree->isExpanded(model->indexOfExpert(2, 2).parent()));
        panel.hide();
        workbench.selection().setObjects({ObjectRef::ofExpert(2, 1)});
        panel.show(); // catches up
        QCOMPARE(tree->selectionModel()->selectedRows().size(), 1);
        QVERIFY(tree->selectionModel()->isSelected(model->indexOfExpert(2, 1)));
    }

    void theTableTwinSelectsSeveral() {
        Settings settings;
        Selection selection;
        auto* const map = new HeatMapView;
        new SelectionLink(*map, selection);
        PlotFrame frame(map, QStringLiteral("load"), settings);
        map->setGrid(unitGrid(fakeAnalysis(), QStringLiteral("load"), QStringLiteral("prose")));
        frame.resize(700, 500);
        frame.show();
        frame.showTable(true);
        frame.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&frame));
        QTableView& table = frame.table().table();
        table.setFocus();
        QTRY_VERIFY(table.hasFocus());
        const auto at = [&table](int row) {
            return table.visualRect(table.model()->index(row, 0)).center();
        };
        QTest::mouseClick(table.viewport(), Qt::LeftButton, {}, at(1));
        QTest::mouseClick(table.viewport(), Qt::LeftButton, Qt::ShiftModifier, at(3));
        QCOMPARE(selection.objects(),
                 (Selection::Objects{ObjectRef::ofExpert(0, 1), ObjectRef::ofExpert(0, 2),
                                     ObjectRef::ofExpert(0, 3)}));
        QTest::mouseClick(table.viewport(), Qt::LeftButton, Qt::ControlModifier, at(5));
        QCOMPARE(selection.objects().size(), size_t{4});
        QVERIFY(selection.contains(ObjectRef::ofExpert(2, 1)));
        QCOMPARE(selection.cursor(), ObjectRef::ofExpert(2, 1));
        QTest::keyClick(&table, Qt::Key_Down, Qt::ShiftModifier);
        QVERIFY(selection.contains(ObjectRef::ofExpert(2, 2)));
        // And back: what others select is selected here.
        selection.setObjects({ObjectRef::ofExpert(0, 0), ObjectRef::ofExpert(2, 0)});
        QCOMPARE(table.selectionModel()->selectedRows().size(), 2);
        QVERIFY(table.selectionModel()->isRowSelected(0));
        QVERIFY(table.selectionModel()->isRowSelected(4));
        QCOMPARE(selection.objects().size(), size_t{2});
    }

private:
    static const Selection::Objects& objects(Workbench& workbench) {
        return workbench.selection().objects();
    }
    static QTreeView* showAndFocus(ModelPanel& panel) {
        panel.resize(420, 700);
        panel.show();
        panel.activateWindow();
        if (!QTest::qWaitForWindowActive(&panel)) qFatal("no active window");
        auto* const tree = panel.findChild<QTreeView*>();
        tree->setFocus();
        return tree;
    }
};

QTEST_MAIN(TestTreeSelection)
#include "tst_tree_selection.moc"
