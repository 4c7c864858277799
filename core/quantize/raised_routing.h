// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A routing with more experts for every token than the model chooses, for statistics alone: experts
// that are nearly chosen get tokens too, with the small gates that the router gives them.

#include "core/model/forward.h"
#include "core/quantize/starved_remedy.h"

#include <optional>

namespace moqa {

// Experts a token in the statistics: what the choice says, never below the model's own number nor
// above its experts.
int raisedTopK(const ModelSpec& spec, const StarvedChoice& choice);

// Routing of the FFN inputs x [T, H] of a MoE layer with raisedTopK experts a token, gates as the
// model would weigh that many (normalised over them where it normalises). Nothing where the choice
// is another remedy. Errors as Forward::route. Call from one thread; parallel inside.
Result<std::optional<Routing>> raisedRouting(const ModelSource& model, const StarvedChoice& choice,
                                             int layer, MatrixView x);

} // namespace moqa
