// SPDX-License-Identifier: GPL-3.0-or-later
// Tokens on their way through the experts: their text, the grid and its table, chips, and the
// walker that runs the engine.
#include "tests/views/demo_page.h"
#include "tests/views/fake_model.h"
#include "views/pages/walk_page.h"
#include "views/panels/token_chips.h"
#include "views/panels/unit_facts_view.h"
#include "views/plots/walk_view.h"
#include "views/state/text.h"
#include "views/state/token_text.h"

#include <QAbstractItemModelTester>
#include <QPlainTextEdit>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTest>

using namespace moqa;

namespace {

constexpr int kWaitMs = 60'000; // sanitizers on a busy machine

// Two layers (0 and 2), three tokens, two of four experts each.
std::shared_ptr<const TokenWalk> handMadeWalk() {
    auto walk = std::make_shared<TokenWalk>();
    walk->modelName = "fake";
    walk->text = "a b\n";
    walk->experts = 4;
    walk->topK = 2;
    walk->tokens = {{1, "a", 0, 1}, {2, " b", 1, 3}, {3, "\n", 3, 4}};
    WalkLayer first;
    first.layer = 0;
    first.experts = {0, 1, 2, 3, 1, 0};
    first.gates = {0.75F, 0.25F, 0.5F, 0.5F, 1.0F, 0.0F};
    first.probability = {0.5F, 0.2F, 0.4F, 0.4F, 0.9F, 0.05F};
    first.marginTop = {1, 0, 3};
    first.marginCut = {0.5, 0.25, 0.125};
    first.entropyBits = {1.5, 2, 0.5};
    WalkLayer second = first;
    second.layer = 2;
    second.experts = {3, 2, 1, 0, 2, 3};
    second.marginCut.clear();
    walk->layers = {first, second};
    return walk;
}

} // namespace

class TestTokenWalk : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() { QStandardPaths::setTestModeEnabled(true); }

    void showsWhatIsInvisible_data() {
        QTest::addColumn<QString>("piece");
        QTest::addColumn<QString>("shown");
        QTest::newRow("word") << QStringLiteral("fox") << QStringLiteral("fox");
        QTest::newRow("space") << QStringLiteral(" fox") << QStringLiteral("\u2423fox");
        QTest::newRow("line end") << QStringLiteral("\n\t") << QStringLiteral("\u23ce\u21e5");
        QTest::newRow("empty") << QString() << QStringLiteral("\u2205");
        QTest::newRow("zero width") << QStringLiteral("\u200b") << QStringLiteral("\\u{200B}");
        QTest::newRow("bell") << QStringLiteral("\a") << QStringLiteral("\\u{7}");
        QTest::newRow("beyond the BMP")
            << QStringLiteral("\U0001F98A") << QStringLiteral("\U0001F98A");
    }
    void showsWhatIsInvisible() {
        QFETCH(QString, piece);
        QTEST(visibleToken(piece), "shown");
    }

    void tabulatesEachChoice() {
        const auto source = walkSource(handMadeWalk(), WalkMeasure::MarginCut);
        QVERIFY(source);
        QCOMPARE(source->tableRows(), 2 * 3 * 2);
        QCOMPARE(source->tokens, QStringLiteral("a,\u2423b,\u23ce").split(QLatin1Char(',')));
        // Layer 2, token 2, second choice.
        const int row = (1 * 3 + 1) * 2 + 1;
        QCOMPARE(source->tableCell(row, 0).toInt(), 2);
        QCOMPARE(source->tableCell(row, 1).toInt(), 2);
        QCOMPARE(source->tableCell(row, 3).toInt(), 2);
        QCOMPARE(source->tableCell(row, 4).toInt(), 0);
        QCOMPARE(source->tableCell(row, 5).toDouble(), 0.5);
        QVERIFY(!source->tableCell(row, 8).isValid()); // no margin: none is left out
        QCOMPARE(source->value(0, 1), 0.25);
        QVERIFY(std::isnan(source->value(1, 1)));
        QVERIFY(source->chose(1, 0, 2) && !source->chose(1, 0, 0));
        QCOMPARE(source->rowOfLayer(1), -1);
        QVERIFY(source->readout(0, 0).contains(QStringLiteral("expert 0")));
        QVERIFY(source->readout(0, 3).isEmpty());
        QVERIFY(!walkSource(nullptr, WalkMeasure::FirstGate));
    }

    void listsTheChoicesOfAToken() {
        const auto source = walkSource(handMadeWalk(), WalkMeasure::FirstGate);
        const auto stacks = tokenChoices(*source, 0);
        QVERIFY(stacks);
        QCOMPARE(stacks->segmentCount(), 4);
        QCOMPARE(stacks->placeOf(3).row, 1);
        QCOMPARE(stacks->placeOf(3).segment, 1);
        QCOMPARE(stacks->indexOf(1, 1), 3);
        QCOMPARE(stacks->total(0), 1.0);
        QCOMPARE(stacks->rows[1].id, 2);
        QCOMPARE(stacks->rows[1].segments[0].id, 3);
        QCOMPARE(stacks->tableCell(1, 3).toDouble(), 0.25);
        QCOMPARE(stacks->placeOf(4).row, -1);
        QVERIFY(!tokenChoices(*source, 3));
    }

    void answersClicksAndKeysOnTheGrid() {
        WalkView view;
        view.resize(600, 400);
        view.setWalk(walkSource(handMadeWalk(), WalkMeasure::FirstGate));
        view.show();
        QVERIFY(QTest::qWaitForWindowExposed(&view));
        view.replot();
        QSignalSpy chosen(&view, &PaintedView::partChosen);
        const QPoint cell(qRound(view.xAxis->coordToPixel(2)), qRound(view.yAxis->coordToPixel(1)));
        QTest::mouseMove(&view, cell);
        QTRY_VERIFY(view.readout().startsWith(QStringLiteral("layer 2, token 3")));
        QTest::mouseClick(&view, Qt::LeftButton, Qt::NoModifier, cell);
        QCOMPARE(chosen.count(), 1);
        QCOMPARE(chosen[0][0].toInt(), view.partOf(1, 2));
        QTest::keyClick(&view, Qt::Key_Left);
        QCOMPARE(view.currentPart(), view.partOf(1, 1));
        QVERIFY2(view.readout().startsWith(QStringLiteral("layer 2, token 2")),
                 "the keys win over a mouse that rests");
        QTest::keyClick(&view, Qt::Key_Up);
        QTest::keyClick(&view, Qt::Key_Up);
        QCOMPARE(view.currentPart(), view.partOf(0, 1));
        view.setWalk(nullptr);
        QCOMPARE(view.currentPart(), -1);
        QTest::keyClick(&view, Qt::Key_Right);
        QCOMPARE(view.currentPart(), -1);
    }

    void wrapsChips() {
        TokenChips chips;
        QStringList words;
        for (int i = 0; i < 40; ++i) words << QStringLiteral("word%1").arg(i);
        chips.setTokens(words);
        QVERIFY(chips.heightForWidth(200) > chips.heightForWidth(800));
        chips.resize(200, chips.heightForWidth(200));
        chips.show();
        QVERIFY(QTest::qWaitForWindowExposed(&chips));
        for (int i = 0; i < chips.count(); ++i) QVERIFY(chips.rect().contains(chips.chipAt(i)));
        QSignalSpy chosen(&chips, &TokenChips::tokenChosen);
        QTest::mouseClick(&chips, Qt::LeftButton, Qt::NoModifier, chips.chipAt(7).center());
        QTest::keyClick(&chips, Qt::Key_Right);
        QTest::keyClick(&chips, Qt::Key_End);
        QTest::keyClick(&chips, Qt::Key_Right); // no further
        QCOMPARE(chosen.count(), 4);
        QCOMPARE(chosen[0][0].toInt(), 7);
        QCOMPARE(chosen[1][0].toInt(), 8);
        QCOMPARE(chips.current(), 39);
        QVERIFY(chips.accessibleDescription().contains(QStringLiteral("word39")));
        chips.setTokens({QStringLiteral("one")});
        QCOMPARE(chips.current(), -1);
    }

    void saysInPlaceWhyItCannotWalk() {
        Workbench workbench;
        TokenWalker& walker = workbench.walker();
        QSignalSpy changed(&walker, &TokenWalker::changed);
        walker.setText(QStringLiteral("hello"));
        walker.walkNow();
        QVERIFY(!walker.walk() && !walker.error()); // no model: nothing to ask
        workbench.document().openModel(std::make_shared<FakeModel>());
        QTRY_VERIFY_WITH_TIMEOUT(walker.error().has_value(), kWaitMs);
        QVERIFY(qstr(walker.error()->message()).contains(QStringLiteral("no files")));
        QVERIFY(!walker.busy());
        QVERIFY(changed.count() >= 3);
        workbench.document().close();
        QVERIFY(!walker.error());
    }

    void walksOnTheDemoModel() {
        const auto shown = DemoPage<WalkPage>::open();
        if (!shown) return;
        Workbench& workbench = shown->workbench;
        WalkPage& page = *shown->page;
        TokenWalker& walker = workbench.walker();
        QTRY_VERIFY_WITH_TIMEOUT(walker.walk() != nullptr, kWaitMs);
        auto* const text = page.findChild<QPlainTextEdit*>();
        text->clear();
        QTest::keyClicks(text, QStringLiteral("To be or not to be"));
        QVERIFY(walker.busy());
        QTRY_COMPARE_WITH_TIMEOUT(qstr(walker.walk() ? walker.walk()->text : std::string()),
                                  QStringLiteral("To be or not to be"), kWaitMs);
        auto* const grid = page.findChild<WalkView*>();
        auto* const chips = page.findChild<TokenChips*>();
        QTRY_COMPARE(grid->walk()->columns(), chips->count());
        qInfo("%d tokens walked in %lld ms", chips->count(), walker.tookMs());
        QVERIFY(walker.tokenText(walker.walk()->tokens[0].id).startsWith(QStringLiteral("To")));

        // A cell chooses its token and its first expert, for every page.
        const QPoint cell(qRound(grid->xAxis->coordToPixel(1)),
                          qRound(grid->yAxis->coordToPixel(0)));
        QTest::mouseClick(grid, Qt::LeftButton, Qt::NoModifier, cell);
        QCOMPARE(chips->current(), 1);
        const int expert = grid->walk()->expertAt(0, 1, 0);
        QCOMPARE(workbench.selection().cursor(),
                 ObjectRef::ofExpert(grid->walk()->layerOf(0), expert));
        QVERIFY(page.findChild<UnitFactsView*>()->unit() == workbench.selection().cursor());

        // Too long: said under the text, the window lives, and the next text walks.
        text->setPlainText(QStringLiteral("word ").repeated(200'000));
        QTRY_VERIFY_WITH_TIMEOUT(walker.error().has_value(), kWaitMs);
        auto* const status = page.findChild<QLabel*>(QStringLiteral("walkStatus"));
        QVERIFY(status->text().startsWith(QStringLiteral("Cannot walk")));
        text->setPlainText(QStringLiteral("again"));
        QTRY_VERIFY_WITH_TIMEOUT(walker.walk() && !walker.error() && !walker.busy(), kWaitMs);
        QCOMPARE(grid->walk()->columns(), chips->count());
    }
};

QTEST_MAIN(TestTokenWalk)
#include "tst_walk_page.moc"
