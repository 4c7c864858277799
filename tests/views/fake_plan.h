// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Plans of the fake model.

#include "core/plan/make_plan.h"

#include <QtGlobal>

namespace moqa {

inline Plan uniformPlan(const ModelSource& model, int bits) {
    PlanOptions options;
    options.method = PlanMethod::Uniform;
    options.bits = bits;
    auto plan = makePlan(model, nullptr, options);
    if (!plan.ok()) qFatal("%s", plan.error().message().c_str());
    return *plan;
}

} // namespace moqa
