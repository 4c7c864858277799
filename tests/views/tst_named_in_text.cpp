// SPDX-License-Identifier: GPL-3.0-or-later
// From a line of the log to what it names.
#include "tests/views/fake_model.h"
#include "views/panels/log_panel.h"
#include "views/state/named_in_text.h"
#include "views/state/workbench.h"
#include "views/state/workbench_actions.h"

#include <QSignalSpy>
#include <QStandardPaths>
#include <QTableView>
#include <QTest>

using namespace moqa;

class TestNamedInText : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() { QStandardPaths::setTestModeEnabled(true); }

    void findsTensorsAndUnits_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<int>("layer");
        QTest::addColumn<int>("expert");
        QTest::addColumn<bool>("tensor");
        const auto row = [](const char* text, int layer, int expert, bool tensor) {
            QTest::newRow(text) << QString::fromLatin1(text) << layer << expert << tensor;
        };
        row("bad scale in layers.2.experts.3.down_proj.weight: skipped", 2, 3, true);
        row("layers.0.experts.1.gate_proj.weight.", 0, 1, true);
        row("layer 2, expert 1: 3 tokens", 2, 1, false);
        row("Layer 2 expert 3", 2, 3, false);
        row("layer 3 of 3: rtn for 4 of 12 tensors", 2, -1, false); // jobs count from 1
        row("layer 2, expert 9 is not there", 2, -1, false);
        row("layer 1, expert 1", 1, -1, false); // dense
        row("layer 2, expert 2 of 4", 2, -1, false);
        row("layer 7", -1, -1, false);
        row("layer 0 of 3", -1, -1, false);
        row("embed.weight is kept", -1, -1, false); // no unit to go to
        row("nothing at all", -1, -1, false);
        row("layer 99999999999999999999", -1, -1, false);
    }
    void findsTensorsAndUnits() {
        QFETCH(QString, text);
        QFETCH(int, layer);
        QFETCH(int, expert);
        QFETCH(bool, tensor);
        const NamedThing named = namedIn(text, FakeModel());
        QCOMPARE(named.object.layer, layer);
        QCOMPARE(named.object.expert, expert);
        QCOMPARE(named.isTensor, tensor);
        QCOMPARE(named.object.valid(), layer >= 0);
    }

    void aLineJumps() {
        Workbench workbench;
        addWorkbenchActions(workbench);
        workbench.document().openModel(std::make_shared<FakeModel>());
        LogPanel panel(workbench.log());
        connect(&panel, &LogPanel::jumpRequested, &workbench, &Workbench::showNamed);
        QSignalSpy pages(&workbench, &Workbench::pageRequested);
        workbench.log().append(LogLevel::Info, QStringLiteral("Quantize"),
                               QStringLiteral("layer 2, expert 1: too few tokens"));
        workbench.log().append(LogLevel::Error, QStringLiteral("bad input"),
                               QStringLiteral("layers.0.experts.2.up_proj.weight is cut short"));
        panel.resize(700, 200);
        panel.show();
        QVERIFY(QTest::qWaitForWindowExposed(&panel));
        auto* const table = panel.findChild<QTableView*>();
        const QPoint first = table->visualRect(table->model()->index(0, LogModel::Text)).center();
        QTest::mouseClick(table->viewport(), Qt::LeftButton, {}, first);
        QTest::mouseDClick(table->viewport(), Qt::LeftButton, {}, first);
        QCOMPARE(workbench.selection().cursor(), ObjectRef::ofExpert(2, 1));
        QCOMPARE(pages.last().front().toString(), QStringLiteral("activation"));
        table->setFocus();
        QTest::keyClick(table, Qt::Key_Down);
        QTest::keyClick(table, Qt::Key_Return);
        QCOMPARE(workbench.selection().cursor(), ObjectRef::ofExpert(0, 2));
        QCOMPARE(pages.last().front().toString(), QStringLiteral("model"));
    }
};

QTEST_MAIN(TestNamedInText)
#include "tst_named_in_text.moc"
