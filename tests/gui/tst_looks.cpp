// SPDX-License-Identifier: GPL-3.0-or-later
// Every page and dialog of the window with results of each kind in it, on a laptop's screen and on
// a projector's, in each language: nothing is cut, no control is out of reach, no plot is too low,
// and no page needs more room than the screen has. With MOQA_PICTURES=FOLDER each is also
// photographed, dark and light, at one and two pixels a point; MOQA_LOOKS=WORKSPACE,STUDY looks at
// those of before.
#include "core/store/demo_files.h"
#include "tests/gui/walk_child.h"
#include "views/state/study_desk.h"

#include <QDir>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>

using namespace moqa;

namespace {

constexpr int64_t kTokens = 512;

bool waitFor(const std::function<bool()>& done) { return QTest::qWaitFor(done, kWalkJobMs); }

} // namespace

class TestLooks : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() {
        const QStringList kept = qEnvironmentVariable("MOQA_LOOKS").split(QLatin1Char(','));
        if (kept.size() == 2) {
            m_work = kept[0];
            m_study = kept[1];
            return;
        }
        const QString pictures = qEnvironmentVariable("MOQA_PICTURES");
        const QDir folder(pictures.isEmpty() ? m_folder.path() : pictures);
        m_work = folder.filePath(QStringLiteral("looks.moqa"));
        m_study = folder.filePath(QStringLiteral("looks-study.json"));
        WalkWindow window;
        makeAnalysis(window.workbench);
        makePlans(window.workbench);
        makeRuns(window.workbench, folder.filePath(QStringLiteral("looks.h5")));
        makeStudy(window.workbench);
        window.workbench.save(m_work);
        QVERIFY(waitFor([&] { return !window.workbench.document().isModified(); }));
        QVERIFY2(window.errors.isEmpty(), qPrintable(window.errors.join(QLatin1Char('\n'))));
    }

    // Before anything is open a page says what it waits for, and says it whole.
    void isWholeWhenEmpty_data() {
        QTest::addColumn<QString>("language");
        for (const char* language : {"en", "de"})
            QTest::addRow("%s-empty", language) << QString::fromLatin1(language);
    }

    void isWholeWhenEmpty() {
        QFETCH(QString, language);
        const QJsonObject seen = look({QLatin1String(kWalkNothing), QStringLiteral("700")},
                                      {{QLatin1String(kWalkLanguage), language}});
        QVERIFY(!seen.isEmpty());
        QCOMPARE(seen[QStringLiteral("cut")].toString(), QString());
        QCOMPARE(seen[QStringLiteral("scrolled")].toString(), QString());
    }

    void isWhole_data() {
        QTest::addColumn<int>("height");
        QTest::addColumn<QString>("mode");
        QTest::addColumn<QString>("language");
        QTest::addColumn<QString>("scale");
        const bool pictures = qEnvironmentVariableIsSet("MOQA_PICTURES");
        for (const int height : {860, 700})
            for (const char* mode : {"plain", "presenter"})
                for (const char* language : {"en", "de"})
                    for (const char* scale : {"1", "2"})
                        if (*scale == '1' || pictures)
                            QTest::addRow("%s-%d-%s-%sx", language, height, mode, scale)
                                << height << QString::fromLatin1(mode)
                                << QString::fromLatin1(language) << QString::fromLatin1(scale);
    }

    void isWhole() {
        QFETCH(int, height);
        QFETCH(QString, mode);
        QFETCH(QString, language);
        QFETCH(QString, scale);
        const QJsonObject seen = look(
            {m_work, QString::number(height), mode, m_study},
            {{QStringLiteral("QT_SCALE_FACTOR"), scale}, {QLatin1String(kWalkLanguage), language}});
        QCOMPARE(seen[QStringLiteral("ratio")].toDouble(), scale.toDouble());
        QCOMPARE(seen[QStringLiteral("cut")].toString(), QString());
        QCOMPARE(seen[QStringLiteral("scrolled")].toString(), QString());
    }

private:
    static QJsonObject look(const QStringList& what, QMap<QString, QString> environment) {
        if (const QString pictures = qEnvironmentVariable("MOQA_PICTURES"); !pictures.isEmpty()) {
            const QString folder =
                QDir(pictures).filePath(QString::fromLatin1(QTest::currentDataTag()));
            QDir().mkpath(folder);
            environment[QStringLiteral("MOQA_PICTURES")] = folder;
        }
        return runWalkChild(QStringList{QStringLiteral("look")} + what, environment);
    }

    static void makeAnalysis(Workbench& workbench) {
        const auto demo = findDemoFiles();
        QVERIFY2(demo.ok(), demo.ok() ? "" : demo.error().message().c_str());
        Document& document = workbench.document();
        workbench.openPaths({QString::fromStdString(demo->modelPath)});
        QVERIFY(waitFor([&] { return document.model() != nullptr; }));
        CorpusChoice choice;
        for (const DemoCorpus& corpus : demo->corpora) {
            if (corpus.name == "code" || corpus.name == "maths")
                choice.calibration.push_back(corpus.calibration());
            if (corpus.name == "code" || corpus.name == "drama")
                choice.evaluation.push_back(corpus.evaluation());
        }
        document.setCorpusChoice(choice);
        workbench.analyze({}, kTokens);
        QVERIFY(waitFor(
            [&] { return document.analysis() && !workbench.jobs().isActive(JobKind::Analyze); }));
    }

    static void makePlans(Workbench& workbench) {
        MeasureOptions measure = workbench.measureDefaults();
        measure.widths = {2, 4};
        measure.probeTokens = 128;
        measure.quantize.method = QuantMethod::Rtn;
        workbench.measureLosses(measure);
        QVERIFY(waitFor([&] { return workbench.document().losses() != nullptr; }));
        PlanOptions options;
        options.widths = {2, 4};
        options.bits = 3.0;
        workbench.makePlan(options);
        QVERIFY(waitFor([&] { return workbench.document().activePlan() != nullptr; }));
    }

    static void makeRuns(Workbench& workbench, const QString& path) {
        Document& document = workbench.document();
        QuantizeOptions options;
        options.method = QuantMethod::Rtn;
        workbench.quantize(options, path);
        QVERIFY(waitFor([&] {
            const auto run = document.quantizeRun(document.activePlanName());
            return run && run->complete;
        }));
        workbench.evaluate(kTokens);
        QVERIFY(
            waitFor([&] { return document.evaluateRun(document.activePlanName()).has_value(); }));
    }

    void makeStudy(Workbench& workbench) {
        StudyGrid grid;
        grid.methods = {"uniform", "moqa", "optimal"};
        grid.bits = {2.5, 3.0};
        grid.widths = {2, 3, 4};
        grid.groups = {64};
        grid.calibrationTokens = grid.evaluationTokens = kTokens / 2;
        grid.quantize = workbench.measureDefaults().quantize;
        grid.window = grid.quantize.window;
        grid.quantize.method = QuantMethod::Rtn;
        grid.randomPlans = {{2.1, 3.9, 12}};
        workbench.study().run(grid, StudyMixes::Together);
        QVERIFY(
            waitFor([&] { return workbench.study().study() && !workbench.study().isRunning(); }));
        workbench.study().save(m_study);
        QVERIFY(waitFor([&] { return QFileInfo::exists(m_study); }));
    }

    QTemporaryDir m_folder;
    QString m_work, m_study;
};

int main(int argc, char* argv[]) {
    return walkMain(argc, argv, [] { return std::make_unique<TestLooks>(); });
}

#include "tst_looks.moc"
