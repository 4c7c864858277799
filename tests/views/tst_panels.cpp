// SPDX-License-Identifier: GPL-3.0-or-later
// Panels and the page Welcome by real events: recent files, the plan library, jobs that come and
// go, and a tree whose names stay readable.
#include "tests/views/fake_model.h"
#include "tests/views/fake_plan.h"
#include "views/pages/welcome_page.h"
#include "views/panels/jobs_panel.h"
#include "views/panels/model_panel.h"
#include "views/panels/plan_library.h"
#include "views/panels/scroll_box.h"
#include "views/panels/wrap_box.h"
#include "views/state/workbench_actions.h"
#include "views/tables/model_tree_model.h"
#include "views/tables/plan_library_model.h"

#include <QAction>
#include <QCommandLinkButton>
#include <QFile>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QProgressBar>
#include <QPushButton>
#include <QScrollBar>
#include <QSettings>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>
#include <QTreeView>
#include <QVBoxLayout>

using namespace moqa;

namespace {

constexpr int kJobMs = 20'000;

template <class W>
void show(W& widget, int width = 700, int height = 500) {
    widget.resize(width, height);
    widget.show();
    QVERIFY(QTest::qWaitForWindowExposed(&widget));
}

QPushButton* buttonOf(const QWidget& root, const QString& text) {
    for (QPushButton* const button : root.findChildren<QPushButton*>())
        if (button->text().remove(QLatin1Char('&')) == text) return button;
    return nullptr;
}

} // namespace

class TestPanels : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() { QStandardPaths::setTestModeEnabled(true); }

    void init() {
        QSettings().clear();
        m_workbench = std::make_unique<Workbench>();
        addWorkbenchActions(*m_workbench);
        for (const char* id : {"help.tour", "help.manual"}) // the window's own
            m_workbench->actions().add(QLatin1String(id), {QLatin1String(id), QString()});
    }

    void welcomeListsWhatWasOpenAndForgets() {
        QTemporaryDir folder;
        const QString model = folder.filePath(QStringLiteral("here.h5"));
        const QString gone = folder.filePath(QStringLiteral("gone.moqa"));
        QVERIFY(QFile(model).open(QIODevice::WriteOnly));
        m_workbench->settings().addRecentPath(model);
        m_workbench->settings().addRecentPath(gone);
        WelcomePage page(*m_workbench);
        show(page, 1000, 700);
        const auto lists = page.findChildren<QListWidget*>();
        QCOMPARE(lists.size(), qsizetype{2});
        QListWidget* const workspaces = lists[0];
        QListWidget* const models = lists[1];
        QTRY_VERIFY(workspaces->item(0)->text().contains(QStringLiteral("missing")));
        QVERIFY(models->item(0)->text().startsWith(QStringLiteral("here.h5")));
        QVERIFY(!models->item(0)->text().contains(QStringLiteral("missing")));
        workspaces->setFocus();
        workspaces->setCurrentRow(0);
        QTest::keyClick(workspaces, Qt::Key_Delete);
        QTRY_COMPARE(m_workbench->settings().recentPaths(), QStringList{model});
        QTRY_COMPARE(workspaces->item(0)->text(), QStringLiteral("Nothing was opened yet."));
        QVERIFY(workspaces->item(0)->flags() == Qt::NoItemFlags);
        // An empty file is no model: told, not crashed.
        QSignalSpy raised(m_workbench.get(), &Workbench::errorRaised);
        models->setFocus();
        models->setCurrentRow(0);
        QTest::keyClick(models, Qt::Key_Return);
        QTRY_COMPARE_WITH_TIMEOUT(raised.count(), 1, kJobMs);
        QVERIFY(raised[0][0].value<Error>().message().find("here.h5") != std::string::npos);
    }

    void welcomeStartsWhatItNames() {
        WelcomePage page(*m_workbench);
        show(page, 1000, 700);
        QSignalSpy folder(m_workbench->actions().action(QStringLiteral("file.openFolder")),
                          &QAction::triggered);
        const auto buttons = page.findChildren<QCommandLinkButton*>();
        QCOMPARE(buttons.size(), qsizetype{5});
        QVERIFY(buttons[0]->isDefault());
        for (QCommandLinkButton* const button : buttons)
            QVERIFY2(!button->text().contains(QLatin1Char('&')), qPrintable(button->text()));
        QTest::mouseClick(buttons[2], Qt::LeftButton);
        QCOMPARE(folder.count(), 1);
    }

    void plansAreChosenCopiedRenamedAndRemoved() {
        Document& document = m_workbench->document();
        const auto model = std::make_shared<FakeModel>();
        document.openModel(model);
        document.addPlan("a", uniformPlan(*model, 3));
        document.addPlan("b", uniformPlan(*model, 4));
        PlanLibrary library(*m_workbench);
        show(library);
        auto* const table = library.findChild<QTableView*>();
        const auto nameAt = [&](int row) {
            return table->model()->index(row, PlanLibraryModel::Name).data().toString();
        };
        QCOMPARE(nameAt(table->currentIndex().row()), QStringLiteral("b"));
        const QModelIndex first = table->model()->index(0, 0);
        QTest::mouseClick(table->viewport(), Qt::LeftButton, {}, table->visualRect(first).center());
        QCOMPARE(document.activePlanName(), std::string("a"));
        QTest::mouseClick(buttonOf(library, QStringLiteral("Duplicate")), Qt::LeftButton);
        QCOMPARE(document.planNames().size(), size_t{3});
        const std::string copy = document.activePlanName();
        QVERIFY(copy != "a" && copy != "b");
        // A new name is typed into the row.
        QTest::mouseClick(buttonOf(library, QStringLiteral("Rename")), Qt::LeftButton);
        auto* const line = table->viewport()->findChild<QLineEdit*>();
        QVERIFY(line);
        line->selectAll();
        QTest::keyClicks(line, QStringLiteral("mine"));
        QTest::keyClick(line, Qt::Key_Return);
        QTRY_COMPARE(document.activePlanName(), std::string("mine"));
        QTest::mouseClick(buttonOf(library, QStringLiteral("Delete")), Qt::LeftButton);
        QCOMPARE(document.planNames(), (std::vector<std::string>{"a", "b"}));
        document.undo();
        QCOMPARE(document.planNames().size(), size_t{3});
        document.setReadOnly(QStringLiteral("another window has it"));
        for (const char* text : {"Duplicate", "Rename", "Delete"})
            QVERIFY(!buttonOf(library, QLatin1String(text))->isEnabled());
    }

    void jobsComeRunAndAreStoppedByTheirButton() {
        JobRunner& runner = m_workbench->jobs();
        JobsPanel panel(runner);
        show(panel, 320, 240);
        const int number = runner.run<int>(
            JobKind::Quantize, QStringLiteral("Long work"),
            [](JobContext& context) -> Result<int> {
                context.report(0.5, "half of it");
                while (!context.cancelled()) QThread::msleep(5);
                return Error{ErrorCode::Cancelled, "stopped", {}, {}};
            },
            this, [](Result<int>) {});
        const auto says = [&panel](const QString& text) {
            for (const QLabel* const label : panel.findChildren<QLabel*>())
                if (label->isVisible() && label->text().startsWith(text)) return true;
            return false;
        };
        QTRY_VERIFY(says(QStringLiteral("half of it")));
        auto* const bar = panel.findChild<QProgressBar*>();
        QTRY_COMPARE(bar->value(), 500);
        QCOMPARE(bar->accessibleName(), QStringLiteral("Progress of Long work"));
        auto* const cancel = panel.findChild<QToolButton*>();
        QCOMPARE(cancel->accessibleName(), QStringLiteral("Cancel Long work"));
        QTest::mouseClick(cancel, Qt::LeftButton);
        QTRY_COMPARE(runner.job(number)->state, JobState::Cancelled);
        QVERIFY(says(QStringLiteral("cancelled after")));
        QVERIFY(!bar->isVisible() && !cancel->isVisible());
        // Answers to typing are over before they could be read: no row.
        runner.run<int>(
            JobKind::Walk, QStringLiteral("typing"), [](JobContext&) -> Result<int> { return 1; },
            this, [](Result<int>) {});
        QTRY_COMPARE(runner.activeCount(), 0);
        QVERIFY(!says(QStringLiteral("typing")));
    }

    void namesStayInSightInANarrowTree() {
        m_workbench->document().openModel(std::make_shared<FakeModel>());
        ModelPanel panel(*m_workbench);
        show(panel, 600, 400);
        auto* const tree = panel.findChild<QTreeView*>();
        tree->expandAll();
        for (const int column :
             {ModelTreeModel::Shape, ModelTreeModel::Type, ModelTreeModel::Bytes})
            QVERIFY(!tree->isColumnHidden(column));
        const int letter = tree->fontMetrics().averageCharWidth();
        const auto hidden = [tree](int column) { return tree->isColumnHidden(column); };
        bool typeAlone = false; // was hidden at some width: it matters less than the shape
        for (int width = 600; width >= 18 * letter; width -= 10) {
            panel.resize(width, 400);
            QApplication::processEvents();
            QVERIFY(hidden(ModelTreeModel::Type) || !hidden(ModelTreeModel::Shape));
            QVERIFY(hidden(ModelTreeModel::Shape) || !hidden(ModelTreeModel::Bytes));
            typeAlone |= hidden(ModelTreeModel::Type) && !hidden(ModelTreeModel::Shape);
            QVERIFY2(tree->columnWidth(ModelTreeModel::Name) >= 12 * letter,
                     qPrintable(QString::number(width)));
        }
        QVERIFY(typeAlone && hidden(ModelTreeModel::Bytes));
        // A name that is still too long keeps both its ends, and is whole in its tooltip.
        QCOMPARE(tree->textElideMode(), Qt::ElideMiddle);
        panel.resize(600, 400);
        QTRY_VERIFY(!tree->isColumnHidden(ModelTreeModel::Type));
        QVERIFY(!tree->isColumnHidden(ModelTreeModel::Shape));
    }

    void controlsGoOnInTheNextLine() {
        QWidget holder;
        auto* const column = new QVBoxLayout(&holder);
        auto* const box = new WrapBox(&holder);
        column->addWidget(box);
        column->addStretch(1);
        QList<QPushButton*> buttons;
        for (int i = 0; i < 6; ++i) {
            buttons << new QPushButton(QStringLiteral("Control %1").arg(i));
            box->newGroup(i == 5)->addWidget(buttons.back());
        }
        const auto isWhole = [&] {
            for (const QPushButton* const one : buttons) {
                const QRect place(one->mapTo(box, QPoint()), one->size());
                if (!box->rect().contains(place) || one->width() < one->minimumSizeHint().width())
                    return false;
                for (const QPushButton* const other : buttons)
                    if (other != one &&
                        place.intersects(QRect(other->mapTo(box, QPoint()), other->size())))
                        return false;
            }
            return true;
        };
        const int one = buttons[0]->sizeHint().width();
        show(holder, one * 9, 300);
        QTRY_COMPARE(box->lines(), 1);
        QTRY_VERIFY(isWhole());
        // The last one stretches.
        QVERIFY(buttons[5]->width() > 2 * buttons[0]->width());
        const int low = box->height();
        holder.resize(one * 4, 300);
        QTRY_COMPARE(box->lines(), 2);
        QTRY_VERIFY(isWhole());
        QVERIFY(box->height() >= 2 * buttons[0]->height());
        // What is hidden takes no place.
        for (int i = 1; i < 5; ++i) buttons[i]->hide();
        QTRY_COMPARE(box->lines(), 1);
        QTRY_COMPARE(box->height(), low);
    }

    void aLowPanelIsScrolled() {
        QWidget panel;
        QVBoxLayout* const column = scrolledColumn(panel, 4);
        QList<QPushButton*> buttons;
        for (int i = 0; i < 10; ++i) {
            buttons << new QPushButton(QStringLiteral("Control %1").arg(i));
            column->addWidget(buttons.back());
        }
        show(panel, 300, 600);
        auto* const area = panel.findChild<QScrollArea*>();
        QTRY_COMPARE(area->verticalScrollBar()->maximum(), 0);
        panel.resize(panel.minimumSizeHint());
        QVERIFY(panel.height() < 5 * buttons[0]->height());
        QTRY_VERIFY(area->verticalScrollBar()->maximum() > 0);
        // The bar takes nothing from what is scrolled.
        QVERIFY(buttons[0]->width() >= buttons[0]->minimumSizeHint().width());
        area->ensureWidgetVisible(buttons[9]);
        QVERIFY(area->viewport()->rect().contains(
            QRect(buttons[9]->mapTo(area->viewport(), QPoint()), buttons[9]->size())));
    }

private:
    std::unique_ptr<Workbench> m_workbench;
};

QTEST_MAIN(TestPanels)
#include "tst_panels.moc"
