// SPDX-License-Identifier: GPL-3.0-or-later
// Notes are written in a panel, kept when the hand rests or leaves, undone as edits.
#include "tests/views/fake_model.h"
#include "views/panels/notes_panel.h"

#include <QLineEdit>
#include <QTest>
#include <QVBoxLayout>

using namespace moqa;

class TestNotesPanel : public QObject {
    Q_OBJECT
private slots:
    void isKeptWhenTheHandLeaves() {
        Document document;
        QWidget window;
        QVBoxLayout layout(&window);
        NotesPanel panel(document);
        QLineEdit elsewhere;
        layout.addWidget(&panel);
        layout.addWidget(&elsewhere);
        window.show();
        QVERIFY(QTest::qWaitForWindowActive(&window));
        QVERIFY(!panel.isEnabled()); // nothing is open
        document.openModel(std::make_shared<FakeModel>());
        QVERIFY(panel.isEnabled());
        panel.setFocus();
        QTest::keyClicks(&panel, QStringLiteral("dies on prose"));
        QCOMPARE(document.notes(), std::string());
        QTest::keyClick(&panel, Qt::Key_Tab);
        QVERIFY(elsewhere.hasFocus());
        QCOMPARE(document.notes(), std::string("dies on prose"));
        QCOMPARE(document.undoStack().count(), 1); // one step for all of it
        document.undo();
        QCOMPARE(panel.toPlainText(), QString());
        QCOMPARE(document.undoStack().count(), 1); // showing it is no edit
        document.redo();
        QCOMPARE(panel.toPlainText(), QStringLiteral("dies on prose"));
    }

    void isKeptWhenTheDocumentIsSavedOrLeft() {
        Document document;
        document.openModel(std::make_shared<FakeModel>());
        NotesPanel panel(document);
        panel.show();
        QTest::keyClicks(&panel, QStringLiteral("half a w"));
        document.gatherEdits(); // long before the hand rests
        QCOMPARE(document.notes(), std::string("half a w"));
        QVERIFY(document.isModified());
    }

    void isKeptWhenTheHandRests() {
        Document document;
        document.openModel(std::make_shared<FakeModel>());
        NotesPanel panel(document);
        panel.show();
        QTest::keyClicks(&panel, QStringLiteral("a"));
        QTRY_COMPARE_WITH_TIMEOUT(document.notes(), std::string("a"), 4 * NotesPanel::kRestMs);
    }

    void anotherDocumentBringsItsOwn() {
        Document document;
        document.openModel(std::make_shared<FakeModel>());
        QVERIFY(document.setNotes("first"));
        NotesPanel panel(document);
        QCOMPARE(panel.toPlainText(), QStringLiteral("first"));
        Workspace other;
        other.notes = "second";
        document.openWorkspace(other, nullptr, QStringLiteral("/nowhere/b.moqa"));
        QCOMPARE(panel.toPlainText(), QStringLiteral("second"));
        document.setReadOnly(QStringLiteral("open elsewhere"));
        QVERIFY(panel.isReadOnly());
    }
};

QTEST_MAIN(TestNotesPanel)
#include "tst_notes_panel.moc"
