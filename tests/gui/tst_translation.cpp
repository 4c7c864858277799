// SPDX-License-Identifier: GPL-3.0-or-later
// The German window: every text of the sources is translated, keeps its placeholders and its key,
// and fits where it stands.
#include "app/gui/main_window.h"
#include "app/gui/qt_words.h"
#include "app/gui/shortcuts_dialog.h"
#include "app/gui/translation.h"
#include "core/base/files.h"
#include "core/plan/make_plan.h"
#include "core/store/demo_files.h"
#include "core/store/open_model.h"
#include "core/store/workspace.h"
#include "views/pages/activation_series.h"
#include "views/panels/plan_form.h"
#include "views/state/engine_errors_table.h"
#include "views/state/engine_words.h"
#include "views/state/figure_spec.h"
#include "views/state/metric_text.h"
#include "views/state/open_request.h"
#include "views/state/window_words.h"
#include "views/state/workbench_actions.h"

#include <QAction>
#include <QApplication>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QKeySequenceEdit>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QMenuBar>
#include <QProcess>
#include <QPushButton>
#include <QRegularExpression>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>
#include <QXmlStreamReader>

using namespace moqa;

namespace {

struct Message {
    QString context, source;
    QStringList texts; // more than one: plural forms
    bool finished = true;
};

QList<Message> messagesOf(const QString& path) {
    QFile file(path);
    QList<Message> messages;
    if (!file.open(QIODevice::ReadOnly)) return messages;
    QXmlStreamReader xml(&file);
    QString context;
    while (!xml.atEnd()) {
        if (xml.readNext() != QXmlStreamReader::StartElement) continue;
        const auto name = xml.name();
        if (name == QLatin1String("name")) {
            context = xml.readElementText();
        } else if (name == QLatin1String("message")) {
            messages.append({context, {}, {}, true});
        } else if (name == QLatin1String("source")) {
            messages.last().source = xml.readElementText();
        } else if (name == QLatin1String("numerusform")) {
            messages.last().texts << xml.readElementText();
        } else if (name == QLatin1String("translation")) {
            messages.last().finished = !xml.attributes().hasAttribute(QLatin1String("type"));
            const QString text = xml.readElementText(QXmlStreamReader::IncludeChildElements);
            // Plural forms were read as part of the text.
            messages.last().texts << text;
        }
    }
    return messages;
}

QStringList placeholders(const QString& text) {
    static const QRegularExpression pattern(QStringLiteral("%(?:\\d|n)"));
    QStringList found;
    auto it = pattern.globalMatch(text);
    while (it.hasNext()) found << it.next().captured();
    found.sort();
    found.removeDuplicates();
    return found;
}

bool hasKey(const QString& text) {
    static const QRegularExpression pattern(QStringLiteral("&[^& ]"));
    return pattern.match(text).hasMatch();
}

QString root() { return QStringLiteral(MOQA_SOURCE_DIR); }

} // namespace

class TestTranslation : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() { QStandardPaths::setTestModeEnabled(true); }

    void nothingIsUnfinished() {
        for (const char* name : {"moqa_de.ts", "moqa_en.ts"}) {
            const auto messages = messagesOf(QDir(root()).filePath(
                QStringLiteral("resources/translations/") + QLatin1String(name)));
            QVERIFY2(!messages.isEmpty(), name);
            for (const Message& message : messages)
                QVERIFY2(message.finished && !message.texts.join(QString()).isEmpty(),
                         qPrintable(QLatin1String(name) + QStringLiteral(": ") + message.source));
        }
    }

    void everyTextOfTheSourcesIsThere() {
        const QString lupdate = QStandardPaths::findExecutable(
            QStringLiteral("lupdate"), {QStringLiteral("/usr/lib/qt6/bin")});
        if (lupdate.isEmpty() &&
            QStandardPaths::findExecutable(QStringLiteral("lupdate")).isEmpty())
            QSKIP("lupdate is not installed");
        QTemporaryDir folder;
        for (const char* name : {"moqa_de.ts", "moqa_en.ts"})
            QVERIFY(QFile::copy(QDir(root()).filePath(QStringLiteral("resources/translations/") +
                                                      QLatin1String(name)),
                                folder.filePath(QLatin1String(name))));
        QProcess update;
        update.start(
            QStringLiteral("bash"),
            {QDir(root()).filePath(QStringLiteral("resources/scripts/update-translations.sh")),
             folder.path()});
        QVERIFY(update.waitForFinished(120'000));
        QCOMPARE(update.exitCode(), 0);
        QStringList missing;
        for (const Message& message : messagesOf(folder.filePath(QStringLiteral("moqa_de.ts"))))
            if (!message.finished)
                missing << message.context + QStringLiteral(": ") + message.source;
        QVERIFY2(missing.isEmpty(),
                 qPrintable(QStringLiteral("run resources/scripts/update-translations.sh and "
                                           "translate:\n") +
                            missing.join(QLatin1Char('\n'))));
    }

    void placeholdersAndKeysAreKept() {
        for (const Message& message : messagesOf(
                 QDir(root()).filePath(QStringLiteral("resources/translations/moqa_de.ts")))) {
            const QString text = message.texts.join(QLatin1Char(' '));
            QVERIFY2(placeholders(text) == placeholders(message.source),
                     qPrintable(message.source));
            QVERIFY2(hasKey(text) == hasKey(message.source), qPrintable(message.source));
        }
    }

    void theWindowSpeaksGerman() {
        QVERIFY(installTranslation(*qApp, QStringLiteral("de")));
        QCOMPARE(QLocale().decimalPoint(), QStringLiteral(","));
        Workbench workbench;
        addWorkbenchActions(workbench);
        MainWindow window(workbench);
        window.show();
        QCOMPARE(window.menuBar()->actions().first()->text(), QStringLiteral("&Datei"));
        QCOMPARE(workbench.actions().action(QStringLiteral("page.plan"))->statusTip(),
                 QStringLiteral("Die Seite Plan zeigen"));
        QCOMPARE(metricTitle(*findMetric("load")), QStringLiteral("Last gegen gerechten Anteil"));
        // No menu answers twice to one key.
        for (const QMenu* const menu : window.findChildren<QMenu*>()) {
            QSet<QChar> keys;
            for (const QAction* const action : menu->actions()) {
                const qsizetype at = action->text().indexOf(QLatin1Char('&'));
                if (at < 0 || action->text().mid(at, 2) == QLatin1String("&&")) continue;
                const QChar key = action->text()[at + 1].toLower();
                QVERIFY2(!keys.contains(key),
                         qPrintable(menu->title() + QStringLiteral(": ") + action->text()));
                keys.insert(key);
            }
        }
        window.resize(1360, 860);
        for (const PageEntry& page : pageEntries()) {
            window.showPage(QLatin1String(page.id));
            QApplication::processEvents();
            for (const QPushButton* const button : window.findChildren<QPushButton*>()) {
                const QString text = button->text().remove(QLatin1Char('&'));
                if (button->isVisible())
                    QVERIFY2(button->width() >= button->fontMetrics().horizontalAdvance(text),
                             qPrintable(text + QStringLiteral(" is cut")));
            }
        }
    }

    // Whether or not Qt's own translations are installed.
    void theWordsOfQtAreGermanToo() {
        QVERIFY(installTranslation(*qApp, QStringLiteral("de")));
        for (const QtWord& word : kQtWords)
            if (QLatin1String(word.text) != QLatin1String("OK"))
                QVERIFY2(QCoreApplication::translate(word.context, word.text) !=
                             QString::fromUtf8(word.text),
                         word.text);
        QCOMPARE(QKeySequence(Qt::CTRL | Qt::Key_P).toString(QKeySequence::NativeText),
                 QStringLiteral("Strg+P"));
        Workbench workbench;
        addWorkbenchActions(workbench);
        const ShortcutsDialog sheet(workbench.actions());
        const auto* const buttons = sheet.findChild<QDialogButtonBox*>();
        QCOMPARE(buttons->button(QDialogButtonBox::Close)->text(), QStringLiteral("Schließen"));
        QCOMPARE(sheet.findChild<QKeySequenceEdit*>()->findChild<QLineEdit*>()->placeholderText(),
                 QStringLiteral("Tasten drücken"));
    }

    void titlesOfQuantitiesAreGerman() {
        QVERIFY(installTranslation(*qApp, QStringLiteral("de")));
        Analysis analysis;
        analysis.moeLayers = {0, 1};
        auto array = std::make_shared<ResultArray>();
        array->key = {"imbalance_gini", "", -1};
        array->shape = {2};
        array->values = {0.25, 0.5};
        analysis.results[array->key] = array;
        const auto series = layerSeries(analysis, *findMetric("imbalance_gini"));
        QVERIFY(series);
        QCOMPARE(series->title, QStringLiteral("Ungleichgewicht: Gini"));
        const PlanForm form(true, nullptr);
        const auto* const scores = form.findChild<QComboBox*>(QStringLiteral("planScore"));
        QVERIFY(scores->findText(QStringLiteral("Wölbung der Gewichte")) >= 0);
        for (int i = 0; i < scores->count(); ++i)
            QVERIFY2(scores->itemText(i) !=
                         QString::fromStdString(scoreTable()[static_cast<size_t>(i)].title),
                     qPrintable(scores->itemText(i)));
    }

    void theEngineIsHeardInGerman() {
        QVERIFY(installTranslation(*qApp, QStringLiteral("de")));
        QCOMPARE(engineText("layer 3 of 6: experts 4 of 32"),
                 QStringLiteral("Schicht 3 von 6: Experten 4 von 32"));
        QCOMPARE(engineText("cluster 4 of 4, membership 0.93; budget: 4 -> 2"),
                 QStringLiteral("Gruppe 4 von 4, Zugehörigkeit 0,93; Budget: 4 -> 2"));
        QCOMPARE(engineText("set by 'a.*: b, %1'"), QStringLiteral("bestimmt durch „a.*: b, %1“"));
        QCOMPARE(engineText("2048 of 98304 tokens, 3 of 16 layers"),
                 QStringLiteral("2048 von 98304 Token, 3 von 16 Schichten"));
        QCOMPARE(engineText("bits by score; budget: 4 -> 3"),
                 QStringLiteral("Bits nach Bewertung; Budget: 4 -> 3"));
        QCOMPARE(engineText("layer 3 of 6, the first 2 are wide"),
                 QStringLiteral("Schicht 3 von 6, die ersten 2 sind breit"));
        QCOMPARE(engineText("predicted loss 1.5e-05 nats per token"),
                 QStringLiteral("vorhergesagter Verlust 1.5e-05 nats je Token"));
        QCOMPARE(engineText("what nobody knows: yet"), QStringLiteral("what nobody knows: yet"));
        QCOMPARE(engineText(""), QString());
    }

    // Metrics, scores and methods: titles, descriptions and what their tooltips say beside.
    void everyTextOfTheTablesIsGerman() {
        QVERIFY(installTranslation(*qApp, QStringLiteral("de")));
        // Names and formulas are the same in both languages.
        const auto isNamed = [](const QString& text) {
            static const QRegularExpression words(QStringLiteral(
                "\\b(the|of|a|an|by|for|and|with|which|its|is|are|over|per|all|at|as|before|first|"
                "layers?|experts?|bits?|width|share|loss|weights?|norm|rank|entropy|mean)\\b"));
            return !words.match(text).hasMatch();
        };
        const auto expectGerman = [&](const char* english, const QString& german) {
            const QString source = QString::fromUtf8(english);
            QVERIFY2(!german.isEmpty(), english);
            QVERIFY2(isNamed(source) || german != source, english);
        };
        QVERIFY(metricTable().size() > 20 && scoreTable().size() > 10);
        for (const MetricInfo& metric : metricTable()) {
            expectGerman(metric.title, metricTitle(metric));
            expectGerman(metric.description, metricDescription(metric));
        }
        for (const ScoreInfo& score : scoreTable()) {
            expectGerman(score.title, scoreTitle(score));
            const QStringList help = scoreHelp(score).split(QLatin1Char('\n'));
            QCOMPARE(help.size(), 3);
            expectGerman(score.description, help[0]);
            expectGerman(score.formula, help[1]);
        }
        for (const PlanMethodInfo& method : planMethodTable()) {
            expectGerman(method.title, methodTitle(method));
            expectGerman(method.source, methodSource(method));
        }
        // And they are what is shown.
        const PlanForm form(true, nullptr);
        const auto* const scores = form.findChild<QComboBox*>(QStringLiteral("planScore"));
        for (int i = 0; i < scores->count(); ++i) {
            const ScoreInfo* const score = findScore(scores->itemData(i).toString().toStdString());
            QVERIFY(score);
            QCOMPARE(scores->itemText(i), scoreTitle(*score));
            QCOMPARE(scores->itemData(i, Qt::ToolTipRole).toString(), scoreHelp(*score));
        }
    }

    // Every sentence of the table is German, whatever names and numbers stand in it.
    void errorsOfTheEngineAreGerman() {
        QVERIFY(installTranslation(*qApp, QStringLiteral("de")));
        static const QRegularExpression placeholder(QStringLiteral("%[1-9]"));
        for (const char* const english : kEngineErrors) {
            const QString filled =
                QString::fromUtf8(english).replace(placeholder, QStringLiteral("x7"));
            const QString german = errorText(filled.toStdString());
            QVERIFY2(german != filled, english);
            QCOMPARE(german.count(QStringLiteral("x7")), filled.count(QStringLiteral("x7")));
        }
        QCOMPARE(errorText("edits cannot be kept safe from a crash: the disk is full"),
                 QStringLiteral("Änderungen können nicht vor einem Absturz gesichert werden: Der "
                                "Datenträger ist voll"));
        QCOMPARE(
            errorText("it is open to read only; close it there, or work on a copy"),
            QStringLiteral("Er ist nur zum Lesen geöffnet; Dort schließen oder mit einer Kopie "
                           "arbeiten"));
        QCOMPARE(errorText("what nobody knows: %1 yet"),
                 QStringLiteral("what nobody knows: %1 yet"));
        QCOMPARE(errorText(""), QString());
    }

    // A sentence that is reworded in core and not here would be English again.
    void everySentenceIsStillSaid() {
        QString sources;
        for (const char* room : {"core", "views", "app/gui"}) {
            QDirIterator files(QDir(root()).filePath(QLatin1String(room)),
                               {QStringLiteral("*.cpp"), QStringLiteral("*.h")}, QDir::Files,
                               QDirIterator::Subdirectories);
            while (files.hasNext()) {
                QFile file(files.next());
                if (file.fileName().endsWith(QLatin1String("engine_errors_table.h"))) continue;
                QVERIFY(file.open(QIODevice::ReadOnly));
                sources += QString::fromUtf8(file.readAll());
            }
        }
        QVERIFY(sources.size() > 1'000'000);
        // As the compiler joins and reads literals.
        sources.remove(QRegularExpression(QStringLiteral("\"\\s*\n\\s*\"")));
        sources.replace(QStringLiteral("\\\""), QStringLiteral("\""));
        static const QRegularExpression placeholder(QStringLiteral("%[1-9]"));
        QStringList unsaid;
        for (const char* const english : kEngineErrors)
            for (const QString& part : QString::fromUtf8(english).split(placeholder))
                if (part.trimmed().size() > 3 && !sources.contains(part.trimmed()))
                    unsaid << QString::fromUtf8(english);
        QVERIFY2(unsaid.isEmpty(), qPrintable(unsaid.join(QLatin1Char('\n'))));
    }

    // What a user meets first, as the engine itself says it.
    void usualFaultsAreToldInGerman() {
        QVERIFY(installTranslation(*qApp, QStringLiteral("de")));
        const QTemporaryDir folder;
        const auto write = [&folder](const char* name, const QByteArray& bytes) {
            QFile file(folder.filePath(QLatin1String(name)));
            if (!file.open(QIODevice::WriteOnly)) qFatal("%s", name);
            file.write(bytes);
            return file.fileName().toStdString();
        };
        std::vector<Error> faults;
        const auto add = [&faults](const auto& result) {
            QVERIFY(!result.ok());
            faults.push_back(result.error());
        };
        add(openModel("/nowhere/at/all"));
        add(openModel(folder.path().toStdString()));
        add(openModel(write("a.gguf", "GGUF")));
        add(openModel(write("b.txt", "text")));
        add(openModel(write("c.h5", "no HDF5")));
        add(openModel(write("model.safetensors", "short")));
        add(loadWorkspace(write("d.moqa", "no HDF5")));
        add(readFile(folder.path().toStdString() + "/none", 10));
        add(writeFileAtomically("/proc/none/at/all", "x"));
        add(figureSpecInside("hello", QStringLiteral("x")));
        add(openRequest({QStringLiteral("a.moqa"), QStringLiteral("b.moqa")}));
        const auto demo = findDemoFiles();
        QVERIFY(demo.ok());
        const auto model = openModel(demo->modelPath);
        QVERIFY(model.ok());
        PlanOptions options;
        for (const PlanMethod method : {PlanMethod::Moqa, PlanMethod::Optimal, PlanMethod::Gemq}) {
            options.method = method;
            options.bits = 3;
            add(makePlan(**model, nullptr, options));
        }
        options.method = PlanMethod::Ewq;
        options.widths = {2, 4};
        add(makePlan(**model, nullptr, options));
        options.method = PlanMethod::Uniform;
        options.bits = 7;
        add(makePlan(**model, nullptr, options));
        options.bits = 3;
        options.overrides = {{"nothing.like.it", 4, 0}};
        add(makePlan(**model, nullptr, options));
        for (const Error& fault : faults) {
            const Error german = inWindowWords(fault);
            QVERIFY2(german.what != fault.what, fault.what.c_str());
            if (!fault.hint.empty()) QVERIFY2(german.hint != fault.hint, fault.hint.c_str());
        }
    }
};

QTEST_MAIN(TestTranslation)
#include "tst_translation.moc"
