// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/state/fuzzy.h"

#include <algorithm>

namespace moqa {

namespace {

constexpr int kLetter = 10, kInARow = 15, kWordStart = 20, kTextStart = 10, kWhole = 400;
constexpr int kMostLengthLoss = 60;

bool startsWord(QStringView text, qsizetype at) {
    return at == 0 || (!text[at - 1].isLetterOrNumber() && text[at].isLetterOrNumber());
}

// Greedy from one start: the pattern's letters at the earliest places after it.
int scoreFrom(QStringView pattern, QStringView text, qsizetype start) {
    int score = 0;
    qsizetype last = -2;
    qsizetype at = start;
    for (const QChar wanted : pattern) {
        if (wanted.isSpace()) continue;
        while (at < text.size() && text[at].toCaseFolded() != wanted.toCaseFolded()) ++at;
        if (at == text.size()) return 0;
        score += kLetter;
        if (at == last + 1) score += kInARow;
        if (startsWord(text, at)) score += kWordStart;
        if (at == 0) score += kTextStart;
        last = at++;
    }
    return score;
}

} // namespace

int fuzzyScore(QStringView pattern, QStringView text) {
    pattern = pattern.trimmed();
    if (pattern.isEmpty()) return 1;
    int best = 0;
    // From every place of the first letter: the earliest one is often inside another word.
    for (qsizetype start = 0; start < text.size(); ++start) {
        if (text[start].toCaseFolded() != pattern[0].toCaseFolded()) continue;
        const int score = scoreFrom(pattern, text, start);
        if (score == 0) break; // a later start finds no more
        best = std::max(best, score);
    }
    if (best == 0) return 0;
    if (text.contains(pattern, Qt::CaseInsensitive)) best += kWhole;
    const int loss = static_cast<int>(std::min<qsizetype>(text.size() / 4, kMostLengthLoss));
    return std::max(1, best - loss);
}

} // namespace moqa
