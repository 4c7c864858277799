// SPDX-License-Identifier: GPL-3.0-or-later
// State under the window's shell: settings and their garbage, keys, fuzzy search, what paths mean,
// recent files, the log from many threads.
#include "views/state/action_catalogue.h"
#include "views/state/fuzzy.h"
#include "views/state/log_capture.h"
#include "views/state/metric_text.h"
#include "views/state/open_request.h"
#include "views/state/recent_files.h"
#include "views/state/settings.h"

#include <QAbstractItemModelTester>
#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <thread>

using namespace moqa;

namespace {

QKeySequence key(const char* text) { return QKeySequence(QLatin1String(text)); }

QString iniIn(const QTemporaryDir& folder, const QByteArray& content = {}) {
    const QString path = folder.filePath(QStringLiteral("s.ini"));
    if (!content.isEmpty()) {
        QFile file(path);
        if (file.open(QIODevice::WriteOnly)) file.write(content);
    }
    return path;
}

} // namespace

class TestShellState : public QObject {
    Q_OBJECT
private slots:
    void everySettingHasTextsAndAnOptionOfItsOwn() {
        QSet<QString> ids, options;
        for (const SettingInfo& setting : settingTable()) {
            ids.insert(QLatin1String(setting.id));
            options.insert(QLatin1String(setting.option));
            for (const char* text : {setting.group, setting.title, setting.text})
                QVERIFY2(*text, setting.id);
            QVERIFY2(allowedValue(setting, fallbackOf(setting)).isValid(), setting.id);
        }
        QCOMPARE(ids.size(), static_cast<qsizetype>(settingTable().size()));
        QCOMPARE(options.size(), ids.size());
    }

    void aChangeIsOneSignalAndIsKept() {
        QTemporaryDir folder;
        {
            Settings settings(iniIn(folder));
            QSignalSpy changed(&settings, &Settings::valueChanged);
            QSignalSpy theme(&settings, &Settings::themeChanged);
            QVERIFY(settings.setValue(QStringLiteral("view/theme"), QStringLiteral("dark")));
            settings.setTheme(ThemeChoice::Dark); // already so
            QCOMPARE(changed.size(), 1);
            QCOMPARE(theme.size(), 1);
            QVERIFY(!settings.setValue(QStringLiteral("view/theme"), QStringLiteral("mauve")));
            QVERIFY(!settings.setValue(QStringLiteral("view/fontPercent"), 5));
            QVERIFY(!settings.setValue(QStringLiteral("no/such"), 5));
        }
        const Settings again(iniIn(folder));
        QCOMPARE(again.theme(), ThemeChoice::Dark);
        QCOMPARE(again.fontPercent(), 100);
    }

    void anOptionHoldsForThisRunAlone() {
        QTemporaryDir folder;
        {
            Settings settings(iniIn(folder));
            QSignalSpy changed(&settings, &Settings::fontPercentChanged);
            QVERIFY(
                settings.overrideValue(QStringLiteral("view/fontPercent"), QStringLiteral("150")));
            QCOMPARE(settings.fontPercent(), 150);
            QCOMPARE(changed.size(), 1);
            QVERIFY(
                !settings.overrideValue(QStringLiteral("view/fontPercent"), QStringLiteral("big")));
        }
        QCOMPARE(Settings(iniIn(folder)).fontPercent(), 100);
    }

    void garbageReadsAsDefaults() {
        QTemporaryDir folder;
        const Settings settings(
            iniIn(folder,
                  "[view]\ntheme=mauve\nfontPercent=-7\nlanguage=@Variant(\\0\\0)\n[work]\n"
                  "threads=many\nmemoryGiB=999999999999\n[recent]\npaths=a, , a, b\n"
                  "[window]\nstate=@ByteArray(\\xff\\0\\0rubbish)\ngeometry=7\nlayout=Nowhere\n"));
        for (const SettingInfo& setting : settingTable())
            QCOMPARE(settings.value(QLatin1String(setting.id)), fallbackOf(setting));
        QCOMPARE(settings.recentPaths(), QStringList({QStringLiteral("a"), QStringLiteral("b")}));
        QVERIFY(settings.windowState().isEmpty());
        QVERIFY(settings.windowGeometry().isEmpty());
    }

    void bytesThatAreNoIniAreSurvived() {
        QTemporaryDir folder;
        QByteArray noise(4096, '\0');
        for (int i = 0; i < noise.size(); ++i) noise[i] = static_cast<char>(i * 7919 >> 3);
        Settings settings(iniIn(folder, noise));
        QCOMPARE(settings.theme(), ThemeChoice::System);
        QVERIFY(settings.recentPaths().isEmpty());
    }

    void aLayoutThatIsNotWholeIsNone() {
        QTemporaryDir folder;
        const QString path = iniIn(folder);
        {
            Settings settings(path);
            settings.setWindowLayout("geometry", "state");
            settings.setLayoutState(QStringLiteral("Explore"), "explore");
            QCOMPARE(settings.windowState(), QByteArray("state"));
            QCOMPARE(settings.layoutState(QStringLiteral("Explore")), QByteArray("explore"));
        }
        QSettings raw(path, QSettings::IniFormat);
        QByteArray state = raw.value(QStringLiteral("window/state")).toByteArray();
        state.back() = static_cast<char>(state.back() + 1);
        raw.setValue(QStringLiteral("window/state"), state);
        raw.sync();
        const Settings settings(path);
        QVERIFY(settings.windowState().isEmpty());
        QCOMPARE(settings.windowGeometry(), QByteArray("geometry"));
    }

    void keysAreChangedKeptAndReset() {
        QTemporaryDir folder;
        Settings settings(iniIn(folder));
        const auto fill = [&settings](ActionCatalogue& actions) {
            actions.followSettings(settings);
            actions.add(QStringLiteral("a.one"),
                        {QStringLiteral("One"), QStringLiteral("First"), {key("Ctrl+1")}});
            actions.add(QStringLiteral("a.two"),
                        {QStringLiteral("Two"), QStringLiteral("Second"), {key("Ctrl+2")}});
        };
        {
            ActionCatalogue actions;
            fill(actions);
            QCOMPARE(actions.ownerOf(key("Ctrl+1"), QStringLiteral("a.two")),
                     QStringLiteral("a.one"));
            QVERIFY(actions.ownerOf(key("Ctrl+1"), QStringLiteral("a.one")).isEmpty());
            actions.setKeys(QStringLiteral("a.one"), {key("Ctrl+Alt+K")});
            QVERIFY(actions.action(QStringLiteral("a.one"))
                        ->toolTip()
                        .contains(key("Ctrl+Alt+K").toString(QKeySequence::NativeText)));
        }
        ActionCatalogue again;
        fill(again);
        QCOMPARE(again.action(QStringLiteral("a.one"))->shortcut(), key("Ctrl+Alt+K"));
        QVERIFY(!again.hasDefaultKeys(QStringLiteral("a.one")));
        again.resetKeys(QStringLiteral("a.one"));
        QCOMPARE(again.action(QStringLiteral("a.one"))->shortcut(), key("Ctrl+1"));
        QVERIFY(!settings.keys(QStringLiteral("a.one")).has_value());
    }

    void staleKeysAreLeftOut() {
        QTemporaryDir folder;
        Settings settings(iniIn(folder));
        settings.setKeys(QStringLiteral("a.two"), {QStringLiteral("Ctrl+1")}); // is a.one's now
        settings.setKeys(QStringLiteral("a.three"), {QStringLiteral("Nonsense+++")});
        settings.setKeys(QStringLiteral("gone"), {QStringLiteral("Ctrl+9")});
        ActionCatalogue actions;
        actions.followSettings(settings);
        for (const char* id : {"a.one", "a.two", "a.three"})
            actions.add(QLatin1String(id), {QLatin1String(id),
                                            {},
                                            {key(id[2] == 'o'   ? "Ctrl+1"
                                                 : id[3] == 'w' ? "Ctrl+2"
                                                                : "Ctrl+3")}});
        QCOMPARE(actions.action(QStringLiteral("a.two"))->shortcut(), key("Ctrl+2"));
        QCOMPARE(actions.action(QStringLiteral("a.three"))->shortcut(), key("Ctrl+3"));
    }

    void aDisabledActionSaysWhy() {
        ActionCatalogue actions;
        actions.add(QStringLiteral("a"), {QStringLiteral("A")});
        actions.setEnabled(QStringLiteral("a"), false, QStringLiteral("open a model first"));
        QCOMPARE(actions.disabledReason(QStringLiteral("a")), QStringLiteral("open a model first"));
        actions.setEnabled(QStringLiteral("a"), true);
        QVERIFY(actions.disabledReason(QStringLiteral("a")).isEmpty());
    }

    void fuzzyRanksWhatIsMeant() {
        const auto score = [](const char* pattern, const char* text) {
            return fuzzyScore(QString::fromLatin1(pattern), QString::fromLatin1(text));
        };
        QCOMPARE(score("xyz", "Open demo model"), 0);
        QCOMPARE(score("moed", "Open demo model"), 0); // wrong order
        QVERIFY(score("odm", "Open demo model") > 0);
        QVERIFY(score("ODM", "open demo model") > 0);
        QVERIFY(score("odm", "Open demo model") > score("odm", "Model of random"));
        QVERIFY(score("open", "Open...") > score("open", "Reopen a workspace"));
        QVERIFY(score("gate", "layers.0.gate_proj") > score("gate", "go at the edge"));
        QCOMPARE(score("", "anything"), score("", "else"));
    }

    void whatPathsMean() {
        const auto request = [](std::initializer_list<const char*> names) {
            QStringList paths;
            for (const char* name : names) paths << QLatin1String(name);
            return openRequest(paths);
        };
        QCOMPARE(request({"/m/config.json"})->model, QStringLiteral("/m"));
        QCOMPARE(request({"/m/a-1.safetensors", "/m/a-2.safetensors"})->model,
                 QStringLiteral("/m"));
        QCOMPARE(request({"/m/w.moqa", "/t/a.txt"})->model, QStringLiteral("/m/w.moqa"));
        QCOMPARE(request({"/t/a.txt", "/t/b.jsonl.gz"})->texts.size(), 2);
        QVERIFY(!request({"/m/w.moqa", "/m/v.moqa"}).ok());
        QVERIFY(!request({"/m/a.safetensors", "/n/b.safetensors"}).ok());
        QVERIFY(!request({"/m/a.safetensors", "/m/notes.pdf"}).ok());
    }

    void tenThousandFilesAreAnsweredAtOnce() {
        QStringList paths;
        for (int i = 0; i < 10'000; ++i) paths << QStringLiteral("/data/picture%1.png").arg(i);
        QVERIFY(acceptsPaths(paths)); // the drop says what is wrong
        const auto request = openRequest(paths);
        QVERIFY(!request.ok());
        QVERIFY(request.error().what.find("10000 files") != std::string::npos);
        QVERIFY(!request.error().hint.empty());
        for (QString& path : paths) path.replace(QLatin1String(".png"), QLatin1String(".txt"));
        QVERIFY(!openRequest(paths).ok());
    }

    void recentFilesKnowWhatIsGone() {
        QTemporaryDir folder;
        Settings settings(iniIn(folder, "[x]\ny=1\n"));
        const QString here = folder.filePath(QStringLiteral("s.ini"));
        const QString gone = folder.filePath(QStringLiteral("gone.moqa"));
        RecentFiles recent(settings);
        settings.addRecentPath(gone);
        settings.addRecentPath(here);
        QCOMPARE(recent.files().size(), size_t{2});
        QCOMPARE(recent.files()[0].path, gone); // workspaces first
        QVERIFY(recent.files()[0].isWorkspace);
        QTRY_VERIFY(recent.files()[0].missing);
        QVERIFY(!recent.files()[1].missing);
        QFile(gone).open(QIODevice::WriteOnly);
        QSignalSpy changed(&recent, &RecentFiles::changed);
        recent.look();
        QTRY_COMPARE(changed.size(), 1);
        QVERIFY(!recent.files()[0].missing);
    }

    void theLogTakesLinesOfAllThreads() {
        LogModel log;
        const QAbstractItemModelTester tester(&log);
        constexpr int kThreads = 8, kLines = 50;
        {
            const LogCapture capture(log);
            std::vector<std::thread> threads;
            for (int t = 0; t < kThreads; ++t)
                threads.emplace_back([] {
                    for (int i = 0; i < kLines; ++i) qWarning("line");
                });
            for (std::thread& thread : threads) thread.join();
            QTRY_COMPARE(log.rowCount(), kThreads * kLines);
        }
        qWarning("after");
        QCoreApplication::processEvents();
        QCOMPARE(log.rowCount(), kThreads * kLines);
        QCOMPARE(log.index(0, 0).data(LogModel::kLevelRole).toInt(),
                 static_cast<int>(LogLevel::Warning));
    }

    void theRingKeepsTheNewest() {
        LogRing ring;
        QVERIFY(ring.push({{}, LogLevel::Info, {}, QStringLiteral("0")}));
        for (size_t i = 1; i < LogRing::kCapacity + 10; ++i)
            QVERIFY(!ring.push({{}, LogLevel::Info, {}, QString::number(i)}));
        size_t lost = 0;
        const auto lines = ring.take(&lost);
        QCOMPARE(lost, size_t{10});
        QCOMPARE(lines.size(), LogRing::kCapacity);
        QCOMPARE(lines.front().text, QStringLiteral("10"));
        QVERIFY(ring.push({}));
    }

    void everyMetricHasHelp() {
        for (const MetricInfo& metric : metricTable()) {
            const QString help = metricHelp(metric);
            QVERIFY2(help.contains(metricTitle(metric).toHtmlEscaped()), metric.id);
            QVERIFY2(help.contains(QString::fromUtf8(metric.formula).toHtmlEscaped()), metric.id);
        }
    }
};

QTEST_MAIN(TestShellState)
#include "tst_shell_state.moc"
