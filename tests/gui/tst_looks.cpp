// SPDX-License-Identifier: GPL-3.0-or-later
// Every page and dialog of the window with results of each kind in it, on a laptop's screen and on
// a projector's, in each language: nothing is cut, no control is out of reach, no plot is too low,
// and no page needs more room than the screen has; down it may scroll where the screen is low. With
// MOQA_PICTURES=FOLDER each is also photographed, dark and light, at one and two pixels a point;
// MOQA_LOOKS=WORKSPACE,STUDY looks at those of before.
#include "core/store/demo_files.h"
#include "tests/gui/walk_child.h"
#include "views/state/study_desk.h"

#include <QDir>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>

using namespace moqa;

namespace {

constexpr int64_t kTokens = 1024; // one window

// False at the first error too: what failed never comes.
bool waitFor(const WalkWindow& window, const std::function<bool()>& done) {
    return QTest::qWaitFor([&] { return done() || !window.errors.isEmpty(); }, kWalkJobMs) &&
           window.errors.isEmpty();
}

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
        const auto why = [&window] { return window.errors.join(QLatin1Char('\n')).toLocal8Bit(); };
        QVERIFY2(makeAnalysis(window), why().constData());
        QVERIFY2(makePlans(window), why().constData());
        QVERIFY2(makeRuns(window, folder.filePath(QStringLiteral("looks.h5"))), why().constData());
        QVERIFY2(makeStudy(window), why().constData());
        window.workbench.save(m_work);
        QVERIFY2(waitFor(window, [&] { return !window.workbench.document().isModified(); }),
                 why().constData());
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

    static bool makeAnalysis(WalkWindow& window) {
        Workbench& workbench = window.workbench;
        const auto demo = findDemoFiles();
        if (!demo.ok()) return false;
        Document& document = workbench.document();
        workbench.openPaths({QString::fromStdString(demo->modelPath)});
        if (!waitFor(window, [&] { return document.model() != nullptr; })) return false;
        CorpusChoice choice;
        for (const DemoCorpus& corpus : demo->corpora) {
            if (corpus.name == "code" || corpus.name == "maths")
                choice.calibration.push_back(corpus.calibration());
            if (corpus.name == "code" || corpus.name == "drama")
                choice.evaluation.push_back(corpus.evaluation());
        }
        document.setCorpusChoice(choice);
        workbench.analyze({}, kTokens);
        return waitFor(window, [&] {
            return document.analysis() && !workbench.jobs().isActive(JobKind::Analyze);
        });
    }

    static bool makePlans(WalkWindow& window) {
        Workbench& workbench = window.workbench;
        MeasureOptions measure = workbench.measureDefaults();
        measure.widths = {2, 4};
        measure.probeTokens = 128;
        measure.quantize.method = QuantMethod::Rtn;
        workbench.measureLosses(measure);
        if (!waitFor(window, [&] { return workbench.document().losses() != nullptr; }))
            return false;
        PlanOptions options;
        options.widths = {2, 4};
        options.bits = 3.0;
        workbench.makePlan(options);
        return waitFor(window, [&] { return workbench.document().activePlan() != nullptr; });
    }

    static bool makeRuns(WalkWindow& window, const QString& path) {
        Workbench& workbench = window.workbench;
        Document& document = workbench.document();
        QuantizeOptions options;
        options.method = QuantMethod::Rtn;
        workbench.quantize(options, path);
        if (!waitFor(window, [&] {
                const auto run = document.quantizeRun(document.activePlanName());
                return run && run->complete;
            }))
            return false;
        workbench.evaluate(kTokens);
        return waitFor(window,
                       [&] { return document.evaluateRun(document.activePlanName()).has_value(); });
    }

    bool makeStudy(WalkWindow& window) {
        Workbench& workbench = window.workbench;
        StudyGrid grid;
        grid.methods = {"uniform", "moqa", "optimal"};
        grid.bits = {2.5, 3.0};
        grid.widths = {2, 3, 4};
        grid.groups = {64};
        grid.calibrationTokens = grid.evaluationTokens = kTokens;
        grid.quantize = workbench.measureDefaults().quantize;
        grid.window = grid.quantize.window;
        grid.quantize.method = QuantMethod::Rtn;
        grid.randomPlans = {{2.1, 3.9, 12}};
        workbench.study().run(grid, StudyMixes::Together);
        if (!waitFor(window,
                     [&] { return workbench.study().study() && !workbench.study().isRunning(); }))
            return false;
        workbench.study().save(m_study);
        return waitFor(window, [&] { return QFileInfo::exists(m_study); });
    }

    QTemporaryDir m_folder;
    QString m_work, m_study;
};

int main(int argc, char* argv[]) {
    return walkMain(argc, argv, [] { return std::make_unique<TestLooks>(); });
}

#include "tst_looks.moc"
