// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/show.h"
#include "tests/views/fake_model.h"
#include "views/a11y/plot_accessible.h"
#include "views/heatmap/heat_map_view.h"
#include "views/plots/plot_export.h"
#include "views/plots/plot_frame.h"
#include "views/plots/scatter_view.h"
#include "views/state/settings.h"

#include <QAccessible>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

using namespace moqa;

class TestPlotExport : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() {
        QStandardPaths::setTestModeEnabled(true);
        installPlotAccessibility();
    }

    void init() {
        m_view = new HeatMapView;
        m_frame = std::make_unique<PlotFrame>(m_view, QStringLiteral("Load"), m_settings);
        m_frame->resize(500, 400);
        m_view->setGrid(unitGrid(fakeAnalysis(), QStringLiteral("load"), QStringLiteral("prose")));
        m_frame->show();
    }

    void csvIsWhatShowPrints() {
        const auto bytes = exportedPlot(*m_view, ExportFormat::Csv);
        QVERIFY(bytes.ok());
        const auto shown = showCsv(*fakeAnalysis(), "load", "prose", -1);
        QVERIFY(shown.ok());
        QCOMPARE(bytes.value().toStdString(), shown.value());
    }

    void pngGrowsWithItsScale() {
        const QSize size = m_view->size();
        for (const int scale : {1, 2, 4}) {
            const auto bytes = exportedPlot(*m_view, ExportFormat::Png, scale);
            QVERIFY(bytes.ok());
            const QImage picture = QImage::fromData(bytes.value(), "PNG");
            QCOMPARE(picture.size(), size * scale);
        }
    }

    void vectorFormatsAreWhatTheySay() {
        const auto svg = exportedPlot(*m_view, ExportFormat::Svg);
        QVERIFY(svg.ok() && svg.value().contains("<svg") && svg.value().contains("</svg>"));
        QVERIFY(svg.value().contains("Load over fair share"));
        const auto pdf = exportedPlot(*m_view, ExportFormat::Pdf);
        QVERIFY(pdf.ok() && pdf.value().startsWith("%PDF-"));
    }

    void anEmptyPlotSaysSo() {
        m_view->setGrid(nullptr);
        const auto bytes = exportedPlot(*m_view, ExportFormat::Png);
        QVERIFY(!bytes.ok());
        QVERIFY(bytes.error().code == ErrorCode::BadInput);
    }

    void exportWritesOrExplains() {
        QTemporaryDir folder;
        QSignalSpy exported(m_frame.get(), &PlotFrame::exported);
        m_frame->exportTo(ExportFormat::Csv, 1, folder.filePath(QStringLiteral("x.csv")));
        QCOMPARE(exported.count(), 1);
        std::string what;
        connect(m_frame.get(), &PlotFrame::failed, this,
                [&](const Error& error) { what = error.message(); });
        m_frame->exportTo(ExportFormat::Csv, 1, QStringLiteral("/no/such/folder/x.csv"));
        QVERIFY(what.find("/no/such/folder") != std::string::npos);
        QCOMPARE(exported.count(), 1);
    }

    void aPlotIsAChartWithNameAndValue() {
        QAccessibleInterface* const face = QAccessible::queryAccessibleInterface(m_view);
        QVERIFY(face);
        QCOMPARE(face->role(), QAccessible::Chart);
        QCOMPARE(face->text(QAccessible::Name), QStringLiteral("Load"));
        QVERIFY(face->text(QAccessible::Description).contains(QStringLiteral("2 rows of layer")));
        m_view->setCurrentCell({1, 0});
        QVERIFY(
            face->text(QAccessible::Value).startsWith(QStringLiteral("layer 0, expert 1: 1.5")));
    }

    void theTableTwinHasTheSameValues() {
        m_frame->showTable(true);
        QVERIFY(m_frame->showsTable());
        auto* const table = m_frame->findChild<QTableView*>();
        QVERIFY(table && table->isVisible());
        QCOMPARE(table->model()->rowCount(), 2);
        QCOMPARE(table->model()->index(0, 2).data(Qt::EditRole).toDouble(), 1.5);
        QCOMPARE(table->model()->index(1, 4).data().toString(), QStringLiteral("not seen"));
    }

    void scatterDropsWhatALogAxisCannotShow() {
        ScatterView scatter;
        scatter.resize(400, 400);
        const auto source = corpusScatter(*fakeAnalysis(), QStringLiteral("significance"),
                                          QStringLiteral("prose"), QStringLiteral("code"), -1);
        QVERIFY(source);
        QCOMPARE(source->points.size(), size_t{8});
        QCOMPARE(source->readout(0),
                 QStringLiteral("layer 0, expert 0: prose 0.1, code 0.4, ratio 4"));
        scatter.setScatter(source);
        scatter.setLogAxes(true);
        // One expert has significance 0 on prose.
        QCOMPARE(scatter.graph(0)->dataCount() + scatter.graph(1)->dataCount(), 7);
        scatter.setLogAxes(false);
        QCOMPARE(scatter.graph(0)->dataCount() + scatter.graph(1)->dataCount(), 8);
        scatter.setSelected({{0, 1}});
        QCOMPARE(scatter.graph(1)->dataCount(), 1);
        QCOMPARE(QString::fromStdString(source->csv()).section(QLatin1Char('\n'), 0, 0),
                 QStringLiteral("layer,expert,prose,code"));
        QVERIFY(!corpusScatter(*fakeAnalysis(), QStringLiteral("load"), QStringLiteral("prose"),
                               QStringLiteral("none"), -1));
    }

    void coloursFollowThePalette() {
        QPalette dark;
        dark.setColor(QPalette::Base, Qt::black);
        dark.setColor(QPalette::Text, Qt::white);
        m_view->setPalette(dark);
        QCOMPARE(m_view->xAxis->tickLabelColor(), QColor(Qt::white));
        m_view->replot();
        QCOMPARE(m_view->toPixmap().toImage().pixelColor(2, 2), QColor(Qt::black));
    }

private:
    Settings m_settings;
    HeatMapView* m_view = nullptr;
    std::unique_ptr<PlotFrame> m_frame;
};

QTEST_MAIN(TestPlotExport)
#include "tst_plot_export.moc"
