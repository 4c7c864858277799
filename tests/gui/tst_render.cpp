// SPDX-License-Identifier: GPL-3.0-or-later
// Figures without a screen, and figures opened again.
#include "app/gui/main_window.h"
#include "app/gui/render_figure.h"
#include "core/analysis/show.h"
#include "core/store/workspace.h"
#include "tests/gui/window_driver.h"
#include "tests/views/fake_model.h"
#include "views/heatmap/heat_map_view.h"
#include "views/plots/plot_frame.h"
#include "views/state/figure_spec.h"
#include "views/state/workbench_actions.h"

#include <QFile>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

using namespace moqa;

class TestRender : public QObject {
    Q_OBJECT
    QString file(const char* name) const { return m_folder.filePath(QLatin1String(name)); }
    static QByteArray bytesOf(const QString& path) {
        QFile in(path);
        return in.open(QIODevice::ReadOnly) ? in.readAll() : QByteArray();
    }
    static void write(const QString& path, const QByteArray& bytes) {
        QFile out(path);
        QVERIFY(out.open(QIODevice::WriteOnly));
        out.write(bytes);
    }
    FigureSpec spec() const {
        FigureSpec spec;
        spec.source = file("work.moqa");
        spec.model = QStringLiteral("fake");
        spec.page = QStringLiteral("activation");
        spec.plot = QStringLiteral("map");
        spec.metric = QStringLiteral("load");
        spec.corpus = QStringLiteral("code");
        spec.order = ExpertOrder::Load;
        spec.colours.map = ColourMap::Cividis;
        spec.frame = FrameBounds{0.5, 2.5, -0.5, 1.5};
        return spec;
    }
    Status render(const FigureSpec& what, const QString& to) {
        write(file("spec.json"), toJson(what));
        RenderRequest request{file("spec.json"), to};
        request.size = QSize(500, 400);
        request.scale = 2;
        return renderFigure(request);
    }

private slots:
    void initTestCase() {
        QStandardPaths::setTestModeEnabled(true);
        Workspace workspace;
        workspace.analysis = fakeAnalysis();
        workspace.modelName = "fake";
        workspace.modelPath = "/nowhere/fake";
        QVERIFY(saveWorkspace(workspace, file("work.moqa").toStdString()).ok());
    }

    void theSameSpecGivesTheSameBytes() {
        for (const char* name : {"a.png", "a.svg", "a.pdf"}) {
            const Status first = render(spec(), file(name));
            QVERIFY2(first.ok(), first.ok() ? "" : first.error().message().c_str());
            const QByteArray bytes = bytesOf(file(name));
            QTest::qWait(1100); // a clock in the file would show
            QVERIFY(render(spec(), file(name)).ok());
            QVERIFY2(bytesOf(file(name)) == bytes, name);
        }
        QCOMPARE(QImage(file("a.png")).size(), QSize(1000, 800));
        FigureSpec other = spec();
        other.colours.map = ColourMap::Viridis;
        QVERIFY(render(other, file("b.png")).ok());
        QVERIFY(bytesOf(file("b.png")) != bytesOf(file("a.png")));
    }

    void aFigureIsDrawnAgainFromItself() {
        for (const char* name : {"c.png", "c.svg", "c.pdf"}) {
            QVERIFY(render(spec(), file(name)).ok());
            const QString again = file("again") + QLatin1String(name);
            QVERIFY(renderFigure({file(name), again, QSize(500, 400), 2}).ok());
            QVERIFY2(bytesOf(again) == bytesOf(file(name)), name);
        }
    }

    void valuesAreThoseOfTheCommand() {
        QVERIFY(render(spec(), file("e.csv")).ok());
        QCOMPARE(bytesOf(file("e.csv")).toStdString(),
                 showCsv(*fakeAnalysis(), "load", "code", -1).value());
    }

    void openingAFigureRestoresItsView_data() {
        QTest::addColumn<QString>("name");
        for (const char* name : {"f.png", "f.svg", "f.pdf"})
            QTest::newRow(name) << QString::fromLatin1(name);
    }
    void openingAFigureRestoresItsView() {
        QFETCH(QString, name);
        const QString figure = m_folder.filePath(name);
        QVERIFY(render(spec(), figure).ok());
        Workbench workbench;
        addWorkbenchActions(workbench);
        MainWindow window(workbench);
        window.show();
        QVERIFY(dropOn(window, {figure})); // as the menu and the command line do
        QTRY_COMPARE(window.currentPage(), QStringLiteral("activation"));
        auto* const map = window.findChild<HeatMapView*>(QStringLiteral("map"));
        QTRY_VERIFY(map && map->grid());
        QTRY_COMPARE(map->frame().x.lower, 0.5);
        QCOMPARE(map->frame().y.upper, 1.5);
        QCOMPARE(map->grid()->columnAxis, QStringLiteral("expert, by load"));
        QVERIFY(workbench.view().colourMap() == ColourMap::Cividis);
        QCOMPARE(workbench.view().corpus(), QStringLiteral("code"));
    }

    void faultsAreNamed() {
        const auto saidBy = [](const Status& status) {
            return status.ok() ? QString() : QString::fromStdString(status.error().message());
        };
        QVERIFY(saidBy(render(spec(), file("x.bmp"))).contains(QStringLiteral(".png, .svg")));
        FigureSpec lost = spec();
        lost.source = file("none.moqa");
        QVERIFY(saidBy(render(lost, file("x.png"))).contains(QStringLiteral("none.moqa")));
        lost = spec();
        lost.plot = QStringLiteral("nothing");
        QVERIFY(saidBy(render(lost, file("x.png"))).contains(QStringLiteral("activation/nothing")));
        lost = spec();
        lost.fingerprint = QStringLiteral("of another");
        QVERIFY(saidBy(render(lost, file("x.png"))).contains(QStringLiteral("another model")));
        QVERIFY(!QFile::exists(file("x.png")));
        QVERIFY(parseFigureSize(QStringLiteral("640x480")).value() == QSize(640, 480));
        for (const char* size : {"640", "0x0", "99x500", "20000x500", "axb"})
            QVERIFY(!parseFigureSize(QLatin1String(size)).ok());
    }

private:
    QTemporaryDir m_folder;
};

QTEST_MAIN(TestRender)
#include "tst_render.moc"
