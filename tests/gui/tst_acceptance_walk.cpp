// SPDX-License-Identifier: GPL-3.0-or-later
// The walk that a reviewer takes in ten minutes, in its order and by real events: a first start,
// the demo, hover and zoom, a bit edit and its undo, quantizing, exports against the command
// line's, a stopped analysis, theme and scale, keys, panels over a restart, kill -9, a cut-off
// file, the edit without a mouse, and what a screen reader hears. The steps stand on each other.
// Restarts and the kill happen in child processes: this program with "--child".
#include "app/gui/shortcuts_dialog.h"
#include "core/analysis/coverage.h"
#include "core/store/journal.h"
#include "tests/cli/cli_runner.h"
#include "tests/gui/h5_content.h"
#include "tests/gui/walk_child.h"
#include "tests/gui/window_driver.h"
#include "views/a11y/announce.h"
#include "views/panels/jobs_panel.h"
#include "views/panels/message_bar.h"
#include "views/panels/plan_form.h"
#include "views/panels/staleness_badge.h"
#include "views/plots/plot_frame.h"
#include "views/state/staleness.h"
#include "views/theme/theme.h"

#include <QAccessible>
#include <QCommandLinkButton>
#include <QDialogButtonBox>
#include <QDir>
#include <QDockWidget>
#include <QFileInfo>
#include <QKeySequenceEdit>
#include <QLabel>
#include <QListView>
#include <QProcess>
#include <QPushButton>
#include <QRegularExpression>
#include <QSvgRenderer>
#include <QTemporaryDir>
#include <QTest>
#include <QTreeWidget>

using namespace moqa;

namespace {

constexpr int kJobMs = kWalkJobMs;
constexpr int kBrush = 3;

QByteArray bytesOf(const QString& path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

// What a screen reader is told of heat maps.
struct Heard {
    QAccessible::Role role;
    QString name, value;
};
std::vector<Heard> heard;
void listen(QAccessibleEvent* event) {
    const auto* const view = qobject_cast<HeatMapView*>(event->object());
    if (event->type() != QAccessible::ValueChanged || !view || !view->isVisible()) return;
    QAccessibleInterface* const face = QAccessible::queryAccessibleInterface(event->object());
    if (face)
        heard.push_back(
            {face->role(), face->text(QAccessible::Name), face->text(QAccessible::Value)});
}

} // namespace

class TestAcceptanceWalk : public QObject {
    Q_OBJECT
private slots:
    void startsWithoutSettings() {
        QVERIFY(!QFileInfo::exists(QSettings().fileName()));
        start();
        QCOMPARE(main().currentPage(), QStringLiteral("welcome"));
        QVERIFY(m_window->errors.isEmpty());
    }

    void opensTheDemoInOneClick() {
        auto* const demo = visibleChild<QCommandLinkButton>(main(), [](const auto& button) {
            return button.text().contains(QStringLiteral("demo"));
        });
        QVERIFY(demo);
        QTest::mouseClick(demo, Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(doc().analysis() != nullptr, kJobMs);
        QCOMPARE(main().currentPage(), QStringLiteral("activation"));
        QVERIFY(map() && map()->grid());
        QCOMPARE(map()->grid()->rows(), static_cast<int>(doc().analysis()->moeLayers.size()));
        QVERIFY(analysisFit(doc()).fit == Fit::Current);
    }

    void hoversAndMovesTheCursor() {
        QTest::mouseMove(map(), cellPoint(*map(), 2, 7));
        QCOMPARE(map()->readout(), map()->grid()->readout(2, 7));
        QVERIFY(m_window->says(map()->grid()->readout(2, 7)));
        QTest::mouseClick(map(), Qt::LeftButton, {}, cellPoint(*map(), 1, 1));
        for (const Qt::Key key : {Qt::Key_Right, Qt::Key_Right, Qt::Key_Down})
            QTest::keyClick(map(), key);
        QCOMPARE(map()->currentCell(), QPoint(3, 2));
        // The mouse still rests on another cell: what moved last is what is read.
        QCOMPARE(map()->readout(), map()->grid()->readout(2, 3));
        QCOMPARE(m_window->workbench.selection().cursor(),
                 ObjectRef::ofExpert(map()->grid()->rowIds[2], 3));
    }

    void zoomsAndGoesBack() {
        const PlotRange all = map()->frame();
        turnWheel(*map(), 2);
        QVERIFY(map()->frame().x.size() < all.x.size());
        QTest::keyClick(map(), Qt::Key_Left, Qt::AltModifier);
        QCOMPARE(map()->frame(), all);
        QTest::keyClick(map(), Qt::Key_Right, Qt::AltModifier);
        QVERIFY(map()->frame() != all);
        QTest::keyClick(map(), Qt::Key_0, Qt::ControlModifier);
        QCOMPARE(map()->frame(), all);
    }

    void makesAPlan() {
        m_answers.dialog<PlanForm>([](PlanForm& form) { QTest::keyClick(&form, Qt::Key_Return); });
        m_window->key(Qt::Key_P, Qt::ControlModifier);
        QVERIFY(m_answers.allGiven());
        QTRY_VERIFY_WITH_TIMEOUT(doc().activePlan() != nullptr, kJobMs);
        QCOMPARE(main().currentPage(), QStringLiteral("plan"));
        QVERIFY(map()->grid() && map()->grid()->kind == GridKind::Bits);
    }

    void setsABlockToThreeBitsAndTheBudgetMoves() {
        const QString before = m_window->figure(QStringLiteral("Size of the model"));
        QVERIFY(before.contains(QStringLiteral("MB")));
        QTest::mousePress(map(), Qt::LeftButton, {}, cellPoint(*map(), 1, 4));
        QTest::mouseMove(map(), cellPoint(*map(), 2, 7));
        QTest::mouseRelease(map(), Qt::LeftButton, {}, cellPoint(*map(), 2, 7));
        QCOMPARE(m_window->workbench.selection().objects().size(), size_t{8});
        m_was = blockBits();
        QTest::mouseClick(visibleButton(main(), QString::number(kBrush)), Qt::LeftButton);
        QTest::mouseClick(visibleButton(main(), QStringLiteral("Set selected")), Qt::LeftButton);
        QCOMPARE(blockBits(), std::vector<int>(8, kBrush));
        QVERIFY(doc().isModified());
        QVERIFY(main().isWindowModified());
        const QString after = m_window->figure(QStringLiteral("Size of the model"));
        QVERIFY2(after != before, qPrintable(after));
        m_window->key(Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(blockBits(), m_was);
        QCOMPARE(m_window->figure(QStringLiteral("Size of the model")), before);
        m_window->key(Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
        QCOMPARE(m_window->figure(QStringLiteral("Size of the model")), after);
    }

    void walksTheHistory() {
        m_window->raiseDock(QStringLiteral("History"));
        auto* const history = main().findChild<QDockWidget*>(QStringLiteral("dock.history"));
        auto* const steps = visibleChild<QListView>(*history);
        QVERIFY(steps);
        const int last = steps->model()->rowCount() - 1;
        QVERIFY(last >= 1);
        QVERIFY(steps->model()->index(last, 0).data().toString().contains(QString::number(kBrush)));
        const auto choose = [&](int row) {
            const QModelIndex index = steps->model()->index(row, 0);
            steps->scrollTo(index);
            QTest::mouseClick(steps->viewport(), Qt::LeftButton, {},
                              steps->visualRect(index).center());
        };
        choose(last - 1);
        QCOMPARE(blockBits(), m_was);
        choose(last);
        QCOMPARE(blockBits(), std::vector<int>(8, kBrush));
    }

    void saves() {
        m_work = at("walk.moqa");
        m_answers.file(m_work);
        m_window->key(Qt::Key_S, Qt::ControlModifier);
        QVERIFY(m_answers.allGiven());
        QTRY_COMPARE_WITH_TIMEOUT(doc().path(), m_work, kJobMs);
        QTRY_VERIFY_WITH_TIMEOUT(!main().isWindowModified(), kJobMs);
    }

    void exportsWhatTheCommandLinePrints() {
        m_window->key(Qt::Key_3, Qt::AltModifier);
        QCOMPARE(main().currentPage(), QStringLiteral("activation"));
        exportAs(QStringLiteral("PNG at 2x"), at("map.png"));
        QCOMPARE(QImage(at("map.png")).size(), map()->size() * 2);
        exportAs(QStringLiteral("SVG"), at("map.svg"));
        QVERIFY(QSvgRenderer(at("map.svg")).isValid());
        exportAs(QStringLiteral("PDF"), at("map.pdf"));
        const QByteArray pdf = bytesOf(at("map.pdf"));
        QVERIFY(pdf.startsWith("%PDF-") && pdf.trimmed().endsWith("%%EOF"));
        exportAs(QStringLiteral("CSV of all"), at("map.csv"));
        const auto& key = map()->grid()->key;
        const CliResult printed =
            runCli({QStringLiteral("show"), m_work, QStringLiteral("--metric"),
                    QString::fromStdString(key.metric), QStringLiteral("--corpus"),
                    QString::fromStdString(key.corpus), QStringLiteral("--csv")});
        QVERIFY2(printed.exitCode == 0, printed.err.constData());
        QVERIFY(printed.out.count('\n') > 100);
        QCOMPARE(bytesOf(at("map.csv")), printed.out);
    }

    void quantizesAsTheCommandLineDoes() {
        m_window->key(Qt::Key_8, Qt::AltModifier);
        const QString ours = at("window.h5"), theirs = at("cli.h5"), plan = at("plan.json");
        m_answers.file(ours);
        QTest::mouseClick(visibleButton(main(), QStringLiteral("Quantize...")), Qt::LeftButton);
        QVERIFY(m_answers.allGiven());
        QTRY_VERIFY_WITH_TIMEOUT(doc().quantizeRun(doc().activePlanName()).has_value(), kJobMs);
        QVERIFY(doc().activePlan()->save(plan.toStdString()).ok());
        const CliResult run =
            runCli({QStringLiteral("quantize"), demoModel(), QStringLiteral("--plan"), plan,
                    QStringLiteral("--work"), m_work, QStringLiteral("-o"), theirs,
                    QStringLiteral("--quiet")});
        QVERIFY2(run.exitCode == 0, run.err.constData());
        const auto a = h5Content(ours.toStdString()), b = h5Content(theirs.toStdString());
        QVERIFY(a.size() > 1000);
        QCOMPARE(a.size(), b.size());
        QStringList differing;
        for (const auto& [name, content] : a)
            if (!b.contains(name) || b.at(name) != content)
                differing << QString::fromStdString(name);
        // Each says who was asked to make it; that moves what lies behind it in the file, and both
        // change the sums over the whole.
        QVERIFY(differing.removeOne(QStringLiteral("provenance@command_line")));
        static const QRegularExpression follows(QStringLiteral(
            "^(@(attributes_sha256|manifest_sha256|uuid)|index\\w*/\\w*file_offset(@sha256)?)$"));
        QCOMPARE(differing.filter(follows), differing);
        m_window->key(Qt::Key_S, Qt::ControlModifier);
        QTRY_VERIFY_WITH_TIMEOUT(!main().isWindowModified(), kJobMs);
    }

    void labelsAnAnalysisThatWasStopped() {
        JobRunner& jobs = m_window->workbench.jobs();
        bool stopped = false;
        const auto stopHalfWay = [&](int number) {
            const JobInfo* const job = jobs.job(number);
            if (stopped || job->kind != JobKind::Analyze || job->fraction < 0.4) return;
            stopped = true;
            auto* const panel = main().findChild<JobsPanel*>();
            QTest::mouseClick(visibleButton(*panel, QStringLiteral("Cancel ") + job->title),
                              Qt::LeftButton);
        };
        const auto watch = connect(&jobs, &JobRunner::jobChanged, this, stopHalfWay);
        m_window->choosePaletteEntry(QStringLiteral("open demo"));
        QTRY_VERIFY_WITH_TIMEOUT(stopped, kJobMs);
        QTRY_VERIFY_WITH_TIMEOUT(!jobs.isActive(JobKind::Analyze), kJobMs);
        disconnect(watch);
        QVERIFY2(doc().analysis(), "nothing was kept of half an analysis");
        QVERIFY(coverageOf(*doc().analysis()).partial());
        QVERIFY(analysisFit(doc()).fit == Fit::Partial);
        QTRY_VERIFY(visibleChild<StalenessBadge>(main()));
        const auto* const label = visibleChild<QLabel>(*visibleChild<StalenessBadge>(main()));
        QVERIFY(label);
        static const QRegularExpression partial(
            QStringLiteral("^Partial: Seen so far: .*\\b[1-5] of 6 layers"));
        QVERIFY2(partial.match(label->text()).hasMatch(), qPrintable(label->text()));
        // Back to what was saved; the half is not kept.
        m_answers.box(QMessageBox::Discard);
        m_window->key(Qt::Key_1, Qt::ControlModifier);
        QVERIFY(m_answers.allGiven());
        QTRY_COMPARE_WITH_TIMEOUT(doc().path(), m_work, kJobMs);
        QVERIFY(analysisFit(doc()).fit == Fit::Current);
    }

    void turnsDark() {
        main().showPage(QStringLiteral("activation"));
        QApplication::processEvents();
        const auto paper = [this] { return map()->grab().toImage().pixelColor(3, 3); };
        const Theme light = Theme::of(main().palette());
        QVERIFY(!light.dark);
        QCOMPARE(paper(), light.background);
        m_window->choosePaletteEntry(QStringLiteral("dark"));
        QTRY_VERIFY(Theme::of(main().palette()).dark);
        const Theme dark = Theme::of(map()->palette());
        QVERIFY(dark.background.lightnessF() < 0.3 && dark.text.lightnessF() > 0.7);
        QTRY_COMPARE(paper(), dark.background);
        QCOMPARE(map()->xAxis->labelColor(), dark.text);
        QCOMPARE(map()->xAxis->tickLabelColor(), dark.text);
    }

    void takesAnotherKey() {
        const QKeySequence old =
            m_window->workbench.actions().action(QStringLiteral("page.plan"))->shortcut();
        QCOMPARE(old, QKeySequence(Qt::ALT | Qt::Key_7));
        m_window->key(Qt::Key_7, Qt::AltModifier);
        QCOMPARE(main().currentPage(), QStringLiteral("plan"));
        m_answers.dialog<ShortcutsDialog>([](ShortcutsDialog& sheet) {
            sheet.choose(QStringLiteral("page.plan"));
            sheet.findChild<QKeySequenceEdit*>()->setKeySequence(
                QKeySequence(Qt::CTRL | Qt::ALT | Qt::Key_P));
            QTest::mouseClick(visibleButton(sheet, QStringLiteral("Set")), Qt::LeftButton);
            sheet.reject();
        });
        m_window->key(Qt::Key_Question, Qt::ControlModifier);
        QVERIFY(m_answers.allGiven());
        main().showPage(QStringLiteral("activation"));
        m_window->key(Qt::Key_7, Qt::AltModifier);
        QCOMPARE(main().currentPage(), QStringLiteral("activation"));
        m_window->key(Qt::Key_P, Qt::ControlModifier | Qt::AltModifier);
        QCOMPARE(main().currentPage(), QStringLiteral("plan"));
    }

    void isSharpAndWholeAtEveryScale_data() {
        QTest::addColumn<QString>("scale");
        QTest::addColumn<QString>("language");
        QTest::newRow("one, German") << "1"
                                     << "de";
        QTest::newRow("one and a half, English") << "1.5"
                                                 << "en";
        QTest::newRow("two, German") << "2"
                                     << "de";
    }

    void isSharpAndWholeAtEveryScale() {
        QFETCH(QString, scale);
        QFETCH(QString, language);
        m_window->workbench.closeDocument(); // its lock is for one window
        const QJsonObject seen = runWalkChild(
            {QStringLiteral("look"), m_work},
            {{QStringLiteral("QT_SCALE_FACTOR"), scale}, {QLatin1String(kWalkLanguage), language}});
        QCOMPARE(seen[QStringLiteral("ratio")].toDouble(), scale.toDouble());
        QCOMPARE(seen[QStringLiteral("pixels")].toInt(),
                 static_cast<int>(
                     std::lround(seen[QStringLiteral("points")].toInt() * scale.toDouble())));
        QCOMPARE(seen[QStringLiteral("cut")].toString(), QString());
    }

    void standsWhereItStoodAfterARestart() {
        const auto dock = [&](const char* name) {
            return main().findChild<QDockWidget*>(QLatin1String(name));
        };
        main().addDockWidget(Qt::LeftDockWidgetArea, dock("dock.log"));
        dock("dock.jobs")->toggleViewAction()->trigger();
        QTest::mouseDClick(dock("dock.inspector"), Qt::LeftButton, {}, QPoint(20, 8));
        QTRY_VERIFY(dock("dock.inspector")->isFloating());
        QApplication::processEvents();
        QJsonObject stood = placesOf(main());
        stood[QStringLiteral("dark")] = true;
        stood[QStringLiteral("planKey")] = QStringLiteral("Ctrl+Alt+P");
        m_window->key(Qt::Key_Q, Qt::ControlModifier);
        QTRY_VERIFY(!main().isVisible());
        m_window.reset();
        QCOMPARE(runWalkChild({QStringLiteral("describe")}), stood);
    }

    void offersWhatAKillLeft() {
        QProcess editor;
        editor.setProcessChannelMode(QProcess::ForwardedChannels);
        editor.start(QCoreApplication::applicationFilePath(),
                     {QStringLiteral("--child"), QStringLiteral("edit"), m_work});
        const std::string journal = Journal::pathOf(m_work.toStdString());
        const auto kept = [&journal] {
            const auto content = Journal::read(journal);
            return content.ok() ? content->records.size() : size_t{0};
        };
        QTRY_COMPARE_WITH_TIMEOUT(kept(), size_t{2}, kJobMs);
        editor.kill();
        QVERIFY(editor.waitForFinished(kJobMs));
        QCOMPARE(editor.exitStatus(), QProcess::CrashExit);

        start();
        m_window->key(Qt::Key_1, Qt::ControlModifier);
        QTRY_COMPARE_WITH_TIMEOUT(doc().path(), m_work, kJobMs);
        QTRY_VERIFY(visibleButton(main(), QStringLiteral("Restore")));
        QVERIFY2(main().messageBar().text().startsWith(QLatin1Char('2')),
                 qPrintable(main().messageBar().text()));
        QTest::mouseClick(visibleButton(main(), QStringLiteral("Restore")), Qt::LeftButton);
        const int layer = doc().analysis()->moeLayers.front();
        for (int expert = 0; expert < doc().analysis()->experts; ++expert) {
            QCOMPARE(doc().bits(layer, expert), kChildBrush);
            QVERIFY(doc().locked(layer, expert));
        }
        QCOMPARE(doc().undoStack().count(), 2);
        m_window->key(Qt::Key_S, Qt::ControlModifier);
        QTRY_VERIFY_WITH_TIMEOUT(!main().isWindowModified(), kJobMs);
        QVERIFY2(m_window->errors.isEmpty(), qPrintable(m_window->errors.join(QLatin1Char('\n'))));
    }

    void saysWhatIsWrongWithACutOffFile_data() {
        QTest::addColumn<QString>("whole");
        QTest::newRow("workspace") << m_work;
        QTest::newRow("quantized model") << at("window.h5");
        QTest::newRow("one tensor file")
            << QDir(demoModel()).filePath(QStringLiteral("model.safetensors"));
    }

    void saysWhatIsWrongWithACutOffFile() {
        QFETCH(QString, whole);
        const QTemporaryDir folder;
        const QFileInfo info(whole);
        // A tensor file is known by its neighbours.
        for (const char* beside : {"config.json", "tokenizer.json"})
            QFile::copy(info.dir().filePath(QLatin1String(beside)),
                        folder.filePath(QLatin1String(beside)));
        const QString cut = folder.filePath(info.fileName());
        QVERIFY2(QFile::copy(whole, cut), qPrintable(whole));
        QFile(cut).setPermissions(QFile::ReadOwner | QFile::WriteOwner);
        QVERIFY(QFile::resize(cut, info.size() / 2));
        QVERIFY(dropOn(main(), {cut}));
        QTRY_COMPARE_WITH_TIMEOUT(m_window->errors.size(), 1, kJobMs);
        const QString told = m_window->errors.takeFirst();
        QVERIFY2(told.contains(info.fileName()), qPrintable(told));
        QCOMPARE(main().messageBar().text(), QStringLiteral("Error: ") + told);
        QVERIFY(!told.contains(QStringLiteral("H5")) && !told.contains(QStringLiteral("errno")));
        QVERIFY(main().isVisible() && doc().isOpen());
        QCOMPARE(doc().path(), m_work);
    }

    void editsByKeysAlone() {
        m_window->key(Qt::Key_3, Qt::AltModifier);
        m_window->key(Qt::Key_P, Qt::ControlModifier | Qt::AltModifier); // its key since the walk
        QCOMPARE(main().currentPage(), QStringLiteral("plan"));
        main().centralWidget()->setFocus();
        QVERIFY(tabTo<HeatMapView>(main()));
        HeatMapView* const plan = map();
        QCOMPARE(QApplication::focusWidget(), plan);
        QTest::keyClick(plan, Qt::Key_Home, Qt::ControlModifier);
        QTest::keyClick(plan, Qt::Key_Down);
        for (int i = 0; i < 2; ++i) QTest::keyClick(plan, Qt::Key_Right, Qt::ShiftModifier);
        const int layer = plan->grid()->rowIds[1];
        const auto row = [&] {
            return std::vector<int>{doc().bits(layer, 0), doc().bits(layer, 1),
                                    doc().bits(layer, 2)};
        };
        const std::vector<int> before = row();
        // Up for those that can: one that is at the top stays.
        QTest::keyClick(plan, Qt::Key_BracketRight);
        const std::vector<int> wider = row();
        QTest::keyClick(plan, Qt::Key_BracketLeft);
        QTest::keyClick(plan, Qt::Key_BracketLeft);
        QVERIFY(row() != before && row() != wider);
        for (int i = 0; i < 3; ++i) m_window->key(Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(row(), before);
    }

    void tellsAScreenReader() {
        HeatMapView* const plan = map();
        plan->setFocus();
        QTest::keyClick(plan, Qt::Key_Home, Qt::ControlModifier);
        const auto earlier = listenToAnnouncements(listen);
        for (const Qt::Key key : {Qt::Key_Right, Qt::Key_Down}) QTest::keyClick(plan, key);
        listenToAnnouncements(earlier);
        QCOMPARE(heard.size(), size_t{2});
        for (const Heard& one : heard) {
            QCOMPARE(one.role, QAccessible::Chart);
            QCOMPARE(one.name, QStringLiteral("Bits of the experts"));
        }
        QCOMPARE(heard[0].value, plan->grid()->readout(0, 1));
        QCOMPARE(heard[1].value, plan->grid()->readout(1, 1));
        QVERIFY2(heard[1].value.contains(QStringLiteral("expert 1")) &&
                     heard[1].value.contains(QStringLiteral("bit")),
                 qPrintable(heard[1].value));
    }

    void cleanupTestCase() { m_window.reset(); }

private:
    void start() { m_window = std::make_unique<WalkWindow>(); }
    MainWindow& main() { return *m_window->main; }
    Document& doc() { return m_window->workbench.document(); }
    HeatMapView* map() { return m_window->map(); }
    QString at(const char* name) const { return m_folder.filePath(QLatin1String(name)); }

    std::vector<int> blockBits() {
        std::vector<int> bits;
        for (const int row : {1, 2})
            for (int expert = 4; expert <= 7; ++expert)
                bits.push_back(
                    doc().bits(doc().analysis()->moeLayers[static_cast<size_t>(row)], expert));
        return bits;
    }

    void exportAs(const QString& entry, const QString& path) {
        m_answers.menuEntry(entry);
        m_answers.file(path);
        QWidget* frame = map(); // the page has several plots, each with its button
        while (frame && !qobject_cast<PlotFrame*>(frame)) frame = frame->parentWidget();
        QVERIFY(frame);
        QAbstractButton* const button = visibleButton(*frame, QStringLiteral("Export the plot"));
        QVERIFY(button);
        QTest::mouseClick(button, Qt::LeftButton);
        QTRY_VERIFY(m_answers.allGiven());
        QTRY_VERIFY2(QFileInfo::exists(path), qPrintable(path));
    }

    QTemporaryDir m_folder;
    QString m_work;
    std::vector<int> m_was; // bits of the block before it was edited
    std::unique_ptr<WalkWindow> m_window;
    Answers m_answers;
};

int main(int argc, char* argv[]) {
    return walkMain(argc, argv, [] { return std::make_unique<TestAcceptanceWalk>(); });
}

#include "tst_acceptance_walk.moc"
