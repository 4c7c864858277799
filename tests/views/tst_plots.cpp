// SPDX-License-Identifier: GPL-3.0-or-later
// The plots that we paint ourselves, by hand-made sources: what each says of its parts, what mouse
// and keys choose, and how a legend finds room.
#include "views/plots/bars_view.h"
#include "views/plots/byte_ticker.h"
#include "views/plots/flow_view.h"
#include "views/plots/layer_loss_view.h"
#include "views/plots/stack_view.h"
#include "views/state/text.h"

#include <QSignalSpy>
#include <QTest>
#include <cmath>
#include <limits>

using namespace moqa;

namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

// Two layers: 3 + 1 MB and 2 MB.
std::shared_ptr<StackSource> twoStacks() {
    auto source = std::make_shared<StackSource>();
    source->title = QStringLiteral("Bytes");
    source->rowAxis = QStringLiteral("layer");
    source->labelAxis = QStringLiteral("part");
    source->valueAxis = QStringLiteral("bytes");
    source->groups = QStringList{QStringLiteral("attention"), QStringLiteral("experts")};
    source->inBytes = true;
    source->rows = {
        {QStringLiteral("0"),
         0,
         {{3e6, QStringLiteral("attention"), 0, 0}, {1e6, QStringLiteral("experts"), 1, 1}}},
        {QStringLiteral("1"), 1, {{2e6, QStringLiteral("experts"), 1, 1}}}};
    return source;
}

// Four bars from 0 to 8, the last of them marked.
std::shared_ptr<BarsSource> fourBars() {
    auto source = std::make_shared<BarsSource>();
    source->title = QStringLiteral("Channels");
    source->xName = QStringLiteral("place");
    source->yName = QStringLiteral("significance");
    source->idName = QStringLiteral("channel");
    source->edges = {0, 2, 4, 6, 8};
    source->values = {4, 3, kNan, 1};
    source->ids = {7, 5, 1, 3};
    source->marks = {0.1, 0.2, 0.3, 0.9};
    source->markName = QStringLiteral("dynamics");
    source->markedFrom = 0.5;
    source->plainText = QStringLiteral("steady");
    source->markedText = QStringLiteral("moving");
    source->ranked = true;
    source->samples = 1200;
    return source;
}

std::shared_ptr<FlowSource> threeFlows() {
    auto source = std::make_shared<FlowSource>();
    source->title = QStringLiteral("Flow");
    source->fromLayer = 0;
    source->toLayer = 2;
    source->flows = {{0, 1, 60, 3.0}, {1, 0, 30, 0.2}, {1, 1, 10, kNan}};
    source->fromTotals = {60, 40};
    source->toTotals = {30, 70};
    source->shownShare = 1;
    return source;
}

std::shared_ptr<LayerLossSource> threeLosses() {
    auto source = std::make_shared<LayerLossSource>();
    source->title = QStringLiteral("Loss");
    source->planName = QStringLiteral("mine");
    source->baselineName = QStringLiteral("uniform 3 bit");
    source->layers = {0, 2, 3};
    source->losses = {0.25, 0.5, 0.125};
    source->baseline = {0.5, 0.5, 1.0};
    return source;
}

template <class View>
void show(View& view) {
    view.resize(600, 400);
    view.show();
    QVERIFY(QTest::qWaitForWindowExposed(&view));
    view.replot();
}

QPoint at(const PlotView& view, double x, double y) {
    return QPointF(view.xAxis->coordToPixel(x), view.yAxis->coordToPixel(y)).toPoint();
}

QStringList tickTexts(const PlotView& view) {
    QStringList texts;
    for (const QString& text : view.xAxis->tickVectorLabels())
        if (!text.isEmpty()) texts << text;
    return texts;
}

} // namespace

class TestPlots : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() { QLocale::setDefault(QLocale(QStringLiteral("en"))); }

    void stacksAreReadPartByPart() {
        StackView view;
        view.setStacks(twoStacks());
        show(view);
        QTest::mouseMove(&view, at(view, 3.5e6, 0));
        QTRY_COMPARE(view.readout(), QStringLiteral("layer 0: part experts, 1.00 MB (25.0 %)"));
        QSignalSpy chosen(&view, &PaintedView::partChosen);
        QTest::mouseClick(&view, Qt::LeftButton, {}, at(view, 1e6, 1));
        QCOMPARE(chosen.count(), 1);
        QCOMPARE(view.currentPart(), 2);
        // Up goes to the row above, no further than its parts; Left along the row.
        QTest::keyClick(&view, Qt::Key_Up);
        QCOMPARE(view.currentPart(), 0);
        QTest::keyClick(&view, Qt::Key_Right);
        QCOMPARE(view.currentPart(), 1);
        QTest::keyClick(&view, Qt::Key_Down);
        QCOMPARE(view.currentPart(), 2);
        QTest::keyClick(&view, Qt::Key_Down); // the last row
        QCOMPARE(view.currentPart(), 2);
        QTest::mouseClick(&view, Qt::LeftButton, {}, at(view, 3.9e6, 1)); // beyond its end
        QCOMPARE(view.currentPart(), 2);
        QCOMPARE(chosen.count(), 5);
        QVERIFY(view.source()->summary().contains(QStringLiteral("0 4.00 MB")));
    }

    void bytesOnAnAxisHaveTheirUnit() {
        StackView view;
        view.setStacks(twoStacks());
        show(view);
        const QStringList ticks = tickTexts(view);
        QVERIFY(ticks.contains(QStringLiteral("2 MB")));
        QVERIFY2(view.xAxis->label().isEmpty(), "the ticks say what they count");
        for (const QString& tick : ticks)
            QVERIFY2(tick == QLatin1String("0") || tick.endsWith(QLatin1String("B")),
                     qPrintable(tick));
        auto ratios = twoStacks();
        ratios->inBytes = false;
        view.setStacks(ratios);
        view.replot();
        QCOMPARE(view.xAxis->label(), QStringLiteral("bytes"));
        QVERIFY(!tickTexts(view).join(QString()).contains(QLatin1Char('B')));
    }

    void barsAreReadWithRankAndMark() {
        BarsView view;
        view.setBars(fourBars());
        show(view);
        QTest::mouseMove(&view, at(view, 3, 1));
        QTRY_COMPARE(view.readout(),
                     QStringLiteral("channel 5: 3, rank 2 of 4; dynamics 0.2; 1,200 tokens"));
        QTest::mouseMove(&view, at(view, 5, 1));
        QTRY_VERIFY(view.readout().startsWith(QStringLiteral("channel 1: not seen")));
        const auto source = view.bars();
        QCOMPARE(source->tableColumns(), 3);
        QCOMPARE(source->tableHeader(2), QStringLiteral("dynamics"));
        QVERIFY(!source->tableCell(2, 1).isValid());
        QCOMPARE(source->tableCell(3, 2).toDouble(), 0.9);
        // What the table shows is what is in sight.
        QCOMPARE(view.visibleRows(), (std::vector<int>{0, 1, 2, 3}));
        view.setFrame({QCPRange(4.5, 7.5), QCPRange(0, 4)});
        QCOMPARE(view.visibleRows(), (std::vector<int>{2, 3}));
    }

    void barsNarrowerThanAPixelKeepTheTallest() {
        auto source = std::make_shared<BarsSource>();
        constexpr int kBars = 20'000;
        for (int i = 0; i <= kBars; ++i) source->edges.push_back(i);
        source->values.assign(kBars, 0.0);
        source->values[kBars / 2] = 1;
        BarsView view;
        view.setBars(source);
        show(view);
        const QImage picture = view.toImage(view.size(), 1).toImage();
        const QRect axes = view.axisRect()->rect();
        const QColor bar = Theme::of(view.palette()).series[0];
        int high = 0; // columns with a bar half way up
        for (int x = axes.left(); x <= axes.right(); ++x)
            high += picture.pixelColor(x, axes.center().y()) == bar;
        QVERIFY2(high >= 1 && high <= 2, qPrintable(QString::number(high)));
    }

    void countsMayStandOnALogarithmicAxis() {
        auto source = fourBars();
        source->values = {1000, 10, 0, 1};
        source->logarithmic = source->isCount = true;
        BarsView view;
        view.setBars(source);
        show(view);
        QCOMPARE(view.yAxis->scaleType(), QCPAxis::stLogarithmic);
        QVERIFY(view.yAxis->range().lower > 0 && view.yAxis->range().lower < 1);
        QVERIFY(view.yAxis->range().upper > 1000);
        source = fourBars();
        source->values = {-1, -2, 0, 1};
        view.setBars(source);
        QCOMPARE(view.yAxis->scaleType(), QCPAxis::stLinear);
        QVERIFY(view.yAxis->range().contains(-2));
        view.setBars(nullptr);
        QVERIFY(!view.source());
        QCOMPARE(view.currentPart(), -1);
    }

    void thinFlowsAreFoundOverThickOnes() {
        FlowView view;
        view.setFlows(threeFlows());
        show(view);
        // Expert 1's tokens leave below those of expert 0, the thin flow below the thicker one.
        const double gap = 100 * 0.25 / 2;
        QTest::mouseMove(&view, at(view, 0.05, 60 + gap + 35));
        QTRY_VERIFY2(view.readout().startsWith(
                         QStringLiteral("layer 0, expert 1 to layer 2, expert 1: 10 tokens, 25")),
                     qPrintable(view.readout()));
        QTest::mouseMove(&view, at(view, 0.05, 30));
        QTRY_VERIFY2(view.readout().endsWith(QStringLiteral("100.0 % of the first's; 3 times "
                                                            "chance")),
                     qPrintable(view.readout()));
        QVERIFY(!view.flows()->tableCell(2, 3).isValid());
        QCOMPARE(view.flows()->tableHeader(1), QStringLiteral("expert, layer 2"));
        QTest::keyClick(&view, Qt::Key_Right); // the first, where there was none
        QCOMPARE(view.currentPart(), 0);
        QTest::keyClick(&view, Qt::Key_End);
        QCOMPARE(view.currentPart(), 2);
        QTest::keyClick(&view, Qt::Key_Home);
        QCOMPARE(view.currentPart(), 0);
    }

    void lossesStandBesideTheBaseline() {
        LayerLossView view;
        view.setLosses(threeLosses());
        show(view);
        QTest::mouseMove(&view, at(view, 2.2, 0.1));
        QTRY_VERIFY2(view.readout().startsWith(QStringLiteral("layer 2: mine 0.5")),
                     qPrintable(view.readout()));
        QVERIFY(view.readout().contains(QStringLiteral("uniform 3 bit")));
        QTest::mouseMove(&view, at(view, 1, 0.1)); // a dense layer has no bars
        QTRY_VERIFY(view.readout().isEmpty());
        QVERIFY(view.yAxis->range().contains(1.0)); // the baseline's too
        QCOMPARE(view.legend().places(1000).size(), size_t{2});
        auto alone = threeLosses();
        alone->baseline.clear();
        view.setLosses(alone);
        QCOMPARE(view.legend().places(1000).size(), size_t{1});
        QVERIFY(!view.yAxis->range().contains(1.0));
        QCOMPARE(view.losses()->tableColumns(), 2);
    }

    void aLegendTakesFurtherRowsInsteadOfBeingCut() {
        FlowView view;
        view.setFlows(threeFlows());
        const auto wide = view.legend().places(2000);
        QCOMPARE(wide.size(), size_t{3});
        for (const QRect& place : wide) QCOMPARE(place.top(), 0);
        QVERIFY(wide[0].right() < wide[1].left() && wide[1].right() < wide[2].left());
        const auto narrow = view.legend().places(wide[1].right() + 1);
        QCOMPARE(narrow[1].top(), 0);
        QVERIFY(narrow[2].top() > narrow[1].bottom());
        QCOMPARE(narrow[2].left(), 0);
        // The plot gives it the height that its width asks for.
        show(view);
        const int low = view.legend().minimumOuterSizeHint().height();
        view.resize(wide[0].width() + 40, 400);
        view.replot();
        QVERIFY(view.legend().minimumOuterSizeHint().height() >= low + 2 * wide[0].height());
        QVERIFY(view.legend().rect().bottom() <= view.height());
        view.setFlows(nullptr);
        QCOMPARE(view.legend().minimumOuterSizeHint().height(), 0);
    }

    void colourOfALegendFollowsTheTheme() {
        LayerLossView view;
        view.setLosses(threeLosses());
        show(view);
        const auto ink = [&view] {
            const QImage picture = view.grab().toImage();
            const QRect place = view.legend().rect();
            double brightest = 0;
            for (int y = place.top(); y < place.bottom(); ++y)
                for (int x = place.left(); x < place.right(); ++x)
                    brightest = std::max<double>(brightest, picture.pixelColor(x, y).lightnessF());
            return std::pair(picture.pixelColor(place.right() - 2, place.top()).lightnessF(),
                             brightest);
        };
        QVERIFY(ink().first > 0.9F);
        QPalette dark;
        dark.setColor(QPalette::Base, QColor(20, 22, 24));
        dark.setColor(QPalette::Text, QColor(230, 230, 230));
        dark.setColor(QPalette::Window, QColor(30, 32, 34));
        dark.setColor(QPalette::WindowText, QColor(230, 230, 230));
        view.setPalette(dark);
        QTRY_VERIFY(ink().first < 0.2F);
        QVERIFY(ink().second > 0.35); // letters that can be read on it
    }

    // Most locales write 1E-03, which is no power on an axis.
    void powersAreSetAsPowersInEveryLanguage() {
        for (const char* language : {"en", "de"}) {
            QLocale::setDefault(QLocale(QLatin1String(language)));
            auto source = fourBars();
            source->values = {1000, 10, 0.5, 1};
            source->logarithmic = true;
            BarsView view;
            view.setBars(source);
            show(view);
            int powers = 0;
            for (const QString& tick : view.yAxis->tickVectorLabels()) {
                QVERIFY2(!tick.contains(QLatin1Char('E')), qPrintable(tick));
                powers += tick.contains(QLatin1Char('e'));
            }
            QVERIFY(powers > 0);
            QCOMPARE(figure(0.00001), QLatin1String(language) == QLatin1String("en")
                                          ? QStringLiteral("1.00e-05")
                                          : QStringLiteral("1,00e-05"));
        }
        QLocale::setDefault(QLocale(QStringLiteral("en")));
    }

    void aLowAxisHasFewTicks() {
        BarsView view;
        view.setBars(fourBars());
        show(view);
        const auto ticks = [&view] {
            view.replot();
            int inSight = 0;
            for (const double tick : view.yAxis->tickVector())
                inSight += view.yAxis->range().contains(tick);
            return inSight;
        };
        QVERIFY(ticks() >= 3);
        view.resize(600, 150);
        QTRY_VERIFY(ticks() <= 3);
        const double line = view.fontMetrics().height();
        QVERIFY(view.axisRect()->height() >= (ticks() - 1) * line);
    }

    void aTitleThatDoesNotFitSaysSo() {
        auto source = fourBars();
        source->title = QStringLiteral("Strongest channels of an expert, by falling significance");
        BarsView view;
        view.setBars(source);
        show(view);
        const auto* const title = qobject_cast<QCPTextElement*>(view.plotLayout()->element(0, 0));
        QVERIFY(title);
        QTRY_COMPARE(title->text(), source->title);
        view.resize(240, 300);
        QTRY_VERIFY(title->text().endsWith(QChar(0x2026)));
        view.beginExport(QStringLiteral("caption"), false); // a figure has the whole of it
        QCOMPARE(title->text(), source->title);
        view.endExport();
        QVERIFY(title->text().endsWith(QChar(0x2026)));
        view.resize(700, 300);
        QTRY_COMPARE(title->text(), source->title);
    }

    void textsOfFigures_data() {
        QTest::addColumn<double>("bytes");
        QTest::addColumn<QString>("tick");
        QTest::newRow("none") << 0.0 << QStringLiteral("0");
        QTest::newRow("few") << 512.0 << QStringLiteral("512 B");
        QTest::newRow("below a step") << 999.9999 << QStringLiteral("1 kB");
        QTest::newRow("half") << 2.5e6 << QStringLiteral("2.5 MB");
        QTest::newRow("rounding") << 3'000'000.0000001 << QStringLiteral("3 MB");
        QTest::newRow("many") << 4e13 << QStringLiteral("40 TB");
    }
    void textsOfFigures() {
        QFETCH(double, bytes);
        QTEST(byteTickText(bytes), "tick");
    }

    void figuresAreWrittenAsUsersDo() {
        QCOMPARE(figure(kNan), QStringLiteral("not seen"));
        QCOMPARE(figure(1234), QStringLiteral("1,234"));
        QCOMPARE(figure(0.12345678), QStringLiteral("0.1235"));
        QCOMPARE(figure(0.00001), QStringLiteral("1.00e-05"));
        QCOMPARE(durationText(400), QStringLiteral("0.4 s"));
        QCOMPARE(durationText(45'400), QStringLiteral("45 s"));
        QCOMPARE(durationText(200'000), QStringLiteral("3 min 20 s"));
        QCOMPARE(durationText(3'600'000 + 5 * 60'000), QStringLiteral("1 h 5 min"));
        QCOMPARE(megabyteText(12'340'000), QStringLiteral("12.34 MB"));
        QCOMPARE(unitSuffix(QStringLiteral("1")), QString());
        QCOMPARE(unitSuffix(QStringLiteral("nats")), QStringLiteral(" nats"));
    }
};

QTEST_MAIN(TestPlots)
#include "tst_plots.moc"
