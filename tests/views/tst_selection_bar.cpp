// SPDX-License-Identifier: GPL-3.0-or-later
// One selection: by query, by verb, by histogram, by name. One change is one signal, and setting
// what is set already is none.
#include "tests/views/fake_model.h"
#include "tests/views/fake_plan.h"
#include "views/panels/histogram_brush.h"
#include "views/panels/query_line.h"
#include "views/panels/selection_bar.h"
#include "views/state/selection_verbs.h"
#include "views/state/workbench_actions.h"

#include <QAbstractItemView>
#include <QCompleter>
#include <QLabel>
#include <QMenu>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTest>
#include <QToolButton>

using namespace moqa;

namespace {

Selection::Objects experts(std::initializer_list<std::pair<int, int>> units) {
    Selection::Objects objects;
    for (const auto& [layer, expert] : units) objects.insert(ObjectRef::ofExpert(layer, expert));
    return objects;
}

} // namespace

class TestSelectionBar : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() { QStandardPaths::setTestModeEnabled(true); }

    // load of "prose": 0.5 1.5 1 1 in layer 0; 2 1 1 and one that was not seen in layer 2.
    void init() {
        m_workbench = std::make_unique<Workbench>();
        addWorkbenchActions(*m_workbench);
        m_workbench->view().setMetric(QStringLiteral("load"));
        m_workbench->view().setCorpus(QStringLiteral("prose"));
        document().openModel(m_model);
        document().setAnalysis(fakeAnalysis(), {});
        m_bar = std::make_unique<SelectionBar>(*m_workbench);
        m_bar->resize(1200, 60);
        m_bar->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_bar.get()));
        m_line = m_bar->findChild<QueryLine*>();
        m_error = m_bar->findChild<QLabel*>(QStringLiteral("queryError"));
    }

    void aQueryThatNoLongerHoldsIsMarked() {
        const auto marked = [this] {
            return m_line->font().italic() && m_line->toolTip().contains(QStringLiteral("again"));
        };
        ask(QStringLiteral("load >= 1.5"));
        QVERIFY(!marked());
        selection().setObjects(experts({{0, 1}}));
        QVERIFY(marked());
        QVERIFY(m_line->accessibleDescription().contains(QStringLiteral("after this query")));
        QTest::keyClick(m_line, Qt::Key_Return);
        QCOMPARE(selection().objects(), experts({{0, 1}, {2, 0}}));
        QVERIFY(!marked());
        QVERIFY(m_line->accessibleDescription().isEmpty());
        selection().setObjects({});
        QVERIFY(marked());
        QTest::keyClicks(m_line, QStringLiteral("0")); // another query, not asked yet
        QVERIFY(!marked());
    }

    void queriesSelectInOneChange() {
        QSignalSpy changed(&selection(), &Selection::objectsChanged);
        ask(QStringLiteral("load >= 1.5"));
        QCOMPARE(selection().objects(), experts({{0, 1}, {2, 0}}));
        QCOMPARE(changed.count(), 1);
        ask(QStringLiteral("load >= 1.5"));
        QCOMPARE(changed.count(), 1); // the same again is no change
        ask(QStringLiteral("load[code] >= 1.5 | expert = 3 & layer = 0"));
        QCOMPARE(selection().objects(), experts({{0, 3}, {2, 1}, {2, 2}}));
        QCOMPARE(changed.count(), 2);
        QVERIFY(!m_error->isVisible());
    }

    void errorsStandInPlaceWithTheirPosition() {
        ask(QStringLiteral("load >= 1.5"));
        QSignalSpy changed(&selection(), &Selection::objectsChanged);
        QSignalSpy raised(m_workbench.get(), &Workbench::errorRaised);
        ask(QStringLiteral("load < 1 & laod > 2"));
        QVERIFY(m_error->isVisible());
        QVERIFY2(m_error->text().contains(QStringLiteral("character 12")),
                 qPrintable(m_error->text()));
        QVERIFY(m_error->text().contains(QStringLiteral("load")));
        QCOMPARE(m_line->selectionStart(), 11);
        QCOMPARE(changed.count(), 0);
        QCOMPARE(raised.count(), 0); // not in the message bar as well
        QTest::keyClick(m_line, Qt::Key_End);
        QTest::keyClicks(m_line, QStringLiteral(" "));
        QVERIFY(!m_error->isVisible()); // typing on takes it away
        ask(QStringLiteral("bits > 3"));
        QVERIFY(m_error->isVisible()); // there is no plan
        document().addPlan("p", uniformPlan(*m_model, 4));
        ask(QStringLiteral("bits > 3 & not locked = 1"));
        QCOMPARE(selection().objects().size(), size_t{8});
        ask(QStringLiteral("bits > 4"));
        QVERIFY(selection().objects().empty());
        QVERIFY(m_error->isVisible()); // nothing is like that: said, not silent
    }

    void namesAreCompletedAtTheCursor() {
        m_line->setFocus();
        QTest::keyClicks(m_line, QStringLiteral("bits > 2 & loc"));
        QCompleter& completer = m_line->nameCompleter();
        QCOMPARE(completer.completionPrefix(), QStringLiteral("loc"));
        QVERIFY(completer.popup()->isVisible());
        QCOMPARE(completer.currentCompletion(), QStringLiteral("locked"));
        QTest::keyClick(completer.popup(), Qt::Key_Down);
        QTest::keyClick(completer.popup(), Qt::Key_Return);
        QCOMPARE(m_line->text(), QStringLiteral("bits > 2 & locked"));
        QVERIFY(selection().objects().empty()); // that Return chose a name
    }

    void verbsAreOneChangeEach() {
        selection().setObjects(experts({{0, 1}}));
        QSignalSpy changed(&selection(), &Selection::objectsChanged);
        click("Layer");
        QCOMPARE(selection().objects(), experts({{0, 0}, {0, 1}, {0, 2}, {0, 3}}));
        click("Layer");
        QCOMPARE(changed.count(), 1);
        click("Invert");
        QCOMPARE(selection().objects(), experts({{2, 0}, {2, 1}, {2, 2}, {2, 3}}));
        click("Column");
        QCOMPARE(selection().objects().size(), size_t{8});
        click("Clear");
        QVERIFY(selection().objects().empty());
        QCOMPARE(changed.count(), 4);
        selection().setCursor(ObjectRef::ofExpert(2, 3)); // with nothing chosen, the cursor's
        click("Column");
        QCOMPARE(selection().objects(), experts({{0, 3}, {2, 3}}));
        m_workbench->actions().action(QStringLiteral("selection.invert"))->trigger();
        QCOMPARE(selection().objects().size(), size_t{6});
        QCOMPARE(changed.count(), 6);
    }

    void theHistogramIsBrushed() {
        auto* const histogram = m_bar->findChild<HistogramBrush*>();
        QVERIFY(histogram->isEnabled());
        selection().setObjects(experts({{0, 2}}));
        QSignalSpy changed(&selection(), &Selection::objectsChanged);
        const int y = histogram->height() / 2;
        // Values from 0 to 2: three quarters along stands 1.5.
        QTest::mousePress(histogram, Qt::LeftButton, {},
                          {static_cast<int>(histogram->width() * 0.755), y});
        QCOMPARE(selection().objects(), experts({{0, 1}}));
        QTest::mouseMove(histogram, {histogram->width() - 2, y});
        QCOMPARE(selection().objects(), experts({{0, 1}, {2, 0}}));
        QCOMPARE(changed.count(), 2); // a set each, no echo
        QTest::keyClick(histogram, Qt::Key_Escape);
        QCOMPARE(selection().objects(), experts({{0, 2}}));
        QTest::mouseRelease(histogram, Qt::LeftButton, {}, {5, y});
        QVERIFY(!histogram->range());
        // The same by keys.
        histogram->setFocus();
        QTest::keyClick(histogram, Qt::Key_End);
        QTest::keyClick(histogram, Qt::Key_Space);
        QCOMPARE(selection().objects(), experts({{2, 0}}));
        QVERIFY(histogram->accessibleDescription().contains(QStringLiteral("selected")));
        selection().clear(); // another hand: the brush lets go
        QVERIFY(!histogram->range());
    }

    void setsAreKeptUnderNames() {
        selection().setObjects(experts({{0, 0}, {2, 1}}));
        QVERIFY(document().setNamedSet("mine", selection().objects()));
        selection().clear();
        auto* const menu = m_bar->findChild<QMenu*>();
        const auto entry = [&](const QString& text) -> QAction* {
            QMetaObject::invokeMethod(menu, "aboutToShow");
            for (QAction* const action : menu->findChildren<QAction*>())
                if (action->text() == text) return action;
            return nullptr;
        };
        QSignalSpy changed(&selection(), &Selection::objectsChanged);
        QAction* const chosen = entry(QStringLiteral("mine (2)"));
        QVERIFY(chosen);
        chosen->trigger();
        QCOMPARE(selection().objects(), experts({{0, 0}, {2, 1}}));
        QCOMPARE(changed.count(), 1);
        QVERIFY(document().renameNamedSet("mine", "yours"));
        QVERIFY(!document().renameNamedSet("mine", "other"));
        QVERIFY(entry(QStringLiteral("yours (2)")));
        QVERIFY(!document().renameNamedSet("yours", ""));
        document().undo();
        QVERIFY(entry(QStringLiteral("mine (2)")));
        QVERIFY(document().removeNamedSet("mine"));
        QVERIFY(document().namedSets().empty());
        document().undo();
        QCOMPARE(document().namedSets().at("mine").size(), size_t{2});
    }

    void withoutExpertsNothingIsOffered() {
        document().close();
        QVERIFY(!m_bar->isVisible());
        QVERIFY(allExperts(document()).empty());
    }

private:
    Document& document() { return m_workbench->document(); }
    Selection& selection() { return m_workbench->selection(); }
    void ask(const QString& query) {
        m_line->setFocus();
        m_line->setText(query);
        QTest::keyClick(m_line, Qt::Key_Return);
    }
    void click(const char* text) {
        for (auto* const button : m_bar->findChildren<QToolButton*>())
            if (button->text() == QLatin1String(text)) {
                QTest::mouseClick(button, Qt::LeftButton);
                return;
            }
        QFAIL(text);
    }

    std::shared_ptr<const ModelSource> m_model = std::make_shared<FakeModel>();
    std::unique_ptr<Workbench> m_workbench;
    std::unique_ptr<SelectionBar> m_bar;
    QueryLine* m_line = nullptr;
    QLabel* m_error = nullptr;
};

QTEST_MAIN(TestSelectionBar)
#include "tst_selection_bar.moc"
