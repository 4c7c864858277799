// SPDX-License-Identifier: GPL-3.0-or-later
// The page Plan driven with real events: brushes, rules, filling and levelling, sizes, clusters;
// and the form that makes plans.
#include "core/plan/make_plan.h"
#include "tests/views/fake_model.h"
#include "views/heatmap/heat_map_view.h"
#include "views/pages/plan_page.h"
#include "views/panels/deploy_badge.h"
#include "views/panels/membership_panel.h"
#include "views/panels/plan_form.h"
#include "views/panels/rules_panel.h"
#include "views/panels/size_bar.h"
#include "views/panels/width_brush.h"
#include "views/state/text.h"
#include "views/state/workbench_actions.h"
#include "views/tables/plan_rules_model.h"

#include <QAbstractItemModelTester>
#include <QCheckBox>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QDoubleSpinBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTabWidget>
#include <QTableView>
#include <QTest>

using namespace moqa;

namespace {

constexpr int kJobMs = 20'000;

Plan planOf(const ModelSource& model, const Analysis* analysis, PlanMethod method, double bits) {
    PlanOptions options;
    options.method = method;
    options.bits = bits;
    auto plan = makePlan(model, analysis, options);
    if (!plan.ok()) qFatal("%s", plan.error().message().c_str());
    return *plan;
}

} // namespace

class TestPlanPage : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() { QStandardPaths::setTestModeEnabled(true); }

    // 8 experts of one size in layers 0 and 2; layer 1 is dense.
    void init() {
        m_workbench = std::make_unique<Workbench>();
        addWorkbenchActions(*m_workbench);
        document().openModel(m_model);
        document().setAnalysis(fakeAnalysis(), {});
        document().addPlan("p", planOf(*m_model, nullptr, PlanMethod::Uniform, 4));
        m_page = std::make_unique<PlanPage>(*m_workbench);
        m_page->resize(1300, 800);
        m_page->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_page.get()));
        m_map = m_page->findChild<HeatMapView*>();
        m_map->replot();
        m_map->setTool(PlotTool::Paint);
        m_page->findChild<WidthBrush*>()->setBrushBits(2);
    }

    void theBrushReachesAsFarAsItIsLarge_data() {
        QTest::addColumn<int>("shape");
        QTest::addColumn<QList<int>>("painted"); // layer * 10 + expert
        QTest::newRow("one") << 0 << QList<int>{1};
        QTest::newRow("3 x 3") << 1 << QList<int>{0, 1, 2}; // the row below is a gap
        QTest::newRow("layer") << 2 << QList<int>{0, 1, 2, 3};
        QTest::newRow("column") << 3 << QList<int>{1, 21};
        QTest::newRow("selection") << 4 << QList<int>{3, 22};
    }

    void theBrushReachesAsFarAsItIsLarge() {
        QFETCH(int, shape);
        QFETCH(QList<int>, painted);
        m_page->findChild<QComboBox*>(QStringLiteral("brushShape"))->setCurrentIndex(shape);
        m_workbench->selection().setObjects({ObjectRef::ofExpert(0, 3), ObjectRef::ofExpert(2, 2)});
        const int before = document().undoStack().index();
        QTest::mouseClick(m_map, Qt::LeftButton, {}, place(0, 1));
        for (const int layer : {0, 2})
            for (int expert = 0; expert < 4; ++expert)
                QCOMPARE(document().bits(layer, expert),
                         painted.contains(layer * 10 + expert) ? 2 : 4);
        QCOMPARE(document().undoStack().index(), before + 1);
        document().undo();
        QCOMPARE(document().activePlan()->totals.meanBits, 4.0);
    }

    void fillsBackToTheBudgetInOneStep() {
        document().setBits({{0, 0}, {0, 1}, {2, 0}, {2, 1}}, 8); // mean 6
        document().setLocked({{0, 0}}, true);
        const int before = document().undoStack().index();
        auto* const target = m_page->findChild<QDoubleSpinBox*>();
        QCOMPARE(target->value(), 4.0); // as the plan was
        click("&Fill to");
        QTRY_COMPARE_WITH_TIMEOUT(document().undoStack().index(), before + 1, kJobMs);
        QVERIFY(document().activePlan()->totals.meanBits <= 4.0);
        QCOMPARE(document().bits(0, 0), 8); // locked
        document().undo();
        QCOMPARE(document().activePlan()->totals.meanBits, 6.0);
        QSignalSpy raised(m_workbench.get(), &Workbench::errorRaised);
        document().setLocked({{0, 0}, {0, 1}, {0, 2}, {0, 3}, {2, 0}, {2, 1}, {2, 2}, {2, 3}},
                             true);
        click("&Fill to");
        QTRY_COMPARE_WITH_TIMEOUT(raised.count(), 1, kJobMs);
        const Error error = raised.front().front().value<Error>();
        QVERIFY(QString::fromStdString(error.message()).contains(QStringLiteral("unlock")));
    }

    void levelsLayersForOtherRuntimes() {
        auto* const badge = m_page->findChild<DeployBadge*>();
        auto* const level = button("Make &uniform per layer");
        QVERIFY(!level->isEnabled()); // one format already
        QVERIFY(texts(*badge).contains(QStringLiteral("\u2713 vLLM")));
        document().setBits({{2, 0}}, 2);
        QTRY_VERIFY(level->isEnabled());
        QVERIFY(texts(*badge).contains(QStringLiteral("\u2717 vLLM")));
        QVERIFY(texts(*badge).contains(QStringLiteral("1 of 2 layers")));
        const int before = document().undoStack().index();
        QTest::mouseClick(level, Qt::LeftButton);
        QTRY_COMPARE_WITH_TIMEOUT(document().undoStack().index(), before + 1, kJobMs);
        QCOMPARE(document().bits(2, 0), 4); // mean 3.5: the width above it
        QTRY_VERIFY(!level->isEnabled());
        document().undo();
        QCOMPARE(document().bits(2, 0), 2);
    }

    void rulesAreWrittenOrderedAndTakenBack() {
        auto* const panel = m_page->findChild<RulesPanel*>();
        auto* const model = panel->findChild<PlanRulesModel*>();
        const QAbstractItemModelTester tester(model);
        auto* const pattern = panel->findChild<QLineEdit*>();
        const auto width = [&](int bits) {
            auto* const box = panel->findChildren<QComboBox*>().front();
            box->setCurrentIndex(box->findData(bits));
        };
        QVERIFY(!button("Add")->isEnabled());
        QTest::keyClicks(pattern, QStringLiteral("layers.0.experts.0.*"));
        QVERIFY(texts(*panel).contains(QStringLiteral("Fits 3")));
        width(8);
        click("Add");
        QCOMPARE(model->rowCount(), 1);
        QCOMPARE(document().bits(0, 0), 8);
        QVERIFY(document().locked(0, 0));
        pattern->setText(QStringLiteral("*.down_proj.weight"));
        width(6);
        click("Add");
        QCOMPARE(document().bits(0, 0), -1); // 8, 8, 6
        QCOMPARE(shown(*model, 0, PlanRulesModel::Decided), QStringLiteral("2"));
        QCOMPARE(shown(*model, 1, PlanRulesModel::Matched), QStringLiteral("8"));
        click("Up"); // the first rule wins again
        QCOMPARE(document().bits(0, 0), 8);
        QCOMPARE(shown(*model, 0, PlanRulesModel::Pattern), QStringLiteral("*.down_proj.weight"));
        width(3);
        click("Change");
        QCOMPARE(shown(*model, 0, PlanRulesModel::Bits), QStringLiteral("3"));
        const int before = document().undoStack().index();
        click("Remove");
        QCOMPARE(model->rowCount(), 1);
        QCOMPARE(document().undoStack().index(), before + 1);
        for (int step = 0; step < 5; ++step) document().undo();
        QCOMPARE(model->rowCount(), 0);
        QCOMPARE(document().activePlan()->totals.meanBits, 4.0);
        QVERIFY(!document().locked(0, 0));
        pattern->setText(QStringLiteral("nothing*"));
        QVERIFY(texts(*panel).contains(QStringLiteral("Fits no tensor")));
    }

    void theSizeBarFollowsTheBrush() {
        auto* const bar = m_page->findChild<SizeBar*>();
        const auto sum = [&] {
            int64_t bytes = 0;
            for (const auto& [part, size] : bar->sizes()) bytes += size.bytes;
            return bytes;
        };
        QCOMPARE(sum(), document().activePlan()->totals.bytes);
        const int64_t before = sum();
        QTest::mouseClick(m_map, Qt::LeftButton, {}, place(0, 1));
        QVERIFY(sum() < before);
        QCOMPARE(sum(), document().activePlan()->totals.bytes);
        QVERIFY(bar->accessibleDescription().contains(QStringLiteral("routed experts")));
        QVERIFY(bar->accessibleDescription().contains(QStringLiteral("MB")));
    }

    void clustersShowTheOverlap() {
        PlanOptions options;
        options.widths = {2, 4};
        options.corpusWeights = {
            {"prose", 1.0}};   // over both texts the experts of layer 0 are equal
        options.overlap = 1.0; // every second membership is close enough
        auto plan = makePlan(*m_model, document().analysis().get(), options);
        QVERIFY(plan.ok());
        document().addPlan("clusters", *plan);
        auto* const panel = m_page->findChild<MembershipPanel*>();
        m_page->findChild<QTabWidget*>(QStringLiteral("planSide"))->setCurrentWidget(panel);
        auto* const curves = panel->findChild<SeriesView*>();
        const auto drawn = [curves] {
            return std::dynamic_pointer_cast<const SeriesSource>(curves->source());
        };
        // Two widths and the bound; until then the picture of the last plan may stand.
        QTRY_VERIFY_WITH_TIMEOUT(drawn() && drawn()->series.size() == 3, kJobMs);
        const auto source = drawn();
        QCOMPARE(source->xs.size(), size_t{4});
        for (size_t i = 0; i < 4; ++i)
            QVERIFY(std::abs(source->series[0].values[i] + source->series[1].values[i] - 1) < 1e-9);
        QSignalSpy changed(&m_workbench->selection(), &Selection::objectsChanged);
        click("Select the overlap");
        QCOMPARE(changed.count(), 1);
        for (const ObjectRef& object : m_workbench->selection().objects()) {
            QCOMPARE(object.layer, 0);
            QCOMPARE(document().bits(object.layer, object.expert), 2);
        }
        m_workbench->selection().setCursor(*m_workbench->selection().objects().begin());
        QVERIFY(texts(*panel).contains(QStringLiteral("low precision first")));
        document().setActivePlan("p"); // uniform: no clusters
        QTRY_VERIFY_WITH_TIMEOUT(curves->source() == nullptr, kJobMs);
    }

    void theFormOffersWhatAPlanCanBe() {
        PlanForm form(true);
        form.show();
        for (QLabel* const label : form.findChildren<QLabel*>())
            QVERIFY2(!label->text().contains(QLatin1Char('&')) || label->buddy(),
                     qPrintable(label->text()));
        auto* const ok = form.findChild<QDialogButtonBox*>()->button(QDialogButtonBox::Ok);
        auto* const mean = form.findChild<QDoubleSpinBox*>();
        mean->setValue(9); // 2 4 6 8 are ticked
        QVERIFY(!ok->isEnabled());
        const QString hint = form.findChild<QLabel*>(QStringLiteral("planFormHint"))->text();
        QVERIFY(!hint.isEmpty() && !hint.contains(QStringLiteral("--")));
        mean->setValue(3);
        QVERIFY(ok->isEnabled());
        QComboBox* width = nullptr;
        for (QComboBox* const box : form.findChildren<QComboBox*>())
            if (box->accessibleName() == QLatin1String("Width of all routed experts")) width = box;
        QVERIFY(width && !width->isVisible());
        form.findChildren<QComboBox*>().front()->setCurrentIndex(1); // uniform
        QVERIFY(width->isVisible());
        for (int i = 0; i < width->count(); ++i) {
            width->setCurrentIndex(i);
            QVERIFY(isPlanWidth(static_cast<int64_t>(form.options().bits)));
            QVERIFY(makePlan(*m_model, nullptr, form.options()).ok());
        }
    }

    void sizesAreInTheUnitsOfTheCommandLine() {
        QLocale::setDefault(QLocale::c());
        QCOMPARE(megabyteText(12'345'678), QStringLiteral("12.35 MB"));
        QVERIFY(texts(*m_page).contains(megabyteText(document().activePlan()->totals.bytes)));
        QVERIFY(!texts(*m_page).contains(QStringLiteral("KiB")));
    }

private:
    Document& document() { return m_workbench->document(); }
    QPoint place(int row, int column) const {
        return cellBox(*m_map, row, column).center().toPoint();
    }
    QPushButton* button(const char* text) const {
        for (auto* const one : m_page->findChildren<QPushButton*>())
            if (one->text() == QLatin1String(text)) return one;
        qFatal("no button %s", text);
    }
    void click(const char* text) { button(text)->click(); }
    static QString shown(const QAbstractItemModel& model, int row, int column) {
        return model.index(row, column).data().toString();
    }
    static QString texts(const QWidget& widget) {
        QStringList all;
        for (const QLabel* const label : widget.findChildren<QLabel*>()) all << label->text();
        return all.join(QLatin1Char('\n'));
    }

    std::shared_ptr<const ModelSource> m_model = std::make_shared<FakeModel>();
    std::unique_ptr<Workbench> m_workbench;
    std::unique_ptr<PlanPage> m_page;
    HeatMapView* m_map = nullptr;
};

QTEST_MAIN(TestPlanPage)
#include "tst_plan_page.moc"
