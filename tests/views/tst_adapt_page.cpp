// SPDX-License-Identifier: GPL-3.0-or-later
// The page Adapt on the demo model: a text is dropped and checked, what a switch wins is measured,
// the patch is saved, laid over and taken back, as the command line would; and every file, patch
// and text that is the wrong one, told in place.
#include "core/base/files.h"
#include "tests/cli/cli_runner.h"
#include "tests/gui/window_driver.h"
#include "tests/views/adapted_demo.h"
#include "views/heatmap/heat_map_view.h"
#include "views/pages/adapt_page.h"
#include "views/pages/adapt_sources.h"
#include "views/panels/staleness_badge.h"
#include "views/plots/series_view.h"
#include "views/state/workbench_actions.h"
#include "views/tables/table_twin.h"

#include <QComboBox>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonObject>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QSpinBox>
#include <QStandardPaths>
#include <QTabWidget>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>
#include <cmath>
#include <tuple>

using namespace moqa;

namespace {

constexpr int kJobMs = 120'000;
constexpr int kTokens = 1024;

} // namespace

class TestAdaptPage : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() {
        QStandardPaths::setTestModeEnabled(true);
        QLocale::setDefault(QLocale::c());
        auto demo = test::AdaptedDemo::make();
        QVERIFY2(demo.ok(), demo.ok() ? "" : demo.error().message().c_str());
        m_demo = std::move(*demo);
        for (const auto& [name, cache, bits] :
             {std::tuple{"out.h5", 0.02, 0}, std::tuple{"plain.h5", 0.0, 0},
              std::tuple{"other.h5", 0.02, 4}}) {
            const auto run = m_demo.quantize(at(name).toStdString(), cache, bits);
            QVERIFY2(run.ok(), run.ok() ? "" : run.error().message().c_str());
            QVERIFY(run->complete);
            QCOMPARE(run->cacheShare, cache);
        }
        m_base = bytesOf("out.h5");
    }

    void init() {
        m_workbench = std::make_unique<Workbench>();
        addWorkbenchActions(*m_workbench);
        m_demo.open(m_workbench->document());
        m_page = std::make_unique<AdaptPage>(*m_workbench);
        m_page->resize(1300, 800);
        m_page->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_page.get()));
        m_page->activateWindow();
        m_errors = std::make_unique<QSignalSpy>(m_workbench.get(), &Workbench::errorRaised);
    }

    void cleanup() {
        QVERIFY(m_errors->isEmpty()); // told in place, and nowhere else
        QVERIFY(bytesOf("out.h5") == m_base);
        m_errors.reset();
        m_page.reset();
        m_workbench.reset();
    }

    void saysWhatIsMissing() {
        QVERIFY(fault().contains(QStringLiteral("channel cache")));
        for (const char* const name : {"adaptRun", "adaptStop", "adaptMeasure", "adaptSave"})
            QVERIFY2(!button(name)->isEnabled(), name);
        QVERIFY(!button("adaptAddPatch")->isEnabled());
        QVERIFY(!drift()->source() && !map()->grid());
        openFile("out.h5");
        QVERIFY2(fault().contains(QStringLiteral("new text")), qPrintable(fault()));
        QVERIFY(label("adaptFileText")->text().contains(QStringLiteral("code, maths")));
        QVERIFY(label("adaptMeasures")->text().contains(QStringLiteral("model that is open")));
    }

    void followsThePlanUntilAFileIsChosen() {
        QuantizeRun run = runOf("out.h5");
        m_workbench->document().setQuantizeRun(run);
        QTRY_VERIFY_WITH_TIMEOUT(desk().file() != nullptr, kJobMs);
        QCOMPARE(line("adaptFile")->text(), QStringLiteral("out.h5"));
        openFile("other.h5");
        run.seconds = 1;
        m_workbench->document().setQuantizeRun(run);
        QCOMPARE(line("adaptFile")->text(), QStringLiteral("other.h5"));
    }

    void aPlanWithoutAFileShowsNone() {
        m_workbench->document().setQuantizeRun(runOf("out.h5"));
        QTRY_VERIFY_WITH_TIMEOUT(desk().file() != nullptr, kJobMs);
        dropText("drama");
        check();
        m_workbench->document().addPlan("bare", m_demo.plan);
        QVERIFY(desk().filePath().isEmpty() && !desk().file());
        QCOMPARE(desk().outcomeFit().fit, Fit::Outdated);
        QVERIFY(line("adaptFile")->text().isEmpty());
        QVERIFY2(fault().contains(QStringLiteral("channel cache")), qPrintable(fault()));
        QVERIFY(!button("adaptRun")->isEnabled() && !button("adaptSave")->isEnabled());
        // A read that is cancelled is over, and is begun again when the page is shown.
        m_workbench->document().setActivePlan("three");
        QVERIFY(desk().isReading());
        for (const JobInfo& job : m_workbench->jobs().jobs())
            if (job.active()) m_workbench->jobs().cancel(job.number);
        QTRY_VERIFY_WITH_TIMEOUT(m_workbench->jobs().activeCount() == 0, kJobMs);
        QVERIFY(!desk().isReading() && !desk().file());
        m_page->hide();
        m_page->show();
        QTRY_VERIFY_WITH_TIMEOUT(desk().file() != nullptr, kJobMs);
        QCOMPARE(desk().outcomeFit().fit, Fit::Current);
    }

    // The patch of what was checked is not one of what lies there now.
    void aRewrittenFileTakesNoPatch() {
        const auto put = [this](const QByteArray& bytes) {
            QVERIFY(writeFileAtomically(at("again.h5").toStdString(), bytes.toStdString()).ok());
        };
        put(m_base);
        openFile("again.h5");
        dropText("drama");
        check();
        put(bytesOf("other.h5")); // behind the window's back
        QCOMPARE(desk().outcomeFit().fit, Fit::Current);
        desk().save(at("late.h5"));
        QTRY_VERIFY2_WITH_TIMEOUT(fault().contains(QStringLiteral("written again")),
                                  qPrintable(fault()), kJobMs);
        QVERIFY(!QFileInfo::exists(at("late.h5")) && desk().patches().empty());
        desk().measure(600);
        QVERIFY(!fault().contains(QStringLiteral("written again")));
        QTRY_VERIFY2_WITH_TIMEOUT(fault().contains(QStringLiteral("written again")),
                                  qPrintable(fault()), kJobMs);
        QVERIFY(!desk().gain());
        // Once the window knows, it says so at once and until it has looked.
        desk().fileWritten(at("again.h5"));
        QVERIFY(!desk().file() && !desk().mayPatch());
        QCOMPARE(badge()->shown().fit, Fit::Outdated);
        QTRY_VERIFY_WITH_TIMEOUT(desk().file() != nullptr, kJobMs);
        QCOMPARE(desk().outcomeFit().fit, Fit::Outdated);
        desk().save(at("late.h5"));
        QCOMPARE(m_workbench->jobs().activeCount(), 0);
    }

    // Each would hand over a list of patches that does not know of the other.
    void onePatchAtATime() {
        openFile("out.h5");
        dropText("drama");
        check();
        desk().save(at("one.h5"));
        for (const char* const name : {"adaptSave", "adaptAddPatch"})
            QVERIFY2(!button(name)->isEnabled(), name);
        desk().save(at("two.h5"));
        QTRY_VERIFY_WITH_TIMEOUT(m_workbench->jobs().activeCount() == 0, kJobMs);
        QVERIFY(!QFileInfo::exists(at("two.h5")));
        QCOMPARE(desk().patches().size(), size_t{1});
        QVERIFY(button("adaptSave")->isEnabled() && button("adaptAddPatch")->isEnabled());
        desk().addPatch(at("one.h5"));
        desk().takeBack(0); // would come back with the list that is read
        QCOMPARE(desk().patches().size(), size_t{1});
        QTRY_VERIFY_WITH_TIMEOUT(m_workbench->jobs().activeCount() == 0, kJobMs);
        desk().takeBack(0);
        QVERIFY(desk().patches().empty());
        // The file is read again while a patch is written: the patch is there, and over nothing.
        desk().save(at("three.h5"));
        desk().fileWritten(at("out.h5"));
        QTRY_VERIFY_WITH_TIMEOUT(m_workbench->jobs().activeCount() == 0, kJobMs);
        QVERIFY(QFileInfo::exists(at("three.h5")) && desk().file());
        QVERIFY(desk().patches().empty());
        QVERIFY(m_workbench->document().appliedPatches(at("out.h5").toStdString()).empty());
    }

    void coloursReachTheMap() {
        openFile("out.h5");
        dropText("drama");
        check();
        const QColor before = map()->cellColour(4);
        m_workbench->view().setReversedColours(true);
        const QColor reversed = map()->cellColour(4);
        QVERIFY(reversed != before);
        m_page->hide();
        m_workbench->view().setReversedColours(false);
        m_page->show();
        QCOMPARE(map()->cellColour(4), before);
    }

    void aDroppedTextIsCheckedAsTheCommandLineDoes() {
        openFile("out.h5");
        dropText("drama");
        check();
        const CliResult cli =
            runCli({QStringLiteral("adapt"), at("out.h5"), QStringLiteral("--corpus"),
                    sampleArgument("drama"), QStringLiteral("--tokens"), QString::number(kTokens),
                    QStringLiteral("--json"), QStringLiteral("--quiet")});
        QVERIFY2(cli.exitCode == 0, cli.err.constData());
        const QJsonObject report = cli.json().object();
        const QJsonObject text = report[QLatin1String("corpora")].toArray()[0].toObject();
        const QJsonArray layers = text[QLatin1String("layers")].toArray();
        const auto series = std::dynamic_pointer_cast<const SeriesSource>(drift()->source());
        QVERIFY(series);
        QCOMPARE(series->tableRows(), static_cast<int>(layers.size()));
        QCOMPARE(series->tableRows(), static_cast<int>(m_demo.model->spec().moeLayers().size()));
        for (int row = 0; row < series->tableRows(); ++row) {
            const QJsonObject layer = layers[row].toObject();
            QCOMPARE(series->xs[static_cast<size_t>(row)], layer[QLatin1String("layer")].toInt());
            const auto value = [&](size_t index, const char* key) {
                QCOMPARE(series->series[index].values[static_cast<size_t>(row)],
                         layer[QLatin1String(key)].toDouble());
            };
            value(0, "divergence");
            value(1, "null_mean");
            value(2, "highest");
            QCOMPARE(series->series[1].high[static_cast<size_t>(row)],
                     layer[QLatin1String("null_high")].toDouble());
        }
        const QString verdict = label("adaptVerdict")->text();
        QVERIFY2(verdict.contains(text[QLatin1String("recommend")].toBool()
                                      ? QStringLiteral("A switch is recommended")
                                      : QStringLiteral("still fits")),
                 qPrintable(verdict));
        // The same experts in the table, on the map and on the command line.
        const QJsonArray changes = report[QLatin1String("changes")].toArray();
        const auto& table = *twin("Experts whose")->table().model();
        QVERIFY(!changes.isEmpty());
        QCOMPARE(table.rowCount(), static_cast<int>(changes.size()));
        const auto grid = map()->grid();
        QVERIFY(grid);
        int changed = 0;
        for (const double value : grid->values) changed += value != 0 && !std::isnan(value);
        QCOMPARE(changed, table.rowCount());
        for (int row = 0; row < table.rowCount(); ++row) {
            const QJsonObject change = changes[row].toObject();
            const auto cell = [&](int column) {
                return table.index(row, column).data(Qt::EditRole).toInt();
            };
            QCOMPARE(cell(ChangeSource::Layer), change[QLatin1String("layer")].toInt());
            QCOMPARE(cell(ChangeSource::From), change[QLatin1String("from")].toInt());
            QCOMPARE(cell(ChangeSource::To), change[QLatin1String("to")].toInt());
            const int expert = cell(ChangeSource::Expert);
            QCOMPARE(expert, change[QLatin1String("expert")].toInt());
            QCOMPARE(grid->at(grid->rowOf(cell(ChangeSource::Layer)), expert),
                     static_cast<double>(cell(ChangeSource::To) - cell(ChangeSource::From)));
        }
        // The command that the page shows is the one that was run.
        QVERIFY2(line("commandLine")->text().contains(sampleArgument("drama")),
                 qPrintable(line("commandLine")->text()));
        QVERIFY(line("commandLine")->text().contains(QStringLiteral("--tokens 1024")));
    }

    void aRowOfTheTableMovesTheCursor() {
        openFile("out.h5");
        dropText("drama");
        check();
        m_page->findChild<QTabWidget*>(QStringLiteral("adaptTabs"))->setCurrentIndex(1);
        auto& table = twin("Experts whose")->table();
        table.setFocus();
        table.selectRow(0);
        QTest::keyClick(&table, Qt::Key_Down);
        const PrecisionChange& change =
            desk().outcome()->adaptation->changes[static_cast<size_t>(table.currentIndex().row())];
        QCOMPARE(m_workbench->selection().cursor(),
                 ObjectRef::ofExpert(change.layer, change.expert));
    }

    void aPatchIsMeasuredSavedAndTakenBack() {
        openFile("out.h5");
        dropText("drama");
        check();
        m_page->findChild<QSpinBox*>(QStringLiteral("adaptMeasured"))->setValue(600);
        clickOn(*button("adaptMeasure"));
        QTRY_VERIFY_WITH_TIMEOUT(desk().gain().has_value() && !desk().isBusy(), kJobMs);
        const Gain gain = *desk().gain();
        QCOMPARE(gain.rows.size(), size_t{3}); // original, file, patch
        const CorpusScore* const without = gain.find(GainRow::What::File);
        const CorpusScore* const with = gain.find(GainRow::What::Patch);
        QVERIFY(without && with && without->hasReference && with->hasReference);
        QVERIFY(with->nll != without->nll);
        QVERIFY(std::abs(gain.difference->value - (with->kl - without->kl)) < 1e-9);
        QVERIFY(label("adaptGain")->text().contains(QStringLiteral("mean KL of drama")));
        QVERIFY(label("adaptVerdict")->text().endsWith(gainVerdict(gain)));
        QVERIFY(gainVerdict(gain).startsWith(QStringLiteral("Measured, ")));
        QCOMPARE(twin("Scores with")->table().model()->rowCount(), 3);
        QVERIFY(m_demo.textPath("drama").size() > 0 && !QFileInfo::exists(at("p.h5")));

        // Byte for byte what the command line writes.
        m_answers.file(at("p.h5"));
        clickOn(*button("adaptSave"));
        QVERIFY(m_answers.allGiven());
        QTRY_COMPARE_WITH_TIMEOUT(desk().patches().size(), size_t{1}, kJobMs);
        const CliResult cli =
            runCli({QStringLiteral("adapt"), at("out.h5"), QStringLiteral("--corpus"),
                    sampleArgument("drama"), QStringLiteral("--tokens"), QString::number(kTokens),
                    QStringLiteral("--quiet"), QStringLiteral("-o"), at("cli-patch.h5")});
        QVERIFY2(cli.exitCode == 0, cli.err.constData());
        QVERIFY(bytesOf("p.h5") == bytesOf("cli-patch.h5"));
        QCOMPARE(gainBadge()->shown().fit, Fit::Outdated); // other patches lie over the file now

        // What is applied is scored as well, and is what was promised.
        clickOn(*button("adaptMeasure"));
        QTRY_VERIFY_WITH_TIMEOUT(desk().gain()->rows.size() == 4 && !desk().isBusy(), kJobMs);
        QCOMPARE(desk().gain()->find(GainRow::What::Applied)->nll, with->nll);
        QCOMPARE(desk().gain()->find(GainRow::What::File)->nll, without->nll);

        // Another window on the same document finds it.
        AdaptDesk again(m_workbench->document(), m_workbench->jobs(), m_pace);
        again.setFile(at("out.h5"));
        QTRY_VERIFY_WITH_TIMEOUT(again.file() != nullptr, kJobMs);
        QCOMPARE(again.patches(), desk().patches());

        m_page->findChild<QTabWidget*>(QStringLiteral("adaptTabs"))->setCurrentIndex(3);
        auto& table = twin("Patches that")->table();
        QCOMPARE(table.model()->rowCount(), 1);
        QVERIFY(!button("adaptTakeBack")->isEnabled());
        table.selectRow(0);
        QVERIFY(button("adaptTakeBack")->isEnabled());
        m_page->activateWindow(); // the file dialog took the keys
        table.setFocus();
        QTRY_VERIFY(table.hasFocus());
        QTest::keyClick(&table, Qt::Key_Delete);
        QVERIFY(desk().patches().empty());
        QCOMPARE(table.model()->rowCount(), 0);
        QVERIFY(QFileInfo::exists(at("p.h5")));
        QVERIFY(m_workbench->document().appliedPatches(at("out.h5").toStdString()).empty());
    }

    void residentPutsAllChannelsBack() {
        openFile("out.h5");
        dropText("drama");
        check();
        const int64_t switched = desk().outcome()->adaptation->patch.channels();
        m_page->findChild<QComboBox*>(QStringLiteral("adaptMode"))->setCurrentIndex(1);
        QCOMPARE(badge()->shown().fit, Fit::Outdated);
        QVERIFY(!button("adaptSave")->isEnabled()); // it would be another patch
        QVERIFY(line("commandLine")->text().contains(QStringLiteral("--mode resident")));
        QTest::mouseClick(badge()->findChild<QToolButton*>(), Qt::LeftButton);
        waitForCheck();
        QCOMPARE(badge()->shown().fit, Fit::Current);
        QCOMPARE(desk().outcome()->adaptation->patch.channels(), desk().file()->channels);
        QVERIFY(switched < desk().file()->channels);
        QVERIFY(button("adaptSave")->isEnabled());
    }

    void wrongPatchesAreToldInPlace() {
        openFile("out.h5");
        dropText("drama");
        check();
        desk().save(at("mine.h5"));
        QTRY_COMPARE_WITH_TIMEOUT(desk().patches().size(), size_t{1}, kJobMs);
        const auto add = [this](const char* name, const char* words) {
            m_answers.file(at(name));
            clickOn(*button("adaptAddPatch"));
            QTRY_VERIFY2_WITH_TIMEOUT(fault().contains(QLatin1String(words)), qPrintable(fault()),
                                      kJobMs);
            QCOMPARE(desk().patches().size(), size_t{1});
        };
        m_page->findChild<QTabWidget*>(QStringLiteral("adaptTabs"))->setCurrentIndex(3);
        add("mine.h5", "twice");
        add("out.h5", "moqa-patch");
        QVERIFY(writeFileAtomically(at("cut.h5").toStdString(),
                                    bytesOf("mine.h5").left(2000).toStdString())
                    .ok());
        add("cut.h5", "cut.h5");
        // The same channels a second time, under another name and under its own.
        desk().save(at("second.h5"));
        QTRY_VERIFY_WITH_TIMEOUT(fault().contains(QStringLiteral("already")), kJobMs);
        QVERIFY(!QFileInfo::exists(at("second.h5")));
        desk().save(at("mine.h5"));
        QTRY_VERIFY_WITH_TIMEOUT(fault().contains(QStringLiteral("applied has this name")), kJobMs);
        desk().save(at("out.h5"));
        QTRY_VERIFY_WITH_TIMEOUT(fault().contains(QStringLiteral("overwrite")), kJobMs);
        desk().save(at("no/folder.h5"));
        QTRY_VERIFY2_WITH_TIMEOUT(fault().contains(QStringLiteral("no/folder")),
                                  qPrintable(fault()), kJobMs);
        // Of another base.
        openFile("other.h5");
        m_answers.file(at("mine.h5"));
        clickOn(*button("adaptAddPatch"));
        QTRY_VERIFY2_WITH_TIMEOUT(fault().contains(QStringLiteral("another file")),
                                  qPrintable(fault()), kJobMs);
        QVERIFY(desk().patches().empty());
    }

    void wrongFilesAreToldInPlace() {
        for (const auto& [name, words] :
             {std::pair{"plain.h5", "cache"}, std::pair{"none.h5", "none.h5"}}) {
            QVERIFY(dropOn(*m_page->viewport(), {at(name)}));
            QTRY_VERIFY2_WITH_TIMEOUT(fault().contains(QLatin1String(words)) && !desk().isReading(),
                                      qPrintable(fault()), kJobMs);
            QVERIFY(!desk().file() && !button("adaptRun")->isEnabled());
        }
        QVERIFY(!dropOn(*m_page->viewport(), {at("picture.png")}));
        QVERIFY(!dropOn(*m_page->viewport(), {at("a.txt"), at("b.txt")})); // one text at a time
    }

    void wrongTextsAreToldInPlace() {
        openFile("out.h5");
        QVERIFY(writeFileAtomically(at("empty.txt").toStdString(), "").ok());
        QVERIFY(writeFileAtomically(at("word.txt").toStdString(), "one\ntwo\nthree\n").ok());
        for (const auto& [name, words] :
             {std::pair{"empty.txt", "empty"}, std::pair{"word.txt", "window"},
              std::pair{"none.txt", "none.txt"}}) {
            QVERIFY(dropOn(*m_page->viewport(), {at(name)}));
            clickOn(*button("adaptRun"));
            QTRY_VERIFY2_WITH_TIMEOUT(fault().contains(QLatin1String(words)) && !desk().isBusy(),
                                      qPrintable(fault()), kJobMs);
            QVERIFY(!desk().outcome());
        }
        dropText("drama"); // another text, another try
        QVERIFY2(!label("adaptFault")->isVisible(), qPrintable(fault()));
    }

    void aStopLeavesWhatWasShown() {
        openFile("out.h5");
        dropText("drama");
        check();
        const auto before = desk().outcome()->adaptation;
        m_page->findChild<QSpinBox*>(QStringLiteral("adaptTokens"))->setValue(8192);
        clickOn(*button("adaptRun"));
        QTRY_VERIFY(button("adaptStop")->isEnabled());
        QVERIFY(!dropOn(*m_page->viewport(), {at("other.h5")})); // refused, not ignored
        clickOn(*button("adaptStop"));
        QTRY_VERIFY_WITH_TIMEOUT(!desk().isBusy(), kJobMs);
        QVERIFY(desk().outcome()->adaptation == before);
        QVERIFY2(!label("adaptFault")->isVisible(), qPrintable(fault()));
        QCOMPARE(badge()->shown().fit, Fit::Outdated); // the sample is another one now
    }

    void withoutTheOriginalPerplexityIsMeasured() {
        m_workbench->document().close();
        openFile("out.h5");
        dropText("drama");
        check();
        QVERIFY(label("adaptMeasures")->text().contains(QStringLiteral("perplexity alone")));
        m_page->findChild<QSpinBox*>(QStringLiteral("adaptMeasured"))->setValue(600);
        clickOn(*button("adaptMeasure"));
        QTRY_VERIFY_WITH_TIMEOUT(desk().gain().has_value(), kJobMs);
        QCOMPARE(desk().gain()->rows.size(), size_t{2});
        QVERIFY(!desk().gain()->difference);
        QVERIFY(label("adaptGain")->text().contains(QStringLiteral("perplexity of drama")));
        const auto& table = *twin("Scores with")->table().model();
        QCOMPARE(table.index(0, GainSource::Kl).data().toString(), QStringLiteral("\u2013"));
    }

private:
    AdaptDesk& desk() { return m_workbench->adapting(); }
    QString at(const char* name) const { return m_folder.filePath(QLatin1String(name)); }
    QByteArray bytesOf(const char* name) const {
        const auto bytes = readFile(at(name).toStdString());
        return bytes.ok() ? QByteArray::fromStdString(*bytes) : QByteArray();
    }
    QuantizeRun runOf(const char* name) const {
        QuantizeRun run;
        run.planName = "three";
        run.planHash = planHash(m_demo.plan);
        run.outputPath = at(name).toStdString();
        run.complete = true;
        return run;
    }
    QString sampleArgument(const char* name) const {
        return QStringLiteral("%1=%2@2/3:head")
            .arg(QLatin1String(name), QString::fromStdString(m_demo.textPath(name)));
    }
    void openFile(const char* name) {
        QVERIFY(dropOn(*m_page->viewport(), {at(name)}));
        QTRY_VERIFY2_WITH_TIMEOUT(desk().file() != nullptr, qPrintable(fault()), kJobMs);
    }
    void dropText(const char* name) {
        QVERIFY(dropOn(*m_page->viewport(), {QString::fromStdString(m_demo.textPath(name))}));
        QCOMPARE(m_page->findChild<QComboBox*>(QStringLiteral("adaptText"))->currentText(),
                 QLatin1String(name));
    }
    void check() {
        m_page->findChild<QSpinBox*>(QStringLiteral("adaptTokens"))->setValue(kTokens);
        QVERIFY2(button("adaptRun")->isEnabled(), qPrintable(fault()));
        clickOn(*button("adaptRun"));
        waitForCheck();
    }
    void waitForCheck() {
        QTRY_VERIFY2_WITH_TIMEOUT(desk().outcomeFit().fit == Fit::Current && !desk().isBusy(),
                                  qPrintable(fault()), kJobMs);
    }
    QString fault() const {
        auto* const text = label("adaptFault");
        return text->isVisible() ? text->text() : QString();
    }
    SeriesView* drift() const { return m_page->findChild<SeriesView*>(QStringLiteral("drift")); }
    HeatMapView* map() const {
        return m_page->findChild<HeatMapView*>(QStringLiteral("precisionChange"));
    }
    StalenessBadge* badge() const {
        return m_page->findChild<StalenessBadge*>(QStringLiteral("adaptBadge"));
    }
    StalenessBadge* gainBadge() const {
        return m_page->findChild<StalenessBadge*>(QStringLiteral("gainBadge"));
    }
    TableTwin* twin(const char* name) const {
        for (TableTwin* const table : m_page->findChildren<TableTwin*>())
            if (table->table().accessibleName().startsWith(QLatin1String(name))) return table;
        return nullptr;
    }
    QPushButton* button(const char* name) const {
        return m_page->findChild<QPushButton*>(QLatin1String(name));
    }
    QLabel* label(const char* name) const {
        return m_page->findChild<QLabel*>(QLatin1String(name));
    }
    QLineEdit* line(const char* name) const {
        return m_page->findChild<QLineEdit*>(QLatin1String(name));
    }

    QTemporaryDir m_folder;
    test::AdaptedDemo m_demo;
    QByteArray m_base;
    JobPace m_pace;
    Answers m_answers;
    std::unique_ptr<Workbench> m_workbench;
    std::unique_ptr<AdaptPage> m_page;
    std::unique_ptr<QSignalSpy> m_errors;
};

QTEST_MAIN(TestAdaptPage)
#include "tst_adapt_page.moc"
