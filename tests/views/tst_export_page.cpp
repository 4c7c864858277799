// SPDX-License-Identifier: GPL-3.0-or-later
// The page Export on the demo model: what each target holds and costs, files that equal those of
// the command line, what comes back from them, and everything that may be missing or in the way.
#include "core/base/files.h"
#include "core/base/sha256.h"
#include "core/store/export_targets.h"
#include "tests/cli/cli_runner.h"
#include "tests/gui/h5_content.h"
#include "tests/gui/window_driver.h"
#include "tests/views/adapted_demo.h"
#include "views/pages/export_page.h"
#include "views/pages/export_sources.h"
#include "views/panels/command_line.h"
#include "views/panels/staleness_badge.h"
#include "views/plots/stack_view.h"
#include "views/state/workbench_actions.h"
#include "views/tables/table_twin.h"

#include <QClipboard>
#include <QComboBox>
#include <QDir>
#include <QDoubleSpinBox>
#include <QFileInfo>
#include <QGuiApplication>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QRadioButton>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTabWidget>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>

using namespace moqa;

namespace {

constexpr int kJobMs = 120'000;

} // namespace

class TestExportPage : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() {
        QStandardPaths::setTestModeEnabled(true);
        QLocale::setDefault(QLocale::c());
        auto demo = test::AdaptedDemo::make();
        QVERIFY2(demo.ok(), demo.ok() ? "" : demo.error().message().c_str());
        m_demo = std::move(*demo);
    }

    void init() {
        m_folder = std::make_unique<QTemporaryDir>();
        m_workbench = std::make_unique<Workbench>();
        addWorkbenchActions(*m_workbench);
        m_page = std::make_unique<ExportPage>(*m_workbench);
        m_page->resize(1300, 800);
        m_page->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_page.get()));
        m_page->activateWindow();
        m_errors = std::make_unique<QSignalSpy>(m_workbench.get(), &Workbench::errorRaised);
    }

    void cleanup() {
        m_errors.reset();
        m_page.reset();
        m_workbench.reset();
    }

    void saysWhatIsMissing() {
        QVERIFY2(fault().contains(QStringLiteral("Open a model")), qPrintable(fault()));
        QVERIFY(!button("exportRun")->isEnabled() && !button("exportSavePlan")->isEnabled());
        document().openModel(m_demo.model);
        QVERIFY2(fault().contains(QStringLiteral("Make a plan")), qPrintable(fault()));
        m_demo.open(document());
        type(at("a.h5"));
        QVERIFY2(fault().isEmpty(), qPrintable(fault()));
        QVERIFY(button("exportRun")->isEnabled());
        // Without the calibration texts, a quantizer that needs none alone is left.
        document().openModel(m_demo.model);
        document().addPlan("three", m_demo.plan);
        QVERIFY2(fault().contains(QStringLiteral("calibration texts")), qPrintable(fault()));
        choose("exportMethod", 1);
        QVERIFY2(fault().isEmpty(), qPrintable(fault()));
        cache()->setValue(1);
        QVERIFY2(fault().contains(QStringLiteral("calibration texts")), qPrintable(fault()));
    }

    void refusesPathsInPlace() {
        m_demo.open(document());
        QVERIFY(QDir(m_folder->path()).mkdir(QStringLiteral("dir.h5")));
        for (const auto& [path, words] :
             {std::pair{at("model.bin"), "in .h5"}, std::pair{at("no/where.h5"), "no folder"},
              std::pair{at("dir.h5"), "is a folder"}, std::pair{QString(), "Name the file"}}) {
            type(path);
            QVERIFY2(fault().contains(QLatin1String(words)), qPrintable(fault()));
            QVERIFY(!button("exportRun")->isEnabled());
        }
        radio("exportSafetensors")->click();
        QVERIFY2(fault().contains(QStringLiteral("HDF5 file of this plan first")),
                 qPrintable(fault()));
        // Each target has a path of its own.
        radio("exportQuantized")->click();
        QVERIFY(line("exportPath")->text().isEmpty());
        // What is no model of ours is not replaced.
        QVERIFY(writeFileAtomically(at("notes.h5").toStdString(), "my notes").ok());
        type(at("notes.h5"));
        choose("exportMethod", 1);
        QVERIFY(label("exportNote")->text().contains(QStringLiteral("will be replaced")));
        clickOn(*button("exportRun"));
        QTRY_COMPARE_WITH_TIMEOUT(m_errors->count(), 1, kJobMs);
        QVERIFY2(raised().contains(QStringLiteral("not a quantized model")), qPrintable(raised()));
        QCOMPARE(*readFile(at("notes.h5").toStdString()), std::string("my notes"));
    }

    void targetsSayWhatTheyHoldAndCost() {
        m_demo.open(document());
        const auto& table = *twin("Targets of")->table().model();
        const auto cell = [&](int row, int column) {
            return table.index(row, column).data(Qt::EditRole);
        };
        QCOMPARE(cell(0, TargetSource::Estimated).toLongLong(), fileBytes(m_demo.plan));
        int64_t wide = 0;
        for (const WeightEntry& entry : m_demo.model->weights()) wide += 2 * entry.count();
        QCOMPARE(cell(1, TargetSource::Estimated).toLongLong(), wide);
        bool seen = false;
        for (int row = 0; row < table.rowCount(); ++row) {
            if (cell(row, TargetSource::Name).toString() != QLatin1String("GGUF")) continue;
            seen = true;
            const QString fit = cell(row, TargetSource::Fit).toString();
            // Why it could not hold this plan, beside what is missing here.
            QVERIFY2(fit.contains(QStringLiteral("not there yet")), qPrintable(fit));
            QVERIFY2(fit.contains(QStringLiteral("mixes")), qPrintable(fit));
            QVERIFY(!cell(row, TargetSource::Estimated).isValid());
        }
        QVERIFY(seen);
        // No button that does nothing: a target that is not there cannot be chosen.
        QCOMPARE(m_page->findChildren<QRadioButton*>().size(), 2);
        // The plot shows the same bytes.
        const auto sizes = std::dynamic_pointer_cast<const StackSource>(
            m_page->findChild<StackView*>(QStringLiteral("targetSizes"))->source());
        QVERIFY(sizes);
        QCOMPARE(sizes->rows.size(), size_t{3}); // original, HDF5, safetensors
        QCOMPARE(sizes->total(1), static_cast<double>(fileBytes(m_demo.plan)));
        QCOMPARE(sizes->total(2), static_cast<double>(wide));
        // A cache is counted before it is written.
        cache()->setValue(2);
        const Plan cached = withCache(m_demo.plan, *m_demo.model, 0.02);
        QVERIFY(cached.totals.bytes > m_demo.plan.totals.bytes);
        QCOMPARE(twin("Targets of")
                     ->table()
                     .model()
                     ->index(0, TargetSource::Estimated)
                     .data(Qt::EditRole)
                     .toLongLong(),
                 fileBytes(cached));
    }

    void filesEqualThoseOfTheCommandLine() {
        m_demo.open(document());
        const QString work = at("w.moqa"), plan = at("plan.json");
        m_workbench->save(work);
        QTRY_VERIFY_WITH_TIMEOUT(!document().isModified(), kJobMs);
        m_answers.file(plan);
        clickOn(*button("exportSavePlan"));
        QVERIFY(m_answers.allGiven());
        choose("exportMethod", 1);
        cache()->setValue(2);
        type(at("window.h5"));
        // The command that is shown, run as it stands but for the name of the file.
        QStringList words = line("commandLine")->text().split(QLatin1Char(' '));
        QCOMPARE(words.takeFirst(), QStringLiteral("moqa"));
        QCOMPARE(words.last(), at("window.h5"));
        words.last() = at("cli.h5");
        words << QStringLiteral("--quiet");
        QVERIFY(words.contains(plan) && words.contains(work));
        const CliResult cli = runCli(words);
        QVERIFY2(cli.exitCode == 0, cli.err.constData());

        exportNow();
        const auto check = m_workbench->exports().reports().back().check;
        QCOMPARE(check->mismatches(), 0);
        QCOMPARE(check->tensors.size(), m_demo.model->weights().size());
        const std::string bytes = *readFile(at("window.h5").toStdString());
        QCOMPARE(check->bytes(), static_cast<int64_t>(bytes.size()));
        QCOMPARE(check->files[0].sha256, sha256Hex(bytes));
        const QString outcome = label("exportOutcome")->text();
        QVERIFY2(outcome.contains(QStringLiteral("come back as written")), qPrintable(outcome));
        QVERIFY(outcome.contains(QString::fromStdString(check->files[0].sha256.substr(0, 12))));
        QCOMPARE(twin("Tensors, read")->table().model()->rowCount(),
                 static_cast<int>(check->tensors.size()));
        QCOMPARE(twin("Targets of")
                     ->table()
                     .model()
                     ->index(0, TargetSource::Written)
                     .data(Qt::EditRole)
                     .toLongLong(),
                 static_cast<qlonglong>(bytes.size()));
        const double estimated =
            static_cast<double>(fileBytes(withCache(m_demo.plan, *m_demo.model, 0.02)));
        QVERIFY2(std::abs(estimated / static_cast<double>(bytes.size()) - 1) < 0.05,
                 qPrintable(QString::number(estimated)));

        const auto a = h5Content(at("window.h5").toStdString()),
                   b = h5Content(at("cli.h5").toStdString());
        QVERIFY(a.size() > 1000);
        QVERIFY(a.contains("cache/000/gate"));
        QCOMPARE(a.size(), b.size());
        QStringList differing;
        for (const auto& [name, content] : a)
            if (!b.contains(name) || b.at(name) != content)
                differing << QString::fromStdString(name);
        QVERIFY(differing.removeOne(QStringLiteral("provenance@command_line")));
        static const QRegularExpression follows(QStringLiteral(
            "^(@(attributes_sha256|manifest_sha256|uuid)|index\\w*/\\w*file_offset(@sha256)?)$"));
        QVERIFY2(differing.filter(follows) == differing,
                 qPrintable(differing.join(QLatin1Char(' '))));

        // The folder, byte for byte.
        radio("exportSafetensors")->click();
        type(at("window-out"));
        exportNow();
        QCOMPARE(m_workbench->exports().reports().back().kind, ExportKind::Safetensors);
        const auto folder = m_workbench->exports().reports().back().check;
        QCOMPARE(folder->mismatches(), 0);
        const CliResult wide =
            runCli({QStringLiteral("export"), at("cli.h5"), QStringLiteral("--to"),
                    QStringLiteral("safetensors"), QStringLiteral("-o"), at("cli-out"),
                    QStringLiteral("--quiet")});
        QVERIFY2(wide.exitCode == 0, wide.err.constData());
        const QStringList names = QDir(at("cli-out")).entryList(QDir::Files);
        QCOMPARE(QDir(at("window-out")).entryList(QDir::Files), names);
        QCOMPARE(static_cast<qsizetype>(folder->files.size()), names.size());
        for (const QString& name : names)
            QVERIFY2(*readFile((at("window-out") + QLatin1Char('/') + name).toStdString()) ==
                         *readFile((at("cli-out") + QLatin1Char('/') + name).toStdString()),
                     qPrintable(name));
        // A second time it is in the way of itself.
        QVERIFY2(fault().contains(QStringLiteral("already")), qPrintable(fault()));
        QVERIFY(m_errors->isEmpty());
    }

    void aStoppedExportGoesOn() {
        m_demo.open(document());
        type(at("b.h5"));
        connect(m_workbench.get(), &Workbench::layerQuantized, button("exportStop"),
                [this](const LayerReport& layer) {
                    if (layer.layer == 1) clickOn(*button("exportStop"));
                });
        clickOn(*button("exportRun"));
        QTRY_VERIFY_WITH_TIMEOUT(document().quantizeRun("three").has_value(), kJobMs);
        QVERIFY(!document().quantizeRun("three")->complete);
        QVERIFY(!QFileInfo::exists(at("b.h5")));
        QTRY_COMPARE(button("exportRun")->text(), QStringLiteral("&Go on"));
        QVERIFY(button("exportAnew")->isVisible());
        QVERIFY(!m_page->findChild<QComboBox*>(QStringLiteral("exportMethod"))->isEnabled());
        disconnect(m_workbench.get(), &Workbench::layerQuantized, nullptr, nullptr);
        exportNow();
        QVERIFY(document().quantizeRun("three")->complete);
        QCOMPARE(m_workbench->exports().reports().back().check->mismatches(), 0);
        QVERIFY(m_errors->isEmpty());
    }

    void aDamagedFileIsNotWhatWasWritten() {
        m_demo.open(document());
        choose("exportMethod", 1);
        type(at("c.h5"));
        // Written from another page: it is checked when it is asked for.
        m_workbench->quantize(test::AdaptedDemo::quantizer(), at("c.h5"));
        QTRY_VERIFY_WITH_TIMEOUT(document().quantizeRun("three").has_value(), kJobMs);
        QTRY_VERIFY(button("exportCheck")->isVisible() && button("exportCheck")->isEnabled());
        QVERIFY(m_workbench->exports().reports().empty());
        const std::string before = *readFile(at("c.h5").toStdString());
        std::string bent = before;
        bent[bent.size() / 2] = static_cast<char>(bent[bent.size() / 2] ^ 0x55);
        QVERIFY(writeFileAtomically(at("c.h5").toStdString(), bent).ok());
        clickOn(*button("exportCheck"));
        QTRY_COMPARE_WITH_TIMEOUT(m_errors->count(), 1, kJobMs);
        QVERIFY(writeFileAtomically(at("c.h5").toStdString(), before).ok());
        const auto wrong = m_workbench->exports().reports().size();
        clickOn(*button("exportCheck"));
        QTRY_COMPARE_WITH_TIMEOUT(m_workbench->exports().reports().size(), wrong + 1, kJobMs);
        QCOMPARE(m_workbench->exports().reports().back().check->mismatches(), 0);
        QVERIFY(!button("exportCheck")->isVisible());
    }

    void anEditedPlanIsBadged() {
        m_demo.open(document());
        choose("exportMethod", 1);
        type(at("d.h5"));
        auto* const badge = m_page->findChild<StalenessBadge*>(QStringLiteral("exportBadge"));
        QVERIFY(!badge->isVisible());
        exportNow();
        QVERIFY(!badge->isVisible());
        document().setBits({{document().analysis()->moeLayers.front(), 0}}, 8);
        QTRY_VERIFY(badge->isVisible());
        QCOMPARE(badge->shown().fit, Fit::Outdated);
        radio("exportSafetensors")->click();
        QTRY_VERIFY2_WITH_TIMEOUT(label("exportNote")->text().contains(QStringLiteral("outdated")),
                                  qPrintable(label("exportNote")->text()), 5000);
        // What lies there is not the plan as it is now.
        const auto written = [this] {
            const auto& table = *twin("Targets of")->table().model();
            return table.index(0, TargetSource::Written).data(Qt::EditRole).toLongLong();
        };
        QCOMPARE(written(), 0);
        // The badge is about the HDF5 file, whatever target is in sight.
        QTest::mouseClick(badge->findChild<QToolButton*>(), Qt::LeftButton);
        QVERIFY(radio("exportQuantized")->isChecked());
        QTRY_VERIFY_WITH_TIMEOUT(!badge->isVisible() && m_workbench->jobs().activeCount() == 0,
                                 kJobMs);
        QCOMPARE(m_workbench->exports().reports().size(), size_t{1});
        QCOMPARE(m_workbench->exports().reports().back().kind, ExportKind::Quantized);
        QVERIFY(document().isCurrent("three", m_workbench->exports().reports().back().planHash));
        QCOMPARE(written(), QFileInfo(at("d.h5")).size());
        QVERIFY(m_errors->isEmpty());
    }

    void whatIsWrittenAgainIsToBeCheckedAgain() {
        m_demo.open(document());
        choose("exportMethod", 1);
        type(at("e.h5"));
        exportNow();
        QVERIFY(!button("exportCheck")->isVisible());
        // From another page, which does not ask for a check.
        m_workbench->quantize(test::AdaptedDemo::quantizer(), at("e.h5"));
        QTRY_VERIFY_WITH_TIMEOUT(m_workbench->exports().reports().empty(), kJobMs);
        QTRY_VERIFY(button("exportCheck")->isVisible() && button("exportCheck")->isEnabled());
        QVERIFY(label("exportOutcome")->text().isEmpty());
        // A check that was overtaken by a write says nothing of what is there now.
        m_workbench->exports().checkFile();
        m_workbench->exports().quantized(*document().quantizeRun("three"));
        QTRY_VERIFY_WITH_TIMEOUT(m_workbench->jobs().activeCount() == 0, kJobMs);
        QVERIFY(m_workbench->exports().reports().empty());
        clickOn(*button("exportCheck"));
        QTRY_COMPARE_WITH_TIMEOUT(m_workbench->exports().reports().size(), size_t{1}, kJobMs);
        QVERIFY(!button("exportCheck")->isVisible());
        QVERIFY(m_errors->isEmpty());
    }

    // Else another plan's export would replace the file.
    void aTypedPathBelongsToItsPlan() {
        document().openModel(m_demo.model);
        type(at("first.h5")); // before there is a plan: it is the first one's
        document().addPlan("three", m_demo.plan);
        QCOMPARE(line("exportPath")->text(), at("first.h5"));
        document().addPlan("four", m_demo.plan);
        QVERIFY2(line("exportPath")->text().endsWith(QStringLiteral("-four.h5")),
                 qPrintable(line("exportPath")->text()));
        type(at("second.h5"));
        radio("exportSafetensors")->click();
        type(at("wide"));
        document().setActivePlan("three");
        QVERIFY(line("exportPath")->text() != at("wide"));
        radio("exportQuantized")->click();
        QVERIFY2(line("exportPath")->text().endsWith(QStringLiteral("-three.h5")),
                 qPrintable(line("exportPath")->text()));
    }

    void theCommandIsCopiedForAShell() {
        QCOMPARE(shellText({QStringLiteral("moqa"), QStringLiteral("my model"),
                            QStringLiteral("it's"), QStringLiteral("a=/b.txt@2/3:head")}),
                 QStringLiteral("moqa 'my model' 'it'\\''s' a=/b.txt@2/3:head"));
        m_demo.open(document());
        type(at("with space.h5"));
        auto* const copy = m_page->findChild<QToolButton*>(QStringLiteral("commandCopy"));
        QTest::mouseClick(copy, Qt::LeftButton);
        const QString text = QGuiApplication::clipboard()->text();
        QVERIFY2(text.startsWith(QStringLiteral("moqa quantize ")), qPrintable(text));
        QVERIFY2(text.endsWith(QStringLiteral("with space.h5'")), qPrintable(text));
    }

private:
    Document& document() { return m_workbench->document(); }
    QString at(const char* name) const { return m_folder->filePath(QLatin1String(name)); }
    void type(const QString& path) {
        QLineEdit* const field = line("exportPath");
        field->setFocus();
        field->selectAll();
        QTest::keyClick(field, Qt::Key_Delete);
        QTest::keyClicks(field, path);
    }
    int64_t fileBytes(const Plan& plan) const {
        return plan.totals.bytes + containerBytes(plan, *m_demo.model) +
               sideFileBytes(*m_demo.model);
    }
    // Until it was read again.
    void exportNow() {
        const size_t before = m_workbench->exports().reports().size();
        QVERIFY2(button("exportRun")->isEnabled(), qPrintable(fault()));
        clickOn(*button("exportRun"));
        QTRY_COMPARE_WITH_TIMEOUT(m_workbench->exports().reports().size(), before + 1, kJobMs);
        QTRY_VERIFY(m_workbench->jobs().activeCount() == 0);
    }
    QString raised() const {
        return m_errors->isEmpty()
                   ? QString()
                   : QString::fromStdString(m_errors->last()[0].value<Error>().message());
    }
    QString fault() const {
        auto* const text = label("exportFault");
        return text->isVisible() ? text->text() : QString();
    }
    void choose(const char* name, int index) {
        m_page->findChild<QComboBox*>(QLatin1String(name))->setCurrentIndex(index);
    }
    QDoubleSpinBox* cache() const {
        return m_page->findChild<QDoubleSpinBox*>(QStringLiteral("exportCache"));
    }
    TableTwin* twin(const char* name) const {
        for (TableTwin* const table : m_page->findChildren<TableTwin*>())
            if (table->table().accessibleName().startsWith(QLatin1String(name))) return table;
        return nullptr;
    }
    QPushButton* button(const char* name) const {
        return m_page->findChild<QPushButton*>(QLatin1String(name));
    }
    QRadioButton* radio(const char* name) const {
        return m_page->findChild<QRadioButton*>(QLatin1String(name));
    }
    QLabel* label(const char* name) const {
        return m_page->findChild<QLabel*>(QLatin1String(name));
    }
    QLineEdit* line(const char* name) const {
        return m_page->findChild<QLineEdit*>(QLatin1String(name));
    }

    test::AdaptedDemo m_demo;
    Answers m_answers;
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Workbench> m_workbench;
    std::unique_ptr<ExportPage> m_page;
    std::unique_ptr<QSignalSpy> m_errors;
};

QTEST_MAIN(TestExportPage)
#include "tst_export_page.moc"
