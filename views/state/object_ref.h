// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A name for anything of a model that can be pointed at: what selections, cursors and hovers hold.

#include "core/checkpoint/model_spec.h"

#include <compare>
#include <cstdint>

namespace moqa {

enum class ObjectKind : uint8_t { None, Layer, Expert, Projection, Channel };

struct ObjectRef {
    ObjectKind kind = ObjectKind::None;
    int layer = -1;  // model layer index
    int expert = -1; // index within its layer: means nothing in another layer
    Role projection = Role::ExpertGate;
    int channel = -1;
    auto operator<=>(const ObjectRef&) const = default;

    bool valid() const { return kind != ObjectKind::None; }
    static ObjectRef ofLayer(int layer) { return {ObjectKind::Layer, layer}; }
    static ObjectRef ofExpert(int layer, int expert) { return {ObjectKind::Expert, layer, expert}; }
};

} // namespace moqa
