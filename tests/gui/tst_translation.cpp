// SPDX-License-Identifier: GPL-3.0-or-later
// The German window: every text of the sources is translated, keeps its placeholders and its key,
// and fits where it stands.
#include "app/gui/main_window.h"
#include "app/gui/qt_words.h"
#include "app/gui/shortcuts_dialog.h"
#include "app/gui/translation.h"
#include "core/plan/unit_scores.h"
#include "views/pages/activation_series.h"
#include "views/panels/plan_form.h"
#include "views/state/engine_words.h"
#include "views/state/metric_text.h"
#include "views/state/workbench_actions.h"

#include <QAction>
#include <QApplication>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QDir>
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
                 QStringLiteral("Gruppe 4 von 4, Zugehörigkeit 0.93; Budget: 4 -> 2"));
        QCOMPARE(engineText("set by 'a.*: b, %1'"), QStringLiteral("bestimmt durch „a.*: b, %1“"));
        QCOMPARE(engineText("2048 of 98304 tokens, 3 of 16 layers"),
                 QStringLiteral("2048 von 98304 Token, 3 von 16 Schichten"));
        QCOMPARE(engineText("what nobody knows: yet"), QStringLiteral("what nobody knows: yet"));
        QCOMPARE(engineText(""), QString());
    }
};

QTEST_MAIN(TestTranslation)
#include "tst_translation.moc"
