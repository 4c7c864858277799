// SPDX-License-Identifier: GPL-3.0-or-later
// The Model page: sums of bytes, the tree and its filter, and the weights of a tensor as they are
// drawn.
#include "tests/views/demo_page.h"
#include "tests/views/fake_model.h"
#include "views/heatmap/heat_map_view.h"
#include "views/pages/model_page.h"
#include "views/pages/model_sources.h"
#include "views/tables/model_tree_model.h"

#include <QLineEdit>
#include <QStandardPaths>
#include <QTest>
#include <QTreeView>
#include <cmath>

using namespace moqa;

class TestModelPage : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() { QStandardPaths::setTestModeEnabled(true); }

    void addsUpBytes() {
        const FakeModel model;
        int64_t all = 0;
        for (const WeightEntry& weight : model.weights()) all += weight.bytes;
        const auto whole = bytesByPart(model, false);
        QCOMPARE(whole->rows.size(), size_t{1});
        QCOMPARE(whole->total(0), static_cast<double>(all));
        const auto layers = bytesByPart(model, true);
        QCOMPARE(layers->rows.size(), size_t{3}); // none, 0, 2
        QCOMPARE(layers->rows[0].segments.size(), size_t{1});
        QCOMPARE(layers->total(0), 10.0 * 64 * 2);
        QCOMPARE(layers->total(1), 4 * 3 * 64.0 * 64 * 2);
        QCOMPARE(layers->rows[2].name, QStringLiteral("2"));
        QCOMPARE(layers->groups.size(), qsizetype{2});
        QVERIFY(layers->readout(1).startsWith(QStringLiteral("layer 0: part routed experts")));
    }

    void findsExpertsInTheTree() {
        ModelTreeModel tree;
        tree.setModel(std::make_shared<FakeModel>());
        const QModelIndex expert = tree.indexOfExpert(2, 3);
        QVERIFY(expert.isValid());
        QCOMPARE(tree.rowCount(expert), 3);
        QVERIFY(!tree.weightAt(expert));
        const WeightEntry* const weight = tree.weightAt(tree.index(0, 0, expert));
        QVERIFY(weight);
        QCOMPARE(weight->id.layer, 2);
        QCOMPARE(weight->id.expert, 3);
        QVERIFY(!tree.indexOfExpert(1, 0).isValid()); // a dense layer
        QVERIFY(!tree.indexOfExpert(2, 4).isValid());
    }

    void drawsHistogramsThatDoNotLie() {
        WeightEntry weight{{Role::Router, 0, -1}, "router", 2, 4, DType::BF16, 16, 16};
        TensorStatistics statistics;
        statistics.count = 8;
        statistics.low = -9;
        statistics.high = 4;
        statistics.histogram = {-1, 1, {3, 0, 2, 1}, 1, 1, {}};
        const auto bars = tensorHistogram(weight, statistics, false);
        QCOMPARE(bars->edges, (std::vector<double>{-1, -0.5, 0, 0.5, 1}));
        QCOMPARE(bars->values, (std::vector<double>{3, 0, 2, 1}));
        QVERIFY2(bars->caption.contains(QStringLiteral("2 outside")), qPrintable(bars->caption));
        QCOMPARE(bars->tableCell(2, 0).toDouble(), 0.0);
        QCOMPARE(bars->tableCell(2, 2).toDouble(), 2.0);
        // Three values: a bar each, with edges between them.
        statistics.histogram.distinct = {{-1.0F, 5}, {0.0F, 2}, {3.0F, 1}};
        const auto few = tensorHistogram(weight, statistics, false);
        QCOMPARE(few->edges, (std::vector<double>{-1.5, -0.5, 1.5, 4.5}));
        QCOMPARE(few->values, (std::vector<double>{5, 2, 1}));
        // All equal.
        statistics.histogram = {2, 2, {8}, 0, 0, {}};
        const auto one = tensorHistogram(weight, statistics, true);
        QCOMPARE(one->edges, (std::vector<double>{1.5, 2.5}));
    }

    void numbersTheBlocksOfAPicture() {
        WeightEntry weight{{Role::Router, 0, -1}, "router", 4, 6, DType::BF16, 48, 16};
        TensorStatistics statistics;
        statistics.picture = {
            2, 3, {-1, -2, -3, -4, -5, -6}, {1, 2, 3, 4, 5, 6}, {0, 0, 0, 0, 0, 9}};
        const auto grid = tensorPicture(weight, statistics, Pixel::High);
        QCOMPARE(grid->rowIds, (std::vector<int>{0, 2}));
        QCOMPARE(grid->columnIds, (std::vector<int>{0, 2, 4}));
        QCOMPARE(grid->at(1, 2), 6.0);
        QCOMPARE(tensorPicture(weight, statistics, Pixel::Mean)->at(1, 2), 9.0);
        statistics.picture = {};
        QVERIFY(!tensorPicture(weight, statistics, Pixel::Mean));
    }

    void showsTheWeightsOfATensor() {
        const auto shown = DemoPage<ModelPage>::open();
        if (!shown) return;
        Workbench& workbench = shown->workbench;
        ModelPage& page = *shown->page;
        auto* const tree = page.findChild<QTreeView*>();
        QLineEdit* filter = nullptr;
        for (QLineEdit* const line : page.findChildren<QLineEdit*>())
            if (line->accessibleName() == QLatin1String("Filter tensors")) filter = line;
        QVERIFY(filter);
        const int all = tree->model()->rowCount();
        QTest::keyClicks(filter, QStringLiteral("EMBED"));
        QTRY_VERIFY(tree->model()->rowCount() < all);
        QCOMPARE(tree->model()->rowCount(), 1);
        const QModelIndex part = tree->model()->index(0, 0);
        tree->setCurrentIndex(tree->model()->index(0, 0, part));
        auto* const bars = page.findChild<BarsView*>();
        QTRY_VERIFY_WITH_TIMEOUT(bars->bars() != nullptr, 60'000);
        const WeightEntry* const embedding = shown->model().find({Role::Embedding, -1, -1});
        QVERIFY(embedding);
        double drawn = 0;
        for (const double n : bars->bars()->values) drawn += n;
        QVERIFY(drawn > 0.99 * static_cast<double>(embedding->count()));
        QVERIFY(drawn <= static_cast<double>(embedding->count()));
        QVERIFY(page.findChild<HeatMapView*>()->grid() != nullptr);
        filter->clear();
        QTRY_COMPARE(tree->model()->rowCount(), all);
        // Another page's cursor opens the expert here.
        const int layer = shown->model().spec().moeLayers().back();
        workbench.selection().setCursor(ObjectRef::ofExpert(layer, 1));
        QCOMPARE(tree->currentIndex().data().toString(), QStringLiteral("expert 1"));
    }

    void leavesAModelThatFailsStanding() {
        Workbench workbench;
        addWorkbenchActions(workbench);
        workbench.document().openModel(std::make_shared<FakeModel>());
        ModelPage page(workbench);
        page.resize(900, 700);
        page.show();
        QVERIFY(QTest::qWaitForWindowExposed(&page));
        auto* const tree = page.findChild<QTreeView*>();
        const QModelIndex part = tree->model()->index(0, 0);
        tree->setCurrentIndex(tree->model()->index(0, 0, part));
        const auto says = [&page](const QString& text) {
            for (const QLabel* const label : page.findChildren<QLabel*>())
                if (label->text().contains(text)) return true;
            return false;
        };
        QTRY_VERIFY_WITH_TIMEOUT(says(QStringLiteral("a fake has no values")), 60'000);
        QVERIFY(!page.findChild<BarsView*>()->bars());
        workbench.document().close();
        QCOMPARE(tree->model()->rowCount(), 0);
    }
};

QTEST_MAIN(TestModelPage)
#include "tst_model_page.moc"
