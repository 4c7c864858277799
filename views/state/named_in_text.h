// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What a line of the log is about: the tensor or unit that it names.

#include "core/checkpoint/model_source.h"
#include "views/state/object_ref.h"

#include <QString>

namespace moqa {

struct NamedThing {
    ObjectRef object; // the expert or layer; of a tensor the one that holds it
    bool isTensor = false;
    bool operator==(const NamedThing&) const = default;
};

// A tensor by its whole name before "layer 3, expert 17" before "layer 3"; "layer 4 of 16" counts
// from 1, as jobs do. Not valid if nothing of the model is named. A tensor outside the layers is
// none: there is nothing to put a cursor on.
NamedThing namedIn(const QString& text, const ModelSource& model);

} // namespace moqa
