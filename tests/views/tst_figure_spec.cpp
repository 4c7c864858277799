// SPDX-License-Identifier: GPL-3.0-or-later
// The view that every figure carries: out into the file and back.
#include "tests/views/fake_model.h"
#include "views/heatmap/heat_map_view.h"
#include "views/plots/plot_export.h"
#include "views/state/figure_spec.h"

#include <QTest>

using namespace moqa;

namespace {

FigureSpec unlikely() {
    FigureSpec spec;
    spec.source = QStringLiteral("/data/a \"b\" & <c>.moqa");
    spec.fingerprint = QStringLiteral("1234:abcd");
    spec.model = QStringLiteral("d\u00e9mo");
    spec.page = QStringLiteral("activation");
    spec.plot = QStringLiteral("map");
    spec.metric = QStringLiteral("load");
    spec.matrixMetric = QStringLiteral("lift");
    spec.corpus = QStringLiteral("prose");
    spec.otherCorpus = QStringLiteral("code");
    spec.layer = 2;
    spec.order = ExpertOrder::Cluster;
    spec.colours = {ColourMap::Greys, true, ColourScale::Robust, ValueScale::Rank,
                    ColourLimits{0.1, 1.0 / 3}};
    spec.limitsLocked = true;
    spec.logAxes = false;
    spec.frame = FrameBounds{-0.5, 2.5, 0.25, 1.5};
    spec.own = {{QStringLiteral("score"), QStringLiteral("kurtosis")},
                {QStringLiteral("texts"), QString()}};
    return spec;
}

} // namespace

class TestFigureSpec : public QObject {
    Q_OBJECT
private slots:
    void jsonComesBackWhole() {
        const auto read = figureSpecFromJson(toJson(unlikely()), QStringLiteral("x"));
        QVERIFY(read.ok());
        QVERIFY(read.value() == unlikely());
        QCOMPARE(read.value().colours.limits->upper, 1.0 / 3);
        QVERIFY(!(FigureSpec() == unlikely()));
    }

    void everyPictureCarriesIt() {
        HeatMapView view;
        view.resize(300, 200);
        view.setGrid(unitGrid(fakeAnalysis(), QStringLiteral("load"), QStringLiteral("prose")));
        for (const auto format : {ExportFormat::Png, ExportFormat::Svg, ExportFormat::Pdf}) {
            ExportOptions options{format};
            options.spec = toJson(unlikely());
            const auto bytes = exportedPlot(view, options);
            QVERIFY(bytes.ok());
            const auto inside = figureSpecInside(bytes.value(), QStringLiteral("figure"));
            QVERIFY2(inside.ok(), inside.ok() ? "" : inside.error().message().c_str());
            QVERIFY(inside.value() == unlikely());
        }
        // A document that another program saved again, with our metadata after its own.
        ExportOptions options{ExportFormat::Pdf};
        options.spec = toJson(unlikely());
        const QByteArray ours = exportedPlot(view, options).value();
        options.spec.clear();
        const QByteArray plain = exportedPlot(view, options).value();
        QVERIFY(!figureSpecInside(plain, QStringLiteral("plain.pdf")).ok());
        const auto joined = figureSpecInside(plain + ours, QStringLiteral("joined.pdf"));
        QVERIFY(joined.ok() && joined.value() == unlikely());
        for (const char* name : {"a.png", "b.SVG", "c.pdf"})
            QVERIFY(looksLikeFigure(QLatin1String(name)));
        QVERIFY(!looksLikeFigure(QStringLiteral("d.csv")));
    }

    void aViewStateIsRestored() {
        ViewState view;
        applySpec(unlikely(), view);
        FigureSpec again = specOf(view);
        QCOMPARE(again.metric, QStringLiteral("load"));
        QCOMPARE(again.layer, 2);
        QVERIFY(again.order == ExpertOrder::Cluster);
        QVERIFY(again.colours.map == ColourMap::Greys && again.colours.reversed);
        QVERIFY(again.colours.spread == ValueScale::Rank);
        QVERIFY(again.colours.limits == unlikely().colours.limits);
        QVERIFY(again.limitsLocked && !again.logAxes);
        // The frame waits for its plot, and is taken once.
        QVERIFY(view.takeRequestedFrame(QStringLiteral("activation/map")) == unlikely().frame);
        QVERIFY(!view.takeRequestedFrame(QStringLiteral("activation/map")));
    }

    // Colours of other values than the page's metric say whose they are, and touch no others.
    void limitsBelongToTheirValues() {
        HeatMapView map;
        map.setGrid(unitGrid(fakeAnalysis(), QStringLiteral("load"), QStringLiteral("prose")));
        FigureSpec spec;
        spec.page = QStringLiteral("scores");
        spec.metric = QStringLiteral("load");
        map.describeView(spec);
        QCOMPARE(spec.limitsOf, QString());
        spec.metric = QStringLiteral("frequency");
        map.describeView(spec);
        QCOMPARE(spec.limitsOf, QStringLiteral("load"));
        spec.colours.limits = ColourLimits{-1, 1};
        spec.own = {{QStringLiteral("score"), QStringLiteral("kurtosis")}};
        ViewState view;
        const ColourLimits mine{0.25, 0.5};
        view.setOwnLimits(QStringLiteral("frequency"), mine);
        applySpec(spec, view);
        QVERIFY(view.ownLimits(QStringLiteral("frequency")) == mine);
        QVERIFY(view.ownLimits(QStringLiteral("load")) == spec.colours.limits);
        QVERIFY(view.takeRequestedChoices(QStringLiteral("scores")) == spec.own);
        QVERIFY(!view.takeRequestedChoices(QStringLiteral("scores")));
    }

    void whatIsNoViewIsRefusedWithItsReason_data() {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QByteArray>("reason");
        QTest::newRow("no json") << QByteArray("hello") << QByteArray("not the view");
        QTest::newRow("array") << QByteArray("[1]") << QByteArray("not the view");
        QTest::newRow("newer") << QByteArray("{\"moqaView\":2}") << QByteArray("newer version");
        QTest::newRow("order") << QByteArray("{\"moqaView\":1,\"order\":\"size\"}")
                               << QByteArray("\"order\"");
        QTest::newRow("layer") << QByteArray("{\"moqaView\":1,\"layer\":1.5}")
                               << QByteArray("\"layer\"");
        QTest::newRow("limits") << QByteArray("{\"moqaView\":1,\"limits\":[2,1]}")
                                << QByteArray("\"limits\"");
        QTest::newRow("frame") << QByteArray("{\"moqaView\":1,\"frame\":[0,1]}")
                               << QByteArray("\"frame\"");
        QTest::newRow("own") << QByteArray("{\"moqaView\":1,\"own\":{\"score\":1}}")
                             << QByteArray("\"own\"");
        QTest::newRow("drawing") << QByteArray("<svg xmlns=\"http://www.w3.org/2000/svg\"/>")
                                 << QByteArray("carries no view");
        QTest::newRow("document") << QByteArray("%PDF-1.4\n%%EOF") << QByteArray("carries no view");
        QTest::newRow("document cut off")
            << QByteArray("%PDF-1.4\n<x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><dc:source>")
            << QByteArray("carries no view");
        QTest::newRow("png") << QByteArray("\x89PNG\r\n\x1a\n") << QByteArray("carries no view");
    }
    void whatIsNoViewIsRefusedWithItsReason() {
        QFETCH(QByteArray, bytes);
        QFETCH(QByteArray, reason);
        const auto spec = figureSpecInside(bytes, QStringLiteral("here.png"));
        QVERIFY(!spec.ok());
        QVERIFY(spec.error().code == ErrorCode::BadInput);
        QVERIFY2(spec.error().message().find(reason.toStdString()) != std::string::npos,
                 spec.error().message().c_str());
        QVERIFY(spec.error().message().find("here.png") != std::string::npos);
    }
};

QTEST_MAIN(TestFigureSpec)
#include "tst_figure_spec.moc"
