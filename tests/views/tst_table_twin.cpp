// SPDX-License-Identifier: GPL-3.0-or-later
// The table beside a plot: order, filter, copies.
#include "tests/views/fake_model.h"
#include "views/heatmap/grid_source.h"
#include "views/tables/table_twin.h"

#include <QAbstractItemModelTester>
#include <QClipboard>
#include <QGuiApplication>
#include <QLineEdit>
#include <QMimeData>
#include <QSignalSpy>
#include <QTableView>
#include <QTest>

using namespace moqa;

class TestTableTwin : public QObject {
    Q_OBJECT
    static std::shared_ptr<const GridSource> load() {
        return unitGrid(fakeAnalysis(), QStringLiteral("load"), QStringLiteral("prose"));
    }
    static TableFilter filter(const char* text) {
        const auto parsed = TableFilter::parse(QString::fromLatin1(text));
        return parsed.ok() ? parsed.value() : TableFilter();
    }

private slots:
    void filtersAreWordsPatternsAndComparisons() {
        QVERIFY(filter("").takesAll());
        QVERIFY(filter("seen").takesText(QStringLiteral("Not Seen")));
        QVERIFY(!filter("seen").takesText(QStringLiteral("1.5")));
        QVERIFY(filter("/^1.5$/").takesText(QStringLiteral("1.5")));
        QVERIFY(!filter("/^1.5$/").takesText(QStringLiteral("11.5")));
        const QVariant value(1.5);
        QVERIFY(filter("> 1.4").takesValue(value) && !filter("> 1.5").takesValue(value));
        QVERIFY(filter(">=1.5").takesValue(value) && filter("<= 1.5").takesValue(value));
        QVERIFY(filter("< 2").takesValue(value) && !filter("<1.5").takesValue(value));
        QVERIFY(filter("= 1.5").takesValue(value) && !filter("!= 1.5").takesValue(value));
        QVERIFY(!filter("< 2").takesValue(QVariant())); // not seen is no number
        QVERIFY(!TableFilter::parse(QStringLiteral("/(/")).ok());
        QVERIFY(!TableFilter::parse(QStringLiteral("> much")).ok());
    }

    void sortsByValueWithTheUnseenLast() {
        SourceTableModel model;
        QAbstractItemModelTester tester(&model);
        model.setSource(load());
        const QPersistentModelIndex held = model.index(4, 2); // layer 2, expert 0: 2
        model.sort(2, Qt::DescendingOrder);
        QCOMPARE(model.index(0, 2).data(Qt::EditRole).toDouble(), 2.0);
        QCOMPARE(held.row(), 0);
        QVERIFY(!model.index(7, 2).data(Qt::EditRole).isValid());
        model.sort(2, Qt::AscendingOrder);
        QCOMPARE(model.index(0, 2).data(Qt::EditRole).toDouble(), 0.5);
        QVERIFY(!model.index(7, 2).data(Qt::EditRole).isValid());
        model.sort(-1);
        QCOMPARE(held.row(), 4);
    }

    void filterAndOrderStayWithOtherData() {
        SourceTableModel model;
        QAbstractItemModelTester tester(&model);
        model.setSource(load());
        model.setFilter(filter("> 1"), -1);
        QCOMPARE(model.rowCount(), 2); // 1.5 and 2
        model.sort(2, Qt::DescendingOrder);
        model.setSource(unitGrid(fakeAnalysis(), QStringLiteral("load"), QStringLiteral("code")));
        QCOMPARE(model.rowCount(), 2); // 1.75 and 1.5
        QCOMPARE(model.index(0, 2).data(Qt::EditRole).toDouble(), 1.75);
        model.setFilter(filter("= 2"), 0); // the column of the layer
        QCOMPARE(model.rowCount(), 4);
        QCOMPARE(model.rowOfSource(0), -1);
    }

    void typingFilters() {
        TableTwin twin(QStringLiteral("Load"));
        twin.setSource(load());
        twin.show();
        auto* const edit = twin.findChild<QLineEdit*>();
        QTest::keyClicks(edit, QStringLiteral("> 1.6"));
        QCOMPARE(twin.table().model()->rowCount(), 1);
        edit->clear();
        QTest::keyClicks(edit, QStringLiteral("/(/"));
        QCOMPARE(twin.table().model()->rowCount(), 8); // half a pattern hides nothing
        QVERIFY(!edit->accessibleName().isEmpty());
    }

    void copiesTheSelectedRowsWithTheirHeader() {
        TableTwin twin(QStringLiteral("Load"));
        twin.setSource(load());
        twin.show();
        twin.table().sortByColumn(2, Qt::DescendingOrder);
        twin.table().selectRow(0);
        twin.table().setFocus();
        QTest::keyClick(&twin.table(), Qt::Key_C, Qt::ControlModifier);
        const QMimeData* const data = QGuiApplication::clipboard()->mimeData();
        QCOMPARE(
            data->text(),
            QStringLiteral("layer\texpert\tLoad over fair share\trank in layer\n2\t0\t2\t1\n"));
        QVERIFY(data->html().startsWith(QStringLiteral("<table><tr><th>layer</th>")));
        twin.table().clearSelection();
        twin.copy();
        QCOMPARE(QGuiApplication::clipboard()->text().count(QLatin1Char('\n')), 9);
    }

    void followsThePlotAndLeadsIt() {
        TableTwin twin(QStringLiteral("Load"));
        twin.setSource(load());
        twin.show();
        twin.activateWindow();
        QSignalSpy led(&twin, &TableTwin::currentSourceRowChanged);
        twin.setCurrentSourceRow(5);
        QCOMPARE(twin.table().currentIndex().row(), 5);
        QCOMPARE(led.count(), 0); // no echo
        twin.table().setFocus();
        QTRY_VERIFY(twin.table().hasFocus());
        QTest::keyClick(&twin.table(), Qt::Key_Down);
        QCOMPARE(led.count(), 1);
        QCOMPARE(led.first().first().toInt(), 6);
    }
};

QTEST_MAIN(TestTableTwin)
#include "tst_table_twin.moc"
