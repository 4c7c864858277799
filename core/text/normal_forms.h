// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The four Unicode normal forms over aligned text (character data from utf8proc, Unicode 15).
// A composed character stands for the first of those it was made of, as in the `tokenizers`
// library.

#include "core/text/aligned_text.h"

namespace moqa {

struct NormalForm {
    bool compatibility = false; // K
    bool compose = false;       // C, else D
};
void normalizeText(AlignedText& text, NormalForm form);

} // namespace moqa
