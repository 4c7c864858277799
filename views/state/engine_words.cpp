// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/state/engine_words.h"

#include <QCoreApplication>
#include <QRegularExpression>
#include <vector>

namespace moqa {

namespace {

struct Text {
    Q_DECLARE_TR_FUNCTIONS(moqa::EngineWords)
};

struct Phrase {
    QRegularExpression pattern; // of all of a part; its groups become %1, %2
    const char* text;
};

std::vector<Phrase> makePhrases() {
    const std::pair<const char*, const char*> table[] = {
        {R"(layer (\d+) of (\d+))", QT_TRANSLATE_NOOP("moqa::EngineWords", "layer %1 of %2")},
        {R"(expert (\d+) of (\d+))", QT_TRANSLATE_NOOP("moqa::EngineWords", "expert %1 of %2")},
        {R"(experts (\d+) of (\d+))", QT_TRANSLATE_NOOP("moqa::EngineWords", "experts %1 of %2")},
        {R"(scoring window (\d+) of (\d+))",
         QT_TRANSLATE_NOOP("moqa::EngineWords", "scoring window %1 of %2")},
        {R"((\d+) of (\d+) tokens)", QT_TRANSLATE_NOOP("moqa::EngineWords", "%1 of %2 tokens")},
        {R"((\d+) of (\d+) layers)", QT_TRANSLATE_NOOP("moqa::EngineWords", "%1 of %2 layers")},
        {R"(tokenizing (.+))", QT_TRANSLATE_NOOP("moqa::EngineWords", "tokenizing %1")},
        {"attention", QT_TRANSLATE_NOOP("moqa::EngineWords", "attention")},
        {"experts", QT_TRANSLATE_NOOP("moqa::EngineWords", "experts")},
        {"comparing experts", QT_TRANSLATE_NOOP("moqa::EngineWords", "comparing experts")},
        {"the undisturbed model", QT_TRANSLATE_NOOP("moqa::EngineWords", "the undisturbed model")},
        {"attention and routing", QT_TRANSLATE_NOOP("moqa::EngineWords", "attention and routing")},
        {"divergence at the logits",
         QT_TRANSLATE_NOOP("moqa::EngineWords", "divergence at the logits")},
        {"embedding and head", QT_TRANSLATE_NOOP("moqa::EngineWords", "embedding and head")},
        {"writing", QT_TRANSLATE_NOOP("moqa::EngineWords", "writing")},
        {"writing the file", QT_TRANSLATE_NOOP("moqa::EngineWords", "writing the file")},
        {"already quantized, going on behind it",
         QT_TRANSLATE_NOOP("moqa::EngineWords", "already quantized, going on behind it")},
        {"reading headers", QT_TRANSLATE_NOOP("moqa::EngineWords", "reading headers")},
        {"reading the workspace", QT_TRANSLATE_NOOP("moqa::EngineWords", "reading the workspace")},
        {"reading the model's headers",
         QT_TRANSLATE_NOOP("moqa::EngineWords", "reading the model's headers")},
        {"reading the ledger", QT_TRANSLATE_NOOP("moqa::EngineWords", "reading the ledger")},
        {"done", QT_TRANSLATE_NOOP("moqa::EngineWords", "done")},
        {"analysis done", QT_TRANSLATE_NOOP("moqa::EngineWords", "analysis done")},
        {"reference done", QT_TRANSLATE_NOOP("moqa::EngineWords", "reference done")},
        {"evaluation done", QT_TRANSLATE_NOOP("moqa::EngineWords", "evaluation done")},
        {R"(cluster (\d+) of (\d+))", QT_TRANSLATE_NOOP("moqa::EngineWords", "cluster %1 of %2")},
        {R"(membership ([\d.]+))", QT_TRANSLATE_NOOP("moqa::EngineWords", "membership %1")},
        {R"(low precision first over ([\d.]+))",
         QT_TRANSLATE_NOOP("moqa::EngineWords", "low precision first over %1")},
        {R"((.+) at ([\d.]+) bits)", QT_TRANSLATE_NOOP("moqa::EngineWords", "%1 at %2 bits")},
        {"analysing texts", QT_TRANSLATE_NOOP("moqa::EngineWords", "analysing texts")},
        {"measuring losses", QT_TRANSLATE_NOOP("moqa::EngineWords", "measuring losses")},
        {"random plans", QT_TRANSLATE_NOOP("moqa::EngineWords", "random plans")},
        {"reading texts", QT_TRANSLATE_NOOP("moqa::EngineWords", "reading texts")},
        {"budget", QT_TRANSLATE_NOOP("moqa::EngineWords", "budget")},
        {"by hand", QT_TRANSLATE_NOOP("moqa::EngineWords", "by hand")},
        {"set by '(.+)'", QT_TRANSLATE_NOOP("moqa::EngineWords", "set by '%1'")},
        {"was set by '(.+)'", QT_TRANSLATE_NOOP("moqa::EngineWords", "was set by '%1'")},
    };
    std::vector<Phrase> phrases;
    for (const auto& [pattern, text] : table)
        phrases.push_back(
            {QRegularExpression(QRegularExpression::anchoredPattern(QLatin1String(pattern))),
             text});
    return phrases;
}

QString phraseText(const QString& part) {
    static const std::vector<Phrase> phrases = makePhrases();
    for (const Phrase& phrase : phrases) {
        const QRegularExpressionMatch match = phrase.pattern.match(part);
        if (!match.hasMatch()) continue;
        QString text = Text::tr(phrase.text);
        for (int group = 1; group <= match.lastCapturedIndex(); ++group)
            text.replace(QLatin1Char('%') + QString::number(group), match.captured(group));
        return text;
    }
    return part;
}

} // namespace

QString engineText(std::string_view text) {
    const QString whole = QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
    if (const QString known = phraseText(whole); known != whole) return known;
    static const QRegularExpression between(QStringLiteral("; |: |, "));
    QString out;
    qsizetype from = 0;
    for (auto it = between.globalMatch(whole); it.hasNext();) {
        const auto match = it.next();
        out += phraseText(whole.mid(from, match.capturedStart() - from)) + match.captured();
        from = match.capturedEnd();
    }
    return out + phraseText(whole.mid(from));
}

} // namespace moqa
