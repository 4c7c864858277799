// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/state/token_text.h"

namespace moqa {

QString visibleToken(const QString& piece) {
    if (piece.isEmpty()) return QStringLiteral("\u2205");
    QString out;
    for (const uint code : piece.toUcs4()) {
        const char32_t letter = code;
        switch (letter) {
        case U' ': out += QChar(0x2423); continue;
        case U'\n': out += QChar(0x23ce); continue;
        case U'\t': out += QChar(0x21e5); continue;
        default: break;
        }
        if (QChar::isPrint(letter) && !QChar::isSpace(letter))
            out += QString::fromUcs4(&letter, 1);
        else
            out += QStringLiteral("\\u{%1}").arg(QString::number(code, 16).toUpper());
    }
    return out;
}

QString shortToken(const QString& visible, int most) {
    return visible.size() <= most ? visible : visible.left(most - 1) + QChar(0x2026);
}

} // namespace moqa
