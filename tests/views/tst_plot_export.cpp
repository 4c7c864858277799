// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/show.h"
#include "tests/views/fake_model.h"
#include "views/a11y/announce.h"
#include "views/a11y/plot_accessible.h"
#include "views/heatmap/heat_map_view.h"
#include "views/plots/plot_export.h"
#include "views/plots/plot_frame.h"
#include "views/plots/scatter_view.h"
#include "views/state/settings.h"

#include <QAccessible>
#include <QClipboard>
#include <QGuiApplication>
#include <QMimeData>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTableView>
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
        const auto bytes = exportedPlot(*m_view, {ExportFormat::Csv});
        QVERIFY(bytes.ok());
        const auto shown = showCsv(*fakeAnalysis(), "load", "prose", -1);
        QVERIFY(shown.ok());
        QCOMPARE(bytes.value().toStdString(), shown.value());
    }

    void pngGrowsWithItsScale() {
        const QSize size = m_view->size();
        for (const int scale : {1, 2, 4}) {
            const auto bytes =
                exportedPlot(*m_view, {ExportFormat::Png, static_cast<double>(scale)});
            QVERIFY(bytes.ok());
            const QImage picture = QImage::fromData(bytes.value(), "PNG");
            QCOMPARE(picture.size(), size * scale);
        }
    }

    void vectorFormatsAreWhatTheySay() {
        const auto svg = exportedPlot(*m_view, {ExportFormat::Svg});
        QVERIFY(svg.ok() && svg.value().contains("<svg") && svg.value().contains("</svg>"));
        QVERIFY(svg.value().contains("Load over fair share"));
        const auto pdf = exportedPlot(*m_view, {ExportFormat::Pdf});
        QVERIFY(pdf.ok() && pdf.value().startsWith("%PDF-"));
    }

    void anEmptyPlotSaysSo() {
        m_view->setGrid(nullptr);
        const auto bytes = exportedPlot(*m_view, {ExportFormat::Png});
        QVERIFY(!bytes.ok());
        QVERIFY(bytes.error().code == ErrorCode::BadInput);
    }

    void aPictureThatIsTooLargeSaysSo() {
        ExportOptions options{ExportFormat::Png, 4.0};
        options.size = QSize(100000, 100000);
        const auto bytes = exportedPlot(*m_view, options);
        QVERIFY(!bytes.ok());
        QVERIFY(bytes.error().what.find("memory") != std::string::npos);
    }

    void exportWritesOrExplains() {
        QTemporaryDir folder;
        QSignalSpy exported(m_frame.get(), &PlotFrame::exported);
        m_frame->exportTo({ExportFormat::Csv}, folder.filePath(QStringLiteral("x.csv")));
        QCOMPARE(exported.count(), 1);
        std::string what;
        connect(m_frame.get(), &PlotFrame::failed, this,
                [&](const Error& error) { what = error.message(); });
        m_frame->exportTo({ExportFormat::Csv}, QStringLiteral("/no/such/folder/x.csv"));
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
        QCOMPARE(table->model()->rowCount(), 8);
        QCOMPARE(table->model()->index(1, 2).data(Qt::EditRole).toDouble(), 1.5);
        QCOMPARE(table->model()->index(7, 2).data().toString(), QStringLiteral("not seen"));
    }

    void csvOfEveryMetricIsWhatShowPrints() {
        const auto analysis = fakeAnalysis();
        int compared = 0;
        for (const auto& [key, array] : analysis->results) {
            const MetricInfo* const info = findMetric(key.metric);
            if (!info || std::string_view(info->axes) != "layer,expert") continue;
            for (const auto order : {ExpertOrder::Index, ExpertOrder::Load}) {
                m_view->setGrid(unitGrid(analysis, QString::fromStdString(key.metric),
                                         QString::fromStdString(key.corpus), order));
                const auto bytes = exportedPlot(*m_view, {ExportFormat::Csv});
                const auto shown = showCsv(*analysis, key.metric, key.corpus, key.layer);
                QVERIFY(bytes.ok() && shown.ok());
                QCOMPARE(bytes.value().toStdString(), shown.value());
                ++compared;
            }
        }
        QCOMPARE(compared, 10);
    }

    void everyFormatGivesTheSameBytesAgain() {
        for (const auto format : {ExportFormat::Png, ExportFormat::Svg, ExportFormat::Pdf}) {
            ExportOptions options{format};
            options.size = QSize(320, 240);
            options.spec = "{\"moqaView\":1}";
            options.onPaper = true;
            const auto first = exportedPlot(*m_view, options);
            m_view->setCurrentCell({1, 0}); // the cursor is not part of a figure
            QTest::qWait(1100);             // nor is the time of day
            const auto second = exportedPlot(*m_view, options);
            QVERIFY(first.ok() && second.ok());
            QVERIFY2(first.value() == second.value(), qPrintable(exportSuffix(format)));
            m_view->setCurrentCell(kNoCell);
        }
    }

    void aFigureOnPaperIsWhiteAndTheScreenStaysDark() {
        QPalette dark;
        dark.setColor(QPalette::Base, Qt::black);
        dark.setColor(QPalette::Text, Qt::white);
        m_view->setPalette(dark);
        ExportOptions options{ExportFormat::Png};
        options.onPaper = true;
        const auto paper = exportedPlot(*m_view, options);
        QCOMPARE(QImage::fromData(paper.value()).pixelColor(2, 2), QColor(Qt::white));
        options.onPaper = false;
        const auto screen = exportedPlot(*m_view, options);
        QCOMPARE(QImage::fromData(screen.value()).pixelColor(2, 2), QColor(Qt::black));
    }

    void theCaptionSaysWhatTheFigureIs() {
        const QString caption = figureCaption(*m_view, QStringLiteral("demo"));
        QCOMPARE(caption, QStringLiteral("demo; prose, 100 tokens; colours from 0.5 to 2"));
        ExportOptions options{ExportFormat::Svg};
        options.model = QStringLiteral("demo-model");
        QVERIFY(exportedPlot(*m_view, options).value().contains("demo-model; prose, 100 tokens"));
        QVERIFY(!m_view->captionText().contains(QStringLiteral("demo-model")));
    }

    void copiedValuesCarryTheirHeader() {
        m_view->setFrame({QCPRange(0.5, 1.5), QCPRange(-0.5, 0.5)}); // layer 0, expert 1
        m_frame->copyValues();
        const QMimeData* const data = QGuiApplication::clipboard()->mimeData();
        QCOMPARE(data->text(), QStringLiteral("layer\texpert\tLoad over fair share\trank in layer\n"
                                              "0\t1\t1.5\t1\n"));
        QVERIFY(data->html().contains(QStringLiteral("<th>expert</th>")));
        QVERIFY(data->html().contains(QStringLiteral("<td>1.5</td>")));
    }

    void theCursorIsAnnounced() {
        static QStringList announced;
        announced.clear();
        const auto before = listenToAnnouncements([](QAccessibleEvent* event) {
            if (event->type() == QAccessible::ValueChanged)
                announced << static_cast<QAccessibleValueChangeEvent*>(event)->value().toString();
        });
        m_view->setCurrentCell({0, 0});
        QTest::keyClick(m_view, Qt::Key_Right);
        listenToAnnouncements(before);
        QCOMPARE(announced.size(), 2);
        QVERIFY(announced.last().startsWith(QStringLiteral("layer 0, expert 1: 1.5")));
    }

    void scatterDropsWhatALogAxisCannotShow() {
        ScatterView scatter;
        scatter.resize(400, 400);
        const auto source = corpusScatter(*fakeAnalysis(), QStringLiteral("significance"),
                                          QStringLiteral("prose"), QStringLiteral("code"), -1);
        QVERIFY(source);
        QCOMPARE(source->points.size(), size_t{8});
        QCOMPARE(source->readout(0),
                 QStringLiteral("layer 0, expert 0: prose 0.1, code 0.4, ratio 4; 200 tokens"));
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
