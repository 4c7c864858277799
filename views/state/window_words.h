// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Errors of the engine are English and name options as the command line spells them; the window has
// a language and fields.

#include "core/base/result.h"

#include <QString>

namespace moqa {

// The same error in the window's language (engine_words.h), with "--widths" as "Widths" and the
// like, wherever an option stands.
Error inWindowWords(Error error);
// Of what kind it is, in a word or two: for the log.
QString kindOf(ErrorCode code);

} // namespace moqa
