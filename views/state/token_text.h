// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Tokens as people can read them: what is invisible gets a sign of its own.

#include <QString>
#include <string>

namespace moqa {

// A space is U+2423, a line end U+23CE, a tab U+21E5; other characters without a shape are written
// as "\u{200B}"; the empty token is U+2205.
QString visibleToken(const QString& piece);
inline QString visibleToken(const std::string& piece) {
    return visibleToken(QString::fromStdString(piece));
}
// Not longer than most characters, with an ellipsis.
QString shortToken(const QString& visible, int most);

} // namespace moqa
