// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/state/engine_words.h"

#include "views/state/engine_errors_table.h"

#include <QCoreApplication>
#include <QLocale>
#include <QRegularExpression>
#include <algorithm>
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
        {"uniform", QT_TRANSLATE_NOOP("moqa::EngineWords", "uniform")},
        {"bits by score", QT_TRANSLATE_NOOP("moqa::EngineWords", "bits by score")},
        {"least gradient-weighted error",
         QT_TRANSLATE_NOOP("moqa::EngineWords", "least gradient-weighted error")},
        {"all experts alike", QT_TRANSLATE_NOOP("moqa::EngineWords", "all experts alike")},
        {"redundant", QT_TRANSLATE_NOOP("moqa::EngineWords", "redundant")},
        {R"(predicted loss ([\d.e+-]+) nats per token)",
         QT_TRANSLATE_NOOP("moqa::EngineWords", "predicted loss %1 nats per token")},
        {R"(layer programme of ([\d.]+) bits)",
         QT_TRANSLATE_NOOP("moqa::EngineWords", "layer programme of %1 bits")},
        {R"(among the (\d+) most frequent)",
         QT_TRANSLATE_NOOP("moqa::EngineWords", "among the %1 most frequent")},
        {"not among the most frequent",
         QT_TRANSLATE_NOOP("moqa::EngineWords", "not among the most frequent")},
        {R"(layer (\d+) of (\d+), the first (\d+) are wide)",
         QT_TRANSLATE_NOOP("moqa::EngineWords", "layer %1 of %2, the first %3 are wide")},
        {R"(cosine ([\d.-]+), rank (\d+) of (\d+), the first (\d+) are wide)",
         QT_TRANSLATE_NOOP("moqa::EngineWords", "cosine %1, rank %2 of %3, the first %4 are wide")},
        {R"(entropy ([\d.e+-]+))", QT_TRANSLATE_NOOP("moqa::EngineWords", "entropy %1")},
        {R"(widths by spectral exponent, median ([\d.e+-]+))",
         QT_TRANSLATE_NOOP("moqa::EngineWords", "widths by spectral exponent, median %1")},
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
        for (int group = 1; group <= match.lastCapturedIndex(); ++group) {
            static const QRegularExpression decimal(QStringLiteral("^\\d+\\.\\d+$"));
            QString value = match.captured(group);
            if (decimal.match(value).hasMatch())
                value.replace(QLatin1Char('.'), QLocale().decimalPoint());
            text.replace(QLatin1Char('%') + QString::number(group), value);
        }
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

// --- errors

namespace {

constexpr int kMaxDepth = 4; // "edits cannot be kept safe: the disk is full"

struct Sentence {
    QRegularExpression pattern;
    const char* text;
    qsizetype literal; // characters that are not names or numbers: more of them know better
};

const QRegularExpression& placeholder() {
    static const QRegularExpression pattern(QStringLiteral("%([1-9])"));
    return pattern;
}

// The text with each placeholder replaced by what `valueOf` gives for its number.
template <class ValueOf>
QString filled(const QString& text, ValueOf valueOf) {
    QString out;
    qsizetype from = 0;
    for (auto it = placeholder().globalMatch(text); it.hasNext();) {
        const auto match = it.next();
        out +=
            text.mid(from, match.capturedStart() - from) + valueOf(match.capturedView(1).toInt());
        from = match.capturedEnd();
    }
    return out + text.mid(from);
}

std::vector<Sentence> makeSentences() {
    std::vector<Sentence> sentences;
    for (const char* const text : kEngineErrors) {
        const QString english = QString::fromUtf8(text);
        QString pattern;
        qsizetype from = 0;
        for (auto it = placeholder().globalMatch(english); it.hasNext();) {
            const auto match = it.next();
            pattern += QRegularExpression::escape(english.mid(from, match.capturedStart() - from)) +
                       QStringLiteral("(.+?)");
            from = match.capturedEnd();
        }
        pattern += QRegularExpression::escape(english.mid(from));
        const qsizetype names = english.count(placeholder());
        sentences.push_back({QRegularExpression(QRegularExpression::anchoredPattern(pattern),
                                                QRegularExpression::DotMatchesEverythingOption),
                             text, english.size() - 2 * names});
    }
    std::stable_sort(sentences.begin(), sentences.end(),
                     [](const Sentence& a, const Sentence& b) { return a.literal > b.literal; });
    return sentences;
}

// Null where it is not known.
QString sentenceText(const QString& english, int depth);

QString knownOrSame(const QString& english, int depth) {
    if (const QString known = sentenceText(english, depth); !known.isNull()) return known;
    return engineText(english.toStdString());
}

QString sentenceText(const QString& english, int depth) {
    static const std::vector<Sentence> sentences = makeSentences();
    if (depth > kMaxDepth) return {};
    for (const Sentence& sentence : sentences) {
        const QRegularExpressionMatch match = sentence.pattern.match(english);
        if (!match.hasMatch()) continue;
        return filled(QCoreApplication::translate("moqa::EngineErrors", sentence.text),
                      [&](int n) { return knownOrSame(match.captured(n), depth + 1); });
    }
    return {};
}

} // namespace

QString errorText(std::string_view english) {
    const QString whole = QString::fromUtf8(english.data(), static_cast<qsizetype>(english.size()));
    if (const QString known = sentenceText(whole, 0); !known.isNull()) return known;
    // Two sentences that were joined: each for itself.
    QStringList parts = whole.split(QStringLiteral("; "));
    for (QString& part : parts) part = knownOrSame(part, 0);
    return parts.join(QStringLiteral("; "));
}

} // namespace moqa
